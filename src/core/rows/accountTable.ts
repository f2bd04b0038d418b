// AccountTable: state of each account, and whether it is shown, brought up to date from snapshot to snapshot in small steps.

import type { Answer, Entry, RegionReading, Scope, Snapshot } from '../model.ts';
import { codeOfEntry, type StateCode, toStateCode } from '../state/accountStates.ts';
import { saysTheSame } from '../state/diff.ts';
import type { Expected } from '../state/lacking.ts';
import type { FilterMatcher } from './accountFilter.ts';

/** Entries between two pauses: less than a millisecond for most, some for the worst. */
const STEP = 1000;

const NOT_READ: StateCode = toStateCode('unknown', 'unknown');

/** Parallel to the accounts of a scope. */
export interface Columns {
  readonly codes: Uint8Array;
  /** 1 for an account with a value that is out of date. */
  readonly stale: Uint8Array;
  /** 1 for an account that the filter leaves. */
  readonly shown: Uint8Array;
}

/** Over all Regions, where the worst state counts. */
export interface ScopeColumns extends Columns {
  readonly scope: Scope;
  readonly regions: readonly RegionColumns[];
}

export interface RegionColumns extends Columns {
  readonly region: RegionReading['region'];
}

interface MutableScope extends ScopeColumns {
  scope: Scope;
  regions: MutableRegion[];
  /** 1 for an account whose state over all Regions is to be found anew. */
  readonly touched: Uint8Array;
  isTouched: boolean;
}

interface MutableRegion extends RegionColumns {
  /** What the columns were made from. */
  readonly entries: (Entry | undefined)[];
  source: readonly Entry[] | undefined;
  offered: readonly string[] | undefined;
  required: readonly string[] | undefined;
  matcher: FilterMatcher | undefined;
  /** Some entries of the source have been put off. */
  isBehind: boolean;
}

/**
 * While a refresh runs, only what is not known yet gets another state: rows that are known stay where they are until
 * it has ended.
 */
export class AccountTable {
  private columns: MutableScope[] = [];
  private snapshot: Snapshot | undefined;
  private matcher: FilterMatcher | undefined;
  private changes = 0;

  get scopes(): readonly ScopeColumns[] {
    return this.columns;
  }

  /** Another number whenever something in it is another. */
  get revision(): number {
    return this.changes;
  }

  /** Nothing may be read from it before the last step. */
  *update(snapshot: Snapshot, matcher: FilterMatcher | undefined): Generator<void, void, void> {
    if (snapshot === this.snapshot && matcher === this.matcher) {
      return;
    }
    this.snapshot = undefined;
    this.takeStructure(snapshot);
    const isIdle = snapshot.activity.kind === 'idle';
    for (const scope of this.columns) {
      const readings = snapshot.readings.filter((reading) => reading.scope === scope.scope);
      for (const [at, reading] of readings.entries()) {
        const region = scope.regions[at];
        if (region !== undefined) {
          yield* this.updateRegion(scope, region, reading, matcher, isIdle);
        }
      }
      if (scope.isTouched || matcher !== this.matcher) {
        yield* this.updateScope(scope, matcher);
      }
    }
    this.matcher = matcher;
    this.snapshot = snapshot;
  }

  /** Other scopes, accounts or Regions: columns of those that are still there are kept. */
  private takeStructure({ scopes, readings }: Snapshot): void {
    const before = this.columns;
    this.columns = scopes.map((scope) => {
      const { accounts, name } = scope;
      const known = before.find((each) => each.scope.name === name && each.scope.accounts === accounts);
      const regions = readings.filter((reading) => reading.scope === scope).map(({ region }) => region);
      if (
        known !== undefined &&
        known.regions.length === regions.length &&
        known.regions.every(({ region }, at) => region === regions[at])
      ) {
        known.scope = scope;
        return known;
      }
      return {
        ...toColumns(accounts.length),
        scope,
        regions: regions.map(
          (region) =>
            known?.regions.find((each) => each.region === region) ?? toRegion(region, accounts.length),
        ),
        touched: new Uint8Array(accounts.length).fill(1),
        isTouched: true,
      };
    });
    if (before.length !== this.columns.length || before.some((scope, at) => scope !== this.columns[at])) {
      this.changes += 1;
    }
  }

  private *updateRegion(
    scope: MutableScope,
    region: MutableRegion,
    reading: RegionReading,
    matcher: FilterMatcher | undefined,
    isIdle: boolean,
  ): Generator<void, void, void> {
    const { entries, offeredScanTypes, requiredScanTypes } = reading;
    const isOtherOffer = region.offered !== offeredScanTypes;
    const isOtherWish = region.required !== requiredScanTypes;
    const isMatchedAnew = region.matcher !== matcher;
    if (region.source === entries && !region.isBehind && !isOtherOffer && !isOtherWish && !isMatchedAnew) {
      return;
    }
    const takesOffer = isOtherOffer && (isIdle || region.offered === undefined);
    // What a person wants counts at once, also while a refresh runs.
    const isCodedAnew = takesOffer || isOtherWish;
    let isBehind = isOtherOffer && !takesOffer;
    const { accounts } = scope.scope;
    const offered = takesOffer ? offeredScanTypes : (region.offered ?? offeredScanTypes);
    const expected: Expected = { offeredScanTypes: offered, requiredScanTypes };
    // Thousands of accounts share a few answers.
    const byAnswer = new Map<Answer, StateCode>();
    const toCode = (entry: Entry): StateCode => {
      if (entry.kind !== 'read' || entry.old === true) {
        return codeOfEntry(entry, expected);
      }
      const code = byAnswer.get(entry.answer) ?? codeOfEntry(entry, expected);
      byAnswer.set(entry.answer, code);
      return code;
    };
    for (const [place, entry] of entries.entries()) {
      if (place % STEP === STEP - 1) {
        yield;
      }
      const before = region.entries[place];
      const isSame = before !== undefined && saysTheSame(before, entry);
      const isPutOff = !isIdle && !isSame && before?.kind === 'read' && before.old !== true;
      isBehind ||= isPutOff;
      const taken = isPutOff ? before : entry;
      region.entries[place] = taken;
      if ((isSame || isPutOff) && !isCodedAnew && !isMatchedAnew) {
        continue;
      }
      const account = accounts[place];
      const code = toCode(taken);
      const stale = taken.kind === 'read' && taken.stale ? 1 : 0;
      const isShown = matcher === undefined || (account && matcher.matches(account, reading, taken, code));
      const shown = isShown ? 1 : 0;
      if (region.codes[place] !== code || region.stale[place] !== stale || region.shown[place] !== shown) {
        region.codes[place] = code;
        region.stale[place] = stale;
        region.shown[place] = shown;
        scope.touched[place] = 1;
        scope.isTouched = true;
      }
    }
    region.source = entries;
    region.matcher = matcher;
    region.isBehind = isBehind;
    region.offered = offered;
    region.required = requiredScanTypes;
  }

  private *updateScope(scope: MutableScope, matcher: FilterMatcher | undefined): Generator<void, void, void> {
    const { regions, touched, codes, stale, shown } = scope;
    const isAll = regions.length === 0;
    for (const [place, account] of scope.scope.accounts.entries()) {
      if (place % STEP === STEP - 1) {
        yield;
      }
      if (touched[place] === 0 && !isAll) {
        continue;
      }
      touched[place] = 0;
      let code = isAll ? NOT_READ : Number.POSITIVE_INFINITY;
      let isStale = 0;
      let isShown = isAll && (matcher?.matchesAccount(scope.scope, account) ?? true) ? 1 : 0;
      for (const region of regions) {
        code = Math.min(code, region.codes[place] ?? NOT_READ);
        isStale |= region.stale[place] ?? 0;
        isShown |= region.shown[place] ?? 0;
      }
      codes[place] = code;
      stale[place] = isStale;
      shown[place] = isShown;
    }
    scope.isTouched = false;
    this.changes += 1;
  }
}

function toColumns(count: number): Columns {
  return { codes: new Uint8Array(count), stale: new Uint8Array(count), shown: new Uint8Array(count) };
}

function toRegion(region: RegionReading['region'], count: number): MutableRegion {
  return {
    ...toColumns(count),
    region,
    entries: Array<Entry | undefined>(count).fill(undefined),
    source: undefined,
    offered: undefined,
    required: undefined,
    matcher: undefined,
    isBehind: false,
  };
}
