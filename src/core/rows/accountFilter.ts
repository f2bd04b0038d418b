// AccountFilter: which accounts are shown; FilterMatcher finds them among thousands while a person types.

import type { Account, Answer, Entry, RegionReading, Scope } from '../model.ts';
import { type AccountState, type StateCode, stateOfCode } from '../state/accountStates.ts';
import { type Expected, findLacking, isLacking } from '../state/lacking.ts';
import { hasFault } from '../state/summary.ts';

export const QUICK_FILTERS = ['attention', 'required', 'notFullyOn', 'failed'] as const;
export type QuickFilter = (typeof QUICK_FILTERS)[number];

export interface AccountFilter {
  /** Words that must all be found in an account and one of its Regions or scan types. */
  readonly text: string;
  readonly quick: QuickFilter | undefined;
}

export const NO_FILTER: AccountFilter = { text: '', quick: undefined };

/** The one that is on already is switched off. */
export function switchQuickFilter({ text, quick }: AccountFilter, chosen: QuickFilter): AccountFilter {
  return { text, quick: chosen === quick ? undefined : chosen };
}

/**
 * What can be found of an account in a Region besides its name, id and Region, in lower case: one text for each scan
 * type with its status, each with the account's own state in it. Words for people, codes of the service.
 */
export type ToFilterTexts = (entry: Entry, state: AccountState, expected: Expected) => readonly string[];

interface Found extends Expected {
  readonly code: StateCode;
  /** Bits of words, for each of the texts. */
  readonly found: readonly number[];
}

/** More words than anybody types; each is one bit. */
const MAX_WORDS = 24;
const MAX_LENGTH = 300;

export function isFiltering({ text, quick }: AccountFilter): boolean {
  return quick !== undefined || toWords(text).length > 0;
}

function toWords(text: string): string[] {
  const words = text.slice(0, MAX_LENGTH).toLowerCase().split(/\s+/);
  return words
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS)
    .map((word) => (/^\d{4}-\d{4}-\d{4}$/.test(word) ? word.replaceAll('-', '') : word));
}

/** A word found is a bit. What is alike in thousands of answers is looked through once. */
export class FilterMatcher {
  private readonly quick: QuickFilter | undefined;
  private readonly words: readonly string[];
  private readonly toTexts: ToFilterTexts;
  private readonly all: number;
  private readonly accounts = new WeakMap<Account, number>();
  private readonly names = new Map<string, number>();
  /** Thousands of accounts share a few answers. */
  private readonly answers = new WeakMap<Answer, Found>();
  private readonly shapes = new Map<string, readonly number[]>();

  constructor({ text, quick }: AccountFilter, toTexts: ToFilterTexts) {
    this.quick = quick;
    this.words = toWords(text);
    this.toTexts = toTexts;
    this.all = 2 ** this.words.length - 1;
  }

  /** An account of which no Region is read. */
  matchesAccount(scope: Scope, account: Account): boolean {
    return (
      (this.quick === undefined || this.quick === 'notFullyOn') &&
      this.findInAccount(scope, account) === this.all
    );
  }

  /** An account in a Region. */
  matches(account: Account, reading: RegionReading, entry: Entry, code: StateCode): boolean {
    if (!this.matchesQuick(entry, code, reading)) {
      return false;
    }
    const { scope, region } = reading;
    const found = this.findInAccount(scope, account) | this.findInName(region ?? '');
    if (found === this.all) {
      return true;
    }
    for (const inAnswer of this.findInAnswer(entry, code, reading)) {
      if ((found | inAnswer) === this.all) {
        return true;
      }
    }
    return false;
  }

  private matchesQuick(entry: Entry, code: StateCode, expected: Expected): boolean {
    switch (this.quick) {
      case 'attention':
        return stateOfCode(code) === 'attention';
      case 'required':
        return entry.kind === 'read' && isLacking(entry.answer, expected);
      case 'notFullyOn':
        return stateOfCode(code) !== 'fullyOn';
      case 'failed':
        return hasFault(entry);
      case undefined:
        return true;
    }
  }

  private findInAccount({ name }: Scope, account: Account): number {
    let found = this.accounts.get(account);
    if (found === undefined) {
      found = this.find(`${account.name?.toLowerCase() ?? ''}\n${account.id}`);
      this.accounts.set(account, found);
    }
    return found | this.findInName(name);
  }

  private findInName(name: string): number {
    let found = this.names.get(name);
    if (found === undefined) {
      found = this.find(name.toLowerCase());
      this.names.set(name, found);
    }
    return found;
  }

  private findInAnswer(entry: Entry, code: StateCode, expected: Expected): readonly number[] {
    const { offeredScanTypes, requiredScanTypes } = expected;
    const answer = entry.kind === 'read' ? entry.answer : undefined;
    const known = answer && this.answers.get(answer);
    if (
      known?.code === code &&
      known.offeredScanTypes === offeredScanTypes &&
      known.requiredScanTypes === requiredScanTypes
    ) {
      return known.found;
    }
    const lacking = answer === undefined ? [] : findLacking(answer, expected);
    const shape = `${code}/${lacking.map(({ scanType }) => scanType).join()}/${toShape(entry)}`;
    let found = this.shapes.get(shape);
    if (found === undefined) {
      found = [...new Set(this.toTexts(entry, stateOfCode(code), expected).map((text) => this.find(text)))];
      this.shapes.set(shape, found);
    }
    if (answer !== undefined) {
      this.answers.set(answer, { code, offeredScanTypes, requiredScanTypes, found });
    }
    return found;
  }

  private find(text: string): number {
    let found = 0;
    for (const [index, word] of this.words.entries()) {
      found |= text.includes(word) ? 1 << index : 0;
    }
    return found;
  }
}

/** The same for all entries that are described by the same words. */
function toShape(entry: Entry): string {
  if (entry.kind !== 'read' || entry.answer.kind !== 'status') {
    return entry.kind === 'read' ? entry.answer.kind : entry.kind;
  }
  const { status, error, failed, scanTypes } = entry.answer;
  let shape = `${status}/${error?.code}/${failed}`;
  for (const each of scanTypes) {
    shape += `/${each.scanType}/${each.status}/${each.error?.code}`;
  }
  return shape;
}
