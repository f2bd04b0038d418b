/** Starting and ending: nothing is loaded before it is needed, and nothing is left behind. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { commands } from 'vscode';
import type { TestAccess } from '../../../src/extension.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { healthy } from '../../emulator/scenarios/healthyBut.ts';
import {
  changeSettings,
  clearSettings,
  getTestAccess,
  isSettled,
  waitForSnapshot,
  waitUntil,
} from '../../support/extensionUnderTest.ts';

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

  afterEach(clearSettings);
  after(() => emulator.close());

  it('loads next to nothing while no account is set', async () => {
    await clearSettings();
    equal(reactivate().isLoaded(), false);
    await changeSettings({ endpointUrl: emulator.url, regions: ['us-east-1'], accountIds: ['111122223333'] });
    ok(access.isLoaded());
    await waitForSnapshot(await access.load(), isSettled);
  });

  it('ends in the middle of a refresh: no further call, no timer, no command (E6)', async () => {
    await changeSettings({ endpointUrl: emulator.url, regions: ['us-east-1'], accountIds: ['111122223333'] });
    await waitForSnapshot(await access.load(), isSettled);
    emulator.clearRequests();
    emulator.hold();
    const refresh = commands.executeCommand('inspectorStatus.refresh');
    await emulator.waitForHeld(1);
    reactivate();
    await refresh;
    await emulator.waitForRequests(2);
    emulator.release();
    await waitForSnapshot(await access.load(), isSettled);
    deepEqual(
      emulator.requests.map(({ outcome }) => outcome),
      ['abandoned', 'answered'],
    );
  });

  it('leaves nothing behind after 200 activations (E12)', async function () {
    this.timeout(60_000);
    await changeSettings({ endpointUrl: emulator.url, regions: ['us-east-1'], accountIds: ['111122223333'] });
    const countOpen = async () => {
      await waitForSnapshot(await access.load(), isSettled);
      await emulator.waitForIdle();
      const resources = process.getActiveResourcesInfo();
      return {
        timers: resources.filter((kind) => kind === 'Timeout').length,
        sockets: resources.filter((kind) => kind === 'TCPSocketWrap').length,
        commands: (await commands.getCommands(true)).filter((id) => id.startsWith('inspectorStatus.')).length,
      };
    };
    reactivate();
    const before = await countOpen();
    for (let round = 0; round < 200; round++) {
      await waitForSnapshot(await reactivate().load(), isSettled);
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
