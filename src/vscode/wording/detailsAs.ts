// toDetailsJson, toDetailsMarkdown: what is known of rows, for programs and for other people.

import { l10n } from 'vscode';
import { redact } from '../../core/redact.ts';
import type { RowDetails } from '../../core/rows/details.ts';
import type { Place } from '../../core/rows/rows.ts';
import { describePlace, describeScanTypeStatus, findScanType } from './rows.ts';
import { describeScanType } from './states.ts';
import { getScanTypes } from './stateTable.ts';
import { describeDateTime } from './times.ts';

/** Raised when the shape of the rows changes in a way that a script would trip over. */
const VERSION = 1;

/** Ids are texts in it: a number would lose its leading zeros. */
export function toDetailsJson(rows: readonly RowDetails[], isSample: boolean): string {
  return JSON.stringify({ version: VERSION, sample: isSample, rows }, undefined, 2);
}

/** A table with a line for each account and Region, then the other rows; empty where there is nothing. */
export function toDetailsMarkdown(
  accounts: readonly (readonly Place[])[],
  others: readonly string[],
  now: number,
): string {
  const places = unique(accounts.flat());
  const table = places.length === 0 ? [] : [toTable(places, now)];
  const list = unique(others.filter((text) => text !== '')).map((text) => `- ${toSafeMarkdown(text)}`);
  return [...table, ...(list.length === 0 ? [] : [list.join('\n')])].join('\n\n');
}

function toTable(places: readonly Place[], now: number): string {
  const scanTypes = getScanTypes(places);
  const withScopes = places.some(({ reading }) => reading.scope.name !== '');
  const header = [
    l10n.t('Account'),
    l10n.t('Name'),
    ...(withScopes ? [l10n.t('Scope')] : []),
    l10n.t('Region'),
    l10n.t('State'),
    ...scanTypes.map(describeScanType),
    l10n.t('Read'),
  ];
  const rows = places.map((place) => {
    const { account, entry, reading } = place;
    return [
      account.id,
      account.name ?? '',
      ...(withScopes ? [reading.scope.name] : []),
      reading.region ?? '',
      describePlace(place, now),
      ...scanTypes.map((scanType) => {
        const status = findScanType(entry, scanType);
        return status === undefined ? '–' : describeScanTypeStatus(status);
      }),
      entry.kind === 'read' ? describeDateTime(entry.takenAt) : '',
    ];
  });
  return [
    toRow(header),
    `|${' --- |'.repeat(header.length)}`,
    ...rows.map((row) => toRow(row.map(toSafeMarkdown))),
  ].join('\n');
}

function toRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/**
 * Whatever it is pasted into makes no link, mention, image or second cell of it; dashes and dots stay readable. Secrets
 * are taken out before: afterwards they are no longer recognised, and where the text ends neither.
 */
function toSafeMarkdown(text: string): string {
  return redact(text.replace(/\s+/g, ' '))
    .replace(/[\\`*_{}[\]#+!|<>&@~$:/="]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/www\./gi, (start) => start.replace('.', '&#46;'));
}

function unique<T>(all: readonly T[]): T[] {
  return [...new Set(all)];
}
