/** What ships: nothing in it can change an AWS account, it holds what it should and no more, and it can be built again. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryFolder, projectFolder } from '../support/folders.ts';
import { runProgram } from '../support/programs.ts';
import { packageExtension } from '../support/vsix.ts';

/** Characters that a reader does not see: they could make code look like other code. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u;

const BUNDLES = ['application.cjs', 'aws.cjs', 'extension.cjs'];

/** Addresses of AWS, of this computer, and of where the credentials of containers and instances come from. */
const ASKED = [
  /^(\{Region\}|sts|organizations|portal|oidc|signin|inspector2)[\w.{}#-]*\.(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.cn|amazonaws\.eu|api\.aws|aws\.amazon\.com|signin\.aws|amazonaws-us-gov\.com|amazonaws-eusc\.eu|amazonwebservices\.com\.cn|ic\.gov|sgov\.gov|adc-e\.uk|\{PartitionResult#(dnsSuffix|dualStackDnsSuffix)\})$/,
  /^(sts\.amazonaws\.com|signin-fips\.amazonaws-us-gov\.com)$/,
  /^(169\.254\.169\.254|169\.254\.170\.2|\[fd00:ec2::254\])$/,
];
/** Addresses that stand in sentences for people, or open in the browser. */
const TOLD = ['docs.aws.amazon.com', 'github.com', 'a.co', 'react-native.canny.io'];

describe('package: the bundles', () => {
  const folder = createTemporaryFolder();
  const build = async (name: string, ...args: string[]): Promise<string> => {
    const path = join(folder.path, name);
    await runProgram(process.execPath, ['esbuild.mjs', ...args, `--outdir=${path}`], { cwd: projectFolder });
    return path;
  };
  const read = (file: string) => readFileSync(join(folder.path, 'production', file), 'utf8');

  before(async function () {
    this.timeout(60_000);
    await Promise.all([
      build('production', '--production'),
      build('again', '--production'),
      build('readable'),
    ]);
  });

  after(() => folder.remove());

  it('are the same bytes when built again (G14)', () => {
    const hashesOf = (name: string) =>
      readdirSync(join(folder.path, name)).map((file) => [file, hash(join(folder.path, name, file))]);
    assert.deepEqual(hashesOf('production'), hashesOf('again'));
    assert.deepEqual(readdirSync(join(folder.path, 'production')).sort(), [
      'THIRD_PARTY_LICENSES.txt',
      ...BUNDLES,
    ]);
  });

  it('know two operations of Inspector and one of Organizations, which read, and who one is: invariant 9 (G13)', () => {
    const code = read('aws.cjs');
    const calls = [...code.matchAll(/\["(?:GET|POST|PUT|DELETE|PATCH)","(\/[^"]*)",\d+\]/g)].map(
      ([, path]) => path,
    );
    assert.deepEqual([...new Set(calls)].sort(), [
      '/federation/credentials',
      '/members/list',
      '/status/batch/get',
      // Tokens of IAM Identity Center and of the AWS console sign-in.
      '/token',
      '/v1/token',
      '/v1/token?x-amz-client-auth-method=iam',
    ]);
    const readable = readFileSync(join(folder.path, 'readable', 'aws.cjs'), 'utf8');
    const names = [...readable.matchAll(/\[\s*9,\s*\w+,\s*(\w+),/g)].map(
      ([, constant]) => new RegExp(`\\b${constant} = "(\\w+)"`).exec(readable)?.[1],
    );
    // The others get tokens and keys for the person who asks.
    assert.deepEqual([...new Set(names)].sort(), [
      'AssumeRole',
      'AssumeRoleWithWebIdentity',
      'BatchGetAccountStatus',
      'CreateOAuth2Token',
      'CreateOAuth2TokenWithIAM',
      'CreateToken',
      'GetCallerIdentity',
      'GetRoleCredentials',
      'ListMembers',
    ]);
    const targets = [...code.matchAll(/\bAWSOrganizations\w*\.(\w*)/g)].map(([, name]) => name);
    assert.deepEqual(targets, ['ListAccounts']);
  });

  it('keep VS Code and the AWS SDK apart', () => {
    assert.ok(!read('aws.cjs').includes('require("vscode")'));
    for (const file of ['extension.cjs', 'application.cjs']) {
      assert.ok(!read(file).includes('aws-sdk'), file);
    }
  });

  for (const file of BUNDLES) {
    it(`make no code from text and leave every certificate checked: ${file} (G13, G18)`, () => {
      assert.doesNotMatch(
        read(file),
        /\beval\s*\(|\bnew Function\b|\bFunction\s*\(|rejectUnauthorized|NODE_TLS_REJECT|[{,]ca:|checkServerIdentity/,
      );
    });

    it(`name no hosts to ask but those of AWS: ${file} (G13)`, () => {
      const hosts = [...read(file).matchAll(/\bhttps?:\/\/(\[[\da-f:]+\]|[^\s/"'`\\,;:)$]+)/g)].map(
        ([, host = '']) => host.replace(/[.\]]+$/, (end) => (end.startsWith(']') ? end : '')),
      );
      const others = hosts.filter(
        (host) => !TOLD.includes(host) && !ASKED.some((pattern) => pattern.test(host)),
      );
      // The example in a sentence about the endpoint setting is of AWS too.
      assert.deepEqual(
        others.filter((host) => host !== 'vpce-123.inspector2.eu-central-1.vpce.amazonaws.com'),
        [],
      );
      assert.ok(file !== 'aws.cjs' || hosts.length > 30, `${hosts.length} hosts were found`);
    });

    it(`hold no invisible characters: ${file} (G13)`, () => {
      assert.doesNotMatch(read(file), INVISIBLE);
    });
  }

  it('nor does any source file (G13)', () => {
    const files = globSync(['src/**/*.ts', '*.mjs', 'package*.json', 'l10n/*.json'], {
      cwd: projectFolder,
    });
    assert.ok(files.length > 40);
    for (const file of files) {
      assert.doesNotMatch(readFileSync(join(projectFolder, file), 'utf8'), INVISIBLE, file);
    }
  });

  it('come with the licence of every package in them, none of which runs anything when installed (G13)', () => {
    const licences = read('THIRD_PARTY_LICENSES.txt');
    const packages = [...licences.matchAll(/^((?:@[\w-]+\/)?[\w.-]+) \d+\.\d+\.\d+ \(([\w.-]+)\)/gm)];
    assert.ok(packages.length > 15, `${packages.length} packages`);
    for (const [, name = '', licence] of packages) {
      const manifest = JSON.parse(
        readFileSync(join(projectFolder, 'node_modules', name, 'package.json'), 'utf8'),
      );
      const scripts = Object.keys(manifest.scripts ?? {});
      assert.deepEqual(
        scripts.filter((script) => /^(pre|post)?install$/.test(script)),
        [],
        name,
      );
      assert.equal(licence, 'Apache-2.0', name);
    }
    for (const name of ['@aws-sdk/client-inspector2', '@aws-sdk/client-sts', '@smithy/node-http-handler']) {
      assert.ok(
        packages.some(([, each]) => each === name),
        name,
      );
    }
    assert.ok((licences.match(/Apache License\s+Version 2\.0/g) ?? []).length >= 1);
  });
});

describe('package: the VSIX', () => {
  it('holds the listed files and no others, and is the same bytes when built again (G14)', async function () {
    this.timeout(120_000);
    const folder = createTemporaryFolder();
    try {
      const [first, second] = [join(folder.path, 'first.vsix'), join(folder.path, 'second.vsix')];
      await packageExtension(first);
      await packageExtension(second);
      assert.deepEqual(listZip(readFileSync(first)), [
        '[Content_Types].xml',
        'extension.vsixmanifest',
        'extension/LICENSE.txt',
        'extension/SECURITY.md',
        'extension/changelog.md',
        'extension/dist/THIRD_PARTY_LICENSES.txt',
        'extension/dist/application.cjs',
        'extension/dist/aws.cjs',
        'extension/dist/extension.cjs',
        'extension/l10n/bundle.l10n.de.json',
        'extension/l10n/bundle.l10n.ja.json',
        'extension/media/activitybar.svg',
        'extension/media/icon.png',
        'extension/media/walkthrough/accounts.svg',
        'extension/media/walkthrough/connection.svg',
        'extension/media/walkthrough/sample.svg',
        'extension/media/walkthrough/tree.svg',
        'extension/package.json',
        'extension/package.nls.de.json',
        'extension/package.nls.ja.json',
        'extension/package.nls.json',
        'extension/readme.md',
      ]);
      assert.equal(hash(first), hash(second));
    } finally {
      folder.remove();
    }
  });
});

function hash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** The names in the central directory of a ZIP file, sorted. */
function listZip(zip: Buffer): string[] {
  const end = zip.lastIndexOf('PK\u0005\u0006');
  const names: string[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    names.push(zip.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  return names.sort();
}
