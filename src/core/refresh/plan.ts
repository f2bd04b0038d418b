// planCalls: the calls that a refresh makes to each Region, from what is asked for and what is known.

import { toBatches } from '../batches.ts';
import type { Account, AccountId, Failure, Region, RegionReading } from '../model.ts';
import type { RefreshCause, StatusCall } from '../ports.ts';
import type { Configuration } from '../settings/configuration.ts';
import { isMendedByFiles } from '../state/troubles.ts';
import { isOfNetwork } from './patience.ts';

/** What to read. */
export type RefreshRequest =
  /** Every account in every Region. */
  | { readonly kind: 'all' }
  /** What is not fresh in Regions that failed, or in those that a change of this kind can mend. */
  | { readonly kind: 'failed'; readonly mendedBy?: 'files' | 'network' }
  /** Some rows. */
  | { readonly kind: 'some'; readonly parts: readonly RequestedPart[] };

/** A request with its cause: together they say which Regions are left alone. */
export interface Wish {
  readonly cause: RefreshCause;
  readonly request: RefreshRequest;
}

/** Some accounts of a scope, or all, in all its Regions or in one. */
export interface RequestedPart {
  /** Its name. */
  readonly scope: string;
  /** Undefined for all. */
  readonly accountIds: readonly AccountId[] | undefined;
  readonly region: Region | undefined;
}

/** One call to come. */
export interface Job {
  readonly call: StatusCall;
  /** Its place in the plan; the halves of a batch share it. */
  readonly place: number;
}

export function isAskedFor(request: RefreshRequest, reading: RegionReading): boolean {
  switch (request.kind) {
    case 'all':
      return true;
    case 'failed':
      return reading.failure !== undefined && isMendedBy(request.mendedBy, reading.failure);
    case 'some':
      return request.parts.some((part) => isPartOf(part, reading));
  }
}

function isMendedBy(change: 'files' | 'network' | undefined, failure: Failure): boolean {
  switch (change) {
    case 'files':
      return isMendedByFiles(failure);
    case 'network':
      return isOfNetwork(failure);
    case undefined:
      return true;
  }
}

function isPartOf(part: RequestedPart, { scope, region }: RegionReading): boolean {
  return part.scope === scope.name && (part.region === undefined || part.region === region);
}

/** The accounts of the reading that are asked for by their ids; undefined where all are. */
export function getWanted(
  request: RefreshRequest,
  reading: RegionReading,
): ReadonlySet<AccountId> | undefined {
  if (request.kind !== 'some') {
    return undefined;
  }
  const wanted = new Set<AccountId>();
  for (const { accountIds } of request.parts.filter((part) => isPartOf(part, reading))) {
    if (accountIds === undefined) {
      return undefined;
    }
    for (const id of accountIds) {
      wanted.add(id);
    }
  }
  return wanted;
}

/** What the request comes to for the reading: all of it, some, or what failed. */
export function getExtent(request: RefreshRequest, reading: RegionReading): RefreshRequest['kind'] {
  return request.kind === 'some' && getWanted(request, reading) === undefined ? 'all' : request.kind;
}

/** The batches of all accounts of a list, which are the same in each of its Regions and each refresh. */
export class Batches {
  private readonly known = new WeakMap<readonly Account[], AccountId[][]>();

  getAll(accounts: readonly Account[]): readonly (readonly AccountId[])[] {
    const batches = this.known.get(accounts) ?? toBatches(accounts.map(({ id }) => id));
    this.known.set(accounts, batches);
    return batches;
  }
}

/** The calls to the reading's Region, in order; none while it has no Region. */
export function planCalls(request: RefreshRequest, reading: RegionReading, batches = new Batches()): Job[] {
  const { scope, region, endpointUrl } = reading;
  if (region === undefined) {
    return [];
  }
  const all =
    request.kind === 'all' || getExtent(request, reading) === 'all'
      ? batches.getAll(scope.accounts)
      : toBatches(chooseAccounts(request, reading));
  return all.map((accountIds, place) => ({
    call: { profile: scope.profile, region, endpointUrl, accountIds },
    place,
  }));
}

function chooseAccounts(
  request: Exclude<RefreshRequest, { kind: 'all' }>,
  reading: RegionReading,
): readonly AccountId[] {
  const ids = reading.scope.accounts.map(({ id }) => id);
  switch (request.kind) {
    case 'failed':
      return ids.filter((_, index) => {
        const entry = reading.entries[index];
        return entry?.kind !== 'read' || entry.stale;
      });
    case 'some': {
      const wanted = getWanted(request, reading);
      return ids.filter((id) => wanted?.has(id));
    }
  }
}

/** The wishes and one more. Those that leave the same Regions alone become one; of the others, each keeps its rule. */
export function addWish(wishes: readonly Wish[], wish: Wish): readonly Wish[] {
  const known = wishes.find((each) => hasSameRule(each, wish));
  return known === undefined
    ? [...wishes, wish]
    : wishes.map((each) =>
        each === known ? { ...each, request: combine(each.request, wish.request) } : each,
      );
}

function hasSameRule(a: Wish, b: Wish): boolean {
  const toRule = ({ cause, request }: Wish) =>
    [cause, request.kind, request.kind === 'failed' ? request.mendedBy : undefined].join('/');
  return toRule(a) === toRule(b);
}

const CAUSES: readonly RefreshCause[] = ['person', 'change', 'schedule'];

/** The cause that lets most be asked; undefined where there is no wish. */
export function findCause(wishes: readonly Wish[]): RefreshCause | undefined {
  return CAUSES.find((cause) => wishes.some((wish) => wish.cause === cause));
}

/** One request that asks for at least what both ask for. */
export function combine(a: RefreshRequest, b: RefreshRequest): RefreshRequest {
  if (a.kind === 'failed' && b.kind === 'failed') {
    return a.mendedBy === b.mendedBy ? a : { kind: 'failed' };
  }
  if (a.kind !== 'some' || b.kind !== 'some') {
    return { kind: 'all' };
  }
  return { kind: 'some', parts: [...a.parts, ...b.parts] };
}

/** Whether the configurations differ in what is asked, or whom. */
export function readsOtherwise(a: Configuration, b: Configuration): boolean {
  const asked = ({ scopes, endpointUrl, blocked }: Configuration) =>
    JSON.stringify([
      scopes.map((each) => [
        each.scope.name,
        each.scope.profile,
        each.scope.accounts.map(({ id }) => id).sort(),
        each.scope.members !== undefined,
        each.regions,
        each.blocked,
      ]),
      endpointUrl,
      blocked,
    ]);
  return asked(a) !== asked(b);
}
