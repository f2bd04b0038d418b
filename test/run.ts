/**
 * Checks and tests everything: `node test/run.ts [check|vscode|unit|soak|integration|ui [part of a file's path]]`. The last line
 * is the count.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  addCounts,
  type Counts,
  countsVariable,
  noCounts,
  readCounts,
  toFailure,
  writeCounts,
} from './support/counts.ts';
import { chooseHostKind } from './support/desktop.ts';
import { describeFaultRows } from './support/faultRows.ts';
import { createTemporaryFolder, findTestFiles, projectFolder } from './support/folders.ts';
import { hosts } from './support/hosts.ts';
import { runIntegration } from './support/integration.ts';
import { runProgram } from './support/programs.ts';
import { ensureServerBuild } from './support/serverBuild.ts';
import { runSideBySide } from './support/sideBySide.ts';

interface Phase {
  readonly name: string;
  readonly group: Group;
  /** What else it comes before: what they use, each of them would make for itself. */
  readonly neededBy?: readonly Group[];
  /** Takes files whose path contains `part`. */
  run(signal: AbortSignal, part: string): Promise<Counts>;
}

type Group = 'check' | 'vscode' | 'unit' | 'soak' | 'integration' | 'ui';

/** Their phases come first, one after the other. */
const preparing: readonly Group[] = ['check', 'vscode'];

const phases: readonly Phase[] = [
  { name: 'types', group: 'check', run: (signal) => check('types', [toScript('typescript', 'tsc')], signal) },
  {
    name: 'lint',
    group: 'check',
    run: (signal) => check('lint', [toScript('@biomejs/biome', 'biome'), 'ci'], signal),
  },
  {
    name: 'build',
    group: 'check',
    neededBy: ['integration', 'ui'],
    run: (signal) => check('build', ['esbuild.mjs', '--production'], signal),
  },
  { name: 'VS Code', group: 'vscode', neededBy: ['integration', 'ui'], run: installVSCode },
  // The longest first: none of them is left alone at the end, with nothing beside it.
  { name: 'ui', group: 'ui', run: (signal, part) => runPlain('ui', part, 240_000, signal) },
  {
    name: 'integration, newest',
    group: 'integration',
    run: (signal, part) => runIntegration(hosts.newest, part, signal),
  },
  {
    name: 'integration, floor',
    group: 'integration',
    run: (signal, part) => runIntegration(hosts.floor, part, signal),
  },
  { name: 'unit', group: 'unit', run: (signal, part) => runPlain('unit', part, 20_000, signal) },
  { name: 'soak', group: 'soak', run: (signal, part) => runPlain('soak', part, 300_000, signal) },
];

/** More of them would be in each other's way on a small machine. */
const AT_ONCE = 2;

const interruption = new AbortController();
process.on('SIGINT', () => interruption.abort());
// As if by Ctrl+C, which @vscode/test-electron passes on to VS Code.
process.on('SIGTERM', () => process.kill(process.pid, 'SIGINT'));
const [wish, part = ''] = process.argv.slice(2);
const apart = phases.find(({ name }) => wish === `--phase=${name}`);
process.exitCode = await (apart === undefined
  ? main(wish, part, interruption.signal)
  : runAlone(apart, part, interruption.signal));

async function main(wanted: string | undefined, part: string, signal: AbortSignal): Promise<number> {
  const groups = new Set<string>(phases.map((phase) => phase.group));
  if (wanted !== undefined && !groups.has(wanted)) {
    console.error(`Unknown part "${wanted}": it is one of ${[...groups].join(', ')}, or nothing for all.`);
    return 2;
  }
  const chosen = phases.filter(
    (phase) =>
      wanted === undefined || phase.group === wanted || phase.neededBy?.some((group) => group === wanted),
  );
  const rows: string[] = [];
  let total = noCounts;
  const isPreparing = (group: Group) => preparing.includes(group);
  const add = ({ name, group }: Phase, counts: Counts, durationMs: number) => {
    total = addCounts(total, counts);
    const outcome = isPreparing(group) ? (counts.failed === 0 ? 'ok' : 'failed') : describe(counts);
    rows.push(`${name.padEnd(22)}${`${(durationMs / 1000).toFixed(1)} s`.padStart(8)}   ${outcome}`);
  };
  for (const phase of chosen.filter(({ group }) => isPreparing(group))) {
    const startedAt = performance.now();
    add(phase, await run(phase, part, signal), performance.now() - startedAt);
  }
  const tests = chosen.filter(({ group }) => !isPreparing(group));
  const results = await runApart(tests, part, signal);
  for (const [index, { counts, durationMs }] of results.entries()) {
    add(tests[index] as Phase, counts, durationMs);
  }
  console.log(`\n${rows.join('\n')}`);
  for (const title of total.failedTitles) {
    console.log(`failed: ${title}`);
  }
  // A part of the tests says nothing of the rows that others prove.
  if (wanted === undefined) {
    console.log(describeFaultRows(total));
  }
  console.log(describe(total));
  return total.failed > 0 || signal.aborted ? 1 : 0;
}

async function run(phase: Phase, part: string, signal: AbortSignal): Promise<Counts> {
  console.log(`\n── ${phase.name} ──`);
  return phase.run(signal, part).catch((error: unknown) => {
    console.error(error);
    return toFailure(`${phase.name}: did not run`);
  });
}

/** What a process of `runApart` does. */
async function runAlone(phase: Phase, part: string, signal: AbortSignal): Promise<number> {
  const counts = await run(phase, part, signal);
  writeCounts(counts);
  return counts.failed > 0 ? 1 : 0;
}

/** Each in a process of its own: much of the time one only waits, and another can work. */
async function runApart(
  chosen: readonly Phase[],
  part: string,
  signal: AbortSignal,
): Promise<{ counts: Counts; durationMs: number }[]> {
  const output = createTemporaryFolder();
  const toCountsFile = (name: string) => join(output.path, `${name}.json`);
  try {
    const tasks = chosen.map(({ name }) => ({
      file: process.execPath,
      args: [fileURLToPath(import.meta.url), `--phase=${name}`, part],
      env: { ...process.env, [countsVariable]: toCountsFile(name) },
    }));
    const durations = await runSideBySide(tasks, AT_ONCE, signal);
    return chosen.map(({ name }, index) => ({
      counts: readCounts(toCountsFile(name), name),
      durationMs: durations[index] ?? 0,
    }));
  } finally {
    output.remove();
  }
}

function describe({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** The server builds, once, where several phases run in them. */
async function installVSCode(): Promise<Counts> {
  if ((await chooseHostKind()) === 'server') {
    for (const host of Object.values(hosts)) {
      await ensureServerBuild(host);
    }
  }
  return noCounts;
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
  name: 'unit' | 'soak' | 'ui',
  part: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Counts> {
  const files = findTestFiles(join(projectFolder, 'test', name), part);
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
