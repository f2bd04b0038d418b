/** What should be on: rows, hovers, counts, badge, status bar and filter say which required scan type is off. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { commands } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { allOn, toAccount } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import type { Scenario } from '../../emulator/scenario.ts';
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

const accountNames = {
  '111122223333': 'all-on',
  '222233334444': 'no-ecr',
  '333344445555': 'off',
  '444455556666': 'silent',
};

const noCode = { codeRepository: null };
const organisation: Scenario = {
  description: 'ECR off in one account, all off in one, one silent on ECR, no code repositories',
  regions: {
    'us-east-1': {
      accounts: {
        '111122223333': toAccount('ENABLED', noCode),
        '222233334444': toAccount('ENABLED', { ...noCode, ecr: 'DISABLED', lambda: 'DISABLED' }),
        '333344445555': toAccount('DISABLED', noCode),
        '444455556666': toAccount('ENABLED', { ...noCode, ecr: null }),
      },
    },
    '*': { otherAccounts: allOn },
  },
};

describe('What must be on', () => {
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({ scenario: organisation });
    application = await loadApplication();
    await changeSettings({
      endpointUrl: emulator.url,
      regions: ['us-east-1'],
      accountIds: Object.keys(accountNames),
      accountNames,
    });
    await waitForSnapshot(application, isSettled);
  });

  afterEach(async () => {
    await changeSettings({ requiredScanTypes: undefined, regions: ['us-east-1'] });
    await waitForSnapshot(application, isSettled);
  });

  after(async () => {
    await commands.executeCommand('inspectorStatus.clearFilter');
    await clearSettings();
    await emulator.close();
  });

  const labels = () =>
    toTreeText(application)
      .split('\n')
      .filter((line) => /^\S.*—/.test(line));
  const badge = () => application.store.summary.needAttention;

  it('is said in the rows at once, without a call', async () => {
    const calls = emulator.requests.length;
    equal(badge(), 1);
    await changeSettings({ requiredScanTypes: ['ecr'] });
    deepEqual(labels(), [
      '[pass] all-on 111122223333 — Enabled · 4 of 4 on',
      '[workspace-untrusted] no-ecr 222233334444 — Enabled · 2 of 4 on · ECR required',
      '[circle-slash] off 333344445555 — Disabled · ECR required',
      '[workspace-untrusted] silent 444455556666 — Enabled · 3 of 4 on · ECR required',
    ]);
    equal(badge(), 3);
    equal(emulator.requests.length, calls);
    await changeSettings({ requiredScanTypes: [] });
    equal(badge(), 1);
    match(toTreeText(application), /^\[color-mode\] no-ecr 222233334444 — Enabled · 2 of 4 on$/m);
    equal(emulator.requests.length, calls);
  });

  it('is explained in the hovers, off apart from not known, and spoken', async () => {
    await changeSettings({ requiredScanTypes: ['ecr', 'lambda', 'codeRepository'] });
    const off = findItem(application, 'no-ecr');
    match(toHoverText(off.tooltip), /Required but off: ECR, Lambda standard\n/);
    match(
      toHoverText(off.tooltip),
      /Required but probably not offered in us-east-1, where no account reports it, and so not counted: Code repository/,
    );
    match(off.accessibilityInformation?.label ?? '', /, Required but off: ECR, Lambda standard$/);
    const silent = findItem(application, 'silent');
    match(toHoverText(silent.tooltip), /Required but not known to be on: ECR\n/);
    match(silent.accessibilityInformation?.label ?? '', /, Required but not known to be on: ECR$/);
    const scanType = findItem(application, 'ECR', off.key);
    equal(scanType.description, 'Disabled · required');
    match(toHoverText(scanType.tooltip), /Required by the settings, but off/);
    equal(findItem(application, 'ECR', silent.key).description, 'Not reported · required');
    const notOffered = findItem(application, 'Code repository', off.key);
    equal(notOffered.description, 'Not reported');
    match(toHoverText(notOffered.tooltip), /Required by the settings, but probably not offered in us-east-1/);
    match(toHoverText(findItem(application, 'EC2', off.key).tooltip), /^(?!.*Required)/s);
  });

  it('says in which of several Regions', async () => {
    await changeSettings({ requiredScanTypes: ['ecr', 'ec2'], regions: ['us-east-1', 'eu-west-1'] });
    await waitForSnapshot(application, isSettled);
    deepEqual(labels().slice(1), [
      '[workspace-untrusted] no-ecr 222233334444 — Enabled · 7 of 9 on · ECR required in us-east-1',
      '[circle-slash] off 333344445555 — Disabled in us-east-1 · 5 of 9 on · ECR, EC2 required in us-east-1',
      '[workspace-untrusted] silent 444455556666 — Enabled · 8 of 9 on · ECR required in us-east-1',
    ]);
  });

  it('counts in the status bar', async () => {
    await changeSettings({ requiredScanTypes: ['ecr'] });
    application.statusBar.redraw();
    const { shown } = application.statusBar;
    equal(shown?.text, '$(shield) 1/4 $(warning)');
    ok(shown?.backgroundColor);
    match(toHoverText(shown?.tooltip), /3 without a scan type that must be on/);
    match(toHoverText(shown?.tooltip), /Must be on: ECR/);
  });

  it('is found by its word, and by a quick filter', async () => {
    await changeSettings({ requiredScanTypes: ['ecr', 'ec2'] });
    const find = (text: string) => {
      application.choices.setFilter({ text, quick: undefined });
      return labels().map((line) => /\] (\S+)/.exec(line)?.[1]);
    };
    deepEqual(find('required'), ['no-ecr', 'off', 'silent']);
    deepEqual(find('required ecr'), ['no-ecr', 'off', 'silent']);
    deepEqual(find('required ec2'), ['off']);
    deepEqual(find('required but off disabled ecr'), ['no-ecr', 'off']);
    await commands.executeCommand('inspectorStatus.clearFilter');
    await commands.executeCommand('inspectorStatus.filterRequired');
    equal(labels().length, 3);
    await changeSettings({ requiredScanTypes: [] });
    equal(labels().length, 0);
    await commands.executeCommand('inspectorStatus.clearFilter');
  });

  it('has a row for each entry that is none, and takes the others', async () => {
    await changeSettings({ requiredScanTypes: ['ecr', 'Lambda standard', 'eks', 5] });
    equal(badge(), 3);
    const bad = findItem(application, 'Lambda standard');
    equal(bad.description, 'Not a scan type');
    match(
      toHoverText(bad.tooltip),
      /requiredScanTypes\[1\].*Scan types are called ec2, ecr, lambda, lambdaCode, codeRepository/s,
    );
    match(
      toHoverText(findItem(application, 'eks').tooltip),
      /Not a scan type known to this extension; required anyway/,
    );
    match(toHoverText(findItem(application, '5').tooltip), /requiredScanTypes\[3\].*Not text/s);
  });
});
