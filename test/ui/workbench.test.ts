/** The extension in a whole VS Code window, with accounts. */
import { equal, match, ok } from 'node:assert/strict';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { sampleAccounts, sampleRegions } from '../emulator/scenarios/sampleAccounts.ts';
import { scenarios } from '../emulator/scenarios.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

describe('The window with accounts', () => {
  const [account] = sampleAccounts;
  ok(account);
  let emulator: Emulator;
  let workbench: Workbench;

  before(async () => {
    emulator = await startEmulator({ scenario: scenarios.healthy });
    workbench = await openWorkbench({
      settings: { 'inspectorStatus.endpointUrl': emulator.url },
      workspaceSettings: {
        'inspectorStatus.accountIds': sampleAccounts.map(({ id }) => id),
        'inspectorStatus.regions': sampleRegions,
      },
    });
    await workbench.openView();
  });

  after(async () => {
    await workbench?.close();
    await emulator?.close();
  });

  it('has a row for each, and under it the Regions', async () => {
    await workbench.statusBar(`120/${sampleAccounts.length}`);
    await workbench.readRows();
    await workbench.tree.expand(account.id);
    const lines = (await workbench.rows()).split('\n');
    equal(lines.filter((line) => !line.startsWith(' ')).length, sampleAccounts.length);
    const below = lines.slice(lines.findIndex((line) => line.includes(account.id)) + 1);
    match(below[0] ?? '', new RegExp(`^ {2}.*${sampleRegions[0]}`));
    await workbench.screenshot('accounts');
  });

  it('shows more in the hover of a row and of the status bar', async () => {
    match(await workbench.hover(account.id), new RegExp(account.id));
    match(await workbench.hover(await workbench.statusBar('/120')), /120/);
  });

  it('reads again by a command, and logs it', async () => {
    const before = emulator.requests.length;
    await workbench.runCommand('Inspector Status: Refresh');
    await emulator.waitForRequests(before + sampleRegions.length);
    match(workbench.readLog(), /us-east-1/);
  });
});
