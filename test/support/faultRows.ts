/** Which rows of the fault matrix are proven: a test names its rows in round brackets, "… (B7)" or "… (B7, B8)". */
import type { Counts } from './counts.ts';

/** How many rows each group of the matrix has. */
const GROUPS = { A: 20, B: 25, C: 21, D: 22, E: 18, F: 12, G: 18, H: 9 };

export const FAULT_ROWS: readonly string[] = Object.entries(GROUPS).flatMap(([group, count]) =>
  Array.from({ length: count }, (_, index) => `${group}${index + 1}`),
);

/** The rows that a full title names, those of its `describe` blocks included. */
export function findRows(title: string): string[] {
  return [...title.matchAll(/\(([A-H][0-9]{1,2}(?:, [A-H][0-9]{1,2})*)\)/g)].flatMap(([, ids = '']) =>
    ids.split(', '),
  );
}

/** A row is proven when at least one test that names it passed, and none failed. */
export function describeFaultRows({ passedTitles, failedTitles }: Counts): string {
  const failed = new Set(failedTitles.flatMap(findRows));
  const passed = new Set(passedTitles.flatMap(findRows));
  const isProven = (row: string) => passed.has(row) && !failed.has(row);
  const missing = FAULT_ROWS.filter((row) => !isProven(row));
  const count = `fault rows: ${FAULT_ROWS.length - missing.length} of ${FAULT_ROWS.length}`;
  return missing.length === 0 ? count : `rows without a test that passed: ${missing.join(' ')}\n${count}`;
}
