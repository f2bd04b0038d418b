// Words and icons for what has changed: rows of the list, marks at accounts, and text to copy.

import { l10n, type MarkdownString, ThemeColor, ThemeIcon } from 'vscode';
import { type Change, type ChangedState, type Direction, directionOf } from '../../core/changes/change.ts';
import type { ChangedRefresh } from '../../core/changes/recentChanges.ts';
import { toSingleLine } from '../../core/text.ts';
import { describeProfile } from './credentials.ts';
import { explainError } from './errors.ts';
import { createMarkdown, toInertMarkdown } from './inert.ts';
import { describeNumber } from './numbers.ts';
import { describeScanType, describeStatus } from './states.ts';
import { describeDateTime, describeDayAndTime, describeTime } from './times.ts';

const SEPARATOR = ' · ';

export interface ChangeWords {
  readonly label: string;
  readonly description: string;
  readonly icon: ThemeIcon;
  readonly accessibleLabel: string;
}

/** A shape of its own for each direction, so that colour is never alone. */
const DIRECTION_ICONS: Record<Direction, readonly [icon: string, color: string]> = {
  worse: ['arrow-down', 'problemsErrorIcon.foreground'],
  better: ['arrow-up', 'charts.green'],
  neutral: ['arrow-right', 'charts.blue'],
};

/** `isScopeSaid`: there are several. */
export function describeChange(change: Change, isSeen: boolean, isScopeSaid: boolean): ChangeWords {
  const label = describeAccountOf(change);
  const direction = directionOf(change);
  const [icon, color] = DIRECTION_ICONS[direction];
  const scope = isScopeSaid ? [toSingleLine(change.scope, 100)] : [];
  return {
    label,
    description: [describeWhat(change), ...scope].join(SEPARATOR),
    icon: new ThemeIcon(icon, new ThemeColor(color)),
    accessibleLabel: [
      ...(isSeen ? [] : [l10n.t('Not looked at yet')]),
      describeDirection(direction),
      label,
      ...describePlace(change),
      isOfMembership(change)
        ? describeMembership(change)
        : l10n.t('was {0}, is {1}', ...describeStates(change)),
      ...scope,
    ].join(', '),
  };
}

/** What one refresh has changed, in a line. */
export function describeRefresh({ endedAt, changes, total }: ChangedRefresh, now: number): ChangeWords {
  const worse = changes.filter((change) => directionOf(change) === 'worse').length;
  const unseen = changes.filter(({ isSeen }) => !isSeen).length;
  const label = describeDayAndTime(endedAt, now);
  const description = [
    total === 1 ? l10n.t('1 change') : l10n.t('{0} changes', describeNumber(total)),
    ...(worse === 0 ? [] : [l10n.t('{0} for the worse', describeNumber(worse))]),
    ...(unseen === 0 ? [] : [l10n.t('{0} new', describeNumber(unseen))]),
  ].join(SEPARATOR);
  return { label, description, icon: new ThemeIcon('history'), accessibleLabel: `${label}, ${description}` };
}

/** The row under a refresh that speaks for those of its changes that are not in the list. */
export function describeMore({ total, changes }: ChangedRefresh): string {
  const count = describeNumber(total - changes.length);
  return l10n.t('{0} more, which are not kept', count);
}

export function describeChangesTitle(unseenCount: number): string {
  return unseenCount === 0
    ? l10n.t('Recent Changes')
    : l10n.t('Recent Changes ({0} new)', describeNumber(unseenCount));
}

/** When, what, from, to; and the codes of what fails, as the service has them. */
export function createChangeHover(change: Change, isRowShown: boolean): MarkdownString {
  const { from, fromAt, to, at, scope, profile } = change;
  const markdown = createMarkdown();
  const add = (text: string) => markdown.appendMarkdown(`${toInertMarkdown(text)}\n\n`);
  markdown.appendMarkdown(`**${toInertMarkdown(describeAccountOf(change))}**\n\n`);
  add(describeWhat(change));
  if (isOfMembership(change)) {
    add(
      l10n.t('Listed at {0}; the previous list is from {1}.', describeDateTime(at), describeDateTime(fromAt)),
    );
  } else {
    add(l10n.t('{0}: read at {1}', describeChangedState(from), describeDateTime(fromAt)));
    add(
      l10n.t(
        '{0}: first read at {1}; it may have begun earlier.',
        describeChangedState(to),
        describeDateTime(at),
      ),
    );
  }
  const codes = [from, to].flatMap((state) => (state.kind === 'status' && state.fault ? [state.fault] : []));
  if (codes.length > 0) {
    add(l10n.t('Codes of Amazon Inspector: {0}', [...new Set(codes)].join(', ')));
  }
  add([...(scope === '' ? [] : [toSingleLine(scope, 100)]), describeProfile(profile)].join(SEPARATOR));
  if (!isRowShown) {
    add(l10n.t('This account is no longer shown.'));
  }
  return markdown;
}

/** What is said of a row of the accounts that has changed: the latest change of each thing, from when it was otherwise. */
export function describeMark(
  changes: readonly Change[],
  isOfRow: (change: Change) => boolean,
  now: number,
): string {
  const parts = changes.slice(0, MAX_IN_MARK).map((change) => {
    const was = isOfMembership(change)
      ? describeMembership(change)
      : l10n.t('was {0} at {1}', describeChangedState(change.from), describeTime(change.fromAt, now));
    const place = isOfRow(change) ? [] : describePlace(change);
    return place.length === 0 ? was : `${place.join(SEPARATOR)} ${was}`;
  });
  const more = changes.length - parts.length;
  const all = [...parts, ...(more > 0 ? [l10n.t('{0} more', describeNumber(more))] : [])].join('; ');
  return l10n.t('Changed since you last looked: {0}', all);
}

const MAX_IN_MARK = 5;

/** A line of plain text, for the clipboard. */
export function describeChangeLine(change: Change): string {
  const scope = change.scope === '' ? '' : `${SEPARATOR}${toSingleLine(change.scope, 100)}`;
  return `${describeDateTime(change.at)}  ${describeAccountOf(change)}  ${describeWhat(change)}${scope}`;
}

function describeAccountOf({ account: { id, name } }: Change): string {
  return name === undefined ? id : `${name} ${id}`;
}

function describeWhat(change: Change): string {
  if (isOfMembership(change)) {
    return describeMembership(change);
  }
  const place = describePlace(change).join(SEPARATOR);
  const states = describeStates(change).join(' → ');
  return place === '' ? states : `${place}: ${states}`;
}

/** Before and after. Where only what fails is otherwise, that says enough. */
function describeStates({ from, to }: Change): [from: string, to: string] {
  if (from.kind === 'status' && to.kind === 'status' && from.status === to.status) {
    const toFault = (state: typeof from) =>
      describeChangedState(state.fault === undefined ? state : { ...state, status: undefined });
    return [toFault(from), toFault(to)];
  }
  return [describeChangedState(from), describeChangedState(to)];
}

function describePlace({ scanType, region }: Change): string[] {
  return [
    ...(scanType === undefined ? [] : [describeScanType(scanType)]),
    ...(region === undefined ? [] : [region]),
  ];
}

function isOfMembership({ to }: Change): boolean {
  return to.kind === 'member' || to.kind === 'notMember';
}

function describeMembership({ to }: Change): string {
  if (to.kind === 'notMember') {
    return l10n.t('Left the organization');
  }
  return to.kind === 'member' && to.needsAttention
    ? l10n.t('Joined the organization, needs attention')
    : l10n.t('Joined the organization');
}

function describeChangedState(state: ChangedState): string {
  switch (state.kind) {
    case 'notReturned':
      return l10n.t('Not returned by Inspector');
    case 'refused':
      return l10n.t('Refused by Inspector');
    case 'notReported':
      return l10n.t('Not reported');
    case 'member':
      return l10n.t('Member');
    case 'notMember':
      return l10n.t('Not a member');
    case 'status': {
      const { status, fault } = state;
      const title = fault === undefined ? [] : [explainError({ code: fault, message: undefined }).title];
      return [
        ...(status === undefined && fault !== undefined ? [] : [describeStatus(status)]),
        ...title,
      ].join(SEPARATOR);
    }
  }
}

function describeDirection(direction: Direction): string {
  switch (direction) {
    case 'worse':
      return l10n.t('worse');
    case 'better':
      return l10n.t('better');
    case 'neutral':
      return l10n.t('changed');
  }
}
