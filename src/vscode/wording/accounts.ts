// Words for choosing accounts to add: where they come from, what each is, and why there are none.

import { l10n } from 'vscode';
import type { Offer, OfferedAccount } from '../../core/choices/offeredAccounts.ts';
import { toSingleLine } from '../../core/text.ts';
import { describeAccountCount, describeNumber } from './numbers.ts';

/** What is said of an account beside its name. */
export function describeOffered({ id, name, relationship, profiles = [] }: OfferedAccount): string {
  const facts = [
    name === undefined ? '' : id,
    relationship === undefined ? '' : describeRelationship(relationship),
    profiles.length > 1 ? l10n.t('{0} profiles: {1}', profiles.length, profiles.slice(0, 5).join(', ')) : '',
  ];
  return facts.filter((fact) => fact !== '').join(' · ');
}

/** https://docs.aws.amazon.com/inspector/v2/APIReference/API_Member.html; others as they came. */
function describeRelationship(relationship: string): string {
  switch (relationship) {
    case 'administrator':
      return l10n.t('delegated administrator');
    case 'CREATED':
    case 'INVITED':
    case 'DISABLED':
      return l10n.t('not associated with the delegated administrator');
    case 'ACCOUNT_SUSPENDED':
      return l10n.t('account suspended');
    case 'REGION_DISABLED':
      return l10n.t('Region not enabled for it');
    default:
      return toSingleLine(relationship, 40);
  }
}

/** What the list says above its rows. */
export function describeOffer({ accounts, presentCount }: Offer): string {
  if (accounts.length === 0) {
    return presentCount === 0
      ? l10n.t('There are no accounts here.')
      : l10n.t('All of them are in the list already: {0}.', describeAccountCount(presentCount));
  }
  const found = l10n.t('Accounts to add, of {0}', describeAccountCount(accounts.length));
  return presentCount === 0
    ? found
    : l10n.t('{0} ({1} more are in the list already)', found, describeNumber(presentCount));
}

export function describeListing(count: number): string {
  return count === 0
    ? l10n.t('Listing the members of the organization. Press Escape to cancel.')
    : l10n.t(
        'Listing the members of the organization: {0} so far. Press Escape to cancel.',
        describeAccountCount(count),
      );
}
