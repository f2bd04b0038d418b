/** The status bar item: counts, never better than what is known. */
import { equal, match, ok } from 'node:assert/strict';
import { commands } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { allOn, toAccount } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { faults } from '../../emulator/faults.ts';
import { healthy, healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import {
  changeSettings,
  clearSettings,
  isSettled,
  loadApplication,
  toHoverText,
  waitForSnapshot,
} from '../../support/extensionUnderTest.ts';

describe('The status bar', () => {
  let emulator: Emulator;
  let application: Application;

  /** What the item shows for the snapshot as it is now. */
  const show = () => {
    application.statusBar.redraw();
    return application.statusBar.shown;
  };

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
    application = await loadApplication();
  });

  beforeEach(async () => {
    emulator.use(healthy);
    await changeSettings({
      endpointUrl: emulator.url,
      regions: ['us-east-1'],
      accountIds: ['111122223333', '222233334444'],
    });
    await waitForSnapshot(application, isSettled);
  });

  afterEach(async () => {
    emulator.release();
    await clearSettings();
  });

  after(() => emulator.close());

  it('counts accounts scanned without a problem, and says all is well only when it is', () => {
    const shown = show();
    equal(shown?.text, '$(shield) 2/2');
    equal(shown?.backgroundColor, undefined);
    match(toHoverText(shown?.tooltip), /All 2 accounts are scanned without a problem/);
    match(shown?.accessibilityInformation?.label ?? '', /^Amazon Inspector: All 2 accounts/);
  });

  it('asks for attention when an account is not scanned: in colour, shape and words (F10)', async () => {
    emulator.use({
      description: 'one off',
      regions: { '*': { otherAccounts: allOn, accounts: { '222233334444': toAccount('DISABLED') } } },
    });
    await commands.executeCommand('inspectorStatus.refresh');
    const shown = show();
    equal(shown?.text, '$(shield) 1/2 $(warning)');
    ok(shown?.backgroundColor);
    match(
      toHoverText(shown?.tooltip),
      /^1 of 2 accounts [^\n]+\n\n- 1 account needs attention\n\nNeeds attention: 1, Fully on: 1\n\nRead at /m,
    );
    match(
      shown?.accessibilityInformation?.label ?? '',
      /^Amazon Inspector needs attention: 1 of 2 accounts [^,]+, 1 account needs attention, Needs attention: 1, Fully on: 1, Read at /,
    );
  });

  it('counts as the groups do: what adds up to all accounts', async () => {
    const ecr = { status: 'ENABLED', errorCode: 'SSM_UNAVAILABLE', errorMessage: 'not reachable' };
    emulator.use({
      description: 'one fails, one is partly on',
      regions: {
        '*': {
          accounts: {
            '111122223333': toAccount('ENABLED', { ecr }),
            '222233334444': toAccount('ENABLED', { lambda: 'DISABLED' }),
          },
        },
        'eu-central-1': { faults: [{ fault: faults['access-denied'] }] },
      },
    });
    await changeSettings({ regions: ['us-east-1', 'eu-central-1'] });
    await waitForSnapshot(application, (snapshot) => snapshot.readings.length === 2 && isSettled(snapshot));
    await commands.executeCommand('inspectorStatus.groupByState');
    const [, ...groups] = application.tree.getChildren().map((each) => application.tree.getTreeItem(each));
    await commands.executeCommand('inspectorStatus.groupByAutomatic');
    const counts = groups.map(({ label, description }) => `${label}: ${description}`);
    equal(counts.join(), 'Needs attention: 1,Not known: 1');
    const hover = toHoverText(show()?.tooltip);
    match(
      hover,
      /- 1 account needs attention\n- eu-central-1: access denied\n\nNeeds attention: 1, Not known: 1\n\n/,
    );
  });

  it('says from when it is after a refresh failed (F11)', async () => {
    emulator.use(healthyWithFaults({ fault: faults['access-denied'] }));
    await commands.executeCommand('inspectorStatus.refresh');
    const shown = show();
    match(shown?.text ?? '', /^\$\(shield\) 2\/2 · as of \d{2}:\d{2} \$\(warning\)$/);
    ok(!toHoverText(shown?.tooltip).includes('All 2 accounts'));
  });

  it('shows a question mark while nothing is known (F12), and spins', async () => {
    emulator.hold();
    await changeSettings({ regions: ['eu-central-1'] });
    await emulator.waitForHeld(1);
    equal(show()?.text, '$(loading~spin) ?/2');
    emulator.release();
    await waitForSnapshot(application, isSettled);
    equal(show()?.text, '$(shield) 2/2');
  });

  it('goes when the setting says so, and without accounts', async () => {
    await changeSettings({ showStatusBar: false });
    equal(application.statusBar.shown, undefined);
    await changeSettings({ showStatusBar: true });
    ok(application.statusBar.shown);
    await changeSettings({ accountIds: [] });
    equal(application.statusBar.shown, undefined);
  });
});
