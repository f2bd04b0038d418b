// Words for the rows of the accounts view: label, description and accessible label.

import { l10n, type ThemeIcon } from 'vscode';
import { faultOf } from '../../core/answers/errorCodes.ts';
import type { Account, Answer, Entry, RegionReading, ScanTypeStatus } from '../../core/model.ts';
import type { Place } from '../../core/rows/rows.ts';
import {
  type Condition,
  conditionOfEntry,
  conditionOfScanType,
  countScanTypes,
  errorOf,
  faultsOf,
  hasFault,
  isChanging,
  worstCondition,
} from '../../core/state/summary.ts';
import { toSingleLine } from '../../core/text.ts';
import { explainError } from './errors.ts';
import { describeLacking, lackIn, spokenLacking } from './required.ts';
import { describeScanType, describeStatus, getConditionIcon } from './states.ts';
import { describeAge, describeDuration, describeTime } from './times.ts';

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

const SEPARATOR = ' · ';

export function conditionOfPlace({ entry, reading }: Place): Condition {
  return conditionOfEntry(entry, reading);
}

export interface AccountMarks {
  /** The name of the scope, where it is to be said. */
  readonly scope?: string | undefined;
  readonly isPinned?: boolean;
}

/** An account over all Regions that are read; in one alone where only that is shown. */
export function describeAccount(
  account: Account,
  places: readonly Place[],
  now: number,
  { scope, isPinned = false }: AccountMarks = {},
): RowWords {
  const description = [
    // First: where the side bar is narrow, it is the end that is cut.
    ...(isPinned ? [l10n.t('pinned')] : []),
    describePlaces(places, now),
    ...(scope === undefined ? [] : [toSingleLine(scope, 100)]),
  ].join(SEPARATOR);
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
      ...spokenLacking(places),
      ...spokenAge(places, now),
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
    accessibleLabel: joinSpoken([
      region,
      description,
      ...spokenLacking([place]),
      ...spokenAge([place], now),
      ...spokenFaults([place]),
    ]),
    isFaulty: hasFault(place.entry),
    isStale,
  };
}

export function describeScanTypeRow(scanType: string, { entry, reading }: Place, now: number): RowWords {
  const label = describeScanType(scanType);
  const status = findScanType(entry, scanType);
  const isMissing = lackIn({ entry, reading }, scanType) !== undefined;
  const isStale = entry.kind === 'read' && entry.stale;
  const description = [
    describeScanTypeStatus(status),
    ...(isMissing ? [l10n.t('required')] : []),
    ...(isStale ? [describeAge(entry.takenAt, now)] : []),
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
  const isCounted = (condition: Condition) =>
    condition === 'allOn' || condition === 'someOn' || condition === 'lacking';
  const ofWorst = places.filter((_, index) => conditions[index] === worst);
  // What Inspector said comes before what was not read.
  const said = ofWorst.filter(({ entry }) => entry.kind === 'read');
  const affected = said.length > 0 ? said : ofWorst;
  const unknown = places.filter(
    (place, index) => conditions[index] === 'unknown' && !affected.includes(place),
  );
  const more = [
    ...describeUnknown(unknown, places.length),
    ...describeCount(places),
    ...describeFailing(places),
    ...describeLacking(places),
    ...describeStaleness(places, now),
  ];
  if (isCounted(worst)) {
    return [l10n.t('Enabled'), ...more].join(SEPARATOR);
  }
  const words = new Set(affected.map(({ entry }) => describeState(entry)));
  const several = worst === 'unknown' ? l10n.t('Not known') : l10n.t('Several problems');
  const state = words.size === 1 ? [...words][0] : several;
  const where =
    affected.length === places.length
      ? // Not “in all Regions”: what is not read in all of them may be read in some.
        l10n.t('{0} · all Regions', state ?? '')
      : affected.length === 1
        ? l10n.t('{0} in {1}', state ?? '', affected[0]?.reading.region ?? '')
        : l10n.t('{0} in {1} of {2} Regions', state ?? '', affected.length, places.length);
  return [where, ...more].join(SEPARATOR);
}

/** In which Regions nothing is known, beside what is known of others. */
function describeUnknown(unknown: readonly Place[], allRegions: number): string[] {
  const [first] = unknown;
  if (first === undefined) {
    return [];
  }
  const isUnread = unknown.every(({ entry }) => entry.kind === 'unread');
  if (unknown.length === 1) {
    const region = first.reading.region ?? '';
    return [isUnread ? l10n.t('not read in {0}', region) : l10n.t('not known in {0}', region)];
  }
  return [
    isUnread
      ? l10n.t('not read in {0} of {1} Regions', unknown.length, allRegions)
      : l10n.t('not known in {0} of {1} Regions', unknown.length, allRegions),
  ];
}

export function describePlace(place: Place, now: number): string {
  const { entry, reading } = place;
  const answer = entry.kind === 'read' && entry.answer.kind === 'status' ? entry.answer : undefined;
  return [
    describeState(entry),
    ...(answer?.status === 'ENABLED' ? [describeOn(answer, reading)] : []),
    ...describeFailing([place]),
    ...describeLacking([place]),
    ...describeTimes(place, now),
  ].join(SEPARATOR);
}

function describeOn(
  answer: Extract<Answer, { kind: 'status' }>,
  { offeredScanTypes }: RegionReading,
): string {
  const { on, all } = countScanTypes(answer, offeredScanTypes);
  return answer.scanTypes.length === 0 ? l10n.t('scan types not reported') : l10n.t('{0} of {1} on', on, all);
}

/** Without the count, which a table of the scan types shows. */
export function describeStateAndTime(place: Place, now: number): string {
  return [describeState(place.entry), ...describeTimes(place, now)].join(SEPARATOR);
}

/** Since when a change is under way, and from when the value is where it is out of date. */
function describeTimes({ entry }: Place, now: number): string[] {
  return entry.kind === 'read'
    ? [
        ...(isChanging(entry.answer)
          ? [l10n.t('since {0}', describeTime(entry.since ?? entry.takenAt, now))]
          : []),
        ...(entry.stale ? [describeAge(entry.takenAt, now)] : []),
      ]
    : [];
}

/** The state in words, without counts and times. */
export function describeState(entry: Entry): string {
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

/** A scan type that is on and fails counts as on: what is wrong with it is said beside. */
function describeFailing(places: readonly Place[]): string[] {
  const failing = new Set(
    places.flatMap(({ entry }) =>
      entry.kind === 'read' && entry.answer.kind === 'status'
        ? entry.answer.scanTypes.flatMap(({ scanType, error }) =>
            faultOf(error) === undefined ? [] : [scanType],
          )
        : [],
    ),
  );
  const [first] = failing;
  return first === undefined
    ? []
    : [
        failing.size === 1
          ? l10n.t('{0} fails', describeScanType(first))
          : l10n.t('{0} scan types fail', failing.size),
      ];
}

function describeStaleness(places: readonly Place[], now: number): string[] {
  const times = places.flatMap(({ entry }) => (entry.kind === 'read' && entry.stale ? [entry.takenAt] : []));
  return times.length === 0 ? [] : [describeAge(Math.min(...times), now)];
}

export function describeScanTypeStatus(scanType: ScanTypeStatus | undefined): string {
  if (scanType === undefined) {
    return l10n.t('Not reported');
  }
  const fault = faultOf(scanType.error);
  return [describeStatus(scanType.status), ...(fault === undefined ? [] : [explainError(fault).title])].join(
    SEPARATOR,
  );
}

export function findScanType(entry: Entry, scanType: string): ScanTypeStatus | undefined {
  return entry.kind === 'read' && entry.answer.kind === 'status'
    ? entry.answer.scanTypes.find((each) => each.scanType === scanType)
    : undefined;
}

/** With the time at which it is said: a row is not drawn anew each minute. */
function spokenAge(places: readonly Place[], now: number): string[] {
  const times = places.flatMap(({ entry }) => (entry.kind === 'read' && entry.stale ? [entry.takenAt] : []));
  return times.length === 0
    ? []
    : [l10n.t('stale {0} at {1}', describeDuration(Math.min(...times), now), describeTime(now, now))];
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
