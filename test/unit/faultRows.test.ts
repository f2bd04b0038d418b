/** The rows of the fault matrix are counted from the titles of the tests that passed. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { noCounts } from '../support/counts.ts';
import { describeFaultRows, FAULT_ROWS, findRows } from '../support/faultRows.ts';

const TITLE = /\b(?:it|describe)\(\s*(?:'((?:\\.|[^'\\])*)'|`((?:\\.|[^`\\])*)`|"((?:\\.|[^"\\])*)")/g;

describe('fault rows', () => {
  it('are the 145 of the matrix', () => {
    assert.equal(FAULT_ROWS.length, 145);
    assert.equal(new Set(FAULT_ROWS).size, 145);
    assert.deepEqual([FAULT_ROWS[0], FAULT_ROWS.at(-1)], ['A1', 'H9']);
  });

  it('are named in round brackets, one or several', () => {
    const row = FAULT_ROWS[26] ?? '';
    assert.deepEqual(findRows(`signs in (${row})`), [row]);
    assert.deepEqual(findRows(`all of it (${row}, H9) works: one (G2) [seed 3]`), [row, 'H9', 'G2']);
    for (const title of [row, `${row}: x`, `[${row}]`, `(${row} H9)`, `(see ${row})`, '(EC2)', '(B123)']) {
      assert.deepEqual(findRows(title), [], title);
    }
  });

  it('count when a test that names them passed and none failed', () => {
    const report = describeFaultRows({
      ...noCounts,
      passedTitles: ['one (A1)', 'two (A2, A3)', 'once more (A2)', 'no row (Z1)', 'of none (A99)'],
      failedTitles: ['three (A3, A4)'],
    });
    const [missing, count] = report.split('\n');
    assert.equal(count, 'fault rows: 2 of 145');
    assert.match(missing ?? '', /^rows without a test that passed: A3 A4 A5 .* H9$/);
    const all = describeFaultRows({ ...noCounts, passedTitles: [`all (${FAULT_ROWS.join(', ')})`] });
    assert.equal(all, 'fault rows: 145 of 145');
  });

  it('stand in every title of the tests in the form that is counted', () => {
    const titles = globSync('test/**/*.test.ts').flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(TITLE)].map(([, ...forms]) => forms.find((form) => form)),
    );
    assert.ok(titles.length > 300, `${titles.length} titles were found`);
    for (const title of titles) {
      const rows = findRows(title ?? '');
      assert.deepEqual(
        rows.filter((row) => !FAULT_ROWS.includes(row)),
        [],
        title,
      );
      const named = title?.match(/(?<![\w-])[A-H][0-9]{1,2}(?![\w-])/g) ?? [];
      assert.equal(named.length, rows.length, title);
    }
  });
});
