/**
 * Very many rows: how long the view waits for them, and how long the extension keeps VS Code from anything else. A busy
 * machine only adds to that, so that the best of several tries counts.
 */
import { ok } from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { commands } from 'vscode';
import type { Application } from '../../../src/application.ts';
import type { Answer, Snapshot } from '../../../src/core/model.ts';
import { EMPTY_SNAPSHOT } from '../../../src/core/state/store.ts';
import { clearSettings, loadApplication } from '../../support/extensionUnderTest.ts';
import {
  ALL_ON,
  toAccounts,
  toAnswer,
  toEntry,
  toReading,
  toScanTypes,
  toScopedSnapshot,
} from '../../unit/support/builders.ts';

const REGIONS = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-central-1', 'eu-west-1'];
const accounts = toAccounts(5000);

const MAX_TRIES = 30;
/** So long without a new row, and nothing is drawn any more. */
const QUIET_MS = 250;

/** One account in `share` has the answer in each Region, the others are fully on. */
function createSnapshot(answer: Answer, share: number): Snapshot {
  const takenAt = Date.now();
  const on = toEntry(ALL_ON, { takenAt });
  const other = toEntry(answer, { takenAt });
  const entries = accounts.map((_, index) => (index % share === 0 ? other : on));
  return toScopedSnapshot(
    accounts,
    REGIONS.map((region) => toReading(entries, { region, readAt: takenAt })),
  );
}

describe('5,000 accounts in 5 Regions', () => {
  let application: Application;
  let madeAt = 0;

  before(async () => {
    await clearSettings();
    application = await loadApplication();
    await commands.executeCommand('inspectorStatus.accounts.focus');
    const { tree } = application;
    const getTreeItem = tree.getTreeItem.bind(tree);
    tree.getTreeItem = (key) => {
      madeAt = performance.now();
      return getTreeItem(key);
    };
  });

  after(() => {
    // The method of the class again.
    Reflect.deleteProperty(application.tree, 'getTreeItem');
    application.store.replace(EMPTY_SNAPSHOT);
  });

  /** Shows it; in milliseconds, the time until VS Code had the last row that it asked for, and the longest block. */
  async function show(snapshot: Snapshot): Promise<{ readonly rowsMs: number; readonly blockMs: number }> {
    const block = monitorEventLoopDelay({ resolution: 1 });
    block.enable();
    madeAt = Number.NaN;
    const startedAt = performance.now();
    application.store.replace(snapshot);
    do {
      await setTimeout(QUIET_MS);
    } while (performance.now() - madeAt < QUIET_MS);
    block.disable();
    return { rowsMs: madeAt - startedAt, blockMs: block.max / 1e6 };
  }

  it('have their rows within 300 ms, and no change holds the extension host up for 50 ms (F6)', async function () {
    this.timeout(120_000);
    const best = { firstRows: Infinity, firstBlock: Infinity, changeBlock: Infinity };
    const isGood = () => best.firstRows < 300 && best.firstBlock < 50 && best.changeBlock < 50;
    for (let tried = 0; tried < MAX_TRIES && !isGood(); tried++) {
      await show(EMPTY_SNAPSHOT);
      const first = await show(
        createSnapshot(toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', ecr: 'DISABLED' })), 40),
      );
      const change = await show(createSnapshot(toAnswer('DISABLED', toScanTypes({ ec2: 'DISABLED' })), 3));
      best.firstRows = Math.min(best.firstRows, first.rowsMs || Infinity);
      best.firstBlock = Math.min(best.firstBlock, first.blockMs);
      best.changeBlock = Math.min(best.changeBlock, change.blockMs);
    }
    ok(isGood(), JSON.stringify(best));
    ok(application.tree.getChildren().length < 10, 'in groups');
  });
});
