// Words for scan types that the settings want on: which are not, and which do not count.

import { l10n } from 'vscode';
import type { Entry, RegionReading } from '../../core/model.ts';
import type { Place } from '../../core/rows/rows.ts';
import {
  type Expected,
  findLacking,
  type Lack,
  type LackingScanType,
  lackOf,
} from '../../core/state/lacking.ts';
import { describeScanType } from './states.ts';

type ReadPlace = Pick<Place, 'entry' | 'reading'>;

function findLackingIn({ entry, reading }: ReadPlace): readonly LackingScanType[] {
  return entry.kind === 'read' ? findLacking(entry.answer, reading) : [];
}

/** As the answer has it; undefined where nothing is known. */
export function lackIn({ entry, reading }: ReadPlace, scanType: string): Lack | undefined {
  return entry.kind === 'read' ? lackOf(entry.answer, reading, scanType) : undefined;
}

/** For all accounts together. */
export function describeRequired(scanTypes: readonly string[]): string {
  return l10n.t('Must be on: {0}', describeNames(scanTypes.map((scanType) => ({ scanType }))));
}

/** For the description of a row: "ECR required", with where that is not so everywhere. */
export function describeLacking(places: readonly ReadPlace[]): string[] {
  const affected = places.filter((place) => findLackingIn(place).length > 0);
  const names = describeNames(affected.flatMap(findLackingIn));
  const [first] = affected;
  if (first === undefined) {
    return [];
  }
  if (affected.length === places.length) {
    return [l10n.t('{0} required', names)];
  }
  return affected.length === 1
    ? [l10n.t('{0} required in {1}', names, first.reading.region ?? '')]
    : [l10n.t('{0} required in {1} of {2} Regions', names, affected.length, places.length)];
}

/** For a screen reader, to which "required" alone does not say that it is off. */
export function spokenLacking(places: readonly ReadPlace[]): string[] {
  return describeLacks(places.flatMap(findLackingIn));
}

/** For the hover of an account in a Region: what is off, what is not known, and what does not count there. */
export function explainRequired(place: ReadPlace): string[] {
  const { entry, reading } = place;
  if (entry.kind !== 'read' || entry.answer.kind !== 'status') {
    return [];
  }
  const notOffered = findNotOffered(reading);
  return [
    ...describeLacks(findLackingIn(place)),
    ...(notOffered.length === 0
      ? []
      : [
          l10n.t(
            'Required but probably not offered in {0}, where no account reports it, and so not counted: {1}',
            reading.region ?? '',
            describeNames(notOffered.map((scanType) => ({ scanType }))),
          ),
        ]),
  ];
}

/** For the hover of a scan type; undefined where the settings do not ask for it. */
export function explainRequiredScanType(place: ReadPlace, scanType: string): string | undefined {
  const { reading } = place;
  if (!reading.requiredScanTypes.includes(scanType)) {
    return undefined;
  }
  if (findNotOffered(reading).includes(scanType)) {
    return l10n.t(
      'Required by the settings, but probably not offered in {0}, where no account reports it: it does not count.',
      reading.region ?? '',
    );
  }
  switch (lackIn(place, scanType)) {
    case 'off':
      return l10n.t('Required by the settings, but off: turn it on.');
    case 'notKnown':
      return l10n.t('Required by the settings, but not known to be on: look in the AWS console.');
    case undefined:
      return l10n.t('Required by the settings.');
  }
}

/** What the filter finds of a scan type. */
export function toRequiredTexts(entry: Entry, expected: Expected, scanType?: string): string[] {
  const lacking = entry.kind === 'read' ? findLacking(entry.answer, expected) : [];
  const isMeant = scanType === undefined || lacking.some((each) => each.scanType === scanType);
  return lacking.length > 0 && isMeant ? [l10n.t('Required but off'), 'required'] : [];
}

function describeLacks(lacking: readonly LackingScanType[]): string[] {
  const off = lacking.filter(({ lack }) => lack === 'off');
  const notKnown = lacking.filter(({ lack }) => lack === 'notKnown');
  return [
    ...(off.length === 0 ? [] : [l10n.t('Required but off: {0}', describeNames(off))]),
    ...(notKnown.length === 0
      ? []
      : [l10n.t('Required but not known to be on: {0}', describeNames(notKnown))]),
  ];
}

/** Each once. */
function describeNames(scanTypes: readonly { readonly scanType: string }[]): string {
  return [...new Set(scanTypes.map(({ scanType }) => describeScanType(scanType)))].join(', ');
}

/** Nothing is said to be missing in a Region of which nothing is known. */
function findNotOffered({ offeredScanTypes, requiredScanTypes }: RegionReading): readonly string[] {
  return offeredScanTypes.length === 0
    ? []
    : requiredScanTypes.filter((scanType) => !offeredScanTypes.includes(scanType));
}
