/** What is said of each fault: what, where, why and the next step. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { commands, env } from 'vscode';
import type { Application } from '../../../src/application.ts';
import { FAILURE_KINDS, type Failure, type FailureKind } from '../../../src/core/model.ts';
import { WORST_FIRST } from '../../../src/core/state/summary.ts';
import { rowDecorations, toDecorationUri } from '../../../src/vscode/decorations.ts';
import { COMMANDS } from '../../../src/vscode/ids.ts';
import { explainFailure } from '../../../src/vscode/wording/failures.ts';
import { getConditionIcon } from '../../../src/vscode/wording/states.ts';
import { describeDuration, describeTime } from '../../../src/vscode/wording/times.ts';
import { allOn, toAccount } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { faults } from '../../emulator/faults.ts';
import { healthy, healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
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

function explain(kind: FailureKind, more: Partial<Failure> = {}): string {
  const failure = { kind, code: kind, host: 'inspector2.us-east-1', ...more };
  const { title, why, nextStep } = explainFailure(failure, 'AWS profile “audit”', ['us-east-1']);
  return `${title}: ${why} ${nextStep}`;
}

describe('The words for a failure', () => {
  for (const kind of FAILURE_KINDS) {
    it(`say what, why and the next step of ${kind}`, () => {
      const { title, why, nextStep } = explainFailure({ kind, code: 'X' }, 'AWS profile “audit”', []);
      ok(title !== '' && why.endsWith('.') && nextStep.endsWith('.'), `${title} ${why} ${nextStep}`);
      ok(!/\{\d\}|undefined/.test(`${title} ${why} ${nextStep}`));
    });
  }

  it('tell a connection that did not come about from an answer that did not come (C5, C9)', () => {
    match(
      explain('timedOut', { code: 'ConnectTimeout', deadlineSeconds: 5 }),
      /No connection to inspector2\.us-east-1 within 5 seconds\./,
    );
    match(
      explain('timedOut', { deadlineSeconds: 15 }),
      /No answer from inspector2\.us-east-1 within 15 seconds\./,
    );
  });

  it('name the certificates of the system for one that is not trusted, and turn no check off (C10)', () => {
    const text = explain('untrustedCertificate', { code: 'SELF_SIGNED_CERT_IN_CHAIN' });
    match(text, /not trusted.*proxy.*http\.systemCertificates.*never turned off/s);
    ok(!text.includes('clock'));
  });

  for (const code of ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']) {
    it(`mention the clock for ${code} (C11)`, () => {
      match(explain('untrustedCertificate', { code }), /not valid at this time\. The clock of this computer/);
    });
  }

  it('say that a proxy wants a login, or that a web page answered (C12, C13, C14)', () => {
    match(explain('proxyLogin'), /^proxy asks for a login: A proxy answered instead of AWS/);
    match(explain('webPage'), /^a web page answered: .*instead of AWS: perhaps the login page of a network/);
  });

  it('say that a Region is not enabled for the account (D14)', () => {
    match(explain('regionUnavailable'), /^not available: .*the Region is not enabled for this account/);
    match(
      explain('regionNotEnabled'),
      /^not enabled for this account: AWS accepts .* in other Regions, but not here.*very likely it is not\..*Enable the Region in the account settings of AWS, or take it out/,
    );
  });
});

describe('The icon of a state', () => {
  it('has a shape that no other state has (F10)', () => {
    const shapes = [...WORST_FIRST, 'notReported' as const].map((each) => getConditionIcon(each, false).id);
    equal(new Set(shapes).size, shapes.length);
  });

  it('keeps its shape when it is out of date, and the row carries a mark of its own (F10)', async () => {
    for (const condition of WORST_FIRST) {
      equal(getConditionIcon(condition, true).id, getConditionIcon(condition, false).id);
    }
    const badgeOf = async (isFaulty: boolean, isStale: boolean) => {
      const uri = toDecorationUri('account//111122223333', { isFaulty, isStale });
      const { token } = {
        token: { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) },
      };
      return uri && (await rowDecorations.provideFileDecoration(uri, token))?.badge;
    };
    deepEqual(
      [await badgeOf(false, false), await badgeOf(false, true), await badgeOf(true, false)],
      [undefined, '~', '!'],
    );
  });

  it('comes with an age in words (F9)', () => {
    const now = Date.UTC(2026, 0, 31);
    const ages = [-5, 0, 1, 23, 119, 120, 47 * 60, 48 * 60, 30 * 24 * 60].map((minutes) =>
      describeDuration(now - minutes * 60_000, now),
    );
    deepEqual(ages, [
      'less than a minute',
      'less than a minute',
      '1 minute',
      '23 minutes',
      '119 minutes',
      '2 hours',
      '47 hours',
      '2 days',
      '30 days',
    ]);
  });

  it('comes with a date where the time of day alone could be that of today', () => {
    const now = new Date(2026, 0, 31, 23, 59).getTime();
    const times = [-24 * 60, -1, 2, 13 * 60].map((minutes) => describeTime(now + minutes * 60_000, now));
    deepEqual(times, ['Jan 30, 2026, 23:59', '23:58', '00:01', 'Feb 1, 2026, 12:59']);
  });
});

describe('Rows', () => {
  let emulator: Emulator;
  let application: Application;

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
    application = await loadApplication();
  });

  beforeEach(async () => {
    emulator.use(healthy);
    await changeSettings({
      endpointUrl: emulator.url,
      regions: ['us-east-1'],
      accountIds: ['111122223333', '222233334444'],
      accountNames: { '111122223333': 'prod' },
    });
    await waitForSnapshot(application, isSettled);
    emulator.clearRequests();
  });

  afterEach(clearSettings);
  after(() => emulator.close());

  const refresh = () => commands.executeCommand('inspectorStatus.refresh');

  it('say to a screen reader which account, how it is, and how stale that is (F9)', async () => {
    equal(
      findItem(application, 'prod').accessibilityInformation?.label,
      'prod, account 111122223333, Enabled · 5 of 5 on',
    );
    emulator.use(healthyWithFaults({ fault: faults['access-denied'] }));
    await refresh();
    match(
      findItem(application, 'prod').accessibilityInformation?.label ?? '',
      /^prod, account 111122223333, Enabled · 5 of 5 on · as of \d\d:\d\d, stale less than a minute at \d\d:\d\d$/,
    );
    match(
      findItem(application, 'us-east-1: access denied').accessibilityInformation?.label ?? '',
      /^us-east-1: access denied\. .*inspector2:BatchGetAccountStatus/,
    );
  });

  it('warn of an account that is enabled with every scan type off (D7)', async () => {
    emulator.use({
      description: 'enabled, nothing scanned',
      regions: {
        '*': {
          otherAccounts: allOn,
          accounts: {
            '222233334444': toAccount('ENABLED', {
              ec2: 'DISABLED',
              ecr: 'DISABLED',
              lambda: 'DISABLED',
              lambdaCode: 'DISABLED',
              codeRepository: 'DISABLED',
            }),
          },
        },
      },
    });
    await refresh();
    match(toTreeText(application), /^\[warning\] 222233334444 — Enabled · 0 of 5 on$/m);
    match(
      toHoverText(findItem(application, '222233334444').tooltip),
      /Inspector is enabled, but no scan type is on: nothing is scanned/,
    );
  });

  it('say since when an account is being enabled, which is no error (D8)', async () => {
    emulator.use({ description: 'enabling', regions: { '*': { otherAccounts: toAccount('ENABLING') } } });
    await refresh();
    const before = toTreeText(application);
    match(before, /^\[sync~spin\] 222233334444 — Enabling · since \d\d:\d\d$/m);
    await refresh();
    equal(toTreeText(application), before);
    match(toHoverText(findItem(application, '222233334444').tooltip), /that is when it was first read/);
    equal(application.statusBar.shown?.backgroundColor, undefined);
  });

  it('name the partition where it takes no keys of another one (A15)', async () => {
    emulator.use({
      description: 'a Region that takes none of these keys',
      regions: { 'us-east-1': { otherAccounts: allOn } },
    });
    await changeSettings({ regions: ['us-east-1', 'cn-north-1'] });
    await waitForSnapshot(
      application,
      (snapshot) => snapshot.readings[1]?.failure?.kind === 'credentialsRejected',
    );
    match(
      toHoverText(findItem(application, 'cn-north-1: credentials not accepted').tooltip),
      /cn-north-1 is in the partition aws-cn, which accepts only its own credentials/,
    );
    match(
      toTreeText(application),
      /^\[info\] cn-north-1 — In the partition aws-cn, unlike the first Region; read anyway$/m,
    );
  });

  it('tell a Region that is not enabled from keys that are not accepted (B19)', async () => {
    emulator.use({
      description: 'one Region is not enabled',
      regions: { 'us-east-1': { otherAccounts: allOn } },
    });
    await changeSettings({ regions: ['us-east-1', 'af-south-1'] });
    await waitForSnapshot(
      application,
      (snapshot) => isSettled(snapshot) && snapshot.readings[1]?.failure?.kind === 'regionNotEnabled',
    );
    const row = findItem(application, 'af-south-1: not enabled for this account');
    equal(row.contextValue, 'trouble.selectRegions');
    match(String(row.description), /^Enable the Region in the account settings of AWS, or take it out/);
    emulator.use({ description: 'the keys are deactivated', regions: {} });
    await refresh();
    const text = toTreeText(application);
    match(text, /^\[error\] All Regions: credentials not accepted — Check the keys, and whether/m);
    ok(!text.includes('not enabled for this account'), text);
    match(
      toHoverText(findItem(application, 'credentials not accepted').tooltip),
      /did not accept the keys of .*wrong or deactivated.*Or af-south-1, which is not enabled by default/s,
    );
  });

  for (const firstCalls of [1, 2]) {
    it(`say nothing of a call that was throttled ${firstCalls} times and then answered (D9)`, async () => {
      const before = toTreeText(application);
      emulator.use(healthyWithFaults({ firstCalls, fault: faults.throttling }));
      await refresh();
      equal(emulator.requests.length, firstCalls + 1);
      equal(toTreeText(application), before);
      equal(application.store.current.readings[0]?.failure, undefined);
    });
  }

  it('give the status and the request id where the service gives no reason (D20)', async () => {
    emulator.use(healthyWithFaults({ fault: faults['forbidden-without-reason'] }));
    await refresh();
    const requestId = emulator.requests.at(-1)?.requestId ?? 'none';
    const hover = toHoverText(findItem(application, 'us-east-1: access denied').tooltip);
    match(hover, /HTTP 403/);
    ok(hover.includes(requestId), hover);
  });

  it('count in the status bar what is known, fresh and well, and say what is not (F11, F12)', async () => {
    await changeSettings({ regions: ['us-east-1', 'eu-central-1'] });
    await waitForSnapshot(application, (snapshot) => snapshot.readings.length === 2 && isSettled(snapshot));
    emulator.use({
      description: 'one Region fails, one account is off',
      regions: {
        'us-east-1': { otherAccounts: allOn, accounts: { '222233334444': toAccount('DISABLED') } },
        'eu-central-1': { faults: [{ fault: faults['access-denied'] }] },
      },
    });
    await refresh();
    application.statusBar.redraw();
    const shown = application.statusBar.shown;
    match(shown?.text ?? '', /^\$\(shield\) 1\/2 · as of \d\d:\d\d \$\(warning\)$/);
    const label = shown?.accessibilityInformation?.label ?? '';
    match(label, /1 of 2 accounts are scanned without a problem/);
    match(label, /Needs attention: 1, Fully on: 1, /);
    match(label, /1 account needs attention/);
    match(label, /eu-central-1: access denied/);
    ok(!/All 2|shield\) 2\/2/.test(`${label} ${shown?.text}`));
  });
});

describe('Commands', () => {
  let application: Application;
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({ scenario: healthy });
    application = await loadApplication();
    await changeSettings({ endpointUrl: emulator.url, regions: ['us-east-1'], accountIds: ['111122223333'] });
    await waitForSnapshot(application, isSettled);
    emulator.clearRequests();
  });

  after(async () => {
    await clearSettings();
    await emulator.close();
  });

  it('that take rows take no others: 10,000 arguments of any kind (G16, G17)', async function () {
    this.timeout(120_000);
    const before = application.store.current;
    await env.clipboard.writeText('as it was');
    const takesRows = COMMANDS.filter((id) =>
      /(refresh|pin|unpin|reveal)Account$|copy(AccountId|Details)|openInConsole/.test(id),
    );
    equal(takesRows.length, 9, 'a command that takes rows belongs here');
    const random = createRandom(Number(process.env['SEED'] ?? 20_261_123));
    for (let round = 0; round < 10_000; round++) {
      const id = takesRows[round % takesRows.length] ?? 'inspectorStatus.copyDetails';
      const [clicked, selected] = [randomArgument(random), randomArgument(random)];
      // Through VS Code where it lets the value through, which costs most of the time; the others as they come.
      await (round % 20 === 0
        ? commands.executeCommand(id, clicked, selected)
        : application.run(id, [clicked, selected]));
    }
    equal(application.store.current, before);
    equal(emulator.requests.length, 0);
    equal(await env.clipboard.readText(), 'as it was');
    equal(({} as Record<string, unknown>)['polluted'], undefined);
  });
});

function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const ODD_TEXTS = [
  '',
  'account/',
  'account//12',
  'account//111122223333x',
  'account//999999999999',
  'trouble//accessDenied/X',
  'problem/0',
  'account//1111222233330',
  '__proto__',
  'constructor',
  'problem/9e99',
  'problem/-1',
  'region//111122223333',
  'region//111122223333/../../x',
  'scanType/',
  'trouble/',
  'command:workbench.action.quit',
  '$(alert)',
  '\u0000',
  'x'.repeat(10_000),
];

/** Anything but the row of an account: those are for the tests of what the commands do. */
function randomArgument(random: (below: number) => number, depth = 0): unknown {
  const text = ODD_TEXTS[random(ODD_TEXTS.length)] ?? '';
  switch (random(depth < 3 ? 10 : 7)) {
    case 0:
      return null;
    case 1:
      return random(2) === 0;
    case 2:
      return [0, -1, 1.5, 1e308, Number.NaN][random(5)];
    case 3:
      return `${text}${String.fromCharCode(random(0x10_000))}`;
    case 4:
    case 5:
      return text;
    case 6:
      return {};
    case 7:
      return [randomArgument(random, depth + 1), randomArgument(random, depth + 1)];
    case 8:
      return { [text]: randomArgument(random, depth + 1), key: 'account//111122223333' };
    default:
      return JSON.parse('{"__proto__":{"polluted":1},"length":3,"includes":"account//111122223333"}');
  }
}
