/** 10,000 accounts in 17 Regions, one of which takes 5 calls a second: what it does to the others, and to memory. */

import { INSPECTOR_REGIONS } from '../../src/core/regions.ts';
import { diffSnapshots } from '../../src/core/state/diff.ts';
import { EMPTY_SNAPSHOT, type SnapshotStore } from '../../src/core/state/store.ts';
import { toLargeAccountIds } from '../../test/emulator/scenarios/large.ts';
import { buildShippedFiles } from '../builtFiles.ts';
import { createProduct } from '../clients/product.ts';
import { createRawClient } from '../clients/raw.ts';
import { startEmulatorProcess } from '../emulatorProcess.ts';
import { type Measurement, toFigure, toRatios } from '../figure.ts';
import { measureHeap, timed } from '../interleaved.ts';
import { watchBlocks } from '../longestBlock.ts';

const ACCOUNTS = 10_000;
const [SLOW = '', ...OTHERS] = [...INSPECTOR_REGIONS.keys()].slice(0, 17);
const CALLS_PER_SECOND = 5;
const LATENCY_MS = 50;
const IN_FLIGHT = 6;
/** A run takes half a minute. */
const MAX_RUNS = 3;
/** The views ask for what has changed, and for counts, about as often. */
const LOOK_MS = 100;

export const manyRegions: Measurement = {
  name: 'regions',
  title: `10,000 accounts in 17 Regions, ${IN_FLIGHT} in flight, ${LATENCY_MS} ms a call, one of them slowed down`,
  async measure({ runs }) {
    await buildShippedFiles();
    const alone: Run[] = [];
    const together: Run[] = [];
    for (let run = 0; run < Math.min(runs, MAX_RUNS); run++) {
      alone.push(await readRegions(OTHERS));
      together.push(await readRegions([SLOW, ...OTHERS]));
    }
    const othersAlone = alone.map(({ othersMs }) => othersMs);
    const others = together.map(({ othersMs }) => othersMs);
    return [
      toFigure('16 Regions alone, 1,600 calls', othersAlone, 'ms'),
      toFigure(`the same beside one that takes ${CALLS_PER_SECOND} calls a second`, others, 'ms'),
      toFigure('the same against alone', toRatios(others, othersAlone), '×', { goal: 1.1 }),
      toFigure(
        'all 17 Regions',
        together.map(({ allMs }) => allMs),
        'ms',
      ),
      toFigure(
        'batches lost of 1,700',
        together.map(({ lost }) => lost),
        '',
        { goal: 0 },
      ),
      toFigure(
        'answers of the slow one that were a 429',
        together.map(({ refusedPercent }) => refusedPercent),
        '%',
        { goal: 10 },
      ),
      toFigure(
        'longest block of the thread, counts and differences asked for',
        together.map(({ blockMs }) => blockMs),
        'ms',
        { goal: 50 },
      ),
      toFigure(
        'longest block in 100 calls by bare HTTP: what else the machine does',
        together.map(({ rawBlockMs }) => rawBlockMs),
        'ms',
      ),
      toFigure(
        'heap for what was read',
        together.map(({ heapMB }) => heapMB),
        'MB',
        { goal: 120 },
      ),
    ];
  },
};

interface Run {
  readonly othersMs: number;
  readonly allMs: number;
  readonly lost: number;
  readonly refusedPercent: number;
  readonly blockMs: number;
  readonly rawBlockMs: number;
  readonly heapMB: number;
}

async function readRegions(regions: readonly string[]): Promise<Run> {
  const { held, ...run } = await readOnce(regions);
  // The product is gone by now, and all that it held.
  return { ...run, heapMB: (held - measureHeap()) / 1e6 };
}

async function readOnce(
  regions: readonly string[],
): Promise<Omit<Run, 'heapMB'> & { readonly held: number }> {
  await using emulator = await startEmulatorProcess({
    latencyMs: LATENCY_MS,
    limitedRegion: SLOW,
    rateLimit: { callsPerSecond: CALLS_PER_SECOND },
  });
  const accountIds = toLargeAccountIds(ACCOUNTS);
  using product = createProduct({ url: emulator.url, accountIds, inFlight: IN_FLIGHT, regions });
  using raw = createRawClient(emulator.url, accountIds, IN_FLIGHT);
  const rawBlocks = watchBlocks();
  await raw.fetchAll();
  const rawBlockMs = rawBlocks.stop();
  await emulator.takeCounts();
  const startedAt = performance.now();
  const others = watchRegions(product.store, OTHERS);
  const views = watchViews(product.store);
  const blocks = watchBlocks();
  const allMs = await timed(() => product.fetchAll());
  const blockMs = blocks.stop();
  views.stop();
  const { throttled, calls } = await emulator.takeCounts();
  const lost = Math.ceil(product.countLost() / 100);
  const held = measureHeap();
  return {
    othersMs: others.endedAt() - startedAt,
    allMs,
    lost,
    refusedPercent: (100 * throttled) / Math.max(1, calls - OTHERS.length * (ACCOUNTS / 100)),
    blockMs,
    rawBlockMs,
    held,
  };
}

/** When the last of these Regions had been read. */
function watchRegions(store: SnapshotStore, regions: readonly string[]) {
  let endedAt: number | undefined;
  const subscription = store.onDidChange(({ readings }) => {
    const those = readings.filter(({ region }) => region !== undefined && regions.includes(region));
    if (those.length > 0 && those.every(({ readAt }) => readAt !== undefined)) {
      endedAt = performance.now();
      subscription.dispose();
    }
  });
  return {
    endedAt(): number {
      if (endedAt === undefined) {
        throw new Error('Not all Regions were read.');
      }
      return endedAt;
    },
  };
}

function watchViews(store: SnapshotStore) {
  let drawn = store.current;
  const timer = setInterval(() => {
    diffSnapshots(drawn, store.current);
    drawn = store.current;
    void store.summary;
  }, LOOK_MS);
  return {
    stop() {
      clearInterval(timer);
      drawn = EMPTY_SNAPSHOT;
    },
  };
}
