// planFix: what turns on the scan types that are missing, and what stands in the way of that. Changes nothing.

import { faultOf } from '../answers/errorCodes.ts';
import {
  type Account,
  type AccountId,
  type Answer,
  KNOWN_SCAN_TYPES,
  type KnownScanType,
  type Region,
  type RegionReading,
  type ScanTypeStatus,
  type ServiceError,
} from '../model.ts';
import type { Place } from '../rows/rows.ts';
import { errorOf } from '../state/summary.ts';

/** An account in a Region; with a scan type, that one alone is meant. */
export interface FixTarget {
  readonly place: Place;
  readonly scanType?: string;
}

/** Accounts that one call mends: read with the same profile in the same Region, and in need of the same. */
export interface Fix {
  /** Empty: the default credentials. */
  readonly profile: string;
  readonly region: Region;
  /** To be turned on, in the service's order. With Lambda code comes Lambda standard, without which it cannot be. */
  readonly missing: readonly KnownScanType[];
  /** On, or being turned on. */
  readonly on: readonly KnownScanType[];
  /** None twice. */
  readonly accountIds: readonly AccountId[];
}

/** Why there is no call for an account, or for one of its scan types. */
export type Obstacle =
  | { readonly kind: 'notRead' | 'notReturned' | 'refused' }
  /** The account, or the scan type, has an error that has to be dealt with first. */
  | { readonly kind: 'error'; readonly error: ServiceError }
  /** Suspended, in the middle of a change, or newer than this program. */
  | { readonly kind: 'status'; readonly status: string | undefined }
  /** Whether the scan type is on is not known. */
  | { readonly kind: 'notKnown' }
  /** No account of the Region reports the scan type. */
  | { readonly kind: 'notOffered' }
  /** The scan type is newer than this program: what the calls name it is not known. */
  | { readonly kind: 'newScanType' };

export interface FixObstacle {
  readonly obstacle: Obstacle;
  /** Undefined where the whole account is meant. */
  readonly scanType: string | undefined;
  readonly region: Region | undefined;
  readonly accountIds: readonly AccountId[];
}

export interface FixPlan {
  readonly fixes: readonly Fix[];
  readonly obstacles: readonly FixObstacle[];
  /** When the oldest of the values was read; undefined where nothing is known. */
  readonly readAt: number | undefined;
  /** Some of the values may be out of date. */
  readonly isStale: boolean;
  /** Regions of the fixes in which no account reports any scan type: which of them are offered there is not known. */
  readonly unknownOffers: readonly Region[];
  /** The accounts are made up. */
  readonly isSample: boolean;
  /** Somewhere an endpoint is asked that is not that of AWS. */
  readonly hasCustomEndpoint: boolean;
}

/** Targets between two pauses: a millisecond of work. */
const STEP = 1000;

/**
 * What is wanted is what the settings require; where they require nothing, all that the Region offers. Where that is
 * not known, as in a Region in which nobody has turned anything on yet, it is taken to offer all of them.
 */
export function* planFix(targets: Iterable<FixTarget>): Generator<void, FixPlan, void> {
  const fixes = new Map<string, Omit<Fix, 'accountIds'> & { readonly accountIds: Set<AccountId> }>();
  const obstacles = new Map<
    string,
    Omit<FixObstacle, 'accountIds'> & { readonly accountIds: Set<AccountId> }
  >();
  let readAt: number | undefined;
  const unknownOffers = new Set<Region>();
  let isStale = false;
  let isSample = false;
  let hasCustomEndpoint = false;
  let count = 0;
  for (const { place, targets: scanTypes } of mergeTargets(targets)) {
    count += 1;
    if (count % STEP === 0) {
      yield;
    }
    const { account, entry, reading } = place;
    const { region, scope } = reading;
    const { missing, on, obstacles: found } = lookAt(place, scanTypes);
    for (const { obstacle, scanType } of found) {
      const key = JSON.stringify([obstacle, scanType, region]);
      const known = obstacles.get(key) ?? { obstacle, scanType, region, accountIds: new Set() };
      obstacles.set(key, known);
      known.accountIds.add(account.id);
    }
    if (missing.length > 0 && region !== undefined) {
      const { profile } = scope;
      const key = JSON.stringify([profile, region, missing, on]);
      const known = fixes.get(key) ?? { profile, region, missing, on, accountIds: new Set() };
      fixes.set(key, known);
      known.accountIds.add(account.id);
      hasCustomEndpoint ||= reading.endpointUrl !== undefined;
      if (!isOfferKnown(reading)) {
        unknownOffers.add(region);
      }
    }
    isSample ||= scope.isSample === true;
    if (entry.kind === 'read') {
      readAt = Math.min(readAt ?? entry.takenAt, entry.takenAt);
      isStale ||= entry.stale;
    }
  }
  const toList = <Each extends { readonly accountIds: Set<AccountId> }>(each: Each) => ({
    ...each,
    accountIds: [...each.accountIds],
  });
  return {
    fixes: [...fixes.values()].map(toList),
    obstacles: [...obstacles.values()].map(toList),
    readAt,
    isStale,
    unknownOffers: [...unknownOffers].sort(),
    isSample,
    hasCustomEndpoint,
  };
}

interface MergedTarget {
  readonly place: Place;
  /** Undefined: whatever is wanted. */
  readonly targets: ReadonlySet<string> | undefined;
}

/** An account that was selected twice in a Region, with scan types of its own say, is looked at once. */
function* mergeTargets(targets: Iterable<FixTarget>): Generator<MergedTarget, void, void> {
  const named = new Map<unknown, Map<Account, { place: Place; targets: Set<string> }>>();
  const whole = new Map<unknown, Set<Account>>();
  for (const { place, scanType } of targets) {
    const { reading, account } = place;
    if (scanType === undefined) {
      const seen = whole.get(reading) ?? new Set();
      whole.set(reading, seen);
      if (!seen.has(account)) {
        seen.add(account);
        yield { place, targets: undefined };
      }
    } else {
      const inReading = named.get(reading) ?? new Map<Account, { place: Place; targets: Set<string> }>();
      named.set(reading, inReading);
      const known = inReading.get(account) ?? { place, targets: new Set<string>() };
      inReading.set(account, known);
      known.targets.add(scanType);
    }
  }
  for (const [reading, inReading] of named) {
    for (const [account, target] of inReading) {
      if (whole.get(reading)?.has(account) !== true) {
        yield target;
      }
    }
  }
}

interface Look {
  readonly missing: readonly KnownScanType[];
  readonly on: readonly KnownScanType[];
  readonly obstacles: readonly { readonly obstacle: Obstacle; readonly scanType: string | undefined }[];
}

function lookAt({ entry, reading }: Place, targets: ReadonlySet<string> | undefined): Look {
  const stop = (obstacle: Obstacle): Look => ({
    missing: [],
    on: [],
    obstacles: [{ obstacle, scanType: undefined }],
  });
  if (entry.kind !== 'read' || reading.region === undefined) {
    return stop({ kind: 'notRead' });
  }
  const { answer } = entry;
  if (answer.kind !== 'status') {
    return stop({ kind: answer.kind });
  }
  const error = faultOf(errorOf(answer));
  // What Inspector has no record of is what it is to be turned on for.
  const isUnheardOf = error?.code === 'RESOURCE_NOT_FOUND';
  if (error !== undefined && !isUnheardOf) {
    return stop({ kind: 'error', error });
  }
  const isOff = isUnheardOf || answer.status === 'DISABLED';
  if (!isOff && answer.status !== 'ENABLED') {
    return stop({ kind: 'status', status: answer.status });
  }
  const { requiredScanTypes: required } = reading;
  const offered = isOfferKnown(reading) ? reading.offeredScanTypes : KNOWN_SCAN_TYPES;
  const wanted = targets ?? (required.length > 0 ? required : offered);
  const missing = new Set<KnownScanType>();
  const obstacles: { obstacle: Obstacle; scanType: string }[] = [];
  const want = (scanType: string): void => {
    const found = offered.includes(scanType) ? findMissing(answer, scanType, isOff) : NOT_OFFERED;
    const known = toKnown(scanType);
    if (found !== undefined && found !== 'missing') {
      obstacles.push({ obstacle: found, scanType });
    } else if (found === 'missing' && known === undefined) {
      obstacles.push({ obstacle: { kind: 'newScanType' }, scanType });
    } else if (found === 'missing' && known !== undefined) {
      missing.add(known);
    }
  };
  for (const scanType of wanted) {
    want(scanType);
  }
  if (missing.has('lambdaCode') && !missing.has('lambda') && ![...wanted].includes('lambda')) {
    want('lambda');
  }
  if (obstacles.some(({ scanType }) => scanType === 'lambda')) {
    missing.delete('lambdaCode');
  }
  return {
    missing: KNOWN_SCAN_TYPES.filter((each) => missing.has(each)),
    on: KNOWN_SCAN_TYPES.filter((each) => isOn(findScanType(answer, each)?.status)),
    obstacles,
  };
}

function isOfferKnown({ offeredScanTypes }: RegionReading): boolean {
  return offeredScanTypes.length > 0;
}

const NOT_OFFERED: Obstacle = { kind: 'notOffered' };

type StatusAnswer = Extract<Answer, { readonly kind: 'status' }>;

function findScanType({ scanTypes }: StatusAnswer, wanted: string): ScanTypeStatus | undefined {
  return scanTypes.find(({ scanType }) => scanType === wanted);
}

/** Undefined for one that is on. */
function findMissing(answer: StatusAnswer, wanted: string, isOff: boolean): 'missing' | Obstacle | undefined {
  const found = findScanType(answer, wanted);
  if (found === undefined) {
    return isOff ? 'missing' : { kind: 'notKnown' };
  }
  const { status, error } = found;
  const fault = faultOf(error);
  if (status === 'ENABLED') {
    return undefined;
  }
  if (fault !== undefined) {
    return { kind: 'error', error: fault };
  }
  return status === 'DISABLED' ? 'missing' : { kind: 'status', status };
}

function isOn(status: string | undefined): boolean {
  return status === 'ENABLED' || status === 'ENABLING';
}

function toKnown(scanType: string): KnownScanType | undefined {
  return KNOWN_SCAN_TYPES.find((each) => each === scanType);
}
