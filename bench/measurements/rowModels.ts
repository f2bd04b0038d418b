/** What the core does between the store and the screen: rows, differences and counts of many accounts. */

import type { Snapshot } from '../../src/core/model.ts';
import { ArrangedRows } from '../../src/core/rows/arrangedRows.ts';
import { DEFAULT_ARRANGEMENT } from '../../src/core/rows/arrangement.ts';
import { diffSnapshots } from '../../src/core/state/diff.ts';
import { summarize } from '../../src/core/state/tally.ts';
import { toLargeAccountIds } from '../../test/emulator/scenarios/large.ts';
import { buildShippedFiles } from '../builtFiles.ts';
import { createProduct } from '../clients/product.ts';
import { startEmulatorProcess } from '../emulatorProcess.ts';
import { type Figure, type Measurement, toFigure } from '../figure.ts';
import { runInterleaved, timed } from '../interleaved.ts';

const GROWTH = [100, 1_000, 10_000, 50_000];
/** The goals are meant for this many accounts. */
const USUAL = 10_000;

export const rowModels: Measurement = {
  name: 'rows',
  title: 'Row models, differences and counts',
  async measure({ runs }) {
    await buildShippedFiles();
    await using emulator = await startEmulatorProcess({ latencyMs: 0 });
    const figures: Figure[] = [];
    for (const count of GROWTH) {
      const { waiting, read, again } = await readTwice(emulator.url, count);
      const times = await runInterleaved(
        {
          rows: () => timed(() => arrangeRows(read)),
          diffNothing: () => timed(() => diffSnapshots(read, again)),
          diffAll: () => timed(() => diffSnapshots(waiting, read)),
          summary: () => timed(() => summarize(read)),
        },
        2 * runs + 1,
      );
      const goal = (value: number) => (count === USUAL ? { goal: value } : {});
      const what = `${count.toLocaleString('en')} accounts`;
      const growth = (series: string) => ({ growth: { series, accounts: count } });
      figures.push(
        toFigure(`${what}: rows`, times.rows, 'ms', { ...goal(10), ...growth('all rows arranged') }),
        toFigure(`${what}: difference, none changed`, times.diffNothing, 'ms', goal(5)),
        toFigure(`${what}: difference, all changed`, times.diffAll, 'ms', {
          ...goal(5),
          ...growth('difference, all changed'),
        }),
        toFigure(`${what}: counts for status bar and badge`, times.summary, 'ms', growth('counts')),
      );
    }
    return figures;
  },
};

/** All of it anew, as when the view is opened. */
function arrangeRows(snapshot: Snapshot): readonly string[] {
  const rows = new ArrangedRows();
  rows.advance(
    snapshot,
    { arrangement: DEFAULT_ARRANGEMENT, pins: new Set<string>(), matcher: undefined },
    () => false,
  );
  return rows.getRoots(0);
}

/** The snapshots of one store: before the answers, with them, and after the same answers once more. */
async function readTwice(
  url: string,
  count: number,
): Promise<{ waiting: Snapshot; read: Snapshot; again: Snapshot }> {
  using product = createProduct({ url, accountIds: toLargeAccountIds(count), inFlight: 6 });
  await product.fetchAll();
  const read = product.store.current;
  await product.fetchAll();
  const waiting: Snapshot = {
    ...read,
    readings: read.readings.map((reading) => ({
      ...reading,
      entries: reading.entries.map(() => ({ kind: 'waiting' }) as const),
    })),
  };
  return { waiting, read, again: product.store.current };
}
