/** What must be on, Copy Fix and Export as a person meets them, in one window, with pictures. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toUserSettings } from '../demo/sampleSettings.ts';
import { allOn, toAccount, toFailed } from '../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import type { Scenario } from '../emulator/scenario.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { parseCsv } from '../unit/support/csv.ts';

const names = {
  '111122223333': 'payments-live',
  '222233334444': 'orders-live',
  '333344445555': 'sandbox',
  '444455556666': 'legacy-crm',
  '555566667777': 'acquired',
};

const organisation: Scenario = {
  description: 'scan types that are off here and there',
  regions: {
    'us-east-1': {
      accounts: {
        '111122223333': allOn,
        '222233334444': toAccount('ENABLED', { ecr: 'DISABLED', lambdaCode: 'DISABLED' }),
        '333344445555': toAccount('ENABLED', { lambdaCode: 'DISABLED' }),
        '444455556666': toAccount('DISABLED'),
        '555566667777': toFailed('ACCESS_DENIED', 'The account is not associated.'),
      },
    },
    '*': { otherAccounts: allOn },
  },
};

const settings = {
  'inspectorStatus.accountIds': Object.keys(names),
  'inspectorStatus.accountNames': names,
  'inspectorStatus.regions': ['us-east-1'],
  'inspectorStatus.requiredScanTypes': ['ec2', 'ecr'],
};

describe('What must be on in the window', () => {
  let emulator: Emulator;
  let workbench: Workbench;

  before(async () => {
    emulator = await startEmulator({ scenario: organisation });
    workbench = await openWorkbench({
      extension: 'package',
      settings: toUserSettings(emulator.url),
      workspaceSettings: settings,
      viewport: { width: 1280, height: 760 },
    });
    await workbench.openView();
    await workbench.resizeSideBar(560);
    await workbench.waitUntilQuiet();
  });

  after(async () => {
    try {
      await workbench?.close();
    } finally {
      await emulator.close();
    }
  });

  for (const theme of ['light', 'dark', 'high contrast'] as const) {
    it(`rows say which scan type is missing, and Copy Fix is in their menu (${theme})`, async () => {
      const { page, tree } = workbench;
      await workbench.useTheme(theme);
      const rows = await workbench.rowsOnce((text) => text.includes('ECR required'));
      match(rows, /^\[workspace-untrusted\] orders-live 222233334444 — Enabled · 3 of 5 on · ECR required$/m);
      match(rows, /^\[color-mode\] sandbox 333344445555 — Enabled · 4 of 5 on$/m);
      match(rows, /^\[circle-slash\] legacy-crm 444455556666 — Disabled · EC2, ECR required$/m);
      await tree.expand('orders-live');
      await workbench.rowsOnce((text) => text.includes('ECR — Disabled · required'));
      const hover = await workbench.hover('orders-live');
      match(hover, /Required but off: ECR/);
      await workbench.screenshot(`required ${theme}`);
      await (await tree.findRow('orders-live')).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Copy Fix' }).hover();
      await page.getByRole('menuitem', { name: 'Copy Fix as Terraform' }).waitFor();
      await workbench.screenshot(`copy fix ${theme}`);
      await workbench.chooseInMenu('Copy Fix as AWS CLI');
      const text = await workbench.clipboardOnceFilled();
      match(
        text,
        /\naws inspector2 enable --resource-types ECR --account-ids 222233334444 --region us-east-1\n$/,
      );
      await tree.collapse('orders-live');
    });
  }

  it('what is shown is exported by the dialogs, and the file opens from the notification (H8)', async () => {
    const { page } = workbench;
    const input = page.locator('.quick-input-widget');
    for (const [format, ending] of [
      ['CSV', 'csv'],
      ['JSON', 'json'],
      ['Markdown report', 'md'],
    ] as const) {
      await workbench.runCommand('Inspector Status: Export…');
      await input
        .getByText('Choose a format')
        .or(input.getByPlaceholder('Choose a format'))
        .first()
        .waitFor();
      if (format === 'CSV') {
        await workbench.screenshot('export formats');
      }
      await input.getByText(format, { exact: true }).click();
      // The dialog of the server build is such a box as well: it is there once the name is in it.
      await once(async () =>
        (await input.locator('input[type="text"]').inputValue()).endsWith(`.${ending}`) ? true : undefined,
      );
      await page.keyboard.press('Enter');
      const path = await waitForFile(workbench.sandbox.workspace, ending);
      const text = readFileSync(path, 'utf8');
      if (format === 'CSV') {
        equal(parseCsv(text).length, 1 + 4 * 5 + 1);
      } else if (format === 'JSON') {
        equal(JSON.parse(text).accounts.length, 5);
      } else {
        match(text, /\| Needs attention \| 3 \|/);
      }
    }
    const messages = await workbench.notifications();
    ok(
      messages.some((message) => /Exported to “inspector-status-[\d-]+\.md”\./.test(message)),
      messages.join(),
    );
    await page.locator('.notifications-center').getByText('Open', { exact: true }).first().click();
    await page.getByRole('tab', { name: /inspector-status-.*\.md/ }).waitFor();
    await workbench.hideNotifications();
    await workbench.screenshot('exported report');
    deepEqual(
      readdirSync(workbench.sandbox.workspace).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });
});

function waitForFile(folder: string, ending: string): Promise<string> {
  return once(async () => {
    const names = readdirSync(folder);
    const name = names.find((each) => each.startsWith('inspector-status-') && each.endsWith(`.${ending}`));
    return name === undefined ? undefined : join(folder, name);
  });
}

/** Looks until there is something. */
async function once<T>(look: () => Promise<T | undefined>): Promise<T> {
  const giveUpAt = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    if (Date.now() > giveUpAt) {
      throw new Error(`It did not come: ${look}`);
    }
  }
}
