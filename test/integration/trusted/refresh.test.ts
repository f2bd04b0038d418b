/** Refreshing: by command, one at a time, cancelled, interrupted by settings. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { commands } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { toAccount } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { faults } from '../../emulator/faults.ts';
import { healthy, healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { toLargeAccountIds } from '../../emulator/scenarios/large.ts';
import { accountsOf } from '../../support/accountsOf.ts';
import {
  changeSettings,
  clearSettings,
  findItem,
  isSettled,
  loadApplication,
  toHoverText,
  toTreeText,
  waitForSnapshot,
} from '../../support/extensionUnderTest.ts';

const accountIds = ['111122223333', '222233334444'];

describe('A refresh', () => {
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
    application = await loadApplication();
  });

  beforeEach(async () => {
    emulator.use(healthy);
    await changeSettings({ endpointUrl: emulator.url, regions: ['us-east-1'], accountIds });
    await waitForSnapshot(application, isSettled);
    emulator.clearRequests();
  });

  afterEach(async () => {
    emulator.release();
    await clearSettings();
    await emulator.waitForIdle();
  });

  after(() => emulator.close());

  it('runs once while fifty more are asked for, and once more after that (E1)', async () => {
    emulator.hold();
    const refreshes = Array.from({ length: 51 }, () => commands.executeCommand('inspectorStatus.refresh'));
    await emulator.waitForHeld(1);
    emulator.release();
    await Promise.all(refreshes);
    equal(emulator.requests.length, 2);
  });

  it('is cancelled while no answer comes; what was read stays (E14)', async () => {
    emulator.hold();
    const refresh = commands.executeCommand('inspectorStatus.refresh');
    await emulator.waitForHeld(1);
    equal(application.store.current.activity.kind, 'refreshing');
    await commands.executeCommand('inspectorStatus.cancelRefresh');
    equal(application.store.current.activity.kind, 'idle');
    await refresh;
    match(toTreeText(application), /^\[pass\] 111122223333 — Enabled · 5 of 5 on$/m);
  });

  it('of the rows selected asks for these accounts alone', async () => {
    await commands.executeCommand('inspectorStatus.refreshAccount', 'account//222233334444', [
      'account//222233334444',
    ]);
    deepEqual(
      emulator.requests.map(({ accountIds: ids }) => ids),
      [['222233334444']],
    );
  });

  it('does nothing for arguments that are not rows (G16)', async () => {
    for (const argument of [
      null,
      5,
      {},
      'account//12',
      '__proto__',
      ['account//111122223333'],
      'trouble//x',
    ]) {
      await commands.executeCommand('inspectorStatus.refreshAccount', argument, argument);
      await commands.executeCommand('inspectorStatus.copyAccountId', argument, argument);
      await commands.executeCommand('inspectorStatus.openInConsole', argument, argument);
    }
    equal(emulator.requests.length, 0);
  });

  it('is dropped when the accounts change meanwhile: late answers are nobody’s (E2, E4)', async () => {
    emulator.hold();
    const refresh = commands.executeCommand('inspectorStatus.refresh');
    await emulator.waitForHeld(1);
    await changeSettings({ accountIds: ['333344445555'] });
    await emulator.waitForRequests(2);
    emulator.release();
    await refresh;
    const snapshot = await waitForSnapshot(application, isSettled);
    deepEqual(
      accountsOf(snapshot).map(({ id }) => id),
      ['333344445555'],
    );
  });

  it('fills rows in as batches arrive', async () => {
    await changeSettings({ accountIds: toLargeAccountIds(150) });
    await waitForSnapshot(
      application,
      (snapshot) => accountsOf(snapshot).length === 150 && isSettled(snapshot),
    );
    emulator.hold();
    // Nothing is known of that Region yet.
    await changeSettings({ regions: ['eu-central-1'] });
    await emulator.waitForHeld(2);
    emulator.held[0]?.release();
    const isHalfWay = ({ readings }: Application['store']['current']) =>
      readings[0]?.entries.some(({ kind }) => kind === 'read') === true &&
      readings[0].entries.some(({ kind }) => kind === 'waiting');
    await waitForSnapshot(application, isHalfWay);
    emulator.release();
    await waitForSnapshot(application, isSettled);
  });

  it('finds the one id that the service refuses, and serves the others (D13)', async () => {
    emulator.use(healthyWithFaults({ accountId: '222233334444', fault: faults.validation }));
    await commands.executeCommand('inspectorStatus.refresh');
    const text = toTreeText(application);
    match(text, /^\[pass\] 111122223333 — Enabled · 5 of 5 on$/m);
    match(text, /^\[error\] 222233334444 — Refused by Inspector !$/m);
    ok(!text.includes('request refused'));
  });

  it('keeps one Region’s trouble to that Region (C17)', async () => {
    await changeSettings({ regions: ['us-east-1', 'eu-central-1'] });
    await waitForSnapshot(application, (snapshot) => snapshot.readings.length === 2 && isSettled(snapshot));
    emulator.use({
      description: 'one Region without data',
      regions: {
        'us-east-1': { otherAccounts: toAccount('DISABLED') },
        'eu-central-1': { faults: [{ fault: faults['empty-object'] }] },
      },
    });
    await commands.executeCommand('inspectorStatus.refresh');
    const text = toTreeText(application);
    match(text, /^\[warning\] eu-central-1: AWS returned no data — /m);
    match(text, /^ {2}\[circle-slash\] us-east-1 — Disabled$/m);
    match(text, /^ {2}\[pass\] eu-central-1 — Enabled · 5 of 5 on · as of \d{2}:\d{2} ~$/m);
  });

  it('says when a Region that asked to wait is tried next, and leaves it alone until then (D10, D11)', async () => {
    emulator.use(healthyWithFaults({ fault: faults['throttling-for-minutes'] }));
    await changeSettings({ regions: ['ap-south-1'] });
    await waitForSnapshot(application, ({ readings }) => readings[0]?.failure !== undefined);
    const text = toTreeText(application);
    match(
      text,
      /^\[warning\] ap-south-1: throttled, next try (\d{2}:\d{2}) — Nothing to do: it is asked again at \1\.$/m,
    );
    const trouble = toHoverText(findItem(application, 'ap-south-1: throttled').tooltip);
    match(
      trouble,
      /AWS asked to wait before the next call\.\s+Next step: Nothing to do: it is asked again at \d/,
    );
    const account = toHoverText(findItem(application, accountIds[0] ?? '').tooltip);
    match(
      account,
      /AWS asked to wait before the next call\.\s+Next step: Nothing to do: it is asked again at \d/,
    );
    await waitForSnapshot(application, isSettled);
    application.statusBar.redraw();
    match(
      application.statusBar.shown?.accessibilityInformation?.label ?? '',
      /ap-south-1: throttled, next try \d{2}:\d{2}/,
    );
    const made = emulator.requests.length;
    await commands.executeCommand('inspectorStatus.refresh');
    equal(emulator.requests.length, made);
    await changeSettings({ refreshIntervalMinutes: 0 });
    match(toTreeText(application), /throttled — The service asked to wait: refresh after \d{2}:\d{2}\.$/m);
  });

  it('from the row of a trouble asks the Regions that share it, and none that is well', async () => {
    await changeSettings({ regions: ['us-east-1', 'eu-central-1'] });
    await waitForSnapshot(application, (snapshot) => snapshot.readings.length === 2 && isSettled(snapshot));
    emulator.use({
      description: 'one Region has a fault',
      regions: {
        'us-east-1': { otherAccounts: toAccount('ENABLED') },
        'eu-central-1': { faults: [{ fault: faults['access-denied'] }] },
      },
    });
    await commands.executeCommand('inspectorStatus.refresh');
    emulator.clearRequests();
    const key = findItem(application, 'eu-central-1: access denied').key;
    await commands.executeCommand('inspectorStatus.refreshForRow', key);
    deepEqual(
      emulator.requests.map(({ region }) => region),
      ['eu-central-1'],
    );
  });

  it('says how many calls are done, and is cancelled within 200 ms (C18, E14)', async () => {
    await changeSettings({ accountIds: toLargeAccountIds(250) });
    await waitForSnapshot(
      application,
      (snapshot) => accountsOf(snapshot).length === 250 && isSettled(snapshot),
    );
    emulator.hold();
    const refresh = commands.executeCommand('inspectorStatus.refresh');
    await emulator.waitForHeld(3);
    emulator.held[0]?.release();
    await waitForSnapshot(
      application,
      ({ activity }) => activity.kind === 'refreshing' && activity.doneCalls === 1,
    );
    application.statusBar.redraw();
    match(application.statusBar.shown?.accessibilityInformation?.label ?? '', /Refreshing: 1 of 3 calls/);
    const begin = performance.now();
    await commands.executeCommand('inspectorStatus.cancelRefresh');
    await refresh;
    const tookMs = performance.now() - begin;
    equal(application.store.current.activity.kind, 'idle');
    ok(tookMs < 200, `${tookMs} ms`);
  });
});
