/** An organisation of 120 accounts in three Regions, with every state there is: for pictures and trying out. */
import { allOn, toAccount, toFailed } from '../accountAnswers.ts';
import { errorCodes } from '../errorCodes.ts';
import type { AccountAnswer, Member, RegionScenario, Scenario } from '../scenario.ts';
import { type SampleRegion, sampleAccounts, sampleRegions } from './sampleAccounts.ts';

type AnswersByName = Readonly<Record<string, AccountAnswer>>;

const codeScansOff = toAccount('ENABLED', { lambdaCode: 'DISABLED', codeRepository: 'DISABLED' });
const serversOnly = toAccount('ENABLED', {
  lambda: 'DISABLED',
  lambdaCode: 'DISABLED',
  codeRepository: null,
});
/** `eks` is a scan type that neither the documentation nor the SDKs know. */
const withNewScanType = toAccount('ENABLED', { eks: 'ENABLED' });

const everywhere: AnswersByName = {
  'data-lake': serversOnly,
  'data-lake-raw': serversOnly,
  'data-warehouse': toAccount('ENABLED', { ecr: 'DISABLED' }),
  'ml-platform': withNewScanType,
  'ml-training': toAccount('ENABLED', { lambdaCode: 'DISABLED', eks: 'ENABLING' }),
  'streaming-live': withNewScanType,
  'sandbox-anna': codeScansOff,
  'sandbox-ben': codeScansOff,
  'sandbox-chloe': codeScansOff,
  'sandbox-diego': codeScansOff,
  'sandbox-emeka': codeScansOff,
  'sandbox-fatima': codeScansOff,
  sandbox: toAccount('DISABLED'),
  'sandbox-growth': toAccount('DISABLED'),
  'training-room': toAccount('DISABLED'),
  'penetration-test': toAccount('DISABLED'),
  'legacy-erp': toAccount('SUSPENDED'),
  hackathon: toAccount('ENABLING'),
  trial: toAccount('DISABLING'),
  demo: toAccount('SUSPENDING'),
  'load-test': toAccount('ENABLED', {
    ec2: 'DISABLED',
    ecr: 'DISABLED',
    lambda: 'DISABLED',
    lambdaCode: 'DISABLED',
    codeRepository: 'DISABLED',
  }),
  'mainframe-bridge': toAccount('PARTIALLY_ENABLED', { lambda: 'PARTIALLY_ENABLED', lambdaCode: 'DISABLED' }),
  'legal-hold': { ...allOn, ...toFailed('INTERNAL_ERROR', 'An internal error occurred. Try again later.') },
  press: {},
  'status-page': {},
  'acquired-northwind': toFailed('ACCESS_DENIED', 'The account is not associated with the calling account.'),
  'acquired-contoso': toFailed('ACCESS_DENIED', 'The account is not associated with the calling account.'),
};

const inRegion: Readonly<Record<SampleRegion, AnswersByName>> = {
  'us-east-1': {},
  'eu-central-1': {
    'payments-live': toAccount('ENABLED', { lambdaCode: 'ENABLING' }),
    'training-room': codeScansOff,
    hackathon: allOn,
  },
  'ap-southeast-2': {
    'payments-dev': serversOnly,
    'legacy-crm': toAccount('SUSPENDED'),
    'acquired-contoso': {},
  },
};

/**
 * Each error code turns up three times: as a failed account, on an account and on a scan type. Each Region
 * has a third of each kind, so that every code is somewhere and no Region is all trouble.
 */
const failed = ['stores-apac', 'stores-emea', 'point-of-sale', 'warehouse-iot', 'hr-systems', 'break-glass'];
const troubled = ['billing-live', 'audit', 'ci-runners', 'shared-services', 'finance-close', 'email-gateway'];
const troubledInPart = [
  'checkout-live',
  'orders-live',
  'identity-live',
  'mobile-api-live',
  'artifacts',
  'golden-images',
];

function withErrorCodes(region: SampleRegion): AnswersByName {
  const share = errorCodes.filter(
    (_, index) => index % sampleRegions.length === sampleRegions.indexOf(region),
  );
  const answers: Record<string, AccountAnswer> = {};
  for (const [index, { code, message, status, scanType }] of share.entries()) {
    const state = { status, errorCode: code, errorMessage: message };
    // Where code repositories are not scanned, they cannot have an error.
    const offered = region === 'ap-southeast-2' && scanType === 'codeRepository' ? 'lambda' : scanType;
    const resourceStatus = { ec2: status, ecr: status, lambda: status };
    answers[nameAt(failed, index)] = toFailed(code, message, index % 2 ? { status, resourceStatus } : {});
    answers[nameAt(troubled, index)] = toAccount(state);
    answers[nameAt(troubledInPart, index)] = toAccount('ENABLED', { [offered]: state });
  }
  return answers;
}

function nameAt(names: readonly string[], index: number): string {
  const name = names[index];
  if (name === undefined) {
    throw new RangeError('There are more error codes than accounts to show them on');
  }
  return name;
}

function toRegion(region: SampleRegion): RegionScenario {
  const answers = { ...everywhere, ...withErrorCodes(region), ...inRegion[region] };
  const accounts: Record<string, AccountAnswer> = {};
  for (const { id, name } of sampleAccounts) {
    const answer = (name && answers[name]) || allOn;
    accounts[id] = region === 'ap-southeast-2' ? withoutCodeRepository(answer) : answer;
  }
  return { accounts, members, latencyMs: 120 };
}

function withoutCodeRepository(answer: AccountAnswer): AccountAnswer {
  return JSON.parse(JSON.stringify(answer, (key, value) => (key === 'codeRepository' ? undefined : value)));
}

const relationships: Readonly<Record<string, string>> = {
  'legacy-erp': 'ACCOUNT_SUSPENDED',
  'acquired-northwind': 'REMOVED',
  'acquired-contoso': 'CREATED',
  hackathon: 'INVITED',
};

/** The delegated administrator, which is not among its own members. */
const administrator = 'security-tooling';

const members: readonly Member[] = sampleAccounts
  .filter(({ name }) => name !== administrator)
  .map(({ id, name }, index) => ({
    accountId: id,
    relationshipStatus: (name && relationships[name]) || 'ENABLED',
    updatedAt: Date.UTC(2025, 10, 3, 9, index) / 1000,
  }));

export const sampleOrganisation: Scenario = {
  description: '120 accounts in us-east-1, eu-central-1 and ap-southeast-2, in every state there is',
  accountNames: Object.fromEntries(sampleAccounts.flatMap(({ id, name }) => (name ? [[id, name]] : []))),
  callerAccountId: sampleAccounts.find(({ name }) => name === administrator)?.id ?? '',
  regions: Object.fromEntries(sampleRegions.map((region) => [region, toRegion(region)])),
};
