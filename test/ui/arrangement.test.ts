/** Thousands of accounts stay readable: grouped, sorted and filtered in the window, with pictures. */
import { match, ok } from 'node:assert/strict';
import { toUserSettings } from '../demo/sampleSettings.ts';
import { allOn, toAccount, toFailed } from '../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import type { AccountAnswer, Scenario } from '../emulator/scenario.ts';
import { toLargeAccountIds } from '../emulator/scenarios/large.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const ids = toLargeAccountIds(10_000);
const accountNames = Object.fromEntries(ids.map((id, index) => [id, `team-${index % 40}-${index}`]));

/** So many of the first accounts in turn have these answers; each tenth of them is in the second Region as well. */
const answers: readonly (readonly [count: number, answer: AccountAnswer])[] = [
  [9, toFailed('ACCESS_DENIED', 'The account is not associated with the calling account.')],
  [5, toAccount('DISABLED')],
  [3, toAccount('ENABLED', { ec2: { status: 'ENABLED', errorCode: 'SSM_THROTTLED', errorMessage: 'slow' } })],
  [2, toAccount('ENABLING')],
  [120, toAccount('ENABLED', { lambdaCode: 'DISABLED', codeRepository: 'DISABLED' })],
];

const organisation: Scenario = {
  description: 'few of many accounts are not fully on',
  regions: {
    'us-east-1': {
      accounts: Object.fromEntries(
        answers
          .flatMap(([count, answer]) => Array<AccountAnswer>(count).fill(answer))
          .map((answer, index) => [ids[(index * 61) % 9_000] ?? '', answer]),
      ),
      otherAccounts: allOn,
    },
    '*': { otherAccounts: allOn },
  },
};

describe('Ten thousand accounts in the window', () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ scenario: organisation });
  });

  after(() => emulator.close());

  const open = (workspaceSettings: Record<string, unknown>): Promise<Workbench> =>
    openWorkbench({
      extension: 'package',
      settings: toUserSettings(emulator.url),
      workspaceSettings: { 'inspectorStatus.accountNames': accountNames, ...workspaceSettings },
      viewport: { width: 1280, height: 860 },
    });

  /** What is typed into the box of the filter. */
  const filter = async (workbench: Workbench, text: string) => {
    await workbench.runCommand('Inspector Status: Filter Accounts…');
    await workbench.page.locator('.quick-input-widget input[type="text"]').fill(text);
  };

  it('are grouped by state, filtered and grouped by Region', async () => {
    const workbench = await open({
      'inspectorStatus.accountIds': ids,
      'inspectorStatus.regions': ['us-east-1', 'eu-central-1'],
    });
    const { page } = workbench;
    try {
      await workbench.openView();
      await workbench.resizeSideBar(560);
      await workbench.statusBar(/9981\/10000/);
      await workbench.waitUntilQuiet();
      const grouped = [
        '[bell-dot] Needs attention — 14',
        '[error] Failing for now — 3',
        '[sync] Changing — 2',
        '[color-mode] Partly on — 120',
        '[pass] Fully on — 9,861',
      ].join('\n');
      await workbench.rowsOnce((text) => text === grouped);
      await workbench.pictures('grouped');
      await workbench.tree.expand('Needs attention');
      await workbench.pictures('group unfolded');
      await workbench.tree.collapse('Needs attention');
      await workbench.openTitleMenu('Group By', '✓ Automatic');
      await workbench.pictures('menu');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await filter(workbench, 'denied team-2');
      await page.getByText('Filtered by “denied team-2”').first().waitFor();
      await workbench.pictures('filter box');
      await page.keyboard.press('Enter');
      const found = await workbench.rowsOnce((text) => text.includes('Access denied'));
      ok(
        found.split('\n').every((line) => /^\[error\] team-2\S* \d{12} — Access denied/.test(line)),
        found,
      );
      await workbench.pictures('filtered');
      await (await workbench.titleButton('Clear Filter')).click();
      await workbench.rowsOnce((text) => text.includes('Fully on — 9,861'));
      const box = page.locator('.quick-input-widget');
      await workbench.runCommand('Inspector Status: Filter Accounts…');
      await box.getByText('Failed', { exact: true }).click();
      await page.getByText('Filtered by “Failed”: 12 of 10,000 accounts').first().waitFor();
      await workbench.runCommand('Inspector Status: Filter Accounts…');
      await box.locator('.codicon-check').waitFor();
      await workbench.pictures('quick filter');
      await box.getByText('Failed', { exact: true }).click();
      await workbench.rowsOnce((text) => text.includes('Fully on — 9,861'));
      for (let time = 0; time < 3; time++) {
        // Faster than the list is made anew: what happens to be active meanwhile is nobody's choice.
        await workbench.runCommand('Inspector Status: Filter Accounts…');
        await box.getByText('Show all 10,000 accounts').waitFor();
        await page.keyboard.type('disabled ecr');
        await page.keyboard.press('Enter');
        await page.getByText('Filtered by “disabled ecr”').first().waitFor();
        await (await workbench.titleButton('Clear Filter')).click();
        await workbench.rowsOnce((text) => text.includes('Fully on — 9,861'));
      }
      await filter(workbench, 'there is none of that');
      await page.getByText('“there is none of that”: none of 10,000 accounts').first().waitFor();
      await page.keyboard.press('Escape');
      const welcome = page.locator('.welcome-view-content');
      await welcome.getByText('No account matches the filter.').waitFor();
      await workbench.pictures('nothing found');
      await welcome.getByRole('button', { name: 'Clear Filter' }).click();
      await workbench.rowsOnce((text) => text.includes('Fully on — 9,861'));
      await workbench.runCommand('Inspector Status: Group By…');
      await page.locator('.quick-input-widget').getByText('an account in each of its Regions').waitFor();
      await workbench.pictures('group by');
      await page.locator('.quick-input-widget').getByText('an account in each of its Regions').click();
      await workbench.rowsOnce((text) => text.startsWith('[globe] us-east-1 — 10,000 accounts'));
      await workbench.tree.expand('us-east-1');
      await workbench.tree.expand('Needs attention');
      await workbench.pictures('grouped by Region');
    } finally {
      await workbench.close();
    }
  });

  it('of several scopes stand under their scopes', async () => {
    const workbench = await open({
      'inspectorStatus.regions': ['us-east-1'],
      'inspectorStatus.scopes': [
        { name: 'Production', accountIds: ids.slice(0, 9_000) },
        { name: 'Sandbox', accountIds: ids.slice(9_000, 9_012) },
        { name: 'Acquired', profile: 'gone', accountIds: ids.slice(9_100, 9_120) },
      ],
    });
    try {
      await workbench.openView();
      await workbench.resizeSideBar(560);
      await workbench.waitUntilQuiet();
      await workbench.rowsOnce((text) => /Production — 9,000 accounts/.test(text));
      await workbench.rowsOnce((text) => text.includes('20 not known') && text.includes('14 need attention'));
      await workbench.tree.expand('Acquired');
      await workbench.tree.expand('Sandbox');
      await workbench.tree.expand('Production');
      const rows = await workbench.rowsOnce((text) => text.includes('Fully on — 8,861'));
      match(rows, /^\[organization\] Production — 9,000 accounts · 14 need attention$/m);
      await workbench.tree.collapse('Sandbox');
      await workbench.tree.findRow('Production');
      match(rows, /^ {2}\[error\] AWS profile “gone”: /m);
      await workbench.pictures('scopes');
    } finally {
      await workbench.close();
    }
  });
});
