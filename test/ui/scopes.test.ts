/** Scopes and Regions as a person sets them in the window. */
import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { healthy } from '../emulator/scenarios/healthyBut.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const accountIds = ['111122223333', '222233334444', '333344445555'];

const config = `[profile north]
aws_access_key_id = AKIANORTH00000000000
aws_secret_access_key = made-up
region = eu-west-1

[profile south]
aws_access_key_id = AKIASOUTH00000000000
aws_secret_access_key = made-up
region = af-south-1
`;

/** The picker or box that is open. */
class Picker {
  readonly #workbench: Workbench;
  readonly #box: Locator;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.#box = workbench.page.locator('.quick-input-widget');
  }

  row(text: string): Locator {
    return this.#box.locator('.monaco-list-row').filter({ hasText: text }).first();
  }

  /** Resolves when this is asked, and photographs it. */
  async waitFor(title: string, picture: string): Promise<void> {
    await this.#box.locator('.quick-input-title').getByText(title, { exact: true }).waitFor();
    await this.#box.locator('.monaco-progress-container:not(.active)').first().waitFor({ state: 'attached' });
    await this.#workbench.pictures(picture);
  }

  async type(text: string): Promise<void> {
    await this.#box.locator('input[type="text"]').fill(text);
  }

  /** Ticks a row that was just searched for, or takes the tick away: the list may be drawn anew under a click. */
  async tick(text: string, isTicked: boolean): Promise<void> {
    const done = this.row(text).and(this.#workbench.page.locator(`[aria-checked="${isTicked}"]`));
    for (let tries = 0; tries < 10 && (await done.count()) === 0; tries++) {
      await this.row(text).click();
      await done.waitFor({ timeout: 5000 }).catch(() => undefined);
    }
    await this.expectTicked(text, isTicked);
  }

  async expectTicked(text: string, isTicked: boolean): Promise<void> {
    await this.row(text)
      .and(this.#workbench.page.locator(`[aria-checked="${isTicked}"]`))
      .waitFor();
  }

  async press(key: string): Promise<void> {
    await this.#workbench.page.keyboard.press(key);
  }

  async goBack(): Promise<void> {
    await this.#box.getByRole('button', { name: 'Back' }).click();
  }

  async waitUntilClosed(): Promise<void> {
    await this.#box.waitFor({ state: 'hidden' });
  }
}

describe('Regions and scopes in the window', () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
  });

  after(() => emulator.close());

  it('are chosen step by step, and back', async function () {
    this.timeout(240_000);
    const workbench = await openWorkbench({
      home: { '.aws/config': config },
      settings: { 'inspectorStatus.endpointUrl': emulator.url },
      workspaceSettings: {
        'inspectorStatus.profile': 'north',
        'inspectorStatus.regions': ['us-east-1'],
        'inspectorStatus.accountIds': accountIds,
      },
    });
    const picker = new Picker(workbench);
    const readSetting = (name: string) =>
      JSON.parse(readFileSync(join(workbench.sandbox.workspace, '.vscode', 'settings.json'), 'utf8'))[
        `inspectorStatus.${name}`
      ];
    try {
      await workbench.openView();
      await workbench.resizeSideBar(420);
      await workbench.statusBar('3/3');

      await workbench.runCommand('Inspector Status: Select Regions…');
      await picker.row('Region of the AWS profile').filter({ hasText: 'eu-west-1' }).waitFor();
      await picker.expectTicked('US East (N. Virginia)', true);
      await picker.expectTicked('Region of the AWS profile', false);
      await picker.waitFor('Select Regions', 'regions');
      await picker.type('frankf');
      await picker.tick('Europe (Frankfurt)', true);
      await workbench.pictures('regions by name');
      await picker.type('us-moon-1');
      await picker.row('us-moon-1').filter({ hasText: 'not a Region known to have Inspector' }).waitFor();
      await picker.tick('us-moon-1', true);
      await picker.type('');
      await picker.expectTicked('Europe (Frankfurt)', true);
      await picker.tick('us-moon-1', false);
      await picker.row('All Regions').click();
      await picker.expectTicked('US East (Ohio)', true);
      await workbench.pictures('regions all');
      await picker.row('US East (Ohio)').click();
      await picker.expectTicked('All Regions', false);
      await picker.row('Region of the AWS profile').click();
      await picker.expectTicked('US East (N. Virginia)', false);
      await picker.row('US East (N. Virginia)').click();
      await picker.expectTicked('Region of the AWS profile', false);
      await picker.row('US West (Oregon)').click();
      await picker.expectTicked('US West (Oregon)', true);
      await picker.press('Enter');
      await picker.waitUntilClosed();
      await workbench.rowsOnce((rows) => rows.includes('10 of 10'));
      deepEqual(readSetting('regions'), ['us-east-1', 'us-west-2']);

      await workbench.runCommand('Inspector Status: Add Scope…');
      await picker.waitFor('Add Scope (1/7)', 'scope 1 name');
      await picker.press('Enter');
      await workbench.page.getByText('A scope needs a name.').waitFor();
      await picker.type('South');
      await picker.press('Enter');
      await picker.row('south').waitFor();
      await picker.waitFor('Add Scope (2/7)', 'scope 2 profile');
      await picker.goBack();
      await picker.waitFor('Add Scope (1/7)', 'scope 1 again');
      await picker.press('Enter');
      await picker.row('south').click();
      await picker.row('Region of the AWS profile').filter({ hasText: 'af-south-1' }).waitFor();
      await picker.waitFor('Add Scope (3/7)', 'scope 3 regions');
      await picker.press('Enter');
      await picker.waitFor('Add Scope (4/7)', 'scope 4 accounts');
      await picker.press('Escape');
      await picker.waitUntilClosed();
      equal(readSetting('scopes'), undefined, 'who cancels leaves nothing behind');

      await workbench.runCommand('Inspector Status: Add Scope…');
      await picker.waitFor('Add Scope (1/7)', 'scope 1 name');
      await picker.type('South');
      await picker.press('Enter');
      await picker.row('south').click();
      await picker.waitFor('Add Scope (3/7)', 'scope 3 regions');
      await picker.press('Enter');
      await picker.row('Its own').click();
      await picker.waitFor('Add Scope (5/8)', 'scope 5 ids');
      await picker.type('444455556666, 555566667777');
      await picker.press('Enter');
      await picker.waitFor('Add Scope (6/8)', 'scope 6 keep');
      await picker.press('Enter');
      await picker.waitFor('Add Scope (7/8)', 'scope 7 name of what is kept');
      await picker.type('North');
      await picker.press('Enter');
      await picker.waitFor('Add Scope (8/8)', 'scope 8 where');
      await picker.press('Enter');
      await picker.waitUntilClosed();
      await workbench.statusBar('5/5');
      deepEqual(readSetting('scopes'), [
        { name: 'North' },
        { name: 'South', profile: 'south', regions: [], accountIds: ['444455556666', '555566667777'] },
      ]);
      await workbench.rowsOnce((rows) => /North[\s\S]*South/.test(rows));
      const south = await workbench.tree.findRow('South');
      await workbench.waitUntilQuiet();
      emulator.clearRequests();
      await south.hover();
      await workbench.pictures('scope rows');
      await south.getByRole('button', { name: 'Refresh' }).click();
      await emulator.waitForRequests(1);
      await workbench.waitUntilQuiet();
      deepEqual(
        emulator.requests.map(({ accessKeyId, region }) => [accessKeyId, region]),
        [['AKIASOUTH00000000000', 'af-south-1']],
      );

      await workbench.runCommand('Inspector Status: Select Regions…');
      await picker.row('AWS profile “south”').waitFor();
      await picker.waitFor('Select Regions', 'which scope');
      await picker.row('AWS profile “south”').click();
      await picker.row('Region of the AWS profile').filter({ hasText: 'af-south-1' }).waitFor();
      await picker.expectTicked('Region of the AWS profile', true);
      await picker.waitFor('Select Regions: South', 'regions of a scope');
      await picker.type('cape');
      await picker.tick('Africa (Cape Town)', true);
      await picker.press('Enter');
      await picker.waitUntilClosed();
      await emulator.waitForRequests(2);
      deepEqual(readSetting('scopes')[1].regions, ['af-south-1']);
      deepEqual(readSetting('regions'), ['us-east-1', 'us-west-2']);

      await workbench.runCommand('Inspector Status: Test Connection…');
      await picker.row('AWS profile “south”').click();
      await picker.waitFor('Test Connection: South: AWS profile “south”', 'test of a scope');
      await picker.press('Escape');
    } catch (error) {
      await workbench.screenshot('scopes went wrong');
      throw error;
    } finally {
      await workbench.close();
    }
  });
});
