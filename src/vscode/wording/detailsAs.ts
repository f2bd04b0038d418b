// toDetailsJson, toDetailsMarkdown: what is known of rows, for programs and for other people.

import { l10n } from 'vscode';
import type { RowDetails } from '../../core/rows/details.ts';
import type { Place } from '../../core/rows/rows.ts';
import { toMarkdownLine } from './inert.ts';
import { describePlace, describeScanTypeStatus, findScanType } from './rows.ts';
import { describeScanType } from './states.ts';
import { getScanTypes } from './stateTable.ts';
import { describeDateTime } from './times.ts';

/** Raised when the shape of the rows changes in a way that a script would trip over. */
const VERSION = 1;

/** Each row once, as a scan type says the same as its account. Ids are texts: a number would lose its leading zeros. */
export function toDetailsJson(rows: readonly RowDetails[], isSample: boolean): string {
  const unique = new Map(rows.map((row) => [JSON.stringify(row), row]));
  return JSON.stringify({ version: VERSION, sample: isSample, rows: [...unique.values()] }, undefined, 2);
}

/** A table with a line for each account and Region, then the other rows; empty where there is nothing. */
export function toDetailsMarkdown(places: readonly Place[], others: readonly string[], now: number): string {
  const table = places.length === 0 ? [] : [toTable(places, now)];
  const lines = new Set(others.filter((text) => text !== ''));
  const list = [...lines].map((text) => `- ${toMarkdownLine(text)}`);
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
  return [toRow(header), `|${' --- |'.repeat(header.length)}`, ...rows.map(toRow)].join('\n');
}

function toRow(cells: readonly string[]): string {
  return `| ${cells.map(toMarkdownLine).join(' | ')} |`;
}
