/** The AWS files: what cannot be read is said to be so, with its line, and is never taken for what is not there. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { parseKnownFiles } from '@smithy/core/config';
import * as fc from 'fast-check';
import { parseConfigFile } from '../../../src/aws/configFiles.ts';
import { readProfiles } from '../../../src/aws/profiles.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';
import { AwsHome, KEYS } from '../support/awsHome.ts';
import { checkAsyncProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

const AUDIT = { profile: 'audit' };

async function startBench(): Promise<AwsBench> {
  return AwsBench.start({ scenario: scenarios.healthy });
}

describe('AWS files: unreadable', () => {
  const spoils: readonly [string, string, (path: string) => void][] = [
    ['a directory', 'EISDIR', (path) => mkdirSync(path)],
    ['100 MB long', 'EFBIG', (path) => truncateSync(path, 100 * 1024 * 1024)],
    ['a link to itself', 'ELOOP', (path) => symlinkSync(path, path)],
  ];
  for (const file of ['config', 'credentials']) {
    for (const [what, code, spoil] of spoils) {
      it(`says that ~/.aws/${file} cannot be read where it is ${what}, not that the profile is not there (B3)`, async () => {
        await using bench = await startBench();
        bench.home.writeConfig({ 'profile audit': KEYS });
        bench.home.writeCredentials({ audit: KEYS });
        const path = join(bench.home.path, '.aws', file);
        if (code !== 'EFBIG') {
          rmSync(path);
        }
        spoil(path);
        const failure = { kind: 'configUnreadable', code, file: `~/.aws/${file}` };
        assert.deepEqual(await bench.askForFailure(AUDIT), failure);
        assert.deepEqual(await bench.source.readProfiles(), { kind: 'failed', failure });
        rmSync(path, { recursive: true });
        bench.home.writeConfig({ 'profile audit': KEYS });
        bench.source.beginRefresh('change');
        await bench.askForAnswers(AUDIT);
      });
    }
  }

  it('says so of a file that belongs to somebody else (B3)', async function () {
    await using bench = await startBench();
    bench.home.writeConfig({ 'profile audit': KEYS });
    const path = join(bench.home.path, '.aws', 'config');
    chmodSync(path, 0o000);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) {
      // Root reads everything: nobody else does. The folder itself is open to all.
      chmodSync(bench.home.path, 0o755);
      process.seteuid?.(65534);
    } else if (process.platform === 'win32') {
      this.skip();
    }
    try {
      assert.deepEqual(await bench.askForFailure(AUDIT), {
        kind: 'configUnreadable',
        code: 'EACCES',
        file: '~/.aws/config',
      });
    } finally {
      if (isRoot) {
        process.seteuid?.(0);
      }
    }
  });

  for (const [what, bytes] of Object.entries({
    'in UTF-16, as PowerShell writes it': Buffer.from(
      '\ufeff[profile audit]\nregion = eu-west-1\n',
      'utf16le',
    ),
    binary: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0xff, 0xfe, 0, 1, 2, 3]),
  })) {
    it(`says so of a file that is ${what} (B3)`, async () => {
      await using bench = await startBench();
      bench.home.write('.aws/config', bytes);
      assert.deepEqual(await bench.askForFailure(AUDIT), {
        kind: 'configUnreadable',
        code: 'NotText',
        file: '~/.aws/config',
      });
    });
  }

  it('does without the files where the environment has the keys (B3)', async () => {
    await using bench = await AwsBench.start({
      scenario: scenarios.healthy,
      environment: { AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT', AWS_SECRET_ACCESS_KEY: 'made-up-secret-key' },
    });
    mkdirSync(join(bench.home.path, '.aws', 'config'));
    await bench.askForAnswers();
    assert.equal(bench.emulator.requests[0]?.accessKeyId, 'AKIAENVIRONMENT');
  });

  it('says so of the default profile as well, where nothing else has keys (B3)', async () => {
    await using bench = await startBench();
    mkdirSync(join(bench.home.path, '.aws', 'config'));
    assert.equal((await bench.askForFailure()).kind, 'configUnreadable');
  });

  it('reads letters of another encoding in a comment', async () => {
    using home = new AwsHome();
    home.write('.aws/config', Buffer.from('# B\xfcro\n[profile audit]\nregion = eu-west-1\n', 'latin1'));
    assert.equal((await readProfiles()).get('audit')?.region, 'eu-west-1');
  });
});

describe('AWS files: malformed', () => {
  const cases: readonly [string, string, number][] = [
    ['a header without its end', '[profile other]\nregion = x\n\n[profile audit\naws_access_key_id = A\n', 4],
    ['a header without its beginning', '[profile other]\nregion = x\nprofile audit]\n', 3],
    ['an empty header', '[]\nregion = x\n', 1],
    ['a header without the word', '[default]\nregion = x\n[audit]\nregion = y\n', 3],
    ['a name with blanks', '# mine\n[profile "au dit"]\nregion = x\n', 2],
    ['__proto__', '[profile audit]\nregion = x\n[__proto__]\nx = y\n', 3],
    ['a profile __proto__', '[profile __proto__]\nx = y\n[profile audit]\nregion = x\n', 1],
    ['a NUL', '[profile other]\n[profile au\0dit]\nregion = x\n', 2],
    ['a line without =', '[profile other]\nregion eu-west-1\n', 2],
    ['a setting before any header', 'region = eu-west-1\n[profile other]\nregion = x\n', 1],
  ];
  for (const [what, text, line] of cases) {
    it(`names the line where a profile is missing and the file has ${what} (B4)`, async () => {
      await using bench = await startBench();
      bench.home.write('.aws/config', text.replaceAll('\n', '\r\n'));
      const profile = what === 'a name with blanks' ? 'au dit' : 'audit';
      const { availableProfiles: _, machine, ...failure } = await bench.askForFailure({ profile });
      assert.deepEqual(failure, {
        kind: 'configMalformed',
        code: 'MalformedLine',
        file: '~/.aws/config',
        line,
        files: ['~/.aws/config', '~/.aws/credentials'],
      });
      assert.equal(machine, hostname());
    });
  }

  it('names the line of a profile that is incomplete because of it (B4)', async () => {
    await using bench = await startBench();
    bench.home.write('.aws/config', '[profile audit]\nsso_account_id 111122223333\nsso_region = us-east-1\n');
    assert.deepEqual(await bench.askForFailure(AUDIT), {
      kind: 'configMalformed',
      code: 'MalformedLine',
      file: '~/.aws/config',
      line: 2,
    });
  });

  it('does not blame a line of another profile for one that is incomplete', async () => {
    await using bench = await startBench();
    bench.home.write('.aws/config', '[profile other]\nnonsense\n[profile audit]\nsso_region = us-east-1\n');
    assert.equal((await bench.askForFailure(AUDIT)).code, 'SsoProfileIncomplete');
  });

  it('gives the settings under a broken header to nobody (B4)', () => {
    const { sections } = parseConfigFile('[profile audit]\nregion = x\n[profile other\nrole_arn = y\n', true);
    assert.deepEqual({ ...sections.get('audit') }, { region: 'x' });
  });

  it('works with a profile of a file that has malformed lines elsewhere (B4)', async () => {
    await using bench = await startBench();
    const keys = Object.entries(KEYS).map(([key, value]) => `${key} = ${value}`);
    const lines = ['nonsense', '[profile other', 'x', '[profile audit]', ...keys, '\0'];
    bench.home.write('.aws/config', `\ufeff${lines.join('\r\n')}`);
    await bench.askForAnswers(AUDIT);
  });

  it('says on which machine nothing was found (B2)', async () => {
    await using bench = await startBench();
    bench.home.writeCredentials({});
    rmSync(join(bench.home.path, '.aws'), { recursive: true });
    for (const [profile, kind] of [
      ['', 'credentialsMissing'],
      ['audit', 'profileMissing'],
    ] as const) {
      const failure = await bench.askForFailure({ profile });
      assert.deepEqual(
        [failure.kind, failure.machine, failure.files, failure.availableProfiles],
        [kind, hostname(), ['~/.aws/config', '~/.aws/credentials'], []],
      );
    }
  });
});

describe('AWS files: as the SDK reads them', () => {
  const LINES = [
    '[default]',
    '[profile audit]',
    '[profile "audit"]',
    "[profile 'a.b/c']",
    '[sso-session corp]',
    '[services local]',
    'region = eu-west-1',
    'region=us-east-2 # comment',
    'sso_session = corp ; comment',
    'key = a = b',
    'url = https://example.com/#fragment',
    's3 =',
    '  endpoint_url = https://nested.example',
    '\tindented = x',
    '# comment',
    '; comment',
    '',
    '   ',
  ];
  it(`has the same sections and settings, for well-formed lines in any order [${seedTitle}]`, async function () {
    this.timeout(20_000);
    using home = new AwsHome();
    const anyLines = fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 20 });
    const property = fc.asyncProperty(anyLines, fc.constantFrom('\n', '\r\n'), async (lines, lineEnd) => {
      const text = ['[default]', ...lines].join(lineEnd);
      home.write('.aws/config', text);
      const theirs = await parseKnownFiles({ ignoreCache: true });
      const { sections } = parseConfigFile(text, true);
      // The SDK leaves out what has no settings.
      const ours = [...sections].filter(([, settings]) => Object.keys(settings).length > 0);
      assert.deepEqual(
        Object.fromEntries(ours.map(([name, settings]) => [name, { ...settings }])),
        theirs,
        text,
      );
    });
    await checkAsyncProperty(property, 200);
  });
});
