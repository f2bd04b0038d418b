/** Starting and ending: nothing is loaded before it is needed, and nothing is left behind. */
import { deepEqual, equal, match, ok, throws } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from 'vscode';
import { type ApplicationParts, createApplication, createLog } from '../../../src/application.ts';
import type { Snapshot } from '../../../src/core/model.ts';
import type { TestAccess } from '../../../src/extension.ts';
import { allOn, toAccount } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import type { Scenario } from '../../emulator/scenario.ts';
import { healthy } from '../../emulator/scenarios/healthyBut.ts';
import {
  changeSettings,
  clearSettings,
  getTestAccess,
  isSettled,
  toTreeText,
  waitForSnapshot,
  waitUntil,
} from '../../support/extensionUnderTest.ts';

/** Every value has been read since the start. */
function isRenewed(snapshot: Snapshot): boolean {
  return (
    isSettled(snapshot) &&
    snapshot.readings.every(({ entries }) => entries.every((entry) => entry.kind === 'read' && !entry.stale))
  );
}

describe('The extension’s life', () => {
  let emulator: Emulator;
  let access: TestAccess;

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
    access = await getTestAccess();
  });

  /** Activates once more. */
  const reactivate = (): TestAccess => {
    const next = access.reactivate();
    ok(next);
    access = next;
    return next;
  };

  /** Does not wait for the time at which windows with something to show begin to call. */
  const refreshNow = async () => {
    await access.load();
    await commands.executeCommand('inspectorStatus.refresh');
  };

  const SETTINGS = { regions: ['us-east-1'], accountIds: ['111122223333'] };

  const getStorageFolder = (): string => {
    ok(access.storageUri);
    return access.storageUri.fsPath;
  };
  const getKeptPath = () => join(getStorageFolder(), 'snapshot.jsonl');

  /** What is kept once it is of the latest refresh: whole, whenever it is looked at. */
  const waitForKept = async (): Promise<string> => {
    const { store } = await access.load();
    const { readAt } = store.summary;
    await waitUntil(async () => existsSync(getKeptPath()) && readKept().includes(`"readAt":${readAt}}`));
    return readKept();
  };
  const readKept = (): string => {
    const text = readFileSync(getKeptPath(), 'utf8');
    match(text, /^\{"format".*\n"end"\n$/s);
    return text;
  };

  afterEach(clearSettings);
  after(() => emulator.close());

  it('loads next to nothing while no account is set', async () => {
    await clearSettings();
    equal(reactivate().isLoaded(), false);
    await changeSettings({ endpointUrl: emulator.url, ...SETTINGS });
    ok(access.isLoaded());
    await waitForSnapshot(await access.load(), isRenewed);
  });

  it('ends in the middle of a refresh: no further call, no timer, no command (E6)', async () => {
    await changeSettings({ endpointUrl: emulator.url, ...SETTINGS });
    await waitForSnapshot(await access.load(), isRenewed);
    // A save under way would come to its end after that of the next activation.
    await waitForKept();
    emulator.clearRequests();
    emulator.hold();
    const refresh = commands.executeCommand('inspectorStatus.refresh');
    await emulator.waitForHeld(1);
    const startedAt = performance.now();
    reactivate();
    await refresh;
    ok(performance.now() - startedAt < 500);
    const again = refreshNow();
    await emulator.waitForRequests(2);
    emulator.release();
    await again;
    await waitForSnapshot(await access.load(), isRenewed);
    deepEqual(
      emulator.requests.map(({ outcome }) => outcome),
      ['abandoned', 'answered'],
    );
    await waitForKept();
  });

  it('shows at once what was read before it ended, with its time, before any answer and any call', async () => {
    await changeSettings({ endpointUrl: emulator.url, ...SETTINGS });
    await waitForSnapshot(await access.load(), isRenewed);
    await waitForKept();
    emulator.clearRequests();
    emulator.hold();
    const application = await reactivate().load();
    equal(emulator.requests.length, 0);
    match(
      toTreeText(application),
      /^\[pass\] 111122223333 — Enabled · 5 of 5 on · as of [0-9]{2}:[0-9]{2} ~\n/,
    );
    match(application.statusBar.shown?.text ?? '', / 1\/1 · as of [0-9]{2}:[0-9]{2}$/);
    const refresh = refreshNow();
    await emulator.waitForHeld(1);
    emulator.release();
    await refresh;
    await waitForSnapshot(application, isRenewed);
    match(toTreeText(application), /^\[pass\] 111122223333 — Enabled · 5 of 5 on\n/);
  });

  it('tells VS Code of no row before it has asked for one, because it would draw the first ones twice', async () => {
    await changeSettings({ endpointUrl: emulator.url, ...SETTINGS });
    await waitForSnapshot(await access.load(), isRenewed);
    await waitForKept();
    emulator.hold();
    const { tree } = await reactivate().load();
    const told: unknown[] = [];
    const subscription = tree.onDidChange((keys) => told.push(keys));
    await tree.arrange();
    tree.invalidate();
    deepEqual(told, []);
    tree.getChildren();
    tree.invalidate();
    deepEqual(told, [undefined]);
    subscription.dispose();
    emulator.release();
  });

  it('shows what is 30 days old as that, and does not count it as well (H6)', async () => {
    await changeSettings({ endpointUrl: emulator.url, ...SETTINGS });
    await waitForSnapshot(await access.load(), isRenewed);
    const kept = await waitForKept();
    const monthMs = 30 * 24 * 60 * 60_000;
    emulator.hold();
    writeFileSync(
      getKeptPath(),
      kept.replace(/\b[0-9]{13}\b/g, (time) => String(Number(time) - monthMs)),
    );
    const application = await reactivate().load();
    match(toTreeText(application), /^\[pass\] 111122223333 — Enabled · 5 of 5 on · 30 days old ~\n/);
    match(application.statusBar.shown?.text ?? '', / 0\/1 · 30 days old$/);
    match(application.statusBar.shown?.accessibilityInformation?.label ?? '', /0 of 1 .*30 days old/);
    emulator.release();
    await refreshNow();
    await waitForSnapshot(application, isRenewed);
    await waitUntil(async () => / 1\/1$/.test(application.statusBar.shown?.text ?? ''));
  });

  it('starts empty, and works, where what was kept cannot be understood (H1)', async () => {
    await changeSettings({ endpointUrl: emulator.url, ...SETTINGS });
    await waitForSnapshot(await access.load(), isRenewed);
    const kept = await waitForKept();
    emulator.hold();
    writeFileSync(getKeptPath(), kept.slice(0, -10));
    const application = await reactivate().load();
    match(toTreeText(application), /^\[ellipsis\] 111122223333 — Reading…\n$/);
    equal(readFileSync(`${getKeptPath()}.bad`, 'utf8'), kept.slice(0, -10));
    emulator.release();
    await waitForSnapshot(application, isRenewed);
    await waitForKept();
    rmSync(`${getKeptPath()}.bad`);
  });

  it('keeps nothing but what was read: no key, no token (G15)', async () => {
    await changeSettings({ endpointUrl: emulator.url, ...SETTINGS });
    await waitForSnapshot(await access.load(), isRenewed);
    const kept = await waitForKept();
    deepEqual(
      readdirSync(getStorageFolder()).filter((name) => name !== 'changes.jsonl'),
      ['snapshot.jsonl'],
    );
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
      const secret = process.env[name];
      ok(secret && !kept.includes(secret), name);
    }
    const [header = '', scope = '', reading = ''] = kept.split('\n');
    deepEqual(Object.keys(JSON.parse(header)), ['format', 'version']);
    deepEqual(Object.keys(JSON.parse(scope)), ['scope', 'profile', 'accountIds']);
    deepEqual(Object.keys(JSON.parse(reading)), ['region', 'endpointUrl', 'readAt']);
  });

  it('keeps what has changed, and what of it was looked at', async () => {
    const toScenario = (statuses: Readonly<Record<string, string>>): Scenario => ({
      description: 'some accounts are not on',
      regions: {
        '*': {
          accounts: Object.fromEntries(
            Object.entries(statuses).map(([id, status]) => [id, toAccount(status)] as const),
          ),
          otherAccounts: allOn,
        },
      },
    });
    const [one = '', two = ''] = ['111122223333', '222233334444'];
    emulator.use(healthy);
    await changeSettings({ endpointUrl: emulator.url, ...SETTINGS, accountIds: [one, two] });
    await waitForSnapshot(await access.load(), isRenewed);
    (await access.load()).changes.clear();
    await waitForKept();
    // What was confirmed before the end is what the first refresh after it is compared with.
    emulator.use(toScenario({ [one]: 'DISABLED', [two]: 'SUSPENDED' }));
    reactivate();
    await refreshNow();
    const { changes } = await access.load();
    await waitUntil(async () => changes.unseenCount === 2);
    const path = join(getStorageFolder(), 'changes.jsonl');
    await waitUntil(async () => existsSync(path) && readFileSync(path, 'utf8').includes(two));
    changes.markSeen(changes.current[0]?.changes.slice(0, 1) ?? []);
    await waitUntil(async () => readFileSync(path, 'utf8').includes('"isSeen":true'));
    const { changes: kept } = await reactivate().load();
    deepEqual(
      kept.current.map((refresh) => refresh.changes.map(({ account, isSeen }) => [account.id, isSeen])),
      [
        [
          [one, true],
          [two, false],
        ],
      ],
    );
    emulator.use(healthy);
    await refreshNow();
    await waitUntil(async () => kept.current.length === 2);
    kept.clear();
    await waitUntil(async () => !readFileSync(path, 'utf8').includes(one));
  });

  it('keeps how accounts are grouped and sorted', async () => {
    await changeSettings({ endpointUrl: emulator.url, ...SETTINGS });
    await waitForSnapshot(await access.load(), isRenewed);
    await commands.executeCommand('inspectorStatus.groupByRegion');
    await commands.executeCommand('inspectorStatus.sortByState');
    const { choices } = await reactivate().load();
    deepEqual(choices.current.arrangement, { grouping: 'region', sorting: 'state' });
    await commands.executeCommand('inspectorStatus.groupByAutomatic');
    await commands.executeCommand('inspectorStatus.sortByName');
  });

  it('leaves the log to be read that says why it could not start', () => {
    const log = createLog();
    const broken = {
      get: () => {
        throw new Error('a bug');
      },
    };
    for (let tries = 0; tries < 2; tries++) {
      throws(
        () =>
          createApplication({
            log,
            extension: { packageJSON: { version: '0.0.0' } },
            workspaceState: broken,
          } as unknown as ApplicationParts),
        /could not be started; its log says why/,
      );
      log.info('There is still somewhere to write.');
    }
    log.dispose();
    throws(() => log.info('Now there is not.'));
  });

  it('leaves nothing behind after 200 activations (E12)', async function () {
    this.timeout(240_000);
    await changeSettings({ endpointUrl: emulator.url, ...SETTINGS });
    const countOpen = async () => {
      await waitForSnapshot(await access.load(), isRenewed);
      await emulator.waitForIdle();
      const resources = process.getActiveResourcesInfo();
      return {
        timers: resources.filter((kind) => kind === 'Timeout').length,
        sockets: resources.filter((kind) => kind === 'TCPSocketWrap').length,
        commands: (await commands.getCommands(true)).filter((id) => id.startsWith('inspectorStatus.')).length,
      };
    };
    reactivate();
    await refreshNow();
    const before = await countOpen();
    for (let round = 0; round < 200; round++) {
      reactivate();
      await refreshNow();
      await waitForSnapshot(await access.load(), isRenewed);
    }
    // Each activation would leave at least one of its own; what VS Code and the SDK have going comes and goes.
    const isAsBefore = async () => {
      const now = await countOpen();
      return (
        now.commands === before.commands &&
        now.timers <= before.timers + 5 &&
        now.sockets <= before.sockets + 4
      );
    };
    await waitUntil(isAsBefore);
  });
});
