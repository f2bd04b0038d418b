// Words for all accounts together: status bar, title of the view, badge.

import { l10n, type MarkdownString } from 'vscode';
import type { Configuration } from '../../core/configuration.ts';
import type { Snapshot } from '../../core/model.ts';
import { type Summary, WORST_FIRST } from '../../core/summary.ts';
import { getTroubles } from '../../core/troubles.ts';
import { describeTrouble } from './failures.ts';
import { createMarkdown, toInertMarkdown } from './inert.ts';
import { describeConditionCount } from './states.ts';
import { describeDateTime, describeTime } from './times.ts';

export interface StatusWords {
  /** For the status bar; `$(…)` names an icon, and no foreign text is in it. */
  readonly text: string;
  readonly hover: MarkdownString;
  readonly accessibleLabel: string;
  /** Somebody must act. */
  readonly needsAttention: boolean;
}

export function describeSummary(
  snapshot: Snapshot,
  summary: Summary,
  configuration: Configuration,
  now: number,
): StatusWords {
  const isRefreshing = snapshot.activity.kind === 'refreshing';
  const isKnown = snapshot.readings.some(({ entries }) => entries.some(({ kind }) => kind === 'read'));
  const count = `${isKnown ? summary.scannedWithoutProblem : '?'}/${summary.accounts}`;
  const errors = configuration.problems.filter(({ severity }) => severity === 'error');
  const needsAttention =
    summary.needAttention > 0 ||
    errors.length > 0 ||
    getTroubles(snapshot).some((trouble) => trouble.needsAttention);
  const lines = describeLines(snapshot, summary, isKnown, errors.length);
  const hover = createMarkdown();
  hover.appendMarkdown(`**${l10n.t('Account Status for Amazon Inspector')}**\n\n`);
  for (const line of lines) {
    hover.appendMarkdown(`- ${toInertMarkdown(line)}\n`);
  }
  const stale = describeStale(summary, now);
  return {
    text: `${isRefreshing ? '$(loading~spin)' : '$(shield)'} ${count}${stale === undefined ? '' : ` · ${stale}`}`,
    hover,
    accessibleLabel: l10n.t(
      'Amazon Inspector: {0}',
      [...lines, ...(stale === undefined ? [] : [stale])].join(', '),
    ),
    needsAttention,
  };
}

function describeLines(
  snapshot: Snapshot,
  summary: Summary,
  isKnown: boolean,
  problemCount: number,
): string[] {
  const { activity } = snapshot;
  const lines = [describeHealth(summary, isKnown)];
  for (const condition of WORST_FIRST) {
    const count = summary.byCondition.get(condition) ?? 0;
    if (count > 0) {
      lines.push(describeConditionCount(condition, count));
    }
  }
  if (summary.needAttention > 0) {
    lines.push(describeBadge(summary.needAttention));
  }
  for (const trouble of getTroubles(snapshot)) {
    const { where, title } = describeTrouble(trouble);
    lines.push(`${where}: ${title}`);
  }
  if (problemCount > 0) {
    lines.push(
      problemCount === 1
        ? l10n.t('1 problem in the settings')
        : l10n.t('{0} problems in the settings', problemCount),
    );
  }
  if (activity.kind === 'refreshing' && activity.totalCalls > 0) {
    lines.push(l10n.t('Refreshing: {0} of {1} calls', activity.doneCalls, activity.totalCalls));
  } else if (activity.kind === 'refreshing') {
    lines.push(l10n.t('Refreshing'));
  }
  lines.push(
    summary.readAt === undefined
      ? l10n.t('Not read completely yet')
      : l10n.t('Read at {0}', describeDateTime(summary.readAt)),
  );
  return lines;
}

function describeHealth({ accounts, scannedWithoutProblem, allWell }: Summary, isKnown: boolean): string {
  if (!isKnown) {
    return l10n.t('Nothing is known yet about {0} accounts', accounts);
  }
  if (allWell && accounts === 1) {
    return l10n.t('The account is scanned without a problem');
  }
  return allWell
    ? l10n.t('All {0} accounts are scanned without a problem', accounts)
    : l10n.t('{0} of {1} accounts are scanned without a problem', scannedWithoutProblem, accounts);
}

function describeStale(summary: Summary, now: number): string | undefined {
  if (summary.stale === 0) {
    return undefined;
  }
  return summary.readAt === undefined
    ? l10n.t('out of date')
    : l10n.t('as of {0}', describeTime(summary.readAt, now));
}

/** The line beside the view's title: when it was read, with which profile, where. */
export function describeSource(
  snapshot: Snapshot,
  { readAt }: Summary,
  configuration: Configuration,
  now: number,
): string {
  const [reading] = snapshot.readings;
  const count = snapshot.readings.length;
  const readCount = snapshot.readings.filter((each) => each.readAt !== undefined).length;
  const many =
    readCount === 0 || readCount === count
      ? l10n.t('{0} Regions', count)
      : l10n.t('{0} of {1} Regions', readCount, count);
  const regions = count > 1 ? many : reading?.region;
  return [readAt === undefined ? undefined : describeTime(readAt, now), configuration.profile, regions]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
}

/**
 * The line above the rows. Says the source once more, because VS Code hides the description of a view that is
 * alone in its container, and what must always be visible: a custom endpoint, and settings that keep everything
 * from being read.
 */
export function describeNotice(
  snapshot: Snapshot,
  summary: Summary,
  configuration: Configuration,
  now: number,
): string {
  const { endpointUrl, blocked } = configuration;
  return [
    ...(blocked ? [l10n.t('Nothing is read until the settings are corrected')] : []),
    describeSource(snapshot, summary, configuration, now),
    ...(endpointUrl === undefined ? [] : [l10n.t('custom endpoint {0}', endpointUrl)]),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

export function describeBadge(count: number): string {
  return count === 1 ? l10n.t('1 account needs attention') : l10n.t('{0} accounts need attention', count);
}

/** The name of the status bar item in the menu that hides and shows it. */
export function describeStatusName(): string {
  return l10n.t('Account Status for Amazon Inspector');
}
