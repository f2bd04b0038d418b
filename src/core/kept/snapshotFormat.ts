// encodeSnapshot: the last snapshot as lines of versioned text, which is what survives a restart, in few bytes.
//
// The first line is a header, the last one is `"end"`. Between them each scope has a line with its profile and account
// ids, and below it each Region one that says which it is, followed by its entries in the order of the ids: lists of
// `count, answer, takenAt`, where `answer` is written out where it first stands, a number (the first one written is 0)
// from then on, and null for accounts of which nothing is known. Failures are not kept: they are of the moment, and the
// next refresh says. A scope that follows its organisation says when its members were listed; behind its line, their
// names stand in as many lines as they need, null for those without one.
//
// In version 1 the ids stood in the header, and the profile in each Region's line.

import { isSameAnswer } from '../answers/answer.ts';
import { mayHoldSecret, parseAddress } from '../endpointUrl.ts';
import type { Json } from '../json.ts';
import type {
  Account,
  AccountId,
  Answer,
  Entry,
  ListFacts,
  RegionReading,
  ServiceError,
  Snapshot,
} from '../model.ts';
import { MAX_ACCOUNTS } from '../settings/accountEntries.ts';

export const FORMAT = 'inspector-account-status snapshot';
export const VERSION = 2;
export const END = 'end';

export const MAX_READINGS = 1000;
const MAX_NAME = 2048;
/** Entries in a line: no line takes long to make or to read, and whoever writes or reads may pause behind each. */
const ENTRIES_IN_LINE = 2000;
/** Longest line that is looked at, in UTF-16 code units. */
export const MAX_LINE = 2_000_000;
/** The last moment that a date can name. */
const MAX_TIME = 8.64e15;
/** Answers written out, in UTF-16 code units, until which the service's messages are kept with them. */
const MAX_ANSWERS_WITH_MESSAGES = 400_000;

/** The lines, without line breaks. Lazily, so that whoever writes them can pause in between. */
export function* encodeSnapshot({ scopes, readings }: Snapshot): Generator<string, void> {
  yield JSON.stringify({ format: FORMAT, version: VERSION });
  const written = new WrittenAnswers();
  const kept = readings.filter(isKept).slice(0, MAX_READINGS);
  for (const scope of scopes) {
    const { name, profile } = scope;
    const ofScope = kept.filter((reading) => reading.scope === scope);
    if (ofScope.length === 0) {
      continue;
    }
    const accountIds = scope.accounts.slice(0, MAX_ACCOUNTS).map(({ id }) => id);
    const { members } = scope;
    if (members?.kind === 'read') {
      const { readAt, region, accountId, namesAskedAt, namesAreDenied } = members;
      const facts: ListFacts = { readAt, region, accountId, namesAskedAt, namesAreDenied };
      yield JSON.stringify({ scope: name, profile, accountIds, members: facts });
      yield* encodeNames(accountIds, members.accounts);
    } else {
      yield JSON.stringify({ scope: name, profile, accountIds });
    }
    for (const { region, endpointUrl, readAt, entries } of ofScope) {
      yield JSON.stringify({ region, endpointUrl, readAt });
      for (let start = 0; start < accountIds.length; start += ENTRIES_IN_LINE) {
        yield encodeEntries(
          entries.slice(start, Math.min(start + ENTRIES_IN_LINE, accountIds.length)),
          written,
        );
      }
    }
  }
  yield JSON.stringify(END);
}

function* encodeNames(ids: readonly AccountId[], accounts: readonly Account[]): Generator<string, void> {
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  for (let start = 0; start < ids.length; start += ENTRIES_IN_LINE) {
    const line = ids.slice(start, start + ENTRIES_IN_LINE).map((id) => names.get(id) ?? null);
    yield JSON.stringify({ names: line });
  }
}

/** Milliseconds since 1970 that may stand in what is kept. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_TIME;
}

/** Whether the next start could tell for what the reading holds, and may. */
export function isKept({ scope, region, endpointUrl }: RegionReading): boolean {
  return (
    region !== undefined &&
    scope.name.length <= MAX_NAME &&
    scope.profile.length <= MAX_NAME &&
    isHarmlessEndpoint(endpointUrl)
  );
}

function isHarmlessEndpoint(endpointUrl: string | undefined): boolean {
  if (endpointUrl === undefined) {
    return true;
  }
  const url = endpointUrl.length <= MAX_NAME ? parseAddress(endpointUrl) : undefined;
  return url !== undefined && !mayHoldSecret(url);
}

function encodeEntries(entries: readonly Entry[], written: WrittenAnswers): string {
  const runs: unknown[] = [];
  let count = 0;
  let last: Entry | undefined;
  const endRun = () => {
    if (last !== undefined) {
      runs.push(count, ...(last.kind === 'read' ? [written.refer(last.answer), last.takenAt] : [null, 0]));
    }
  };
  for (const entry of entries) {
    if (last === undefined || !saysTheSame(last, entry)) {
      endRun();
      count = 0;
      last = entry;
    }
    count += 1;
  }
  endRun();
  return JSON.stringify(runs);
}

function saysTheSame(a: Entry, b: Entry): boolean {
  return a.kind === 'read' && b.kind === 'read'
    ? a.takenAt === b.takenAt && (a.answer === b.answer || isSameAnswer(a.answer, b.answer))
    : a.kind !== 'read' && b.kind !== 'read';
}

/** The answers that stand in the text already. */
class WrittenAnswers {
  private readonly numbers = new Map<string, number>();
  private length = 0;

  /** The number of an answer that was written, or else the answer to write. */
  refer(answer: Answer): number | string | Json {
    const value = encodeAnswer(answer, true);
    const number = this.numbers.get(JSON.stringify(value));
    if (number !== undefined) {
      return number;
    }
    return this.length > MAX_ANSWERS_WITH_MESSAGES ? this.add(encodeAnswer(answer, false)) : this.add(value);
  }

  private add(value: string | Json): number | string | Json {
    const text = JSON.stringify(value);
    const number = this.numbers.get(text);
    if (number === undefined) {
      this.numbers.set(text, this.numbers.size);
      this.length += text.length;
    }
    return number ?? value;
  }
}

/** As an item of `accounts` in an answer of the service, so that the same code can read it. */
function encodeAnswer(answer: Answer, withMessages: boolean): string | Json {
  const encodeState = (status: string | undefined, error: ServiceError | undefined): Json => ({
    status,
    errorCode: error?.code,
    errorMessage: withMessages ? error?.message : undefined,
  });
  switch (answer.kind) {
    case 'notReturned':
      return answer.kind;
    case 'refused':
      return { refused: (withMessages && answer.message) || '' };
    case 'status':
      return {
        state: encodeState(answer.status, answer.error),
        failed: answer.failed || undefined,
        resourceState: Object.fromEntries(
          answer.scanTypes.map(({ scanType, status, error }) => [scanType, encodeState(status, error)]),
        ),
      };
  }
}
