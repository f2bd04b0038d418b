/** Two folders with settings that differ: the workspace file decides, then the user; folders do not count. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { commands, workspace } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { healthy } from '../../emulator/scenarios/healthyBut.ts';
import { accountsOf } from '../../support/accountsOf.ts';
import {
  changeSettings,
  findItem,
  isSettled,
  loadApplication,
  toHoverText,
  toTreeText,
  waitForSnapshot,
  waitUntil,
} from '../../support/extensionUnderTest.ts';

/** A made-up home: the launch of these tests has nobody's own. */
const awsFolder = join(homedir(), '.aws');

describe('A workspace of two folders', () => {
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    mkdirSync(awsFolder, { recursive: true });
    const profiles = ['of-the-user', 'of-the-workspace', 'of-the-first', 'of-the-second'];
    writeFileSync(
      join(awsFolder, 'credentials'),
      profiles
        .map(
          (name, index) =>
            `[${name}]\naws_access_key_id = AKIAPROFILE${index}\naws_secret_access_key = made-up\n\n`,
        )
        .join(''),
    );
    emulator = await startEmulator({ scenario: healthy });
    application = await loadApplication();
    await changeSettings({ endpointUrl: emulator.url });
    await commands.executeCommand('inspectorStatus.refresh');
    await waitForSnapshot(application, isSettled);
  });

  after(async () => {
    await emulator.close();
    rmSync(awsFolder, { recursive: true });
  });

  it('takes each setting from the workspace file, else from the user, never from a folder (A19)', () => {
    equal(workspace.workspaceFolders?.length, 2);
    const { readings } = application.store.current;
    deepEqual(
      accountsOf(application.store.current).map(({ id }) => id),
      ['333344445555'],
    );
    deepEqual(
      readings.map(({ scope, region }) => [scope.profile, region]),
      [['of-the-workspace', 'us-east-1']],
    );
    equal(emulator.requests.at(-1)?.accessKeyId, 'AKIAPROFILE1');
  });

  it('says that the workspace chose the profile (A19, G2)', async () => {
    match(
      toHoverText(findItem(application, '333344445555').tooltip),
      /AWS profile “of-the-workspace” \(chosen by the workspace\) · us-east-1/,
    );
  });

  it('says that the endpoint in the workspace file is ignored, and asks that of the user (G3)', async () => {
    await waitUntil(async () => toTreeText(application).includes('endpointUrl'));
    match(
      toTreeText(application),
      /^\[error\] inspectorStatus\.endpointUrl — Ignored: a workspace cannot set this !$/m,
    );
    match(
      toHoverText(findItem(application, 'endpointUrl').tooltip),
      /If you want it, set it in your user settings/,
    );
  });

  it('says the user’s profile as it is where the workspace chooses none (A19, G2)', async () => {
    await changeSettings({ profile: undefined });
    await waitForSnapshot(
      application,
      (snapshot) => snapshot.readings[0]?.scope.profile === 'of-the-user' && isSettled(snapshot),
    );
    const hover = toHoverText(findItem(application, '333344445555').tooltip);
    match(hover, / · AWS profile “of-the-user” · us-east-1/);
    equal(emulator.requests.at(-1)?.accessKeyId, 'AKIAPROFILE0');
  });
});
