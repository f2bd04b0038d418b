/** What the row of an account says of several Regions: the worst that is known, and where nothing is. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { type Answer, type Entry, KNOWN_SCAN_TYPES } from '../../../src/core/model.ts';
import type { Place } from '../../../src/core/rows/rows.ts';
import { describeAccount } from '../../../src/vscode/wording/rows.ts';
import {
  ALL_ON,
  DENIED,
  NOT_RETURNED,
  toAccount,
  toAnswer,
  toEntry,
  toReading,
  toScanTypes,
  toScope,
  UNREAD,
  WAITING,
} from '../../unit/support/builders.ts';

const account = toAccount(1, 'payments');
const scope = toScope([account]);

function toPlaces(...states: readonly (Answer | Entry)[]): Place[] {
  return states.map((state, at) => {
    const entry = isEntry(state) ? state : toEntry(state);
    const offeredScanTypes = [...KNOWN_SCAN_TYPES];
    const reading = toReading([entry], {
      scope,
      region: `us-east-${at + 1}`,
      offeredScanTypes,
      requiredScanTypes: ['ecr'],
    });
    return { account, reading, entry };
  });
}

function isEntry(state: Answer | Entry): state is Entry {
  return ['read', 'unread', 'waiting'].includes(state.kind);
}

const describeRow = (...states: readonly (Answer | Entry)[]) =>
  describeAccount(account, toPlaces(...states), Date.UTC(2026, 10, 29));

describe('The row of an account in several Regions', () => {
  const noEcr = toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', ecr: 'DISABLED', lambda: 'ENABLED' }));
  const known: Readonly<Record<string, readonly [answer: Answer, icon: string, words: RegExp]>> = {
    off: [toAnswer('DISABLED'), 'circle-slash', /^Disabled in us-east-1 · not read in us-east-2 · 0 of 5 on/],
    suspended: [
      toAnswer('SUSPENDED'),
      'debug-pause',
      /^Suspended in us-east-1 · not read in us-east-2 · 0 of 5 on/,
    ],
    failed: [DENIED, 'error', /^Access denied in us-east-1 · not read in us-east-2$/],
    'enabled with nothing on': [
      toAnswer('ENABLED', toScanTypes({ ec2: 'DISABLED' })),
      'warning',
      /^Enabled in us-east-1 · not read in us-east-2 · 0 of 5 on/,
    ],
    'without what must be on': [
      noEcr,
      'workspace-untrusted',
      /^Enabled · not read in us-east-2 · 2 of 5 on · ECR required in us-east-1$/,
    ],
  };
  for (const [state, [answer, icon, words]] of Object.entries(known)) {
    it(`says that it is ${state}, although another Region could not be read`, () => {
      const { description, icon: drawn, accessibleLabel } = describeRow(answer, UNREAD);
      match(description, words);
      equal(drawn.id, icon);
      match(accessibleLabel, /not read in us-east-2/);
    });
  }

  it('counts the Regions of which nothing is known where there are more', () => {
    const off = toAnswer('DISABLED');
    equal(
      describeRow(UNREAD, UNREAD, off, ALL_ON).description.split(' · ').slice(0, 2).join(' · '),
      'Disabled in us-east-3 · not read in 2 of 4 Regions',
    );
    match(describeRow(off, NOT_RETURNED).description, /^Disabled in us-east-1 · not known in us-east-2 · /);
    match(
      describeRow(off, NOT_RETURNED, UNREAD).description,
      /^Disabled in us-east-1 · not known in 2 of 3 Regions · /,
    );
  });

  it('says what Inspector said before what was not read, and no more than “not known” of several reasons', () => {
    match(
      describeRow(NOT_RETURNED, UNREAD, ALL_ON).description,
      /^Not returned by Inspector in us-east-1 · not read in us-east-2 · 5 of 5 on/,
    );
    match(
      describeRow(NOT_RETURNED, UNREAD, UNREAD, NOT_RETURNED).description,
      /^Not returned by Inspector in 2 of 4 Regions · not read in 2 of 4 Regions/,
    );
    match(
      describeRow(NOT_RETURNED, toAnswer('NEWER'), ALL_ON).description,
      /^Not known in 2 of 3 Regions · 5 of 10 on/,
    );
  });

  it('says first that something is not known where nothing asks for more', () => {
    const some = toAnswer('ENABLED', toScanTypes({ ec2: 'DISABLED', ecr: 'ENABLED' }));
    const rows = [ALL_ON, some, toAnswer('ENABLING'), WAITING].map((state) => describeRow(state, UNREAD));
    deepEqual(
      rows.map(({ icon, description }) => `${icon.id} ${description.split(' · ')[0]}`),
      Array(4).fill('question Not read in us-east-2'),
    );
  });
});
