// Troubles: what keeps whole Regions from being read, one for each reason, however many Regions share it.

import type { Failure, FailureKind, RegionReading, Snapshot } from './model.ts';
import { failureNeedsAttention } from './summary.ts';

export interface Trouble {
  /** The same for the same reason in every snapshot. */
  readonly key: string;
  /** The first of the failures; they differ at most in request ids and times. */
  readonly failure: Failure;
  readonly readings: readonly RegionReading[];
  /** Every Region that is read has it. */
  readonly everywhere: boolean;
  readonly needsAttention: boolean;
}

/** Failures of the profile rather than of a Region: what they name does not depend on where they came up. */
const PROFILE_WIDE: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'noRegion',
  'profileMissing',
  'signedOut',
  'credentialsMissing',
  'credentialsExpired',
  'credentialsFailed',
  'credentialsTimedOut',
]);

export function isProfileWide(failure: Failure): boolean {
  return PROFILE_WIDE.has(failure.kind);
}

export function getTroubles(snapshot: Snapshot): readonly Trouble[] {
  const byReason = new Map<string, RegionReading[]>();
  for (const reading of snapshot.readings) {
    if (reading.failure !== undefined) {
      const key = `${reading.failure.kind}/${reading.failure.code}`;
      byReason.set(key, [...(byReason.get(key) ?? []), reading]);
    }
  }
  return [...byReason].flatMap(([key, readings]): Trouble[] => {
    const failure = readings[0]?.failure;
    return failure === undefined
      ? []
      : [
          {
            key,
            failure,
            readings,
            everywhere: readings.length === snapshot.readings.length,
            needsAttention: failureNeedsAttention(failure),
          },
        ];
  });
}
