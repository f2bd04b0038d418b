/** Snapshots that can be told apart by a number, and whole ones from those put together of two. */
import type { Snapshot } from '../../../src/core/model.ts';
import { ALL_ON, DENIED, toEntry, toReading, toSnapshot } from './builders.ts';

const NUMBERED_ACCOUNTS = 1000;

/** Every time in it is the number, which is how `readNumber` knows one that is whole. */
export function toNumberedSnapshot(number: number): Snapshot {
  const entries = Array.from({ length: NUMBERED_ACCOUNTS }, (_, index) =>
    toEntry(index % 2 === 0 ? ALL_ON : DENIED, { takenAt: number }),
  );
  const readings = ['us-east-1', 'eu-west-1'].map((region) => toReading(entries, { region, readAt: number }));
  return toSnapshot(...readings);
}

export function readNumber(snapshot: Snapshot | undefined): number | undefined {
  const numbers = new Set(
    snapshot?.readings.flatMap(({ entries, readAt }) => [
      readAt,
      ...entries.map((each) => (each.kind === 'read' ? each.takenAt : undefined)),
    ]),
  );
  const isWhole =
    numbers.size === 1 &&
    snapshot?.readings.length === 2 &&
    snapshot.readings.every(({ entries }) => entries.length === NUMBERED_ACCOUNTS);
  return isWhole ? [...numbers][0] : undefined;
}
