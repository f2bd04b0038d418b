/** The first minute: what the view says before it can say anything, the walkthrough, and the sample in full. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { healthy } from '../emulator/scenarios/healthyBut.ts';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../support/workbench.ts';

const STEPS = ['Try sample data', 'Add accounts', 'Check the connection', 'Read the tree'];

describe('The first minute in the window', () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
  });

  after(() => emulator.close());

  const open = (options: WorkbenchOptions = {}): Promise<Workbench> => {
    emulator.clearRequests();
    return openWorkbench({
      extension: 'package',
      settings: { 'inspectorStatus.endpointUrl': emulator.url },
      // Nothing that leads to credentials.
      env: { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
      // Wide enough for the pictures of the walkthrough.
      viewport: { width: 1500, height: 860 },
      ...options,
    });
  };
  const welcomeOf = ({ page }: Workbench) => page.locator('.welcome-view-content');
  /** Resolves when the sample has filled in. */
  const waitForSample = async (workbench: Workbench) => {
    await workbench.statusBar(/Sample data · \d+\/\d+/);
    await workbench.waitUntilQuiet();
    return workbench.rowsOnce((rows) => rows.includes('Alder Retail') && !rows.includes('Reading…'));
  };

  it('leads from nothing to sample data, and on to accounts', async function () {
    this.timeout(300_000);
    const workbench = await open();
    const { page, sandbox } = workbench;
    const welcome = welcomeOf(workbench);
    try {
      await workbench.openView();
      await workbench.resizeSideBar(480);
      await welcome.getByRole('button', { name: 'How to Set Up the AWS CLI' }).waitFor();
      await workbench.pictures('welcome without AWS files');
      mkdirSync(join(sandbox.home, '.aws'));
      writeFileSync(
        join(sandbox.home, '.aws', 'credentials'),
        '[default]\naws_access_key_id = AKIAMADEUPFORTESTS00\naws_secret_access_key = made-up\n',
      );
      await welcome.getByRole('button', { name: 'Add Accounts', exact: true }).waitFor();
      await workbench.pictures('welcome');

      await welcome.getByText('Get started', { exact: true }).click();
      const steps = page.locator('.getting-started-step');
      await steps.first().waitFor();
      deepEqual(await steps.locator('.step-title').allInnerTexts(), STEPS);
      for (const step of STEPS.toReversed()) {
        await steps.filter({ hasText: step }).locator('.step-title').click();
        await page
          .frameLocator('.getting-started-media iframe')
          // VS Code draws the next picture in a second one, which then takes the place of this.
          .frameLocator('#active-frame')
          .locator('svg')
          .waitFor();
        await workbench.pictures(`walkthrough ${step}`);
      }
      const doneOf = (step: string) =>
        steps.filter({ hasText: step }).locator('[data-done-step-id].complete');
      equal(await doneOf('Try sample data').count(), 0);
      await steps.locator('.monaco-button').filter({ hasText: 'Show Sample Data' }).click();

      const rows = await waitForSample(workbench);
      match(rows, /^\[organization\] Every kind of failure/m);
      await doneOf('Try sample data').waitFor();
      equal(await doneOf('Add accounts').count(), 0);
      equal(await doneOf('Check the connection').count(), 0);
      await workbench.tree.expand('Alder Retail');
      await workbench.tree.expand('artifacts');
      await page.locator('.tabs-container .tab').first().hover();
      await workbench.pictures('sample');
      match(await workbench.hover('break-glass'), /Sample data: these accounts are made up/);
      await workbench.pictures('sample hover', 'break-glass');
      const item = await workbench.statusBar(/Sample data/);
      match(await workbench.hover(item), /Leave Sample Data/);
      await workbench.pictures('sample status bar', item);
      await workbench.tree.collapse('Alder Retail');
      await workbench.tree.expand('Every kind of failure');
      await workbench.tree.expand('Every kind of credentials');
      await workbench.pictures('sample failures');

      await page.locator('.part.sidebar').getByRole('button', { name: 'Leave Sample Data' }).first().click();
      await welcome.getByRole('button', { name: 'Add Accounts', exact: true }).waitFor();
      ok(!(await page.locator('.part.statusbar').innerText()).includes('Sample'));
      equal(emulator.requests.length, 0);
      const settings = join(sandbox.workspace, '.vscode', 'settings.json');
      ok(!existsSync(settings) || !readFileSync(settings, 'utf8').includes('0000'));
    } finally {
      await workbench.close();
    }
  });

  it('without trust explains itself, and shows sample data all the same', async () => {
    const workbench = await open({ trusted: false });
    const welcome = welcomeOf(workbench);
    try {
      await workbench.openView();
      await workbench.resizeSideBar(480);
      await welcome.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
      await workbench.screenshot('welcome in Restricted Mode');
      await welcome.getByText('sample data', { exact: true }).click();
      await waitForSample(workbench);
      await workbench.screenshot('sample without trust');
      await workbench.runCommand('Inspector Status: Add Accounts…');
      const [notice = ''] = await workbench.notifications();
      match(notice, /These accounts are made up/);
      await workbench.screenshot('sample and own commands');
      await workbench.page.getByRole('button', { name: 'Leave Sample Data' }).last().click();
      await welcome.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    } finally {
      await workbench.close();
    }
  });
});
