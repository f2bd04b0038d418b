/** CPU of a call of 100 ids, from the question to the store, against bare HTTP and `JSON.parse`. */
import { toLargeAccountIds } from '../../test/emulator/scenarios/large.ts';
import { buildShippedFiles } from '../builtFiles.ts';
import { createBareSdkClient } from '../clients/bareSdk.ts';
import { createProduct } from '../clients/product.ts';
import { createRawClient } from '../clients/raw.ts';
import { startEmulatorProcess } from '../emulatorProcess.ts';
import { type Figure, type Measurement, toFigure, toRatios } from '../figure.ts';
import { runInterleaved, timedCpu } from '../interleaved.ts';

const IN_FLIGHT = 6;
const GROWTH = [100, 1_000, 10_000, 50_000];
/** The goal is meant for this many accounts. */
const USUAL = 10_000;

export const callCpu: Measurement = {
  name: 'cpu',
  title: 'CPU of one call of 100 ids, no latency',
  async measure({ runs }) {
    await buildShippedFiles();
    await using emulator = await startEmulatorProcess({ latencyMs: 0 });
    const { url } = emulator;
    const figures: Figure[] = [];
    for (const count of GROWTH) {
      const accountIds = toLargeAccountIds(count);
      using raw = createRawClient(url, accountIds, IN_FLIGHT);
      using sdk = createBareSdkClient(url, accountIds, IN_FLIGHT);
      using product = createProduct({ url, accountIds, inFlight: IN_FLIGHT });
      // A hundred calls at least: the clock of the CPU is coarse.
      const times = Math.max(1, 10_000 / count);
      const perCall = (fetchAll: () => Promise<void>) => async () => {
        const cpu = await timedCpu(async () => {
          for (let time = 0; time < times; time++) {
            await fetchAll();
          }
        });
        return cpu / ((times * count) / 100);
      };
      const cpu = await runInterleaved(
        {
          raw: perCall(() => raw.fetchAll()),
          sdk: perCall(() => sdk.fetchAll()),
          product: perCall(() => product.fetchAll()),
        },
        runs,
      );
      const what = `${count.toLocaleString('en')} accounts`;
      const perRefresh = cpu.product.map((perCall) => (perCall * count) / 100);
      figures.push(
        toFigure(`${what}: raw`, cpu.raw, 'ms'),
        toFigure(`${what}: bare SDK`, cpu.sdk, 'ms'),
        toFigure(`${what}: extension`, cpu.product, 'ms'),
        toFigure(`${what}: extension, all calls`, perRefresh, 'ms', {
          growth: { series: 'CPU of a refresh', accounts: count },
        }),
        toFigure(
          `${what}: extension against raw`,
          toRatios(cpu.product, cpu.raw),
          '×',
          count === USUAL ? { goal: 2 } : {},
        ),
      );
    }
    return figures;
  },
};
