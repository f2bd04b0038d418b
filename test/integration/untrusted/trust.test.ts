/** Before trust is given: no call, no file read, and no row. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from 'vscode';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { healthy } from '../../emulator/scenarios/healthyBut.ts';
import { changeSettings, getTestAccess } from '../../support/extensionUnderTest.ts';

describe('Without trust', () => {
  const awsFolder = join(homedir(), '.aws');
  const trace = join(tmpdir(), `credential-process-ran-${process.pid}`);
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
    mkdirSync(awsFolder, { recursive: true });
    writeFileSync(join(awsFolder, 'config'), `[profile trap]\ncredential_process = touch ${trace}\n`);
    await changeSettings({ endpointUrl: emulator.url });
  });

  after(async () => {
    await changeSettings({ endpointUrl: undefined });
    rmSync(awsFolder, { recursive: true });
    await emulator.close();
  });

  it('nothing is loaded, called or run, not even on command (E11 G1)', async () => {
    const access = await getTestAccess();
    equal(access.isLoaded(), false);
    await commands.executeCommand('inspectorStatus.refresh');
    await commands.executeCommand('inspectorStatus.refreshAccount', 'account/111122223333');
    const { store, tree, statusBar } = await access.load();
    deepEqual(store.current.accounts, []);
    deepEqual(tree.getChildren(), []);
    equal(statusBar.shown, undefined);
    equal(emulator.requests.length, 0);
    ok(!existsSync(trace));
  });
});
