/** What a person does with the extension installed from its package: look, unfold, hover, refresh. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { toUserSettings, toWorkspaceSettings } from '../demo/sampleSettings.ts';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { healthyWithFaults } from '../emulator/scenarios/healthyBut.ts';
import { sampleAccounts } from '../emulator/scenarios/sampleAccounts.ts';
import { scenarios } from '../emulator/scenarios.ts';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../support/workbench.ts';
import { ALL_CANARIES, findCanaries } from '../unit/support/canaries.ts';

const sampleSettings = { ...toWorkspaceSettings(), 'inspectorStatus.regions': ['us-east-1'] };
const accountIds = sampleAccounts.map(({ id }) => id);

describe('The accounts view in the window', () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ scenario: scenarios['sample-organisation'] });
  });

  after(() => emulator.close());

  const open = (options: WorkbenchOptions = {}): Promise<Workbench> => {
    emulator.use(scenarios['sample-organisation']);
    emulator.clearRequests();
    return openWorkbench({
      extension: 'package',
      settings: toUserSettings(emulator.url),
      workspaceSettings: sampleSettings,
      viewport: { width: 1280, height: 860 },
      ...options,
    });
  };

  for (const host of ['newest', 'floor'] as const) {
    it(`shows every account, unfolds one, and explains one that failed (${host})`, async () => {
      const workbench = await open({ host });
      try {
        await workbench.openView();
        await workbench.resizeSideBar(560);
        await workbench.statusBar(/89\/120/);
        await workbench.readRows();
        await workbench.tree.expand('artifacts');
        await workbench.pictures(`accounts ${host}`);
        const hover = await workbench.hover('acquired-contoso');
        match(hover, /Access denied/);
        match(hover, /not an associated member/);
        match(hover, /Next step: Read as Inspector’s delegated administrator/);
        match(hover, /ACCESS_DENIED/);
        await workbench.pictures(`failed account ${host}`, 'acquired-contoso');
        const rows = await workbench.rows();
        equal(rows.split('\n').filter((line) => /^\[[\w-]+\] .*\d{12} — /.test(line)).length, 120);
        match(rows, /^ {2}\[\w+\] EC2 — Enabled/m);
      } finally {
        await workbench.close();
      }
    });
  }

  it('refreshes from the palette, marks what could not be read again, recovers, and logs no secret (G8)', async () => {
    const workbench = await open();
    try {
      await workbench.openView();
      await workbench.resizeSideBar(560);
      const item = await workbench.statusBar(/89\/120/);
      const message = `{operation} denied; ${ALL_CANARIES}`;
      emulator.use(
        healthyWithFaults({ fault: { kind: 'serviceError', type: 'AccessDeniedException', message } }),
      );
      await workbench.runCommand('Inspector Status: Refresh');
      await item.filter({ hasText: /89\/120 · as of \d\d:\d\d/ }).waitFor();
      await workbench.screenshot('region denied');
      await workbench.rowsOnce((rows) => {
        const [trouble = '', ...others] = rows.split('\n');
        return (
          /^\[error\] us-east-1: access denied — Allow the action/.test(trouble) &&
          others.length === 120 &&
          others.every((line) => line.includes('as of'))
        );
      });
      const hover = await workbench.hover('us-east-1: access denied');
      match(hover, /inspector2:BatchGetAccountStatus/);
      match(hover, /the key \*\*\* is not active/);
      match(await workbench.hover(item), /us-east-1: access denied/);
      await workbench.screenshot('status bar');
      emulator.use(scenarios['sample-organisation']);
      await workbench.runCommand('Inspector Status: Refresh');
      await item.filter({ hasNotText: 'as of' }).waitFor();
      await workbench.rowsOnce((rows) => !rows.includes('as of') && !rows.includes('access denied'));
      const log = workbench.readLog();
      match(log, /BatchGetAccountStatus, us-east-1, 100 accounts .*, \d+ ms, attempts 1, answered, request /);
      match(log, /failed: accessDenied \(AccessDeniedException\), HTTP 403, request /);
      ok(!/wJalr|AKIA/.test(log), 'no credentials in the log');
      deepEqual(findCanaries(log + hover), []);
    } finally {
      await workbench.close();
    }
  });

  it('keeps what is unfolded and selected through a refresh', async () => {
    const workbench = await open();
    try {
      await workbench.openView();
      await workbench.statusBar(/89\/120/);
      await workbench.readRows();
      await workbench.tree.expand('artifacts');
      await (await workbench.tree.findRow('audit')).click();
      emulator.use(healthyWithFaults());
      await workbench.runCommand('Inspector Status: Refresh');
      await workbench.statusBar(/120\/120/);
      await workbench.rowsOnce((rows) => /artifacts .*\n {2}\[pass\] EC2 — Enabled/.test(rows));
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
      await workbench.readRows();
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
      await workbench.page.getByText('No account id of 12 digits yet').waitFor();
      const ids = accountIds.slice(0, 3);
      await input.fill(ids.join(', '));
      await workbench.page.getByText('Add 3 accounts').waitFor();
      await input.press('Enter');
      await workbench.page.getByPlaceholder('Accounts to add, of 3 accounts').press('Enter');
      await workbench.page.getByRole('option', { name: 'Workspace Settings' }).click();
      await workbench.statusBar(/\d\/3/);
      for (const id of ids) {
        await workbench.tree.findRow(id);
      }
    } finally {
      await workbench.close();
    }
  });
});
