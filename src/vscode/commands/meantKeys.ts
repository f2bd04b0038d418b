// getMeantKeys: which rows of a view a command is about.

import type { TreeView } from 'vscode';

/**
 * Those that VS Code passes: the clicked row, with the others that are selected if it is one of them. Without any, as from
 * the palette or a key, the selected ones. Arguments may be of any kind: `isKey` says which are keys of the view's rows.
 */
export function getMeantKeys<Key>(
  view: Pick<TreeView<Key>, 'selection'>,
  clicked: unknown,
  selected: unknown,
  isKey: (value: unknown) => value is Key,
): Key[] {
  const meant: readonly unknown[] =
    clicked === undefined
      ? view.selection
      : Array.isArray(selected) && selected.includes(clicked)
        ? selected
        : [clicked];
  return meant.filter(isKey);
}
