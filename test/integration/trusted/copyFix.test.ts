/** Copy Fix: what is copied for rows, several of them, and groups, with comments that say what it does. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { commands, env } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { allOn, toAccount, toFailed } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import type { Scenario } from '../../emulator/scenario.ts';
import {
  changeSettings,
  clearSettings,
  findItem,
  isSettled,
  loadApplication,
  waitForSnapshot,
} from '../../support/extensionUnderTest.ts';

const noEcr = toAccount('ENABLED', { ecr: 'DISABLED', lambdaCode: 'DISABLED' });
const organisation: Scenario = {
  description: 'some scan types off, one account denied, one suspended',
  regions: {
    'us-east-1': {
      accounts: {
        '111122223333': noEcr,
        '222233334444': noEcr,
        '333344445555': toFailed('ACCESS_DENIED', '`$(id)` is "not" associated; \' | & <x>'),
        '444455556666': toAccount('SUSPENDED'),
        '555566667777': allOn,
      },
    },
    '*': { otherAccounts: allOn, accounts: { '222233334444': noEcr } },
  },
};

describe('Copy Fix', () => {
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({ scenario: organisation });
    application = await loadApplication();
    await changeSettings({
      endpointUrl: emulator.url,
      regions: ['us-east-1', 'eu-west-1'],
      accountIds: Object.keys(organisation.regions['us-east-1']?.accounts ?? {}),
    });
    await waitForSnapshot(application, isSettled);
  });

  after(async () => {
    await clearSettings();
    await emulator.close();
  });

  /** What is copied for rows, the comments apart; none stays where nothing is copied. */
  async function copy(kind: string, clicked?: string, selected?: readonly string[]) {
    await env.clipboard.writeText('none');
    const calls = emulator.requests.length;
    await commands.executeCommand(`inspectorStatus.copyFix${kind}`, clicked, selected);
    equal(emulator.requests.length, calls);
    const text = await env.clipboard.readText();
    const lines = text.split('\n');
    return {
      comments: lines.filter((line) => line.startsWith('# ')),
      code: lines.filter((line) => line !== '' && !line.startsWith('# ')),
    };
  }
  const rowOf = (id: string) => findItem(application, id).key;

  it('is the command that turns on all that is off, in each Region', async () => {
    const { comments, code } = await copy('Cli', rowOf('222233334444'));
    deepEqual(code, [
      'aws inspector2 enable --resource-types ECR LAMBDA_CODE --account-ids 222233334444 --region us-east-1',
      'aws inspector2 enable --resource-types ECR LAMBDA_CODE --account-ids 222233334444 --region eu-west-1',
    ]);
    match(
      comments[0] ?? '',
      /^# Turns on Amazon Inspector scan types\. Accounts: 1\. Scan types: ECR, Lambda code\.$/,
    );
    match(comments[1] ?? '', /^# Made from what was read at .*\d{2}:\d{2}:\d{2}\.$/);
    equal(comments[2], '# The extension itself changes nothing: read this before you use it.');
  });

  it('is what is required and no more, once the settings say so, and of a scan type that one', async () => {
    await changeSettings({ requiredScanTypes: ['ecr'] });
    const one = await copy('Cli', rowOf('111122223333'));
    deepEqual(one.code, [
      'aws inspector2 enable --resource-types ECR --account-ids 111122223333 --region us-east-1',
    ]);
    const region = application.tree.getChildren(rowOf('111122223333'))[0] ?? '';
    const { key } = findItem(application, 'Lambda code', region);
    deepEqual((await copy('Cli', key)).code, [
      'aws inspector2 enable --resource-types LAMBDA_CODE --account-ids 111122223333 --region us-east-1',
    ]);
    await changeSettings({ requiredScanTypes: undefined });
  });

  it('says what no command mends, and nothing of it is more than a comment', async () => {
    const rows = ['111122223333', '333344445555', '444455556666', '555566667777'].map(rowOf);
    const { comments, code } = await copy('Cli', rows[0], rows);
    equal(code.length, 1);
    ok(comments.some((line) => /an error, Access denied: us-east-1: 333344445555\. Read as/.test(line)));
    ok(comments.some((line) => /its status, Suspended: us-east-1: 444455556666$/.test(line)));
    for (const line of comments) {
      match(line, /^# [^'"`$&|;<>()\\!*?{}[\]]*$/);
    }
    const only = await copy('Cli', rows[1]);
    deepEqual(only.code, []);
    match(only.comments[0] ?? '', /^# There is nothing here that could be turned on\.$/);
  });

  it('leaves the clipboard alone where all is on, and without a row', async () => {
    deepEqual((await copy('Cli', rowOf('555566667777'))).code, ['none']);
    deepEqual((await copy('Terraform', 'account//999999999999')).code, ['none']);
  });

  it('is of all accounts that are shown under a group', async () => {
    await commands.executeCommand('inspectorStatus.groupByRegion');
    try {
      const { code } = await copy('Cli', findItem(application, 'us-east-1').key);
      deepEqual(code, [
        'aws inspector2 enable --resource-types ECR LAMBDA_CODE --account-ids 111122223333 222233334444 --region us-east-1',
      ]);
    } finally {
      await commands.executeCommand('inspectorStatus.groupByAutomatic');
    }
  });

  it('is for Terraform what stays on as well', async () => {
    const { comments, code } = await copy('Terraform', rowOf('111122223333'));
    ok(code.includes('  resource_types = ["EC2", "ECR", "LAMBDA", "LAMBDA_CODE", "CODE_REPOSITORY"]'));
    ok(comments.some((line) => line.includes('Terraform turns off every scan type')));
  });

  it('is for CloudFormation a policy, and says that there is no resource type', async () => {
    const { comments, code } = await copy('CloudFormation', rowOf('222233334444'));
    ok(code.includes('      Type: INSPECTOR_POLICY'));
    ok(comments.some((line) => line.includes('CloudFormation has no resource type')));
  });
});
