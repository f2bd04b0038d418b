// createRowCommands: the commands about the rows that are clicked or selected.

import type { AwsConnection, Clock } from '../../core/ports.ts';
import {
  type AccountRow,
  isAccountRow,
  parseRowKey,
  type RowKey,
  takeOnce,
  toRowKey,
} from '../../core/rows/rows.ts';
import type { Shown } from '../../core/sample/shown.ts';
import type { PlainCommandId } from '../ids.ts';
import { copyToClipboard } from '../outlets.ts';
import type { AccountTree } from '../tree/accountTree.ts';
import { getRowDetails } from '../tree/rowDetails.ts';
import type { ViewChoices } from '../tree/viewChoices.ts';
import { describeDetails } from '../wording/details.ts';
import { toDetailsJson, toDetailsMarkdown } from '../wording/detailsAs.ts';
import { openConsole } from './console.ts';

export interface RowCommandParts {
  readonly shown: Shown;
  readonly tree: AccountTree;
  readonly choices: ViewChoices;
  /** The rows that a command is about. */
  readonly getKeys: (clicked: unknown, selected: unknown) => readonly RowKey[];
  readonly clock: Clock;
  readonly openConnection: () => Promise<AwsConnection>;
  readonly copy: (text: string) => Promise<void>;
}

type RowCommandId = Extract<
  PlainCommandId,
  `inspectorStatus.${'refreshAccount' | `copyAccount${string}` | `copyDetails${string}` | 'openInConsole' | 'pinAccount' | 'unpinAccount'}`
>;

export function createRowCommands(
  parts: RowCommandParts,
): Record<RowCommandId, (clicked?: unknown, selected?: unknown) => unknown> {
  const { shown, tree, choices, getKeys, clock, openConnection, copy } = parts;
  const getAccountRows = (clicked: unknown, selected: unknown): AccountRow[] =>
    getKeys(clicked, selected)
      .map(parseRowKey)
      .filter(isAccountRow)
      .filter((row) => tree.getPlaces(row).length > 0);

  return {
    'inspectorStatus.refreshAccount': async (clicked, selected) => {
      const rows = getAccountRows(clicked, selected);
      if (rows.length > 0) {
        const parts = rows.map((row) => ({
          scope: row.scope,
          accountIds: [row.id],
          region: row.kind === 'account' ? undefined : row.region || undefined,
        }));
        await shown.refresh('person', { kind: 'some', parts });
      }
    },
    'inspectorStatus.copyAccountId': async (clicked, selected) => {
      const ids = new Set(getKeys(clicked, selected).flatMap((key) => tree.getAccountIds(key)));
      if (ids.size > 0) {
        await copy([...ids].join('\n'));
      }
    },
    'inspectorStatus.copyDetails': async (clicked, selected) => {
      const details = new Set(
        getKeys(clicked, selected).map((key) => {
          const row = parseRowKey(key);
          if (!isAccountRow(row)) {
            return tree.describeRow(key);
          }
          const places = tree.getPlaces(row);
          return describeDetails(places, { ...tree.waiting, identity: tree.getIdentityOf(places) });
        }),
      );
      // Of a row that is not there.
      details.delete('');
      if (details.size > 0) {
        await copy([...details].join('\n\n'));
      }
    },
    'inspectorStatus.copyDetailsAsJson': async (clicked, selected) => {
      const rows = getKeys(clicked, selected).flatMap(
        (key) => getRowDetails(key, tree, shown.configuration) ?? [],
      );
      if (rows.length > 0) {
        // Says itself what it is: a line above it would be no JSON.
        await copyToClipboard(toDetailsJson(rows, shown.isSample));
      }
    },
    'inspectorStatus.copyDetailsAsMarkdown': async (clicked, selected) => {
      const keys = getKeys(clicked, selected);
      const rows = keys.map(parseRowKey).filter(isAccountRow);
      const places = takeOnce(rows.map((row) => tree.getPlaces(row)));
      const others = keys
        .filter((key) => !isAccountRow(parseRowKey(key)))
        .map((key) => tree.describeRow(key));
      const markdown = toDetailsMarkdown([...places], others, clock.now());
      if (markdown !== '') {
        await copy(markdown);
      }
    },
    'inspectorStatus.openInConsole': async (clicked) => {
      // One page: of the row that was clicked, whatever else is selected.
      const [row] = getAccountRows(clicked, undefined);
      if (row !== undefined) {
        await openConsole(tree.getPlaces(row), openConnection);
      }
    },
    'inspectorStatus.pinAccount': (clicked, selected) =>
      choices.setPinned(getAccountRows(clicked, selected).map(toRowKey), true),
    'inspectorStatus.unpinAccount': (clicked, selected) =>
      choices.setPinned(getKeys(clicked, selected), false),
  };
}
