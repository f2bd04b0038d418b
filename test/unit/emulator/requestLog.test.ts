/** The emulator records what it was asked and what became of it. */
import assert from 'node:assert/strict';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { membersPath, post } from './rawClient.ts';

describe('emulator: request log', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: scenarios.healthy });
  });

  afterEach(() => emulator.close());

  it('records what was asked, without secrets', async () => {
    const before = Date.now();
    await post(
      emulator.url,
      { accountIds: ['123456789012', 'not an id'] },
      {
        region: 'eu-west-1',
        accessKeyId: 'AKIAONE',
        headers: { 'x-amz-security-token': 'canary', 'user-agent': 'test', cookie: 'canary' },
      },
    );
    const [request] = emulator.requests;
    assert.ok(request);
    assert.equal(request.operation, 'BatchGetAccountStatus');
    assert.equal(request.region, 'eu-west-1');
    assert.equal(request.accessKeyId, 'AKIAONE');
    assert.deepEqual(request.accountIds, ['123456789012', 'not an id']);
    assert.equal(request.status, 400);
    assert.equal(request.outcome, 'answered');
    assert.ok(request.receivedAt >= before - 1 && request.receivedAt <= (request.finishedAt ?? 0));
    assert.equal(request.headers['user-agent'], 'test');
    assert.equal(request.headers['x-amz-security-token'], '(sent)');
    assert.equal(request.headers['authorization'], 'AKIAONE/20261123/eu-west-1/inspector2/aws4_request');
    assert.doesNotMatch(JSON.stringify(request), /canary|c0ffee/);
  });

  it('numbers calls for each Region and operation, and anew for each scenario', async () => {
    await post(emulator.url, {}, { region: 'eu-west-1' });
    await post(emulator.url, {}, { region: 'eu-west-1' });
    await post(emulator.url, {}, { region: 'us-east-1' });
    await post(emulator.url, {}, { region: 'eu-west-1', path: membersPath });
    emulator.use(scenarios.healthy);
    await post(emulator.url, {}, { region: 'eu-west-1' });
    assert.deepEqual(
      emulator.requests.map(({ callNumber }) => callNumber),
      [1, 2, 1, 1, 1],
    );
  });

  it('counts the calls in flight', async () => {
    emulator.hold();
    const calls = [post(emulator.url, {}), post(emulator.url, {}), post(emulator.url, {})];
    await emulator.waitForHeld(3);
    assert.deepEqual(
      emulator.requests.map(({ inFlight }) => inFlight),
      [1, 2, 3],
    );
    emulator.release();
    await Promise.all(calls);
    await post(emulator.url, {});
    assert.equal(emulator.inFlight, 0);
    assert.equal(emulator.maxInFlight, 3);
    emulator.clearRequests();
    assert.equal(emulator.maxInFlight, 0);
    assert.deepEqual(emulator.requests, []);
  });

  it('tells listeners until they are disposed', async () => {
    const heard: string[] = [];
    const listening = emulator.observe({
      onReceived: ({ outcome }) => heard.push(outcome),
      onFinished: ({ outcome }) => heard.push(outcome),
    });
    await post(emulator.url, {});
    listening[Symbol.dispose]();
    await post(emulator.url, {});
    assert.deepEqual(heard, ['pending', 'answered']);
  });

  it('waits for requests, of a Region when told', async () => {
    const both = emulator.waitForRequests(2);
    const inIreland = emulator.waitForRequests(1, 'eu-west-1');
    await post(emulator.url, {}, { region: 'us-east-1' });
    await post(emulator.url, {}, { region: 'eu-west-1' });
    assert.equal((await both).length, 2);
    assert.deepEqual(
      (await inIreland).map(({ region }) => region),
      ['eu-west-1'],
    );
    assert.equal((await emulator.waitForRequests(2)).length, 2);
  });
});
