/** A Region that denies everything: one row with what is missing and the policy to hand over; nothing is called well. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { commands, env } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { faults } from '../../emulator/faults.ts';
import { healthy, healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import {
  changeSettings,
  clearSettings,
  findItem,
  isSettled,
  loadApplication,
  toHoverText,
  waitForSnapshot,
} from '../../support/extensionUnderTest.ts';

describe('A Region that denies everything', () => {
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
    application = await loadApplication();
    await changeSettings({
      endpointUrl: emulator.url,
      regions: ['us-east-1'],
      accountIds: ['111122223333', '222233334444'],
    });
    await waitForSnapshot(application, isSettled);
    emulator.use(healthyWithFaults({ fault: faults['access-denied'] }));
    await commands.executeCommand('inspectorStatus.refresh');
  });

  after(async () => {
    await clearSettings();
    await emulator.close();
  });

  it('names the action and the Region, and offers the policy (D1)', async () => {
    const { contextValue, tooltip } = findItem(application, 'us-east-1: access denied');
    equal(contextValue, 'trouble.copyPolicy');
    const hover = toHoverText(tooltip);
    match(hover, /Regions: us-east-1/);
    match(hover, /Allow the action inspector2:BatchGetAccountStatus/);
    match(hover, /\[Copy IAM Policy\]\(command:inspectorStatus\.copyPolicy\?/);
    await commands.executeCommand('inspectorStatus.copyPolicy');
    deepEqual(JSON.parse(await env.clipboard.readText()), {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'inspector2:BatchGetAccountStatus', Resource: '*' }],
    });
  });

  it('says in the hover of the status bar from when its count is (F11)', () => {
    application.statusBar.redraw();
    const shown = application.statusBar.shown;
    match(toHoverText(shown?.tooltip), /2 of 2 accounts are scanned without a problem · as of \d\d:\d\d\n/);
    match(
      shown?.accessibilityInformation?.label ?? '',
      /^Amazon Inspector needs attention: 2 of 2 accounts are scanned without a problem · as of \d\d:\d\d, /,
    );
  });
});
