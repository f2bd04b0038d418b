/** Scenarios that show each value of the API once: every status, every error code, every odd place. */
import { allOn, scanTypes, toAccount, toFailed } from '../accountAnswers.ts';
import { errorCodes } from '../errorCodes.ts';
import type { AccountAnswer, Scenario } from '../scenario.ts';

const statuses = ['ENABLED', 'ENABLING', 'DISABLED', 'DISABLING', 'SUSPENDED', 'SUSPENDING', 'HIBERNATING'];

/** A scenario of named answers; the accounts get ids that count up from `firstId`. */
function toScenario(
  description: string,
  firstId: number,
  answers: Readonly<Record<string, AccountAnswer>>,
  strangers: Readonly<Record<string, AccountAnswer>> = {},
): Scenario {
  const withIds = Object.entries(answers).map(([name, answer], index) => ({
    id: String(firstId + index),
    name,
    answer,
  }));
  return {
    description,
    accountNames: Object.fromEntries(withIds.map(({ id, name }) => [id, name])),
    regions: {
      '*': { accounts: Object.fromEntries(withIds.map(({ id, answer }) => [id, answer])), strangers },
    },
  };
}

export const everyErrorCode = toScenario(
  'each error code as a failed account, on an account and on a scan type',
  300_000_000_001,
  Object.fromEntries([
    ...errorCodes.map(({ code, message }) => [`${code}, failed`, toFailed(code, message)]),
    ...errorCodes.map(({ code, message, status }) => [
      `${code}, on the account`,
      toAccount({ status, errorCode: code, errorMessage: message }),
    ]),
    ...errorCodes.map(({ code, message, status, scanType }) => [
      `${code}, on ${scanType}`,
      toAccount('ENABLED', { [scanType]: { status, errorCode: code, errorMessage: message } }),
    ]),
    ['an error code that nobody knows', toFailed('WAREHOUSE_FULL', 'The warehouse is full.')],
    ['failed, with statuses', toFailed('INTERNAL_ERROR', 'Try again later.', flatStatuses('ENABLED'))],
  ]),
);

export const everyStatus = toScenario(
  'each status on accounts and scan types, and accounts in odd places of the answer',
  400_000_000_001,
  {
    ...Object.fromEntries(statuses.map((status) => [`${status}, account`, toAccount(status)])),
    ...Object.fromEntries(
      statuses.flatMap((status) =>
        scanTypes.map((scanType) => [`${status}, ${scanType}`, toAccount('ENABLED', { [scanType]: status })]),
      ),
    ),
    ...Object.fromEntries(
      statuses.map((status) => [
        `${status}, failed`,
        toFailed('INTERNAL_ERROR', 'Try again later.', flatStatuses(status)),
      ]),
    ),
    'enabled, nothing on': toAccount(
      'ENABLED',
      Object.fromEntries(scanTypes.map((type) => [type, 'DISABLED'])),
    ),
    'enabled, EC2 and ECR reported': toAccount('ENABLED', {
      lambda: null,
      lambdaCode: null,
      codeRepository: null,
    }),
    'enabled, no scan type reported': toAccount(
      'ENABLED',
      Object.fromEntries(scanTypes.map((type) => [type, null])),
    ),
    'a scan type that nobody knows': toAccount('ENABLED', { eks: 'ENABLED' }),
    'in both lists': { ...allOn, ...toFailed('INTERNAL_ERROR', 'Try again later.') },
    'twice, and different': { account: [allOn.account, toAccount('DISABLED').account] },
    'failed twice': {
      failed: [
        { errorCode: 'SSM_THROTTLED', errorMessage: 'Requests to AWS Systems Manager were throttled.' },
        { errorCode: 'INTERNAL_ERROR', errorMessage: 'Try again later.' },
      ],
    },
    'in neither list': {},
  },
  { '499999999999': toAccount('DISABLED') },
);

function flatStatuses(status: string) {
  return { status, resourceStatus: Object.fromEntries(scanTypes.map((scanType) => [scanType, status])) };
}
