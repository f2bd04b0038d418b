/** Everything with the keyboard alone, as a screen reader gets it. The mouse is never touched, at both ends of what is supported. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { toUserSettings, toWorkspaceSettings } from '../demo/sampleSettings.ts';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { healthyWithFaults } from '../emulator/scenarios/healthyBut.ts';
import { scenarios } from '../emulator/scenarios.ts';
import { ACCOUNT_MENU, openWorkbench, type Workbench } from '../support/workbench.ts';

for (const host of ['newest', 'floor'] as const) {
  describe(`The keyboard (${host})`, () => {
    let emulator: Emulator;
    let workbench: Workbench;

    before(async () => {
      emulator = await startEmulator({ scenario: scenarios['sample-organisation'] });
      workbench = await openWorkbench({
        host,
        theme: 'high contrast',
        settings: { ...toUserSettings(emulator.url), 'editor.accessibilitySupport': 'on' },
        workspaceSettings: { ...toWorkspaceSettings(), 'inspectorStatus.regions': ['us-east-1'] },
      });
    });

    after(async () => {
      await workbench.close();
      await emulator.close();
    });

    const press = async (...keys: readonly string[]) => {
      for (const key of keys) {
        await workbench.page.keyboard.press(key);
      }
    };
    const type = (text: string) => workbench.page.keyboard.type(text);

    /** Runs a command by its title, with the keyboard alone. */
    const run = async (title: string) => {
      await press('F1');
      const picker = workbench.page.locator('.quick-input-widget');
      await picker.locator('input[type="text"]').waitFor();
      await type(title);
      await picker
        .getByRole('option', { name: title })
        .first()
        .and(picker.locator('.focused *, .focused'))
        .waitFor();
      await press('Enter');
      await picker.waitFor({ state: 'hidden' });
    };

    /** What a screen reader knows of the row that has the focus. */
    const readRow = async (): Promise<Record<string, string>> =>
      workbench.page.evaluate(`(() => {
      const list = document.activeElement;
      const row = document.getElementById(list?.getAttribute('aria-activedescendant') ?? '');
      return Object.fromEntries([
        ['list', (list?.getAttribute('role') ?? '') + ' ' + (list?.getAttribute('aria-label') ?? '')],
        ...['role', 'aria-label', 'aria-level', 'aria-expanded', 'aria-posinset', 'aria-setsize'].map((name) => [
          name.replace('aria-', ''), row?.getAttribute(name) ?? '',
        ]),
      ]);
    })()`);

    /** The same once the row is as wanted: the focus moves a moment after the key. */
    const readRowOnce = async (isAsWanted: (row: Record<string, string>) => boolean) => {
      const giveUpAt = Date.now() + 30_000;
      let row = await readRow();
      while (!isAsWanted(row)) {
        ok(Date.now() < giveUpAt, `The row with the focus did not become as wanted: ${JSON.stringify(row)}`);
        row = await readRow();
      }
      return row;
    };

    it('goes to the view, from row to row, unfolds and folds (F9)', async () => {
      await workbench.statusBar(/89\/120/);
      await run('Inspector Status: Focus on Accounts View');
      await readRowOnce(({ list }) => list === 'tree Accounts');
      // A key that comes before the rows are drawn goes nowhere.
      await workbench.page.getByRole('treeitem', { name: /^acquired-contoso,/ }).waitFor();
      await workbench.waitUntilQuiet();
      await press('ArrowDown');
      const first = await readRowOnce(({ posinset }) => posinset === '1');
      deepEqual(
        [first['role'], first['level'], first['setsize'], first['expanded']],
        ['treeitem', '1', '120', ''],
      );
      match(
        first['label'] ?? '',
        /^acquired-contoso, account \d{12}, Access denied, failing: Access denied, next step: Read as /,
      );
      await type('artifacts');
      const account = await readRowOnce(({ label }) => label?.startsWith('artifacts,') === true);
      equal(account['expanded'], 'false');
      match(
        account['label'] ?? '',
        /^artifacts, account \d{12}, Enabled · 5 of 5 on · .+ fails?, failing: .*next step: /,
      );
      await press('ArrowRight');
      await readRowOnce(({ expanded }) => expanded === 'true');
      // What is under it comes a moment later, and until then the key goes nowhere.
      await workbench.page.getByRole('treeitem', { name: /^EC2,/ }).waitFor();
      await press('ArrowRight');
      const scanType = await readRowOnce(({ level }) => level === '2');
      deepEqual([scanType['posinset'], scanType['setsize']], ['1', '5']);
      match(scanType['label'] ?? '', /^EC2, Enabled · ./);
      await press('ArrowLeft');
      await readRowOnce(({ level }) => level === '1');
      await press('ArrowLeft');
      await readRowOnce(
        ({ label, expanded }) => label?.startsWith('artifacts,') === true && expanded === 'false',
      );
    });

    it('has all that can be done with a row in its menu, and comes back to the row', async () => {
      await press('Shift+F10');
      const menu = workbench.page.locator('.monaco-menu');
      await menu.getByRole('menuitem', { name: 'Copy Details', exact: true }).waitFor();
      deepEqual(
        await menu.getByRole('menuitem').evaluateAll((items) => items.map((item) => item.textContent)),
        ACCOUNT_MENU,
      );
      await press('ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'Enter');
      match(await workbench.clipboardOnceFilled(), /artifacts.*\n.*Enabled/s);
      await readRowOnce(({ label }) => label?.startsWith('artifacts,') === true);
    });

    it('refreshes from the palette, and the status bar says in words that somebody must act (F10)', async () => {
      const item = workbench.page.locator(
        '[id="inspector-account-status.inspector-account-status.inspectorStatus.summary"] a',
      );
      const sign = item.locator('.codicon-warning');
      await sign.waitFor();
      match(
        (await item.getAttribute('aria-label')) ?? '',
        /^Amazon Inspector needs attention: 89 of 120 accounts /,
      );
      await workbench.screenshot(`keyboard high contrast ${host}`);
      emulator.use(healthyWithFaults());
      await run('Inspector Status: Refresh');
      await workbench.statusBar(/120\/120/);
      await sign.waitFor({ state: 'hidden' });
      match(
        (await item.getAttribute('aria-label')) ?? '',
        /^Amazon Inspector: All 120 accounts are scanned /,
      );
    });

    it('opens the help of the view by the key that VS Code has for it (F9)', async () => {
      await run('Inspector Status: Focus on Accounts View');
      await readRowOnce(({ list }) => list === 'tree Accounts');
      await press('Alt+F1');
      const page = workbench.page.locator('.editor-instance .view-lines');
      await page.getByText('Each row is about an AWS account').waitFor();
      await workbench.screenshot(`accessibility help ${host}`);
      const text = await page.innerText();
      match(text.replaceAll('\u00a0', ' '), /Inspector Status: Refresh\n/);
      ok(!text.includes('keybinding:'));
      equal(
        await workbench.page.getByRole('tab', { name: /Accessibility Help/ }).getAttribute('aria-selected'),
        'true',
      );
    });
  });
}
