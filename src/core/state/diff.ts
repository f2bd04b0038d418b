// What changed between two snapshots, found by identity: parts that did not change are the same objects.

import type { AccountId, Entry, Failure, Scope, Snapshot } from '../model.ts';

export type SnapshotDiff =
  /** Other scopes, accounts, Regions or troubles: the rows themselves are others. */
  | { readonly kind: 'structure' }
  /** The same rows; these accounts say something else, or nothing does. */
  | { readonly kind: 'accounts'; readonly changed: readonly ChangedAccount[] };

export interface ChangedAccount {
  /** Name of the scope. */
  readonly scope: string;
  readonly id: AccountId;
}

/**
 * The time of a reading alone is no change: a refresh that finds everything as it was redraws nothing.
 */
export function diffSnapshots(before: Snapshot, after: Snapshot): SnapshotDiff {
  const sameRows =
    before.scopes.length === after.scopes.length &&
    before.scopes.every((scope, index) => isSameScope(scope, after.scopes[index])) &&
    before.readings.length === after.readings.length &&
    before.readings.every((reading, index) => {
      const other = after.readings[index];
      return (
        reading.scope.name === other?.scope.name &&
        reading.region === other.region &&
        reading.failure === other.failure &&
        reading.nextTryAt === other.nextTryAt &&
        reading.heldUntil === other.heldUntil &&
        // What is offered, and what must be on, counts for every row.
        reading.offeredScanTypes === other.offeredScanTypes &&
        reading.requiredScanTypes === other.requiredScanTypes
      );
    });
  if (!sameRows) {
    return { kind: 'structure' };
  }
  /** Which of each scope's accounts. */
  const changed = new Map<Scope, Uint8Array>();
  for (const [index, { entries }] of before.readings.entries()) {
    const other = after.readings[index];
    if (other !== undefined && other.entries !== entries) {
      const places = changed.get(other.scope) ?? new Uint8Array(other.scope.accounts.length);
      changed.set(other.scope, places);
      for (let place = 0; place < places.length; place++) {
        if (!saysTheSame(entries[place], other.entries[place])) {
          places[place] = 1;
        }
      }
    }
  }
  return {
    kind: 'accounts',
    changed: [...changed].flatMap(([{ name, accounts }, places]) =>
      accounts.flatMap(({ id }, place) => (places[place] === 1 ? { scope: name, id } : [])),
    ),
  };
}

function isSameScope(a: Scope, b: Scope | undefined): boolean {
  return (
    a.name === b?.name &&
    a.profile === b.profile &&
    a.accounts === b.accounts &&
    a.members?.kind === b.members?.kind &&
    getListTrouble(a) === getListTrouble(b)
  );
}

function getListTrouble({ members }: Scope): Failure | undefined {
  return members?.kind === 'read' ? members.trouble?.failure : undefined;
}

/** Whatever the time at which it was read. */
export function saysTheSame(a: Entry | undefined, b: Entry | undefined): boolean {
  return (
    a === b ||
    (a?.kind === 'read' && b?.kind === 'read'
      ? a.answer === b.answer && a.stale === b.stale && a.old === b.old
      : a?.kind === b?.kind)
  );
}
