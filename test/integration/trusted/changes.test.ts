/** What a refresh has changed: in the list, as marks at the rows, looked at, copied, revealed. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, env, type MarkdownString } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { isSample } from '../../../src/core/model.ts';
import { allOn, toAccount, toFailed } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import type { AccountAnswer, Scenario } from '../../emulator/scenario.ts';
import {
  changeSettings,
  clearSettings,
  findItem,
  getTestAccess,
  isSettled,
  loadApplication,
  toHoverText,
  waitForSnapshot,
  waitUntil,
} from '../../support/extensionUnderTest.ts';

const [one = '', two = '', three = ''] = ['111122223333', '222233334444', '333344445555'];

const toScenario = (accounts: Readonly<Record<string, AccountAnswer>>): Scenario => ({
  description: 'some accounts are not fully on',
  regions: { '*': { accounts, otherAccounts: allOn } },
});

const othersAre = toScenario({
  [one]: toAccount('DISABLED'),
  [two]: toAccount('ENABLED', { ecr: 'DISABLED' }),
  [three]: toFailed('ACCESS_DENIED', '[x](command:y) $(alert) **bold**'),
});

describe('Recent changes', () => {
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({ scenario: toScenario({}) });
    application = await loadApplication();
  });

  beforeEach(async () => {
    emulator.use(toScenario({}));
    application.changes.clear();
    await changeSettings({
      endpointUrl: emulator.url,
      regions: ['us-east-1'],
      accountIds: [one, two, three],
      accountNames: { [two]: 'payments-live' },
    });
    await refresh();
    application.changes.clear();
  });

  afterEach(async () => {
    await commands.executeCommand('inspectorStatus.leaveSampleData');
    await clearSettings();
  });
  after(() => emulator.close());

  const refresh = async () => {
    await commands.executeCommand('inspectorStatus.refresh');
    await waitForSnapshot(application, isSettled);
  };

  const refreshToOthers = async () => {
    emulator.use(othersAre);
    await refresh();
    await waitUntil(async () => application.changes.unseenCount === 3);
  };

  /** The rows of the list as indented text; `*` for those that nobody has looked at. */
  const toListText = () => {
    const { changesTree } = application;
    const toLines = (key?: string, indent = ''): string[] =>
      changesTree.getChildren(key).flatMap((child) => {
        const item = changesTree.getTreeItem(child);
        const news = item.resourceUri === undefined ? '' : ' *';
        return [`${indent}${item.label} — ${item.description}${news}`, ...toLines(child, `${indent}  `)];
      });
    return toLines().map((line) => line.replace(/Today [0-9:]{5}/, 'Today'));
  };

  const findChangeKey = (index: number): string => {
    const [first] = application.changesTree.getChildren();
    const key = application.changesTree.getChildren(first)[index];
    ok(key);
    return key;
  };

  it('are listed with what they were and are, the worse ones first, and marked at their rows', async () => {
    deepEqual(toListText(), []);
    await refreshToOthers();
    deepEqual(toListText(), [
      'Today — 3 changes · 3 for the worse · 3 new',
      `  payments-live ${two} — ECR · us-east-1: Enabled → Disabled *`,
      `  ${one} — us-east-1: Enabled → Disabled *`,
      `  ${three} — us-east-1: Enabled → Access denied *`,
    ]);
    const item = findItem(application, 'payments-live');
    match(
      item.resourceUri?.fragment ?? '',
      /^Changed since you last looked: ECR · us-east-1 was Enabled at /,
    );
    match(item.accessibilityInformation?.label ?? '', /, Changed since you last looked: ECR/);
    match(
      toHoverText(item.tooltip),
      /Changed since you last looked: ECR · us-east-1 was Enabled at [0-9:]{5}/,
    );
    match((item.tooltip as MarkdownString).value, /\n\n---\n\nChanged since/);
    const scanType = findItem(application, 'ECR', item.key);
    match(scanType.resourceUri?.fragment ?? '', /^Changed since you last looked: was Enabled at [0-9:]{5}$/);
    equal(findItem(application, 'EC2', item.key).resourceUri, undefined);
    equal(findItem(application, three).resourceUri?.query, 'error');
  });

  it('are looked at once the hover after theirs is read, and all by the command', async () => {
    await refreshToOthers();
    findItem(application, 'payments-live');
    equal(application.changes.unseenCount, 3);
    findItem(application, one);
    equal(application.changes.unseenCount, 2);
    equal(findItem(application, 'payments-live').resourceUri, undefined);
    await commands.executeCommand('inspectorStatus.markChangesSeen');
    equal(application.changes.unseenCount, 0);
    ok(toListText().every((line) => !line.endsWith('*')));
  });

  it('lead to their row, which takes the mark away, also where a filter hid it', async () => {
    await refreshToOthers();
    await commands.executeCommand('inspectorStatus.filterFailed');
    await commands.executeCommand('inspectorStatus.showChange', findChangeKey(0));
    equal(application.choices.currentFilter.quick, undefined);
    equal(application.changes.unseenCount, 2);
    equal(findItem(application, 'payments-live').resourceUri, undefined);
  });

  it('are copied as lines, one or all of a refresh', async () => {
    await refreshToOthers();
    await commands.executeCommand('inspectorStatus.copyChanges', findChangeKey(0));
    match(
      await env.clipboard.readText(),
      /^.*[0-9]{2}:[0-9]{2}:[0-9]{2} {2}payments-live 222233334444 {2}ECR · us-east-1: Enabled → Disabled$/,
    );
    const [first] = application.changesTree.getChildren();
    await commands.executeCommand('inspectorStatus.copyChanges', first);
    equal((await env.clipboard.readText()).split('\n').length, 3);
  });

  it('say when, what, from and to in their hover, and the code, as inert text', async () => {
    await refreshToOthers();
    const key = findChangeKey(2);
    const { changesTree } = application;
    const { tooltip } = changesTree.resolveTreeItem(changesTree.getTreeItem(key), key);
    const hover = toHoverText(tooltip);
    match(hover, /us-east-1: Enabled → Access denied/);
    match(hover, /Enabled: read at /);
    match(hover, /Access denied: first read at .*; it may have begun earlier\./);
    match(hover, /Codes of Amazon Inspector: ACCESS_DENIED/);
    match(hover, /Default credentials/);
    ok(typeof tooltip === 'object' && !/\]\(/.test(tooltip.value));
  });

  it('of the sample are in a list of their own, marked as made up, and gone with it', async () => {
    await refreshToOthers();
    await commands.executeCommand('inspectorStatus.showSampleData');
    const { changes, changesTree } = application;
    await waitForSnapshot(application, (snapshot) => isSample(snapshot) && isSettled(snapshot));
    ok(changes.current.every((each) => each.changes.every(({ scope }) => scope !== '')));
    await refresh();
    await refresh();
    await waitUntil(async () => changes.unseenCount > 3);
    await commands.executeCommand('inspectorStatus.copyChanges', changesTree.getChildren()[0]);
    match(await env.clipboard.readText(), /^Sample data: these accounts are made up/);
    await commands.executeCommand('inspectorStatus.markChangesSeen');
    equal(changes.unseenCount, 0);
    const path = join((await getTestAccess()).storageUri?.fsPath ?? '', 'changes.jsonl');
    ok(!/Alder|Retail|"isSeen":true/.test(readFileSync(path, 'utf8')));
    await commands.executeCommand('inspectorStatus.leaveSampleData');
    equal(changes.unseenCount, 3);
  });

  it('are none while a call fails, and none after another profile or other accounts', async () => {
    emulator.use({
      description: 'nothing is answered',
      regions: { '*': { otherAccounts: allOn, faults: [{ fault: { kind: 'reset' } }] } },
    });
    await refresh();
    emulator.use(toScenario({}));
    await refresh();
    await changeSettings({ accountIds: [one, '444455556666'] });
    await refresh();
    deepEqual(toListText(), []);
  });
});
