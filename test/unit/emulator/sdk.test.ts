/** The emulator as the AWS SDK for JavaScript sees it. */
import assert from 'node:assert/strict';
import {
  BatchGetAccountStatusCommand,
  type BatchGetAccountStatusCommandOutput,
  Inspector2Client,
  paginateListMembers,
} from '@aws-sdk/client-inspector2';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { type FaultName, faults } from '../../emulator/faults.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { sampleAccounts } from '../../emulator/scenarios/sampleAccounts.ts';
import { scenarios } from '../../emulator/scenarios.ts';

describe('emulator: AWS SDK', () => {
  let emulator: Emulator;
  let client: Inspector2Client;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: scenarios.healthy });
    client = createClient(2);
  });

  afterEach(async () => {
    client.destroy();
    await emulator.close();
  });

  function createClient(maxAttempts: number): Inspector2Client {
    return new Inspector2Client({
      region: 'eu-central-1',
      endpoint: emulator.url,
      credentials: { accessKeyId: 'AKIAEMULATOR', secretAccessKey: 'secret', sessionToken: 'token' },
      maxAttempts,
    });
  }

  function send(abortSignal?: AbortSignal): Promise<BatchGetAccountStatusCommandOutput> {
    const command = new BatchGetAccountStatusCommand({ accountIds: ['123456789012'] });
    return client.send(command, abortSignal && { abortSignal });
  }

  it('reads the status of a hundred accounts', async () => {
    emulator.use(scenarios['sample-organisation']);
    const accountIds = sampleAccounts.slice(0, 100).map(({ id }) => id);
    const answer = await client.send(new BatchGetAccountStatusCommand({ accountIds }));
    const [request] = emulator.requests;
    assert.ok((answer.accounts?.length ?? 0) > 80);
    assert.deepEqual(request?.accountIds, accountIds);
    assert.equal(request?.region, 'eu-central-1');
    assert.equal(request?.accessKeyId, 'AKIAEMULATOR');
    assert.equal(answer.$metadata.requestId, request?.requestId);
  });

  it('reads members page by page', async () => {
    emulator.use(scenarios['sample-organisation']);
    const members = [];
    for await (const page of paginateListMembers({ client }, { onlyAssociated: false })) {
      members.push(...(page.members ?? []));
    }
    assert.equal(members.length, sampleAccounts.length - 1);
    assert.ok(members[0]?.updatedAt instanceof Date);
    assert.equal(emulator.requests.length, 3);
  });

  for (const [name, expected] of Object.entries({
    validation: { name: 'ValidationException', reason: 'FIELD_VALIDATION_FAILED' },
    'access-denied': { name: 'AccessDeniedException' },
    'not-found': { name: 'ResourceNotFoundException' },
    'expired-token': { name: 'ExpiredTokenException' },
    'unrecognized-client': { name: 'UnrecognizedClientException' },
    'opt-in-required': { name: 'OptInRequired' },
    'web-page': { name: 'SyntaxError' },
    redirect: { name: 'Unknown' },
    'forbidden-without-reason': { name: 'Unknown' },
    'trailing-garbage': { name: 'SyntaxError' },
  })) {
    it(`fails with ${expected.name} for ${name}`, async () => {
      emulator.use(healthyWithFaults({ fault: faults[name as FaultName] }));
      await assert.rejects(send(), expected);
    });
  }

  for (const [name, expected] of [
    ['throttling', { name: 'ThrottlingException', $retryable: { throttling: true } }],
    ['internal-error', { name: 'InternalServerException', retryAfterSeconds: 1 }],
    ['reset', { code: 'ECONNRESET' }],
  ] as const) {
    it(`fails for ${name} with one attempt, and succeeds with two`, async function () {
      this.timeout(10_000);
      emulator.use(healthyWithFaults({ firstCalls: 1, fault: faults[name] }));
      assert.equal((await send()).accounts?.length, 1);
      assert.deepEqual(
        emulator.requests.map(({ callNumber, headers }) => [callNumber, headers['amz-sdk-request']]),
        [
          [1, 'attempt=1; max=2'],
          [2, 'attempt=2; max=2'],
        ],
      );

      client.destroy();
      client = createClient(1);
      emulator.use(healthyWithFaults({ fault: faults[name] }));
      await assert.rejects(send(), expected);
    });
  }

  for (const name of ['bad-gateway', 'reset-mid-body', 'cut-body', 'body-too-long'] as const) {
    it(`fails for ${name}`, async () => {
      emulator.use(healthyWithFaults({ fault: faults[name] }));
      await assert.rejects(send());
    });
  }

  it('corrects its clock by that of the server', async () => {
    emulator.use(healthyWithFaults({ call: 1, fault: faults['clock-skew'] }));
    await send();
    const [early, late] = emulator.requests.map(({ headers }) => toMinutes(headers['x-amz-date'] ?? ''));
    assert.ok(late !== undefined && early !== undefined && late - early >= 60, `${early} ${late}`);
  });

  for (const name of ['hang', 'stalled-body', 'drip-body'] as const) {
    it(`can be aborted in the middle of ${name}`, async () => {
      emulator.use(healthyWithFaults({ fault: faults[name] }));
      const abort = new AbortController();
      const answer = send(abort.signal);
      await emulator.waitForRequests(1);
      abort.abort();
      await assert.rejects(answer, { name: 'AbortError' });
      await emulator.waitForIdle();
      assert.equal(emulator.requests[0]?.outcome, 'abandoned');
    });
  }

  it('waits while its answer is held', async () => {
    emulator.hold('eu-central-1');
    const answer = send();
    const [held] = await emulator.waitForHeld(1);
    assert.equal(held?.outcome, 'held');
    emulator.release();
    assert.equal((await answer).accounts?.[0]?.state?.status, 'ENABLED');
  });
});

/** Of a time such as 20261123T101500Z. */
function toMinutes(amzDate: string): number {
  const [, day, hour, minute] = /^\d{6}(\d\d)T(\d\d)(\d\d)\d\dZ$/.exec(amzDate) ?? [];
  return (Number(day) * 24 + Number(hour)) * 60 + Number(minute);
}
