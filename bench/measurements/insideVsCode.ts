/** The extension in a real VS Code: how long a refresh takes there, what it holds up, and when rows are drawn. */
import { join } from 'node:path';
import { hosts } from '../../test/support/hosts.ts';
import { buildShippedFiles } from '../builtFiles.ts';
import { startEmulatorProcess } from '../emulatorProcess.ts';
import { type Figure, type Measurement, toFigure, toMissing, toRatios } from '../figure.ts';
import type { Kind, WindowRun } from '../window/contract.ts';
import { runInWindow, type WindowResult } from '../window/run.ts';
import { type Frame, findLastChange } from '../window/screen.ts';

const LATENCY_MS = 50;
const IN_FLIGHT = 6;
const GROWTH = [1_000, 10_000, 50_000];
/** The goals are meant for this many accounts. */
const USUAL = 10_000;
/** A run of the largest takes many seconds. */
const MAX_RUNS = 5;

const WORDS: Readonly<Record<Exclude<Kind, 'raw'>, string>> = {
  visible: 'filling visible rows',
  flat: 'filling rows side by side',
  hidden: 'filling hidden rows',
  unchanged: 'nothing new, visible',
};

export const insideVsCode: Measurement = {
  name: 'window',
  title: `Inside VS Code ${hosts.newest.vscode}, ${IN_FLIGHT} in flight, ${LATENCY_MS} ms a call`,
  async measure({ runs, profileFolder }) {
    if (process.platform === 'win32') {
      return [toMissing('all of it', 'ms', 'the server build of VS Code runs on Linux and macOS only')];
    }
    await buildShippedFiles();
    await using emulator = await startEmulatorProcess({ latencyMs: LATENCY_MS });
    const figures: Figure[] = [];
    for (const count of GROWTH) {
      const result = await runInWindow('refreshes', {
        url: emulator.url,
        accounts: count,
        inFlight: IN_FLIGHT,
        runs: Math.min(runs, MAX_RUNS),
        ...(profileFolder === undefined ? {} : { profilePrefix: join(profileFolder, `${count}-`) }),
      });
      const { connectedAt } = await emulator.takeCounts();
      figures.push(...toFigures(count, result, connectedAt));
    }
    return figures;
  },
};

function toFigures(
  count: number,
  { runs, frames }: WindowResult<WindowRun>,
  connectedAt: readonly number[],
): Figure[] {
  const of = (kind: Kind) => runs.filter((run) => run.kind === kind);
  const raw = of('raw').map(toDuration);
  const what = (words: string) => `${count.toLocaleString('en')} accounts, ${words}`;
  const figures = [
    toFigure(what('raw: time'), raw, 'ms'),
    toFigure(what('raw: longest block of the extension host'), of('raw').map(toBlock), 'ms'),
    toFigure(what('raw: CPU of the extension host'), of('raw').map(toCpu), 'ms'),
  ];
  for (const [kind, words] of Object.entries(WORDS) as [Exclude<Kind, 'raw'>, string][]) {
    const those = of(kind);
    figures.push(
      toFigure(what(`${words}: time`), those.map(toDuration), 'ms'),
      toFigure(what(`${words}: time against raw`), toRatios(those.map(toDuration), raw), '×', {
        ...(count === USUAL ? { goal: 1.05 } : {}),
      }),
      toFigure(what(`${words}: longest block of the extension host`), those.map(toBlock), 'ms', { goal: 50 }),
      toFigure(what(`${words}: CPU of the extension host`), those.map(toCpu), 'ms'),
      toFigure(
        what(`${words}: new connections for 100 calls`),
        those.map((run) => (100 * countDuring(run, connectedAt)) / Math.ceil(count / 100)),
        '',
      ),
      toFigure(
        what(`${words}: rows made`),
        those.map(({ rowsMade }) => rowsMade),
        '',
      ),
      toFigure(
        what(`${words}: longest block of the window`),
        those.map((run) => toLongestGap(run, frames)),
        'ms',
      ),
    );
    if (kind === 'visible' || kind === 'flat') {
      figures.push(
        toFigure(what(`${words}: last answer to last row made`), those.map(toLastRow), 'ms'),
        toFigure(
          what(`${words}: last answer to last change on the screen`),
          those.map((run) => toDrawn(run, frames)),
          'ms',
        ),
      );
    }
  }
  return figures;
}

const toDuration = ({ startedAt, endedAt }: WindowRun) => endedAt - startedAt;
const toBlock = ({ longestBlockMs }: WindowRun) => longestBlockMs;
const toCpu = ({ cpuMs }: WindowRun) => cpuMs;
const toLastRow = ({ endedAt, lastRowAt = endedAt }: WindowRun) => Math.max(0, lastRowAt - endedAt);

/** From the end of the refresh until nothing changes on the screen any more. */
function toDrawn({ startedAt, endedAt, quietAt }: WindowRun, frames: readonly Frame[]): number {
  return Math.max(0, (findLastChange(frames, startedAt, quietAt) ?? endedAt) - endedAt);
}

function toLongestGap(run: WindowRun, frames: readonly Frame[]): number {
  return Math.max(0, ...toFramesOf(run, frames).map(({ gapMs }) => gapMs));
}

function countDuring({ startedAt, quietAt }: WindowRun, times: readonly number[]): number {
  return times.filter((at) => at >= startedAt && at <= quietAt).length;
}

function toFramesOf({ startedAt, quietAt }: WindowRun, frames: readonly Frame[]): Frame[] {
  return frames.filter(({ at }) => at >= startedAt && at <= quietAt);
}
