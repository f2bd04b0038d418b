/**
 * Runs inside the extension host: gives the view its rows again and again, those of the extension from its kept snapshot,
 * and those of a bare tree in its place.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { commands, type Disposable, extensions, TreeItem, window } from 'vscode';
import type { TestAccess } from '../../src/extension.ts';
import {
  argumentsVariable,
  OPENINGS,
  type Opening,
  type OpeningRun,
  type SuiteArguments,
} from './contract.ts';
import { isRead, QUIET_MS, until, watchRows } from './rowWatch.ts';

const VIEW = 'inspectorStatus.accounts';
const RESOLUTION_MS = 5;
/** The accounts of `toLargeAccountIds` are in as many groups. */
const GROUPS = 5;

export async function run(): Promise<void> {
  const args: SuiteArguments = JSON.parse(process.env[argumentsVariable] ?? '');
  const extension = extensions.getExtension('inspector-account-status.inspector-account-status');
  let access: TestAccess = await extension?.activate();
  const first = await access.load();
  const rows = watchRows(first);
  await until(() => isRead(first.store.current));
  const kept = access.storageUri?.fsPath ?? '';
  await until(() => readdirSync(kept).length > 0);
  await commands.executeCommand(`${VIEW}.focus`);

  /** Gives the view its rows; resolves with how many were made, once no more are. */
  const open = async (opening: Opening): Promise<{ readonly made: number; close(): Promise<void> }> => {
    if (opening === 'bareFlat' || opening === 'bareGroups') {
      const tree = openBareTree(opening === 'bareFlat' ? args.accounts : GROUPS);
      await until(() => Date.now() - (tree.watch.lastAt ?? Date.now()) > QUIET_MS);
      return { made: tree.watch.made, close: async () => tree.view.dispose() };
    }
    rows.forget();
    access = access.reactivate() ?? access;
    const application = await access.load();
    // The first refresh would begin in a second, and draw what it finds.
    await application.run('inspectorStatus.cancelRefresh', []);
    await until(() => Date.now() - (rows.lastAt ?? Date.now()) > QUIET_MS);
    return {
      made: rows.made,
      async close() {
        await application.run('inspectorStatus.cancelRefresh', []);
        access.end();
      },
    };
  };

  const measure = async (opening: Opening): Promise<OpeningRun> => {
    const block = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    block.enable();
    const startedAt = Date.now();
    const { made, close } = await open(opening);
    block.disable();
    const quietAt = Date.now();
    await close();
    // The screen has to be empty before the next one.
    await delay(QUIET_MS);
    const longestBlockMs = Math.max(0, block.max / 1e6 - RESOLUTION_MS);
    return { opening, startedAt, quietAt, rowsMade: made, longestBlockMs };
  };

  const results: OpeningRun[] = [];
  for (let index = 0; index <= args.runs; index++) {
    const shift = index % OPENINGS.length;
    for (const opening of [...OPENINGS.slice(shift), ...OPENINGS.slice(0, shift)]) {
      access = access.reactivate() ?? access;
      await commands.executeCommand(`inspectorStatus.groupBy${opening === 'flat' ? 'None' : 'Automatic'}`);
      access.end();
      await delay(QUIET_MS);
      const result = await measure(opening);
      // The first one of each warms up.
      if (index > 0) {
        results.push(result);
      }
    }
  }
  writeFileSync(args.resultFile, JSON.stringify(results));
}

/** Rows with nothing but what each row has: a label, a description and an icon would be more. */
function openBareTree(count: number) {
  const keys = Array.from({ length: count }, (_, index) => String(500_000_000_000 + index));
  const watch: { made: number; lastAt: number | undefined } = { made: 0, lastAt: undefined };
  const view: Disposable = window.createTreeView(VIEW, {
    treeDataProvider: {
      getChildren: (key?: string) => (key === undefined ? keys : []),
      getTreeItem(key: string) {
        watch.made += 1;
        watch.lastAt = Date.now();
        const item = new TreeItem(key);
        item.description = 'Enabled · 5 of 5 on';
        return item;
      },
    },
  });
  return { watch, view };
}
