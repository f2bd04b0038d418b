/** The view opened from the kept snapshot in a real VS Code, against a bare tree of as many rows in its place. */
import { hosts } from '../../test/support/hosts.ts';
import { buildShippedFiles } from '../builtFiles.ts';
import { startEmulatorProcess } from '../emulatorProcess.ts';
import { type Figure, type Measurement, toFigure, toMissing, toRatios } from '../figure.ts';
import type { Opening, OpeningRun } from '../window/contract.ts';
import { runInWindow } from '../window/run.ts';
import { findLastChange } from '../window/screen.ts';

const ACCOUNTS = 10_000;
/** Each takes a quarter of a minute. */
const MAX_RUNS = 7;

const WORDS: Readonly<Record<Opening, string>> = {
  groups: 'in groups',
  bareGroups: 'as many bare rows',
  flat: 'side by side',
  bareFlat: '10,000 bare rows',
};

export const opening: Measurement = {
  name: 'opening',
  title: `The view opened from the kept snapshot, ${ACCOUNTS.toLocaleString('en')} accounts, VS Code ${hosts.newest.vscode}`,
  async measure({ runs }) {
    if (process.platform === 'win32') {
      return [toMissing('all of it', 'ms', 'the server build of VS Code runs on Linux and macOS only')];
    }
    await buildShippedFiles();
    await using emulator = await startEmulatorProcess({ latencyMs: 0 });
    const result = await runInWindow('openings', {
      url: emulator.url,
      accounts: ACCOUNTS,
      inFlight: 6,
      runs: Math.min(runs, MAX_RUNS),
    });
    const of = (kind: Opening) => result.runs.filter((run) => run.opening === kind);
    const toDrawn = ({ startedAt, quietAt }: OpeningRun) =>
      (findLastChange(result.frames, startedAt, quietAt) ?? Number.NaN) - startedAt;
    const drawn = (kind: Opening) => of(kind).map(toDrawn);
    return [
      ...(Object.keys(WORDS) as Opening[]).flatMap((kind): Figure[] => [
        toFigure(`${WORDS[kind]}: until all is drawn`, drawn(kind), 'ms'),
        toFigure(
          `${WORDS[kind]}: rows made`,
          of(kind).map(({ rowsMade }) => rowsMade),
          '',
        ),
        toFigure(
          `${WORDS[kind]}: longest block of the extension host`,
          of(kind).map(({ longestBlockMs }) => longestBlockMs),
          'ms',
        ),
      ]),
      // What a person sees of so many accounts, unless it is wished otherwise, against a row for each of them.
      toFigure(
        'in groups, against a bare row for each account',
        toRatios(drawn('groups'), drawn('bareFlat')),
        '×',
        { goal: 1.5 },
      ),
      toFigure('in groups, against as many bare rows', toRatios(drawn('groups'), drawn('bareGroups')), '×'),
      toFigure('side by side, against as many bare rows', toRatios(drawn('flat'), drawn('bareFlat')), '×'),
    ];
  },
};
