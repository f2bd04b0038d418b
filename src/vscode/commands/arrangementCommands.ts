// createArrangementCommands: the commands that group, sort and filter the accounts.

import { l10n } from 'vscode';
import { NO_FILTER, type QuickFilter, switchQuickFilter } from '../../core/rows/accountFilter.ts';
import { GROUPINGS, type Grouping, SORTINGS, type Sorting } from '../../core/rows/arrangement.ts';
import type { ArrangementCommandId } from '../ids.ts';
import { type FilterInputParts, showFilterInput } from '../inputs/filterInput.ts';
import { askChoice } from '../inputs/inputs.ts';
import { describeGrouping, describeSorting, explainGrouping } from '../wording/groups.ts';

export function createArrangementCommands(
  parts: FilterInputParts,
): Record<ArrangementCommandId, () => unknown> {
  const { choices } = parts;
  const group = (grouping: Grouping) => () => choices.setGrouping(grouping);
  const sort = (sorting: Sorting) => () => choices.setSorting(sorting);
  const filter = (quick: QuickFilter) => () =>
    choices.setFilter(switchQuickFilter(choices.currentFilter, quick));
  return {
    'inspectorStatus.groupBy': async () => {
      const { grouping } = choices.current.arrangement;
      const chosen = await pick(l10n.t('Group By'), GROUPINGS, grouping, describeGrouping, explainGrouping);
      await (chosen && choices.setGrouping(chosen));
    },
    'inspectorStatus.groupByAutomatic': group('automatic'),
    'inspectorStatus.groupByAutomaticChosen': group('automatic'),
    'inspectorStatus.groupByNone': group('none'),
    'inspectorStatus.groupByNoneChosen': group('none'),
    'inspectorStatus.groupByState': group('state'),
    'inspectorStatus.groupByStateChosen': group('state'),
    'inspectorStatus.groupByRegion': group('region'),
    'inspectorStatus.groupByRegionChosen': group('region'),
    'inspectorStatus.groupByScope': group('scope'),
    'inspectorStatus.groupByScopeChosen': group('scope'),
    'inspectorStatus.sortBy': async () => {
      const { sorting } = choices.current.arrangement;
      const chosen = await pick(l10n.t('Sort By'), SORTINGS, sorting, describeSorting);
      await (chosen && choices.setSorting(chosen));
    },
    'inspectorStatus.sortByName': sort('name'),
    'inspectorStatus.sortByNameChosen': sort('name'),
    'inspectorStatus.sortById': sort('id'),
    'inspectorStatus.sortByIdChosen': sort('id'),
    'inspectorStatus.sortByState': sort('state'),
    'inspectorStatus.sortByStateChosen': sort('state'),
    'inspectorStatus.filterAccounts': () => showFilterInput(parts),
    'inspectorStatus.filterAttention': filter('attention'),
    'inspectorStatus.filterRequired': filter('required'),
    'inspectorStatus.filterNotFullyOn': filter('notFullyOn'),
    'inspectorStatus.filterFailed': filter('failed'),
    'inspectorStatus.clearFilter': () => choices.setFilter(NO_FILTER),
  };
}

async function pick<Choice extends string>(
  title: string,
  all: readonly Choice[],
  current: Choice,
  describe: (choice: Choice) => string,
  explain?: (choice: Choice) => string,
): Promise<Choice | undefined> {
  const items = all.map((value) => ({
    label: `${value === current ? '$(check) ' : ''}${describe(value)}`,
    ...(explain === undefined ? {} : { description: explain(value) }),
    value,
  }));
  const given = await askChoice({ title }, undefined, items, current);
  return given.kind === 'given' ? given.value : undefined;
}
