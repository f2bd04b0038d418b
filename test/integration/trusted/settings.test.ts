/** Settings: each takes effect at once, without a reload. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { commands } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { healthy } from '../../emulator/scenarios/healthyBut.ts';
import { toLargeAccountIds } from '../../emulator/scenarios/large.ts';
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
    await waitForSnapshot(application, (snapshot) => snapshot.accounts.length === 3 && isSettled(snapshot));
    match(toTreeText(application), /^\[pass\] 333344445555 — Enabled · 5 of 5 on$/m);
  });

  it('of a profile signs with its keys, whatever the environment has (B23), in its Region', async () => {
    await changeSettings({ profile: 'audit', regions: undefined });
    const { readings } = await waitForSnapshot(
      application,
      (snapshot) => snapshot.readings[0]?.profile === 'audit' && isSettled(snapshot),
    );
    equal(readings[0]?.region, 'eu-west-2');
    const last = emulator.requests.at(-1);
    deepEqual([last?.accessKeyId, last?.region], ['AKIAAUDIT00000000000', 'eu-west-2']);
    match(toHoverText(findItem(application, '111122223333').tooltip), /eu-west-2, AWS profile “audit”/);
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
    await waitForSnapshot(application, (snapshot) => snapshot.accounts.length === 250 && isSettled(snapshot));
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
