/** A bug in the rows: one row says so, the log has it without secrets, and the next drawing is as ever. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { ThemeIcon, TreeItem } from 'vscode';
import { parseRowKey } from '../../../src/core/rows/rows.ts';
import { GuardedRows } from '../../../src/vscode/tree/guardedRows.ts';
import { getTestAccess } from '../../support/extensionUnderTest.ts';

type Tree = ConstructorParameters<typeof GuardedRows>[0];

const bug = () => {
  throw new TypeError('a bug in the rows');
};

function start(broken: Partial<Tree>) {
  const bugs: string[] = [];
  const whole: Tree = {
    getChildren: (key) => (key === undefined ? ['account/111122223333'] : []),
    getTreeItem: (key) => new TreeItem(key),
    getParent: () => undefined,
    resolveTreeItem: (item) => item,
  };
  const tree = { ...whole, ...broken };
  const rows = new GuardedRows(tree, { recordBug: (where, error) => bugs.push(`${where} ${error}`) });
  return { rows, bugs, mend: () => Object.assign(tree, whole) };
}

describe('A bug in the rows', () => {
  it('makes one row that says so, instead of an empty view or a spinner; it goes with the bug (E15)', () => {
    const { rows, bugs, mend } = start({ getChildren: bug });
    const [key = '', ...others] = rows.getChildren();
    deepEqual(others, []);
    const item = rows.getTreeItem(key);
    deepEqual(
      [item.label, item.description],
      ['Rows cannot be shown', 'An error in the extension: see the log, then refresh.'],
    );
    ok(item.iconPath instanceof ThemeIcon && item.iconPath.id === 'error');
    equal(item.command?.command, 'inspectorStatus.showLog');
    match(item.accessibilityInformation?.label ?? '', /^Rows cannot be shown\. An error/);
    deepEqual([item.id, rows.getParent(key), rows.resolveTreeItem(item, key)], [key, undefined, item]);
    equal(parseRowKey(key), undefined, 'no command takes it for a row');
    rows.getChildren();
    deepEqual(bugs, ['rows TypeError: a bug in the rows'], 'once, however often it is drawn');
    mend();
    deepEqual(rows.getChildren(), ['account/111122223333']);
  });

  it('under one row leaves the others as they are (E15)', () => {
    const { rows } = start({
      getChildren: (key) => (key === undefined ? ['account/111122223333'] : bug()),
    });
    const [account = ''] = rows.getChildren();
    equal(rows.getTreeItem(account).label, account);
    const [key = ''] = rows.getChildren(account);
    equal(rows.getTreeItem(key).label, 'Rows cannot be shown');
    equal(rows.getParent(key), account);
  });

  it('in what one row says leaves that row without words of its own, and its hover empty (E15)', () => {
    const { rows, bugs } = start({ getTreeItem: bug, resolveTreeItem: bug, getParent: bug });
    const [key = ''] = rows.getChildren();
    const item = rows.getTreeItem(key);
    deepEqual([item.label, item.id], ['Rows cannot be shown', key]);
    equal(rows.resolveTreeItem(item, key), item);
    equal(rows.getParent(key), undefined);
    equal(bugs.length, 1);
  });

  it('is guarded against in the view itself', async () => {
    const { rows, tree } = await (await getTestAccess()).load();
    ok(rows instanceof Object && rows.getChildren().length === tree.getChildren().length);
  });
});
