/** What a person does with the extension installed from its package: look, unfold, hover, refresh. */
import { equal, match, ok } from 'node:assert/strict';
import { join } from 'node:path';
import { toUserSettings, toWorkspaceSettings } from '../demo/sampleSettings.ts';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { faults } from '../emulator/faults.ts';
import { healthyWithFaults } from '../emulator/scenarios/healthyBut.ts';
import { sampleAccounts } from '../emulator/scenarios/sampleAccounts.ts';
import { scenarios } from '../emulator/scenarios.ts';
import { createTemporaryFolder } from '../support/folders.ts';
import { packageExtension } from '../support/vsix.ts';
import { openWorkbench, type Theme, type Workbench, type WorkbenchOptions } from '../support/workbench.ts';

const sampleSettings = { ...toWorkspaceSettings(), 'inspectorStatus.regions': ['us-east-1'] };
const accountIds = sampleAccounts.map(({ id }) => id);

describe('The accounts view in the window', () => {
  const folder = createTemporaryFolder();
  const vsixPath = join(folder.path, 'extension.vsix');
  let emulator: Emulator;

  before(async () => {
    await packageExtension(vsixPath);
    emulator = await startEmulator({ scenario: scenarios['sample-organisation'] });
  });

  after(async () => {
    await emulator.close();
    folder.remove();
  });

  const open = (options: WorkbenchOptions = {}): Promise<Workbench> => {
    emulator.use(scenarios['sample-organisation']);
    emulator.clearRequests();
    return openWorkbench({
      extension: vsixPath,
      settings: toUserSettings(emulator.url),
      workspaceSettings: sampleSettings,
      viewport: { width: 1280, height: 860 },
      ...options,
    });
  };

  for (const theme of ['light', 'dark', 'high contrast'] as const satisfies readonly Theme[]) {
    it(`shows every account, unfolds one, and explains one that failed (${theme})`, async () => {
      const workbench = await open({ theme });
      try {
        await workbench.openView();
        await workbench.resizeSideBar(560);
        await workbench.statusBar(/89\/120/);
        await workbench.waitUntilQuiet();
        await workbench.tree.expand('artifacts');
        await workbench.screenshot(`accounts ${theme}`);
        const hover = await workbench.hover('acquired-contoso');
        match(hover, /Access denied/);
        match(hover, /not an associated member/);
        match(hover, /Next step: Read as Inspector’s delegated administrator/);
        match(hover, /ACCESS_DENIED/);
        await workbench.screenshot(`failed account ${theme}`);
        const rows = await workbench.rows();
        equal(rows.split('\n').filter((line) => /^\[[\w-]+\] .*\d{12} — /.test(line)).length, 120);
        match(rows, /^ {2}\[\w+\] EC2 — Enabled/m);
      } finally {
        await workbench.close();
      }
    });
  }

  it('refreshes from the palette, marks what could not be read again, and recovers', async () => {
    const workbench = await open();
    try {
      await workbench.openView();
      await workbench.resizeSideBar(560);
      const item = await workbench.statusBar(/89\/120/);
      emulator.use(healthyWithFaults({ fault: faults['access-denied'] }));
      await workbench.runCommand('Inspector Status: Refresh');
      await item.filter({ hasText: /89\/120 · as of \d\d:\d\d/ }).waitFor();
      await workbench.screenshot('region denied');
      const [trouble, ...others] = (await workbench.rows()).split('\n');
      match(trouble ?? '', /^\[error\] us-east-1: access denied — Allow the action/);
      ok(others.every((line) => line.includes('as of')));
      match(await workbench.hover('us-east-1: access denied'), /inspector2:BatchGetAccountStatus/);
      match(await workbench.hover(item), /us-east-1: access denied/);
      await workbench.screenshot('status bar');
      emulator.use(scenarios['sample-organisation']);
      await workbench.runCommand('Inspector Status: Refresh');
      await item.filter({ hasNotText: 'as of' }).waitFor();
      ok(!(await workbench.rows()).includes('as of'));
      const log = workbench.readLog();
      match(log, /BatchGetAccountStatus, us-east-1, 100 accounts .*, \d+ ms, attempts 1, answered, request /);
      match(log, /failed: accessDenied \(AccessDeniedException\), HTTP 403, request /);
      ok(!/wJalr|AKIA/.test(log), 'no credentials in the log');
    } finally {
      await workbench.close();
    }
  });

  it('keeps what is unfolded and selected through a refresh', async () => {
    const workbench = await open();
    try {
      await workbench.openView();
      await workbench.statusBar(/89\/120/);
      await workbench.tree.expand('artifacts');
      await (await workbench.tree.findRow('audit')).click();
      emulator.use(healthyWithFaults());
      await workbench.runCommand('Inspector Status: Refresh');
      await workbench.statusBar(/120\/120/);
      match(await workbench.rows(), /artifacts .*\n {2}\[pass\] EC2 — Enabled/);
      ok(
        /\b(selected|focused)\b/.test(
          (await (await workbench.tree.findRow('audit')).getAttribute('class')) ?? '',
        ),
      );
    } finally {
      await workbench.close();
    }
  });

  it('shows several Regions under an account', async () => {
    const workbench = await open({
      theme: 'light',
      workspaceSettings: {
        ...toWorkspaceSettings(),
        'inspectorStatus.accountIds': [...accountIds.slice(0, 12), '123', '1234-5678-901x'],
      },
    });
    try {
      await workbench.openView();
      await workbench.resizeSideBar(560);
      await workbench.statusBar(/\d+\/12/);
      const [first = ''] = accountIds;
      await workbench.tree.expand(first);
      await workbench.tree.expand('ap-southeast-2');
      const rows = await workbench.rows();
      match(rows, /^\[error\] 123 — Not an account id: 3 digits instead of 12$/m);
      match(rows, /^ {2}\[[\w-]+\] ap-southeast-2 — .*\n {4}\[[\w-]+\] EC2 — /m);
      await workbench.screenshot('regions light');
    } finally {
      await workbench.close();
    }
  });

  it('asks nobody before the workspace is trusted, and starts by itself when it is (E11)', async () => {
    const workbench = await open({ trusted: false });
    try {
      await workbench.openView();
      await workbench.page.getByText('This workspace is not trusted, so no AWS file is read').waitFor();
      await workbench.screenshot('untrusted');
      equal(emulator.requests.length, 0);
      await workbench.page.getByRole('button', { name: 'Manage Workspace Trust' }).click();
      await workbench.page
        .getByRole('button', { name: /^Trust/ })
        .first()
        .click();
      await emulator.waitForRequests(2);
      await workbench.statusBar(/89\/120/);
    } finally {
      await workbench.close();
    }
  });

  it('takes pasted ids where there were none', async () => {
    const workbench = await open({ workspaceSettings: { 'inspectorStatus.regions': ['us-east-1'] } });
    try {
      await workbench.openView();
      await workbench.page.getByRole('button', { name: 'Add Accounts' }).click();
      const input = workbench.page.locator('.quick-input-widget input[type="text"]');
      await input.fill('12345');
      await workbench.page.getByText('“12345” is not an account id of 12 digits.').waitFor();
      await workbench.screenshot('add accounts');
      const ids = accountIds.slice(0, 3);
      await input.fill(ids.join(', '));
      await input.press('Enter');
      await workbench.statusBar(/\d\/3/);
      for (const id of ids) {
        await workbench.tree.findRow(id);
      }
    } finally {
      await workbench.close();
    }
  });
});
