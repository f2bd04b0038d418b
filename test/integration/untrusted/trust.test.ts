/** Before trust is given: no call, no file read, and no row. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from 'vscode';
import { isSample } from '../../../src/core/model.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { healthy } from '../../emulator/scenarios/healthyBut.ts';
import {
  changeSettings,
  getTestAccess,
  isSettled,
  waitForSnapshot,
} from '../../support/extensionUnderTest.ts';

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

  it('nothing is loaded, called, read or run, not even on command (E11, G1)', async () => {
    const access = await getTestAccess();
    equal(access.isLoaded(), false);
    // Whoever reads it puts it aside, because it cannot be understood.
    ok(access.storageUri);
    const kept = join(access.storageUri.fsPath, 'snapshot.jsonl');
    mkdirSync(access.storageUri.fsPath, { recursive: true });
    writeFileSync(kept, 'broken');
    await commands.executeCommand('inspectorStatus.refresh');
    await commands.executeCommand('inspectorStatus.refreshAccount', 'account//111122223333');
    const { store, tree, statusBar } = await access.load();
    deepEqual(store.current.scopes, []);
    deepEqual(tree.getChildren(), []);
    equal(statusBar.shown, undefined);
    equal(emulator.requests.length, 0);
    ok(!existsSync(trace));
    ok(existsSync(kept));
  });

  it('sample data is shown all the same, because nothing is read or called for it', async () => {
    const access = await getTestAccess();
    const application = await access.load();
    await commands.executeCommand('inspectorStatus.showSampleData');
    const { store, tree } = application;
    await waitForSnapshot(application, (snapshot) => isSample(snapshot) && isSettled(snapshot));
    ok(tree.getChildren().length >= 5);
    await commands.executeCommand('inspectorStatus.refresh');
    await commands.executeCommand('inspectorStatus.leaveSampleData');
    deepEqual(store.current.scopes, []);
    deepEqual(tree.getChildren(), []);
    equal(emulator.requests.length, 0);
    ok(!existsSync(trace));
  });
});
