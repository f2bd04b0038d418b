/** What a person sees and does about credentials: signed out, sign in, test the connection, profile, MFA code. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { healthy } from '../emulator/scenarios/healthyBut.ts';
import { corpConfig, toSigningIn, writeCli, writeToken } from '../support/corp.ts';
import { createTemporaryFolder } from '../support/folders.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';
import { AwsServices } from '../unit/support/awsServices.ts';

const HOUR_MS = 3_600_000;

const accountIds = ['111122223333', '222233334444', '333344445555'];

describe('Credentials in the window', () => {
  const programs = createTemporaryFolder();
  let emulator: Emulator;
  let services: AwsServices;

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
    services = await AwsServices.start();
    writeCli(programs.path, 'read -r go < "$HOME/gate"', ...toSigningIn());
  });

  after(async () => {
    await services[Symbol.asyncDispose]();
    await emulator.close();
    programs.remove();
  });

  const open = (): Promise<Workbench> =>
    openWorkbench({
      home: { '.aws/config': corpConfig },
      env: {
        ...services.environment,
        PATH: `${programs.path}${delimiter}${process.env['PATH']}`,
      },
      settings: { 'inspectorStatus.endpointUrl': emulator.url },
      workspaceSettings: {
        'inspectorStatus.profile': 'audit',
        'inspectorStatus.regions': ['us-east-1'],
        'inspectorStatus.accountIds': accountIds,
      },
    });

  it('signed out, tested, signed in, tested again, another profile, its code (B6, B7, B12, B13)', async () => {
    const workbench = await open();
    const { page } = workbench;
    const picker = page.locator('.quick-input-widget');
    const rowsOfPicker = picker.locator('.monaco-list-row');
    execFileSync('mkfifo', [join(workbench.sandbox.home, 'gate')]);
    try {
      await workbench.openView();
      await workbench.resizeSideBar(560);
      const welcome = page.locator('.welcome-view-content');
      await welcome.getByRole('button', { name: 'Sign In', exact: true }).waitFor();
      equal((await workbench.tree.readRows()).length, 0);
      const title = page.locator('.pane-header').filter({ hasText: 'Accounts' });
      await title
        .getByText(`custom endpoint ${emulator.url} · audit (chosen by the workspace) · us-east-1`)
        .waitFor();
      await workbench.pictures('never signed in');
      await expectNoNotification(workbench);

      await welcome.getByText('Test the connection').click();
      await rowsOfPicker.filter({ hasText: 'Failed: signed out' }).waitFor();
      await workbench.pictures('connection fails');

      await choose(rowsOfPicker, 'Sign In…');
      await picker.waitFor({ state: 'hidden' });
      const [progress, ...others] = await workbench.notifications();
      match(progress ?? '', /Signing in with AWS profile “audit”: Finish in the browser\./);
      equal(others.length, 0);
      await page.getByRole('button', { name: 'Cancel' }).first().waitFor();
      await workbench.pictures('signing in');
      await workbench.hideNotifications();
      // So short that the end of the session is noticed by the next refresh.
      services.lifeMs = 120_000;
      await writeFile(join(workbench.sandbox.home, 'gate'), 'go\n');
      await workbench.statusBar('3/3');
      await expectNoNotification(workbench);
      equal(readFileSync(join(workbench.sandbox.home, 'aws-calls'), 'utf8'), 'sso\nlogin\n--profile=audit\n');

      await workbench.runCommand('Inspector Status: Test Connection…');
      await rowsOfPicker.filter({ hasText: 'Answered in us-east-1' }).waitFor();
      await workbench.pictures('connection works');
      await choose(rowsOfPicker, 'Copy Result');
      const copied = await workbench.clipboardOnceFilled();
      match(copied, /✓ Credentials: OK.*✓ Identity: OK.*111122223333.*✓ Amazon Inspector: OK/s);
      ok(!/made-up|ASIA/.test(copied), copied);
      await page.keyboard.press('Escape');

      writeToken(workbench.sandbox.home, -1000);
      await workbench.runCommand('Inspector Status: Refresh');
      const trouble = await workbench.tree.findRow('signed out');
      await workbench.waitUntilQuiet();
      match(await workbench.hover('signed out'), /Sign In….*Select AWS Profile….*Test Connection…/s);
      await trouble.getByRole('button', { name: 'Sign In for This…' }).waitFor();
      equal(await trouble.getByRole('button').count(), 2, 'two buttons at most');
      await workbench.pictures('signed out');
      await expectNoNotification(workbench);
      services.lifeMs = HOUR_MS;

      await workbench.runCommand('Inspector Status: Select AWS Profile…');
      await rowsOfPicker.filter({ hasText: 'Assumes a role' }).waitFor();
      match((await picker.locator('.monaco-list-row.focused').innerText()) ?? '', /audit[\s\S]*current/);
      await workbench.pictures('profiles');
      await choose(rowsOfPicker, 'deploy');

      await workbench.tree.findRow('MFA code needed');
      equal(await picker.isVisible(), false, 'a refresh by itself asks nothing');
      await workbench.runCommand('Inspector Status: Refresh');
      await picker.getByText('MFA Code').waitFor();
      await page.keyboard.press('Escape');
      await picker.waitFor({ state: 'hidden' });
      await workbench.waitUntilQuiet();
      await workbench.tree.findRow('MFA code needed');
      await expectNoNotification(workbench);
      const asking = (await workbench.tree.readRows()).find(({ label }) => label.includes('MFA code needed'));
      equal(asking?.icon, 'key', 'to give no code is no error');

      await workbench.runCommand('Inspector Status: Refresh');
      await picker.getByText('MFA Code').waitFor();
      equal(await picker.locator('input.input').getAttribute('type'), 'password', 'masked');
      await page.keyboard.type('12a');
      await picker.getByText('The code consists of 6 digits only.').waitFor();
      await workbench.pictures('code');
      await page.keyboard.press('Backspace');
      await page.keyboard.type('3456');
      await page.keyboard.press('Enter');
      await workbench.statusBar(/^\W*3\/3$/);
      equal(services.of('AssumeRole').at(-1)?.parameters['TokenCode'], '123456');
    } finally {
      await workbench.close();
    }
  });
});

describe('A sign-in that does not work', () => {
  for (const [what, lines, words, button] of [
    ['fails', ['exit 7'], /the AWS CLI ended with exit code 7/, 'Show Log'],
    ['has no AWS CLI', undefined, /AWS CLI v2 was not found/, 'How to Install It'],
  ] as const) {
    it(`${what}: one notification with what helps (B25)`, async () => {
      const programs = createTemporaryFolder();
      if (lines !== undefined) {
        writeCli(programs.path, ...lines);
      }
      const workbench = await openWorkbench({
        home: { '.aws/config': corpConfig },
        env: { PATH: programs.path },
        workspaceSettings: {
          'inspectorStatus.profile': 'audit',
          'inspectorStatus.regions': ['us-east-1'],
          'inspectorStatus.accountIds': accountIds,
        },
      });
      try {
        await workbench.openView();
        const welcome = workbench.page.locator('.welcome-view-content');
        await welcome.getByRole('button', { name: 'Sign In', exact: true }).click();
        await workbench.page.locator('.statusbar-item .codicon-bell-dot').waitFor();
        await workbench.notifications();
        const progress = workbench.page.getByText('Finish in the browser.');
        await progress.and(workbench.page.locator(':visible')).waitFor({ state: 'hidden' });
        const texts = await workbench.notifications();
        equal(texts.length, 1);
        match(texts[0] ?? '', words);
        await workbench.page.getByRole('button', { name: button }).waitFor();
        await workbench.screenshot(`sign-in ${what}`);
      } finally {
        await workbench.close();
        programs.remove();
      }
    });
  }
});

async function choose(rows: Locator, text: string): Promise<void> {
  await rows.filter({ hasText: text }).first().click();
}

/** Neither a refresh by itself, nor what goes well, nor what a person cancels has anything to tell. */
async function expectNoNotification(workbench: Workbench): Promise<void> {
  const texts = await workbench.notifications();
  // VS Code's own, where the computer is busy.
  deepEqual(
    texts.filter((text) => !text.startsWith('Activating Extensions')),
    [],
  );
  await workbench.hideNotifications();
}
