// followMembers, renewMembers: scopes whose accounts are the members of their organisation, listed once a day, and where
// a person wants it.

import { untilAborted } from '../abort.ts';
import type { AccountIndex } from '../accountIndex.ts';
import type {
  AccountId,
  Entry,
  Failure,
  ListFacts,
  MemberList,
  RegionReading,
  Scope,
  Snapshot,
} from '../model.ts';
import type { CallLog, Clock, MembersCall, MembersOutcome, RefreshCause, StatusSource } from '../ports.ts';
import { sortAccounts } from '../settings/accountEntries.ts';
import type { Configuration } from '../settings/configuration.ts';
import type { SnapshotStore } from '../state/store.ts';
import { takeAllSteps } from '../steps.ts';
import type { CallPool } from './calls.ts';
import { NO_REST } from './patience.ts';
import type { RefreshRequest, RequestedPart } from './plan.ts';
import { UNREAD, WAITING } from './readings.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

type ReadList = Extract<MemberList, { readonly kind: 'read' }>;

/** The configuration with the members that are known: those that were listed with the same profile. */
export function followMembers(configuration: Configuration, known: Snapshot): Configuration {
  if (configuration.scopes.every(({ scope }) => scope.members === undefined)) {
    return configuration;
  }
  // The scope's own list first: another one may have been made with the same profile.
  const find = ({ name, profile }: Scope): MemberList | undefined =>
    known.scopes
      .filter((each) => each.profile === profile && each.members?.kind === 'read')
      .filter((each) => known.readings.some(({ scope }) => scope === each))
      .sort((a, b) => Number(b.name === name) - Number(a.name === name))[0]?.members;
  return {
    ...configuration,
    scopes: configuration.scopes.map((each) => {
      const members = each.scope.members === undefined ? undefined : find(each.scope);
      return members?.kind === 'read'
        ? { ...each, scope: toFollowing(each.scope, members, configuration.names) }
        : each;
    }),
  };
}

/**
 * Whether the members are to be listed: at first, daily, whenever a person refreshes the whole scope, and once it is
 * read elsewhere than it was. After a failure, with whatever may have mended it.
 */
function isListDue(members: MemberList, place: RegionReading, run: ListRun, now: number): boolean {
  const { scope, request, cause } = run;
  if (members.kind === 'unread') {
    return true;
  }
  const { trouble, readAt } = members;
  if (request.kind === 'some' && !request.parts.some((part) => isWhole(part, scope))) {
    return false;
  }
  if (trouble !== undefined) {
    return cause !== 'schedule' || now >= trouble.nextTryAt;
  }
  if (isListedElsewhere(members, place, run)) {
    return true;
  }
  const age = now - readAt;
  // A clock that was set back must not put it off.
  return request.kind !== 'failed' && (cause === 'person' || age >= DAY_MS || age < 0);
}

/** Another Region may have another administrator, and another account another organisation. */
function isListedElsewhere(
  { region, accountId }: ListFacts,
  place: Pick<RegionReading, 'region'>,
  run: Pick<ListRun, 'accountId'>,
): boolean {
  return region !== place.region || accountId !== run.accountId;
}

function isWhole(part: RequestedPart, { name }: Scope): boolean {
  return part.scope === name && part.accountIds === undefined && part.region === undefined;
}

/**
 * Whether AWS Organizations is to be asked for the names, too. They take more calls than the list itself: a person
 * who refreshes again and again does not wait for them each time, nor has them denied each time.
 */
function wantsNames(members: MemberList, place: RegionReading, run: ListRun, now: number): boolean {
  if (members.kind === 'unread' || isListedElsewhere(members, place, run)) {
    return true;
  }
  const age = now - members.namesAskedAt;
  const isLongAgo = age >= HOUR_MS || age < 0;
  return members.namesAreDenied
    ? isLongAgo && run.cause === 'person'
    : isLongAgo || members.accounts.some(({ name }) => name === undefined);
}

/**
 * The outcome, unless it is not to be taken for the list of the members. One of nobody is none: the administrator is
 * always there. And that all others have left at once is the less likely reading: an answer that names one account
 * and no other clears nothing, unless it comes a second time.
 */
function judgeList(outcome: MembersOutcome, known: MemberList): MembersOutcome {
  if (outcome.kind === 'failed') {
    return outcome;
  }
  const [first, ...others] = outcome.members;
  const isEmpty =
    others.length === 0 && known.kind === 'read' && known.accounts.some(({ id }) => id !== first?.id);
  const isSecond = known.kind === 'read' && known.trouble?.failure.kind === 'noData';
  return first === undefined || (isEmpty && !isSecond) ? NO_LIST : outcome;
}

const NO_LIST: MembersOutcome = {
  kind: 'failed',
  failure: { kind: 'noData', code: 'noData', action: 'inspector2:ListMembers' },
};

export interface ListParts {
  readonly store: SnapshotStore;
  readonly clock: Clock;
  readonly log: CallLog;
  readonly source: StatusSource;
  /** The pages of a list, one after another, are one of the calls in flight. */
  readonly pool: CallPool;
  readonly accountIndex: AccountIndex;
}

export interface ListRun {
  /** One of the snapshot's scopes. */
  readonly scope: Scope;
  /** That the profile leads to, where the files say so. */
  readonly accountId: AccountId | undefined;
  /** Those of the settings. */
  readonly names: ReadonlyMap<AccountId, string>;
  readonly request: RefreshRequest;
  readonly cause: RefreshCause;
  /** Indexes of the readings that are being read. */
  readonly asked: ReadonlySet<number>;
  readonly signal: AbortSignal;
}

export type ListResult =
  /** The scope as it is now: the same one where there was nothing to list. */
  | { readonly kind: 'known'; readonly scope: Scope }
  /** Nothing is known of its accounts. */
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Lists the members of the scope where it is time, once it is known where it is read. Those who are new wait for
 * their first answer, those who left are gone. Undefined when the refresh has been aborted.
 */
export async function renewMembers(parts: ListParts, run: ListRun): Promise<ListResult | undefined> {
  const { store, clock, log, source, pool } = parts;
  const { scope, names, accountId, signal } = run;
  const { members, profile } = scope;
  const place = store.current.readings.find((reading) => reading.scope === scope);
  const startedAt = clock.now();
  if (members === undefined || place?.region === undefined || !isListDue(members, place, run, startedAt)) {
    return { kind: 'known', scope };
  }
  const { region, endpointUrl } = place;
  const call = { profile, region, endpointUrl, withNames: wantsNames(members, place, run, startedAt) };
  const outcome = await pool.hold(() => untilAborted(source.fetchMembers(call, signal), signal));
  if (outcome === undefined || signal.aborted) {
    return undefined;
  }
  const now = clock.now();
  log.recordMembers({ call, outcome, durationMs: Math.max(0, now - startedAt) });
  const judged = judgeList(outcome, members);
  if (judged.kind === 'failed' && members.kind === 'unread') {
    return { kind: 'failed', failure: judged.failure };
  }
  const next: Scope =
    judged.kind === 'listed'
      ? toFollowing(scope, toList(judged, members, { ...call, accountId, readAt: now }), names)
      : { ...scope, members: { ...(members as ReadList), trouble: toTrouble(judged.failure, now) } };
  store.replace(replaceScope(store.current, next, run, parts.accountIndex));
  return { kind: 'known', scope: next };
}

function toTrouble(failure: Failure, now: number): NonNullable<ReadList['trouble']> {
  // Denied calls raise alarms at companies; what passes is tried again with the next refresh.
  return { failure, nextTryAt: failure.kind === 'accessDenied' ? now + DAY_MS : now };
}

function toList(
  { members, namesFailure }: Extract<MembersOutcome, { readonly kind: 'listed' }>,
  earlier: MemberList,
  {
    withNames,
    ...facts
  }: Pick<MembersCall, 'withNames'> & Pick<ListFacts, 'region' | 'accountId' | 'readAt'>,
): ReadList {
  const { readAt, region, accountId } = facts;
  const known = earlier.kind === 'read' ? earlier.accounts : [];
  // Names that are not told this time are not forgotten.
  const names = new Map(known.map(({ id, name }) => [id, name]));
  const accounts = members.map(({ id, name }) => ({ id, name: name ?? names.get(id) }));
  return {
    kind: 'read',
    accounts,
    readAt,
    region,
    accountId,
    ...(withNames || earlier.kind === 'unread'
      ? { namesAskedAt: readAt, namesAreDenied: namesFailure?.kind === 'accessDenied' }
      : { namesAskedAt: earlier.namesAskedAt, namesAreDenied: earlier.namesAreDenied }),
  };
}

/** The scope with these members, under the names of the settings where there are such. */
function toFollowing(scope: Scope, members: ReadList, names: ReadonlyMap<AccountId, string>): Scope {
  const named = members.accounts.map((account) => ({
    id: account.id,
    name: names.get(account.id) ?? account.name,
  }));
  const accounts = takeAllSteps(sortAccounts(named));
  const isSame =
    accounts.length === scope.accounts.length &&
    accounts.every(({ id, name }, at) => id === scope.accounts[at]?.id && name === scope.accounts[at]?.name);
  return { ...scope, members, accounts: isSame ? scope.accounts : accounts };
}

/** The readings keep their places: whoever reads another scope meanwhile knows them by these. */
function replaceScope(
  snapshot: Snapshot,
  next: Scope,
  { scope, asked }: ListRun,
  accountIndex: AccountIndex,
): Snapshot {
  return {
    ...snapshot,
    scopes: snapshot.scopes.map((each) => (each === scope ? next : each)),
    readings: snapshot.readings.map((reading, index) => {
      if (reading.scope !== scope) {
        return reading;
      }
      const nothing: Entry = asked.has(index) ? WAITING : UNREAD;
      const entries =
        next.accounts === scope.accounts
          ? reading.entries
          : next.accounts.map(
              ({ id }) => reading.entries[accountIndex.find(scope.accounts, id) ?? -1] ?? nothing,
            );
      // What kept the accounts from being known is over.
      const ended = scope.members?.kind === 'unread' ? { failure: undefined, ...NO_REST } : {};
      return { ...reading, ...ended, scope: next, entries };
    }),
  };
}
