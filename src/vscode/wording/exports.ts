// Words for exporting: the formats, and how far it is.

import { l10n } from 'vscode';
import { describeNumber } from './numbers.ts';

export const EXPORT_FORMATS = ['csv', 'json', 'report'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export function describeExportFormat(format: ExportFormat): string {
  switch (format) {
    case 'csv':
      return 'CSV';
    case 'json':
      return 'JSON';
    case 'report':
      return l10n.t('Markdown report');
  }
}

export function explainExportFormat(format: ExportFormat): string {
  switch (format) {
    case 'csv':
      return l10n.t('for spreadsheets: a line for each scan type of an account in a Region');
    case 'json':
      return l10n.t('for programs: an object for each account in a Region');
    case 'report':
      return l10n.t('for people: counts and a table');
  }
}

export function describeExportProgress(count: number): string {
  return count === 0
    ? l10n.t('Collecting…')
    : l10n.t('{0} accounts and Regions so far', describeNumber(count));
}
