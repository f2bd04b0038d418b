/** Configured accounts, read from the emulator, as rows of the view: the main job. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { commands, MarkdownString } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { allOn, toAccount, toFailed } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { faults } from '../../emulator/faults.ts';
import type { Scenario } from '../../emulator/scenario.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { hostileTexts } from '../../emulator/scenarios/hostileText.ts';
import { accountsOf } from '../../support/accountsOf.ts';
import {
  changeSettings,
  clearSettings,
  findItem,
  isSettled,
  loadApplication,
  toHoverText,
  toTreeText,
  waitForSnapshot,
} from '../../support/extensionUnderTest.ts';

const organisation: Scenario = {
  description: 'one account in each of the states that a person meets',
  regions: {
    'us-east-1': {
      accounts: {
        '111122223333': allOn,
        '222233334444': toAccount('ENABLED', {
          ecr: { status: 'ENABLED', errorCode: 'SSM_THROTTLED', errorMessage: 'slow down' },
          lambda: 'DISABLED',
          codeRepository: null,
          quantumScan: 'ENABLED',
        }),
        '333344445555': toFailed('ACCESS_DENIED', 'not associated'),
        '444455556666': {},
        '555566667777': toAccount('DISABLED'),
        '666677778888': toAccount('HIBERNATING'),
      },
    },
    'eu-central-1': { otherAccounts: allOn },
  },
};

const accountIds = [
  '666677778888',
  '444455556666',
  '222233334444',
  '555566667777',
  '111122223333',
  '333344445555',
];
const accountNames = { '111122223333': 'payments-live', '222233334444': 'sandbox' };

/** What the links of a hover may run. */
const HOVER_COMMANDS: readonly string[] = [
  'inspectorStatus.refreshAccount',
  'inspectorStatus.copyDetails',
  'inspectorStatus.openInConsole',
];

/** The links of a hover, and what is left of it without them, its raw text, its titles and the frame of its table. */
function takeLinksApart(markdown: string): { readonly links: readonly string[]; readonly others: string } {
  const links: string[] = [];
  const others = markdown
    .replace(/\n(`{3,})text\n[^\n]*\n\1\n/g, '')
    .replace(/\[[^\][()]*\]\(([^()\s]*)\)/g, (_, link: string) => {
      links.push(link);
      return '';
    })
    .replace(/\*\*([^*\n]*)\*\*/g, '$1')
    .replace(/^\| .* \|$/gm, (row) => row.replaceAll(' | ', '').slice(2, -2))
    .replace(/^\|( :--- \|)+$/gm, '');
  return { links, others };
}

describe('The accounts view', () => {
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({ scenario: organisation });
    application = await loadApplication();
  });

  beforeEach(async () => {
    emulator.use(organisation);
    emulator.clearRequests();
    await changeSettings({ endpointUrl: emulator.url, accountNames, regions: ['us-east-1'], accountIds });
    await waitForSnapshot(application, isSettled);
  });

  afterEach(async () => {
    emulator.release();
    await clearSettings();
  });

  after(() => emulator.close());

  it('has a row for each account, by name and then id, and a row for each scan type (D5, D6)', () => {
    equal(
      toTreeText(application),
      `[pass] payments-live 111122223333 — Enabled · 5 of 5 on
  [pass] EC2 — Enabled
  [pass] ECR — Enabled
  [pass] Lambda standard — Enabled
  [pass] Lambda code — Enabled
  [pass] Code repository — Enabled
[color-mode] sandbox 222233334444 — Enabled · 4 of 6 on · ECR fails !
  [pass] EC2 — Enabled
  [error] ECR — Enabled · Systems Manager throttled !
  [circle-slash] Lambda standard — Disabled
  [pass] Lambda code — Enabled
  [dash] Code repository — Not reported
  [pass] quantumScan — Enabled
[error] 333344445555 — Access denied !
[question] 444455556666 — Not returned by Inspector
[circle-slash] 555566667777 — Disabled
  [circle-slash] EC2 — Disabled
  [circle-slash] ECR — Disabled
  [circle-slash] Lambda standard — Disabled
  [circle-slash] Lambda code — Disabled
  [circle-slash] Code repository — Disabled
[question] 666677778888 — HIBERNATING
  [question] EC2 — HIBERNATING
  [question] ECR — HIBERNATING
  [question] Lambda standard — HIBERNATING
  [question] Lambda code — HIBERNATING
  [question] Code repository — HIBERNATING
`,
    );
  });

  it('asks once for all of them, each id once', () => {
    deepEqual(
      emulator.requests.map(({ region, accountIds: ids }) => [region, [...(ids ?? [])].sort()]),
      [['us-east-1', [...accountIds].sort()]],
    );
  });

  it('explains an account that failed: what, where, why, the next step, the raw code, the time (D2)', () => {
    const { tooltip, accessibilityInformation } = findItem(application, '333344445555');
    const text = toHoverText(tooltip);
    match(text, /^333344445555: Access denied$/m);
    match(text, /Default credentials · us-east-1/);
    match(text, /not an associated member, the id is wrong/);
    match(text, /Next step: Read as Inspector’s delegated administrator in this Region/);
    match(text, /ACCESS_DENIED not associated/);
    match(text, /Read at .*\d{2}:\d{2}:\d{2}/);
    equal(
      accessibilityInformation?.label,
      'account 333344445555, Access denied, failing: Access denied, next step: Read as Inspector’s delegated administrator in this Region, associate the account as a member, or check the id.',
    );
  });

  it('says in the hover that an account in neither list is not thereby disabled (D3)', () => {
    match(
      toHoverText(findItem(application, '444455556666').tooltip),
      /does not mean that Inspector is disabled/,
    );
  });

  it('shows Regions under an account when there are several', async () => {
    await changeSettings({
      regions: ['us-east-1', 'eu-central-1'],
      accountIds: ['222233334444', '444455556666'],
    });
    await waitForSnapshot(application, (snapshot) => snapshot.readings.length === 2 && isSettled(snapshot));
    equal(
      toTreeText(application),
      `[color-mode] sandbox 222233334444 — Enabled · 9 of 10 on · ECR fails !
  [color-mode] us-east-1 — Enabled · 4 of 5 on · ECR fails !
    [pass] EC2 — Enabled
    [error] ECR — Enabled · Systems Manager throttled !
    [circle-slash] Lambda standard — Disabled
    [pass] Lambda code — Enabled
    [dash] Code repository — Not reported
    [pass] quantumScan — Enabled
  [pass] eu-central-1 — Enabled · 5 of 5 on
    [pass] EC2 — Enabled
    [pass] ECR — Enabled
    [pass] Lambda standard — Enabled
    [pass] Lambda code — Enabled
    [pass] Code repository — Enabled
[question] 444455556666 — Not returned by Inspector in us-east-1 · 5 of 5 on
  [question] us-east-1 — Not returned by Inspector
  [pass] eu-central-1 — Enabled · 5 of 5 on
    [pass] EC2 — Enabled
    [pass] ECR — Enabled
    [pass] Lambda standard — Enabled
    [pass] Lambda code — Enabled
    [pass] Code repository — Enabled
`,
    );
  });

  it('names entries of the settings that cannot be used; the others work (A2)', async () => {
    await changeSettings({ accountIds: ['123', '1111-2222-3333', 12345678901, '111122223333'] });
    await waitForSnapshot(
      application,
      (snapshot) => accountsOf(snapshot).length === 1 && isSettled(snapshot),
    );
    const text = toTreeText(application);
    match(text, /^\[error\] 123 — Not an account id: 3 digits instead of 12 !$/m);
    match(text, /^\[error\] 12345678901 — 11 digits: a leading zero may be lost !$/m);
    match(text, /^\[info\] 111122223333 — Listed twice; shown once$/m);
    match(text, /^\[pass\] payments-live 111122223333 — Enabled · 5 of 5 on$/m);
    match(
      toHoverText(findItem(application, '12345678901').tooltip),
      /accountIds\[2\].*write it in quotes: "012345678901"/s,
    );
  });

  it('makes one row of the trouble of a whole Region and keeps what was known, marked with its time', async () => {
    emulator.use(healthyWithFaults({ fault: faults['access-denied'] }));
    await commands.executeCommand('inspectorStatus.refresh');
    const text = toTreeText(application);
    match(text, /^\[error\] us-east-1: access denied — Allow the action inspector2:BatchGetAccountStatus/m);
    match(text, /^\[pass\] payments-live 111122223333 — Enabled · 5 of 5 on · as of \d{2}:\d{2} ~$/m);
    equal(text.match(/access denied/g)?.length, 1);
    emulator.use(organisation);
    await commands.executeCommand('inspectorStatus.refresh');
    ok(!toTreeText(application).includes('as of'), 'the next refresh recovers');
  });

  it('draws anew only the rows that say something else', async () => {
    const { tree } = application;
    tree.invalidate();
    const events: unknown[] = [];
    const subscription = tree.onDidChange((keys) => events.push(keys));
    await commands.executeCommand('inspectorStatus.refresh');
    tree.redraw();
    deepEqual(events, [], 'a refresh that finds everything as it was');
    emulator.use({
      ...organisation,
      regions: {
        'us-east-1': {
          accounts: { ...organisation.regions['us-east-1']?.accounts, '555566667777': toAccount('ENABLING') },
        },
      },
    });
    await commands.executeCommand('inspectorStatus.refresh');
    tree.redraw();
    subscription.dispose();
    deepEqual(events, [['account//555566667777']]);
  });

  it('tells a row that was hovered over when only the time in its hover is old', async () => {
    const { tree } = application;
    tree.invalidate();
    const { key } = findItem(application, 'payments-live');
    const events: unknown[] = [];
    const subscription = tree.onDidChange((keys) => events.push(keys));
    await commands.executeCommand('inspectorStatus.refresh');
    tree.redraw();
    subscription.dispose();
    deepEqual(events, [[key]]);
  });

  it('shows text from the service as inert text (F1, F2, F4, F5)', async () => {
    const ids = Object.keys(hostileTexts);
    ok(ids.length > 0);
    emulator.use({
      description: 'hostile',
      regions: {
        '*': {
          accounts: Object.fromEntries(
            Object.values(hostileTexts).map((text, index) => [
              String(100000000000 + index),
              toFailed(`CODE ${text.slice(0, 200)}`, text),
            ]),
          ),
        },
      },
    });
    await changeSettings({
      accountIds: ids.map((_, index) => String(100000000000 + index)),
      accountNames: Object.fromEntries(
        Object.values(hostileTexts).map((text, index) => [String(100000000000 + index), text.slice(0, 1000)]),
      ),
    });
    await waitForSnapshot(
      application,
      (snapshot) => accountsOf(snapshot).length === ids.length && isSettled(snapshot),
    );
    const rows = application.tree.getChildren();
    deepEqual(
      rows.filter((key) => !key.startsWith('account/')),
      [],
      'every text is shown in the row of its account',
    );
    for (const key of rows) {
      const { tooltip } = application.tree.resolveTreeItem(application.tree.getTreeItem(key), key);
      ok(tooltip instanceof MarkdownString);
      ok(!tooltip.supportHtml && !tooltip.supportThemeIcons);
      deepEqual(tooltip.isTrusted, { enabledCommands: HOVER_COMMANDS });
      const { links, others } = takeLinksApart(tooltip.value);
      equal(links.filter((link) => link.startsWith('command:')).length, HOVER_COMMANDS.length);
      for (const link of links) {
        const [, command, argument] = /^command:([\w.]+)\?([\w%.-]+)$/.exec(link) ?? [];
        if (command === undefined) {
          match(link, /^https:\/\/docs\.aws\.amazon\.com\/[\w./-]+\.html$/);
        } else {
          ok(HOVER_COMMANDS.includes(command), link);
          deepEqual(JSON.parse(decodeURIComponent(argument ?? '')), [key], 'a link is about its row alone');
        }
      }
      ok(!/[[\]<>$@`~*|]|https?:|www\./.test(others), others);
    }
  });
});
