// What is known of a Region through its changes: a new configuration, a failed attempt, an end.

import { AccountIndex } from '../accountIndex.ts';
import type {
  AccountId,
  Activity,
  Entry,
  FailureKind,
  Region,
  RegionReading,
  Scope,
  Snapshot,
} from '../model.ts';
import type { Configuration } from '../settings/configuration.ts';
import { findOfferedScanTypes } from '../state/summary.ts';
import { NO_REST } from './patience.ts';

export const IDLE: Activity = { kind: 'idle' };
export const WAITING: Entry = { kind: 'waiting' };
export const UNREAD: Entry = { kind: 'unread' };

/** The snapshot of a new configuration, with what is known already under the same profile, Region and account. */
export function carryOver(earlier: Snapshot, configuration: Configuration): Snapshot {
  const accountIndex = new AccountIndex();
  return {
    scopes: configuration.scopes.map(({ scope }) => scope),
    readings: configuration.scopes.flatMap(({ scope, regions, blocked }) => {
      // Those of the scope itself first: another one may have been read with the same profile.
      const known = earlier.readings
        .filter((each) => each.scope.profile === scope.profile)
        .sort((a, b) => Number(b.scope.name === scope.name) - Number(a.scope.name === scope.name));
      const findPlaces = toPlaceFinder(scope, accountIndex);
      const read = (region: Region | undefined): RegionReading => {
        const [first] = known.filter((each) => regions.length === 0 || each.region === region);
        const sources = known.filter(
          (each) => each.region === first?.region && each.endpointUrl === first?.endpointUrl,
        );
        // Settings that keep it from being read again make it old from now on.
        const reading = carryReading(scope, region, sources, configuration.blocked || blocked, findPlaces);
        return {
          ...reading,
          requiredScanTypes: configuration.requiredScanTypes,
          endpointUrl: reading.endpointUrl ?? configuration.endpointUrl,
        };
      };
      // Where the accounts are not known yet, the Regions are what can fail.
      const isEmpty = scope.accounts.length === 0 && scope.members === undefined;
      return isEmpty ? [] : regions.length > 0 ? regions.map(read) : [read(undefined)];
    }),
    activity: IDLE,
  };
}

/** `sources`: readings with the same profile at the same place, the one that fits best first. */
function carryReading(
  scope: Scope,
  region: Region | undefined,
  sources: readonly RegionReading[],
  isNotRenewed: boolean,
  findPlaces: PlaceFinder,
): RegionReading {
  const [known] = sources;
  const from = sources.map(({ scope: other, entries }) => ({ entries, places: findPlaces(other) }));
  const find = (at: number): Entry => {
    for (const { entries, places } of from) {
      const entry = entries[places[at] ?? -1];
      if (entry?.kind === 'read') {
        return entry;
      }
    }
    return UNREAD;
  };
  const entries = scope.accounts.map((_, at) => (isNotRenewed ? toNotRenewed(find(at)) : find(at)));
  return {
    scope,
    region: region ?? known?.region,
    entries,
    offeredScanTypes: findOfferedScanTypes(entries),
    requiredScanTypes: [],
    failure: known?.failure,
    // Whatever was read then, these accounts were not.
    readAt: entries.some(({ kind }) => kind === 'read') ? known?.readAt : undefined,
    endpointUrl: known?.endpointUrl,
    nextTryAt: known?.nextTryAt,
    heldUntil: known?.heldUntil,
  };
}

/** Where the accounts of one scope stand in another one; -1 for those that do not. */
type PlaceFinder = (other: Scope) => Int32Array;

/** Looks through the accounts once for each other scope, not once for each Region. */
function toPlaceFinder({ accounts }: Scope, accountIndex: AccountIndex): PlaceFinder {
  const known = new Map<Scope, Int32Array>();
  return (other) => {
    const places =
      known.get(other) ?? Int32Array.from(accounts, ({ id }) => accountIndex.find(other.accounts, id) ?? -1);
    known.set(other, places);
    return places;
  };
}

/** An entry after an attempt that failed: its last value, if any, is out of date. */
export function toNotRenewed(entry: Entry): Entry {
  if (entry.kind !== 'read') {
    return UNREAD;
  }
  return entry.stale ? entry : { ...entry, stale: true };
}

/** What was read longer ago than this is shown, but no longer taken for how things are. */
export const OLD_AFTER_MS = 24 * 60 * 60_000;

/** The reading with its values from more than a day ago marked as old; the same one where there are none. */
export function markOld(reading: RegionReading, now: number): RegionReading {
  const becomesOld = (entry: Entry): entry is ReadEntry =>
    entry.kind === 'read' && entry.old === undefined && now - entry.takenAt > OLD_AFTER_MS;
  if (!reading.entries.some(becomesOld)) {
    return reading;
  }
  // Accounts that share an entry go on sharing one.
  const marked = new Map<Entry, Entry>();
  const entries = reading.entries.map((entry): Entry => {
    if (!becomesOld(entry)) {
      return entry;
    }
    const old = marked.get(entry) ?? { ...entry, stale: true, old: true };
    marked.set(entry, old);
    return old;
  });
  return { ...reading, entries };
}

type ReadEntry = Extract<Entry, { readonly kind: 'read' }>;

export function markUnread(reading: RegionReading): RegionReading {
  return { ...reading, entries: reading.entries.map(toNotRenewed) };
}

/** Entries without a value wait for one: all, or those of the wanted accounts. */
export function markWaiting(
  reading: RegionReading,
  wanted: ReadonlySet<AccountId> | undefined,
): RegionReading {
  const waits = (entry: Entry, index: number) => {
    const id = reading.scope.accounts[index]?.id;
    return entry.kind === 'unread' && (wanted === undefined || (id !== undefined && wanted.has(id)));
  };
  return reading.entries.some(waits)
    ? { ...reading, entries: reading.entries.map((entry, index) => (waits(entry, index) ? WAITING : entry)) }
    : reading;
}

/**
 * The reading with what is known now of where it is read: the Region and the endpoint. What was read elsewhere
 * says nothing about it.
 */
export function toReadFrom(
  reading: RegionReading,
  region: Region | undefined,
  endpointUrl: string | undefined,
): RegionReading {
  const isSame =
    (reading.region === undefined || reading.region === region) &&
    (reading.endpointUrl === endpointUrl || reading.entries.every(({ kind }) => kind !== 'read'));
  const known: RegionReading = isSame
    ? reading
    : {
        ...reading,
        entries: reading.entries.map((): Entry => WAITING),
        offeredScanTypes: [],
        failure: undefined,
        readAt: undefined,
        ...NO_REST,
      };
  const isUnchanged = known.region === region && known.endpointUrl === endpointUrl;
  return isUnchanged ? known : { ...known, region, endpointUrl };
}

/** The reading without what kept the profile or its Region from being found, now that they are. */
export function endLookupFailure(reading: RegionReading): RegionReading {
  const { failure } = reading;
  return failure !== undefined && OF_LOOKUP.has(failure.kind) ? { ...reading, failure: undefined } : reading;
}

const OF_LOOKUP: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'noRegion',
  'profileMissing',
  'configUnreadable',
  'configMalformed',
]);

export function endWaiting(reading: RegionReading): RegionReading {
  return reading.entries.some((entry) => entry.kind === 'waiting')
    ? { ...reading, entries: reading.entries.map((entry) => (entry.kind === 'waiting' ? UNREAD : entry)) }
    : reading;
}
