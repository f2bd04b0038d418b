// ORGANISATIONS: the accounts of the sample, with believable names and ids that show at a glance that they are made up.

import { type AccountId, CREDENTIAL_CODES, FAILURE_KINDS, type Region, toAccountId } from '../model.ts';

export interface Organisation {
  /** That of its scope. */
  readonly name: string;
  readonly profile: string;
  readonly regions: readonly Region[];
  readonly accounts: readonly SampleAccount[];
  /** Its scope follows the members, rather than naming the accounts. */
  readonly isFollowed: boolean;
}

export interface SampleAccount {
  readonly id: AccountId;
  readonly name: string | undefined;
}

/** All ids of the sample begin with it, and hardly any real one does. */
export const SAMPLE_ID_START = '0000';

const STAGES = ['live', 'staging', 'dev'];
const PRODUCTS = [
  ...['payments', 'checkout', 'orders', 'catalogue', 'search', 'identity', 'mobile-api', 'web-shop'],
  ...['notifications', 'shipping', 'billing', 'reporting', 'partner-api', 'inventory', 'pricing'],
  ...['loyalty', 'returns', 'gift-cards', 'reviews', 'store-locator', 'click-and-collect'],
];
const PLATFORM = [
  ...[
    'security-tooling',
    'log-archive',
    'audit',
    'network-hub',
    'shared-services',
    'ci-runners',
    'artifacts',
  ],
  ...['dns', 'backup-vault', 'break-glass', 'monitoring', 'cost-reports', 'golden-images', 'email-gateway'],
  ...['data-lake', 'data-warehouse', 'ml-training', 'ml-platform', 'streaming-live', 'hr-systems'],
  ...['legacy-erp', 'legacy-crm', 'mainframe-bridge', 'warehouse-iot', 'point-of-sale', 'stores-emea'],
  ...['stores-apac', 'finance-close', 'legal-hold', 'press', 'status-page', 'hackathon', 'training-room'],
  ...['load-test', 'penetration-test', 'demo', 'trial', 'sandbox-anna', 'sandbox-ben', 'sandbox-chloe'],
];
const CLINICS = ['berlin', 'dublin', 'lisbon', 'lyon', 'malmo', 'osaka', 'porto', 'turin', 'utrecht'];

const RETAIL: Organisation = {
  name: 'Alder Retail',
  profile: 'sample-alder',
  regions: ['us-east-1', 'eu-central-1', 'ap-southeast-2'],
  accounts: toAccounts('alder', [
    ...PRODUCTS.flatMap((product) => STAGES.map((stage) => `${product}-${stage}`)),
    ...PLATFORM,
    ...[undefined, undefined, undefined],
  ]),
  isFollowed: false,
};

export const HEALTH: Organisation = {
  name: 'Birch Health',
  profile: 'sample-birch',
  regions: ['eu-west-1', 'eu-west-3'],
  accounts: toAccounts('birch', [
    ...CLINICS.map((clinic) => `clinic-${clinic}`),
    ...['patients-live', 'patients-staging', 'imaging-live', 'imaging-archive', 'prescriptions-live'],
    ...['prescriptions-staging', 'telehealth-live', 'research', 'security'],
    ...[undefined, undefined],
  ]),
  isFollowed: true,
};

export const LOGISTICS: Organisation = {
  name: 'Cedar Logistics',
  profile: 'sample-cedar',
  regions: ['us-west-2', 'ca-central-1'],
  accounts: toAccounts('cedar', [
    ...['fleet-live', 'fleet-dev', 'routing-live', 'routing-dev', 'customs', 'freight', 'depot-north'],
    ...['depot-south', 'telematics', 'tracking-live', 'tracking-dev', 'billing'],
  ]),
  isFollowed: false,
};

export const STUDIOS: Organisation = {
  name: 'Dogwood Studios',
  profile: 'sample-dogwood',
  regions: ['us-east-1', 'eu-west-2'],
  accounts: toAccounts('dogwood', ['render-farm', 'asset-store', 'website', 'archive']),
  isFollowed: false,
};

/**
 * A Region for each way to fail. That one is not enabled is believed only of those that have to be (the 15th), and that
 * credentials are not accepted only of others (the 24th).
 */
const REGIONS = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ap-northeast-1', 'ap-northeast-2'],
  ...['ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ca-central-1', 'eu-central-1'],
  ...['eu-north-1', 'eu-west-1', 'me-south-1', 'af-south-1', 'ap-east-1', 'ap-south-2', 'ap-southeast-3'],
  ...['ap-southeast-4', 'ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-west-2', 'eu-west-3', 'sa-east-1'],
  ...['eu-south-2', 'il-central-1', 'me-central-1', 'mx-central-1'],
];

/** Each kind of failure once, but those of credentials that have codes of their own. */
export const FAILURES: Organisation = {
  name: 'Every kind of failure',
  profile: 'sample-failures',
  regions: REGIONS.slice(0, FAILURE_KINDS.length - 1),
  accounts: toAccounts('failures', ['never-read']),
  isFollowed: false,
};

/** Each of the ways in which the steps to credentials go wrong. */
export const CREDENTIALS: Organisation = {
  name: 'Every kind of credentials',
  profile: 'sample-credentials',
  regions: REGIONS.slice(0, CREDENTIAL_CODES.length),
  accounts: toAccounts('credentials', ['never-read-either']),
  isFollowed: false,
};

export const ORGANISATIONS: readonly Organisation[] = [
  RETAIL,
  HEALTH,
  LOGISTICS,
  STUDIOS,
  FAILURES,
  CREDENTIALS,
];

/** The same ids each time. */
function toAccounts(organisation: string, names: readonly (string | undefined)[]): SampleAccount[] {
  return names.flatMap((name, index) => {
    const digits = String(hash(`${organisation}/${name ?? index}`) % 100_000_000).padStart(8, '0');
    const id = toAccountId(`${SAMPLE_ID_START}${digits}`);
    return id === undefined ? [] : { id, name };
  });
}

/** FNV-1a, of 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) {
    value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  return value >>> 0;
}
