/** The AWS files: opened, chosen from, and watched, also where there are none yet. */
import { equal, match, ok } from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { commands, Uri, window } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { healthy } from '../../emulator/scenarios/healthyBut.ts';
import { writeConfig } from '../../support/corp.ts';
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

describe('The AWS files', () => {
  const home = homedir();
  const config = join(home, '.aws', 'config');
  let emulator: Emulator;
  let application: Application;

  const isRead = (snapshot: Application['store']['current']) =>
    isSettled(snapshot) && snapshot.readings.every(({ failure }) => failure === undefined);
  const waitForFailure = async (kind: string) =>
    waitForSnapshot(application, ({ readings }) => readings.some(({ failure }) => failure?.kind === kind));

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
    application = await loadApplication();
  });

  beforeEach(async () => {
    await changeSettings({
      endpointUrl: emulator.url,
      profile: 'keys',
      regions: ['us-east-1'],
      accountIds: ['111122223333'],
    });
  });

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await clearSettings();
    rmSync(join(home, '.aws'), { recursive: true, force: true });
  });

  after(() => emulator.close());

  it('are watched for where there are none: made, they mend the view without a reload (B2, B21)', async () => {
    await waitForFailure('profileMissing');
    const row = findItem(application, 'not found');
    match(toHoverText(row.tooltip), /~\/\.aws\/config and ~\/\.aws\/credentials on .* have no profiles/);
    equal(row.contextValue, 'trouble.selectProfile');
    writeConfig(home);
    await waitForSnapshot(application, isRead);
  });

  it('that get the profile later mend the view; until then it says which there are (B1, B21)', async () => {
    writeConfig(home, '[profile other]\nregion = us-east-1\n');
    await commands.executeCommand('inspectorStatus.refresh');
    match(toHoverText(findItem(application, 'not found').tooltip), /They have: other\./);
    writeConfig(home);
    await waitForSnapshot(application, isRead);
    ok(!toTreeText(application).includes('not found'));
  });

  it('are watched also where the folder is removed and made again at once, which VS Code may miss (B21)', async () => {
    for (let time = 0; time < 3; time++) {
      rmSync(join(home, '.aws'), { recursive: true, force: true });
      writeConfig(home, '[profile other]\nregion = us-east-1\n');
      await commands.executeCommand('inspectorStatus.refresh');
    }
    await waitForFailure('profileMissing');
    writeConfig(home);
    await waitForSnapshot(application, isRead);
  });

  it('are opened in the editor, a new one where there is none', async () => {
    await commands.executeCommand('inspectorStatus.openConfig');
    equal(
      window.activeTextEditor?.document.uri.toString(),
      Uri.file(config).with({ scheme: 'untitled' }).toString(),
    );
    await commands.executeCommand('workbench.action.closeAllEditors');
    writeConfig(home);
    await commands.executeCommand('inspectorStatus.openConfig');
    equal(window.activeTextEditor?.document.uri.toString(), Uri.file(config).toString());
  });

  it('name the line that is not understood, and the row opens that file (B4)', async () => {
    mkdirSync(join(home, '.aws'), { recursive: true });
    writeFileSync(join(home, '.aws', 'credentials'), '[keys\naws_access_key_id = AKIAMADEUPFORTESTS00\n');
    await commands.executeCommand('inspectorStatus.refresh');
    await waitForFailure('configMalformed');
    const row = findItem(application, 'AWS file not understood');
    equal(row.contextValue, 'trouble.openConfig');
    match(toHoverText(row.tooltip), /Line 1 of ~\/\.aws\/credentials is not understood\./);
    await commands.executeCommand('inspectorStatus.openConfigForRow', row.key);
    match(window.activeTextEditor?.document.uri.path ?? '', /\/\.aws\/credentials$/);
    writeFileSync(join(home, '.aws', 'credentials'), '');
    writeConfig(home);
    await waitForSnapshot(application, isRead);
  });
});
