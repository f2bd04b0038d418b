/** How long anything may take: the numbers that people are told of, and that a hanging network is given up by. */
import assert from 'node:assert/strict';
import { DEADLINES } from '../../../src/aws/deadline.ts';
import { faults } from '../../emulator/faults.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { AwsBench } from '../support/awsBench.ts';

describe('deadlines', () => {
  it('give up an attempt after 15 seconds and a call with all of them after 45 (C5, C6, C7, C8)', () => {
    assert.deepEqual([DEADLINES.request, DEADLINES.call], [15_000, 45_000]);
  });

  it('give up credentials after 30 seconds, and leave a person who types a code three minutes (B16)', () => {
    assert.deepEqual([DEADLINES.credentials, DEADLINES.code], [30_000, 180_000]);
  });

  it('give up an answer that stalls with the time of an attempt, not with that of the call (C8)', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({
      scenario: healthyWithFaults({ firstCalls: 1, fault: faults['stalled-body'] }),
      deadlines: { request: 200 },
    });
    const startedAt = performance.now();
    const outcome = await bench.ask();
    assert.deepEqual([outcome.kind, outcome.attempts], ['answered', 2], 'the next attempt is answered');
    assert.ok(performance.now() - startedAt < 10_000);
    assert.deepEqual(
      bench.emulator.requests.map(({ outcome }) => outcome),
      ['abandoned', 'answered'],
    );
  });
});
