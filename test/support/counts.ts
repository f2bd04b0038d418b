/** What a test run came to, as it travels between processes in a small JSON file. */
import { readFileSync, writeFileSync } from 'node:fs';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly passedTitles: readonly string[];
  /** The full titles of the tests that failed, and the names of what failed outside a test. */
  readonly failedTitles: readonly string[];
}

/** The environment variable that tells a test process where to write its counts. */
export const countsVariable = 'INSPECTOR_STATUS_TEST_COUNTS';

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0, passedTitles: [], failedTitles: [] };

/** A failure that is not a test: a launch that died, a check that found something. */
export function toFailure(title: string): Counts {
  return { ...noCounts, failed: 1, failedTitles: [title] };
}

export function addCounts(left: Counts, right: Counts): Counts {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
    passedTitles: [...left.passedTitles, ...right.passedTitles],
    failedTitles: [...left.failedTitles, ...right.failedTitles],
  };
}

export function writeCounts(counts: Counts): void {
  const path = process.env[countsVariable];
  if (path !== undefined) {
    writeFileSync(path, JSON.stringify(counts));
  }
}

/** The counts of a test process that has ended. One that left none, or ran no test, has failed. */
export function readCounts(path: string, name: string): Counts {
  let counts: Counts;
  try {
    counts = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return toFailure(`${name}: ended before its tests did`);
  }
  const ran = counts.passed + counts.failed + counts.skipped;
  return ran === 0 ? toFailure(`${name}: ran no test`) : counts;
}
