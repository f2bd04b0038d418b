// AccountIndex: where an account stands in a list of thousands, found without a walk through it.

import type { Account, AccountId } from './model.ts';

export class AccountIndex {
  private readonly places = new WeakMap<readonly Account[], ReadonlyMap<AccountId, number>>();

  /** Undefined when it is not in the list. */
  find(accounts: readonly Account[], id: AccountId): number | undefined {
    let places = this.places.get(accounts);
    if (places === undefined) {
      places = new Map(accounts.map((account, index) => [account.id, index]));
      this.places.set(accounts, places);
    }
    return places.get(id);
  }
}
