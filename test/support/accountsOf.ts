/** The accounts of a snapshot, whatever scopes they are in. */
import type { Account, Snapshot } from '../../src/core/model.ts';

export function accountsOf({ scopes }: Pick<Snapshot, 'scopes'>): Account[] {
  return scopes.flatMap(({ accounts }) => accounts);
}
