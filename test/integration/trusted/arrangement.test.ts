/** Grouping, sorting and filtering by the commands of the view: rows, context, what is kept, what is told. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { commands, env } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { allOn, toAccount, toFailed } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import type { Scenario } from '../../emulator/scenario.ts';
import { toLargeAccountIds } from '../../emulator/scenarios/large.ts';
import { accountsOf } from '../../support/accountsOf.ts';
import {
  changeSettings,
  clearSettings,
  findItem,
  isSettled,
  loadApplication,
  toTreeText,
  waitForSnapshot,
  waitUntil,
} from '../../support/extensionUnderTest.ts';

const ids = toLargeAccountIds(320);
const [failed = '', off = '', partly = ''] = ids;

const organisation: Scenario = {
  description: 'three of many are not fully on',
  regions: {
    'us-east-1': {
      accounts: {
        [failed]: toFailed('ACCESS_DENIED', 'not associated'),
        [off]: toAccount('DISABLED'),
        [partly]: toAccount('ENABLED', { ecr: 'DISABLED' }),
      },
      otherAccounts: allOn,
    },
    '*': { otherAccounts: allOn },
  },
};

describe('Many accounts in the view', () => {
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({ scenario: organisation });
    application = await loadApplication();
    await changeSettings({
      endpointUrl: emulator.url,
      regions: ['us-east-1'],
      accountIds: ids,
      accountNames: { [failed]: 'zoo' },
    });
    await waitForSnapshot(
      application,
      (snapshot) => accountsOf(snapshot).length === 320 && isSettled(snapshot),
    );
  });

  beforeEach(() => emulator.use(organisation));

  afterEach(async () => {
    await run('groupByAutomatic');
    await run('sortByName');
    await run('clearFilter');
  });

  after(async () => {
    await clearSettings();
    await emulator.waitForIdle();
    await emulator.close();
  });

  const run = (name: string, ...args: unknown[]) =>
    commands.executeCommand(`inspectorStatus.${name}`, ...args);
  const roots = () => application.tree.getChildren();
  const labels = () =>
    roots().map((key) => {
      const { label, description } = application.tree.getTreeItem(key);
      return `${label} ${description}`;
    });

  it('stand in groups by state, the worst first, each with its count and words for a screen reader', () => {
    deepEqual(labels(), ['Needs attention 2', 'Partly on 1', 'Fully on 317']);
    const item = findItem(application, 'Needs attention');
    equal(item.accessibilityInformation?.label, 'Needs attention, 2 accounts');
    equal(item.contextValue, 'stateGroup');
    equal(item.tooltip, 'Needs attention: 2');
    match(toTreeText(application, item.key), /^\[error\] zoo \d{12} — Access denied !\n/);
    for (const key of application.tree.getChildren(item.key)) {
      equal(application.tree.getParent(key), item.key);
    }
  });

  it('are grouped and sorted as the menu says', async () => {
    await run('groupByNone');
    equal(roots().length, 320);
    equal(roots()[0], `account//${failed}`);
    await run('sortById');
    equal(roots()[0], `account//${failed}`);
    await run('groupByState');
    await run('sortByState');
    deepEqual(labels(), ['Needs attention 2', 'Partly on 1', 'Fully on 317']);
    await run('groupByRegion');
    deepEqual(labels(), ['us-east-1 320 accounts · 2 need attention']);
    const [region = ''] = roots();
    match(toTreeText(application, region), /^\[bell-dot\] Needs attention — 2\n {2}\[error\] zoo /);
    await run('groupByScope');
    equal(roots().length, 320);
  });

  it('are filtered by words and quickly, and the line above the rows says so', async () => {
    application.choices.setFilter({ text: 'ecr disabled', quick: undefined });
    deepEqual(roots(), [`account//${off}`, `account//${partly}`]);
    deepEqual(application.tree.counts.shown, 2);
    await run('filterFailed');
    deepEqual(roots(), [], 'what was typed stays');
    await run('filterFailed');
    deepEqual(roots(), [`account//${off}`, `account//${partly}`], 'chosen again, it is switched off');
    await run('clearFilter');
    await run('filterFailed');
    deepEqual(roots(), [`account//${failed}`]);
    await run('filterAttention');
    deepEqual(roots().length, 2);
    await run('filterNotFullyOn');
    deepEqual(roots().length, 3);
    application.choices.setFilter({ text: 'there is none of that', quick: undefined });
    deepEqual(roots(), []);
    await run('clearFilter');
    equal(roots().length, 3);
  });

  it('are found by the service’s words, the extension’s, and those of the state', () => {
    const find = (text: string) => {
      application.choices.setFilter({ text, quick: undefined });
      return application.tree.counts.shown;
    };
    application.tree.getChildren();
    for (const [text, count] of Object.entries({
      ACCESS_DENIED: 1,
      'access denied zoo': 1,
      'needs attention': 2,
      'partly on': 1,
      'lambda standard enabled': 318,
      'us-east-1 disabled': 2,
      'eu-west-1': 0,
      [failed]: 1,
    })) {
      find(text);
      application.tree.getChildren();
      equal(application.tree.counts.shown, count, text);
    }
  });

  it('are copied by their ids, all of a group', async () => {
    const { key } = findItem(application, 'Needs attention');
    await run('copyAccountId', key);
    equal(await env.clipboard.readText(), [failed, off].join('\n'));
  });

  it('that change redraw their groups and no other, and nothing when nothing is another', async () => {
    await run('refresh');
    await application.tree.arrange();
    application.tree.redraw();
    const drawn: (readonly string[] | undefined)[] = [];
    const subscription = application.tree.onDidChange((keys) => drawn.push(keys));
    try {
      await run('refresh');
      application.tree.redraw();
      deepEqual(drawn, []);
      emulator.use({
        description: 'one more is off in part',
        regions: {
          'us-east-1': {
            ...organisation.regions['us-east-1'],
            accounts: {
              ...organisation.regions['us-east-1']?.accounts,
              [ids[9] ?? '']: toAccount('ENABLED', { ecr: 'DISABLED' }),
            },
          },
        },
      });
      await run('refresh');
      await waitUntil(async () => drawn.length > 0);
      application.tree.redraw();
      deepEqual(drawn.flat().sort(), [`account//${ids[9]}`, 'stateGroup//fullyOn', 'stateGroup//partlyOn']);
      deepEqual(labels(), ['Needs attention 2', 'Partly on 2', 'Fully on 316']);
    } finally {
      subscription.dispose();
    }
  });

  it('stay where they are while a refresh runs', async () => {
    const { key } = findItem(application, 'Fully on');
    const before = application.tree.getChildren(key);
    emulator.use({ description: 'all off', regions: { '*': { otherAccounts: toAccount('DISABLED') } } });
    emulator.hold();
    const refresh = run('refresh');
    await emulator.waitForHeld(4);
    emulator.held[0]?.release();
    await waitForSnapshot(
      application,
      ({ activity }) => activity.kind === 'refreshing' && activity.doneCalls > 0,
    );
    deepEqual(application.tree.getChildren(key), before);
    emulator.release();
    await refresh;
    deepEqual(labels(), ['Needs attention 320']);
  });
});
