/** The kept snapshot of 170,000 account-Regions: its size, and what saving and loading it cost. */
import { statSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { KeptFile, SNAPSHOT } from '../../src/vscode/system/keptFile.ts';
import { createTemporaryFolder } from '../../test/support/folders.ts';
import { type Measurement, toFigure } from '../figure.ts';
import { createLargeSnapshot } from '../largeSnapshot.ts';

const ACCOUNTS = 10_000;
const REGIONS = 17;

export const keptSnapshot: Measurement = {
  name: 'kept',
  title: 'The kept snapshot of 10,000 accounts in 17 Regions',
  async measure({ runs }) {
    const folder = createTemporaryFolder();
    try {
      const log = { info: console.log, warn: console.log };
      const file = new KeptFile(SNAPSHOT, { folder: folder.path, clock: { now: () => Date.now() }, log });
      const snapshot = createLargeSnapshot(ACCOUNTS, REGIONS);
      const saves: Timing[] = [];
      const loads: Timing[] = [];
      for (let run = 0; run < runs; run++) {
        saves.push(await time(() => file.save(snapshot)));
        loads.push(await time(() => file.load()));
      }
      const bytes = statSync(file.path).size / (ACCOUNTS * REGIONS);
      return [
        toFigure('bytes for each account and Region', [bytes], '', { goal: 50 }),
        toFigure('saving', toMs(saves), 'ms', { goal: 1000 }),
        toFigure('loading', toMs(loads), 'ms', { goal: 300 }),
        toFigure('longest block while saving', toBlocks(saves), 'ms', { goal: 50 }),
        toFigure('longest block while loading', toBlocks(loads), 'ms', { goal: 50 }),
      ];
    } finally {
      folder.remove();
    }
  },
};

interface Timing {
  readonly ms: number;
  readonly blockMs: number;
}

async function time(work: () => Promise<unknown>): Promise<Timing> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await setImmediate();
  delay.reset();
  const startedAt = performance.now();
  await work();
  const ms = performance.now() - startedAt;
  await setImmediate();
  delay.disable();
  return { ms, blockMs: delay.max / 1e6 };
}

function toMs(timings: readonly Timing[]): number[] {
  return timings.map(({ ms }) => ms);
}

function toBlocks(timings: readonly Timing[]): number[] {
  return timings.map(({ blockMs }) => blockMs);
}
