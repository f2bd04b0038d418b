/** Each fault, as a bare HTTP client meets it. */
import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { type FaultName, faults } from '../../emulator/faults.ts';
import { RunningScenario } from '../../emulator/runningScenario.ts';
import type { Fault, FaultRule } from '../../emulator/scenario.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { membersPath, post, type RawRequest, toJson } from './rawClient.ts';

const accountIds = ['123456789012'];
const megabyte = 1024 * 1024;

describe('emulator: faults', () => {
  let emulator: Emulator;
  let healthyBody: string;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: scenarios.healthy });
    healthyBody = (await call()).body.toString();
    emulator.clearRequests();
  });

  afterEach(() => emulator.close());

  function call(options?: RawRequest) {
    return post(emulator.url, { accountIds }, options);
  }

  function meet(fault: Fault, options?: RawRequest) {
    emulator.use(healthyWithFaults({ fault }));
    return call(options);
  }

  async function outcome() {
    await emulator.waitForIdle();
    return emulator.requests.at(-1)?.outcome;
  }

  describe('connection', () => {
    it('hang: takes the call and never answers', async () => {
      const answer = await meet(faults.hang, {
        onSent: (sent) => emulator.waitForRequests(1).then(() => sent.destroy()),
      });
      assert.equal(answer.status, undefined);
      assert.equal(await outcome(), 'abandoned');
      assert.equal(emulator.requests[0]?.bytesSent, 0);
    });

    it('reset: ends the connection before any header', async () => {
      const answer = await meet(faults.reset);
      assert.deepEqual([answer.status, answer.ending], [undefined, 'ECONNRESET']);
      assert.equal(await outcome(), 'cut');
    });

    it('reset-mid-body: ends the connection after half of the body', async () => {
      const answer = await meet(faults['reset-mid-body']);
      assert.deepEqual([answer.status, answer.ending], [200, 'ECONNRESET']);
      assert.equal(answer.body.toString(), healthyBody.slice(0, Math.floor(healthyBody.length / 2)));
      assert.equal(await outcome(), 'cut');
    });

    it('stalled-body: sends half of the body and no more', async () => {
      const half = Math.floor(healthyBody.length / 2);
      const answer = await meet(faults['stalled-body'], {
        onBytes: (received, leave) => received === half && leave(),
      });
      assert.equal(Number(answer.headers['content-length']), healthyBody.length);
      assert.equal(answer.body.length, half);
      assert.equal(await outcome(), 'abandoned');
    });

    it('drip-body: sends the whole body byte by byte', async () => {
      const answer = await meet({ kind: 'drip', everyMs: 1 });
      assert.equal(answer.body.toString(), healthyBody);
      assert.ok(answer.chunks > 20, `${answer.chunks} pieces`);
      assert.equal(await outcome(), 'answered');
    });

    it('cut-body: ends the connection before the promised length', async () => {
      const answer = await meet(faults['cut-body']);
      assert.equal(Number(answer.headers['content-length']), healthyBody.length + 1000);
      assert.deepEqual([answer.body.toString(), answer.ending], [healthyBody, 'ECONNRESET']);
      assert.equal(await outcome(), 'cut');
    });

    it('body-too-long: sends more than promised', async () => {
      const answer = await meet(faults['body-too-long']);
      assert.match(answer.ending, /^HPE_/);
      assert.equal(await outcome(), 'cut');
    });
  });

  describe('size', () => {
    it('big-body: streams well-formed JSON', async () => {
      const answer = await meet({ kind: 'bigBody', megabytes: 3 });
      assert.ok(answer.body.length > 3 * megabyte);
      assert.equal(answer.headers['content-length'], undefined);
      assert.deepEqual(toJson(answer).accounts, []);
      assert.equal(await outcome(), 'answered');
    });

    it('big-body-length-told: tells the true length beforehand', async () => {
      const answer = await meet({ kind: 'bigBody', megabytes: 1, lengthTold: true });
      assert.equal(Number(answer.headers['content-length']), answer.body.length);
      assert.equal(answer.ending, 'complete');
    });

    for (const name of ['big-body', 'big-body-length-told'] as const) {
      it(`${name}: stops when the client leaves`, async () => {
        await meet(faults[name], { onBytes: (received, leave) => received > 8 * megabyte && leave() });
        assert.equal(await outcome(), 'abandoned');
        const sent = emulator.requests[0]?.bytesSent ?? 0;
        assert.ok(sent > 8 * megabyte && sent < 64 * megabyte, `${sent} bytes`);
      });
    }

    it('gzip-bomb: is small on the way and large when unfolded', async () => {
      const answer = await meet({ kind: 'gzipBomb', megabytes: 5 });
      assert.equal(answer.headers['content-encoding'], 'gzip');
      assert.ok(answer.body.length < 0.01 * megabyte, `${answer.body.length} bytes`);
      const unfolded = gunzipSync(answer.body);
      assert.ok(unfolded.length > 5 * megabyte);
      assert.deepEqual(JSON.parse(unfolded.toString()), { accounts: [], failedAccounts: [] });
    });
  });

  describe('replies', () => {
    const expected: Partial<Record<FaultName, readonly [status: number, type: string, body: RegExp]>> = {
      'web-page': [200, 'text/html; charset=utf-8', /^<!DOCTYPE html>/],
      redirect: [302, 'text/html', /^$/],
      'proxy-login': [407, 'text/html; charset=utf-8', /Proxy Authentication Required/],
      'proxy-unavailable': [503, 'text/html; charset=utf-8', /could not reach/],
      'bad-gateway': [502, 'text/html; charset=utf-8', /Bad Gateway/],
      'gateway-timeout': [504, 'text/html; charset=utf-8', /Gateway Timeout/],
      'forbidden-without-reason': [403, 'application/json', /^\{\}$/],
      'empty-object': [200, 'application/json', /^\{\}$/],
      'empty-body': [200, 'application/json', /^$/],
      'empty-list': [200, 'application/json', /^\[\]$/],
      null: [200, 'application/json', /^null$/],
      'bare-string': [200, 'application/json', /^"x"$/],
      'null-accounts': [200, 'application/json', /"accounts":\[null\]/],
      'numeric-ids': [200, 'application/json', /"accountId":123456789012,/],
      'accounts-not-a-list': [200, 'application/json', /"accounts":"x"/],
      'trailing-garbage': [200, 'application/json', /\}<!--/],
    };

    for (const [name, [status, type, body]] of Object.entries(expected)) {
      it(`${name}: ${status} ${type}`, async () => {
        const answer = await meet(faults[name as FaultName]);
        assert.equal(answer.status, status);
        assert.equal(answer.headers['content-type'], type);
        assert.match(answer.body.toString(), body);
        assert.equal(await outcome(), 'answered');
      });
    }

    it('reply: sends whatever the scenario says', async () => {
      const reply = {
        kind: 'reply',
        status: 418,
        headers: { 'x-tea': 'yes' },
        body: 'short and stout',
      } as const;
      const answer = await meet(reply);
      assert.equal(answer.status, 418);
      assert.equal(answer.headers['x-tea'], 'yes');
      assert.equal(answer.body.toString(), 'short and stout');
      assert.equal(emulator.requests[0]?.fault, 'reply');
    });

    for (const name of Object.keys(faults) as FaultName[]) {
      const fault: Fault = faults[name];
      if (fault.kind === 'reply' || fault.kind === 'serviceError') {
        it(`${name}: is a whole HTTP answer`, async () => {
          assert.equal((await meet(fault)).ending, 'complete');
        });
      }
    }
  });

  describe('rules', () => {
    const fault = faults['access-denied'];

    async function statuses(
      rule: FaultRule,
      options: readonly RawRequest[],
    ): Promise<(number | undefined)[]> {
      emulator.use(healthyWithFaults(rule));
      const seen = [];
      for (const option of options) {
        seen.push((await call(option)).status);
      }
      return seen;
    }

    it('choose by number', async () => {
      const four = [{}, {}, {}, {}];
      assert.deepEqual(await statuses({ call: 2, fault }, four), [200, 403, 200, 200]);
      assert.deepEqual(await statuses({ firstCalls: 2, fault }, four), [403, 403, 200, 200]);
      assert.deepEqual(await statuses({ fromCall: 3, fault }, four), [200, 200, 403, 403]);
      assert.deepEqual(await statuses({ fromCall: 2, firstCalls: 3, fault }, four), [200, 403, 403, 200]);
    });

    it('choose by operation and by access key', async () => {
      const calls = [{}, { path: membersPath }];
      assert.deepEqual(await statuses({ operation: 'ListMembers', fault }, calls), [200, 403]);
      const keys = ['AKIAONE', 'AKIATWO'].map((accessKeyId) => ({ region: 'us-east-1', accessKeyId }));
      assert.deepEqual(await statuses({ accessKeyId: 'AKIATWO', fault }, keys), [200, 403]);
    });

    it('choose by account, as a batch that is refused while one is in it', async () => {
      emulator.use(healthyWithFaults({ accountId: '222222222222', fault: faults.validation }));
      const ask = async (...ids: string[]) => (await post(emulator.url, { accountIds: ids })).status;
      assert.equal(await ask('111111111111', '222222222222'), 400);
      assert.equal(await ask('111111111111'), 200);
      assert.equal(await ask('222222222222'), 400);
    });

    it('take the first that matches', async () => {
      emulator.use(healthyWithFaults({ call: 1, fault: faults.throttling }, { firstCalls: 2, fault }));
      assert.deepEqual(
        [(await call()).status, (await call()).status, (await call()).status],
        [429, 403, 200],
      );
    });

    it('choose by chance, the same calls in each run', () => {
      const run = (seed: number) => {
        const scenario = { ...healthyWithFaults({ chance: 0.2, fault: [fault, faults.throttling] }), seed };
        const region = new RunningScenario(scenario).getRegion('us-east-1');
        return Array.from({ length: 1000 }, () => {
          const operation = 'BatchGetAccountStatus';
          const callNumber = region?.countCall(operation) ?? 0;
          return region?.findFault({
            operation,
            callNumber,
            region: 'us-east-1',
            accountIds,
            accessKeyId: 'AKIA',
          });
        });
      };
      const first = run(1);
      const spoilt = first.filter((found) => found !== undefined);
      assert.ok(spoilt.length > 150 && spoilt.length < 250, `${spoilt.length} of 1000`);
      assert.equal(new Set(spoilt).size, 2);
      assert.deepEqual(run(1), first);
      assert.notDeepEqual(run(2), first);
    });
  });
});
