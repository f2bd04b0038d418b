/** Settings: each takes effect at once, without a reload. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { commands, Uri, workspace } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { healthy } from '../../emulator/scenarios/healthyBut.ts';
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
  waitUntil,
} from '../../support/extensionUnderTest.ts';

const accountIds = ['111122223333', '222233334444'];
/** A made-up home: the launch of these tests has nobody's own. */
const awsFolder = join(homedir(), '.aws');

describe('A setting', () => {
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
    application = await loadApplication();
    mkdirSync(awsFolder, { recursive: true });
    writeFileSync(
      join(awsFolder, 'config'),
      '[profile audit]\nregion = eu-west-2\n\n[profile nowhere]\noutput = json\n',
    );
    writeFileSync(
      join(awsFolder, 'credentials'),
      '[audit]\naws_access_key_id = AKIAAUDIT00000000000\naws_secret_access_key = made-up\n\n' +
        '[nowhere]\naws_access_key_id = AKIANOWHERE000000000\naws_secret_access_key = made-up\n',
    );
  });

  beforeEach(async () => {
    await changeSettings({ endpointUrl: emulator.url, regions: ['us-east-1'], accountIds });
    await waitForSnapshot(application, isSettled);
    emulator.clearRequests();
  });

  afterEach(async () => {
    emulator.release();
    await clearSettings();
    await emulator.waitForIdle();
  });

  after(async () => {
    rmSync(awsFolder, { recursive: true });
    await emulator.close();
  });

  it('of names changes labels and order, and asks nobody again', async () => {
    await changeSettings({ accountNames: { '222233334444': 'archive', '111122223333': 'billing' } });
    match(toTreeText(application), /archive 222233334444[\s\S]*billing 111122223333/);
    equal(emulator.requests.length, 0);
  });

  it('of accounts reads the new ones', async () => {
    await changeSettings({ accountIds: [...accountIds, '333344445555'] });
    await waitForSnapshot(
      application,
      (snapshot) => accountsOf(snapshot).length === 3 && isSettled(snapshot),
    );
    match(toTreeText(application), /^\[pass\] 333344445555 — Enabled · 5 of 5 on$/m);
  });

  it('of a profile signs with its keys, whatever the environment has (B23), in its Region', async () => {
    await changeSettings({ profile: 'audit', regions: undefined });
    const { readings } = await waitForSnapshot(
      application,
      (snapshot) => snapshot.readings[0]?.scope.profile === 'audit' && isSettled(snapshot),
    );
    equal(readings[0]?.region, 'eu-west-2');
    const last = emulator.requests.at(-1);
    deepEqual([last?.accessKeyId, last?.region], ['AKIAAUDIT00000000000', 'eu-west-2']);
    match(
      toHoverText(findItem(application, '111122223333').tooltip),
      /AWS profile “audit” \(chosen by the workspace\) · eu-west-2/,
    );
  });

  it('of the workspace that names a profile says so in the hover (G2)', async () => {
    await changeSettings({ profile: 'audit' });
    await waitForSnapshot(
      application,
      (snapshot) => snapshot.readings[0]?.scope.profile === 'audit' && isSettled(snapshot),
    );
    match(
      toHoverText(findItem(application, '111122223333').tooltip),
      /AWS profile “audit” \(chosen by the workspace\) · us-east-1/,
    );
  });

  describe('in a file', () => {
    const path = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', '.vscode', 'settings.json');
    let text: string;

    beforeEach(() => {
      text = readFileSync(path, 'utf8');
    });

    // VS Code writes no settings into a file with an error.
    afterEach(() => writeFileSync(path, text));

    const waitForText = (part: string, isThere: boolean) =>
      waitUntil(async () => toTreeText(application).includes(part) === isThere);

    it('keeps its last valid value while the file has an error, and says so (A18)', async () => {
      const before = application.store.current;
      // As an editor leaves it that was stopped while it wrote: VS Code would take the accounts to be gone.
      writeFileSync(path, text.slice(0, text.indexOf('"111122223333"')));
      await waitForText('Not valid JSON', true);
      match(
        toTreeText(application),
        /^\[error\] \.vscode\/settings\.json — Not valid JSON: not all of it can be read !$/m,
      );
      const { command } = findItem(application, '.vscode/settings.json');
      deepEqual([command?.command, `${command?.arguments}`], ['vscode.open', `${Uri.file(path)}`]);
      deepEqual(workspace.getConfiguration('inspectorStatus').get('accountIds'), []);
      deepEqual(accountsOf(application.store.current), accountsOf(before));
      deepEqual(application.store.current.readings, before.readings);
      writeFileSync(path, text);
      await waitForText('Not valid JSON', false);
      deepEqual(application.store.current.readings, before.readings);
      equal(emulator.requests.length, 0, 'nothing had to be read again');
      writeFileSync(path, text.replace(/,\s*"222233334444"/, ''));
      await waitForSnapshot(application, (snapshot) => accountsOf(snapshot).length === 1);
    });

    it('of an endpoint is ignored, with a row that says so (G3)', async () => {
      writeFileSync(path, text.replace('{', '{ "inspectorStatus.endpointUrl": "http://127.0.0.1:1",'));
      await waitForText('Ignored', true);
      match(
        toTreeText(application),
        /^\[error\] inspectorStatus\.endpointUrl — Ignored: a workspace cannot set this !$/m,
      );
      await commands.executeCommand('inspectorStatus.refresh');
      match(toTreeText(application), /^\[pass\] 111122223333 — Enabled · 5 of 5 on$/m);
      equal(emulator.requests.length, 1, 'the endpoint of the user is asked');
      writeFileSync(path, text);
      await waitForText('Ignored', false);
    });
  });

  it('of a profile without a Region, with none set, asks for one and reads nowhere (A13)', async () => {
    await changeSettings({ regions: undefined, profile: 'nowhere' });
    await waitForSnapshot(application, ({ readings }) => readings[0]?.failure?.kind === 'noRegion');
    const { contextValue, description } = findItem(application, 'AWS profile “nowhere”: no Region');
    equal(contextValue, 'trouble.selectRegions');
    equal(description, 'Select the Regions to read.');
    ok(emulator.requests.every(({ accessKeyId }) => accessKeyId !== 'AKIANOWHERE000000000'));
  });

  it('of a profile that is not there names those that are (B1)', async () => {
    await changeSettings({ profile: 'typo' });
    await waitForSnapshot(application, ({ readings }) => readings[0]?.failure?.kind === 'profileMissing');
    const { contextValue, tooltip } = findItem(application, 'AWS profile “typo”: not found');
    equal(contextValue, 'trouble.selectProfile');
    match(toHoverText(tooltip), /have: audit, nowhere\./);
    equal(emulator.requests.length, 0);
  });

  it('of concurrency bounds the calls in flight over all Regions (A14)', async () => {
    await changeSettings({
      accountIds: toLargeAccountIds(250),
      regions: ['us-east-1', 'eu-central-1'],
      maxConcurrentRequests: 2,
    });
    await waitForSnapshot(
      application,
      (snapshot) => accountsOf(snapshot).length === 250 && isSettled(snapshot),
    );
    await emulator.waitForIdle();
    emulator.clearRequests();
    emulator.hold();
    const refresh = commands.executeCommand('inspectorStatus.refresh');
    await emulator.waitForHeld(2);
    equal(emulator.inFlight, 2);
    emulator.release();
    await refresh;
    equal(emulator.requests.length, 6);
    ok(emulator.requests.every(({ inFlight }) => inFlight <= 2));
    ok(
      emulator.requests.every(
        ({ accountIds: ids }) => new Set(ids).size === ids?.length && ids.length <= 100,
      ),
    );
  });

  it('of an endpoint goes there, and shows nothing that another endpoint said', async () => {
    await using other = await startEmulator({ scenario: healthy });
    other.hold();
    await changeSettings({ endpointUrl: other.url });
    await other.waitForHeld(1);
    match(toTreeText(application), /^\[ellipsis\] 111122223333 — Reading…$/m);
    other.release();
    await waitForSnapshot(application, isSettled);
    equal(emulator.requests.length, 0);
  });

  it('of an endpoint that is neither https nor on this computer reads nothing', async () => {
    await changeSettings({ endpointUrl: 'http://inspector.example.com' });
    await waitForSnapshot(application, ({ activity }) => activity.kind === 'idle');
    match(toTreeText(application), /^\[error\] inspector\.example\.com — Not an https address !$/m);
    match(toTreeText(application), /^\[question\] 111122223333 — Not read$/m);
  });
});
