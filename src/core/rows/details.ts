// toAccountDetails and its like: what is known of a row, in codes alone: for text that programs read.

import { MAX_SERVICE_TEXT } from '../answers/answer.ts';
import type { ServiceError } from '../model.ts';
import type { SettingProblem } from '../settings/settingProblems.ts';
import { type Condition, conditionOfEntry } from '../state/summary.ts';
import type { Trouble } from '../state/troubles.ts';
import { toRedactedLine } from '../text.ts';
import type { GroupCounts } from './layout.ts';
import type { GroupRow, Place } from './rows.ts';

/** Their shape is a promise: scripts read it. What is not known is null, never missing. */
export type RowDetails = AccountDetails | GroupDetails | TroubleDetails | ProblemDetails;

export interface GroupDetails {
  readonly kind: 'group';
  readonly group: GroupRow['kind'];
  readonly scope: string | null;
  readonly region: string | null;
  readonly state: string | null;
  readonly accounts: number;
  readonly needAttention: number;
  readonly notKnown: number;
  readonly outOfDate: number;
}

export interface TroubleDetails {
  readonly kind: 'trouble';
  readonly scope: string;
  readonly regions: readonly string[];
  readonly failure: string;
  readonly error: ErrorDetails;
}

export interface ProblemDetails {
  readonly kind: 'settingProblem';
  readonly setting: string | null;
  readonly at: readonly (number | string)[];
  readonly entry: string;
  readonly problem: string;
}

export interface AccountDetails {
  readonly kind: 'account';
  readonly scope: string;
  readonly accountId: string;
  readonly name: string | null;
  readonly regions: readonly RegionDetails[];
}

export interface RegionDetails {
  readonly region: string | null;
  /** `notReturned` and `refused` for answers without a status, `notRead` where there is none. */
  readonly answer: 'status' | 'notReturned' | 'refused' | 'notRead';
  readonly condition: Condition;
  readonly status: string | null;
  readonly error: ErrorDetails | null;
  readonly scanTypes: readonly ScanTypeDetails[];
  /** ISO 8601, in UTC. */
  readonly readAt: string | null;
  readonly outOfDate: boolean;
  /** Why the Region was not read, or not again. */
  readonly failure: string | null;
}

interface ScanTypeDetails {
  readonly scanType: string;
  readonly status: string | null;
  readonly error: ErrorDetails | null;
}

interface ErrorDetails {
  readonly code: string;
  readonly message: string | null;
}

/** Undefined for an account that is read nowhere. `toIso`: of a time in milliseconds since 1970. */
export function toAccountDetails(
  places: readonly Place[],
  toIso: (time: number) => string,
): AccountDetails | undefined {
  const [first] = places;
  return (
    first && {
      kind: 'account',
      scope: clean(first.reading.scope.name),
      accountId: first.account.id,
      name: cleanOrNull(first.account.name),
      regions: places.map((place) => toRegionDetails(place, toIso)),
    }
  );
}

export function toGroupDetails(row: GroupRow, counts: GroupCounts): GroupDetails {
  return {
    kind: 'group',
    group: row.kind,
    scope: row.kind === 'regionGroup' ? null : clean(row.scope) || null,
    region: row.kind === 'scope' ? null : (row.region ?? null),
    state: row.kind === 'stateGroup' ? row.state : null,
    accounts: counts.shown,
    needAttention: counts.needAttention,
    notKnown: counts.unknown,
    outOfDate: counts.stale,
  };
}

export function toTroubleDetails({ scope, readings, failure }: Trouble): TroubleDetails {
  return {
    kind: 'trouble',
    scope: clean(scope.name),
    regions: readings.flatMap(({ region }) => region ?? []),
    failure: failure.kind,
    error: toErrorDetails({ code: failure.code, message: failure.message }),
  };
}

export function toProblemDetails({ setting, at, entry, code }: SettingProblem): ProblemDetails {
  return {
    kind: 'settingProblem',
    setting: setting ?? null,
    at: at.map((each) => (typeof each === 'string' ? clean(each) : each)),
    entry: clean(entry),
    problem: code,
  };
}

function toRegionDetails({ entry, reading }: Place, toIso: (time: number) => string): RegionDetails {
  const answer = entry.kind === 'read' ? entry.answer : undefined;
  const withStatus = answer?.kind === 'status' ? answer : undefined;
  return {
    region: reading.region ?? null,
    answer: answer?.kind ?? 'notRead',
    condition: conditionOfEntry(entry, reading),
    status: cleanOrNull(withStatus?.status),
    error: withStatus?.error === undefined ? null : toErrorDetails(withStatus.error),
    scanTypes: (withStatus?.scanTypes ?? []).map(({ scanType, status, error }) => ({
      scanType: clean(scanType),
      status: cleanOrNull(status),
      error: error === undefined ? null : toErrorDetails(error),
    })),
    readAt: entry.kind === 'read' ? toIso(entry.takenAt) : null,
    outOfDate: entry.kind === 'read' && entry.stale,
    failure: reading.failure === undefined ? null : `${reading.failure.kind}/${clean(reading.failure.code)}`,
  };
}

function toErrorDetails({ code, message }: ServiceError): ErrorDetails {
  return { code: clean(code), message: cleanOrNull(message) };
}

/** Each value by itself: in the text of them all it is no longer to be seen where one ends. */
function clean(text: string): string {
  return toRedactedLine(text, MAX_SERVICE_TEXT);
}

function cleanOrNull(text: string | undefined): string | null {
  return text === undefined ? null : clean(text);
}
