/** Signed out, and what a person does about it: signs in, with the extension’s button or elsewhere. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { commands } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { healthy } from '../../emulator/scenarios/healthyBut.ts';
import { toSigningIn, writeCli, writeConfig, writeToken } from '../../support/corp.ts';
import {
  changeSettings,
  clearSettings,
  findItem,
  isSettled,
  loadApplication,
  toHoverText,
  toTreeText,
  waitForSnapshot,
  waitUntil,
} from '../../support/extensionUnderTest.ts';
import {
  type ServicesInEnvironment,
  startServicesInEnvironment,
} from '../../support/servicesInEnvironment.ts';

const accountIds = ['111122223333', '222233334444'];

describe('Signing in', () => {
  const home = homedir();
  const programs = join(home, 'bin');
  let emulator: Emulator;
  let aws: ServicesInEnvironment;
  let application: Application;

  const readCalls = () => readFileSync(join(home, 'aws-calls'), 'utf8').trimEnd().split('\n');
  const isSignedOut = ({ readings }: Application['store']['current']) =>
    readings.length > 0 && readings.every(({ failure }) => failure?.kind === 'signedOut');
  const isRead = (snapshot: Application['store']['current']) =>
    isSettled(snapshot) && snapshot.readings.every(({ failure }) => failure === undefined);

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
    aws = await startServicesInEnvironment(programs);
    // So short that each refresh asks for new ones.
    aws.services.lifeMs = 120_000;
    mkdirSync(programs, { recursive: true });
    application = await loadApplication();
  });

  beforeEach(async () => {
    emulator.use(healthy);
    writeConfig(home);
    await changeSettings({
      endpointUrl: emulator.url,
      profile: 'audit',
      regions: ['us-east-1', 'eu-central-1'],
      accountIds,
    });
    await waitForSnapshot(application, isSignedOut);
    emulator.clearRequests();
  });

  afterEach(async () => {
    await clearSettings();
    for (const name of ['.aws', 'aws-calls', 'bin/aws']) {
      rmSync(join(home, name), { recursive: true, force: true });
    }
  });

  after(async () => {
    await aws.stop();
    await emulator.close();
  });

  it('is all that the view says while nothing has ever been read (B6)', () => {
    equal(toTreeText(application), '', 'VS Code shows the words for it where there is no row');
  });

  it('is offered in one row for all Regions, where there are other rows (B6)', async () => {
    await changeSettings({ accountIds: [...accountIds, '12'] });
    await waitForSnapshot(application, isSignedOut);
    const text = toTreeText(application);
    match(text, /^\[error\] AWS profile “audit”: signed out — Sign in to read 2 accounts\.$/m);
    equal(text.match(/signed out/g)?.length, 1);
    const row = findItem(application, 'signed out');
    equal(row.contextValue, 'trouble.signIn');
    const hover = toHoverText(row.tooltip);
    match(hover, /AWS profile “audit” is signed out \(SSO session “corp”\)\./);
    match(hover, /\[Sign In…\]\(command:inspectorStatus\.signInForRow\?/);
    match(
      row.accessibilityInformation?.label ?? '',
      /is signed out \(SSO session “corp”\)\. Sign in to read/,
    );
  });

  it('elsewhere is noticed: the view mends itself (B6)', async () => {
    writeToken(home);
    await waitForSnapshot(application, isRead);
    ok(!toTreeText(application).includes('signed out'));
    deepEqual(emulator.requests.map(({ region }) => region).sort(), ['eu-central-1', 'us-east-1']);
  });

  it('is offered again when the session has ended, and what was read stays (B7)', async () => {
    writeToken(home);
    await waitForSnapshot(application, isRead);
    writeToken(home, -1000);
    await commands.executeCommand('inspectorStatus.refresh');
    const text = toTreeText(application);
    match(
      text,
      /^\[error\] AWS profile “audit”: signed out — Sign in to refresh 2 accounts; showing what was read at \d\d:\d\d\.$/m,
    );
    equal(text.match(/signed out/g)?.length, 1, 'once for the session, not for each Region');
    match(text, /^\[pass\] 111122223333 — Enabled · 10 of 10 on · as of \d\d:\d\d ~$/m);
    writeToken(home);
    await waitForSnapshot(application, isRead);
  });

  it('runs the AWS CLI with the profile as one argument, and reads what failed (B6)', async () => {
    writeCli(programs, ...toSigningIn());
    await commands.executeCommand('inspectorStatus.signIn');
    deepEqual(readCalls(), ['sso', 'login', '--profile=audit']);
    ok(isRead(application.store.current));
  });

  it('happens once however often it is asked for', async () => {
    writeCli(programs, ...toSigningIn());
    await Promise.all(Array.from({ length: 5 }, () => commands.executeCommand('inspectorStatus.signIn')));
    deepEqual(readCalls(), ['sso', 'login', '--profile=audit']);
  });

  it('that the CLI does not finish tells the person, and changes nothing', async () => {
    writeCli(programs, 'exit 7');
    const signIn = commands.executeCommand('inspectorStatus.signIn');
    await dismissNotification(signIn);
    ok(isSignedOut(application.store.current));
    equal(emulator.requests.length, 0);
  });

  it('without the AWS CLI on the computer says so (B25)', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = programs;
    try {
      const signIn = commands.executeCommand('inspectorStatus.signIn');
      await dismissNotification(signIn);
    } finally {
      process.env['PATH'] = PATH;
    }
    ok(isSignedOut(application.store.current));
  });

  it('does nothing for arguments that are no row (G16)', async () => {
    writeCli(programs, ...toSigningIn());
    for (const argument of [null, 5, {}, { profile: 'x; touch pwned' }, '--debug', '$(id)', ['trouble//x']]) {
      await commands.executeCommand('inspectorStatus.signInForRow', argument);
      await commands.executeCommand('inspectorStatus.testConnectionForRow', argument);
      await commands.executeCommand('inspectorStatus.selectProfileForRow', argument);
      await commands.executeCommand('inspectorStatus.openConfigForRow', argument);
    }
    ok(isSignedOut(application.store.current));
    equal(emulator.requests.length, 0);
  });
});

/** The command ends when its notification is gone. */
async function dismissNotification(command: Thenable<unknown>): Promise<void> {
  let hasEnded = false;
  command.then(() => {
    hasEnded = true;
  });
  await waitUntil(async () => {
    await commands.executeCommand('notifications.clearAll');
    return hasEnded;
  });
}
