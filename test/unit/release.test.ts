/** How a release is made: from a tag, packed once, with no more rights than each step needs, and nothing that can change under it. */
import assert from 'node:assert/strict';
import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryFolder, projectFolder } from '../support/folders.ts';
import { runProgram } from '../support/programs.ts';
import { manifest, readProjectFile } from './support/manifest.ts';

const workflow = readProjectFile('.github/workflows/release.yml');

/** The text of each job. */
const jobs = new Map(
  (workflow.split(/^jobs:\n/m)[1] ?? '')
    .split(/^(?= {2}[\w-]+:\n)/m)
    .map((text) => [/^ {2}([\w-]+):/.exec(text)?.[1] ?? '', text] as const)
    .filter(([name]) => name !== ''),
);

/** The rights of a job, as `name: value`. */
function rightsOf(name: string): string[] {
  const job = jobs.get(name) ?? '';
  return job.includes('    permissions: {}\n')
    ? []
    : [...(/ {4}permissions:\n((?: {6}.*\n)+)/.exec(job)?.[1] ?? '').matchAll(/^ {6}([\w-]+: \w+)$/gm)].map(
        ([, right = '']) => right,
      );
}

describe('release: the workflow', () => {
  it('is started by a tag, and by nothing else', () => {
    assert.match(workflow, /^on:\n {2}push:\n {4}tags: \['v\*'\]\n\n/m);
  });

  it('gives each job the rights that it needs, and no other', () => {
    assert.match(workflow, /^permissions: \{\}$/m);
    assert.deepEqual(Object.fromEntries([...jobs.keys()].map((name) => [name, rightsOf(name)])), {
      test: ['contents: read'],
      package: ['contents: read', 'id-token: write', 'attestations: write'],
      marketplace: ['contents: read'],
      'open-vsx': [],
      release: ['contents: write'],
    });
  });

  it('tests before it packs, packs once, attests to that, and publishes the same bytes everywhere', () => {
    const needs = (name: string) => /^ {4}needs: (.*)$/m.exec(jobs.get(name) ?? '')?.[1];
    assert.deepEqual(
      [...jobs.keys()].map((name) => [name, needs(name)]),
      [
        ['test', undefined],
        ['package', 'test'],
        ['marketplace', 'package'],
        ['open-vsx', 'package'],
        ['release', 'package'],
      ],
    );
    assert.match(jobs.get('test') ?? '', /\.ci\/run$/m);
    assert.equal(workflow.match(/npm run package/g)?.length, 1);
    assert.match(
      jobs.get('package') ?? '',
      /uses: actions\/attest-build-provenance@\w+ .*\n.*\n +subject-path: /,
    );
    for (const name of ['marketplace', 'open-vsx']) {
      assert.match(jobs.get(name) ?? '', /publish .*--packagePath "\$VSIX"$/m, name);
    }
    assert.match(jobs.get('release') ?? '', /gh release create .*"\$VSIX" "\$VSIX\.sha256"/);
  });

  it('has each token in one job, that of the environment which guards it', () => {
    const found = [...jobs].flatMap(([name, text]) =>
      [...text.matchAll(/secrets\.(\w+)/g)].map(([, secret]) => [
        name,
        secret,
        /^ {4}environment: (.*)$/m.exec(text)?.[1],
      ]),
    );
    assert.deepEqual(found, [
      ['marketplace', 'VSCE_PAT', 'marketplace'],
      ['open-vsx', 'OVSX_PAT', 'open-vsx'],
    ]);
  });

  it('runs publishing tools of fixed versions', () => {
    assert.match(jobs.get('marketplace') ?? '', /npx --no-install vsce publish/);
    assert.match(jobs.get('open-vsx') ?? '', /npx --yes ovsx@\d+\.\d+\.\d+ publish/);
  });

  it('puts no text from outside into a command: it comes in as a variable', () => {
    const commands = [...workflow.matchAll(/- run: (.*(?:\n {10}.*)*)/g)].map(([, command = '']) => command);
    assert.ok(commands.length > 5);
    assert.deepEqual(
      commands.filter((command) => command.replace(/\n {8}env:[\s\S]*/, '').includes('${{')),
      [],
    );
  });
});

describe('release: every workflow', () => {
  for (const path of globSync('.github/workflows/*.yml', { cwd: projectFolder })) {
    const text = readProjectFile(path);

    it(`names each action by its commit, and leaves no credentials behind: ${path}`, () => {
      const actions = [...text.matchAll(/uses: (.*)$/gm)].map(([, action = '']) => action);
      assert.ok(actions.length > 0);
      for (const action of actions) {
        assert.match(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      }
      const checkouts = text.match(
        /uses: actions\/checkout@.*\n {8}with:\n {10}persist-credentials: false\n/g,
      );
      assert.equal(checkouts?.length, text.match(/actions\/checkout@/g)?.length);
    });
  }
});

describe('release: a tag', () => {
  const folder = createTemporaryFolder();
  after(() => folder.remove());

  /** Runs the script in a folder with this version and changelog. */
  async function release(tag: string, version: string, changelog: string) {
    mkdirSync(join(folder.path, '.ci'), { recursive: true });
    for (const file of ['release.mjs', 'version.mjs']) {
      cpSync(join(projectFolder, '.ci', file), join(folder.path, '.ci', file));
    }
    writeFileSync(join(folder.path, 'package.json'), JSON.stringify({ name: 'x', version }));
    writeFileSync(join(folder.path, 'CHANGELOG.md'), changelog);
    const output = await runProgram(process.execPath, ['.ci/release.mjs', tag], { cwd: folder.path });
    return [output, readFileSync(join(folder.path, 'notes.md'), 'utf8')];
  }

  it('gives the name of the package, whether it is a pre-release, and the notes of this version alone', async () => {
    const changelog =
      '# Changelog\n\n## [Unreleased]\n\n## [0.4.0] - 2027-01-31\n\nNew.\n\n### Added\n\n- A.\n\n## [0.3.1] - 2027-01-02\n\nOld.\n';
    assert.deepEqual(await release('v0.4.0', '0.4.0', changelog), [
      'vsix=x-0.4.0.vsix\nprerelease=false\n',
      'New.\n\n### Added\n\n- A.\n',
    ]);
    assert.deepEqual(await release('v0.3.1', '0.3.1', changelog), [
      'vsix=x-0.3.1.vsix\nprerelease=true\n',
      'Old.\n',
    ]);
  });

  it('that says another version, or one without a changelog, is refused', async () => {
    await assert.rejects(release('v0.4.1', '0.4.0', ''), /The tag is v0\.4\.1, .* the tag must be v0\.4\.0/);
    await assert.rejects(release('v0.4.0', '0.4.0', '## [Unreleased]\n'), /no section “## \[0\.4\.0\]/);
  });

  for (const [version, isPreRelease] of [
    ['0.1.0', true],
    ['0.11.3', true],
    ['1.0.0', false],
    ['1.12.7', false],
  ] as const) {
    it(`${version} is ${isPreRelease ? 'a pre-release: its middle number is odd' : 'a release'}`, async () => {
      const [output = ''] = await release(
        `v${version}`,
        version,
        `## [${version}] - 2027-01-31
`,
      );
      assert.equal(output.includes('prerelease=true'), isPreRelease);
    });
  }
});

describe('release: the Marketplace page', () => {
  it('has at most 30 keywords, each once, and free categories of VS Code', () => {
    const { keywords, categories, pricing, qna } = manifest;
    assert.ok(keywords.length <= 30 && new Set(keywords).size === keywords.length);
    assert.deepEqual([categories, pricing, qna], [['Visualization', 'Other'], 'Free', 'marketplace']);
  });

  it('names no address that nobody gave: the workflow adds that of the repository it runs in', () => {
    assert.deepEqual(
      [manifest.repository, manifest.bugs, manifest.homepage],
      [undefined, undefined, undefined],
    );
    assert.match(jobs.get('package') ?? '', /repository\.url=\$GITHUB_SERVER_URL\/\$GITHUB_REPOSITORY\.git/);
  });

  it('has an icon of 256 pixels', () => {
    const icon = readFileSync(join(projectFolder, manifest.icon));
    assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [256, 256]);
  });
});
