// parseSnapshot: the kept snapshot from its lines, trusting nothing. `snapshotFormat.ts` says what they are.

import { MAX_SERVICE_TEXT, parseKeptAccount, readText } from '../answers/answer.ts';
import { isRecord, type Json, parseJson } from '../json.ts';
import {
  type Account,
  type AccountId,
  type Answer,
  type Entry,
  type ListFacts,
  type MemberList,
  type RegionReading,
  type Scope,
  type Snapshot,
  toAccountId,
} from '../model.ts';
import { IDLE, OLD_AFTER_MS, UNREAD } from '../refresh/readings.ts';
import { parseRegion } from '../regions.ts';
import { MAX_ACCOUNTS } from '../settings/accountEntries.ts';
import { findOfferedScanTypes } from '../state/summary.ts';
import { MAX_NAME, toSingleLine } from '../text.ts';
import { END, FORMAT, isKept, isTime, MAX_LINE, MAX_READINGS, VERSION } from './snapshotFormat.ts';

/**
 * The snapshot, or undefined for lines of another form or version, cut off or not. Trusts nothing: it has the caps
 * of what comes over the network. All of it is stale: nobody has confirmed it since.
 */
export async function parseSnapshot(
  lines: Iterable<string> | AsyncIterable<string>,
  now: number,
): Promise<Snapshot | undefined> {
  const parser = new SnapshotParser(now);
  for await (const line of lines) {
    if (!parser.take(line)) {
      return undefined;
    }
  }
  return parser.end();
}

class SnapshotParser {
  private readonly now: number;
  private version: number | undefined;
  /** Of version 1: those of every scope. */
  private accounts: Account[] = [];
  private readonly scopes: Scope[] = [];
  /** Of the last one of the scopes, as long as names may follow. */
  private nameless: { readonly accounts: Account[]; named: number } | undefined;
  private readonly readings: RegionReading[] = [];
  /** Of the last one of the readings. */
  private entries: Entry[] = [];
  private readonly answers: Answer[] = [];
  private ended = false;

  constructor(now: number) {
    this.now = now;
  }

  /** Whether the line is as it must be. */
  take(line: string): boolean {
    const value = line.length <= MAX_LINE ? parseJson(line) : undefined;
    if (this.version === undefined) {
      return this.takeHeader(value);
    }
    if (this.ended) {
      return false;
    }
    if (Array.isArray(value)) {
      return this.takeEntries(value);
    }
    if (!this.endReading()) {
      return false;
    }
    this.ended = value === END;
    return this.ended || (isRecord(value) && this.takeRecord(value));
  }

  end(): Snapshot | undefined {
    const { scopes, readings } = this;
    return this.ended ? { scopes, readings, activity: IDLE } : undefined;
  }

  private takeHeader(value: unknown): boolean {
    if (!isRecord(value) || value['format'] !== FORMAT) {
      return false;
    }
    const accounts = value['version'] === 1 ? parseAccounts(value['accountIds']) : [];
    if (accounts === undefined || (value['version'] !== 1 && value['version'] !== VERSION)) {
      return false;
    }
    this.version = value['version'];
    this.accounts = accounts;
    return true;
  }

  private takeRecord(value: Json): boolean {
    if (this.version === 1) {
      const { profile } = value;
      const isNew = this.scopes.at(-1)?.profile !== profile;
      return (!isNew || this.beginScope('', profile, this.accounts)) && this.beginReading(value);
    }
    if ('scope' in value) {
      const { scope, profile, accountIds, members } = value;
      return this.beginScope(scope, profile, parseAccounts(accountIds), members);
    }
    return 'names' in value ? this.takeNames(value['names']) : this.beginReading(value);
  }

  private beginScope(
    name: unknown,
    profile: unknown,
    accounts: Account[] | undefined,
    kept?: unknown,
  ): boolean {
    const list = kept === undefined ? undefined : parseMembers(kept);
    const isBad = accounts === undefined || (kept !== undefined && list === undefined);
    if (typeof name !== 'string' || typeof profile !== 'string' || isBad) {
      return false;
    }
    const members: MemberList | undefined = list && { kind: 'read', accounts, ...list };
    this.nameless = members && { accounts, named: 0 };
    this.scopes.push({ name, profile, profileIsWorkspaces: false, accounts, ...(members && { members }) });
    return true;
  }

  private takeNames(names: unknown): boolean {
    const { nameless } = this;
    if (nameless === undefined || !Array.isArray(names)) {
      return false;
    }
    for (const each of names) {
      const account = nameless.accounts[nameless.named];
      if (account === undefined || (each !== null && typeof each !== 'string')) {
        return false;
      }
      const name = each === null ? '' : toSingleLine(each, MAX_NAME);
      nameless.accounts[nameless.named] = { id: account.id, name: name === '' ? undefined : name };
      nameless.named += 1;
    }
    return true;
  }

  private beginReading(value: Json): boolean {
    const scope = this.scopes.at(-1);
    const reading =
      scope !== undefined && this.readings.length < MAX_READINGS ? parseReading(value, scope) : undefined;
    if (reading === undefined) {
      return false;
    }
    this.entries = [];
    this.nameless = undefined;
    this.readings.push({ ...reading, entries: this.entries });
    return true;
  }

  private endReading(): boolean {
    const reading = this.readings.pop();
    if (reading !== undefined) {
      this.readings.push({ ...reading, offeredScanTypes: findOfferedScanTypes(reading.entries) });
    }
    return reading === undefined || reading.entries.length === reading.scope.accounts.length;
  }

  private takeEntries(runs: readonly unknown[]): boolean {
    const reading = this.readings.at(-1);
    if (reading === undefined || reading.entries !== this.entries) {
      return false;
    }
    const accountCount = reading.scope.accounts.length;
    for (let at = 0; at < runs.length; at += 3) {
      const count = runs[at];
      const entry = this.toEntry(runs[at + 1], runs[at + 2]);
      if (
        entry === undefined ||
        typeof count !== 'number' ||
        !Number.isInteger(count) ||
        count < 1 ||
        count > accountCount - this.entries.length
      ) {
        return false;
      }
      for (let each = 0; each < count; each++) {
        this.entries.push(entry);
      }
    }
    return true;
  }

  private toEntry(reference: unknown, takenAt: unknown): Entry | undefined {
    if (reference === null) {
      return UNREAD;
    }
    const answer = typeof reference === 'number' ? this.answers[reference] : parseKeptAnswer(reference);
    if (answer === undefined || !isTime(takenAt)) {
      return undefined;
    }
    if (typeof reference !== 'number') {
      this.answers.push(answer);
    }
    // A time still to come says that a clock was set: how old the value is, nobody knows.
    const isOld = takenAt > this.now || this.now - takenAt > OLD_AFTER_MS;
    return { kind: 'read', answer, takenAt, stale: true, ...(isOld ? { old: true } : {}) };
  }
}

function parseMembers(value: unknown): ListFacts | undefined {
  const {
    readAt,
    region,
    accountId,
    namesAskedAt,
    namesAreDenied,
  }: Partial<Record<keyof ListFacts, unknown>> = isRecord(value) ? value : {};
  if (!isTime(readAt) || typeof namesAreDenied !== 'boolean') {
    return undefined;
  }
  // Earlier versions kept no more than these two: where it was listed is not known then, and it is listed again.
  const parsed = typeof region === 'string' ? parseRegion(region) : undefined;
  return {
    readAt,
    region: parsed?.kind === 'region' ? parsed.region : undefined,
    accountId: typeof accountId === 'string' ? toAccountId(accountId) : undefined,
    namesAskedAt: isTime(namesAskedAt) ? namesAskedAt : readAt,
    namesAreDenied,
  };
}

function parseAccounts(ids: unknown): Account[] | undefined {
  if (!Array.isArray(ids) || ids.length > MAX_ACCOUNTS) {
    return undefined;
  }
  const known = new Set<AccountId>();
  for (const each of ids) {
    const id = typeof each === 'string' ? toAccountId(each) : undefined;
    if (id !== undefined) {
      known.add(id);
    }
  }
  return known.size === ids.length ? [...known].map((id) => ({ id, name: undefined })) : undefined;
}

function parseReading(value: Json, scope: Scope): RegionReading | undefined {
  const { region, endpointUrl, readAt } = value as Readonly<Record<keyof RegionReading, unknown>>;
  const parsedRegion = typeof region === 'string' ? parseRegion(region) : undefined;
  if (
    parsedRegion?.kind !== 'region' ||
    (endpointUrl !== undefined && typeof endpointUrl !== 'string') ||
    (readAt !== undefined && !isTime(readAt))
  ) {
    return undefined;
  }
  const reading: RegionReading = {
    scope,
    region: parsedRegion.region,
    endpointUrl,
    entries: [],
    offeredScanTypes: [],
    requiredScanTypes: [],
    failure: undefined,
    readAt,
    nextTryAt: undefined,
    heldUntil: undefined,
  };
  return isKept(reading) ? reading : undefined;
}

function parseKeptAnswer(value: unknown): Answer | undefined {
  if (value === 'notReturned') {
    return { kind: value };
  }
  if (!isRecord(value)) {
    return undefined;
  }
  return 'refused' in value
    ? { kind: 'refused', message: readText(value['refused'], MAX_SERVICE_TEXT) }
    : parseKeptAccount(value);
}
