/** What is done with rows: pinned, copied in three forms, revealed; and their accounts in files of the editor. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { commands, env, type Hover, type MarkdownString, workspace } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { allOn, toAccount, toFailed } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { faults } from '../../emulator/faults.ts';
import type { Scenario } from '../../emulator/scenario.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
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

const organisation: Scenario = {
  description: 'one account fails, the others are well',
  regions: {
    '*': {
      accounts: { '222233334444': toFailed('ACCESS_DENIED', 'not a | member') },
      otherAccounts: allOn,
    },
  },
};

const names = { '111122223333': 'payments', '222233334444': 'a | b', '333344445555': 'zoo' };
const key = (id: string) => `account//${id}`;

describe('The rows', () => {
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({ scenario: organisation });
    application = await loadApplication();
  });

  beforeEach(async () => {
    emulator.use(organisation);
    await changeSettings({
      endpointUrl: emulator.url,
      regions: ['us-east-1'],
      accountIds: Object.keys(names),
      accountNames: names,
    });
    await waitForSnapshot(
      application,
      (snapshot) => accountsOf(snapshot).length === 3 && isSettled(snapshot),
    );
    emulator.clearRequests();
  });

  afterEach(async () => {
    await run('unpinAccount', key('333344445555'), Object.keys(names).map(key));
    await run('groupByAutomatic');
    await run('clearFilter');
    await clearSettings();
  });

  after(() => emulator.close());

  const run = (name: string, ...args: unknown[]) =>
    commands.executeCommand(`inspectorStatus.${name}`, ...args);
  const labels = () => application.tree.getChildren().map((each) => application.tree.getTreeItem(each).label);

  it('stay on top when they are pinned, say so, and offer the other command', async () => {
    deepEqual(labels(), ['a | b 222233334444', 'payments 111122223333', 'zoo 333344445555']);
    equal(findItem(application, 'zoo').contextValue, 'account');
    await run('pinAccount', key('333344445555'), [key('333344445555'), key('111122223333')]);
    deepEqual(labels(), ['payments 111122223333', 'zoo 333344445555', 'a | b 222233334444']);
    const item = findItem(application, 'zoo');
    equal(item.contextValue, 'account.pinned');
    equal(item.description, 'pinned · Enabled · 5 of 5 on');
    match(item.accessibilityInformation?.label ?? '', /pinned/);
    await run('groupByState');
    match(
      toTreeText(application),
      /^\[pinned\] Pinned — 2 accounts\n {2}\[pass\] payments .*\n(.*\n)* {2}\[pass\] zoo/,
    );
    equal(application.tree.getParent(key('333344445555')), 'stateGroup//pinned');
    await run('groupByRegion');
    const [region = ''] = application.tree.getChildren();
    const first = application.tree.getChildren(region)[0] ?? '';
    equal(first, 'region//111122223333/us-east-1');
    equal(application.tree.getTreeItem(first).contextValue, 'region.pinned');
    await run('unpinAccount', first);
    await run('unpinAccount', key('333344445555'));
    await run('groupByNone');
    deepEqual(labels(), ['a | b 222233334444', 'payments 111122223333', 'zoo 333344445555']);
  });

  it('that are not there cannot be pinned (G16)', async () => {
    const before = application.choices.current.pins;
    await run('pinAccount', key('999999999999'));
    await run('pinAccount', 'stateGroup//attention');
    equal(application.choices.current.pins, before);
  });

  it('are copied as JSON: any mix of them, ids as texts', async () => {
    emulator.use(healthyWithFaults({ fault: faults['access-denied'] }));
    await run('refresh');
    const [trouble = ''] = application.tree.getChildren();
    await run('copyDetailsAsJson', key('111122223333'), [key('111122223333'), trouble]);
    const { version, sample, rows } = JSON.parse(await env.clipboard.readText());
    deepEqual([version, sample, rows.length], [1, false, 2]);
    deepEqual([rows[0].kind, rows[0].accountId, rows[0].name], ['account', '111122223333', 'payments']);
    deepEqual([rows[0].regions[0].status, rows[0].regions[0].outOfDate], ['ENABLED', true]);
    deepEqual([rows[1].kind, rows[1].failure], ['trouble', 'accessDenied']);
  });

  it('are copied as Markdown: a table that no name breaks', async () => {
    await run('copyDetailsAsMarkdown', key('111122223333'), [key('111122223333'), key('222233334444')]);
    const lines = (await env.clipboard.readText()).split('\n');
    equal(lines.length, 4);
    match(lines[0] ?? '', /^\| Account \| Name \| Region \| State \| EC2 \| ECR \| /);
    match(lines[2] ?? '', /^\| 111122223333 \| payments \| us-east-1 \| Enabled · 5 of 5 on \| Enabled \|/);
    match(lines[3] ?? '', /^\| 222233334444 \| a \\| b \| us-east-1 \| Access denied \| – \|/);
    equal(new Set(lines.map((line) => line.split(/(?<!\\)\|/).length)).size, 1);
  });

  it('are copied once, however many rows of an account are selected, and no scan type breaks the table', async () => {
    const scanType = '[x](https://evil.example)|y';
    emulator.use({
      description: 'a scan type whose name is markup',
      regions: { '*': { otherAccounts: toAccount('ENABLED', { [scanType]: 'ENABLED' }) } },
    });
    await run('refresh');
    const account = key('111122223333');
    const selected = [account, ...application.tree.getChildren(account)];
    equal(selected.length, 7);
    await run('copyDetailsAsMarkdown', account, selected);
    const lines = (await env.clipboard.readText()).split('\n');
    equal(lines.length, 3);
    ok(!/[^\\]\]\(|https:\/\//.test(lines[0] ?? ''), lines[0]);
    equal(new Set(lines.map((line) => line.split(/(?<!\\)\|/).length)).size, 1);
    await run('copyDetailsAsJson', account, selected);
    equal(JSON.parse(await env.clipboard.readText()).rows.length, 1);
  });

  it('are revealed by key or id: unfolded, selected, and the filter that hides them ended', async () => {
    const ids = toLargeAccountIds(320);
    const last = ids.at(-1) ?? '';
    await changeSettings({ accountIds: ids, accountNames: undefined });
    await waitForSnapshot(
      application,
      (snapshot) => accountsOf(snapshot).length === 320 && isSettled(snapshot),
    );
    const { choices, tree } = application;
    equal(tree.getParent(key(last)), 'stateGroup//fullyOn');
    await run('revealAccount', key(last));
    await waitUntil(async () => isSelected(last));
    choices.setFilter({ text: 'there is none of that', quick: undefined });
    equal(await tree.findShown([key(ids[3] ?? '')]), undefined);
    await run('revealAccount', ids[3]);
    equal(choices.currentFilter.text, '');
    await waitUntil(async () => isSelected(ids[3] ?? ''));
    for (const argument of ['999999999999', key('999999999999'), 'stateGroup//fullyOn', {}, ['1'], 'x']) {
      await run('revealAccount', argument);
    }
    ok(await isSelected(ids[3] ?? ''));
  });

  /** What is selected is what a command without an argument is about. */
  async function isSelected(id: string): Promise<boolean> {
    await env.clipboard.writeText('');
    await run('copyAccountId');
    return (await env.clipboard.readText()) === id;
  }

  describe('in a file of the editor', () => {
    const text = [
      'provider "aws" { allowed_account_ids = ["111122223333"] }',
      'role: arn:aws:iam::222233334444:role/x',
      '| 1111-2222-3333 |',
      'id = 999999999999',
      'number = 1111222233334',
    ].join('\n');

    async function hover(word: string, languageId = 'plaintext'): Promise<readonly MarkdownString[]> {
      const document = await workspace.openTextDocument({ content: text, language: languageId });
      const at = document.positionAt(text.indexOf(word) + 2);
      const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, at);
      return hovers
        .flatMap(({ contents }) => contents as MarkdownString[])
        .filter(({ value }) => value.includes('inspectorStatus.revealAccount'));
    }

    it('say their name and state, and link to their row', async () => {
      for (const language of ['plaintext', 'yaml', 'json', 'markdown']) {
        const [found, ...more] = await hover('111122223333', language);
        deepEqual(more, []);
        match(
          toHoverText(found),
          /^payments 111122223333\n\nAmazon Inspector: Enabled · 5 of 5 on · \[Show in Inspector Status\]/,
        );
        deepEqual(found?.isTrusted, { enabledCommands: ['inspectorStatus.revealAccount'] });
        const argument = /\(command:inspectorStatus\.revealAccount\?([^)]+)\)/.exec(found?.value ?? '')?.[1];
        deepEqual(JSON.parse(decodeURIComponent(argument ?? '')), [key('111122223333')]);
      }
      match(toHoverText((await hover('222233334444'))[0]), /a \| b 222233334444.*Access denied/s);
      match(toHoverText((await hover('1111-2222-3333'))[0]), /^payments/);
      deepEqual([await hover('999999999999'), await hover('1111222233334')], [[], []]);
      equal(emulator.requests.length, 0, 'nothing is asked for it');
    });

    it('say from when it is where it is out of date', async () => {
      emulator.use(healthyWithFaults({ fault: faults['access-denied'] }));
      await run('refresh');
      match(toHoverText((await hover('111122223333'))[0]), /Enabled · 5 of 5 on · as of \d\d:\d\d/);
    });

    it('say it for each scope', async () => {
      await changeSettings({ scopes: [{ name: 'One' }, { name: 'Two', accountIds: ['111122223333'] }] });
      await waitForSnapshot(application, (snapshot) => snapshot.scopes.length === 2 && isSettled(snapshot));
      const said = toHoverText((await hover('111122223333'))[0]);
      match(said, /5 of 5 on · One .*5 of 5 on · Two /s);
    });

    it('say nothing when the setting is off, and without accounts', async () => {
      await changeSettings({ editorHovers: false });
      deepEqual(await hover('111122223333'), []);
      await changeSettings({ editorHovers: undefined });
      equal((await hover('111122223333')).length, 1);
      await changeSettings({ accountIds: [] });
      await waitForSnapshot(application, (snapshot) => accountsOf(snapshot).length === 0);
      deepEqual(await hover('111122223333'), []);
    });
  });
});
