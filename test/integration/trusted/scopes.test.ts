/** Scopes in the settings: each command is about the scope that is meant, and changes that one alone. */
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationTarget, commands, env, type MarkdownString, workspace } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { toRowKey } from '../../../src/core/rows/rows.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { faults } from '../../emulator/faults.ts';
import { healthy } from '../../emulator/scenarios/healthyBut.ts';
import { toSigningIn, writeCli, writeConfig } from '../../support/corp.ts';
import {
  changeSettings,
  clearSettings,
  findItem,
  isSettled,
  loadApplication,
  toHoverText,
  waitForSnapshot,
  waitUntil,
} from '../../support/extensionUnderTest.ts';
import {
  type ServicesInEnvironment,
  startServicesInEnvironment,
} from '../../support/servicesInEnvironment.ts';

const NORTH = toRowKey({ kind: 'scope', scope: 'North' });
const SOUTH = toRowKey({ kind: 'scope', scope: 'South' });
const accountIds = ['111122223333', '222233334444'];

const config = `[sso-session corp]
sso_start_url = https://corp.awsapps.example/start
sso_region = us-east-1

[profile audit]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = ReadOnly

[profile north]
aws_access_key_id = AKIANORTH00000000000
aws_secret_access_key = made-up
region = eu-west-1

[profile south]
aws_access_key_id = AKIASOUTH00000000000
aws_secret_access_key = made-up
`;

describe('Scopes', () => {
  const home = homedir();
  const programs = join(home, 'bin');
  const settingsPath = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', '.vscode', 'settings.json');
  let emulator: Emulator;
  let aws: ServicesInEnvironment;
  let application: Application;

  const readScopes = () => workspace.getConfiguration('inspectorStatus').get('scopes');
  const readCalls = () => readFileSync(join(home, 'aws-calls'), 'utf8').trimEnd().split('\n');
  const describeRequests = () =>
    emulator.requests.map(({ accessKeyId, region }) => `${accessKeyId} ${region}`).sort();

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
    aws = await startServicesInEnvironment(programs);
    // So short that each refresh asks for new ones.
    aws.services.lifeMs = 120_000;
    application = await loadApplication();
  });

  beforeEach(async () => {
    writeConfig(home, config);
    await changeSettings({
      endpointUrl: emulator.url,
      regions: ['us-east-1'],
      accountIds,
      scopes: [
        { name: 'North', profile: 'north' },
        {
          name: ' South ',
          profile: 'south',
          regions: ['eu-central-1'],
          accountIds: ['333344445555'],
          note: 'kept',
        },
      ],
    });
    await waitForSnapshot(application, (snapshot) => snapshot.scopes.length === 2 && isSettled(snapshot));
    await emulator.waitForIdle();
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

  it('are refreshed one by one from their rows, all of them from elsewhere', async () => {
    await commands.executeCommand('inspectorStatus.refreshForRow', NORTH);
    deepEqual(describeRequests(), ['AKIANORTH00000000000 us-east-1']);
    emulator.clearRequests();
    await commands.executeCommand('inspectorStatus.refreshForRow', NORTH, [NORTH, SOUTH]);
    equal(emulator.requests.length, 2);
    emulator.clearRequests();
    await commands.executeCommand('inspectorStatus.refresh');
    deepEqual(describeRequests(), ['AKIANORTH00000000000 us-east-1', 'AKIASOUTH00000000000 eu-central-1']);
    emulator.clearRequests();
    // As VS Code calls the button in the title: with the row that has the focus.
    await commands.executeCommand('inspectorStatus.refresh', NORTH, [NORTH, NORTH]);
    equal(emulator.requests.length, 2);
    emulator.clearRequests();
    await commands.executeCommand(
      'inspectorStatus.refreshForRow',
      toRowKey({ kind: 'scope', scope: 'gone' }),
    );
    equal(emulator.requests.length, 0);
  });

  it('are copied with all that their hover says, and so are their troubles', async () => {
    emulator.use({
      ...healthy,
      regions: { ...healthy.regions, 'eu-west-1': { faults: [{ fault: faults['access-denied'] }] } },
    });
    const copy = async (key: string) => {
      await commands.executeCommand('inspectorStatus.copyDetails', key);
      return env.clipboard.readText();
    };
    try {
      await changeSettings({
        scopes: [
          { name: 'North', profile: 'north', regions: ['us-east-1', 'eu-west-1'] },
          { name: 'South', profile: 'south' },
        ],
      });
      await waitForSnapshot(
        application,
        (snapshot) => isSettled(snapshot) && snapshot.readings[1]?.failure?.kind === 'accessDenied',
      );
      const trouble = await copy(findItem(application, 'eu-west-1: access denied', NORTH).key);
      match(
        trouble,
        /^eu-west-1: access denied\n {2}Regions: eu-west-1\n {2}AWS profile “north” may not call Inspector here\.\n {2}Next step: Allow .*\n {2}AccessDeniedException HTTP 403 /,
      );
      const scope = await copy(NORTH);
      match(
        scope,
        /^North: 2 accounts · 2 not known\n {2}Read at .+ · AWS profile “north” \(chosen by the workspace\) · us-east-1, eu-west-1\n/,
      );
      ok(scope.endsWith(trouble), scope);
      match(await copy(SOUTH), /^South: 2 accounts\n {2}Read at .+ · us-east-1$/);
    } finally {
      emulator.use(healthy);
    }
  });

  it('say on their row where something is wrong, and all of it in their hover', async () => {
    emulator.use({
      ...healthy,
      regions: {
        ...healthy.regions,
        'eu-west-1': { faults: [{ fault: faults['access-denied'] }] },
        'af-south-1': { faults: [{ fault: faults['unrecognized-client'] }] },
      },
    });
    try {
      await changeSettings({
        scopes: [
          { name: 'North', profile: 'north', regions: ['us-east-1', 'eu-west-1', 'af-south-1'] },
          { name: 'South', profile: 'gone' },
        ],
      });
      await waitForSnapshot(
        application,
        (snapshot) => isSettled(snapshot) && snapshot.readings[3]?.failure?.kind === 'profileMissing',
      );
      const [north, south] = [findItem(application, 'North'), findItem(application, 'South')];
      equal(north.description, 'eu-west-1: access denied and 1 more · 2 accounts · 2 not known');
      equal(south.description, 'AWS profile “gone”: not found · 2 accounts · 2 not known');
      match(
        north.accessibilityInformation?.label ?? '',
        /a problem needs attention: eu-west-1: access denied and 1 more$/,
      );
      const hover = toHoverText(north.tooltip);
      match(hover, /^North: 2 accounts · 2 not known\n/);
      match(
        hover,
        /\neu-west-1: access denied: AWS profile “north” may not call Inspector here\.\n\nNext step: Allow/,
      );
      match(hover, /\naf-south-1: not enabled for this account: /);
      match(
        hover,
        /\nRead at .+ · AWS profile “north” \(chosen by the workspace\) · us-east-1, eu-west-1, af-south-1\n/,
      );
      for (const command of ['refresh', 'testConnection']) {
        const link = new RegExp(`\\]\\(command:inspectorStatus\\.${command}ForRow\\?([^)]+)\\)`).exec(hover);
        deepEqual(JSON.parse(decodeURIComponent(link?.[1] ?? '')), [NORTH], hover);
      }
    } finally {
      emulator.use(healthy);
    }
  });

  it('without accounts offer to add some', async () => {
    await changeSettings({
      scopes: [
        { name: 'North', profile: 'north' },
        { name: 'South', accountIds: [] },
      ],
    });
    await waitForSnapshot(application, ({ scopes }) => scopes[1]?.accounts.length === 0);
    const south = findItem(application, 'South');
    equal(south.description, 'no accounts yet: add some');
    match(south.accessibilityInformation?.label ?? '', /^scope South, no accounts yet: add some$/);
    const link = /\[Add Accounts\]\(command:inspectorStatus\.addAccountsForRow\?([^)]+)\)/.exec(
      toHoverText(south.tooltip),
    );
    deepEqual(JSON.parse(decodeURIComponent(link?.[1] ?? '')), [SOUTH]);
    ok(!toHoverText(findItem(application, 'North').tooltip).includes('addAccounts'));
  });

  it('get a profile of their own from their row, and keep what else is said of them', async () => {
    await acceptPickers(commands.executeCommand('inspectorStatus.selectProfileForRow', SOUTH));
    deepEqual(readScopes(), [
      { name: 'North', profile: 'north' },
      {
        name: ' South ',
        profile: 'south',
        regions: ['eu-central-1'],
        accountIds: ['333344445555'],
        note: 'kept',
      },
    ]);
    equal(workspace.getConfiguration('inspectorStatus').get('profile'), '');
  });

  it('get Regions of their own, also where they had those for all: these stay as they are', async () => {
    await acceptPickers(commands.executeCommand('inspectorStatus.selectRegionsForRow', NORTH));
    deepEqual(readScopes(), [
      { name: 'North', profile: 'north', regions: ['us-east-1'] },
      {
        name: ' South ',
        profile: 'south',
        regions: ['eu-central-1'],
        accountIds: ['333344445555'],
        note: 'kept',
      },
    ]);
    deepEqual(workspace.getConfiguration('inspectorStatus').get('regions'), ['us-east-1']);
  });

  it('lose the Regions that are not available from the row that says so, and no others', async () => {
    emulator.use({
      ...healthy,
      regions: { ...healthy.regions, 'af-south-1': { faults: [{ fault: faults['unrecognized-client'] }] } },
    });
    try {
      await changeSettings({
        scopes: [
          { name: 'North', profile: 'north', regions: ['af-south-1', 'eu-west-1', 'us-east-1'] },
          { name: 'South', profile: 'south' },
        ],
      });
      await waitForSnapshot(
        application,
        (snapshot) => isSettled(snapshot) && snapshot.readings[0]?.failure?.kind === 'regionNotEnabled',
      );
      const row = findItem(application, 'af-south-1: not enabled for this account', NORTH);
      equal(row.contextValue, 'trouble.selectRegions');
      await acceptPickers(commands.executeCommand('inspectorStatus.selectRegionsForRow', row.key));
      deepEqual(readScopes(), [
        { name: 'North', profile: 'north', regions: ['eu-west-1', 'us-east-1'] },
        { name: 'South', profile: 'south' },
      ]);
    } finally {
      emulator.use(healthy);
    }
  });

  it('are tested in the Regions that the row is about, and from their own row in all', async () => {
    emulator.use({
      ...healthy,
      regions: { ...healthy.regions, 'eu-west-1': { faults: [{ fault: faults['access-denied'] }] } },
    });
    const test = async (key: string) => {
      emulator.clearRequests();
      const shown = commands.executeCommand('inspectorStatus.testConnectionForRow', key);
      await waitUntil(async () => emulator.requests.some(({ region }) => region === 'eu-west-1'));
      await emulator.waitForIdle();
      await commands.executeCommand('workbench.action.closeQuickOpen');
      await shown;
      return describeRequests();
    };
    try {
      await changeSettings({
        scopes: [{ name: 'North', profile: 'north', regions: ['us-east-1', 'eu-west-1'] }],
      });
      await waitForSnapshot(
        application,
        (snapshot) => isSettled(snapshot) && snapshot.readings[1]?.failure?.kind === 'accessDenied',
      );
      const row = findItem(application, 'eu-west-1: access denied');
      deepEqual(await test(row.key), ['AKIANORTH00000000000 eu-west-1']);
      deepEqual(await test(NORTH), ['AKIANORTH00000000000 eu-west-1', 'AKIANORTH00000000000 us-east-1']);
    } finally {
      emulator.use(healthy);
    }
  });

  it('are written without loss of the comments around them', async () => {
    const text = readFileSync(settingsPath, 'utf8');
    try {
      writeFileSync(settingsPath, text.replace('{', '{\n  // The organisations.'));
      await acceptPickers(commands.executeCommand('inspectorStatus.selectRegionsForRow', NORTH));
      match(readFileSync(settingsPath, 'utf8'), /\/\/ The organisations\./);
    } finally {
      writeFileSync(settingsPath, readFileSync(settingsPath, 'utf8').replace('// The organisations.', ''));
    }
  });

  it('that are gone are not changed: nothing is asked', async () => {
    const before = readScopes();
    const gone = toRowKey({ kind: 'scope', scope: 'gone' });
    for (const command of ['selectProfile', 'selectRegions', 'testConnection', 'signIn']) {
      await commands.executeCommand(`inspectorStatus.${command}ForRow`, gone);
    }
    deepEqual(readScopes(), before);
  });

  it('sign in with their profile from the row that says they are signed out', async () => {
    writeCli(programs, ...toSigningIn());
    await changeSettings({
      scopes: [
        { name: 'North', profile: 'north' },
        { name: 'South', profile: 'audit' },
      ],
    });
    await waitForSnapshot(
      application,
      (snapshot) => isSettled(snapshot) && snapshot.readings[1]?.failure?.kind === 'signedOut',
    );
    const row = findItem(application, 'signed out', SOUTH);
    const hover = toHoverText(row.tooltip);
    const link = /\]\(command:(inspectorStatus\.signInForRow)\?([^)]+)\)/.exec(hover);
    ok(link, hover);
    deepEqual(JSON.parse(decodeURIComponent(link[2] ?? '')), [row.key], 'the hover is about the same row');
    emulator.clearRequests();
    await commands.executeCommand('inspectorStatus.signInForRow', row.key);
    deepEqual(readCalls(), ['sso', 'login', '--profile=audit']);
    equal(emulator.requests.length, 1, 'the other scope is not read again');
  });

  it('from the palette the one that is signed out is signed in, without a question', async () => {
    writeCli(programs, ...toSigningIn());
    await changeSettings({
      scopes: [
        { name: 'North', profile: 'north' },
        { name: 'South', profile: 'audit' },
        { name: 'East', profile: 'audit', regions: ['eu-central-1'] },
      ],
    });
    await waitForSnapshot(
      application,
      (snapshot) => isSettled(snapshot) && snapshot.readings[2]?.failure?.kind === 'signedOut',
    );
    await commands.executeCommand('inspectorStatus.signIn');
    deepEqual(readCalls(), ['sso', 'login', '--profile=audit']);
  });

  it('from the palette ask which of several profiles that are signed out', async () => {
    writeCli(programs, ...toSigningIn());
    const other =
      '[profile sandbox]\nsso_session = corp\nsso_account_id = 222233334444\nsso_role_name = ReadOnly\n';
    writeConfig(home, `${config}\n${other}`);
    await changeSettings({
      scopes: [
        { name: 'North', profile: 'north' },
        { name: 'South', profile: 'sandbox' },
        { name: 'East', profile: 'audit' },
      ],
    });
    await waitForSnapshot(
      application,
      (snapshot) =>
        isSettled(snapshot) &&
        snapshot.readings.slice(1).every(({ failure }) => failure?.kind === 'signedOut'),
    );
    await acceptPickers(commands.executeCommand('inspectorStatus.signIn'));
    deepEqual(readCalls(), ['sso', 'login', '--profile=sandbox']);
    ok(isSettled(application.store.current));
  });

  it('of any name: nothing in it comes alive in a hover, nor ends a link (F1, G17)', async () => {
    const name = 'x) [y](command:workbench.action.quit) $(id) "z" ​%2F/é';
    await changeSettings({
      scopes: [
        { name, profile: 'nobody' },
        { name: 'South', profile: 'south' },
      ],
    });
    await waitForSnapshot(
      application,
      (snapshot) => snapshot.readings[0]?.failure?.kind === 'profileMissing' && isSettled(snapshot),
    );
    const [first = ''] = application.tree.getChildren();
    const row = findItem(application, 'not found', first);
    const scope = application.tree.resolveTreeItem(application.tree.getTreeItem(first), first);
    // The name is in this one, as character references.
    const source = (scope.tooltip as MarkdownString).value;
    for (const [hover, key] of [
      [toHoverText(row.tooltip), row.key],
      [source, first],
    ] as const) {
      const links = [...hover.matchAll(/\]\(([^)\s]*)\)/g)].map(([, link]) => link ?? '');
      ok(links.length >= (key === first ? 2 : 3));
      for (const link of links) {
        match(link, /^command:inspectorStatus\.[A-Za-z]+\?[A-Za-z0-9%.-]+$/);
        deepEqual(JSON.parse(decodeURIComponent(link.split('?')[1] ?? '')), [key]);
      }
    }
  });

  describe('that are added', () => {
    const added = [{ name: 'West', profile: 'west', regions: [] }];

    it('stand beside those of the workspace, and nowhere else where it has some', async () => {
      const before = readScopes() as readonly unknown[];
      deepEqual(application.settings.writer.getScopeTargets(), ['workspace']);
      await application.settings.writer.addScopes(added, 'workspace');
      deepEqual(readScopes(), [...before, ...added]);
    });

    it('take the user’s along where the workspace has none: its own would cover them', async () => {
      await changeSettings({ scopes: undefined });
      const section = () => workspace.getConfiguration('inspectorStatus');
      try {
        deepEqual(application.settings.writer.getScopeTargets(), ['workspace', 'user']);
        await application.settings.writer.addScopes([{ name: 'Mine' }], 'user');
        deepEqual(section().inspect('scopes')?.globalValue, [{ name: 'Mine' }]);
        await application.settings.writer.addScopes(added, 'workspace');
        deepEqual(section().inspect('scopes')?.workspaceValue, [{ name: 'Mine' }, ...added]);
        deepEqual(section().inspect('scopes')?.globalValue, [{ name: 'Mine' }]);
      } finally {
        await section().update('scopes', undefined, ConfigurationTarget.Global);
      }
    });

    it('do not take the place of what is no list', async () => {
      await changeSettings({ scopes: 'all' });
      await rejects(async () => application.settings.writer.addScopes(added, 'workspace'));
      equal(readScopes(), 'all');
    });
  });
});

/** Takes what each picker offers first, until the command has ended. */
async function acceptPickers(command: Thenable<unknown>): Promise<void> {
  let hasEnded = false;
  command.then(() => {
    hasEnded = true;
  });
  await waitUntil(async () => {
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return hasEnded;
  });
}
