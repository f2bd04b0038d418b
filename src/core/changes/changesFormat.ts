// encodeChanges, parseChanges: the list of recent changes as lines of versioned text and back, trusting nothing.
//
// The first line is a header, the last one is `"end"`. Between them each refresh has a line that says when it ended and
// how many changes it found, and below it a line for each of those that are in the list.

import { readText } from '../answers/answer.ts';
import { isRecord, type Json, parseJson } from '../json.ts';
import { isTime, MAX_LINE } from '../kept/snapshotFormat.ts';
import { toAccountId } from '../model.ts';
import { parseRegion } from '../regions.ts';
import { MAX_NAME, toSingleLine } from '../text.ts';
import type { ChangedState } from './change.ts';
import { MAX_CHANGES } from './findChanges.ts';
import type { ChangedRefresh, ChangeList, ListedChange } from './recentChanges.ts';

const FORMAT = 'inspector-account-status changes';
const VERSION = 1;
const END = 'end';
/** Longest status, code and scan type, and longest name of a scope or a profile, in UTF-16 code units. */
const MAX_CODE = 128;
const MAX_SCOPE = 2048;

/** The lines, without line breaks. */
export function* encodeChanges(list: ChangeList): Generator<string, void> {
  yield JSON.stringify({ format: FORMAT, version: VERSION });
  for (const { endedAt, total, changes } of list) {
    yield JSON.stringify({ endedAt, total });
    for (const { account, ...change } of changes) {
      yield JSON.stringify({ ...account, ...change });
    }
  }
  yield JSON.stringify(END);
}

/** The list, or undefined for lines of another form or version, cut off or not. Never throws. */
export async function parseChanges(
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<ChangeList | undefined> {
  const refreshes: { endedAt: number; total: number; changes: ListedChange[] }[] = [];
  let at = 0;
  let count = 0;
  let hasEnded = false;
  for await (const line of lines) {
    const value = line.length <= MAX_LINE ? parseJson(line) : undefined;
    if (hasEnded || (at === 0 && !isHeader(value))) {
      return undefined;
    }
    hasEnded = value === END;
    if (at > 0 && !hasEnded) {
      const refresh = parseRefresh(value);
      const change = refresh === undefined ? parseChange(value) : undefined;
      const last = refreshes.at(-1);
      if (refresh !== undefined) {
        refreshes.push(refresh);
      } else if (change !== undefined && last !== undefined && count < MAX_CHANGES) {
        last.changes.push(change);
        count += 1;
      } else {
        return undefined;
      }
    }
    at += 1;
  }
  return hasEnded && areWhole(refreshes) ? refreshes : undefined;
}

/** As nobody would have written them, they are not taken. */
function areWhole(list: ChangeList): boolean {
  return (
    new Set(list.map(({ endedAt }) => endedAt)).size === list.length &&
    list.every(({ changes, total }) => changes.length > 0 && total >= changes.length)
  );
}

function isHeader(value: unknown): boolean {
  return isRecord(value) && value['format'] === FORMAT && value['version'] === VERSION;
}

function parseRefresh(value: unknown): (ChangedRefresh & { changes: ListedChange[] }) | undefined {
  const { endedAt, total } = isRecord(value) ? value : NOTHING;
  return isTime(endedAt) && typeof total === 'number' && Number.isSafeInteger(total) && total > 0
    ? { endedAt, total, changes: [] }
    : undefined;
}

function parseChange(value: unknown): ListedChange | undefined {
  const { id, name, scope, profile, region, scanType, from, fromAt, to, at, isSeen } = isRecord(value)
    ? value
    : NOTHING;
  const accountId = typeof id === 'string' ? toAccountId(id) : undefined;
  const place = typeof region === 'string' ? parseRegion(region) : undefined;
  const fromState = parseState(from);
  const toState = parseState(to);
  if (
    accountId === undefined ||
    !isName(scope) ||
    !isName(profile) ||
    (region !== undefined && place?.kind !== 'region') ||
    !isTextOrNone(scanType) ||
    !isTextOrNone(name) ||
    fromState === undefined ||
    toState === undefined ||
    !isTime(fromAt) ||
    !isTime(at) ||
    typeof isSeen !== 'boolean'
  ) {
    return undefined;
  }
  return {
    scope,
    profile,
    account: { id: accountId, name: name && (toSingleLine(name, MAX_NAME) || undefined) },
    region: place?.kind === 'region' ? place.region : undefined,
    scanType: readCode(scanType),
    from: fromState,
    fromAt,
    to: toState,
    at,
    isSeen,
  };
}

function parseState(value: unknown): ChangedState | undefined {
  const { kind, status, fault, needsAttention } = isRecord(value) ? value : NOTHING;
  switch (kind) {
    case 'status':
      return isTextOrNone(status) && isTextOrNone(fault)
        ? { kind, status: readCode(status), fault: readCode(fault) }
        : undefined;
    case 'member':
      return typeof needsAttention === 'boolean' ? { kind, needsAttention } : undefined;
    case 'notReported':
    case 'notReturned':
    case 'refused':
    case 'notMember':
      return { kind };
    default:
      return undefined;
  }
}

/** Empty is not the same as none: a failure may be without a code. */
function readCode(value: string | undefined): string | undefined {
  return value === '' ? '' : readText(value, MAX_CODE);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_SCOPE;
}

function isTextOrNone(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

const NOTHING: Json = {};
