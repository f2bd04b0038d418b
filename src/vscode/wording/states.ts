// Words and icons for what the service says of accounts and scan types.

import { l10n, ThemeColor, ThemeIcon } from 'vscode';
import { isKnownStatus, KNOWN_SCAN_TYPES, type KnownScanType, type KnownStatus } from '../../core/model.ts';
import type { Condition } from '../../core/state/summary.ts';
import { toSingleLine } from '../../core/text.ts';
import { describeNumber } from './numbers.ts';

const STATUS_WORDS: Record<KnownStatus, () => string> = {
  ENABLED: () => l10n.t('Enabled'),
  ENABLING: () => l10n.t('Enabling'),
  DISABLED: () => l10n.t('Disabled'),
  DISABLING: () => l10n.t('Disabling'),
  SUSPENDED: () => l10n.t('Suspended'),
  SUSPENDING: () => l10n.t('Suspending'),
};

/** The status in words; one that the service has added since stays as it came. */
export function describeStatus(status: string | undefined): string {
  if (status === undefined) {
    return l10n.t('Status not reported');
  }
  return isKnownStatus(status) ? STATUS_WORDS[status]() : toSingleLine(status, 60);
}

/** What the status of an account means and what to do about it, or undefined when there is nothing to add. */
export function explainStatus(condition: Condition, status: string | undefined): string | undefined {
  switch (condition) {
    case 'noneOn':
      return l10n.t(
        'Inspector is enabled, but no scan type is on: nothing is scanned. Turning on may still be under way; look again in a few minutes, then enable the scan types.',
      );
    case 'someOn':
      return l10n.t('Enabled means that at least one scan type is on: what counts is each scan type.');
    case 'off':
      return l10n.t(
        'Inspector is off for this account: nothing is scanned. Enable it; for a member account only the delegated administrator can.',
      );
    case 'changing':
      return l10n.t(
        'A change has been under way since the time shown, or longer: that is when it was first read. It takes minutes, in large accounts hours. Look again later.',
      );
    case 'suspended':
      return l10n.t(
        'Inspector is paused for this account, as it is for accounts that are closed or suspended. Check the account in AWS Organizations.',
      );
    case 'unknown':
      if (status === 'ENABLED') {
        return l10n.t('No scan type is reported: whether anything is scanned is not known.');
      }
      return status === undefined
        ? l10n.t('The answer has no status for this account: whether anything is scanned is not known.')
        : l10n.t('This status is newer than this extension; it is shown as received. Update the extension.');
    default:
      return undefined;
  }
}

const SCAN_TYPE_WORDS: Record<KnownScanType, () => string> = {
  ec2: () => l10n.t('EC2'),
  ecr: () => l10n.t('ECR'),
  lambda: () => l10n.t('Lambda standard'),
  lambdaCode: () => l10n.t('Lambda code'),
  codeRepository: () => l10n.t('Code repository'),
};

export function describeScanType(scanType: string): string {
  const known = KNOWN_SCAN_TYPES.find((each) => each === scanType);
  return known === undefined ? toSingleLine(scanType, 60) : SCAN_TYPE_WORDS[known]();
}

/** A shape of its own for each condition, so that colour is never alone. */
const CONDITION_ICONS: Record<Condition | 'notReported', readonly [icon: string, color: string]> = {
  allOn: ['pass', 'charts.green'],
  someOn: ['color-mode', 'charts.blue'],
  noneOn: ['warning', 'problemsWarningIcon.foreground'],
  lacking: ['workspace-untrusted', 'problemsWarningIcon.foreground'],
  off: ['circle-slash', 'problemsWarningIcon.foreground'],
  changing: ['sync~spin', 'charts.blue'],
  suspended: ['debug-pause', 'problemsWarningIcon.foreground'],
  failed: ['error', 'problemsErrorIcon.foreground'],
  unknown: ['question', 'problemsWarningIcon.foreground'],
  waiting: ['ellipsis', 'disabledForeground'],
  notReported: ['dash', 'disabledForeground'],
};

/** The icon of a value that is out of date keeps its shape and loses its colour. */
export function getConditionIcon(condition: Condition | 'notReported', isStale: boolean): ThemeIcon {
  const [icon, color] = CONDITION_ICONS[condition];
  return new ThemeIcon(icon, new ThemeColor(isStale ? 'descriptionForeground' : color));
}

/** A condition as a count needs it: "3 disabled". */
export function describeConditionCount(condition: Condition, count: number): string {
  const number = describeNumber(count);
  switch (condition) {
    case 'allOn':
      return l10n.t('{0} with every scan type on', number);
    case 'someOn':
      return l10n.t('{0} with some scan types on', number);
    case 'noneOn':
      return l10n.t('{0} enabled with no scan type on', number);
    case 'lacking':
      return l10n.t('{0} without a scan type that must be on', number);
    case 'off':
      return l10n.t('{0} disabled', number);
    case 'changing':
      return l10n.t('{0} changing', number);
    case 'suspended':
      return l10n.t('{0} suspended', number);
    case 'failed':
      return l10n.t('{0} failed', number);
    case 'unknown':
      return l10n.t('{0} not known', number);
    case 'waiting':
      return l10n.t('{0} not read yet', number);
  }
}

/** A scope stands for an organisation, whatever the state of its accounts. */
export function getScopeIcon(): ThemeIcon {
  return new ThemeIcon('organization');
}
