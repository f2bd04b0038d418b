/** Time to read many accounts in one Region at 50 ms a call, against the same calls over bare HTTP. */
import { toLargeAccountIds } from '../../test/emulator/scenarios/large.ts';
import { buildShippedFiles } from '../builtFiles.ts';
import { createBareSdkClient } from '../clients/bareSdk.ts';
import { createProduct } from '../clients/product.ts';
import { createRawClient } from '../clients/raw.ts';
import { startEmulatorProcess } from '../emulatorProcess.ts';
import { type Figure, type Measurement, type Plan, toFigure, toRatios } from '../figure.ts';
import { runInterleaved, timed } from '../interleaved.ts';

const LATENCY_MS = 50;
/** At most so many times the time of bare HTTP. */
const GOALS: readonly (readonly [inFlight: number, goal: number])[] = [
  [6, 1.1],
  [8, 1.1],
  [16, 1.1],
];
const GROWTH = [100, 1_000, 10_000, 50_000];
const GROWTH_IN_FLIGHT = 8;

export const refreshTime: Measurement = {
  name: 'refresh',
  title: `Reading accounts of one Region, ${LATENCY_MS} ms a call`,
  async measure(plan) {
    await buildShippedFiles();
    await using emulator = await startEmulatorProcess({ latencyMs: LATENCY_MS });
    const figures: Figure[] = [];
    for (const [inFlight, goal] of GOALS) {
      figures.push(...(await measureOne(emulator.url, 10_000, inFlight, plan, goal)));
    }
    for (const count of GROWTH.filter((each) => each !== 10_000)) {
      figures.push(...(await measureOne(emulator.url, count, GROWTH_IN_FLIGHT, plan)));
    }
    return figures;
  },
};

async function measureOne(
  url: string,
  count: number,
  inFlight: number,
  { runs }: Plan,
  goal?: number,
): Promise<Figure[]> {
  const accountIds = toLargeAccountIds(count);
  using raw = createRawClient(url, accountIds, inFlight);
  using sdk = createBareSdkClient(url, accountIds, inFlight);
  using product = createProduct({ url, accountIds, inFlight });
  const times = await runInterleaved(
    {
      raw: () => timed(() => raw.fetchAll()),
      sdk: () => timed(() => sdk.fetchAll()),
      product: () => timed(() => product.fetchAll()),
    },
    runs,
  );
  if (product.countLost() > 0) {
    throw new Error(`${product.countLost()} of ${count} accounts were not read.`);
  }
  const what = `${count.toLocaleString('en')} accounts, ${inFlight} in flight`;
  const growth = (series: string) =>
    inFlight === GROWTH_IN_FLIGHT
      ? { growth: { series: `${series}, ${inFlight} in flight`, accounts: count } }
      : {};
  return [
    toFigure(`${what}: raw`, times.raw, 'ms', growth('the same calls, bare HTTP')),
    toFigure(`${what}: bare SDK`, times.sdk, 'ms'),
    toFigure(`${what}: extension`, times.product, 'ms', growth('a refresh')),
    toFigure(`${what}: bare SDK against raw`, toRatios(times.sdk, times.raw), '×'),
    toFigure(
      `${what}: extension against raw`,
      toRatios(times.product, times.raw),
      '×',
      goal === undefined ? {} : { goal },
    ),
  ];
}
