// Words for the trouble of whole Regions or of the profile: one row each, with the buttons that help.

import { l10n, type MarkdownString, ThemeColor, ThemeIcon } from 'vscode';
import type { Failure } from '../../core/model.ts';
import type { RowKey } from '../../core/rows/rows.ts';
import { isProfileWide, type Trouble } from '../../core/state/troubles.ts';
import { toSingleLine } from '../../core/text.ts';
import { forRow, type PlainCommandId, type RowContext } from '../ids.ts';
import { describeProfile } from './credentials.ts';
import type { Explanation } from './errors.ts';
import { appendRawText, createMarkdown, toCommandLink, toInertMarkdown } from './inert.ts';
import { describeAccountCount } from './numbers.ts';
import { explainRegions, findNextTry } from './regionFailures.ts';
import { describeRegions } from './regions.ts';
import { appendSampleMark } from './sample.ts';
import { joinSentences } from './sentences.ts';
import { describeTime } from './times.ts';

export interface TroubleWords extends Explanation {
  /** Which Regions, or which profile. */
  readonly where: string;
}

/** `isAutomatic`: refreshes are made without a person's wish. */
export function describeTrouble(trouble: Trouble, now: number, isAutomatic: boolean): TroubleWords {
  const { failure, readings, everywhere } = trouble;
  const profile = describeProfile(trouble.scope.profile);
  const regions = readings.map(({ region }) => region ?? '').filter((region) => region !== '');
  const named = everywhere && regions.length > 1 ? l10n.t('All Regions') : describeRegions(regions);
  const words = explainRegions(failure, profile, readings, { now, isAutomatic });
  const title = isAboutMembers(failure) ? l10n.t('members not listed: {0}', words.title) : words.title;
  const isOfProfile = isProfileWide(failure) || isAboutMembers(failure) || regions.length === 0;
  return {
    where: isOfProfile ? profile : named,
    why: joinSentences(words.why, ...describeOldList(trouble, now)),
    title: isAutomatic ? describeNextTry(title, trouble, now) : title,
    nextStep: failure.kind === 'signedOut' ? describeSignIn(trouble, now) : words.nextStep,
  };
}

/** The first that somebody must act on, and how many there are beside it; undefined where nobody must. */
export function describeWorstTrouble(troubles: readonly Trouble[], now: number): string | undefined {
  const worst = troubles.find(({ needsAttention }) => needsAttention);
  if (worst === undefined) {
    return undefined;
  }
  const { where, title } = describeTrouble(worst, now, false);
  const others = troubles.length - 1;
  return others === 0 ? `${where}: ${title}` : l10n.t('{0} and {1} more', `${where}: ${title}`, others);
}

function isAboutMembers({ action }: Failure): boolean {
  return action !== undefined;
}

/** Which accounts are shown although their list could not be renewed. */
function describeOldList({ scope, readings }: Trouble, now: number): string[] {
  const isOld = readings.length === 0 && scope.members?.kind === 'read';
  return isOld
    ? [l10n.t('The accounts are those that were members at {0}.', describeTime(scope.members.readAt, now))]
    : [];
}

/** Where somebody has to act, that is what counts, not when it is tried again. */
function describeNextTry(title: string, { readings, needsAttention }: Trouble, now: number): string {
  const nextTryAt = findNextTry(readings, now);
  return needsAttention || nextTryAt === undefined
    ? title
    : l10n.t('{0}, next try {1}', title, describeTime(nextTryAt, now));
}

/** What signing in is good for, and what is shown until then. */
function describeSignIn({ readings }: Trouble, now: number): string {
  const count = readings[0]?.entries.length ?? 0;
  const times = readings.flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.kind === 'read' ? entry.takenAt : [])),
  );
  // Not spread into Math.min: there may be hundreds of thousands.
  const oldest = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  if (count === 0) {
    return l10n.t('Sign in to list the members of the organization.');
  }
  const accounts = describeAccountCount(count);
  return times.length === 0
    ? l10n.t('Sign in to read {0}.', accounts)
    : l10n.t('Sign in to refresh {0}; showing what was read at {1}.', accounts, describeTime(oldest, now));
}

/** What helps against a failure besides trying again, the best first. */
export function getRemedies({ kind, code, action, service }: Failure): readonly PlainCommandId[] {
  switch (kind) {
    case 'accessDenied':
      return action !== undefined
        ? ['inspectorStatus.selectProfile']
        : service === undefined
          ? ['inspectorStatus.copyPolicy']
          : [];
    case 'regionUnavailable':
      return [service === undefined ? 'inspectorStatus.selectRegions' : 'inspectorStatus.openConfig'];
    case 'noRegion':
    case 'regionNotEnabled':
      return ['inspectorStatus.selectRegions'];
    case 'signedOut':
      return ['inspectorStatus.signIn', 'inspectorStatus.selectProfile'];
    case 'profileMissing':
    case 'credentialsMissing':
      return ['inspectorStatus.selectProfile', 'inspectorStatus.openConfig'];
    case 'configUnreadable':
    case 'configMalformed':
    case 'credentialsRejected':
    case 'insecureEndpoint':
      return ['inspectorStatus.openConfig', 'inspectorStatus.selectProfile'];
    case 'credentialsFailed':
      // Nothing that is written in the files is wrong.
      return code === 'CodeRejected' ? [] : ['inspectorStatus.openConfig', 'inspectorStatus.selectProfile'];
    default:
      return [];
  }
}

/** Which button the row has beside Refresh. */
export function getTroubleContext(failure: Failure): RowContext {
  switch (getRemedies(failure)[0]) {
    case 'inspectorStatus.signIn':
      return 'trouble.signIn';
    case 'inspectorStatus.selectProfile':
      return 'trouble.selectProfile';
    case 'inspectorStatus.selectRegions':
      return 'trouble.selectRegions';
    case 'inspectorStatus.openConfig':
      return 'trouble.openConfig';
    case 'inspectorStatus.copyPolicy':
      return 'trouble.copyPolicy';
    default:
      return 'trouble';
  }
}

/** What the commands that help are called where a person can choose one. */
export function describeRemedy(command: PlainCommandId): string {
  switch (command) {
    case 'inspectorStatus.signIn':
      return l10n.t('Sign In…');
    case 'inspectorStatus.selectProfile':
      return l10n.t('Select AWS Profile…');
    case 'inspectorStatus.selectRegions':
      return l10n.t('Select Regions…');
    case 'inspectorStatus.openConfig':
      return l10n.t('Open AWS Config File');
    case 'inspectorStatus.copyPolicy':
      return l10n.t('Copy IAM Policy');
    case 'inspectorStatus.testConnection':
      return l10n.t('Test Connection…');
    default:
      return l10n.t('Refresh');
  }
}

/** That a code is asked for, or was not given, is no error. */
export function getTroubleIcon({ failure, needsAttention }: Trouble): ThemeIcon {
  if (failure.kind === 'codeNeeded') {
    return new ThemeIcon('key', new ThemeColor('problemsInfoIcon.foreground'));
  }
  return needsAttention
    ? new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground'))
    : new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'));
}

/** `key` is that of the row: the commands are run for it. */
export function createTroubleHover(trouble: Trouble, words: TroubleWords, key: RowKey): MarkdownString {
  const { where, title, why, nextStep } = words;
  const { failure, readings } = trouble;
  const hover = createMarkdown();
  if (trouble.scope.isSample) {
    appendSampleMark(hover);
  }
  const regions = readings.flatMap(({ region }) => region ?? []).join(', ');
  hover.appendMarkdown(`**${toInertMarkdown(`${where}: ${title}`)}**\n\n`);
  if (regions !== '') {
    hover.appendMarkdown(`${toInertMarkdown(l10n.t('Regions: {0}', regions))}\n\n`);
  }
  hover.appendMarkdown(
    `${toInertMarkdown(why)}\n\n${toInertMarkdown(l10n.t('Next step: {0}', nextStep))}\n\n`,
  );
  const offered: readonly PlainCommandId[] = [...getRemedies(failure), 'inspectorStatus.testConnection'];
  // Links to these commands and to no other; the text from outside in the hover can make none.
  hover.isTrusted = { enabledCommands: offered.map(forRow) };
  hover.appendMarkdown(
    `${offered.map((command) => `[${toInertMarkdown(describeRemedy(command))}](${toCommandLink(forRow(command), key)})`).join(' · ')}\n`,
  );
  appendRawText(hover, describeRawFailure(failure));
  return hover;
}

/** For the clipboard: what its hover says. */
export function describeTroubleDetails(trouble: Trouble, now: number, isAutomatic: boolean): string[] {
  const { where, title, why, nextStep } = describeTrouble(trouble, now, isAutomatic);
  const regions = trouble.readings.flatMap(({ region }) => region ?? []).join(', ');
  return [
    `${where}: ${title}`,
    ...[
      ...(regions === '' ? [] : [l10n.t('Regions: {0}', regions)]),
      why,
      l10n.t('Next step: {0}', nextStep),
      describeRawFailure(trouble.failure),
    ].map((line) => `  ${line}`),
  ];
}

/** Codes and the service's own words, on one line. */
export function describeRawFailure({ code, httpStatus, requestId, message }: Failure): string {
  const parts = [code, httpStatus && `HTTP ${httpStatus}`, requestId, message];
  return toSingleLine(parts.filter((part) => part !== undefined).join(' '), 1000);
}
