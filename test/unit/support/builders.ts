/** Accounts, answers, entries and snapshots to test with. */

import {
  type Account,
  type AccountId,
  type Answer,
  type Entry,
  type Failure,
  type FailureKind,
  KNOWN_SCAN_TYPES,
  type Region,
  type RegionReading,
  type ScanTypeStatus,
  type Scope,
  type ServiceError,
  type Snapshot,
  toAccountId,
} from '../../../src/core/model.ts';
import type { RefreshRequest } from '../../../src/core/refresh/plan.ts';
import {
  type Configuration,
  parseConfiguration,
  type RawSettings,
} from '../../../src/core/settings/configuration.ts';
import type { ScopeConfiguration } from '../../../src/core/settings/scopeEntries.ts';

export const NO_SETTINGS: RawSettings = {
  accountIds: undefined,
  accountNames: undefined,
  profile: undefined,
  regions: undefined,
  scopes: undefined,
  requiredScanTypes: undefined,
  refreshIntervalMinutes: undefined,
  maxConcurrentRequests: undefined,
  endpointUrl: undefined,
  showStatusBar: undefined,
  notifyOfChanges: undefined,
  editorHovers: undefined,
};

export function configure(settings: Partial<RawSettings> = {}): Configuration {
  return parseConfiguration({ ...NO_SETTINGS, ...settings });
}

/** The account with this number: 000000000007 for 7. */
export function toId(number: number): AccountId {
  return checkId(String(number).padStart(12, '0'));
}

export function checkId(text: string): AccountId {
  const id = toAccountId(text);
  if (id === undefined) {
    throw new RangeError(`${text} is no account id.`);
  }
  return id;
}

export function toIds(count: number, from = 1): AccountId[] {
  return Array.from({ length: count }, (_, index) => toId(from + index));
}

export function toAccount(number: number, name?: string): Account {
  return { id: toId(number), name };
}

export function toError(code: string, message?: string): ServiceError {
  return { code, message };
}

/** Scan types in the service's order; one that is not given is not reported. */
export function toScanTypes(statuses: Readonly<Record<string, string | undefined>>): ScanTypeStatus[] {
  return Object.entries(statuses).map(([scanType, status]) => ({ scanType, status, error: undefined }));
}

export function toAnswer(
  status: string | undefined,
  scanTypes: readonly ScanTypeStatus[] = toScanTypes(
    Object.fromEntries(KNOWN_SCAN_TYPES.map((each) => [each, status])),
  ),
  more: { readonly error?: ServiceError; readonly failed?: boolean } = {},
): Extract<Answer, { kind: 'status' }> {
  return { kind: 'status', status, error: more.error, failed: more.failed ?? false, scanTypes };
}

export const ALL_ON: Answer = toAnswer('ENABLED');
export const DENIED: Answer = toAnswer(undefined, [], {
  error: toError('ACCESS_DENIED', 'The account is not associated.'),
  failed: true,
});
export const NOT_RETURNED: Answer = { kind: 'notReturned' };

export function toEntry(answer: Answer, more: { takenAt?: number; stale?: boolean } = {}): Entry {
  return { kind: 'read', answer, takenAt: more.takenAt ?? 1000, stale: more.stale ?? false };
}

export const WAITING: Entry = { kind: 'waiting' };
export const UNREAD: Entry = { kind: 'unread' };

export function toFailure(kind: FailureKind, code: string = kind): Failure {
  return { kind, code };
}

/** In a scope of its own without accounts, until it is part of a snapshot. */
export function toReading(
  entries: readonly Entry[],
  { profile = '', ...more }: Partial<RegionReading> & { readonly profile?: string } = {},
): RegionReading {
  return {
    scope: toScope([], { profile }),
    region: 'us-east-1',
    entries,
    offeredScanTypes: KNOWN_SCAN_TYPES,
    requiredScanTypes: [],
    failure: undefined,
    readAt: 1000,
    endpointUrl: undefined,
    nextTryAt: undefined,
    heldUntil: undefined,
    ...more,
  };
}

export function toScope(accounts: readonly Account[], more: Partial<Scope> = {}): Scope {
  return { name: '', profile: '', profileIsWorkspaces: false, accounts, ...more };
}

/** One scope, of the first reading's profile: accounts 1, 2, 3… without names, as many as that has entries. */
export function toSnapshot(...readings: readonly RegionReading[]): Snapshot {
  const count = readings[0]?.entries.length ?? 0;
  return toScopedSnapshot(toAccounts(count), readings);
}

/** One scope with these accounts, of the first reading's profile and name. */
export function toScopedSnapshot(accounts: readonly Account[], readings: readonly RegionReading[]): Snapshot {
  const { name = '', profile = '' } = readings[0]?.scope ?? {};
  const scope = toScope(accounts, { name, profile });
  return {
    scopes: [scope],
    readings: readings.map((reading) => ({ ...reading, scope })),
    activity: { kind: 'idle' },
  };
}

/** Several scopes, one after the other. */
export function joinSnapshots(...snapshots: readonly Snapshot[]): Snapshot {
  return {
    scopes: snapshots.flatMap(({ scopes }) => scopes),
    readings: snapshots.flatMap(({ readings }) => readings),
    activity: { kind: 'idle' },
  };
}

/** Accounts 1, 2, 3… without names. */
export function toAccounts(count: number): Account[] {
  return Array.from({ length: count }, (_, index) => toAccount(index + 1));
}

/** Asks for some accounts of the only scope, in all its Regions or in one. */
export function askFor(accountIds: readonly AccountId[], region?: Region): RefreshRequest {
  return { kind: 'some', parts: [{ scope: '', accountIds, region }] };
}

/** The only scope of a configuration. */
export function onlyScope({ scopes }: Pick<Configuration, 'scopes'>): ScopeConfiguration {
  const [scope] = scopes;
  if (scope === undefined || scopes.length > 1) {
    throw new RangeError(`${scopes.length} scopes instead of 1`);
  }
  return scope;
}

/** The configuration together with what its only scope says. */
export function configureOne(settings: Partial<RawSettings> = {}) {
  const { scopes, ...rest } = configure(settings);
  const { scope, regions } = onlyScope({ scopes });
  const { accounts, profile, profileIsWorkspaces } = scope;
  return { ...rest, accounts, profile, profileIsWorkspaces, regions };
}
