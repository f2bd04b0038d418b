/** The first refresh after the start: loads the AWS file and makes one call, in fresh processes. */
import { buildShippedFiles } from '../builtFiles.ts';
import type { FirstRefreshArguments, FirstRefreshTimes } from '../children/firstRefresh.ts';
import { startEmulatorProcess } from '../emulatorProcess.ts';
import { type Measurement, toFigure } from '../figure.ts';
import { runFresh } from '../freshProcess.ts';
import { runInterleaved } from '../interleaved.ts';

const LATENCY_MS = 50;

export const firstRefresh: Measurement = {
  name: 'first',
  title: `First refresh in a fresh process, ${LATENCY_MS} ms a call`,
  async measure({ runs }) {
    await buildShippedFiles();
    await using emulator = await startEmulatorProcess({ latencyMs: LATENCY_MS });
    const refresh = (accounts: number) => async (): Promise<FirstRefreshTimes> => {
      const args: FirstRefreshArguments = { url: emulator.url, accounts, inFlight: 6 };
      return JSON.parse(await runFresh('firstRefresh.ts', JSON.stringify(args)));
    };
    const times = await runInterleaved({ one: refresh(100), all: refresh(10_000) }, runs);
    const overLatency = times.one.map((each) => each.refresh - LATENCY_MS);
    return [
      toFigure('100 accounts, over the latency of the call', overLatency, 'ms', { goal: 60 }),
      toFigure(
        'of it, loading the AWS file',
        times.one.map((each) => each.load),
        'ms',
      ),
      toFigure(
        '10,000 accounts, 6 in flight, all of it',
        times.all.map((each) => each.refresh),
        'ms',
      ),
    ];
  },
};
