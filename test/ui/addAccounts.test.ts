/** Adding accounts in the window: members of the organisation, accounts of the config file, ids out of a text. */
import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { allOn } from '../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { faults } from '../emulator/faults.ts';
import type { FaultRule, Scenario } from '../emulator/scenario.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const ADMINISTRATOR = '999988887777';
const NAMES: Readonly<Record<string, string>> = {
  [ADMINISTRATOR]: 'security-tooling',
  '111122223333': 'payments-live',
  '222233334444': 'payments-test',
  '333344445555': 'data-lake',
  '444455556666': 'sandbox-anna',
};

const CONFIG = `[profile audit]
aws_access_key_id = AKIAAUDIT00000000000
aws_secret_access_key = made-up

[profile warehouse]
sso_session = corp
sso_account_id = 555566667777
sso_role_name = ReadOnly

[profile warehouse-admin]
sso_session = corp
sso_account_id = 555566667777
sso_role_name = Admin

[profile build]
role_arn = arn:aws:iam::666677778888:role/Build
source_profile = audit
`;

function toOrganisation(faults: readonly FaultRule[] = []): Scenario {
  const ids = Object.keys(NAMES).filter((id) => id !== ADMINISTRATOR);
  const others = Array.from({ length: 60 }, (_, index) => String(700_000_000_000 + index));
  const members = [...ids, ...others];
  return {
    description: 'an organisation',
    callerAccountId: ADMINISTRATOR,
    accountNames: { ...Object.fromEntries(others.map((id) => [id, `team-${id.slice(-2)}`])), ...NAMES },
    regions: {
      '*': {
        otherAccounts: allOn,
        members: members.map((accountId) => ({
          accountId,
          relationshipStatus: accountId === '444455556666' ? 'CREATED' : 'ENABLED',
          updatedAt: 1_760_000_000,
        })),
        faults,
      },
    },
  };
}

describe('Adding accounts in the window', () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ scenario: toOrganisation() });
  });

  after(() => emulator.close());

  const open = (settings: object = {}): Promise<Workbench> =>
    openWorkbench({
      home: { '.aws/config': CONFIG },
      env: {
        AWS_ENDPOINT_URL_ORGANIZATIONS: emulator.url,
        AWS_ENDPOINT_URL_STS: emulator.url,
      },
      settings: { 'inspectorStatus.endpointUrl': emulator.url },
      workspaceSettings: {
        'inspectorStatus.profile': 'audit',
        'inspectorStatus.regions': ['us-east-1'],
        ...settings,
      },
    });

  const readSettings = ({ sandbox }: Workbench) =>
    JSON.parse(readFileSync(join(sandbox.workspace, '.vscode', 'settings.json'), 'utf8'));
  const countCalls = (operation: string) =>
    emulator.requests.filter((request) => request.operation === operation).length;

  it('members are denied, then listed, searched, chosen and written', async () => {
    emulator.use(toOrganisation([{ operation: 'ListMembers', fault: faults['access-denied'] }]));
    emulator.clearRequests();
    const workbench = await open();
    const { page } = workbench;
    const picker = page.locator('.quick-input-widget');
    const rows = picker.locator('.monaco-list-row');
    try {
      await workbench.openView();
      await page.getByRole('button', { name: 'Add Accounts' }).click();
      await rows.filter({ hasText: 'Asks Amazon Inspector with AWS profile “audit”' }).waitFor();
      await workbench.pictures('add accounts');
      equal(emulator.requests.length, 0, 'nothing is asked before a person chooses it');

      await choose(rows, 'Members of the Organization');
      await rows.filter({ hasText: 'access denied' }).waitFor();
      match(await picker.innerText(), /inspector2:ListMembers/);
      await workbench.pictures('members denied');
      await page.keyboard.press('Escape');
      await picker.waitFor({ state: 'hidden' });

      await workbench.runCommand('Inspector Status: Add Accounts…');
      await rows.filter({ hasText: 'Denied at' }).waitFor();
      await choose(rows, 'Members of the Organization');
      await picker.getByRole('option', { name: 'Try Again', exact: true }).waitFor();
      equal(countCalls('ListMembers'), 1, 'what was denied is not asked again by itself');

      emulator.use(toOrganisation());
      emulator.hold();
      await picker.getByRole('option', { name: 'Try Again', exact: true }).click();
      await emulator.waitForHeld(1);
      await picker.getByPlaceholder(/Listing the members of the organization/).waitFor();
      await workbench.pictures('members being listed');
      emulator.release();
      await rows.filter({ hasText: 'payments-live' }).waitFor();
      match(await rows.filter({ hasText: 'sandbox-anna' }).innerText(), /not associated/);
      match(await rows.filter({ hasText: 'security-tooling' }).innerText(), /delegated administrator/);
      await workbench.pictures('members');

      const input = picker.locator('input[type="text"]');
      await input.fill('payments');
      await rows.filter({ hasText: 'data-lake' }).waitFor({ state: 'detached' });
      equal(await rows.count(), 2);
      await picker.locator('.quick-input-check-all, .quick-input-header .monaco-checkbox').first().click();
      await input.fill('333344445555');
      await rows.filter({ hasText: 'data-lake' }).click();
      await input.fill('');
      await workbench.pictures('members chosen');
      await input.press('Enter');
      await rows.filter({ hasText: 'Workspace Settings' }).waitFor();
      await workbench.pictures('where to write');
      const listings = countCalls('ListMembers');
      await page.getByRole('button', { name: 'Back' }).click();
      await picker.getByText('3 Selected').waitFor();
      equal(countCalls('ListMembers'), listings, 'who goes back finds the list as it was');
      await input.press('Enter');
      await rows.filter({ hasText: 'Workspace Settings' }).waitFor();
      await choose(rows, 'Workspace Settings');

      await workbench.statusBar('3/3');
      const text = await workbench.readRows();
      match(text, /data-lake 333344445555.*payments-live 111122223333.*payments-test 222233334444/s);
      await workbench.pictures('members added');
      const written = readSettings(workbench);
      deepEqual([...written['inspectorStatus.accountIds']].sort(), [
        '111122223333',
        '222233334444',
        '333344445555',
      ]);
      deepEqual(written['inspectorStatus.accountNames'], {
        '111122223333': 'payments-live',
        '222233334444': 'payments-test',
        '333344445555': 'data-lake',
      });
    } finally {
      emulator.release();
      await workbench.close();
    }
  });

  it('a scope that follows its organisation says why it cannot be listed, then has its members', async () => {
    emulator.use(toOrganisation([{ operation: 'ListMembers', fault: faults['access-denied'] }]));
    const workbench = await open({
      'inspectorStatus.scopes': [
        { name: 'Corp', accountIds: 'members' },
        { name: 'Other', accountIds: ['333344445555'] },
      ],
    });
    try {
      await workbench.openView();
      await workbench.resizeSideBar(560);
      await workbench.statusBar(/1\/1/);
      await workbench.rowsOnce((rows) =>
        /Corp — AWS profile “audit”: members not listed: access denied/.test(rows),
      );
      await workbench.waitUntilQuiet();
      await workbench.tree.expand('Corp');
      await workbench.rowsOnce((rows) => rows.includes('“audit”: members not listed: access denied'));
      await workbench.pictures('members not listed');
      match(
        await workbench.hover('“audit”: members not listed'),
        /may not list the members of the organization here/,
      );
      emulator.use(toOrganisation());
      await workbench.runCommand('Inspector Status: Refresh');
      await workbench.statusBar(/66\/66/);
      const rows = await workbench.rowsOnce((rows) => rows.includes('payments-live 111122223333'));
      doesNotMatch(rows, /not listed/);
      await workbench.pictures('members followed');
    } finally {
      await workbench.close();
    }
  });

  it('is cancelled with Escape while members are listed, and nothing goes on', async () => {
    emulator.use(toOrganisation());
    emulator.clearRequests();
    const workbench = await open();
    const { page } = workbench;
    const picker = page.locator('.quick-input-widget');
    const rows = picker.locator('.monaco-list-row');
    try {
      await workbench.openView();
      emulator.hold();
      await workbench.runCommand('Inspector Status: Add Accounts…');
      await choose(rows, 'Members of the Organization');
      await emulator.waitForHeld(1);
      await page.keyboard.press('Escape');
      await picker.waitFor({ state: 'hidden' });
      await emulator.waitForIdle();
      deepEqual(
        emulator.requests.map(({ outcome }) => outcome),
        ['abandoned'],
      );
    } finally {
      emulator.release();
      await workbench.close();
    }
  });

  it('offers the accounts of the config file under the names of their profiles, and those of a pasted table', async () => {
    emulator.use(toOrganisation());
    const workbench = await open({ 'inspectorStatus.accountIds': ['666677778888'] });
    const { page } = workbench;
    const picker = page.locator('.quick-input-widget');
    const rows = picker.locator('.monaco-list-row');
    const input = picker.locator('input[type="text"]');
    try {
      await workbench.openView();
      await workbench.statusBar('1/1');
      await workbench.runCommand('Inspector Status: Add Accounts…');
      await choose(rows, 'Accounts of the AWS Config File');
      await rows.filter({ hasText: 'warehouse' }).waitFor();
      match(await rows.innerText(), /warehouse[\s\S]*555566667777 · 2 profiles: warehouse, warehouse-admin/);
      doesNotMatch(await picker.innerText(), /666677778888/, 'what is there already is left out');
      await workbench.screenshot('accounts of the config file');
      await rows.click();
      await input.press('Enter');
      // The workspace has a list: there is nothing to ask.
      await workbench.statusBar('2/2');
      deepEqual(readSettings(workbench)['inspectorStatus.accountNames'], { '555566667777': 'warehouse' });

      await page.evaluate(
        'navigator.clipboard.writeText("name;id\\npayments;111122223333\\nlake;3333-4444-5555\\nmore;666677778888")',
      );
      await workbench.runCommand('Inspector Status: Add Accounts…');
      await input.fill('12345');
      await rows.filter({ hasText: 'No account id of 12 digits yet' }).waitFor();
      await input.fill('');
      await choose(rows, 'Paste from the Clipboard');
      await picker.getByPlaceholder(/Accounts to add, of 2 accounts/).waitFor();
      await page.getByRole('button', { name: 'Back' }).click();
      await rows.filter({ hasText: 'Paste from the Clipboard' }).waitFor();
      await input.press('Control+V');
      await rows.filter({ hasText: 'Add 3 accounts' }).waitFor();
      await workbench.screenshot('pasted accounts');
      await input.press('Enter');
      await picker
        .getByPlaceholder(/Accounts to add, of 2 accounts \(1 more are in the list already\)/)
        .waitFor();
      await workbench.screenshot('accounts out of a text');
      await page.keyboard.press('Enter');
      await workbench.statusBar('4/4');
      deepEqual(readSettings(workbench)['inspectorStatus.accountIds'], [
        '666677778888',
        '555566667777',
        '111122223333',
        '333344445555',
      ]);
    } finally {
      await workbench.close();
    }
  });
});

async function choose(rows: Locator, text: string): Promise<void> {
  await rows.filter({ hasText: text }).first().click();
}
