// Plain text about rows, for the clipboard.

import { l10n } from 'vscode';
import type { ProfileIdentity } from '../../core/ports.ts';
import type { Place } from '../../core/rows/rows.ts';
import { toSingleLine } from '../../core/text.ts';
import { type Finding, findFindings } from './findings.ts';
import type { Waiting } from './regionFailures.ts';
import { describeAccount, describeAccountRegion, describeScanTypeRow } from './rows.ts';
import { joinSentences } from './sentences.ts';
import { describeSource } from './sources.ts';
import { getScanTypes } from './stateTable.ts';

export interface DetailsFacts extends Waiting {
  /** Of the profile, as far as it is known. */
  readonly identity: ProfileIdentity | undefined;
}

/** All that is known of one account, in each of the Regions given: what its hover says, and of no Region less. */
export function describeDetails(places: readonly Place[], facts: DetailsFacts): string {
  const [first] = places;
  if (first === undefined) {
    return '';
  }
  const { label, description } = describeAccount(first.account, places, facts.now);
  return [`${label}: ${description}`, ...places.flatMap((place) => describePlace(place, facts))].join('\n');
}

/** The one permission that is needed, for whoever grants it. */
export function describePolicy(): string {
  const statement = { Effect: 'Allow', Action: 'inspector2:BatchGetAccountStatus', Resource: '*' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2);
}

function describePlace(place: Place, facts: DetailsFacts): string[] {
  const { label, description } = describeAccountRegion(place, facts.now);
  return [
    `${label === '' ? l10n.t('Region not known yet') : label}: ${description}`,
    ...describeScanTypes(place, facts.now),
    ...findFindings([place], facts).flatMap(describeFinding),
    `  ${describeSource([place], facts.identity).join(' · ')}`,
  ];
}

/** Those that are not reported, too, where any is. */
function describeScanTypes(place: Place, now: number): string[] {
  const { entry } = place;
  const isReported =
    entry.kind === 'read' && entry.answer.kind === 'status' && entry.answer.scanTypes.length > 0;
  return isReported
    ? getScanTypes([place])
        .map((scanType) => describeScanTypeRow(scanType, place, now))
        .map((row) => `  ${row.label}: ${row.description}`)
    : [];
}

function describeFinding({ title, where, why, nextStep, raw, page }: Finding): string[] {
  const heading = [...(title === undefined ? [] : [title]), ...where].join(' · ');
  const sentences = [
    ...(why === undefined ? [] : [why]),
    ...(nextStep === undefined ? [] : [l10n.t('Next step: {0}', nextStep)]),
  ];
  const text = sentences.length === 0 ? [] : [joinSentences(...sentences)];
  return [
    `  ${[...(heading === '' ? [] : [heading]), ...text].join(': ')}`,
    ...[raw, page].flatMap((line) => (line === undefined ? [] : [`    ${toSingleLine(line, 1000)}`])),
  ];
}
