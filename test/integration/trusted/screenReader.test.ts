/** What a screen reader gets of every kind of row: the name, the state and the trouble, in words. */
import { deepEqual, doesNotMatch, match, ok } from 'node:assert/strict';
import { commands, type TreeItem } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { parseRowKey, type RowKey } from '../../../src/core/rows/rows.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { faults } from '../../emulator/faults.ts';
import type { Scenario } from '../../emulator/scenario.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import {
  changeSettings,
  clearSettings,
  isSettled,
  loadApplication,
  waitForSnapshot,
} from '../../support/extensionUnderTest.ts';

const { accountNames, regions } = scenarios['every-status'];
const everyErrorCode = scenarios['every-error-code'];

/** Each status and each error code in two Regions; a third denies. */
const everything: Scenario = {
  description: 'everything that a row can say',
  regions: {
    '*': { accounts: { ...regions['*']?.accounts, ...everyErrorCode.regions['*']?.accounts } },
    'eu-central-1': { faults: [{ fault: faults['access-denied'] }] },
  },
};
const allDenied: Scenario = {
  description: 'nothing can be read again',
  regions: { '*': { faults: [{ fault: faults['access-denied'] }] } },
};

describe('A screen reader', () => {
  let emulator: Emulator;
  let application: Application;

  before(async function () {
    this.timeout(30_000);
    emulator = await startEmulator({ scenario: everything });
    application = await loadApplication();
    await changeSettings({
      endpointUrl: emulator.url,
      accountNames: { ...accountNames, ...everyErrorCode.accountNames },
      refreshIntervalMinutes: 0,
      scopes: [
        { name: 'North', regions: ['us-east-1', 'eu-west-1'], accountIds: Object.keys(accountNames ?? {}) },
        {
          name: 'South',
          regions: ['us-east-1', 'eu-central-1'],
          accountIds: Object.keys(everyErrorCode.accountNames ?? {}),
        },
        // More rows of problems than are shown.
        { name: 'West', regions: ['us-east-1'], accountIds: Array.from({ length: 60 }, (_, at) => `${at}`) },
      ],
    });
    await waitForSnapshot(application, isSettled);
  });

  after(async () => {
    await run('groupByAutomatic');
    await clearSettings();
    await emulator.waitForIdle();
    await emulator.close();
  });

  const run = (name: string) => commands.executeCommand(`inspectorStatus.${name}`);

  /** Every row with all that is under it, each kind of text once: there are thousands. */
  const walk = (keys: readonly RowKey[] = application.tree.getChildren()): [RowKey, TreeItem][] =>
    keys.flatMap((key) => [
      [key, application.tree.getTreeItem(key)] as [RowKey, TreeItem],
      ...walk(application.tree.getChildren(key)),
    ]);

  /** Says in what the words of a row fall short of what is seen of it. */
  function check(key: RowKey, item: TreeItem): void {
    const label = item.accessibilityInformation?.label ?? '';
    const news = item.resourceUri?.fragment ?? '';
    ok(label.endsWith(news), `“${news}” is not at the end of ${label}`);
    const spoken = news === '' ? label : label.slice(0, -news.length).replace(/, $/, '');
    const context = `${key}: ${spoken}`;
    doesNotMatch(spoken, /^$|undefined|\$\(|\{\d\}|[^ -~“”’…·–]/, context);
    const seen = `${item.label} · ${item.description ?? ''}`.split(/ · |: | (?=\d{12}\b)/);
    for (const part of seen) {
      ok(spoken.includes(part.trim()), `“${part}” is not in ${context}`);
    }
    if (item.resourceUri?.query === 'stale') {
      match(spoken, /\bas of \d|\bout of date\b/, context);
    }
    if (item.resourceUri?.query !== 'error') {
      return;
    }
    switch (parseRowKey(key)?.kind) {
      case 'account':
      case 'region':
        match(spoken, /failing: .+next step: .+\.$/, context);
        break;
      case 'scanType':
        ok(String(item.description).includes(' · '), context);
        break;
      case 'problem':
        match(spoken, /\.$|^\d+ more problems in the settings$/, context);
        break;
      default:
        match(spoken, /a problem needs attention: .+$/, context);
    }
  }

  for (const grouping of ['groupByScope', 'groupByState', 'groupByRegion', 'groupByNone']) {
    it(`gets all in words that is seen of a row, and more (F9): ${grouping}`, async function () {
      this.timeout(30_000);
      await run(grouping);
      const rows = walk();
      ok(rows.length > 500, `${rows.length} rows`);
      for (const [key, item] of rows) {
        check(key, item);
      }
      const kinds = new Set(rows.map(([key]) => parseRowKey(key)?.kind));
      const groups = {
        groupByScope: ['scope'],
        groupByState: ['stateGroup'],
        groupByRegion: ['regionGroup'],
      };
      const wanted = [
        'problem',
        'trouble',
        'account',
        'region',
        'scanType',
        ...((groups as Record<string, string[]>)[grouping] ?? []),
      ];
      deepEqual(
        wanted.filter(
          (kind) => !kinds.has(kind as never) && !(grouping === 'groupByRegion' && kind === 'account'),
        ),
        [],
      );
    });
  }

  it('gets the age of what could not be read again, and what is wrong with a whole scope (F9)', async function () {
    this.timeout(30_000);
    emulator.use(allDenied);
    await run('groupByScope');
    await run('refresh');
    const rows = walk();
    for (const [key, item] of rows) {
      check(key, item);
    }
    const isStale = ({ resourceUri }: TreeItem) => resourceUri?.query === 'stale';
    ok(rows.filter(([, item]) => isStale(item)).length > 100);
    const spoken = rows.map(([, item]) => item.accessibilityInformation?.label ?? '');
    ok(spoken.some((each) => /^scope North, .* out of date, a problem needs attention: .+$/.test(each)));
    ok(spoken.some((each) => /^Code repository, .* as of \d\d:\d\d$/.test(each)));
  });
});
