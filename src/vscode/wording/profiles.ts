// Words for the profiles of the AWS files.

import { l10n } from 'vscode';
import type { ProfileDescription, ProfileKind } from '../../core/ports.ts';
import { toSingleLine } from '../../core/text.ts';

/** How the profile gets credentials, the account it leads to, its Region: as far as the files say. */
export function describeProfileFacts({ kind, accountId, region }: ProfileDescription): string {
  const facts = [
    describeProfileKind(kind),
    accountId === undefined ? '' : l10n.t('account {0}', toSingleLine(accountId, 20)),
    region ?? '',
  ];
  return facts.filter((fact) => fact !== '').join(' · ');
}

function describeProfileKind(kind: ProfileKind): string {
  switch (kind) {
    case 'keys':
      return l10n.t('Access keys');
    case 'role':
      return l10n.t('Assumes a role');
    case 'sso':
      return l10n.t('IAM Identity Center (SSO)');
    case 'process':
      return l10n.t('Credential process');
    case 'webIdentity':
      return l10n.t('Web identity');
    case 'login':
      return l10n.t('AWS console sign-in');
    case 'other':
      return l10n.t('No credentials of its own');
  }
}
