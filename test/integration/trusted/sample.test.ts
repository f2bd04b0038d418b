/** Sample data: entered, refreshed, left; nothing is called, written or kept for it, and the own accounts come back. */
import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, env, MarkdownString, workspace } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { isSample } from '../../../src/core/model.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { healthy } from '../../emulator/scenarios/healthyBut.ts';
import {
  changeSettings,
  clearSettings,
  findItem,
  getTestAccess,
  isSettled,
  loadApplication,
  toHoverText,
  toTreeText,
  waitForSnapshot,
  waitUntil,
} from '../../support/extensionUnderTest.ts';

describe('Sample data', () => {
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
    application = await loadApplication();
  });

  beforeEach(async () => {
    await changeSettings({
      endpointUrl: emulator.url,
      regions: ['us-east-1'],
      accountIds: ['111122223333', '222233334444'],
    });
    await waitForSnapshot(application, isSettled);
    emulator.clearRequests();
  });

  afterEach(async () => {
    await commands.executeCommand('inspectorStatus.leaveSampleData');
    await clearSettings();
  });

  after(() => emulator.close());

  const show = async () => {
    await commands.executeCommand('inspectorStatus.showSampleData');
    await waitForSnapshot(application, (snapshot) => isSample(snapshot) && isSettled(snapshot));
  };
  const findRow = (text: string, ...above: string[]) =>
    findItem(
      application,
      text,
      above.reduce<string | undefined>((key, each) => findItem(application, each, key).key, undefined),
    );

  it('is entered, refreshed and left without a call; the own accounts come back as they were', async () => {
    const own = application.store.current;
    const ownText = toTreeText(application);
    const settings = JSON.stringify(workspace.getConfiguration('inspectorStatus'));
    const keptPath = join((await getTestAccess()).storageUri?.fsPath ?? '', 'snapshot.jsonl');
    await waitUntil(
      // The address is this file's own: earlier tests kept the same accounts.
      async () => existsSync(keptPath) && readFileSync(keptPath, 'utf8').includes(emulator.url),
    );
    const kept = readFileSync(keptPath, 'utf8');

    await show();
    const first = toTreeText(application);
    doesNotMatch(first, /111122223333|222233334444/);
    match(first, /Alder Retail/);
    await commands.executeCommand('inspectorStatus.refresh');
    const second = toTreeText(application);
    ok(second !== first);
    await changeSettings({ regions: ['us-east-1', 'eu-central-1'] });
    await changeSettings({ regions: ['us-east-1'] });
    equal(emulator.requests.length, 0);
    equal(JSON.stringify(workspace.getConfiguration('inspectorStatus')), settings);
    equal(readFileSync(keptPath, 'utf8'), kept);

    emulator.clearRequests();
    await commands.executeCommand('inspectorStatus.leaveSampleData');
    equal(toTreeText(application), ownText);
    deepEqual(
      application.store.current.scopes.map(({ accounts }) => accounts.map(({ id }) => id)),
      own.scopes.map(({ accounts }) => accounts.map(({ id }) => id)),
    );
    doesNotMatch(readFileSync(keptPath, 'utf8'), /Alder|0000[0-9]{8}/);
  });

  it('is marked in the status bar, in hovers and in what is copied', async () => {
    await show();
    application.statusBar.redraw();
    const shown = application.statusBar.shown;
    match(shown?.text ?? '', /^\$\(beaker\) Sample data · \d+\/\d+/);
    equal(shown?.backgroundColor, undefined);
    match(shown?.accessibilityInformation?.label ?? '', /Sample data/);
    ok(shown?.tooltip instanceof MarkdownString);
    deepEqual(shown.tooltip.isTrusted, { enabledCommands: ['inspectorStatus.leaveSampleData'] });
    match(shown.tooltip.value, /\[Leave Sample Data\]\(command:inspectorStatus\.leaveSampleData\)/);
    const mark = /^_?Sample data: these accounts are made up, nothing is read from AWS/;
    const account = findRow('payments-live', 'Alder Retail');
    match(toHoverText(account.tooltip), mark);
    match(toHoverText(findRow('signed out', 'Cedar Logistics').tooltip ?? ''), mark);
    await commands.executeCommand('inspectorStatus.copyAccountId', account.key);
    match(await env.clipboard.readText(), /^Sample data: .*\n\n0000[0-9]{8}$/);
    await commands.executeCommand('inspectorStatus.copyDetails', account.key);
    match(await env.clipboard.readText(), /^Sample data: .*\n\npayments-live/);
    await commands.executeCommand('inspectorStatus.leaveSampleData');
    await commands.executeCommand('inspectorStatus.copyAccountId', findRow('111122223333').key);
    equal(await env.clipboard.readText(), '111122223333');
    doesNotMatch(application.statusBar.shown?.text ?? '', /Sample/);
  });

  it('has a filter of its own', async () => {
    application.choices.setFilter({ text: '4444', quick: undefined });
    await show();
    match(toTreeText(application), /Alder Retail/);
    application.choices.setFilter({ text: 'payments', quick: undefined });
    match(toTreeText(application), /payments-live/);
    await commands.executeCommand('inspectorStatus.leaveSampleData');
    match(toTreeText(application), /^\[pass\] 222233334444/m);
    doesNotMatch(toTreeText(application), /111122223333/);
    await commands.executeCommand('inspectorStatus.clearFilter');
    await show();
    match(toTreeText(application), /payments-live/);
    doesNotMatch(toTreeText(application), /fleet-live/);
    await commands.executeCommand('inspectorStatus.clearFilter');
  });

  it('has pins of its own, which end with the window', async () => {
    const { choices } = application;
    const getPins = () => [...choices.current.pins];
    const own = findRow('111122223333').key;
    await commands.executeCommand('inspectorStatus.pinAccount', own);
    deepEqual(getPins(), [own]);
    await show();
    deepEqual(getPins(), []);
    const { key } = findRow('payments-live', 'Alder Retail');
    await commands.executeCommand('inspectorStatus.pinAccount', key);
    deepEqual(getPins(), [key]);
    await commands.executeCommand('inspectorStatus.leaveSampleData');
    deepEqual(getPins(), [own]);
    await show();
    deepEqual(getPins(), [key]);
    await commands.executeCommand('inspectorStatus.leaveSampleData');
    await commands.executeCommand('inspectorStatus.unpinAccount', own);
    deepEqual(getPins(), []);
  });

  it('is not what commands about AWS and the settings are for: they say so, and do nothing', async () => {
    await show();
    const account = findRow('payments-live', 'Alder Retail').key;
    const trouble = findRow('signed out', 'Cedar Logistics').key;
    const waiting = [
      commands.executeCommand('inspectorStatus.openInConsole', account),
      commands.executeCommand('inspectorStatus.signInForRow', trouble),
      commands.executeCommand('inspectorStatus.testConnectionForRow', trouble),
      commands.executeCommand('inspectorStatus.selectRegions'),
    ];
    let isOver = false;
    void Promise.all(waiting).then(() => (isOver = true));
    await waitUntil(async () => {
      await commands.executeCommand('notifications.clearAll');
      return isOver;
    });
    ok(isSample(application.store.current));
    equal(emulator.requests.length, 0);
  });
});
