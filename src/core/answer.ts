// Reads the body of a BatchGetAccountStatus answer into one Answer for each account that was asked for.

import { faultOf } from './errorCodes.ts';
import {
  type AccountId,
  type Answer,
  KNOWN_SCAN_TYPES,
  type ScanTypeStatus,
  type ServiceError,
} from './model.ts';

/** Longest text kept of what the service says, in UTF-16 code units: a hover is no place for megabytes. */
export const MAX_SERVICE_TEXT = 2048;
const MAX_CODE = 128;
const MAX_SCAN_TYPES = 32;

export type ParsedAnswer =
  | {
      readonly kind: 'answers';
      /** Exactly the ids that were asked for. */
      readonly answers: ReadonlyMap<AccountId, Answer>;
      /** Items that could not be understood, or that nobody had asked for. */
      readonly ignoredItems: number;
    }
  /** The body is not of the documented form, or says nothing of anybody. */
  | { readonly kind: 'unusable'; readonly reason: 'badShape' | 'noData' };

type Json = Readonly<Record<string, unknown>>;
type StatusAnswer = Extract<Answer, { kind: 'status' }>;

/**
 * Total: any JSON value gives a result. Precedence where an account comes more than once:
 * - in both lists: the scan types and status of `accounts` with the error of `failedAccounts`;
 * - twice in one list: an item with a fault before one without, else the first.
 * An account in neither list is `notReturned`. Items for ids not asked for are ignored and counted.
 * A body without either list is no data; one with empty lists says of every account that it is in neither.
 */
export function parseAnswer(body: unknown, askedFor: readonly AccountId[]): ParsedAnswer {
  if (!isRecord(body)) {
    const isEmpty = body === undefined || (Array.isArray(body) && body.length === 0);
    return { kind: 'unusable', reason: isEmpty ? 'noData' : 'badShape' };
  }
  if ((body['accounts'] ?? body['failedAccounts'] ?? undefined) === undefined) {
    return { kind: 'unusable', reason: 'noData' };
  }
  const accounts = body['accounts'] ?? [];
  const failedAccounts = body['failedAccounts'] ?? [];
  if (!Array.isArray(accounts) || !Array.isArray(failedAccounts)) {
    return { kind: 'unusable', reason: 'badShape' };
  }
  const wanted = new Set<string>(askedFor);
  const listed = new Map<string, StatusAnswer>();
  const failed = new Map<string, StatusAnswer>();
  let ignoredItems = 0;
  const collect = (items: unknown[], into: Map<string, StatusAnswer>, read: (item: Json) => StatusAnswer) => {
    for (const item of items) {
      const id = isRecord(item) ? item['accountId'] : undefined;
      if (!isRecord(item) || typeof id !== 'string' || !wanted.has(id)) {
        ignoredItems++;
        continue;
      }
      const answer = read(item);
      const earlier = into.get(id);
      if (earlier === undefined || (!hasFault(earlier) && hasFault(answer))) {
        into.set(id, answer);
      }
    }
  };
  collect(accounts, listed, readAccount);
  collect(failedAccounts, failed, readFailedAccount);
  if (listed.size === 0 && failed.size === 0 && ignoredItems > 0) {
    return { kind: 'unusable', reason: 'badShape' };
  }
  const answers = new Map<AccountId, Answer>();
  for (const id of askedFor) {
    answers.set(id, merge(listed.get(id), failed.get(id)));
  }
  return { kind: 'answers', answers, ignoredItems };
}

function merge(listed: StatusAnswer | undefined, failed: StatusAnswer | undefined): Answer {
  if (listed === undefined || failed === undefined) {
    return listed ?? failed ?? { kind: 'notReturned' };
  }
  return {
    kind: 'status',
    status: listed.status ?? failed.status,
    error: faultOf(failed.error) ?? faultOf(listed.error) ?? failed.error ?? listed.error,
    failed: true,
    scanTypes: listed.scanTypes.length > 0 ? listed.scanTypes : failed.scanTypes,
  };
}

/** An item of `accounts`: states are objects. */
function readAccount(item: Json): StatusAnswer {
  const state = item['state'];
  return {
    kind: 'status',
    ...readState(state),
    failed: false,
    scanTypes: readScanTypes(item['resourceState'], readState),
  };
}

/** An item of `failedAccounts`: states are plain strings, and the error stands beside them. */
function readFailedAccount(item: Json): StatusAnswer {
  return {
    kind: 'status',
    status: readText(item['status'], MAX_CODE),
    error: readError(item),
    failed: true,
    scanTypes: readScanTypes(item['resourceStatus'], (value) => ({
      status: readText(value, MAX_CODE),
      error: undefined,
    })),
  };
}

function readScanTypes(
  value: unknown,
  read: (state: unknown) => Pick<ScanTypeStatus, 'status' | 'error'>,
): ScanTypeStatus[] {
  if (!isRecord(value)) {
    return [];
  }
  const known: readonly string[] = KNOWN_SCAN_TYPES;
  const newer = Object.keys(value).filter((key) => !known.includes(key) && key.length <= MAX_CODE);
  const scanTypes: ScanTypeStatus[] = [];
  for (const key of [...known, ...newer.slice(0, MAX_SCAN_TYPES)]) {
    const state = Object.hasOwn(value, key) ? value[key] : undefined;
    if (state !== undefined && state !== null) {
      scanTypes.push({ scanType: key, ...read(state) });
    }
  }
  return scanTypes;
}

function readState(value: unknown): Pick<ScanTypeStatus, 'status' | 'error'> {
  return isRecord(value)
    ? { status: readText(value['status'], MAX_CODE), error: readError(value) }
    : { status: undefined, error: undefined };
}

function readError(item: Json): ServiceError | undefined {
  const code = readText(item['errorCode'], MAX_CODE);
  const message = readText(item['errorMessage'], MAX_SERVICE_TEXT);
  return code === undefined && message === undefined ? undefined : { code: code ?? '', message };
}

function hasFault(answer: StatusAnswer): boolean {
  return (
    faultOf(answer.error) !== undefined || answer.scanTypes.some(({ error }) => faultOf(error) !== undefined)
  );
}

function readText(value: unknown, maxLength: number): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, maxLength).toWellFormed() : undefined;
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two answers say the same, so that a row need not be drawn again. */
export function isSameAnswer(a: Answer, b: Answer): boolean {
  if (a.kind === 'status' && b.kind === 'status') {
    return (
      a.status === b.status &&
      a.failed === b.failed &&
      isSameError(a.error, b.error) &&
      a.scanTypes.length === b.scanTypes.length &&
      a.scanTypes.every((each, index) => isSameScanType(each, b.scanTypes[index]))
    );
  }
  if (a.kind === 'refused' && b.kind === 'refused') {
    return a.message === b.message;
  }
  return a.kind === b.kind;
}

function isSameScanType(a: ScanTypeStatus, b: ScanTypeStatus | undefined): boolean {
  return (
    b !== undefined && a.scanType === b.scanType && a.status === b.status && isSameError(a.error, b.error)
  );
}

function isSameError(a: ServiceError | undefined, b: ServiceError | undefined): boolean {
  return a === b || (a?.code === b?.code && a?.message === b?.message);
}
