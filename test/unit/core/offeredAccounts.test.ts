/** What a person can choose from when adding accounts: each once, and none that is there already. */
import assert from 'node:assert/strict';
import { offerIds, offerMembers, offerProfileAccounts } from '../../../src/core/choices/offeredAccounts.ts';
import type { ProfileDescription } from '../../../src/core/ports.ts';
import { toId, toIds } from '../support/builders.ts';

const toMember = (
  number: number,
  name: string | undefined,
  relationship: string | undefined = 'ENABLED',
) => ({
  id: toId(number),
  name,
  relationship,
});
const toProfile = (name: string, number: number | undefined): ProfileDescription => ({
  name,
  kind: 'sso',
  region: undefined,
  accountId: number === undefined ? undefined : toId(number),
});

describe('accounts to choose from', () => {
  it('are members by name, then id, with what is special about them', () => {
    const members = [
      toMember(4, undefined),
      toMember(3, undefined),
      toMember(2, 'bolt', 'CREATED'),
      toMember(1, 'Anvil'),
      { id: toId(9), name: 'security', relationship: undefined },
    ];
    assert.deepEqual(offerMembers(members, new Set()), {
      accounts: [
        { id: toId(1), name: 'Anvil' },
        { id: toId(2), name: 'bolt', relationship: 'CREATED' },
        { id: toId(9), name: 'security', relationship: 'administrator' },
        { id: toId(3), name: undefined },
        { id: toId(4), name: undefined },
      ],
      presentCount: 0,
    });
  });

  it('are without those in the list already, which are counted', () => {
    const offer = offerMembers([toMember(1, 'a'), toMember(2, 'b')], new Set(toIds(1)));
    assert.deepEqual([offer.accounts.map(({ id }) => id), offer.presentCount], [[toId(2)], 1]);
    assert.deepEqual(offerIds(toIds(2), new Set(toIds(2))), { accounts: [], presentCount: 2 });
  });

  it('are the accounts of the files, each once under the name of its first profile', () => {
    const profiles = [
      toProfile('audit', 1),
      toProfile('billing', 2),
      toProfile('dev\nadmin', 2),
      toProfile('keys', undefined),
    ];
    assert.deepEqual(offerProfileAccounts(profiles, new Set()), {
      accounts: [
        { id: toId(1), name: 'audit', profiles: ['audit'] },
        { id: toId(2), name: 'billing', profiles: ['billing', 'dev admin'] },
      ],
      presentCount: 0,
    });
  });
});
