/** Adding accounts: where they are written, that none is lost, and a scope that follows its organisation. */
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigurationTarget, commands, workspace } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { type Account, toAccountId } from '../../../src/core/model.ts';
import { toRowKey } from '../../../src/core/rows/rows.ts';
import { allOn } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { faults } from '../../emulator/faults.ts';
import type { FaultRule, Scenario } from '../../emulator/scenario.ts';
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

const [A, B, C] = ['111122223333', '222233334444', '333344445555'] as const;
const CORP = toRowKey({ kind: 'scope', scope: 'Corp' });

function toOrganisation(faults: readonly FaultRule[] = []): Scenario {
  return {
    description: 'an organisation',
    callerAccountId: C,
    accountNames: { [A]: 'anvil', [B]: 'bolt', [C]: 'security' },
    regions: {
      '*': {
        otherAccounts: allOn,
        members: [A, B].map((accountId) => ({
          accountId,
          relationshipStatus: 'ENABLED',
          updatedAt: 1_760_000_000,
        })),
        faults,
      },
    },
  };
}

function toAccounts(names: Readonly<Record<string, string | undefined>>): Account[] {
  return Object.entries(names).flatMap(([text, name]) => {
    const id = toAccountId(text);
    return id === undefined ? [] : [{ id, name }];
  });
}

describe('Adding accounts', () => {
  const credentials = join(homedir(), '.aws', 'credentials');
  const settingsPath = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', '.vscode', 'settings.json');
  let emulator: Emulator;
  let application: Application;

  const read = (name: string) => workspace.getConfiguration('inspectorStatus').inspect(name);
  const takeAwayUsers = async () => {
    for (const name of ['accountIds', 'accountNames', 'scopes']) {
      await workspace.getConfiguration('inspectorStatus').update(name, undefined, ConfigurationTarget.Global);
    }
  };

  before(async () => {
    emulator = await startEmulator({ scenario: toOrganisation() });
    process.env['AWS_ENDPOINT_URL_ORGANIZATIONS'] = emulator.url;
    process.env['AWS_ENDPOINT_URL_STS'] = emulator.url;
    application = await loadApplication();
  });

  beforeEach(async () => {
    emulator.use(toOrganisation());
    mkdirSync(dirname(credentials), { recursive: true });
    writeFileSync(
      credentials,
      '[audit]\naws_access_key_id = AKIAAUDIT00000000000\naws_secret_access_key = made-up\n',
    );
    await changeSettings({ endpointUrl: emulator.url, profile: 'audit', regions: ['us-east-1'] });
  });

  afterEach(async () => {
    await takeAwayUsers();
    await clearSettings();
    rmSync(dirname(credentials), { recursive: true, force: true });
  });

  after(async () => {
    delete process.env['AWS_ENDPOINT_URL_ORGANIZATIONS'];
    delete process.env['AWS_ENDPOINT_URL_STS'];
    await emulator.close();
  });

  describe('into the settings', () => {
    it('is for the workspace or the user to choose, until the workspace has a list', async () => {
      const { settings } = application;
      deepEqual(settings.writer.getAccountTargets(''), ['workspace', 'user']);
      await settings.writer.addAccounts(toAccounts({ [A]: 'anvil' }), '', 'user');
      await settings.settle();
      deepEqual([read('accountIds')?.globalValue, read('accountIds')?.workspaceValue], [[A], undefined]);
      deepEqual(read('accountNames')?.globalValue, { [A]: 'anvil' });
      deepEqual(settings.writer.getAccountTargets(''), ['workspace', 'user']);
      // What the user has would be covered.
      await settings.writer.addAccounts(toAccounts({ [B]: undefined }), '', 'workspace');
      await settings.settle();
      deepEqual(read('accountIds')?.workspaceValue, [A, B]);
      deepEqual(settings.writer.getAccountTargets(''), ['workspace']);
    });

    it('keeps what is there, an entry that is no account id among it, and names that were given', async () => {
      const { settings } = application;
      await changeSettings({ accountIds: ['typo', A], accountNames: { [A]: 'mine', [C]: 'later' } });
      await settings.writer.addAccounts(
        toAccounts({ [A]: 'anvil', [B]: 'bolt', [C]: 'security' }),
        '',
        'workspace',
      );
      deepEqual(read('accountIds')?.workspaceValue, ['typo', A, B, C]);
      deepEqual(read('accountNames')?.workspaceValue, { [A]: 'mine', [C]: 'later', [B]: 'bolt' });
    });

    it('refuses to write over what is no list', async () => {
      await changeSettings({ accountIds: 'all of them' });
      await rejects(application.settings.writer.addAccounts(toAccounts({ [A]: undefined }), '', 'workspace'));
      equal(read('accountIds')?.workspaceValue, 'all of them');
    });

    it('is about the list of the scope, or about the one for all where it has none', async () => {
      const { settings } = application;
      const scopes = [
        { name: 'North', accountIds: [A], note: 'kept' },
        { name: 'South', profile: 'audit' },
      ];
      await changeSettings({ scopes, accountIds: [C] });
      deepEqual(settings.writer.getAccountTargets('North'), ['workspace']);
      await settings.writer.addAccounts(toAccounts({ [B]: 'bolt' }), 'North', 'workspace');
      await settings.settle();
      deepEqual(read('scopes')?.workspaceValue, [
        { name: 'North', accountIds: [A, B], note: 'kept' },
        { name: 'South', profile: 'audit' },
      ]);
      deepEqual(read('accountIds')?.workspaceValue, [C]);
      await settings.writer.addAccounts(toAccounts({ [A]: undefined }), 'South', 'workspace');
      deepEqual(read('accountIds')?.workspaceValue, [C, A]);
    });

    it('writes to the scopes of the user where they stand', async () => {
      const scopes = [{ name: 'North', accountIds: [A] }];
      await workspace
        .getConfiguration('inspectorStatus')
        .update('scopes', scopes, ConfigurationTarget.Global);
      await application.settings.settle();
      deepEqual(application.settings.writer.getAccountTargets('North'), ['user']);
      await application.settings.writer.addAccounts(toAccounts({ [B]: 'bolt' }), 'North', 'user');
      deepEqual(read('scopes')?.globalValue, [{ name: 'North', accountIds: [A, B] }]);
      deepEqual(
        [read('scopes')?.workspaceValue, read('accountNames')?.globalValue],
        [undefined, { [B]: 'bolt' }],
      );
    });

    it('loses nothing where the settings file has errors: the file stays as it is', async () => {
      await changeSettings({ accountIds: [A] });
      const text = readFileSync(settingsPath, 'utf8');
      try {
        writeFileSync(settingsPath, text.replace(/\}\s*$/, ', "broken": '));
        await rejects(application.settings.writer.addAccounts(toAccounts({ [B]: 'bolt' }), '', 'workspace'));
        match(readFileSync(settingsPath, 'utf8'), /"broken": $/);
      } finally {
        writeFileSync(settingsPath, text);
      }
      await waitUntil(async () => read('accountIds')?.workspaceValue !== undefined);
      await application.settings.writer.addAccounts(toAccounts({ [B]: 'bolt' }), '', 'workspace');
      deepEqual(read('accountIds')?.workspaceValue, [A, B]);
    });
  });

  it('asks nothing of AWS by itself, and nothing at all for a scope that is gone', async () => {
    await changeSettings({ accountIds: [A] });
    await waitForSnapshot(application, isSettled);
    emulator.clearRequests();
    await commands.executeCommand(
      'inspectorStatus.addAccountsForRow',
      toRowKey({ kind: 'scope', scope: 'gone' }),
    );
    equal(emulator.requests.length, 0);
  });

  it('a scope that follows its organisation has its members, and says what keeps it from them', async () => {
    const scopes = [
      { name: 'Corp', accountIds: 'members' },
      { name: 'Other', accountIds: [A] },
    ];
    await changeSettings({ scopes });
    const isListed = (count: number) => (snapshot: Application['store']['current']) =>
      isSettled(snapshot) && snapshot.scopes[0]?.accounts.length === count;
    const { scopes: listed } = await waitForSnapshot(application, isListed(3));
    deepEqual(
      listed[0]?.accounts.map(({ name }) => name),
      ['anvil', 'bolt', 'security'],
    );
    deepEqual(application.settings.current?.problems, []);

    // Of another profile nothing is known.
    emulator.use(toOrganisation([{ operation: 'ListMembers', fault: faults['access-denied'] }]));
    await changeSettings({ scopes: [{ name: 'Corp', profile: '', accountIds: 'members' }, scopes[1]] });
    await waitForSnapshot(
      application,
      ({ readings, activity }) => activity.kind === 'idle' && readings[0]?.failure?.kind === 'accessDenied',
    );
    equal(
      application.tree.getTreeItem(CORP).description,
      'Default credentials: members not listed: access denied',
    );
    const row = findItem(application, 'members not listed', CORP);
    match(String(row.label), /members not listed: access denied/);
    match(String(row.description), /delegated administrator/);
    const hover = toHoverText(row.tooltip);
    match(hover, /may not list the members of the organization here/);
    match(hover, /delegated administrator.*inspector2:ListMembers/s);
    ok(!hover.includes('BatchGetAccountStatus'), hover);
  });
});
