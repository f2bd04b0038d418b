/** Where the accounts of a scenario turn up in an answer. */
import assert from 'node:assert/strict';
import { allOn, toAccount, toFailed } from '../../emulator/accountAnswers.ts';
import { RegionAnswers } from '../../emulator/answers.ts';
import type { RegionScenario } from '../../emulator/scenario.ts';

const one = '111111111111';
const two = '222222222222';

function ask(region: RegionScenario, ...accountIds: string[]) {
  const answers = new RegionAnswers(region, '999999999999');
  return JSON.parse(answers.toReply({ operation: 'BatchGetAccountStatus', accountIds }).body);
}

describe('emulator: answers', () => {
  it('gives an account as the scenario has it, scan types that nobody knows included', () => {
    const denied = { status: 'DISABLED', errorCode: 'ACCESS_DENIED', errorMessage: 'No.' };
    const answer = toAccount('ENABLED', {
      ecr: 'DISABLED',
      lambda: denied,
      codeRepository: null,
      eks: 'ENABLING',
    });
    assert.deepEqual(ask({ accounts: { [one]: answer } }, one), {
      accounts: [
        {
          accountId: one,
          state: { status: 'ENABLED' },
          resourceState: {
            ec2: { status: 'ENABLED' },
            ecr: { status: 'DISABLED' },
            lambda: denied,
            lambdaCode: { status: 'ENABLED' },
            eks: { status: 'ENABLING' },
          },
        },
      ],
      failedAccounts: [],
    });
  });

  it('gives a failed account in its other shape', () => {
    const rest = { status: 'ENABLED', resourceStatus: { ec2: 'ENABLED', ecr: 'DISABLED' } };
    assert.deepEqual(ask({ accounts: { [one]: toFailed('INTERNAL_ERROR', 'Later.', rest) } }, one), {
      accounts: [],
      failedAccounts: [{ accountId: one, errorCode: 'INTERNAL_ERROR', errorMessage: 'Later.', ...rest }],
    });
  });

  it('can give an account in both lists, twice, or in neither', () => {
    const both = { ...allOn, ...toFailed('INTERNAL_ERROR', 'Later.') };
    const twice = { account: [allOn.account, toAccount('DISABLED').account] };
    assert.deepEqual(toStatuses(ask({ accounts: { [one]: both } }, one)), ['ENABLED', 'INTERNAL_ERROR']);
    assert.deepEqual(toStatuses(ask({ accounts: { [one]: twice } }, one)), ['ENABLED', 'DISABLED']);
    assert.deepEqual(toStatuses(ask({ accounts: { [one]: {} } }, one)), []);
  });

  it('adds strangers to each answer', () => {
    const { accounts } = ask({ otherAccounts: allOn, strangers: { [two]: toAccount('DISABLED') } }, one);
    assert.deepEqual(
      accounts.map((account: { accountId: string }) => account.accountId),
      [one, two],
    );
  });

  it('denies accounts that the scenario does not name', () => {
    assert.deepEqual(toStatuses(ask({ accounts: { [one]: allOn } }, one, two)), ['ENABLED', 'ACCESS_DENIED']);
  });

  it('picks for an id always the same answer from a list', () => {
    const otherAccounts = ['ENABLED', 'DISABLED', 'SUSPENDED'].map((status) => toAccount(status));
    const ids = Array.from({ length: 100 }, (_, index) => String(500_000_000_000 + index));
    const all = toStatuses(ask({ otherAccounts }, ...ids));
    assert.equal(new Set(all).size, 3);
    assert.deepEqual(toStatuses(ask({ otherAccounts }, ...ids.slice(50))), all.slice(50));
  });

  it('gives the same body again when asked again', () => {
    const answers = new RegionAnswers({ otherAccounts: allOn }, one);
    const input = { operation: 'BatchGetAccountStatus', accountIds: [one, two] } as const;
    assert.equal(answers.toReply(input).body, answers.toReply(input).body);
  });
});

function toStatuses(body: {
  accounts: { state: { status: string } }[];
  failedAccounts: { errorCode: string }[];
}) {
  return [
    ...body.accounts.map(({ state }) => state.status),
    ...body.failedAccounts.map(({ errorCode }) => errorCode),
  ];
}
