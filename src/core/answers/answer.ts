// Reads the body of a BatchGetAccountStatus answer into one Answer for each account that was asked for.

import { isRecord, type Json } from '../json.ts';
import {
  type AccountId,
  type Answer,
  KNOWN_SCAN_TYPES,
  type KnownStatus,
  type ScanTypeStatus,
  type ServiceError,
} from '../model.ts';
import { redact, redactMessage } from '../redact.ts';
import { faultOf } from './errorCodes.ts';

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
  const answers = new Map<AccountId, Answer>(askedFor.map((id) => [id, NOT_RETURNED]));
  const failed = new Map<AccountId, Answer>();
  let ignoredItems = 0;
  let usedItems = 0;
  const collect = (items: unknown[], into: Map<AccountId, Answer>, read: (item: Json) => StatusAnswer) => {
    for (const item of items) {
      const record = isRecord(item) ? item : {};
      const id = record['accountId'] as AccountId;
      if (!answers.has(id)) {
        ignoredItems++;
        continue;
      }
      usedItems++;
      const answer = read(record);
      const earlier = into.get(id);
      if (earlier?.kind !== 'status' || (!hasFault(earlier) && hasFault(answer))) {
        into.set(id, answer);
      }
    }
  };
  const readMessage = createMessageReader();
  collect(accounts, answers, (item) => readAccount(item, readMessage));
  collect(failedAccounts, failed, (item) => readFailedAccount(item, readMessage));
  if (usedItems === 0 && ignoredItems > 0) {
    return { kind: 'unusable', reason: 'badShape' };
  }
  for (const [id, answer] of failed) {
    answers.set(id, merge(answers.get(id), answer));
  }
  return { kind: 'answers', answers, ignoredItems };
}

const NOT_RETURNED: Answer = { kind: 'notReturned' };

function merge(listed: Answer | undefined, failed: Answer): Answer {
  if (listed?.kind !== 'status' || failed.kind !== 'status') {
    return failed;
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
function readAccount(item: Json, readMessage: ReadMessage): StatusAnswer {
  const read: ReadState = (state) => readState(state, readMessage);
  const { status, error } = read(item['state']);
  return {
    kind: 'status',
    status,
    error,
    failed: false,
    scanTypes: readScanTypes(item['resourceState'], read),
  };
}

/**
 * An item of `accounts` as it is kept on disk, where an account that came in `failedAccounts` says so itself.
 * Trusts it no more than what comes over the network.
 */
export function parseKeptAccount(item: Json): StatusAnswer {
  return { ...readAccount(item, readWholeMessage), failed: item['failed'] === true };
}

/** An item of `failedAccounts`: states are plain strings, and the error stands beside them. */
function readFailedAccount(item: Json, readMessage: ReadMessage): StatusAnswer {
  return {
    kind: 'status',
    status: readCode(item['status']),
    error: readError(item, readMessage),
    failed: true,
    scanTypes: readScanTypes(item['resourceStatus'], (value) => ({
      status: readCode(value),
      error: undefined,
    })),
  };
}

function readScanTypes(value: unknown, read: ReadState): ScanTypeStatus[] {
  const scanTypes: ScanTypeStatus[] = [];
  if (!isRecord(value)) {
    return scanTypes;
  }
  // Loops, because thousands of these come with each refresh.
  let known = 0;
  for (const scanType of KNOWN_SCAN_TYPES) {
    if (Object.hasOwn(value, scanType)) {
      known += 1;
      addScanType(scanTypes, scanType, value[scanType], read);
    }
  }
  const keys = Object.keys(value);
  if (keys.length > known) {
    for (const key of keys.filter(isNewScanType).slice(0, MAX_SCAN_TYPES)) {
      addScanType(scanTypes, redact(key), value[key], read);
    }
  }
  return scanTypes;
}

function addScanType(to: ScanTypeStatus[], scanType: string, state: unknown, read: ReadState): void {
  if (state !== undefined && state !== null) {
    const { status, error } = read(state);
    to.push({ scanType, status, error });
  }
}

/** The key becomes part of an address, in which half a character is an error. */
function isNewScanType(key: string): boolean {
  return !KNOWN.has(key) && key.length <= MAX_CODE && key.isWellFormed();
}

const KNOWN: ReadonlySet<string> = new Set(KNOWN_SCAN_TYPES);

type ReadState = (state: unknown) => Pick<ScanTypeStatus, 'status' | 'error'>;

function readState(value: unknown, readMessage: ReadMessage): ReturnType<ReadState> {
  const state = isRecord(value) ? value : NO_STATE;
  return { status: readCode(state['status']), error: readError(state, readMessage) };
}

const NO_STATE: Json = {};

function readError(item: Json, readMessage: ReadMessage): ServiceError | undefined {
  const { errorCode, errorMessage } = item;
  if (errorCode === undefined && errorMessage === undefined) {
    return undefined;
  }
  const code = readCode(errorCode);
  const message = readMessage(errorMessage);
  return code === undefined && message === undefined ? undefined : { code: code ?? '', message };
}

type ReadMessage = (value: unknown) => string | undefined;

const readWholeMessage: ReadMessage = (value) => readText(value, MAX_SERVICE_TEXT);

/** Accounts of one answer often fail with the same words, and to look for secrets takes longer than all else. */
function createMessageReader(): ReadMessage {
  let latest: unknown;
  let text: string | undefined;
  return (value) => {
    if (value !== latest) {
      latest = value;
      text = readWholeMessage(value);
    }
    return text;
  };
}

function hasFault(answer: StatusAnswer): boolean {
  return (
    faultOf(answer.error) !== undefined || answer.scanTypes.some(({ error }) => faultOf(error) !== undefined)
  );
}

function isKnownWord(value: unknown): value is KnownStatus {
  return value === 'ENABLED' || value === 'DISABLED';
}

/** A word of capitals can hold no secret, and thousands of them come with each refresh. */
function readCode(value: unknown): string | undefined {
  return isKnownWord(value) || (typeof value === 'string' && /^[A-Z_]{1,128}$/.test(value))
    ? value
    : readText(value, MAX_CODE);
}

/**
 * The text, well-formed and no longer than this, or undefined for none and for anything else. Secrets are taken
 * out here, so that neither a hover nor the stored snapshot can hold one.
 */
export function readText(value: unknown, maxLength: number): string | undefined {
  return typeof value === 'string' && value !== ''
    ? redactMessage(value.slice(0, maxLength * 4))
        .slice(0, maxLength)
        .toWellFormed()
    : undefined;
}

/** Whether two answers say the same, so that a row need not be drawn again. */
export function isSameAnswer(a: Answer, b: Answer): boolean {
  if (a === b) {
    return true;
  }
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
  return a.scanType === b?.scanType && a.status === b.status && isSameError(a.error, b.error);
}

function isSameError(a: ServiceError | undefined, b: ServiceError | undefined): boolean {
  return a?.code === b?.code && a?.message === b?.message;
}
