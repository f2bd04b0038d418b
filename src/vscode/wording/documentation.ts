// Pages of the AWS documentation for what a hover explains. All of them stand here: none comes from a service.

import { type ErrorCode, isErrorCode } from '../../core/answers/errorCodes.ts';
import { KNOWN_SCAN_TYPES, type KnownScanType } from '../../core/model.ts';
import type { Condition } from '../../core/state/summary.ts';

const DOCS = 'https://docs.aws.amazon.com';
const GUIDE = `${DOCS}/inspector/latest/user`;

/** Who may see which accounts, and how they become members. */
export const ACCOUNTS_PAGE = `${GUIDE}/managing-multiple-accounts.html`;
const SCAN_TYPES_PAGE = `${GUIDE}/activate-scans.html`;
const ROLE_PAGE = `${GUIDE}/using-service-linked-roles.html`;
const TURNING_OFF_PAGE = `${GUIDE}/deactivating-best-practices.html`;
const EC2_PAGE = `${GUIDE}/scanning-ec2.html`;
const ORGANIZATION_PAGE = `${DOCS}/organizations/latest/userguide/orgs_manage_accounts.html`;
/** Names the codes, and says no more of them. */
const CODES_PAGE = `${DOCS}/inspector/v2/APIReference/API_FailedAccount.html`;

const ERROR_PAGES: Record<ErrorCode, string> = {
  ALREADY_ENABLED: CODES_PAGE,
  ENABLE_IN_PROGRESS: CODES_PAGE,
  DISABLE_IN_PROGRESS: CODES_PAGE,
  SUSPEND_IN_PROGRESS: CODES_PAGE,
  RESOURCE_NOT_FOUND: SCAN_TYPES_PAGE,
  ACCESS_DENIED: ACCOUNTS_PAGE,
  INTERNAL_ERROR: CODES_PAGE,
  SSM_UNAVAILABLE: ROLE_PAGE,
  SSM_THROTTLED: EC2_PAGE,
  EVENTBRIDGE_UNAVAILABLE: ROLE_PAGE,
  EVENTBRIDGE_THROTTLED: ROLE_PAGE,
  RESOURCE_SCAN_NOT_DISABLED: TURNING_OFF_PAGE,
  DISASSOCIATE_ALL_MEMBERS: `${GUIDE}/disassociating-member-accounts.html`,
  ACCOUNT_IS_ISOLATED: ORGANIZATION_PAGE,
  EC2_SSM_RESOURCE_DATA_SYNC_LIMIT_EXCEEDED: EC2_PAGE,
  EC2_SSM_ASSOCIATION_VERSION_LIMIT_EXCEEDED: EC2_PAGE,
  BLOCKED_BY_ORGANIZATION_POLICY: `${DOCS}/organizations/latest/userguide/orgs_manage_policies_inspector.html`,
};

const CONDITION_PAGES: Partial<Record<Condition, string>> = {
  noneOn: SCAN_TYPES_PAGE,
  someOn: SCAN_TYPES_PAGE,
  off: SCAN_TYPES_PAGE,
  suspended: ORGANIZATION_PAGE,
};

const SCAN_TYPE_PAGES: Record<KnownScanType, string> = {
  ec2: EC2_PAGE,
  ecr: `${GUIDE}/scanning-ecr.html`,
  lambda: `${GUIDE}/scanning-lambda.html`,
  lambdaCode: `${GUIDE}/scanning-lambda.html`,
  codeRepository: `${GUIDE}/code-security-assessments.html`,
};

export function getErrorPage(code: string): string {
  return isErrorCode(code) ? ERROR_PAGES[code] : CODES_PAGE;
}

export function getConditionPage(condition: Condition): string | undefined {
  return CONDITION_PAGES[condition];
}

export function getScanTypePage(scanType: string): string | undefined {
  const known = KNOWN_SCAN_TYPES.find((each) => each === scanType);
  return known && SCAN_TYPE_PAGES[known];
}
