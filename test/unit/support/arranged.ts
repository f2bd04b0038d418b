/** The rows of a snapshot, arranged at once. */

import type { Snapshot } from '../../../src/core/model.ts';
import { type AccountFilter, FilterMatcher, isFiltering } from '../../../src/core/rows/accountFilter.ts';
import { ArrangedRows, type RowView } from '../../../src/core/rows/arrangedRows.ts';
import { type Arrangement, DEFAULT_ARRANGEMENT } from '../../../src/core/rows/arrangement.ts';
import { parseRowKey, type RowKey } from '../../../src/core/rows/rows.ts';

export interface Choices extends Partial<Arrangement>, Partial<AccountFilter> {
  readonly pins?: readonly RowKey[];
}

/** The texts to find are the service's own words, scan type by scan type. */
export function toRowView({ text = '', quick, pins = [], ...arrangement }: Choices = {}): RowView {
  const filter = { text, quick };
  const matcher = new FilterMatcher(filter, (entry, state) => {
    const answer = entry.kind === 'read' && entry.answer.kind === 'status' ? entry.answer : undefined;
    const account = `${state} ${answer?.status} ${answer?.error?.code}`;
    return [account, ...(answer?.scanTypes ?? []).map((each) => `${account} ${JSON.stringify(each)}`)].map(
      (text) => text.toLowerCase(),
    );
  });
  return {
    arrangement: { ...DEFAULT_ARRANGEMENT, ...arrangement },
    pins: new Set(pins),
    matcher: isFiltering(filter) ? matcher : undefined,
  };
}

export function arrangeRows(snapshot: Snapshot, choices: Choices = {}): ArrangedRows {
  const rows = new ArrangedRows();
  rows.advance(snapshot, toRowView(choices), () => false);
  return rows;
}

/** All rows in their order, indented by their depth. Those under an account are left out. */
export function toOutline(
  rows: ArrangedRows,
  keys: readonly RowKey[] = rows.getRoots(0),
  depth = 0,
): string[] {
  return keys.flatMap((key) => {
    const row = parseRowKey(key);
    const children =
      row === undefined || row.kind === 'account' || row.kind === 'region' ? [] : rows.getChildren(row);
    return [`${'  '.repeat(depth)}${key}`, ...toOutline(rows, children, depth + 1)];
  });
}
