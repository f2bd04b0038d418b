// Words for all accounts together: status bar, title of the view, badge.

import { l10n, type MarkdownString } from 'vscode';
import { isSample, type Snapshot } from '../../core/model.ts';
import type { Configuration } from '../../core/settings/configuration.ts';
import { ACCOUNT_STATES } from '../../core/state/accountStates.ts';
import type { Summary } from '../../core/state/tally.ts';
import { getAllTroubles } from '../../core/state/troubles.ts';
import { toSingleLine } from '../../core/text.ts';
import { describeAccountState } from './groups.ts';
import { createMarkdown, toInertMarkdown } from './inert.ts';
import { describeNumber } from './numbers.ts';
import { describeRequired } from './required.ts';
import { appendLeaveLink, appendSampleMark, describeSample, describeSampleName } from './sample.ts';
import { describeConditionCount } from './states.ts';
import { describeAge, describeOldest, describeReadTimes, describeTimeOrAge } from './times.ts';
import { describeTrouble } from './troubles.ts';

/** The view has them all; in the hover of the status bar, the counts must be seen beside them. */
const MAX_TROUBLES = 8;

const APART_MS = 60 * 60_000;

export interface StatusWords {
  /** For the status bar; `$(…)` names an icon, and no foreign text is in it. */
  readonly text: string;
  readonly hover: MarkdownString;
  readonly accessibleLabel: string;
  /** Somebody must act; text and label say so too, because not every theme shows a colour for it. */
  readonly needsAttention: boolean;
}

export function describeSummary(
  snapshot: Snapshot,
  summary: Summary,
  configuration: Configuration,
  now: number,
): StatusWords {
  const isRefreshing = snapshot.activity.kind === 'refreshing';
  const count = `${isAnythingKnown(snapshot) ? summary.scannedWithoutProblem : '?'}/${summary.accounts}`;
  const needsAttention =
    summary.needAttention > 0 ||
    countErrors(configuration) > 0 ||
    getAllTroubles(snapshot).some((trouble) => trouble.needsAttention);
  const isMadeUp = isSample(snapshot);
  const parts = describeParts(snapshot, summary, configuration, now);
  const hover = createMarkdown();
  hover.appendMarkdown(`**${l10n.t('Account Status for Amazon Inspector')}**\n\n`);
  if (isMadeUp) {
    appendSampleMark(hover);
    appendLeaveLink(hover);
  }
  hover.appendMarkdown(`${toInertMarkdown(parts.health)}\n\n`);
  hover.appendMarkdown(parts.concerns.map((line) => `- ${toInertMarkdown(line)}\n`).join(''));
  for (const paragraph of [parts.counts.join(', '), ...parts.facts]) {
    hover.appendMarkdown(`\n${toInertMarkdown(paragraph)}\n`);
  }
  const icon = isRefreshing ? '$(loading~spin)' : isMadeUp ? '$(beaker)' : '$(shield)';
  // Nobody has to act on made-up accounts.
  const asksToAct = needsAttention && !isMadeUp;
  const { health, concerns, counts, facts } = parts;
  const described = [
    ...(isMadeUp ? [describeSample()] : []),
    ...[health, ...concerns, ...counts, ...facts],
  ].join(', ');
  const shown = [isMadeUp ? describeSampleName() : undefined, count, describeStale(summary, now)];
  return {
    text: [
      icon,
      shown.filter((part) => part !== undefined).join(' · '),
      ...(asksToAct ? ['$(warning)'] : []),
    ].join(' '),
    hover,
    accessibleLabel: asksToAct
      ? l10n.t('Amazon Inspector needs attention: {0}', described)
      : l10n.t('Amazon Inspector: {0}', described),
    needsAttention: asksToAct,
  };
}

/** In the order in which they are read. */
interface StatusParts {
  readonly health: string;
  /** What somebody may have to do something about. */
  readonly concerns: readonly string[];
  /** As the groups by state say it, in their order: they add up to all accounts. */
  readonly counts: readonly string[];
  readonly facts: readonly string[];
}

function describeParts(
  snapshot: Snapshot,
  summary: Summary,
  configuration: Configuration,
  now: number,
): StatusParts {
  const stale = describeStale(summary, now);
  const health = describeHealth(summary, isAnythingKnown(snapshot));
  return {
    health: stale === undefined ? health : `${health} · ${stale}`,
    concerns: [
      ...(summary.needAttention > 0 ? [describeBadge(summary.needAttention)] : []),
      ...(summary.lacking > 0 ? [describeConditionCount('lacking', summary.lacking)] : []),
      ...describeTroubles(snapshot, configuration, now),
      ...describeProblemCount(countErrors(configuration)),
    ],
    counts: ACCOUNT_STATES.flatMap((state) => {
      const count = summary.byState.get(state) ?? 0;
      return count === 0 ? [] : [l10n.t('{0}: {1}', describeAccountState(state), describeNumber(count))];
    }),
    facts: [
      ...(configuration.requiredScanTypes.length > 0
        ? [describeRequired(configuration.requiredScanTypes)]
        : []),
      ...describeCalls(snapshot),
      summary.readAt === undefined
        ? l10n.t('Not read completely yet')
        : describeReadTimes(summary.readAt, summary.lastReadAt ?? summary.readAt),
    ],
  };
}

function describeTroubles(
  snapshot: Snapshot,
  { refreshIntervalMinutes }: Configuration,
  now: number,
): string[] {
  const troubles = getAllTroubles(snapshot);
  const shown = troubles.slice(0, MAX_TROUBLES).map((trouble) => {
    const { where, title } = describeTrouble(trouble, now, refreshIntervalMinutes > 0);
    const scope = snapshot.scopes.length > 1 ? [toSingleLine(trouble.scope.name, 100)] : [];
    return `${[...scope, where].join(' · ')}: ${title}`;
  });
  const more = troubles.length - shown.length;
  return more === 0
    ? shown
    : [...shown, more === 1 ? l10n.t('1 more problem') : l10n.t('{0} more problems', describeNumber(more))];
}

function describeProblemCount(count: number): string[] {
  if (count === 0) {
    return [];
  }
  return [
    count === 1
      ? l10n.t('1 problem in the settings')
      : l10n.t('{0} problems in the settings', describeNumber(count)),
  ];
}

function describeCalls({ activity }: Snapshot): string[] {
  if (activity.kind !== 'refreshing') {
    return [];
  }
  return [
    activity.totalCalls > 0
      ? l10n.t('Refreshing: {0} of {1} calls', activity.doneCalls, activity.totalCalls)
      : l10n.t('Refreshing'),
  ];
}

function isAnythingKnown({ readings }: Snapshot): boolean {
  return readings.some(({ entries }) => entries.some(({ kind }) => kind === 'read'));
}

function countErrors({ problems }: Configuration): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

function describeHealth({ accounts, scannedWithoutProblem, allWell }: Summary, isKnown: boolean): string {
  if (!isKnown) {
    return accounts === 1
      ? l10n.t('Nothing is known yet about the account')
      : l10n.t('Nothing is known yet about {0} accounts', describeNumber(accounts));
  }
  if (allWell && accounts === 1) {
    return l10n.t('The account is scanned without a problem');
  }
  return allWell
    ? l10n.t('All {0} accounts are scanned without a problem', describeNumber(accounts))
    : l10n.t(
        '{0} of {1} accounts are scanned without a problem',
        describeNumber(scannedWithoutProblem),
        describeNumber(accounts),
      );
}

function describeStale(summary: Summary, now: number): string | undefined {
  if (summary.stale === 0) {
    return undefined;
  }
  if (summary.stale < summary.accounts) {
    return l10n.t('{0} out of date', describeNumber(summary.stale));
  }
  if (summary.readAt === undefined) {
    return l10n.t('out of date');
  }
  return isOldest(summary) ? describeOldest(summary.readAt, now) : describeAge(summary.readAt, now);
}

/** Others were read long after it: further apart than refreshes are. */
function isOldest({ readAt = 0, lastReadAt = 0 }: Summary): boolean {
  return lastReadAt - readAt >= APART_MS;
}

/**
 * The line beside the view's title: when it was read, with which profile, where, and how far a refresh is. `hasNotice`:
 * the line above the rows is there, and what it says is not said twice.
 */
export function describeSource(
  snapshot: Snapshot,
  summary: Summary,
  now: number,
  hasNotice: boolean,
): string {
  return [
    isSample(snapshot) ? describeSampleName() : '',
    describeReadTime(summary, now),
    hasNotice && isChoiceNoted(snapshot) ? '' : describeChoice(snapshot),
    describeRegionCount(snapshot),
    describeProgress(snapshot),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function describeReadTime(summary: Summary, now: number): string {
  if (summary.readAt === undefined) {
    return '';
  }
  return isOldest(summary) ? describeOldest(summary.readAt, now) : describeTimeOrAge(summary.readAt, now);
}

/**
 * A Region that several scopes have counts once. How many of them are read is said of one scope alone: one that fails
 * among several has a row that says so, and would count against every Region that it shares.
 */
function describeRegionCount({ scopes, readings }: Snapshot): string {
  const regions = new Set(readings.flatMap(({ region }) => region ?? []));
  const read = readings.filter(({ region, readAt }) => region !== undefined && readAt !== undefined).length;
  const [first] = regions;
  if (first === undefined || regions.size === 1) {
    return first ?? '';
  }
  return scopes.length === 1 && read > 0 && read < regions.size
    ? l10n.t('{0} of {1} Regions', read, regions.size)
    : l10n.t('{0} Regions', regions.size);
}

/** One call alone is over before anybody has read of it. */
function describeProgress({ activity }: Snapshot): string {
  return activity.kind === 'refreshing' && activity.totalCalls > 1
    ? l10n.t('{0}/{1} calls', activity.doneCalls, activity.totalCalls)
    : '';
}

/** Who chose the profile matters: a workspace that somebody else wrote decides whose rights are used. */
function describeChoice({ scopes }: Snapshot): string {
  const [first] = scopes;
  if (first === undefined || scopes.length > 1) {
    return scopes.some(({ profileIsWorkspaces }) => profileIsWorkspaces)
      ? l10n.t('{0} scopes (chosen by the workspace)', scopes.length)
      : l10n.t('{0} scopes', scopes.length);
  }
  const { profile, profileIsWorkspaces } = first;
  const name = toSingleLine(profile, 100);
  return name !== '' && profileIsWorkspaces ? l10n.t('{0} (chosen by the workspace)', name) : name;
}

/**
 * The line above the rows: what must always be visible. VS Code cuts the description of the view where the side bar is
 * narrow, and hides it where the view is alone in its container.
 */
export function describeNotice(snapshot: Snapshot, { blocked }: Configuration): string {
  return [
    ...(isSample(snapshot) ? [describeSample()] : []),
    ...(blocked ? [l10n.t('Nothing is read until the settings are corrected')] : []),
    ...(isChoiceNoted(snapshot) ? [describeChoice(snapshot)] : []),
    describeEndpoints(snapshot),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** What a workspace has chosen stands above the rows. */
function isChoiceNoted({ scopes }: Snapshot): boolean {
  return scopes.some(({ profileIsWorkspaces }) => profileIsWorkspaces);
}

/** The custom ones. */
export function describeEndpoints({ readings }: Snapshot): string {
  return [...new Set(readings.flatMap(({ endpointUrl }) => endpointUrl ?? []))]
    .map((endpointUrl) => l10n.t('custom endpoint {0}', toSingleLine(endpointUrl, 200)))
    .join(' · ');
}

export function describeBadge(count: number): string {
  return count === 1
    ? l10n.t('1 account needs attention')
    : l10n.t('{0} accounts need attention', describeNumber(count));
}

/** The name of the status bar item in the menu that hides and shows it. */
export function describeStatusName(): string {
  return l10n.t('Account Status for Amazon Inspector');
}
