// Words for the error codes that the service gives for an account or a scan type: what, why, what fixes it.

import { l10n } from 'vscode';
import { type ErrorCode, isErrorCode } from '../../core/answers/errorCodes.ts';
import type { ServiceError } from '../../core/model.ts';
import { toSingleLine } from '../../core/text.ts';

export interface Explanation {
  /** A few words, for a row: of an error as a label begins, of a failure as after a colon (“us-east-1: throttled”). */
  readonly title: string;
  /** A sentence or two. */
  readonly why: string;
  /** What a person does next. */
  readonly nextStep: string;
}

const wait = () => l10n.t('Wait, then refresh: it goes away by itself.');

const EXPLANATIONS: Record<ErrorCode, () => Explanation> = {
  ALREADY_ENABLED: () => ({
    title: l10n.t('Already enabled'),
    why: l10n.t('Inspector is already on. This is information, not an error.'),
    nextStep: l10n.t('Nothing to do.'),
  }),
  ENABLE_IN_PROGRESS: () => ({
    title: l10n.t('Enabling in progress'),
    why: l10n.t('Inspector is being turned on; another change has to wait for it.'),
    nextStep: wait(),
  }),
  DISABLE_IN_PROGRESS: () => ({
    title: l10n.t('Disabling in progress'),
    why: l10n.t('Inspector is being turned off; another change has to wait for it.'),
    nextStep: wait(),
  }),
  SUSPEND_IN_PROGRESS: () => ({
    title: l10n.t('Suspending in progress'),
    why: l10n.t('Inspector is being paused; another change has to wait for it.'),
    nextStep: wait(),
  }),
  RESOURCE_NOT_FOUND: () => ({
    title: l10n.t('Not found'),
    why: l10n.t('Inspector has no record of this account in this Region.'),
    nextStep: l10n.t('Enable Inspector for the account in this Region.'),
  }),
  ACCESS_DENIED: () => ({
    title: l10n.t('Access denied'),
    why: l10n.t(
      'Inspector does not let this identity see the account: it is not an associated member, the id is wrong, or the membership has not taken effect yet.',
    ),
    nextStep: l10n.t(
      'Read as Inspector’s delegated administrator in this Region, associate the account as a member, or check the id.',
    ),
  }),
  INTERNAL_ERROR: () => ({
    title: l10n.t('Internal error'),
    why: l10n.t('Inspector itself had a fault.'),
    nextStep: l10n.t('Refresh later; if the error persists, open a case with AWS Support.'),
  }),
  SSM_UNAVAILABLE: () => ({
    title: l10n.t('Systems Manager unavailable'),
    why: l10n.t('Inspector could not reach AWS Systems Manager for this account.'),
    nextStep: l10n.t(
      'Check the AWS Health Dashboard, service control policies that deny ssm: actions, and the role AWSServiceRoleForAmazonInspector2.',
    ),
  }),
  SSM_THROTTLED: () => ({
    title: l10n.t('Systems Manager throttled'),
    why: l10n.t('AWS Systems Manager slowed Inspector down in this account.'),
    nextStep: wait(),
  }),
  EVENTBRIDGE_UNAVAILABLE: () => ({
    title: l10n.t('EventBridge unavailable'),
    why: l10n.t('Inspector could not reach Amazon EventBridge for this account.'),
    nextStep: l10n.t(
      'Check the AWS Health Dashboard, service control policies that deny events: actions, and the role AWSServiceRoleForAmazonInspector2.',
    ),
  }),
  EVENTBRIDGE_THROTTLED: () => ({
    title: l10n.t('EventBridge throttled'),
    why: l10n.t('Amazon EventBridge slowed Inspector down in this account.'),
    nextStep: wait(),
  }),
  RESOURCE_SCAN_NOT_DISABLED: () => ({
    title: l10n.t('Scan types still on'),
    why: l10n.t('Inspector cannot be turned off while a scan type is on.'),
    nextStep: l10n.t('Disable the scan types first.'),
  }),
  DISASSOCIATE_ALL_MEMBERS: () => ({
    title: l10n.t('Members still associated'),
    why: l10n.t('A delegated administrator that still has members cannot be turned off.'),
    nextStep: l10n.t('Disassociate the member accounts first.'),
  }),
  ACCOUNT_IS_ISOLATED: () => ({
    title: l10n.t('Account isolated'),
    why: l10n.t('AWS has isolated the account, as it does with accounts that are quarantined or closed.'),
    nextStep: l10n.t('Check the account’s state in AWS Organizations and ask AWS Support.'),
  }),
  EC2_SSM_RESOURCE_DATA_SYNC_LIMIT_EXCEEDED: () => ({
    title: l10n.t('Resource data sync quota used up'),
    why: l10n.t(
      'EC2 scanning needs a Systems Manager resource data sync, and the account already has the maximum.',
    ),
    nextStep: l10n.t('Delete unused resource data syncs in Systems Manager, or raise the quota.'),
  }),
  EC2_SSM_ASSOCIATION_VERSION_LIMIT_EXCEEDED: () => ({
    title: l10n.t('Association version quota used up'),
    why: l10n.t(
      'EC2 scanning could not add a version to its Systems Manager association: the maximum is reached.',
    ),
    nextStep: l10n.t('Remove and re-create the association in Systems Manager, or raise the quota.'),
  }),
  BLOCKED_BY_ORGANIZATION_POLICY: () => ({
    title: l10n.t('Blocked by an organization policy'),
    why: l10n.t('An AWS Organizations policy decides on this scan type; it cannot be changed here.'),
    nextStep: l10n.t('Change the Inspector policy in the organization’s management account.'),
  }),
};

/** A code that the service has added since is its own title. */
export function explainError({ code }: ServiceError): Explanation {
  if (isErrorCode(code)) {
    return EXPLANATIONS[code]();
  }
  return {
    title: code === '' ? l10n.t('Error without a code') : toSingleLine(code, 60),
    why: l10n.t('This extension does not know this error code; it is shown as received.'),
    nextStep: l10n.t('See the message below and the documentation of Amazon Inspector.'),
  };
}
