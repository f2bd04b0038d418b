/** As many accounts as anybody asks for, in a realistic mixture: for measuring. */
import { allOn, toAccount, toFailed } from '../accountAnswers.ts';
import type { AccountAnswer, Scenario } from '../scenario.ts';

/** How many of 100 accounts have this answer. Each account always has the same one. */
const mixture: readonly (readonly [share: number, answer: AccountAnswer])[] = [
  [72, allOn],
  [12, toAccount('ENABLED', { lambdaCode: 'DISABLED', codeRepository: 'DISABLED' })],
  [5, toAccount('ENABLED', { lambda: 'DISABLED', lambdaCode: 'DISABLED', codeRepository: null })],
  [4, toAccount('DISABLED')],
  [2, toAccount('ENABLING')],
  [1, toAccount('SUSPENDED')],
  [
    2,
    toAccount('ENABLED', {
      ec2: {
        status: 'ENABLED',
        errorCode: 'SSM_THROTTLED',
        errorMessage: 'Requests to AWS Systems Manager were throttled.',
      },
    }),
  ],
  [2, toFailed('ACCESS_DENIED', 'The account is not associated with the calling account.')],
];

export const large: Scenario = {
  description: 'every account that is asked for, most of them on, a few in every other state',
  regions: {
    '*': { otherAccounts: mixture.flatMap(([share, answer]) => Array<AccountAnswer>(share).fill(answer)) },
  },
};

/** Account ids that follow one another, to ask `large` for. */
export function toLargeAccountIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(500_000_000_000 + index));
}
