/** What a row tells and offers: its hover, its menu, the pin, and its account in a file of the editor, with pictures. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toUserSettings } from '../demo/sampleSettings.ts';
import { allOn, toAccount, toFailed } from '../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import type { Scenario } from '../emulator/scenario.ts';
import { ACCOUNT_MENU, openWorkbench, PATIENCE_MS, type Workbench } from '../support/workbench.ts';

const names = {
  '111122223333': 'payments-live',
  '222233334444': 'sandbox',
  '333344445555': 'acquired-contoso',
  '444455556666': 'legacy',
  '555566667777': 'data-lake',
};

const sandbox = toAccount('ENABLED', {
  ecr: {
    status: 'ENABLED',
    errorCode: 'SSM_THROTTLED',
    errorMessage: 'Rate exceeded for ssm:CreateAssociation.',
  },
  lambda: 'DISABLED',
  lambdaCode: 'DISABLED',
  codeRepository: null,
});
const denied = toFailed('ACCESS_DENIED', 'The account is not associated with the calling account.');

const organisation: Scenario = {
  description: 'an account in each state that asks for a look at its hover',
  regions: {
    'us-east-1': {
      accounts: { '222233334444': sandbox, '333344445555': denied, '444455556666': toAccount('DISABLED') },
      otherAccounts: allOn,
    },
    'eu-central-1': {
      accounts: { '333344445555': denied, '444455556666': toAccount('SUSPENDED') },
      otherAccounts: allOn,
    },
    '*': { accounts: { '222233334444': toAccount('ENABLING') }, otherAccounts: allOn },
  },
};

const FILE = `provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = ["222233334444"]
}
`;

const threeRegions = ['us-east-1', 'eu-central-1', 'ap-southeast-2'];

describe('Rows in the window', () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ scenario: organisation });
  });

  after(() => emulator.close());

  const open = (regions: readonly string[]): Promise<Workbench> =>
    openWorkbench({
      settings: { ...toUserSettings(emulator.url), 'editor.hover.delay': 0 },
      workspaceSettings: {
        'inspectorStatus.accountIds': Object.keys(names),
        'inspectorStatus.accountNames': names,
        'inspectorStatus.regions': regions,
        'inspectorStatus.profile': 'audit',
      },
      home: {
        '.aws/credentials': '[audit]\naws_access_key_id = AKIDAUDIT\naws_secret_access_key = audit-secret\n',
      },
      viewport: { width: 1280, height: 860 },
    });

  /** The entries of the menu of a row, which stays open. */
  const openMenu = async ({ page, tree }: Workbench, row: string): Promise<string[]> => {
    await (await tree.findRow(row)).click({ button: 'right' });
    const entries = page.locator('.monaco-menu .action-item .action-label');
    await entries.filter({ hasText: 'Copy Details' }).first().waitFor();
    return (await entries.allInnerTexts()).filter((text) => text.trim() !== '');
  };

  it('tell and offer what can be known and done', async function () {
    this.timeout(300_000);
    const workbench = await open(threeRegions);
    const { page, sandbox } = workbench;
    writeFileSync(join(sandbox.workspace, 'main.tf'), FILE);
    try {
      await workbench.openView();
      await workbench.resizeSideBar(480);
      await workbench.readRows();
      const hover = await workbench.hover('sandbox');
      match(hover, /sandbox 222233334444: Enabling in ap-southeast-2 · 7 of 15 on/);
      match(hover, /us-east-1\s+Enabled\s+✓\son\s+✗\sfails\s+○\soff\s+○\soff\s+–/);
      match(hover, /Systems Manager throttled · ECR in us-east-1/);
      await workbench.pictures('hover of three Regions', 'sandbox');
      match(await workbench.hover('acquired-contoso'), /Access denied · us-east-1, eu-central-1: /);
      await workbench.pictures('hover of a failed account', 'acquired-contoso');
      await workbench.pictures('hover of a suspended account', 'legacy');
      await workbench.tree.expand('sandbox');
      match(await workbench.hover('us-east-1'), /sandbox 222233334444: Enabled · 2 of 5 on/);
      await workbench.pictures('hover of one Region', 'us-east-1');
      await workbench.tree.expand('us-east-1');
      match(await workbench.hover('ECREnabled'), /ECR: Enabled · Systems Manager throttled/);
      await workbench.pictures('hover of a scan type', 'ECREnabled');
      await workbench.tree.collapse('sandbox');

      const offered = await openMenu(workbench, 'payments-live');
      deepEqual(offered, ACCOUNT_MENU);
      await page.getByRole('menuitem', { name: 'Copy Details As' }).hover();
      await page.getByRole('menuitem', { name: 'Copy Details as Markdown' }).waitFor();
      await workbench.screenshot('menu of a row');
      await workbench.chooseInMenu('Pin Account to Top');
      await workbench.rowsOnce((rows) => /^\[pass\] payments-live \d+ — pinned · Enabled/.test(rows));
      match((await openMenu(workbench, 'payments-live')).join(), /,Unpin Account,/);
      await page.keyboard.press('Escape');
      await workbench.pictures('pinned');
      await workbench.runCommand('Inspector Status: Group By…');
      await page.locator('.quick-input-widget').getByText('what needs attention first').click();
      await workbench.rowsOnce((rows) => rows.startsWith('[pinned] Pinned — 1 account'));
      await workbench.tree.expand('Pinned');
      await workbench.pictures('pinned group');

      await workbench.runCommand('Inspector Status: Reveal Account…');
      const box = page.locator('.quick-input-widget');
      await box.locator('input[type="text"]').fill('data');
      await box.locator('.monaco-list-row').filter({ hasText: 'data-lake' }).waitFor();
      await workbench.screenshot('reveal');
      await page.keyboard.press('Enter');
      await page.locator('.monaco-list-row.selected').filter({ hasText: 'data-lake' }).waitFor();

      await page.keyboard.press('Control+P');
      await box.locator('input[type="text"]').fill('main.tf');
      await box.locator('.monaco-list-row').filter({ hasText: 'main.tf' }).first().click();
      const line = page.locator('.monaco-editor .view-line').filter({ hasText: '222233334444' });
      await line.waitFor();
      // Plain text is one piece: the id is at its end.
      const { width = 0 } = (await line.locator('span span').first().boundingBox()) ?? {};
      await line
        .locator('span span')
        .first()
        .hover({ position: { x: width - 60, y: 8 } });
      const editorHover = page.locator('.monaco-editor .monaco-hover, .monaco-hover.workbench-hover');
      const said = editorHover.filter({ hasText: 'Show in Inspector Status' }).first();
      await said.waitFor();
      match(await said.innerText(), /sandbox 222233334444/);
      await workbench.screenshot('hover in the editor');
      await said.getByText('Show in Inspector Status').click();
      await page.locator('.monaco-list-row.selected').filter({ hasText: 'sandbox' }).waitFor();
      await workbench.screenshot('revealed from the editor');
    } catch (error) {
      await workbench.screenshot('rows failed');
      throw error;
    } finally {
      await workbench.close();
    }
  });

  it('open the console through the access portal of a profile of IAM Identity Center', async () => {
    const workbench = await openWorkbench({
      settings: toUserSettings(emulator.url),
      workspaceSettings: {
        // Nobody is signed in: it is the wrong id that there are rows for.
        'inspectorStatus.accountIds': ['111122223333', '12'],
        'inspectorStatus.regions': ['eu-west-1'],
        'inspectorStatus.profile': 'audit',
      },
      home: {
        '.aws/config': [
          '[profile audit]',
          'sso_session = corp',
          'sso_account_id = 999900001111',
          'sso_role_name = Audit+Read',
          '[sso-session corp]',
          'sso_start_url = https://corp.awsapps.com/start',
          'sso_region = us-east-1',
        ].join('\n'),
      },
    });
    const { page } = workbench;
    try {
      await workbench.openView();
      await workbench.rowsOnce((rows) => rows.includes('signed out'));
      await workbench.waitUntilQuiet();
      const dialog = page.locator('.monaco-dialog-box');
      // A menu is closed without a word where the row is drawn anew under it.
      await workbench.persist(async () => {
        await openMenu(workbench, '111122223333');
        await workbench.chooseInMenu('Open in AWS Console');
        await dialog.waitFor({ timeout: PATIENCE_MS });
      });
      await workbench.screenshot('portal');
      // The dialog shortens the address of a host that VS Code has met before; what it opens is the whole.
      await page
        .context()
        .route('https://corp.awsapps.com/**', (route) => route.fulfill({ body: 'The portal' }));
      const opened = page.context().waitForEvent('page');
      await dialog.getByRole('button', { name: 'Open', exact: true }).click();
      const portal = await opened;
      await portal.waitForURL(/awsapps/);
      equal(
        portal.url(),
        'https://corp.awsapps.com/start/#/console?account_id=999900001111&role_name=Audit%2BRead&destination=' +
          encodeURIComponent('https://console.aws.amazon.com/inspector/v2/home?region=eu-west-1'),
      );
      await portal.close();
    } finally {
      await workbench.close();
    }
  });
});
