/** The words of the fault matrix, letter by letter: what is wrong, where, why, and what to do next. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Failure, FailureKind, RegionReading } from '../../../src/core/model.ts';
import { describeProfile } from '../../../src/vscode/wording/credentials.ts';
import { describePolicy } from '../../../src/vscode/wording/details.ts';
import { explainError } from '../../../src/vscode/wording/errors.ts';
import { explainFailure } from '../../../src/vscode/wording/failures.ts';
import { describeProblem } from '../../../src/vscode/wording/problems.ts';
import { explainRegions } from '../../../src/vscode/wording/regionFailures.ts';
import { getRemedies } from '../../../src/vscode/wording/troubles.ts';
import { configure, toIds, toReading } from '../../unit/support/builders.ts';

type Settings = Parameters<typeof configure>[0];

/** `place: label — reason. next step`, for each problem. */
function describeProblems(settings: Settings): string[] {
  return configure(settings).problems.map((problem) => {
    const { place, label, reason, nextStep } = describeProblem(problem);
    return `${place}: ${label} — ${reason}. ${nextStep}`;
  });
}

describe('The words for a setting', () => {
  const cases: readonly (readonly [row: string, settings: Settings, words: string])[] = [
    [
      'A2',
      { accountIds: ['111122223333', '123'] },
      'inspectorStatus.accountIds[1]: 123 — Not an account id: 3 digits instead of 12. Correct the id: account ids have exactly 12 digits.',
    ],
    [
      'A3',
      { accountIds: [12345678901] },
      'inspectorStatus.accountIds[0]: 12345678901 — 11 digits: a leading zero may be lost. If 012345678901 is meant, write it in quotes: "012345678901".',
    ],
    [
      'A4',
      { accountIds: ['１２３４５６７８９０１２'] },
      'inspectorStatus.accountIds[0]: １２３４５６７８９０１２ — Not an account id: characters other than digits. Correct the id: account ids have exactly 12 digits, 0 to 9.',
    ],
    [
      'A5',
      { accountIds: ['111122223333', '111122223333'] },
      'inspectorStatus.accountIds[1]: 111122223333 — Listed twice; shown once. Remove one of the entries.',
    ],
    [
      'A7',
      { accountIds: toIds(50_001) },
      'inspectorStatus.accountIds: 50001 — More entries than the 50000 that are read. Split the accounts across several workspaces.',
    ],
    ['A8', { accountIds: [{}] }, 'inspectorStatus.accountIds[0]: {…} — Not text. Write it in quotes.'],
    [
      'A10',
      { regions: ['evil.com#'] },
      'inspectorStatus.regions[0]: evil.com# — Not a Region code. Region codes look like us-east-1 or eu-central-1.',
    ],
    [
      'A11',
      { regions: ['us-moon-1'] },
      'inspectorStatus.regions[0]: us-moon-1 — Not a Region known to have Inspector; read anyway. Check the spelling of us-moon-1.',
    ],
    [
      'A12',
      { regions: ['fips-us-east-1'] },
      'inspectorStatus.regions[0]: fips-us-east-1 — Not a Region but a FIPS endpoint. Write the Region alone, such as us-east-1.',
    ],
    [
      'A16',
      { refreshIntervalMinutes: 1e9 },
      'inspectorStatus.refreshIntervalMinutes: 1000000000 — Out of range; 1440 is used. Correct the number.',
    ],
  ];
  for (const [row, settings, words] of cases) {
    it(`say what, where, why and the next step (${row})`, function () {
      this.timeout(20_000);
      deepEqual(describeProblems(settings), [words]);
    });
  }
});

describe('The words for what fails', () => {
  const explain = (kind: FailureKind, more: Partial<Failure> = {}): string => {
    const { title, why, nextStep } = explainFailure({ kind, code: kind, ...more }, describeProfile('audit'), [
      'us-east-1',
    ]);
    return `${title}: ${why} ${nextStep}`;
  };

  const cases: readonly (readonly [
    rows: string,
    words: string,
    kind: FailureKind,
    more?: Partial<Failure>,
  ])[] = [
    [
      'A11',
      'not available: There is no Inspector endpoint in this Region, or the Region is not enabled for this account. Select other Regions, or enable the Region for the account.',
      'regionUnavailable',
    ],
    [
      'B3',
      'AWS file cannot be read: ~/.aws/config exists, but cannot be read (EACCES). Correct the file or its permissions, then refresh.',
      'configUnreadable',
      { code: 'EACCES', file: '~/.aws/config' },
    ],
    [
      'B4',
      'AWS file not understood: Line 4 of ~/.aws/config is not understood. Correct the line: it is read again as soon as the file is saved.',
      'configMalformed',
      { file: '~/.aws/config', line: 4 },
    ],
    [
      'B14',
      'MFA code not accepted: AWS did not accept the codes that were typed for AWS profile “audit”. Check the clock of the device, wait for a new code, then refresh to type it.',
      'credentialsFailed',
      { code: 'CodeRejected', profileChain: ['audit'] },
    ],
    [
      'B16',
      'no credentials in time: The credentials of AWS profile “audit” did not arrive within 30 seconds. Check the profile’s credential process, or the network to the sign-in service, then refresh.',
      'credentialsTimedOut',
      { deadlineSeconds: 30 },
    ],
    [
      'B19',
      'credentials not accepted: AWS did not accept the keys of AWS profile “audit”: they are wrong or deactivated, or of another partition. Check the keys.',
      'credentialsRejected',
    ],
    [
      'B22',
      'credentials expired: The temporary credentials of AWS profile “audit” have expired. Renew them, then refresh.',
      'credentialsExpired',
    ],
    [
      'C1',
      'offline: The address of inspector2.us-east-1 could not be looked up: there seems to be no network. Check the network or VPN, then refresh.',
      'offline',
      { code: 'ENOTFOUND', host: 'inspector2.us-east-1' },
    ],
    [
      'C2, C3',
      'not reachable: No connection to 127.0.0.1:8443, or it was interrupted (ECONNREFUSED). Check the network, VPN, proxy and firewall, then refresh.',
      'unreachable',
      { code: 'ECONNREFUSED', host: '127.0.0.1:8443' },
    ],
    [
      'C20, C21, D17',
      'answer not understood: The answer from inspector2.us-east-1 does not have the documented form, so none of it is shown. Refresh to try again.',
      'badAnswer',
      { host: 'inspector2.us-east-1' },
    ],
    [
      'D1',
      'access denied: AWS profile “audit” may not call Inspector here. Allow the action inspector2:BatchGetAccountStatus for this identity, for example with the managed policy AmazonInspector2ReadOnlyAccess, and check service control policies.',
      'accessDenied',
    ],
    [
      'D1',
      'access denied: AWS profile “audit” may not call AWS STS here. This call needs no permission: the policy of a VPC endpoint, or a proxy in between, may refuse it.',
      'accessDenied',
      { service: 'sts' },
    ],
    [
      'D12',
      'fault at AWS: Inspector had a fault, even after several attempts. Refresh later; see the AWS Health Dashboard.',
      'serviceFault',
    ],
    [
      'D12',
      'fault at AWS: IAM Identity Center had a fault, even after several attempts. Refresh later; see the AWS Health Dashboard.',
      'serviceFault',
      { service: 'sso' },
    ],
    [
      'D14',
      'not available: AWS STS is not available to the account in the Region that it was asked in. Turn it on for this Region in the account settings of IAM, or set another Region in the profile.',
      'regionUnavailable',
      { service: 'sts' },
    ],
    [
      'D10',
      'throttled: AWS asked to slow down, even after several attempts. Wait a moment, then refresh; a lower “maxConcurrentRequests” helps.',
      'throttled',
    ],
    [
      'D11',
      'throttled: AWS asked to wait 600 seconds before the next call. Refresh after that time.',
      'throttled',
      { retryAfterSeconds: 600 },
    ],
    [
      'D15',
      'clock is wrong: AWS refused the signature: the clock of this computer is 61 min behind. Set the clock, then refresh.',
      'clockSkew',
      { clockOffsetMinutes: -61 },
    ],
    [
      'D16',
      'AWS returned no data: The call succeeded, but the answer mentions no account. What was known before is kept. Refresh to try again.',
      'noData',
    ],
  ];
  for (const [rows, words, kind, more] of cases) {
    it(`say what, why and the next step of ${kind} (${rows})`, () => {
      equal(explain(kind, more), words);
    });
  }

  it('say when Regions that were told to wait are asked again, and when a person may ask (D10, D11)', () => {
    const now = new Date(2026, 10, 29, 5, 0).getTime();
    const at = (minute: number) => now + minute * 60_000;
    const describeWaiting = (times: Partial<RegionReading>, more: Partial<Failure>, isAutomatic = true) => {
      const failure: Failure = { kind: 'throttled', code: 'ThrottlingException', ...more };
      const reading = toReading([], { failure, ...times });
      const { why, nextStep } = explainRegions(failure, 'audit', [reading], { now, isAutomatic });
      return `${why} ${nextStep}`;
    };
    const asked = { retryAfterSeconds: 480 };
    const asksToWait = 'AWS asked to wait before the next call.';
    deepEqual(
      [
        describeWaiting({ nextTryAt: at(8), heldUntil: at(8) }, asked),
        describeWaiting({ nextTryAt: at(360), heldUntil: at(15) }, asked),
        describeWaiting({ nextTryAt: at(8), heldUntil: at(8) }, asked, false),
        describeWaiting({ nextTryAt: at(-1), heldUntil: at(-1) }, asked, false),
        describeWaiting({ nextTryAt: at(8) }, {}),
        describeWaiting({ nextTryAt: at(8) }, {}, false),
      ],
      [
        `${asksToWait} Nothing to do: it is asked again at 05:08.`,
        `${asksToWait} Nothing to do: it is asked again at 11:00, or when you refresh after 05:15.`,
        `${asksToWait} The service asked to wait: refresh after 05:08.`,
        `${asksToWait} Refresh to try again.`,
        'AWS asked to slow down, even after several attempts. Nothing to do: it is asked again at 05:08. A lower “maxConcurrentRequests” helps.',
        'AWS asked to slow down, even after several attempts. Wait a moment, then refresh; a lower “maxConcurrentRequests” helps.',
      ],
    );
    match(
      describeWaiting({ nextTryAt: at(8), heldUntil: at(8) }, { kind: 'serviceFault', ...asked }),
      /had a fault.* Nothing to do: it is asked again at 05:08\.$/,
    );
  });

  it('offer to sign in where somebody is signed out, and never for a network (B6, B10)', () => {
    ok(getRemedies({ kind: 'signedOut', code: 'NoSession' }).includes('inspectorStatus.signIn'));
    const others: readonly FailureKind[] = [
      'offline',
      'unreachable',
      'timedOut',
      'untrustedCertificate',
      'proxyLogin',
      'webPage',
      'throttled',
      'serviceFault',
      'credentialsTimedOut',
    ];
    for (const kind of others) {
      deepEqual(getRemedies({ kind, code: 'X' }), [], kind);
    }
  });

  it('offer the policy that is missing, which allows one action and no more (D1)', () => {
    deepEqual(getRemedies({ kind: 'accessDenied', code: 'AccessDeniedException' }), [
      'inspectorStatus.copyPolicy',
    ]);
    deepEqual(getRemedies({ kind: 'accessDenied', code: 'AccessDenied', service: 'sts' }), []);
    deepEqual(getRemedies({ kind: 'regionUnavailable', code: 'RegionDisabledException', service: 'sts' }), [
      'inspectorStatus.openConfig',
    ]);
    deepEqual(JSON.parse(describePolicy()), {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'inspector2:BatchGetAccountStatus', Resource: '*' }],
    });
  });

  it('name an error of the service that is not known as it came (D5)', () => {
    const { title, why } = explainError({ code: 'WAT', message: undefined });
    equal(title, 'WAT');
    match(why, /does not know this error code/);
    match(explainError({ code: 'BLOCKED_BY_ORGANIZATION_POLICY', message: undefined }).title, /organization/);
  });
});
