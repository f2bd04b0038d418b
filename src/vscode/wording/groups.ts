// Words for the rows that accounts stand under: scopes, states, Regions.

import { l10n, ThemeColor, ThemeIcon } from 'vscode';
import type { Scope } from '../../core/model.ts';
import type { AccountFilter, QuickFilter } from '../../core/rows/accountFilter.ts';
import type { Grouping, Sorting } from '../../core/rows/arrangement.ts';
import type { Group, GroupCounts } from '../../core/rows/layout.ts';
import type { GroupRow, GroupState } from '../../core/rows/rows.ts';
import type { AccountState } from '../../core/state/accountStates.ts';
import { toSingleLine } from '../../core/text.ts';
import { describeAccountCount, describeNumber } from './numbers.ts';
import type { RowWords } from './rows.ts';
import { getScopeIcon } from './states.ts';

const SEPARATOR = ' · ';

export interface GroupFacts {
  /** Of the row of a scope. */
  readonly scope: Scope | undefined;
  /** What somebody must act on in the scope, in a few words. */
  readonly trouble: string | undefined;
  /** Only some accounts are shown. */
  readonly isFiltered: boolean;
}

export function describeGroup({ row, counts }: Group, { scope, trouble, isFiltered }: GroupFacts): RowWords {
  const label = row === undefined ? '' : describeGroupName(row);
  // Those that are pinned are in any state.
  const isState = row?.kind === 'stateGroup' && row.state !== 'pinned';
  const isStale = counts.stale > 0;
  const isUnlisted = scope?.members?.kind === 'unread';
  const number = isUnlisted
    ? l10n.t('members not known yet')
    : scope !== undefined && waitsForAccounts(scope)
      ? l10n.t('no accounts yet: add some')
      : isState
        ? describeNumber(counts.shown)
        : isFiltered
          ? describeShown(counts)
          : describeAccountCount(counts.shown);
  const more = [
    ...(!isState && counts.needAttention > 0 ? [describeAttention(counts.needAttention)] : []),
    ...(!isState && counts.unknown > 0 ? [l10n.t('{0} not known', describeNumber(counts.unknown))] : []),
    ...(isStale ? [describeStale(counts)] : []),
  ];
  return {
    label,
    // First: where the side bar is narrow, it is the end that is cut.
    // That nobody knows the members yet goes without saying where their list could not be had.
    description: [
      ...(trouble === undefined ? [] : [trouble]),
      ...(trouble !== undefined && isUnlisted ? [] : [number]),
      ...more,
    ].join(SEPARATOR),
    icon: row === undefined ? getScopeIcon() : getGroupIcon(row),
    accessibleLabel: [
      row?.kind === 'scope' ? l10n.t('scope {0}', label) : label,
      isState ? describeAccountCount(counts.shown) : number,
      ...more,
      // The row is marked for it.
      ...(trouble === undefined ? [] : [l10n.t('a problem needs attention: {0}', trouble)]),
    ].join(', '),
    isFaulty: trouble !== undefined,
    isStale: isStale && counts.stale === counts.shown,
  };
}

/** Its accounts are a list in the settings, and there is none in it. */
export function waitsForAccounts({ accounts, members }: Scope): boolean {
  return accounts.length === 0 && members === undefined;
}

function describeGroupName(row: GroupRow): string {
  switch (row.kind) {
    case 'scope':
      return toSingleLine(row.scope, 100);
    case 'regionGroup':
      return row.region === '' ? l10n.t('Region not known yet') : row.region;
    case 'stateGroup':
      return row.state === 'pinned' ? l10n.t('Pinned') : describeAccountState(row.state);
  }
}

export function describeAccountState(state: AccountState): string {
  switch (state) {
    case 'attention':
      return l10n.t('Needs attention');
    case 'failing':
      return l10n.t('Failing for now');
    case 'unknown':
      return l10n.t('Not known');
    case 'changing':
      return l10n.t('Changing');
    case 'waiting':
      return l10n.t('Being read');
    case 'partlyOn':
      return l10n.t('Partly on');
    case 'fullyOn':
      return l10n.t('Fully on');
  }
}

/** The shapes of the rows under them; no icon turns, because a group stays for long. */
const STATE_ICONS: Record<GroupState, readonly [icon: string, color: string]> = {
  pinned: ['pinned', 'foreground'],
  attention: ['bell-dot', 'problemsErrorIcon.foreground'],
  failing: ['error', 'problemsWarningIcon.foreground'],
  unknown: ['question', 'problemsWarningIcon.foreground'],
  changing: ['sync', 'charts.blue'],
  waiting: ['ellipsis', 'disabledForeground'],
  partlyOn: ['color-mode', 'charts.blue'],
  fullyOn: ['pass', 'charts.green'],
};

function getGroupIcon(row: GroupRow): ThemeIcon {
  switch (row.kind) {
    case 'scope':
      return getScopeIcon();
    case 'regionGroup':
      return new ThemeIcon('globe');
    case 'stateGroup': {
      const [icon, color] = STATE_ICONS[row.state];
      return new ThemeIcon(icon, new ThemeColor(color));
    }
  }
}

function describeAttention(count: number): string {
  return count === 1 ? l10n.t('1 needs attention') : l10n.t('{0} need attention', describeNumber(count));
}

function describeStale({ stale, shown }: GroupCounts): string {
  return stale === shown ? l10n.t('out of date') : l10n.t('{0} out of date', describeNumber(stale));
}

function describeShown({ shown, all }: GroupCounts): string {
  return l10n.t('{0} of {1} accounts', describeNumber(shown), describeNumber(all));
}

/** For the line above the rows. */
export function describeFiltered(filter: AccountFilter, counts: GroupCounts): string {
  const name = describeFilter(filter);
  return counts.shown === 0
    ? l10n.t('Filtered by “{0}”: none of {1} accounts', name, describeNumber(counts.all))
    : l10n.t(
        'Filtered by “{0}”: {1} of {2} accounts',
        name,
        describeNumber(counts.shown),
        describeNumber(counts.all),
      );
}

/** The first choice of the box: to leave it at that. */
export function describeFilterResult({ shown, all }: GroupCounts): string {
  return shown === all
    ? l10n.t('Show all {0} accounts', describeNumber(all))
    : l10n.t('Show {0} of {1} accounts', describeNumber(shown), describeNumber(all));
}

export function describeFilter({ text, quick }: AccountFilter): string {
  return [quick && describeQuickFilter(quick), toSingleLine(text.trim(), 100)]
    .filter((part) => part !== undefined && part !== '')
    .join(' + ');
}

export function describeQuickFilter(filter: QuickFilter): string {
  switch (filter) {
    case 'attention':
      return l10n.t('Needs attention');
    case 'required':
      return l10n.t('Required but off');
    case 'notFullyOn':
      return l10n.t('Not fully on');
    case 'failed':
      return l10n.t('Failed');
  }
}

export function explainQuickFilter(filter: QuickFilter): string {
  switch (filter) {
    case 'attention':
      return l10n.t('not scanned as it must be, or failing, and only a person can change that');
    case 'required':
      return l10n.t('a scan type that must be on (requiredScanTypes) is not, or is not known to be');
    case 'notFullyOn':
      return l10n.t('whatever is not known to have every scan type on');
    case 'failed':
      return l10n.t('the account or one of its scan types has an error');
  }
}

export function describeGrouping(grouping: Grouping): string {
  switch (grouping) {
    case 'automatic':
      return l10n.t('Automatic');
    case 'none':
      return l10n.t('None');
    case 'state':
      return l10n.t('State');
    case 'region':
      return l10n.t('Region');
    case 'scope':
      return l10n.t('Scope');
  }
}

export function explainGrouping(grouping: Grouping): string {
  switch (grouping) {
    case 'automatic':
      return l10n.t('by scope where there are several, and by state above 300 accounts');
    case 'none':
      return l10n.t('all accounts in one list');
    case 'state':
      return l10n.t('what needs attention first');
    case 'region':
      return l10n.t('an account in each of its Regions');
    case 'scope':
      return l10n.t('all accounts of a scope in one list');
  }
}

export function describeSorting(sorting: Sorting): string {
  switch (sorting) {
    case 'name':
      return l10n.t('Name');
    case 'id':
      return l10n.t('Account ID');
    case 'state':
      return l10n.t('State');
  }
}
