// toExportRecord: all that is known of an account in a Region, as plain values in words of the service and of this program.

import { KNOWN_SCAN_TYPES, type Region, type ServiceError } from '../model.ts';
import type { Place } from '../rows/rows.ts';
import { type AccountState, codeOfEntry, stateOfCode } from '../state/accountStates.ts';
import { type Lack, lackOf } from '../state/lacking.ts';
import { errorOf } from '../state/summary.ts';
import { toRedactedLine } from '../text.ts';

/** Longest message of the service that is exported, in UTF-16 code units. */
export const MAX_MESSAGE = 1000;

/** `notRead`: nothing is known. `notReturned`: the answer says nothing of the account. `refused`: no call takes the id. */
export type Known = 'read' | 'notRead' | 'notReturned' | 'refused';
/** `stale`: could not be read again since. `old`: read more than a day ago. */
export type Freshness = 'fresh' | 'stale' | 'old';

/** Text from outside is on one line, without control and format characters, and without secrets: each value by itself. */
export interface ExportRecord {
  /** Empty where the settings name no scopes. */
  readonly scope: string;
  /** Empty for the default credentials. */
  readonly profile: string;
  readonly accountId: string;
  readonly name: string | undefined;
  readonly region: Region | undefined;
  readonly state: AccountState;
  readonly known: Known;
  /** As the service writes it; undefined where it has none. */
  readonly status: string | undefined;
  readonly error: ServiceError | undefined;
  /** Empty where nothing is known of any. */
  readonly scanTypes: readonly ScanTypeRecord[];
  /** ISO 8601, in UTC. */
  readonly readAt: string | undefined;
  readonly freshness: Freshness | undefined;
  /** Code of what kept the Region from being read, or all of it, the last time. */
  readonly regionFailure: string | undefined;
}

export interface ScanTypeRecord {
  readonly scanType: string;
  /** `notOffered`: by no account of the Region. */
  readonly reported: 'yes' | 'no' | 'notOffered';
  readonly status: string | undefined;
  readonly error: ServiceError | undefined;
  readonly isRequired: boolean;
  /** How it falls short of what is required; undefined where it does not. */
  readonly lack: Lack | undefined;
}

/** `toIso`: ISO 8601 in UTC, of milliseconds since 1970. */
export function toExportRecord(
  { account, reading, entry }: Place,
  toIso: (time: number) => string,
): ExportRecord {
  const answer = entry.kind === 'read' ? entry.answer : undefined;
  const status = answer?.kind === 'status' ? answer : undefined;
  return {
    scope: clean(reading.scope.name),
    profile: clean(reading.scope.profile),
    accountId: account.id,
    name: account.name === undefined ? undefined : clean(account.name),
    region: reading.region,
    state: stateOfCode(codeOfEntry(entry, reading)),
    known: answer === undefined ? 'notRead' : answer.kind === 'status' ? 'read' : answer.kind,
    status: status?.status === undefined ? undefined : clean(status.status),
    error:
      answer?.kind === 'refused'
        ? cleanError({ code: '', message: answer.message })
        : cleanError(status && errorOf(status)),
    scanTypes: toScanTypes({ account, reading, entry }),
    readAt: entry.kind === 'read' ? toIso(entry.takenAt) : undefined,
    freshness:
      entry.kind !== 'read' ? undefined : entry.old === true ? 'old' : entry.stale ? 'stale' : 'fresh',
    regionFailure: reading.failure && clean(reading.failure.code),
  };
}

function toScanTypes({ reading, entry }: Place): ScanTypeRecord[] {
  const answer = entry.kind === 'read' ? entry.answer : undefined;
  if (answer?.kind !== 'status' || (answer.scanTypes.length === 0 && answer.status === undefined)) {
    return [];
  }
  const names = new Set<string>([
    ...KNOWN_SCAN_TYPES,
    ...answer.scanTypes.map(({ scanType }) => scanType),
    ...reading.requiredScanTypes,
  ]);
  return [...names].map((scanType) => {
    const found = answer.scanTypes.find((each) => each.scanType === scanType);
    const isOffered = reading.offeredScanTypes.includes(scanType);
    return {
      scanType: clean(scanType),
      reported: found !== undefined ? 'yes' : isOffered ? 'no' : 'notOffered',
      status: found?.status === undefined ? undefined : clean(found.status),
      error: cleanError(found?.error),
      isRequired: reading.requiredScanTypes.includes(scanType),
      lack: lackOf(answer, reading, scanType),
    };
  });
}

function clean(text: string): string {
  return toRedactedLine(text, MAX_MESSAGE);
}

function cleanError(error: ServiceError | undefined): ServiceError | undefined {
  return (
    error && {
      code: clean(error.code),
      message: error.message === undefined ? undefined : clean(error.message),
    }
  );
}
