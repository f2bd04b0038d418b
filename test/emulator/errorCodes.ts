/** The error codes of the API model, each with a text as the service might word it and where it fits. */
import type { ScanType } from './accountAnswers.ts';

export interface ErrorCode {
  readonly code: string;
  readonly message: string;
  /** The status that an account or scan type with this error would have. */
  readonly status: string;
  /** The scan type that this error is likely to concern. */
  readonly scanType: ScanType;
}

export const errorCodes: readonly ErrorCode[] = [
  {
    code: 'ALREADY_ENABLED',
    message: 'Amazon Inspector is already enabled for this account.',
    status: 'ENABLED',
    scanType: 'ecr',
  },
  {
    code: 'ENABLE_IN_PROGRESS',
    message: 'Amazon Inspector is being enabled for this account.',
    status: 'ENABLING',
    scanType: 'lambda',
  },
  {
    code: 'DISABLE_IN_PROGRESS',
    message: 'Amazon Inspector is being disabled for this account.',
    status: 'DISABLING',
    scanType: 'lambdaCode',
  },
  {
    code: 'SUSPEND_IN_PROGRESS',
    message: 'Amazon Inspector is being suspended for this account.',
    status: 'SUSPENDING',
    scanType: 'ec2',
  },
  {
    code: 'RESOURCE_NOT_FOUND',
    message: 'No Amazon Inspector resource was found for this account.',
    status: 'DISABLED',
    scanType: 'codeRepository',
  },
  {
    code: 'ACCESS_DENIED',
    message: 'The account is not associated with the delegated administrator account.',
    status: 'DISABLED',
    scanType: 'lambdaCode',
  },
  {
    code: 'INTERNAL_ERROR',
    message: 'An internal error occurred. Try again later.',
    status: 'ENABLED',
    scanType: 'ecr',
  },
  {
    code: 'SSM_UNAVAILABLE',
    message: 'AWS Systems Manager is not available for this account.',
    status: 'ENABLED',
    scanType: 'ec2',
  },
  {
    code: 'SSM_THROTTLED',
    message: 'Requests to AWS Systems Manager were throttled.',
    status: 'ENABLING',
    scanType: 'ec2',
  },
  {
    code: 'EVENTBRIDGE_UNAVAILABLE',
    message: 'Amazon EventBridge is not available for this account.',
    status: 'ENABLED',
    scanType: 'ecr',
  },
  {
    code: 'EVENTBRIDGE_THROTTLED',
    message: 'Requests to Amazon EventBridge were throttled.',
    status: 'ENABLING',
    scanType: 'lambda',
  },
  {
    code: 'RESOURCE_SCAN_NOT_DISABLED',
    message: 'Disable scanning of every resource type before you disable Amazon Inspector.',
    status: 'ENABLED',
    scanType: 'lambda',
  },
  {
    code: 'DISASSOCIATE_ALL_MEMBERS',
    message: 'Disassociate all member accounts before you disable Amazon Inspector.',
    status: 'ENABLED',
    scanType: 'ec2',
  },
  {
    code: 'ACCOUNT_IS_ISOLATED',
    message: 'The account is isolated.',
    status: 'SUSPENDED',
    scanType: 'ecr',
  },
  {
    code: 'EC2_SSM_RESOURCE_DATA_SYNC_LIMIT_EXCEEDED',
    message: 'The account has reached its quota of Systems Manager resource data syncs.',
    status: 'DISABLED',
    scanType: 'ec2',
  },
  {
    code: 'EC2_SSM_ASSOCIATION_VERSION_LIMIT_EXCEEDED',
    message: 'The Systems Manager association has reached its quota of versions.',
    status: 'DISABLED',
    scanType: 'ec2',
  },
  {
    code: 'BLOCKED_BY_ORGANIZATION_POLICY',
    message: 'An AWS Organizations policy controls this setting.',
    status: 'DISABLED',
    scanType: 'codeRepository',
  },
];
