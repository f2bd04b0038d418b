/** What `Tally` must come to, counted in the plainest way: account by account, from the entries themselves. */
import type { Entry, RegionReading, Snapshot } from '../../../src/core/model.ts';
import { ACCOUNT_STATES, type AccountState, stateOfEntry } from '../../../src/core/state/accountStates.ts';
import { findLacking } from '../../../src/core/state/lacking.ts';
import { isScannedWithoutProblem, needsAttention } from '../../../src/core/state/summary.ts';
import type { Summary } from '../../../src/core/state/tally.ts';

interface Place {
  readonly entry: Entry;
  readonly reading: RegionReading;
}

export function summarizePlainly({ scopes, readings }: Snapshot): Summary {
  const byState = new Map<AccountState, number>();
  let accounts = 0;
  let scannedWithoutProblem = 0;
  let needAttention = 0;
  let unknown = 0;
  let stale = 0;
  let lacking = 0;
  for (const scope of scopes) {
    for (const [place] of scope.accounts.entries()) {
      const places: Place[] = [];
      for (const reading of readings.filter((each) => each.scope === scope)) {
        const entry = reading.entries[place];
        if (entry !== undefined) {
          places.push({ entry, reading });
        }
      }
      const states = places.map(({ entry, reading }) => stateOfEntry(entry, reading));
      const isWell = ({ entry, reading }: Place) => isScannedWithoutProblem(entry, reading);
      const state = ACCOUNT_STATES.find((each) => states.includes(each)) ?? 'unknown';
      byState.set(state, (byState.get(state) ?? 0) + 1);
      accounts += 1;
      scannedWithoutProblem += places.length > 0 && places.every(isWell) ? 1 : 0;
      needAttention += places.some(({ entry, reading }) => needsAttention(entry, reading)) ? 1 : 0;
      unknown += places.length === 0 || places.some(({ entry }) => entry.kind !== 'read') ? 1 : 0;
      lacking += places.some(
        ({ entry, reading }) => entry.kind === 'read' && findLacking(entry.answer, reading).length > 0,
      )
        ? 1
        : 0;
      stale += places.some(({ entry }) => entry.kind === 'read' && entry.stale) ? 1 : 0;
    }
  }
  const failures = readings.map(({ failure }) => failure).filter((failure) => failure !== undefined);
  const times = readings.flatMap(({ readAt }) => readAt ?? []);
  return {
    accounts,
    scannedWithoutProblem,
    needAttention,
    unknown,
    stale,
    lacking,
    byState,
    failures,
    unlisted: scopes.filter(({ members }) => members?.kind === 'unread').length,
    readAt: times.length === 0 ? undefined : Math.min(...times),
    lastReadAt: times.length === 0 ? undefined : Math.max(...times),
    allWell: accounts > 0 && scannedWithoutProblem === accounts && stale === 0 && failures.length === 0,
  };
}
