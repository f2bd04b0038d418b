// answerOf: what the sample says of an account in a Region, which for a few is another answer with each refresh.

import type { ErrorCode } from '../answers/errorCodes.ts';
import { type Answer, KNOWN_SCAN_TYPES, type Region, type ScanTypeStatus } from '../model.ts';

/** The same in every refresh, or one after the other and from the start again. */
type Story = Answer | readonly Answer[];
type Stories = Readonly<Record<string, Story>>;

/** Scan types that are not named have the status of the account; null for one that is not reported. */
type ScanTypes = Readonly<Record<string, string | Omit<ScanTypeStatus, 'scanType'> | null>>;

function toAnswer(status: string, scanTypes: ScanTypes = {}): Answer {
  const rest = status === 'PARTIALLY_ENABLED' ? 'ENABLED' : status;
  const all = new Map<string, ScanTypes[string]>(KNOWN_SCAN_TYPES.map((scanType) => [scanType, rest]));
  for (const [scanType, each] of Object.entries(scanTypes)) {
    all.set(scanType, each);
  }
  return {
    kind: 'status',
    status,
    error: undefined,
    failed: false,
    scanTypes: [...all].flatMap(([scanType, each]) =>
      each === null
        ? []
        : { scanType, ...(typeof each === 'string' ? { status: each, error: undefined } : each) },
    ),
  };
}

/** An account in `failedAccounts`. */
function toFailed(code: ErrorCode, message: string): Answer {
  return { kind: 'status', status: undefined, error: { code, message }, failed: true, scanTypes: [] };
}

/** A scan type that fails. */
function failing(
  status: string,
  code: ErrorCode,
  message: string,
): { readonly status: string; readonly error: { readonly code: ErrorCode; readonly message: string } } {
  return { status, error: { code, message } };
}

const ALL_ON = toAnswer('ENABLED');
const CODE_SCANS_OFF = toAnswer('ENABLED', { lambdaCode: 'DISABLED', codeRepository: 'DISABLED' });
const SERVERS_ONLY = toAnswer('ENABLED', {
  lambda: 'DISABLED',
  lambdaCode: 'DISABLED',
  codeRepository: null,
});
const NOTHING_ON = toAnswer('ENABLED', {
  ec2: 'DISABLED',
  ecr: 'DISABLED',
  lambda: 'DISABLED',
  lambdaCode: 'DISABLED',
  codeRepository: 'DISABLED',
});
const OFF = toAnswer('DISABLED');
const NOT_RETURNED: Answer = { kind: 'notReturned' };
const SSM_THROTTLED = failing('ENABLED', 'SSM_THROTTLED', 'Requests to Systems Manager were throttled.');

/** By names of accounts; those without a story have everything on. */
const EVERYWHERE: Stories = {
  'data-lake': SERVERS_ONLY,
  'data-warehouse': toAnswer('ENABLED', { ecr: 'DISABLED' }),
  // A scan type that is newer than this program.
  'ml-platform': toAnswer('ENABLED', { eks: 'ENABLED' }),
  'ml-training': toAnswer('ENABLED', { lambdaCode: 'DISABLED', eks: 'ENABLING' }),
  'sandbox-anna': CODE_SCANS_OFF,
  'sandbox-ben': CODE_SCANS_OFF,
  'sandbox-chloe': CODE_SCANS_OFF,
  'training-room': OFF,
  'penetration-test': OFF,
  'legacy-erp': toAnswer('SUSPENDED'),
  'load-test': NOTHING_ON,
  'mainframe-bridge': toAnswer('PARTIALLY_ENABLED', { lambda: 'PARTIALLY_ENABLED', lambdaCode: 'DISABLED' }),
  press: NOT_RETURNED,
  'status-page': { kind: 'refused', message: 'The account id is not valid.' },
  hackathon: [toAnswer('ENABLING'), toAnswer('ENABLING'), ALL_ON],
  trial: [toAnswer('DISABLING'), OFF],
  demo: [toAnswer('SUSPENDING'), toAnswer('SUSPENDED'), ALL_ON],
  'click-and-collect-dev': [CODE_SCANS_OFF, ALL_ON],
  'payments-staging': [ALL_ON, toAnswer('ENABLED', { ecr: 'DISABLED' }), ALL_ON],
  'legal-hold': toFailed('INTERNAL_ERROR', 'An internal error occurred. Try again later.'),
  'finance-close': toFailed('ACCESS_DENIED', 'The account is not associated with the calling account.'),
  'clinic-malmo': CODE_SCANS_OFF,
  'imaging-archive': SERVERS_ONLY,
  research: [ALL_ON, toAnswer('ENABLED', { ec2: SSM_THROTTLED })],
  'render-farm': toAnswer('ENABLED', { lambda: 'DISABLED', lambdaCode: 'DISABLED' }),
  'depot-south': OFF,
  'routing-dev': CODE_SCANS_OFF,
};

const IN_REGION: Readonly<Record<Region, Stories>> = {
  'us-east-1': {
    artifacts: toAnswer('ENABLED', {
      ecr: failing('ENABLED', 'EVENTBRIDGE_UNAVAILABLE', 'Amazon EventBridge is not available.'),
    }),
    'golden-images': toAnswer('ENABLED', {
      ec2: failing('ENABLED', 'SSM_UNAVAILABLE', 'AWS Systems Manager is not available.'),
    }),
    'ci-runners': toFailed('ACCOUNT_IS_ISOLATED', 'The account is isolated.'),
    'stores-emea': [toAnswer('ENABLED', { ec2: SSM_THROTTLED }), ALL_ON],
    'warehouse-iot': toAnswer('ENABLED', {
      ec2: failing(
        'DISABLED',
        'EC2_SSM_RESOURCE_DATA_SYNC_LIMIT_EXCEEDED',
        'The account has reached its quota of resource data syncs.',
      ),
    }),
    'break-glass': toFailed('RESOURCE_NOT_FOUND', 'No Amazon Inspector resource was found.'),
  },
  'eu-central-1': {
    'training-room': CODE_SCANS_OFF,
    'stores-apac': toAnswer('ENABLED', {
      lambda: failing('ENABLING', 'EVENTBRIDGE_THROTTLED', 'Requests to EventBridge were throttled.'),
    }),
    'point-of-sale': toAnswer('ENABLED', {
      ec2: failing(
        'DISABLED',
        'EC2_SSM_ASSOCIATION_VERSION_LIMIT_EXCEEDED',
        'The association has reached its quota of versions.',
      ),
    }),
    'hr-systems': toAnswer('DISABLED', {
      codeRepository: failing(
        'DISABLED',
        'BLOCKED_BY_ORGANIZATION_POLICY',
        'An AWS Organizations policy controls this setting.',
      ),
    }),
    'email-gateway': toFailed('RESOURCE_SCAN_NOT_DISABLED', 'Disable scanning of every resource type first.'),
    audit: toFailed('DISASSOCIATE_ALL_MEMBERS', 'Disassociate all member accounts first.'),
    'gift-cards-dev': [ALL_ON, CODE_SCANS_OFF],
  },
  'ap-southeast-2': {
    'payments-live': toAnswer('ENABLED', {
      ecr: failing('ENABLED', 'ALREADY_ENABLED', 'Amazon Inspector is already enabled.'),
    }),
    'reviews-live': toAnswer('ENABLED', {
      lambda: failing('ENABLING', 'ENABLE_IN_PROGRESS', 'Amazon Inspector is being enabled.'),
    }),
    'reviews-dev': toAnswer('ENABLED', {
      lambdaCode: failing('DISABLING', 'DISABLE_IN_PROGRESS', 'Amazon Inspector is being disabled.'),
    }),
    'legacy-crm': toAnswer('SUSPENDING', {
      ec2: failing('SUSPENDING', 'SUSPEND_IN_PROGRESS', 'Amazon Inspector is being suspended.'),
    }),
  },
};

/** Code repositories are not scanned there, so that nobody reports them. */
const WITHOUT_CODE_REPOSITORIES: Region = 'ap-southeast-2';

/** `round`: how many refreshes there were before. */
export function answerOf(name: string | undefined, region: Region, round: number): Answer {
  const story = name === undefined ? ALL_ON : (IN_REGION[region]?.[name] ?? EVERYWHERE[name] ?? ALL_ON);
  const answer = isSequence(story) ? (story[round % story.length] ?? ALL_ON) : story;
  return region === WITHOUT_CODE_REPOSITORIES ? withoutCodeRepositories(answer) : answer;
}

function isSequence(story: Story): story is readonly Answer[] {
  return Array.isArray(story);
}

function withoutCodeRepositories(answer: Answer): Answer {
  return answer.kind === 'status'
    ? { ...answer, scanTypes: answer.scanTypes.filter(({ scanType }) => scanType !== 'codeRepository') }
    : answer;
}
