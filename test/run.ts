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
  run(signal: AbortSignal): Promise<Counts>;
}

type Group = 'check' | 'unit' | 'integration' | 'ui';

/** The build comes before what runs the built extension. */
const needsBuild: readonly Group[] = ['integration', 'ui'];

const phases: readonly Phase[] = [
  { name: 'types', group: 'check', run: (signal) => check('types', [toScript('typescript', 'tsc')], signal) },
  {
    name: 'lint',
    group: 'check',
    run: (signal) => check('lint', [toScript('@biomejs/biome', 'biome'), 'ci'], signal),
  },
  { name: 'build', group: 'check', run: (signal) => check('build', ['esbuild.mjs', '--production'], signal) },
  { name: 'unit', group: 'unit', run: (signal) => runPlain('unit', 'test/unit/**/*.test.ts', 5_000, signal) },
  {
    name: 'integration, newest',
    group: 'integration',
    run: (signal) => runIntegration(hosts.newest, signal),
  },
  { name: 'integration, floor', group: 'integration', run: (signal) => runIntegration(hosts.floor, signal) },
  { name: 'ui', group: 'ui', run: (signal) => runPlain('ui', 'test/ui/**/*.test.ts', 120_000, signal) },
];

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());
// As if by Ctrl+C, which @vscode/test-electron passes on to VS Code.
process.once('SIGTERM', () => process.kill(process.pid, 'SIGINT'));
process.exitCode = await main(process.argv[2], interruption.signal);

async function main(wanted: string | undefined, signal: AbortSignal): Promise<number> {
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
    if (signal.aborted) {
      break;
    }
    console.log(`\n── ${phase.name} ──`);
    const startedAt = performance.now();
    const counts = await phase.run(signal).catch((error: unknown) => {
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
  return total.failed > 0 || signal.aborted ? 1 : 0;
}

function describe({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Runs a script with this Node. A check that passes is no test, one that fails is a failure. */
async function check(name: string, args: readonly string[], signal: AbortSignal): Promise<Counts> {
  try {
    await runProgram(process.execPath, args, { cwd: projectFolder, output: 'show', signal });
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
async function runPlain(
  name: string,
  pattern: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Counts> {
  const files = globSync(join(projectFolder, pattern)).sort();
  const output = createTemporaryFolder();
  const countsFile = join(output.path, 'counts.json');
  const plain = join(projectFolder, 'test', 'support', 'plain.ts');
  try {
    const trouble = await runProgram(process.execPath, [plain, String(timeoutMs), ...files], {
      cwd: projectFolder,
      env: { ...process.env, [countsVariable]: countsFile },
      output: 'show',
      signal,
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
