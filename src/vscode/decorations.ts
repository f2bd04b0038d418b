// rowDecorations: marks rows that failed, and greys those that are out of date. What a row needs is part of its
// address, so nothing is kept here and nothing has to be told when a row changes.

import { FileDecoration, type FileDecorationProvider, l10n, ThemeColor, Uri } from 'vscode';
import type { RowKey } from '../core/rows.ts';
import { DECORATION_SCHEME } from './ids.ts';

/** The address that gives the row its decoration, or undefined for a row that needs none. */
export function toDecorationUri(key: RowKey, row: { isFaulty: boolean; isStale: boolean }): Uri | undefined {
  const query = row.isFaulty ? 'error' : row.isStale ? 'stale' : undefined;
  return query === undefined ? undefined : Uri.from({ scheme: DECORATION_SCHEME, path: `/${key}`, query });
}

export const rowDecorations: FileDecorationProvider = {
  provideFileDecoration(uri) {
    if (uri.scheme !== DECORATION_SCHEME) {
      return undefined;
    }
    return uri.query === 'error'
      ? new FileDecoration('!', l10n.t('Failed'), new ThemeColor('list.errorForeground'))
      : new FileDecoration(undefined, l10n.t('Out of date'), new ThemeColor('descriptionForeground'));
  },
};
