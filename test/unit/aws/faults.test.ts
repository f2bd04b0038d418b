/** Every fault of a network, a proxy or the service becomes one failure that says what it was. */
import assert from 'node:assert/strict';
import type { Failure, FailureKind } from '../../../src/core/model.ts';
import { type FaultName, faults } from '../../emulator/faults.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { AwsBench } from '../support/awsBench.ts';
import { ALL_ON, toId } from '../support/builders.ts';

/** Silence has to be waited for; everything else may take its time on a busy machine. */
function toDeadlines(fault: FaultName) {
  const request = fault === 'hang' || fault === 'stalled-body' ? 250 : 15_000;
  return { request };
}

interface Expected {
  readonly fault: FaultName;
  readonly rows: string;
  readonly kind: FailureKind;
  readonly code: string;
  readonly status?: number;
  /** How often the SDK asks before it gives up. */
  readonly attempts: number;
}

const EXPECTED: readonly Expected[] = [
  { fault: 'hang', rows: 'C5', kind: 'timedOut', code: 'ETIMEDOUT', attempts: 4 },
  { fault: 'reset', rows: 'C3', kind: 'unreachable', code: 'ECONNRESET', attempts: 4 },
  { fault: 'reset-mid-body', rows: 'C4', kind: 'unreachable', code: 'ECONNRESET', attempts: 4 },
  { fault: 'stalled-body', rows: 'C8', kind: 'timedOut', code: 'TimeoutError', attempts: 4 },
  { fault: 'cut-body', rows: 'C4', kind: 'unreachable', code: 'ECONNRESET', attempts: 4 },
  { fault: 'body-too-long', rows: 'C21', kind: 'badAnswer', code: 'SyntaxError', status: 200, attempts: 1 },
  { fault: 'big-body', rows: 'C20', kind: 'badAnswer', code: 'BodyTooLargeError', attempts: 1 },
  { fault: 'big-body-length-told', rows: 'C20', kind: 'badAnswer', code: 'BodyTooLargeError', attempts: 1 },
  { fault: 'gzip-bomb', rows: 'C21', kind: 'badAnswer', code: 'SyntaxError', status: 200, attempts: 1 },
  { fault: 'web-page', rows: 'C13', kind: 'webPage', code: 'SyntaxError', status: 200, attempts: 1 },
  { fault: 'redirect', rows: 'C13', kind: 'webPage', code: 'Unknown', status: 302, attempts: 1 },
  { fault: 'proxy-login', rows: 'C12', kind: 'proxyLogin', code: 'SyntaxError', status: 407, attempts: 1 },
  { fault: 'proxy-unavailable', rows: 'C14', kind: 'webPage', code: 'SyntaxError', status: 503, attempts: 4 },
  { fault: 'bad-gateway', rows: 'D12', kind: 'webPage', code: 'SyntaxError', status: 502, attempts: 4 },
  { fault: 'gateway-timeout', rows: 'D12', kind: 'webPage', code: 'SyntaxError', status: 504, attempts: 4 },
  {
    fault: 'server-error-without-body',
    rows: 'D12',
    kind: 'serviceFault',
    code: 'Unknown',
    status: 500,
    attempts: 4,
  },
  {
    fault: 'service-unavailable',
    rows: 'D12',
    kind: 'serviceFault',
    code: 'ServiceUnavailableException',
    status: 503,
    attempts: 4,
  },
  {
    fault: 'forbidden-without-reason',
    rows: 'D20',
    kind: 'accessDenied',
    code: 'Unknown',
    status: 403,
    attempts: 1,
  },
  { fault: 'empty-object', rows: 'D16', kind: 'noData', code: 'noData', attempts: 1 },
  { fault: 'empty-body', rows: 'D16', kind: 'noData', code: 'noData', attempts: 1 },
  { fault: 'empty-list', rows: 'D16', kind: 'noData', code: 'noData', attempts: 1 },
  { fault: 'null', rows: 'D17', kind: 'badAnswer', code: 'badShape', attempts: 1 },
  { fault: 'bare-string', rows: 'D17', kind: 'badAnswer', code: 'badShape', attempts: 1 },
  { fault: 'null-accounts', rows: 'D17', kind: 'badAnswer', code: 'badShape', attempts: 1 },
  { fault: 'numeric-ids', rows: 'D17', kind: 'badAnswer', code: 'badShape', attempts: 1 },
  { fault: 'accounts-not-a-list', rows: 'D17', kind: 'badAnswer', code: 'badShape', attempts: 1 },
  {
    fault: 'trailing-garbage',
    rows: 'D17',
    kind: 'badAnswer',
    code: 'SyntaxError',
    status: 200,
    attempts: 1,
  },
  { fault: 'half-json', rows: 'D17', kind: 'badAnswer', code: 'SyntaxError', status: 200, attempts: 1 },
  {
    fault: 'access-denied',
    rows: 'D1',
    kind: 'accessDenied',
    code: 'AccessDeniedException',
    status: 403,
    attempts: 1,
  },
  {
    fault: 'validation',
    rows: 'D13',
    kind: 'requestRefused',
    code: 'ValidationException',
    status: 400,
    attempts: 1,
  },
  {
    fault: 'not-found',
    rows: 'D14',
    kind: 'regionUnavailable',
    code: 'ResourceNotFoundException',
    status: 404,
    attempts: 1,
  },
  {
    fault: 'opt-in-required',
    rows: 'D14',
    kind: 'regionUnavailable',
    code: 'OptInRequired',
    status: 403,
    attempts: 1,
  },
  {
    fault: 'throttling',
    rows: 'D10',
    kind: 'throttled',
    code: 'ThrottlingException',
    status: 429,
    // The engine asks again, at a pace that suits the whole Region.
    attempts: 1,
  },
  {
    fault: 'unrecognized-client',
    rows: 'B19',
    kind: 'credentialsRejected',
    code: 'UnrecognizedClientException',
    status: 403,
    attempts: 1,
  },
  {
    fault: 'clock-skew',
    rows: 'D15',
    kind: 'clockSkew',
    code: 'InvalidSignatureException',
    status: 403,
    attempts: 4,
  },
];

describe('Inspector source: faults', () => {
  for (const { fault, rows, kind, code, status, attempts } of EXPECTED) {
    // After one that was answered, the first request of a call is sent without the SDK's layers.
    for (const [which, answered] of [
      ['a call', 0],
      ['a later call', 1],
    ] as const) {
      it(`${which} that meets "${fault}" for ever is ${kind} after ${attempts} attempts (${rows})`, async function () {
        this.timeout(20_000);
        await using bench = await AwsBench.start({
          scenario: healthyWithFaults({ fromCall: answered + 1, fault: faults[fault] }),
          deadlines: toDeadlines(fault),
        });
        for (let call = 0; call < answered; call++) {
          await bench.askForAnswers();
        }
        const outcome = await bench.ask();
        assert.ok(outcome.kind === 'failed');
        const { failure } = outcome;
        assert.deepEqual([failure.kind, failure.code, failure.httpStatus], [kind, code, status]);
        assert.deepEqual([outcome.attempts, bench.emulator.requests.length - answered], [attempts, attempts]);
        checkWords(failure, bench);
      });
    }

    it(`a call after "${fault}" works without a new source (${rows})`, async function () {
      this.timeout(20_000);
      await using bench = await AwsBench.start({
        scenario: healthyWithFaults({ firstCalls: attempts, fault: faults[fault] }),
        deadlines: toDeadlines(fault),
      });
      await bench.askForFailure();
      bench.source.beginRefresh('person');
      assert.deepEqual((await bench.askForAnswers()).get(toId(1)), ALL_ON);
    });
  }

  for (const { fault, rows, attempts } of EXPECTED.filter((each) => each.attempts > 1)) {
    it(`nobody sees one call that meets "${fault}" (${rows})`, async function () {
      this.timeout(20_000);
      await using bench = await AwsBench.start({
        scenario: healthyWithFaults({ firstCalls: attempts - 2, fault: faults[fault] }),
        deadlines: toDeadlines(fault),
      });
      const outcome = await bench.ask();
      assert.ok(outcome.kind === 'answered');
      assert.ok(outcome.attempts >= attempts - 1, `${outcome.attempts} attempts`);
      assert.deepEqual([...outcome.answers.values()], [ALL_ON, ALL_ON]);
    });

    it(`nobody sees a later call that meets "${fault}" (${rows})`, async function () {
      this.timeout(20_000);
      await using bench = await AwsBench.start({
        scenario: healthyWithFaults({ fromCall: 2, firstCalls: 2, fault: faults[fault] }),
        deadlines: toDeadlines(fault),
      });
      await bench.askForAnswers();
      const outcome = await bench.ask();
      assert.ok(outcome.kind === 'answered');
      assert.deepEqual([outcome.attempts, bench.emulator.requests.length], [2, 3]);
      assert.deepEqual([...outcome.answers.values()], [ALL_ON, ALL_ON]);
    });
  }

  for (const fault of ['proxy-login', 'forbidden-without-reason', 'server-error-without-body'] as const) {
    it(`takes no words of the SDK for the service's own in "${fault}"`, async () => {
      await using bench = await AwsBench.start({ scenario: healthyWithFaults({ fault: faults[fault] }) });
      assert.equal((await bench.askForFailure()).message, undefined);
    });
  }

  it('says how long it waited: for an answer, or for the whole call (C5, C7)', async function () {
    this.timeout(20_000);
    await using hanging = await AwsBench.start({
      scenario: healthyWithFaults({ fault: faults.hang }),
      deadlines: { request: 100 },
    });
    assert.equal((await hanging.askForFailure()).deadlineSeconds, 0.1);
    await using dripping = await AwsBench.start({
      scenario: healthyWithFaults({ fault: { kind: 'drip', everyMs: 10 } }),
      deadlines: { call: 300 },
    });
    const failure = await dripping.askForFailure();
    assert.deepEqual([failure.kind, failure.deadlineSeconds], ['timedOut', 0.3]);
    await dripping.emulator.waitForIdle();
    assert.equal(dripping.emulator.requests.at(-1)?.outcome, 'abandoned');
  });

  it('says how far the clock of this computer is off (D15)', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({
      scenario: healthyWithFaults({ fault: faults['clock-skew'] }),
    });
    const { kind, clockOffsetMinutes } = await bench.askForFailure();
    assert.deepEqual([kind, clockOffsetMinutes], ['clockSkew', -61]);
  });

  it('ends the connection of a body that is too large, long before its end (C20)', async () => {
    await using bench = await AwsBench.start({ scenario: healthyWithFaults({ fault: faults['big-body'] }) });
    await bench.askForFailure();
    await bench.emulator.waitForIdle();
    const [request] = bench.emulator.requests;
    assert.equal(request?.outcome, 'abandoned');
    assert.ok((request?.bytesSent ?? 0) < 60 * 1024 * 1024, `${request?.bytesSent} bytes were sent`);
  });

  it('passes on how long the service asks to wait (D11)', async () => {
    const fault = {
      kind: 'serviceError',
      type: 'AccessDeniedException',
      message: 'm',
      retryAfterSeconds: 600,
    } as const;
    await using bench = await AwsBench.start({ scenario: healthyWithFaults({ fault }) });
    assert.equal((await bench.askForFailure()).retryAfterSeconds, 600);
  });

  it('leaves one Region’s trouble to that Region (C17)', async () => {
    await using bench = await AwsBench.start({
      scenario: {
        description: '',
        regions: {
          '*': { otherAccounts: { account: { state: { status: 'ENABLED' }, resourceState: {} } } },
          'eu-west-1': { faults: [{ fault: faults['access-denied'] }] },
        },
      },
    });
    const [east, ireland] = await Promise.all([bench.ask(), bench.ask({ region: 'eu-west-1' })]);
    assert.deepEqual([east.kind, ireland.kind], ['answered', 'failed']);
  });

  it('says that a Region does not take the keys where the Region is not enabled', async () => {
    await using bench = await AwsBench.start({ scenario: { description: '', regions: {} } });
    assert.equal((await bench.askForFailure()).kind, 'credentialsRejected');
  });
});

/** What holds for every failure: it says where, in words that are inert on one line, and holds no keys. */
function checkWords(failure: Failure, bench: AwsBench): void {
  const text = JSON.stringify(failure);
  assert.doesNotMatch(text, /AKIA|made-up|Signature=|AWS4-HMAC/);
  assert.doesNotMatch(failure.message ?? '', /\n|<html|<!DOCTYPE html>/);
  if (failure.host !== undefined) {
    assert.equal(failure.host, new URL(bench.emulator.url).host);
  }
  const asked = bench.emulator.requests.map(({ requestId }) => requestId);
  assert.ok(failure.requestId === undefined || asked.includes(failure.requestId));
}
