/** Secrets in what the service says are in no row, no hover, no status and no copied text. */
import { deepEqual, match, ok } from 'node:assert/strict';
import { commands, env } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { toFailed } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import {
  changeSettings,
  clearSettings,
  isSettled,
  loadApplication,
  toHoverText,
  waitForSnapshot,
} from '../../support/extensionUnderTest.ts';
import { ALL_CANARIES, CANARIES, findCanaries } from '../../unit/support/canaries.ts';

const ids = CANARIES.map((_, index) => String(300000000000 + index));

describe('Secrets in what the service says', () => {
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({
      scenario: {
        description: 'a secret in each message',
        regions: {
          '*': {
            accounts: Object.fromEntries(
              CANARIES.map(({ text }, index) => [ids[index], toFailed('INTERNAL_ERROR', text)]),
            ),
          },
        },
      },
    });
    application = await loadApplication();
    await changeSettings({ accountIds: ids, regions: ['us-east-1'], endpointUrl: emulator.url });
    await waitForSnapshot(application, isSettled);
  });

  after(async () => {
    await clearSettings();
    await emulator.close();
  });

  /** Every row with all that it shows: label, description, hover, what a screen reader says. */
  const readRows = (key?: string): string =>
    application.tree
      .getChildren(key)
      .map((child) => {
        const item = application.tree.resolveTreeItem(application.tree.getTreeItem(child), child);
        return [JSON.stringify(item), toHoverText(item.tooltip), readRows(child)].join('\n');
      })
      .join('\n');

  const copyAll = async (): Promise<string> => {
    const keys = application.tree.getChildren();
    await commands.executeCommand('inspectorStatus.copyDetails', keys[0], keys);
    return env.clipboard.readText();
  };

  it('are in no row, no hover and no copied details of the accounts (G8, G9)', async () => {
    const [rows, copied] = [readRows(), await copyAll()];
    ok(ids.every((id) => rows.includes(id) && copied.includes(id)));
    match(copied, /the key \*\*\* is not active/);
    match(rows, /the key \*+ is not active/);
    deepEqual(findCanaries(rows), []);
    deepEqual(findCanaries(copied), []);
  });

  it('nor in what is shown of a Region that fails (G8, G9)', async () => {
    emulator.use(
      healthyWithFaults({
        fault: { kind: 'serviceError', type: 'AccessDeniedException', message: ALL_CANARIES },
      }),
    );
    await commands.executeCommand('inspectorStatus.refresh');
    const [rows, copied] = [readRows(), await copyAll()];
    match(rows, /AccessDeniedException[^\n]* the key \*+ is not active/);
    deepEqual(findCanaries(rows), []);
    deepEqual(findCanaries(copied), []);
  });
});
