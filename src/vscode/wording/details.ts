// Plain text about rows, for the clipboard.

import { l10n } from 'vscode';
import type { Place } from '../../core/rows/rows.ts';
import { faultsOf } from '../../core/state/summary.ts';
import { toSingleLine } from '../../core/text.ts';
import { explainError } from './errors.ts';
import { describeAccount, describeAccountRegion, describeScanTypeRow } from './rows.ts';
import { joinSentences } from './sentences.ts';
import { describeDateTime } from './times.ts';

/** All that is known of one account, in each of the Regions given. */
export function describeDetails(places: readonly Place[], now: number): string {
  const [first] = places;
  if (first === undefined) {
    return '';
  }
  const { label, description } = describeAccount(first.account, places, now);
  return [`${label}: ${description}`, ...places.flatMap((place) => describePlace(place, now))].join('\n');
}

/** The one permission that is needed, for whoever grants it. */
export function describePolicy(): string {
  const statement = { Effect: 'Allow', Action: 'inspector2:BatchGetAccountStatus', Resource: '*' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2);
}

function describePlace(place: Place, now: number): string[] {
  const { reading, entry } = place;
  const { label, description } = describeAccountRegion(place, now);
  const lines = [`${label}: ${description}`];
  if (entry.kind !== 'read') {
    return lines;
  }
  if (entry.answer.kind === 'status') {
    for (const { scanType } of entry.answer.scanTypes) {
      const row = describeScanTypeRow(scanType, place, now);
      lines.push(`  ${row.label}: ${row.description}`);
    }
    for (const fault of faultsOf(entry.answer)) {
      const { title, why, nextStep } = explainError(fault);
      lines.push(`  ${title}: ${joinSentences(why, l10n.t('Next step: {0}', nextStep))}`);
      lines.push(`    ${toSingleLine(`${fault.code} ${fault.message ?? ''}`, 1000)}`);
    }
  }
  const profile = reading.scope.profile === '' ? l10n.t('default credentials') : reading.scope.profile;
  lines.push(`  ${l10n.t('Read at {0} with {1}.', describeDateTime(entry.takenAt), profile)}`);
  return lines;
}
