// findChanges: what has changed between two snapshots, before and after a refresh, as far as the service confirmed both.

import { AccountIndex } from '../accountIndex.ts';
import type { Account, AccountId, Answer, RegionReading, Scope, Snapshot } from '../model.ts';
import { needsAttention } from '../state/summary.ts';
import { type Change, type ChangedState, type Difference, diffAnswers, directionOf } from './change.ts';

/** Most changes that are kept one by one; of more than that in one refresh, those for the worse go first. */
export const MAX_CHANGES = 500;

/** Entries between two pauses. */
const STEP = 2000;

export interface FoundChanges {
  /** The worse ones first; at most `MAX_CHANGES`. */
  readonly changes: readonly Change[];
  /** Of all changes, also those that are more than that. */
  readonly total: number;
  readonly changedIds: ReadonlySet<AccountId>;
  /** Of these: with a change for the worse. */
  readonly worseIds: ReadonlySet<AccountId>;
}

/** `now`: when the refresh ended. Pauses, so that 170,000 entries hold up nothing else. */
export function* findChanges(
  before: Snapshot,
  after: Snapshot,
  now: number,
): Generator<void, FoundChanges, void> {
  const found = new Collection();
  const accountIndex = new AccountIndex();
  for (const scope of after.scopes) {
    const earlier = before.scopes.find(
      ({ name, profile }) => name === scope.name && profile === scope.profile,
    );
    if (earlier !== undefined) {
      addMembers(found, earlier, scope, after, accountIndex);
    }
  }
  for (const [index, reading] of after.readings.entries()) {
    const isSame = (each: RegionReading | undefined) => each !== undefined && isSamePlace(each, reading);
    const parallel = before.readings[index];
    const earlier = isSame(parallel) ? parallel : before.readings.find(isSame);
    if (earlier !== undefined && earlier.entries !== reading.entries) {
      yield* addReading(found, earlier, reading, now, accountIndex);
    }
  }
  return found;
}

/** What another profile, or another endpoint, said is of somebody else. */
function isSamePlace(a: RegionReading, b: RegionReading): boolean {
  return (
    a.region === b.region &&
    a.endpointUrl === b.endpointUrl &&
    a.scope.name === b.scope.name &&
    a.scope.profile === b.scope.profile
  );
}

function* addReading(
  found: Collection,
  earlier: RegionReading,
  { scope, region, entries }: RegionReading,
  now: number,
  accountIndex: AccountIndex,
): Generator<void, void, void> {
  const { name, profile, accounts } = scope;
  const areParallel = earlier.scope.accounts === accounts;
  for (const [place, entry] of entries.entries()) {
    if (place % STEP === STEP - 1) {
      yield;
    }
    const account = accounts[place];
    if (account === undefined) {
      continue;
    }
    const then = areParallel ? place : accountIndex.find(earlier.scope.accounts, account.id);
    const known = earlier.entries[then ?? -1];
    // What nobody has confirmed, or is read for the first time, is no change; most are the very same answer.
    if (known?.kind !== 'read' || entry.kind !== 'read' || entry.stale || known.answer === entry.answer) {
      continue;
    }
    for (const { scanType, from, to } of found.diff(known.answer, entry.answer)) {
      // A clock that was set does not make the later reading the earlier one.
      const fromAt = Math.min(known.takenAt, now);
      found.add({ scope: name, profile, account, region, scanType, from, fromAt, to, at: entry.takenAt });
    }
  }
}

/** Who joined or left a scope that follows its organisation, between two lists of its members. */
function addMembers(
  found: Collection,
  earlier: Scope,
  scope: Scope,
  after: Snapshot,
  accountIndex: AccountIndex,
): void {
  const { members: known } = earlier;
  const { members, name, profile } = scope;
  if (known?.kind !== 'read' || members?.kind !== 'read' || known.readAt === members.readAt) {
    return;
  }
  const readings = after.readings.filter((reading) => reading.scope === scope);
  const add = (account: Account, from: ChangedState, to: ChangedState) =>
    found.add({
      scope: name,
      profile,
      account,
      region: undefined,
      scanType: undefined,
      from,
      fromAt: known.readAt,
      to,
      at: members.readAt,
    });
  for (const [place, account] of scope.accounts.entries()) {
    if (accountIndex.find(earlier.accounts, account.id) === undefined) {
      const isProblem = readings.some((reading) => {
        const entry = reading.entries[place];
        return entry !== undefined && needsAttention(entry, reading);
      });
      add(account, { kind: 'notMember' }, { kind: 'member', needsAttention: isProblem });
    }
  }
  for (const account of earlier.accounts) {
    if (accountIndex.find(scope.accounts, account.id) === undefined) {
      add(account, { kind: 'member', needsAttention: false }, { kind: 'notMember' });
    }
  }
}

class Collection implements FoundChanges {
  readonly changedIds = new Set<AccountId>();
  readonly worseIds = new Set<AccountId>();
  total = 0;
  private readonly byDirection = { worse: [] as Change[], neutral: [] as Change[], better: [] as Change[] };
  /** Thousands of accounts that change share a few answers. */
  private readonly known = new Map<Answer, Map<Answer, readonly Difference[]>>();

  get changes(): readonly Change[] {
    const { worse, neutral, better } = this.byDirection;
    return [...worse, ...neutral, ...better].slice(0, MAX_CHANGES);
  }

  diff(before: Answer, after: Answer): readonly Difference[] {
    const ofBefore = this.known.get(before) ?? new Map<Answer, readonly Difference[]>();
    const differences = ofBefore.get(after) ?? diffAnswers(before, after);
    this.known.set(before, ofBefore.set(after, differences));
    return differences;
  }

  add(change: Change): void {
    const direction = directionOf(change);
    const alike = this.byDirection[direction];
    this.total += 1;
    this.changedIds.add(change.account.id);
    if (direction === 'worse') {
      this.worseIds.add(change.account.id);
    }
    if (alike.length < MAX_CHANGES) {
      alike.push(change);
    }
  }
}
