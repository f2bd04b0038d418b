// toCsv: a line for each scan type of an account in a Region, which spreadsheets can pivot and cannot run.

import type { ExportRecord, ScanTypeRecord } from './exportRecord.ts';

const WORD = /^(?:[A-Za-z0-9_.][A-Za-z0-9_.-]*)?$/;
const FORMULA = /^\s*['=+\-@\t\r\n＇＝＋－＠]/u;

export const CSV_COLUMNS = [
  'data',
  'scope',
  'profile',
  'accountId',
  'name',
  'region',
  'state',
  'known',
  'status',
  'errorCode',
  'errorMessage',
  'scanType',
  'reported',
  'scanTypeStatus',
  'scanTypeErrorCode',
  'scanTypeErrorMessage',
  'required',
  'lacking',
  'readAt',
  'freshness',
  'regionFailure',
] as const;

/** With a mark by which Excel knows that it is UTF-8. */
export const CSV_HEADER = `\uFEFF${toCsvLine(CSV_COLUMNS)}`;

/** Lines of the record, with their ends: one for each scan type, or one without any where none is known. */
export function toCsv(record: ExportRecord, isSample: boolean): string {
  const scanTypes: readonly (ScanTypeRecord | undefined)[] =
    record.scanTypes.length === 0 ? [undefined] : record.scanTypes;
  // Made once for all lines of the record: there may be a million.
  const account = toCells([
    isSample ? 'sample' : 'read',
    record.scope,
    record.profile,
    toSpreadsheetId(record.accountId),
    record.name ?? '',
    record.region ?? '',
    record.state,
    record.known,
    record.status ?? '',
    record.error?.code ?? '',
    record.error?.message ?? '',
  ]);
  const reading = toCells([record.readAt ?? '', record.freshness ?? '', record.regionFailure ?? '']);
  return scanTypes
    .map((each) => {
      const own = toCells([
        each?.scanType ?? '',
        each?.reported ?? '',
        each?.status ?? '',
        each?.error?.code ?? '',
        each?.error?.message ?? '',
        each === undefined ? '' : each.isRequired ? 'yes' : 'no',
        each?.lack ?? '',
      ]);
      return `${account},${own},${reading}\r\n`;
    })
    .join('');
}

/**
 * 0123-4567-8901: no spreadsheet takes that for a number and its zeros away, and it is no formula that says so. AWS
 * writes ids so, and the settings and *Add Accounts* understand it.
 */
export function toSpreadsheetId(accountId: string): string {
  return accountId.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3');
}

/** RFC 4180. */
export function toCsvLine(cells: readonly string[]): string {
  return `${toCells(cells)}\r\n`;
}

function toCells(cells: readonly string[]): string {
  return cells.map(toCell).join(',');
}

/**
 * What a spreadsheet could take for a formula begins with an apostrophe, and so does what begins with one already: who
 * takes one apostrophe off each cell has what was in it. Full-width signs count as their narrow ones in some programs.
 * In quotes is whatever is more than a word: what is done to one cell on its way out ends with it.
 */
function toCell(text: string): string {
  if (WORD.test(text)) {
    return text;
  }
  const inert = FORMULA.test(text) ? `'${text}` : text;
  return `"${inert.replaceAll('"', '""')}"`;
}
