// showFilterInput: one box to filter the accounts; the rows follow while somebody types.

import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import { DisposableStore } from '../../core/lifetime.ts';
import type { Clock } from '../../core/ports.ts';
import { QUICK_FILTERS, type QuickFilter, switchQuickFilter } from '../../core/rows/accountFilter.ts';
import type { GroupCounts } from '../../core/rows/layout.ts';
import { RedrawPace } from '../redraw.ts';
import type { ViewChoices } from '../tree/viewChoices.ts';
import { describeFilterResult, describeQuickFilter, explainQuickFilter } from '../wording/groups.ts';

export interface FilterInputParts {
  readonly choices: ViewChoices;
  readonly tree: {
    readonly counts: GroupCounts;
    readonly onDidArrange: (listener: () => void) => { dispose(): void };
  };
  readonly clock: Clock;
}

interface FilterItem extends QuickPickItem {
  /** Undefined for the one that leaves all as it is. */
  readonly quick?: QuickFilter;
}

/** From one letter to the next somebody who types takes about as long. */
const PAUSE_MS = 150;

/** Resolves when the box is closed, however: what is filtered then stays, because it is what can be seen. */
export async function showFilterInput({ choices, tree, clock }: FilterInputParts): Promise<void> {
  const parts = new DisposableStore();
  const input = parts.add(window.createQuickPick<FilterItem>());
  input.title = l10n.t('Filter Accounts');
  input.placeholder = l10n.t('Name, id, state, scan type, Region or error code, for example: ecr disabled');
  input.value = choices.currentFilter.text;
  let madeFor = input.value;
  /** What is active after the text has changed is what VS Code makes of it, and nobody's choice. */
  const getChosen = () => (input.value === madeFor ? input.activeItems[0]?.quick : undefined);
  const showItems = () => {
    const { quick } = choices.currentFilter;
    const active = getChosen();
    madeFor = input.value;
    input.items = [
      { label: describeFilterResult(tree.counts), alwaysShow: true },
      { label: l10n.t('Quick filters'), kind: QuickPickItemKind.Separator },
      ...QUICK_FILTERS.map((each) => ({
        label: `${each === quick ? '$(check) ' : ''}${describeQuickFilter(each)}`,
        description: explainQuickFilter(each),
        alwaysShow: true,
        quick: each,
      })),
    ];
    // What was active stays so: the list is made anew under the hands of the person.
    input.activeItems = input.items.filter((item) => item.kind === undefined && item.quick === active);
  };
  const follow = () => choices.setFilter({ ...choices.currentFilter, text: input.value });
  const pace = parts.add(new RedrawPace(clock, follow, PAUSE_MS));
  parts.add(tree.onDidArrange(showItems));
  parts.add(input.onDidChangeValue(() => pace.request()));
  showItems();
  try {
    await new Promise<void>((resolve) => {
      parts.add(input.onDidHide(() => resolve()));
      parts.add(
        input.onDidAccept(() => {
          const chosen = getChosen();
          const filter = { ...choices.currentFilter, text: input.value };
          choices.setFilter(chosen === undefined ? filter : switchQuickFilter(filter, chosen));
          input.hide();
        }),
      );
      input.show();
    });
    follow();
  } finally {
    parts.dispose();
  }
}
