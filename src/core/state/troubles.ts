// Troubles: what keeps whole Regions of a scope from being read, one for each reason, however many Regions share it.

import type { Failure, FailureKind, RegionReading, Scope, Snapshot } from '../model.ts';
import { failureNeedsAttention } from './summary.ts';

export interface Trouble {
  readonly scope: Scope;
  /** The same for the same reason in every snapshot; of its own within the scope. */
  readonly key: string;
  /** The first of the failures; the others are of the same kind and code, and may have other hosts, ids and times. */
  readonly failure: Failure;
  readonly readings: readonly RegionReading[];
  /** Every Region of the scope has it. */
  readonly everywhere: boolean;
  readonly needsAttention: boolean;
}

/** Failures of the profile rather than of a Region: what they name does not depend on where they came up. */
const PROFILE_WIDE: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'noRegion',
  'profileMissing',
  'configUnreadable',
  'configMalformed',
  'signedOut',
  'codeNeeded',
  'credentialsMissing',
  'credentialsExpired',
  'credentialsFailed',
  'credentialsTimedOut',
]);

export function isProfileWide(failure: Failure): boolean {
  return PROFILE_WIDE.has(failure.kind);
}

/** Failures that a change of the AWS files can mend. */
export function isMendedByFiles(failure: Failure): boolean {
  return (
    isProfileWide(failure) || failure.kind === 'credentialsRejected' || failure.kind === 'insecureEndpoint'
  );
}

/** Whether a change of the AWS files would mend something. */
export function waitsForFiles({ readings }: Snapshot): boolean {
  return readings.some(({ failure }) => failure !== undefined && isMendedByFiles(failure));
}

export function getTroubles(snapshot: Snapshot, scope: Scope): readonly Trouble[] {
  const byReason = new Map<string, { readonly failure: Failure; readonly readings: RegionReading[] }>();
  const ofScope = snapshot.readings.filter((reading) => reading.scope === scope);
  for (const reading of ofScope) {
    const { failure } = reading;
    if (failure !== undefined) {
      const key = toReason(failure);
      const known = byReason.get(key);
      if (known === undefined) {
        byReason.set(key, { failure, readings: [reading] });
      } else {
        known.readings.push(reading);
      }
    }
  }
  const listFailure = scope.members?.kind === 'read' ? scope.members.trouble?.failure : undefined;
  const listKey = listFailure === undefined ? '' : toReason(listFailure);
  // What keeps the members from being listed often keeps the Regions from being read, too: said once.
  if (listFailure !== undefined && !byReason.has(listKey)) {
    byReason.set(`members/${listKey}`, { failure: listFailure, readings: [] });
  }
  return [...byReason].map(([key, { failure, readings }]) => ({
    scope,
    key,
    failure,
    readings,
    everywhere: readings.length === ofScope.length,
    needsAttention: failureNeedsAttention(failure),
  }));
}

/** The same for what a person acts on in the same way. */
function toReason({ kind, code, service, message = '' }: Failure): string {
  const words = kind === 'accessDenied' ? toPlainWords(message) : '';
  return [kind, code, service, words].filter(Boolean).join('/');
}

/**
 * Who denies: an explicit deny in a service control policy is no matter for whoever may grant the action. Names and
 * numbers are left out, so that Regions that are denied for the same reason share it.
 */
function toPlainWords(message: string): string {
  const words = message.split(/\s+/).filter((word) => /^[a-z]+(-[a-z]+)*[.,]?$/i.test(word));
  return words.join(' ').slice(0, 300);
}

export function getAllTroubles(snapshot: Snapshot): readonly Trouble[] {
  return snapshot.scopes.flatMap((scope) => getTroubles(snapshot, scope));
}

/**
 * Nothing of any account has been read, nothing can be before a person signs in, and the settings have no problem to show:
 * there is no row.
 */
export function isBeforeFirstSignIn({ readings }: Snapshot, problemCount = 0): boolean {
  return (
    problemCount === 0 &&
    readings.length > 0 &&
    readings.every(
      ({ failure, entries }) => failure?.kind === 'signedOut' && entries.every(({ kind }) => kind !== 'read'),
    )
  );
}

/** What a row of a trouble stands for; undefined when it is over. */
export function findTrouble(
  snapshot: Snapshot,
  { scope, troubleKey }: { readonly scope: string; readonly troubleKey: string },
): Trouble | undefined {
  const found = snapshot.scopes.find(({ name }) => name === scope);
  return found && getTroubles(snapshot, found).find(({ key }) => key === troubleKey);
}
