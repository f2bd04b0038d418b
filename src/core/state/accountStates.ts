// codeOfEntry: the state of an account in a Region as one small number, to group, sort and count thousands by.

import type { Entry } from '../model.ts';
import type { Expected } from './lacking.ts';
import { type Condition, conditionOfEntry, hasFault, needsAttention, WORST_FIRST } from './summary.ts';

/** What an account comes to, each in exactly one of them; the one that asks most for a look comes first. */
export const ACCOUNT_STATES = [
  /** Not scanned as it must be, or failing, and only a person can change that: what the badge counts. */
  'attention',
  /** Fails in a way that passes by itself. */
  'failing',
  /** Not read, no status reported, or read so long ago that it says nothing. This is not "off". */
  'unknown',
  'changing',
  /** Its first answer is on the way. */
  'waiting',
  'partlyOn',
  'fullyOn',
] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

/** State and condition in one number below 128: the worse, the smaller. Of several Regions the smallest counts. */
export type StateCode = number;

const CONDITION_BITS = 4;

export function codeOfEntry(entry: Entry, expected: Expected): StateCode {
  const condition = conditionOfEntry(entry, expected);
  return toStateCode(stateOfEntry(entry, expected, condition), condition);
}

export function toStateCode(state: AccountState, condition: Condition): StateCode {
  return (ACCOUNT_STATES.indexOf(state) << CONDITION_BITS) | WORST_FIRST.indexOf(condition);
}

export function stateOfCode(code: StateCode): AccountState {
  return ACCOUNT_STATES[code >> CONDITION_BITS] ?? 'unknown';
}

export function stateOfEntry(
  entry: Entry,
  expected: Expected,
  condition = conditionOfEntry(entry, expected),
): AccountState {
  if (needsAttention(entry, expected)) {
    return 'attention';
  }
  if (hasFault(entry)) {
    return 'failing';
  }
  if (entry.kind === 'read' && entry.old === true) {
    return 'unknown';
  }
  switch (condition) {
    case 'allOn':
      return 'fullyOn';
    case 'someOn':
      return 'partlyOn';
    case 'changing':
    case 'waiting':
      return condition;
    default:
      return 'unknown';
  }
}
