// Words for the rows of the accounts view: label, description, hover and accessible label.

import { l10n, type MarkdownString, type ThemeIcon } from 'vscode';
import { faultOf } from '../../core/errorCodes.ts';
import {
  type Account,
  type Answer,
  type Entry,
  KNOWN_SCAN_TYPES,
  type RegionReading,
  type ScanTypeStatus,
  type ServiceError,
} from '../../core/model.ts';
import {
  type Condition,
  conditionOfEntry,
  conditionOfScanType,
  countScanTypes,
  errorOf,
  faultsOf,
  hasFault,
  worstCondition,
} from '../../core/summary.ts';
import { toSingleLine } from '../../core/text.ts';
import { explainError } from './errors.ts';
import { describeProfile, explainFailure } from './failures.ts';
import { appendRawText, createMarkdown, toInertMarkdown } from './inert.ts';
import { describeScanType, describeStatus, explainStatus, getConditionIcon } from './states.ts';
import { describeDateTime, describeTime } from './times.ts';

export interface RowWords {
  readonly label: string;
  readonly description: string;
  readonly icon: ThemeIcon;
  readonly accessibleLabel: string;
  /** The row failed, or one under it does. */
  readonly isFaulty: boolean;
  /** The values shown are out of date. */
  readonly isStale: boolean;
}

/** One account in one Region. */
export interface Place {
  readonly account: Account;
  readonly reading: RegionReading;
  readonly entry: Entry;
}

const SEPARATOR = ' · ';

function conditionOfPlace({ entry, reading }: Place): Condition {
  return conditionOfEntry(entry, reading.offeredScanTypes);
}

/** An account over all Regions that are read. */
export function describeAccount(account: Account, places: readonly Place[], now: number): RowWords {
  const description = describePlaces(places, now);
  const isFaulty = places.some(({ entry }) => hasFault(entry));
  const isStale = places.some(({ entry }) => entry.kind === 'read' && entry.stale);
  return {
    label: account.name === undefined ? account.id : `${account.name} ${account.id}`,
    description,
    icon: getConditionIcon(worstCondition(places.map(conditionOfPlace)), isStale),
    accessibleLabel: joinSpoken([
      account.name,
      l10n.t('account {0}', account.id),
      description,
      ...spokenFaults(places),
    ]),
    isFaulty,
    isStale,
  };
}

/** An account in one of several Regions. */
export function describeAccountRegion(place: Place, now: number): RowWords {
  const description = describePlace(place, now);
  const region = place.reading.region ?? '';
  const isStale = place.entry.kind === 'read' && place.entry.stale;
  return {
    label: region,
    description,
    icon: getConditionIcon(conditionOfPlace(place), isStale),
    accessibleLabel: joinSpoken([region, description, ...spokenFaults([place])]),
    isFaulty: hasFault(place.entry),
    isStale,
  };
}

export function describeScanTypeRow(scanType: string, entry: Entry, now: number): RowWords {
  const label = describeScanType(scanType);
  const status = findScanType(entry, scanType);
  const isStale = entry.kind === 'read' && entry.stale;
  const description = [
    describeScanTypeStatus(status),
    ...(isStale ? [l10n.t('as of {0}', describeTime(entry.takenAt, now))] : []),
  ].join(SEPARATOR);
  return {
    label,
    description,
    icon: getConditionIcon(status === undefined ? 'notReported' : conditionOfScanType(status), isStale),
    accessibleLabel: joinSpoken([label, description]),
    isFaulty: faultOf(status?.error) !== undefined,
    isStale,
  };
}

function describePlaces(places: readonly Place[], now: number): string {
  const [first] = places;
  if (places.length <= 1) {
    return first === undefined ? l10n.t('Not read') : describePlace(first, now);
  }
  const conditions = places.map(conditionOfPlace);
  const worst = worstCondition(conditions);
  const isCounted = (condition: Condition) => condition === 'allOn' || condition === 'someOn';
  if (isCounted(worst)) {
    return [l10n.t('Enabled'), ...describeCount(places), ...describeStaleness(places, now)].join(SEPARATOR);
  }
  const affected = places.filter((_, index) => conditions[index] === worst);
  const words = new Set(affected.map(({ entry }) => describeState(entry)));
  const state = words.size === 1 ? [...words][0] : l10n.t('Several problems');
  const where =
    affected.length === places.length
      ? l10n.t('{0} in all Regions', state ?? '')
      : affected.length === 1
        ? l10n.t('{0} in {1}', state ?? '', affected[0]?.reading.region ?? '')
        : l10n.t('{0} in {1} of {2} Regions', state ?? '', affected.length, places.length);
  return [where, ...describeCount(places), ...describeStaleness(places, now)].join(SEPARATOR);
}

function describePlace({ entry, reading }: Place, now: number): string {
  const parts = [describeState(entry)];
  if (entry.kind === 'read') {
    if (entry.answer.kind === 'status' && entry.answer.status === 'ENABLED') {
      const { on, all } = countScanTypes(entry.answer, reading.offeredScanTypes);
      parts.splice(
        1,
        0,
        entry.answer.scanTypes.length === 0
          ? l10n.t('scan types not reported')
          : l10n.t('{0} of {1} on', on, all),
      );
    }
    if (entry.stale) {
      parts.push(l10n.t('as of {0}', describeTime(entry.takenAt, now)));
    }
  }
  return parts.join(SEPARATOR);
}

/** The state in words, without counts and times. */
function describeState(entry: Entry): string {
  switch (entry.kind) {
    case 'waiting':
      return l10n.t('Reading…');
    case 'unread':
      return l10n.t('Not read');
    case 'read':
      return describeAnswer(entry.answer);
  }
}

function describeAnswer(answer: Answer): string {
  switch (answer.kind) {
    case 'notReturned':
      return l10n.t('Not returned by Inspector');
    case 'refused':
      return l10n.t('Refused by Inspector');
    case 'status': {
      const fault = faultOf(errorOf(answer));
      const status =
        answer.status === undefined && fault !== undefined ? [] : [describeStatus(answer.status)];
      return [...status, ...(fault === undefined ? [] : [explainError(fault).title])].join(SEPARATOR);
    }
  }
}

function describeCount(places: readonly Place[]): string[] {
  let on = 0;
  let all = 0;
  for (const { entry, reading } of places) {
    if (entry.kind === 'read' && entry.answer.kind === 'status' && entry.answer.scanTypes.length > 0) {
      const count = countScanTypes(entry.answer, reading.offeredScanTypes);
      on += count.on;
      all += count.all;
    }
  }
  return all === 0 ? [] : [l10n.t('{0} of {1} on', on, all)];
}

function describeStaleness(places: readonly Place[], now: number): string[] {
  const times = places.flatMap(({ entry }) => (entry.kind === 'read' && entry.stale ? [entry.takenAt] : []));
  return times.length === 0 ? [] : [l10n.t('as of {0}', describeTime(Math.min(...times), now))];
}

function describeScanTypeStatus(scanType: ScanTypeStatus | undefined): string {
  if (scanType === undefined) {
    return l10n.t('Not reported');
  }
  const fault = faultOf(scanType.error);
  return [describeStatus(scanType.status), ...(fault === undefined ? [] : [explainError(fault).title])].join(
    SEPARATOR,
  );
}

function findScanType(entry: Entry, scanType: string): ScanTypeStatus | undefined {
  return entry.kind === 'read' && entry.answer.kind === 'status'
    ? entry.answer.scanTypes.find((each) => each.scanType === scanType)
    : undefined;
}

/** What fails, and what fixes the first of it: a screen reader does not come to the hover easily. */
function spokenFaults(places: readonly Place[]): string[] {
  const explanations = places.flatMap(({ entry }) =>
    entry.kind === 'read' ? faultsOf(entry.answer).map(explainError) : [],
  );
  const [first] = explanations;
  const titles = [...new Set(explanations.map(({ title }) => title))].join(', ');
  return first === undefined
    ? []
    : [l10n.t('failing: {0}', titles), l10n.t('next step: {0}', first.nextStep)];
}

function joinSpoken(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(', ');
}

/** The hover of an account, or of an account in one Region: what, where, why, what fixes it, since when. */
export function createAccountHover(account: Account, places: readonly Place[]): MarkdownString {
  const markdown = createMarkdown();
  const name = account.name === undefined ? '' : `**${toInertMarkdown(account.name)}** `;
  markdown.appendMarkdown(`${name}${account.id}\n\n`);
  for (const place of places) {
    appendPlace(markdown, place, places.length === 1);
  }
  return markdown;
}

export function createScanTypeHover(place: Place, scanType: string): MarkdownString {
  const markdown = createMarkdown();
  const status = findScanType(place.entry, scanType);
  const { account, entry } = place;
  const title = account.name === undefined ? account.id : `${account.name} ${account.id}`;
  markdown.appendMarkdown(
    `**${toInertMarkdown(describeScanType(scanType))}**: ${toInertMarkdown(describeScanTypeStatus(status))}\n\n`,
  );
  markdown.appendMarkdown(`${toInertMarkdown(title)}, ${describeWhere(place.reading)}\n\n`);
  if (status === undefined) {
    markdown.appendMarkdown(`${describeAbsence(scanType, place.reading)}\n\n`);
  }
  if (status?.error !== undefined) {
    appendError(markdown, status.error);
  }
  appendReadTime(markdown, entry);
  return markdown;
}

function describeAbsence(scanType: string, { offeredScanTypes }: RegionReading): string {
  return offeredScanTypes.includes(scanType)
    ? l10n.t(
        'The answer does not name this scan type for this account, as it does for others in this Region. Not reported does not mean disabled.',
      )
    : l10n.t(
        'No account in this Region reports this scan type: it is probably not offered here, and does not count. Not reported does not mean disabled.',
      );
}

function appendPlace(markdown: MarkdownString, place: Place, inFull: boolean): void {
  const { reading, entry } = place;
  const line = `${describeWhere(reading)}: ${toInertMarkdown(describePlace(place, Date.now()))}`;
  markdown.appendMarkdown(inFull ? `${line}\n\n` : `---\n\n**${line}**\n\n`);
  if (entry.kind !== 'read') {
    if (reading.failure !== undefined) {
      const { title, why, nextStep } = explainFailure(reading.failure, describeProfile(reading.profile));
      markdown.appendMarkdown(`${toInertMarkdown(`${title}: ${why} ${nextStep}`)}\n\n`);
    }
    return;
  }
  appendAnswer(markdown, entry.answer, conditionOfPlace(place), inFull);
  appendReadTime(markdown, entry);
}

function appendAnswer(markdown: MarkdownString, answer: Answer, condition: Condition, inFull: boolean): void {
  if (answer.kind === 'notReturned') {
    markdown.appendMarkdown(
      `${l10n.t('Inspector answered, but without a word on this account. This does not mean that Inspector is disabled. Check the id, and read as the delegated administrator in this Region.')}\n\n`,
    );
    return;
  }
  if (answer.kind === 'refused') {
    markdown.appendMarkdown(
      `${l10n.t('Inspector refuses every request that holds this id; the other accounts were read without it. Check the id.')}\n\n`,
    );
    if (answer.message !== undefined) {
      appendRawText(markdown, answer.message);
    }
    return;
  }
  if (inFull && answer.scanTypes.length > 0) {
    const known: readonly string[] = KNOWN_SCAN_TYPES;
    const newer = answer.scanTypes.map((each) => each.scanType).filter((each) => !known.includes(each));
    for (const scanType of [...known, ...newer]) {
      const status = answer.scanTypes.find((each) => each.scanType === scanType);
      const words = `${describeScanType(scanType)}: ${describeScanTypeStatus(status)}`;
      markdown.appendMarkdown(`- ${toInertMarkdown(words)}\n`);
    }
    markdown.appendMarkdown('\n');
  }
  const error = errorOf(answer);
  const explanation = error === undefined ? explainStatus(condition, answer.status) : undefined;
  if (explanation !== undefined && inFull) {
    markdown.appendMarkdown(`${toInertMarkdown(explanation)}\n\n`);
  }
  if (error !== undefined) {
    appendError(markdown, error);
  }
  for (const { scanType, error } of answer.scanTypes) {
    if (error !== undefined) {
      appendError(markdown, error, describeScanType(scanType));
    }
  }
}

function appendError(markdown: MarkdownString, error: ServiceError, subject?: string): void {
  const { title, why, nextStep } = explainError(error);
  const heading = subject === undefined ? title : `${subject}: ${title}`;
  markdown.appendMarkdown(`**${toInertMarkdown(heading)}**. ${toInertMarkdown(why)}\n\n`);
  markdown.appendMarkdown(`${toInertMarkdown(l10n.t('Next step: {0}', nextStep))}\n`);
  const raw = toSingleLine(`${error.code} ${error.message ?? ''}`, 600);
  if (raw !== '') {
    appendRawText(markdown, raw);
  }
}

function appendReadTime(markdown: MarkdownString, entry: Entry): void {
  if (entry.kind === 'read') {
    const time = describeDateTime(entry.takenAt);
    markdown.appendMarkdown(
      `\n${toInertMarkdown(
        entry.stale
          ? l10n.t('Read at {0}; the latest refresh could not renew it.', time)
          : l10n.t('Read at {0}.', time),
      )}\n\n`,
    );
  }
}

function describeWhere({ region, profile }: RegionReading): string {
  return toInertMarkdown(
    region === undefined ? describeProfile(profile) : l10n.t('{0}, {1}', region, describeProfile(profile)),
  );
}
