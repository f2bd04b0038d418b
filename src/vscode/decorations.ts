// rowDecorations: marks rows that failed or have changed, and greys those that are out of date. What a row needs is
// part of its address, so nothing is kept here and nothing has to be told when a row changes.

import { FileDecoration, type FileDecorationProvider, l10n, ThemeColor, Uri } from 'vscode';
import type { ChangeKey } from '../core/changes/changeRows.ts';
import type { RowKey } from '../core/rows/rows.ts';
import { DECORATION_SCHEME } from './ids.ts';

export interface RowMarks {
  readonly isFaulty: boolean;
  readonly isStale: boolean;
  /** What has changed, in words; undefined where nothing has since somebody looked. */
  readonly news?: string | undefined;
}

/** The address that gives the row its decoration, or undefined for a row that needs none. */
export function toDecorationUri(
  key: RowKey | ChangeKey,
  { isFaulty, isStale, news = '' }: RowMarks,
): Uri | undefined {
  const query = isFaulty ? 'error' : isStale ? 'stale' : '';
  return query === '' && news === ''
    ? undefined
    : Uri.from({ scheme: DECORATION_SCHEME, path: `/${key}`, query, fragment: news });
}

/** News go with either of the others, which say how things are and keep their colour: there is room for two signs. */
export const rowDecorations: FileDecorationProvider = {
  provideFileDecoration({ scheme, query, fragment }) {
    if (scheme !== DECORATION_SCHEME) {
      return undefined;
    }
    const [sign, words, color] =
      query === 'error'
        ? ['!', l10n.t('Failed'), 'list.errorForeground']
        : query === 'stale'
          ? ['~', l10n.t('Out of date'), 'descriptionForeground']
          : ['', '', 'list.highlightForeground'];
    return new FileDecoration(
      `${sign}${fragment === '' ? '' : '●'}`,
      [words, fragment].filter((each) => each !== '').join(' · '),
      new ThemeColor(color),
    );
  },
};
