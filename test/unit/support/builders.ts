/** Accounts, answers, entries and snapshots to test with. */
import { type Configuration, parseConfiguration, type RawSettings } from '../../../src/core/configuration.ts';
import {
  type Account,
  type AccountId,
  type Answer,
  type Entry,
  type Failure,
  type FailureKind,
  KNOWN_SCAN_TYPES,
  type RegionReading,
  type ScanTypeStatus,
  type ServiceError,
  type Snapshot,
  toAccountId,
} from '../../../src/core/model.ts';

export const NO_SETTINGS: RawSettings = {
  accountIds: undefined,
  accountNames: undefined,
  profile: undefined,
  regions: undefined,
  refreshIntervalMinutes: undefined,
  maxConcurrentRequests: undefined,
  endpointUrl: undefined,
  showStatusBar: undefined,
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

export function toReading(entries: readonly Entry[], more: Partial<RegionReading> = {}): RegionReading {
  return {
    profile: '',
    region: 'us-east-1',
    entries,
    offeredScanTypes: KNOWN_SCAN_TYPES,
    failure: undefined,
    readAt: 1000,
    ...more,
  };
}

/** Accounts 1, 2, 3… without names, as many as the first reading has entries. */
export function toSnapshot(...readings: readonly RegionReading[]): Snapshot {
  const count = readings[0]?.entries.length ?? 0;
  return {
    accounts: Array.from({ length: count }, (_, index) => toAccount(index + 1)),
    readings,
    activity: { kind: 'idle' },
  };
}
