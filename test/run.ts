/** Checks and tests everything: `node test/run.ts [check|unit|integration|ui]`. The last line is the count. */
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { addCounts, type Counts, countsVariable, noCounts, readCounts, toFailure } from './support/counts.ts';
import { createTemporaryFolder, projectFolder } from './support/folders.ts';
import { hosts } from './support/hosts.ts';
import { runIntegration } from './support/integration.ts';
import { runProgram } from './support/programs.ts';

interface Phase {
  readonly name: string;
  readonly group: Group;
  run(): Promise<Counts>;
}

type Group = 'check' | 'unit' | 'integration' | 'ui';

/** The build comes before what runs the built extension. */
const needsBuild: readonly Group[] = ['integration', 'ui'];

const phases: readonly Phase[] = [
  { name: 'types', group: 'check', run: () => check('types', [toScript('typescript', 'tsc')]) },
  { name: 'lint', group: 'check', run: () => check('lint', [toScript('@biomejs/biome', 'biome'), 'ci']) },
  { name: 'build', group: 'check', run: () => check('build', ['esbuild.mjs', '--production']) },
  { name: 'unit', group: 'unit', run: () => runPlain('unit', 'test/unit/**/*.test.ts', 5_000) },
  { name: 'integration, newest', group: 'integration', run: () => runIntegration(hosts.newest) },
  { name: 'integration, floor', group: 'integration', run: () => runIntegration(hosts.floor) },
  { name: 'ui', group: 'ui', run: () => runPlain('ui', 'test/ui/**/*.test.ts', 120_000) },
];

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(1));
}
process.exitCode = await main(process.argv[2]);

async function main(wanted: string | undefined): Promise<number> {
  const groups = new Set<string>(phases.map((phase) => phase.group));
  if (wanted !== undefined && !groups.has(wanted)) {
    console.error(`Unknown part "${wanted}": it is one of ${[...groups].join(', ')}, or nothing for all.`);
    return 2;
  }
  const chosen = phases.filter(
    (phase) =>
      wanted === undefined ||
      phase.group === wanted ||
      (phase.name === 'build' && needsBuild.some((group) => group === wanted)),
  );
  const rows: string[] = [];
  let total = noCounts;
  for (const phase of chosen) {
    console.log(`\n── ${phase.name} ──`);
    const startedAt = performance.now();
    const counts = await phase.run().catch((error: unknown) => {
      console.error(error);
      return toFailure(`${phase.name}: did not run`);
    });
    total = addCounts(total, counts);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const outcome = phase.group === 'check' ? (counts.failed === 0 ? 'ok' : 'failed') : describe(counts);
    rows.push(`${phase.name.padEnd(22)}${`${seconds} s`.padStart(8)}   ${outcome}`);
  }
  console.log(`\n${rows.join('\n')}`);
  for (const title of total.failedTitles) {
    console.log(`failed: ${title}`);
  }
  console.log(describe(total));
  return total.failed > 0 ? 1 : 0;
}

function describe({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Runs a script with this Node. A check that passes is no test, one that fails is a failure. */
async function check(name: string, args: readonly string[]): Promise<Counts> {
  try {
    await runProgram(process.execPath, args, { cwd: projectFolder, output: 'show' });
    return noCounts;
  } catch {
    return toFailure(name);
  }
}

/** The script behind a package's command: without a shell, so the same on every system. */
function toScript(packageName: string, command: string): string {
  return join(createRequire(import.meta.url).resolve(`${packageName}/package.json`), '..', 'bin', command);
}

/** Runs test files in a process of their own, so that nothing they leave behind reaches the next phase. */
async function runPlain(name: string, pattern: string, timeoutMs: number): Promise<Counts> {
  const files = globSync(join(projectFolder, pattern)).sort();
  const output = createTemporaryFolder();
  const countsFile = join(output.path, 'counts.json');
  const plain = join(projectFolder, 'test', 'support', 'plain.ts');
  try {
    const trouble = await runProgram(process.execPath, [plain, String(timeoutMs), ...files], {
      cwd: projectFolder,
      env: { ...process.env, [countsVariable]: countsFile },
      output: 'show',
    }).then(
      () => undefined,
      () => `${name}: the tests passed, but their process did not end well`,
    );
    const counts = readCounts(countsFile, name);
    return trouble !== undefined && counts.failed === 0 ? addCounts(counts, toFailure(trouble)) : counts;
  } finally {
    output.remove();
  }
}
