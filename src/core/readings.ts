// What is known of a Region through its changes: a new configuration, a failed attempt, an end.

import type { Configuration } from './configuration.ts';
import type { Activity, Entry, Region, RegionReading, Snapshot } from './model.ts';
import { findOfferedScanTypes } from './summary.ts';

export const IDLE: Activity = { kind: 'idle' };
export const WAITING: Entry = { kind: 'waiting' };
export const UNREAD: Entry = { kind: 'unread' };

/** The snapshot of a new configuration, with what is known already under the same profile, Region and account. */
export function carryOver(earlier: Snapshot, configuration: Configuration): Snapshot {
  const { accounts, profile } = configuration;
  const places = new Map(earlier.accounts.map((account, index) => [account.id, index]));
  const read = (region: Region | undefined): RegionReading => {
    const known = earlier.readings.find(
      (each) => each.profile === profile && (each.region === region || configuration.regions.length === 0),
    );
    const entries = accounts.map((account): Entry => {
      const place = places.get(account.id);
      const entry = place === undefined ? undefined : known?.entries[place];
      if (entry?.kind !== 'read') {
        return UNREAD;
      }
      // Settings that keep it from being read again make it old from now on.
      return configuration.blocked ? toNotRenewed(entry) : entry;
    });
    return {
      profile,
      region: region ?? known?.region,
      entries,
      offeredScanTypes: findOfferedScanTypes(entries),
      failure: known?.failure,
      readAt: known?.readAt,
    };
  };
  const readings = configuration.regions.length > 0 ? configuration.regions.map(read) : [read(undefined)];
  return { accounts, readings: accounts.length > 0 ? readings : [], activity: IDLE };
}

/** An entry after an attempt that failed: its last value, if any, is out of date. */
export function toNotRenewed(entry: Entry): Entry {
  return entry.kind === 'read' ? { ...entry, stale: true } : UNREAD;
}

export function markUnread(reading: RegionReading): RegionReading {
  return { ...reading, entries: reading.entries.map(toNotRenewed) };
}

export function endWaiting(reading: RegionReading): RegionReading {
  return reading.entries.some((entry) => entry.kind === 'waiting')
    ? { ...reading, entries: reading.entries.map((entry) => (entry.kind === 'waiting' ? UNREAD : entry)) }
    : reading;
}
