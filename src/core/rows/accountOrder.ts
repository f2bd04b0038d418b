// AccountOrder: the accounts of all scopes in one order, found again only when the accounts are others.

import type { Account, Scope } from '../model.ts';
import { compareIds, sortAccounts } from '../settings/accountEntries.ts';
import { takeAllSteps } from '../steps.ts';
import type { Sorting } from './arrangement.ts';

/** An account by the place of its scope among the scopes, and its own place in the scope. */
export type Member = number;

/** A scope has fewer accounts than 2 to that. Shifts, because layouts take members apart by the hundred thousand. */
const PLACE_BITS = 16;

export function toMember(scope: number, place: number): Member {
  return (scope << PLACE_BITS) | place;
}

export function scopeOf(member: Member): number {
  return member >>> PLACE_BITS;
}

export function placeOf(member: Member): number {
  return member & ((1 << PLACE_BITS) - 1);
}

export class AccountOrder {
  private lists: readonly (readonly Account[])[] = [];
  private readonly orders = new Map<Sorting, readonly Member[]>();

  /** By state is by name here: states change too often to be kept in order. */
  get(scopes: readonly Scope[], sorting: Sorting): readonly Member[] {
    const lists = scopes.map(({ accounts }) => accounts);
    if (lists.length !== this.lists.length || lists.some((list, at) => list !== this.lists[at])) {
      this.lists = lists;
      this.orders.clear();
    }
    let order = this.orders.get(sorting);
    if (order === undefined) {
      order = sorting === 'id' ? sortById(lists) : sortByName(lists);
      this.orders.set(sorting, order);
    }
    return order;
  }
}

/** An account, and where it is. */
interface PlacedAccount extends Account {
  readonly member: Member;
}

/** Accounts that are alike in both orders, those of several scopes, stay in the order of the scopes. */
function toPlaced(lists: readonly (readonly Account[])[]): PlacedAccount[] {
  return lists.flatMap((accounts, scope) =>
    accounts.map((account, place) => ({ ...account, member: toMember(scope, place) })),
  );
}

function sortById(lists: readonly (readonly Account[])[]): Member[] {
  return toPlaced(lists)
    .sort(compareIds)
    .map(({ member }) => member);
}

/** Each scope is in that order already. */
function sortByName(lists: readonly (readonly Account[])[]): Member[] {
  return lists.length === 1
    ? (lists[0] ?? []).map((_, place) => place)
    : takeAllSteps(sortAccounts(toPlaced(lists))).map(({ member }) => member);
}
