/** What a person sees when something has changed: one notification, the list, marks at the rows, until looked at. */
import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toUserSettings } from '../demo/sampleSettings.ts';
import { allOn, toAccount, toFailed } from '../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import type { AccountAnswer, Scenario } from '../emulator/scenario.ts';
import { toText } from '../support/accountsTree.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const NAMES = ['artifacts', 'billing', 'data-lake', 'identity', 'payments-live', 'sandbox'];
const ids = NAMES.map((_, index) => String(index + 1).repeat(12));
const [, billing = '', , identity = '', payments = '', sandbox = ''] = ids;

const toScenario = (description: string, accounts: Readonly<Record<string, AccountAnswer>>): Scenario => ({
  description,
  regions: { 'us-east-1': { accounts, otherAccounts: allOn }, '*': { otherAccounts: allOn } },
});

const oneIsOff = toScenario('one account is off', { [sandbox]: toAccount('DISABLED') });

const othersAre = toScenario('three got worse, one better', {
  [billing]: toFailed('ACCESS_DENIED', 'The account is not associated.'),
  [identity]: toAccount('ENABLED', {
    ec2: { status: 'ENABLED', errorCode: 'SSM_UNAVAILABLE', errorMessage: '[x](command:y)' },
  }),
  [payments]: toAccount('ENABLED', { ecr: 'DISABLED', lambda: 'DISABLED' }),
});

describe('Recent changes in the window', () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ scenario: oneIsOff });
  });

  after(() => emulator.close());

  const header = ({ page }: Workbench, unseen: number) =>
    page
      .locator('.pane-header')
      .getByText(`Recent Changes${unseen === 0 ? '' : ` (${unseen} new)`}`, { exact: true });

  /** Of the rows of the accounts those with a sign at the right end, and the sign. */
  const signs = async ({ page }: Workbench): Promise<string[]> => {
    const labels: [string, string][] = await page.evaluate(
      `[...document.querySelector('.part.sidebar .pane').querySelectorAll('.monaco-icon-label')].map((label) =>
        [label.querySelector('.label-name').textContent, getComputedStyle(label, '::after').content])`,
    );
    return labels.flatMap(([label, sign]) =>
      sign === 'none' ? [] : [`${label} ${sign.replaceAll('"', '')}`],
    );
  };

  it('have rows as soon as their view is unfolded for the first time', async function () {
    this.timeout(120_000);
    const workbench = await openWorkbench({
      extension: 'package',
      settings: toUserSettings(emulator.url),
      workspaceSettings: { 'inspectorStatus.accountIds': ids, 'inspectorStatus.regions': ['us-east-1'] },
    });
    try {
      await workbench.openView();
      await workbench.statusBar(/5\/6/);
      emulator.use(othersAre);
      await workbench.runCommand('Inspector Status: Refresh');
      const pane = workbench.page.locator('.pane', { hasText: 'Recent Changes' });
      // Where the mouse has come to rest on a row, its change is no longer new.
      const title = pane.locator('.pane-header', { hasText: /\(\d new\)/ });
      await title.waitFor();
      // Whatever is drawn of the view after a refresh has been drawn by then.
      await workbench.notifications();
      await workbench.hideNotifications();
      // VS Code itself looks again two seconds after it has made the list: not this time, however long it takes.
      await workbench.page.evaluate(`{
        const start = globalThis.setTimeout;
        globalThis.setTimeout = (work, delayMs, ...args) =>
          delayMs === 2000 ? 0 : start(work, delayMs, ...args);
      }`);
      await title.click();
      await pane.locator('.monaco-list-row').first().waitFor();
    } finally {
      emulator.use(oneIsOff);
      await workbench.close();
    }
  });

  it('are told of once, listed, marked, and looked at', async function () {
    this.timeout(300_000);
    const workbench = await openWorkbench({
      extension: 'package',
      settings: toUserSettings(emulator.url),
      workspaceSettings: {
        'inspectorStatus.accountIds': ids,
        'inspectorStatus.accountNames': Object.fromEntries(ids.map((id, index) => [id, NAMES[index]])),
        'inspectorStatus.regions': ['us-east-1', 'eu-central-1'],
      },
      keybindings: [{ key: 'ctrl+alt+c', command: 'inspectorStatus.copyChanges' }],
      viewport: { width: 1280, height: 860 },
    });
    const { page } = workbench;
    try {
      await workbench.openView();
      await workbench.resizeSideBar(560);
      await workbench.statusBar(/5\/6/);
      await header(workbench, 0).click();
      await page.getByText('No changes yet.').waitFor();
      await workbench.pictures('no changes');
      await header(workbench, 0).click();

      emulator.use(othersAre);
      await workbench.runCommand('Inspector Status: Refresh');
      await header(workbench, 5).waitFor();
      deepEqual(await workbench.notifications(), [
        'Amazon Inspector: 3 accounts got worse or need attention.',
      ]);
      await workbench.pictures('changes told');
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await workbench.changes.findRow('sandbox');
      equal(
        toText(await workbench.changes.readRows()).replace(/Today [0-9:]{5}/, 'Today'),
        [
          '[history] Today — 5 changes · 4 for the worse · 5 new',
          `  [arrow-down] billing ${billing} — us-east-1: Enabled → Access denied`,
          `  [arrow-down] identity ${identity} — EC2 · us-east-1: Enabled → Systems Manager unavailable`,
          `  [arrow-down] payments-live ${payments} — ECR · us-east-1: Enabled → Disabled`,
          `  [arrow-down] payments-live ${payments} — Lambda standard · us-east-1: Enabled → Disabled`,
          `  [arrow-up] sandbox ${sandbox} — us-east-1: Disabled → Enabled`,
        ].join('\n'),
      );
      deepEqual(await signs(workbench), [
        `billing ${billing} !●`,
        `identity ${identity} !●`,
        `payments-live ${payments} ●`,
        `sandbox ${sandbox} ●`,
      ]);
      await workbench.pictures('changes');

      // The hover tells, and stays; its mark goes when the next one is read.
      const hover = await workbench.hover('payments-live');
      match(
        hover,
        /Changed since you last looked: ECR · us-east-1 was Enabled at [0-9:]{5}; Lambda standard/,
      );
      await workbench.pictures('changes hover', 'payments-live');
      doesNotMatch(await workbench.hover('artifacts'), /Changed/);
      await header(workbench, 3).waitFor();

      await (await workbench.changes.findRow('billing')).click();
      await header(workbench, 2).waitFor();
      await page.locator('.monaco-list-row.selected', { hasText: 'us-east-1Access denied' }).waitFor();
      await workbench.pictures('changes shown');
      // With the keyboard.
      await page.locator('.pane', { hasText: 'Recent Changes' }).locator('.monaco-list').last().focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await header(workbench, 1).waitFor();
      match(await workbench.hover('EC2Enabled'), /Systems Manager unavailable/);
      // A key of one's own is about what is selected.
      await page.keyboard.press('Control+Alt+C');
      match(await workbench.clipboardOnceFilled(), /identity \d{12} {2}EC2 · us-east-1: Enabled → /);

      await workbench.runCommand('Inspector Status: Mark All Changes as Seen');
      await header(workbench, 0).waitFor();
      await workbench.runCommand('Inspector Status: Clear Recent Changes');
      await page.getByText('No changes yet.').waitFor();
      await workbench.notifications();
      await page.getByRole('button', { name: 'Undo' }).click();
      await workbench.changes.findRow('sandbox');

      emulator.use(oneIsOff);
      await workbench.runCommand('Inspector Status: Refresh');
      await header(workbench, 5).waitFor();
      deepEqual(await workbench.notifications(), [
        'Amazon Inspector: 1 account got worse or needs attention.',
      ]);
      await page.getByRole('button', { name: 'Don’t Show Again' }).click();
      const settings = join(workbench.sandbox.userData, 'User', 'settings.json');
      await expectSoon(() => /"inspectorStatus.notifyOfChanges": "off"/.test(readFileSync(settings, 'utf8')));
      emulator.use(othersAre);
      await workbench.runCommand('Inspector Status: Refresh');
      await header(workbench, 10).waitFor();
      deepEqual(await workbench.notifications(), []);
    } finally {
      await workbench.close();
    }
  });
});

async function expectSoon(isTrue: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 20_000;
  while (!isTrue()) {
    if (Date.now() > giveUpAt) {
      throw new Error('It did not come true.');
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
