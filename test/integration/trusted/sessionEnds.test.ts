/** A session that ends in the middle of a refresh: what is finished stays, the rest says from when it is. */
import { equal, match, ok } from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { commands } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { allOn, toAccount } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { faults } from '../../emulator/faults.ts';
import { healthy } from '../../emulator/scenarios/healthyBut.ts';
import { writeConfig, writeToken } from '../../support/corp.ts';
import {
  changeSettings,
  clearSettings,
  loadApplication,
  toTreeText,
  waitForSnapshot,
} from '../../support/extensionUnderTest.ts';
import {
  type ServicesInEnvironment,
  startServicesInEnvironment,
} from '../../support/servicesInEnvironment.ts';

describe('A session that ends in the middle of a refresh', () => {
  const home = homedir();
  let emulator: Emulator;
  let aws: ServicesInEnvironment;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
    aws = await startServicesInEnvironment();
    // So short that none of them is left for the tests that come after these.
    aws.services.lifeMs = 120_000;
    application = await loadApplication();
    writeConfig(home);
    writeToken(home);
  });

  after(async () => {
    await clearSettings();
    rmSync(join(home, '.aws'), { recursive: true, force: true });
    await aws.stop();
    await emulator.close();
  });

  const isRead = ({ readings, activity }: Application['store']['current']) =>
    activity.kind === 'idle' &&
    readings.length === 2 &&
    readings.every(
      ({ failure, entries }) =>
        failure === undefined && entries.every((entry) => entry.kind === 'read' && !entry.stale),
    );

  it('leaves the Regions that are read fresh, and the others as they were; signing in mends them (B8)', async () => {
    await changeSettings({
      endpointUrl: emulator.url,
      profile: 'audit',
      regions: ['us-east-1', 'eu-central-1'],
      accountIds: ['111122223333', '222233334444'],
    });
    await waitForSnapshot(application, isRead);
    emulator.use({
      description: 'one Region answers, the other does not take the credentials any more',
      regions: {
        'us-east-1': { otherAccounts: toAccount('DISABLED') },
        'eu-central-1': { otherAccounts: allOn, faults: [{ fault: faults['expired-token'] }] },
      },
    });
    emulator.hold();
    const refresh = commands.executeCommand('inspectorStatus.refresh');
    await emulator.waitForHeld(2);
    writeToken(home, -1000);
    emulator.release();
    await refresh;
    const text = toTreeText(application);
    match(
      text,
      /^\[error\] AWS profile “audit”: signed out — Sign in to refresh 2 accounts; showing what was read at \d\d:\d\d\.$/m,
    );
    match(text, /^ {2}\[circle-slash\] us-east-1 — Disabled$/m);
    match(text, /^ {2}\[pass\] eu-central-1 — Enabled · 5 of 5 on · as of \d\d:\d\d ~$/m);
    equal(text.match(/signed out/g)?.length, 1);
    emulator.use(healthy);
    writeToken(home);
    await waitForSnapshot(application, isRead);
    ok(!/as of|signed out/.test(toTreeText(application)));
  });
});
