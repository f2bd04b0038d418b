// Tally: what the accounts of each scope come to over all their Regions, and how many there are of each. Looks again
// only at Regions that have changed, because it is asked many times in a refresh of 170,000 entries.

import type { Answer, Entry, Failure, RegionReading, Scope, Snapshot } from '../model.ts';
import { ACCOUNT_STATES, type AccountState, stateOfEntry } from './accountStates.ts';
import { type Expected, isLacking, NOTHING_EXPECTED } from './lacking.ts';
import { isScannedWithoutProblem } from './summary.ts';

/** An account that is in several scopes counts in each. */
export interface Summary {
  readonly accounts: number;
  /** Accounts scanned without a problem in each Region, stale values among them. */
  readonly scannedWithoutProblem: number;
  /** What the badge says: those in the state `attention`. */
  readonly needAttention: number;
  /** Accounts of which some Region gave no answer. */
  readonly unknown: number;
  /** Accounts with a value that nobody has confirmed lately. */
  readonly stale: number;
  /** Accounts that lack a scan type that must be on, in some Region. */
  readonly lacking: number;
  /** Accounts for each state, as the groups have them: the worst one over their Regions. */
  readonly byState: ReadonlyMap<AccountState, number>;
  readonly failures: readonly Failure[];
  /** Scopes whose accounts nobody knows yet. */
  readonly unlisted: number;
  /** When the Region read longest ago was read, of those that ever were. */
  readonly readAt: number | undefined;
  /** When the Region read last was read. */
  readonly lastReadAt: number | undefined;
  /** Every account is known, fresh and scanned without a problem, and no Region or list of members failed. */
  readonly allWell: boolean;
}

/**
 * A mark is what one account comes to, in a byte: in its low bits the place of the state in `ACCOUNT_STATES`, in the
 * others what is true of it. Of two marks the lower place counts, and what is true of either.
 */
const PLACE = 0b1111;
const HAS_PROBLEM = 1 << 4;
const UNKNOWN = 1 << 5;
const STALE = 1 << 6;
const LACKING = 1 << 7;
/** Of an account in no Region yet: a place behind all others. */
const NOWHERE = PLACE;

interface ScopeTally {
  readonly readings: readonly RegionReading[];
  readonly summary: Summary;
}

interface RegionMarks extends Expected {
  readonly bytes: Uint8Array;
}

export class Tally {
  private readonly scopes = new WeakMap<Scope, ScopeTally>();
  private readonly regions = new WeakMap<readonly Entry[], RegionMarks>();

  /** Over all scopes. */
  summarize({ scopes, readings }: Snapshot): Summary {
    const parts = scopes.map((scope) => this.lookAt(scope, readings).summary);
    const [only] = parts;
    return only !== undefined && parts.length === 1 ? only : addUp(parts);
  }

  private lookAt(scope: Scope, all: readonly RegionReading[]): ScopeTally {
    const readings = all.filter((reading) => reading.scope === scope);
    const known = this.scopes.get(scope);
    if (
      known?.readings.length === readings.length &&
      readings.every((each, at) => each === known.readings[at])
    ) {
      return known;
    }
    const bytes = new Uint8Array(scope.accounts.length).fill(NOWHERE);
    for (const reading of readings) {
      merge(bytes, this.lookAtRegion(reading).bytes);
    }
    const tally = { readings, summary: count(bytes, readings, scope) };
    this.scopes.set(scope, tally);
    return tally;
  }

  private lookAtRegion({ entries, offeredScanTypes, requiredScanTypes }: RegionReading): RegionMarks {
    const known = this.regions.get(entries);
    if (known?.offeredScanTypes === offeredScanTypes && known.requiredScanTypes === requiredScanTypes) {
      return known;
    }
    const expected: Expected = { offeredScanTypes, requiredScanTypes };
    // Thousands of accounts share a few answers.
    const [byAnswer, byOldAnswer] = [new Map<Answer, number>(), new Map<Answer, number>()];
    const bytes = new Uint8Array(entries.length);
    let place = -1;
    for (const entry of entries) {
      place += 1;
      if (entry.kind === 'read') {
        const known = entry.old === undefined ? byAnswer : byOldAnswer;
        let mark = known.get(entry.answer);
        if (mark === undefined) {
          mark = toMark(entry, expected);
          known.set(entry.answer, mark);
        }
        bytes[place] = mark | (entry.stale ? STALE : 0);
      } else {
        bytes[place] = entry.kind === 'waiting' ? IS_WAITING : NOTHING_KNOWN;
      }
    }
    const marks = { ...expected, bytes };
    this.regions.set(entries, marks);
    return marks;
  }
}

/** The counts of one snapshot alone. */
export function summarize(snapshot: Snapshot): Summary {
  return new Tally().summarize(snapshot);
}

const NOTHING_KNOWN = toMark({ kind: 'unread' }, NOTHING_EXPECTED);
const IS_WAITING = toMark({ kind: 'waiting' }, NOTHING_EXPECTED);

/** Without `STALE`, which differs among entries with the same answer. */
function toMark(entry: Entry, expected: Expected): number {
  return (
    ACCOUNT_STATES.indexOf(stateOfEntry(entry, expected)) |
    (isScannedWithoutProblem(entry, expected) ? 0 : HAS_PROBLEM) |
    (entry.kind === 'read' ? 0 : UNKNOWN) |
    (entry.kind === 'read' && isLacking(entry.answer, expected) ? LACKING : 0)
  );
}

function merge(into: Uint8Array, other: Uint8Array): void {
  const length = Math.min(into.length, other.length);
  for (let place = 0; place < length; place++) {
    const a = into[place] ?? NOWHERE;
    const b = other[place] ?? NOWHERE;
    into[place] = Math.min(a & PLACE, b & PLACE) | ((a | b) & ~PLACE);
  }
}

function count(bytes: Uint8Array, readings: readonly RegionReading[], { members }: Scope): Summary {
  const byMark = new Map<number, number>();
  for (const mark of bytes) {
    byMark.set(mark, (byMark.get(mark) ?? 0) + 1);
  }
  const byState = new Map<AccountState, number>();
  let scannedWithoutProblem = 0;
  let unknown = 0;
  let stale = 0;
  let lacking = 0;
  for (const [found, number] of byMark) {
    const mark = found === NOWHERE ? NOTHING_KNOWN : found;
    const state = ACCOUNT_STATES[mark & PLACE] ?? 'unknown';
    byState.set(state, (byState.get(state) ?? 0) + number);
    scannedWithoutProblem += mark & HAS_PROBLEM ? 0 : number;
    unknown += mark & UNKNOWN ? number : 0;
    stale += mark & STALE ? number : 0;
    lacking += mark & LACKING ? number : 0;
  }
  const failures = readings.flatMap(({ failure }) => failure ?? []);
  if (members?.kind === 'read' && members.trouble !== undefined) {
    failures.push(members.trouble.failure);
  }
  return judge({
    accounts: bytes.length,
    scannedWithoutProblem,
    unknown,
    stale,
    lacking,
    byState,
    failures,
    unlisted: members?.kind === 'unread' ? 1 : 0,
    ...findReadTimes(readings.map(({ readAt }) => readAt)),
  });
}

function addUp(parts: readonly Summary[]): Summary {
  const sum = (of: (part: Summary) => number) => parts.reduce((total, part) => total + of(part), 0);
  const byState = new Map<AccountState, number>();
  for (const part of parts) {
    for (const [state, number] of part.byState) {
      byState.set(state, (byState.get(state) ?? 0) + number);
    }
  }
  return judge({
    accounts: sum(({ accounts }) => accounts),
    scannedWithoutProblem: sum((part) => part.scannedWithoutProblem),
    unknown: sum((part) => part.unknown),
    stale: sum((part) => part.stale),
    lacking: sum((part) => part.lacking),
    byState,
    failures: parts.flatMap(({ failures }) => failures),
    unlisted: sum(({ unlisted }) => unlisted),
    ...findReadTimes(parts.flatMap(({ readAt, lastReadAt }) => [readAt, lastReadAt])),
  });
}

function judge(counts: Omit<Summary, 'allWell' | 'needAttention'>): Summary {
  const { accounts, scannedWithoutProblem, stale, failures, unlisted } = counts;
  const isKnown = accounts > 0 && unlisted === 0 && stale === 0;
  const allWell = isKnown && scannedWithoutProblem === accounts && failures.length === 0;
  return { ...counts, needAttention: counts.byState.get('attention') ?? 0, allWell };
}

function findReadTimes(times: readonly (number | undefined)[]): Pick<Summary, 'readAt' | 'lastReadAt'> {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0
    ? { readAt: undefined, lastReadAt: undefined }
    : { readAt: Math.min(...known), lastReadAt: Math.max(...known) };
}
