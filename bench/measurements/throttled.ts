/** A Region that takes 10 calls a second, asked 100 times: what is lost, and how long it takes. */
import { toLargeAccountIds } from '../../test/emulator/scenarios/large.ts';
import { buildShippedFiles } from '../builtFiles.ts';
import { createProduct } from '../clients/product.ts';
import { startEmulatorProcess } from '../emulatorProcess.ts';
import { type Figure, type Measurement, toFigure } from '../figure.ts';
import { timed } from '../interleaved.ts';

const CALLS_PER_SECOND = 10;
const CALLS = 100;
const LATENCY_MS = 50;
/** A run takes ten seconds. */
const MAX_RUNS = 3;

export const throttled: Measurement = {
  name: 'throttled',
  title: `${CALLS} calls to a Region that takes ${CALLS_PER_SECOND} a second`,
  async measure({ runs }) {
    await buildShippedFiles();
    // The bucket is full at first, so that many calls are free.
    const idealMs = ((CALLS - CALLS_PER_SECOND) / CALLS_PER_SECOND) * 1000 + LATENCY_MS;
    const figures: Figure[] = [];
    for (const inFlight of [6, 16]) {
      const ratios: number[] = [];
      const lost: number[] = [];
      const refused: number[] = [];
      for (let run = 0; run < Math.min(runs, MAX_RUNS); run++) {
        await using emulator = await startEmulatorProcess({
          latencyMs: LATENCY_MS,
          rateLimit: { callsPerSecond: CALLS_PER_SECOND },
        });
        const accountIds = toLargeAccountIds(CALLS * 100);
        using product = createProduct({ url: emulator.url, accountIds, inFlight });
        ratios.push((await timed(() => product.fetchAll())) / idealMs);
        lost.push(product.countLost() / 100);
        const { calls, throttled: count } = await emulator.takeCounts();
        refused.push((100 * count) / calls);
      }
      const what = `${inFlight} in flight`;
      figures.push(
        toFigure(`${what}: time against ideal`, ratios, '×', { goal: 1.15 }),
        toFigure(`${what}: batches lost of ${CALLS}`, lost, '', { goal: 0 }),
        toFigure(`${what}: answers that were a 429`, refused, '%', { goal: 10 }),
      );
    }
    return figures;
  },
};
