/** The rate limit lets a burst through, then the rate, and throttles the rest. */
import assert from 'node:assert/strict';
import { allOn } from '../../emulator/accountAnswers.ts';
import { startEmulator } from '../../emulator/emulator.ts';
import { TokenBucket } from '../../emulator/rateLimit.ts';
import { post } from './rawClient.ts';

describe('emulator: rate limit', () => {
  it('gains tokens with time, but no more than the burst', () => {
    let nowMs = 1000;
    const bucket = new TokenBucket({ callsPerSecond: 10, burst: 2 }, () => nowMs);
    const take = (times: number) => Array.from({ length: times }, () => bucket.take());
    assert.deepEqual(take(3), [true, true, false]);
    nowMs += 99;
    assert.deepEqual(take(1), [false]);
    nowMs += 1;
    assert.deepEqual(take(2), [true, false]);
    nowMs += 60_000;
    assert.deepEqual(take(3), [true, true, false]);
  });

  it("lets a second's worth through at once when the scenario gives no burst", () => {
    const bucket = new TokenBucket({ callsPerSecond: 3 }, () => 0);
    assert.deepEqual(
      Array.from({ length: 4 }, () => bucket.take()),
      [true, true, true, false],
    );
  });

  it('throttles each Region by itself', async () => {
    const rateLimit = { callsPerSecond: 0.001, burst: 2, retryAfterSeconds: 7 };
    await using emulator = await startEmulator({
      scenario: { description: '', regions: { '*': { otherAccounts: allOn, rateLimit } } },
    });
    const call = (region: string) => post(emulator.url, { accountIds: ['123456789012'] }, { region });
    assert.deepEqual([(await call('us-east-1')).status, (await call('us-east-1')).status], [200, 200]);
    const throttled = await call('us-east-1');
    assert.equal(throttled.status, 429);
    assert.equal(throttled.headers['x-amzn-errortype'], 'ThrottlingException');
    assert.equal(throttled.headers['retry-after'], '7');
    assert.equal((await call('eu-west-1')).status, 200);
    assert.equal(emulator.requests[2]?.fault, 'rateLimit');
  });
});
