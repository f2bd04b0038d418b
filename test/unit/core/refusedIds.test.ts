/** A few refused ids in many batches cost nobody else an answer. */
import assert from 'node:assert/strict';
import type { AccountId } from '../../../src/core/model.ts';
import { toId, toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import type { ScriptedCall } from '../support/scriptedSource.ts';

function refusing(bad: ReadonlySet<AccountId>) {
  return (call: ScriptedCall) => {
    if (call.call.accountIds.some((id) => bad.has(id))) {
      call.fail('requestRefused', { code: 'ValidationException', message: 'no such account' });
    } else {
      call.answer();
    }
  };
}

/** So many ids of 1,000, each in another batch and at another place of it. */
function spread(count: number): AccountId[] {
  return Array.from({ length: count }, (_, index) => {
    const batch = Math.floor((index * 10) / count);
    return toId(batch * 100 + 1 + ((index * 37 + 11) % 100));
  });
}

describe('refresh: refused ids spread over all batches', () => {
  for (const count of [6, 10]) {
    for (const maxConcurrentRequests of [1, 4]) {
      for (const known of [false, true]) {
        const when = known ? 'once all were read before' : 'in the first refresh';
        it(`reads all but the ${count} refused of 1,000 accounts, ${maxConcurrentRequests} calls at a time, ${when} (D13)`, async () => {
          const bench = new EngineBench();
          const bad = spread(count);
          const settings = { accountIds: toIds(1000), regions: ['us-east-1'], maxConcurrentRequests };
          await bench.set(settings);
          await bench.answerAll(known ? undefined : refusing(new Set(bad)));
          if (known) {
            bench.source.calls.length = 0;
            await bench.refresh();
            await bench.answerAll(refusing(new Set(bad)));
          }
          const entries = bench.read();
          assert.deepEqual(
            entries.flatMap((entry, index) => (entry === 'refused' ? [toId(index + 1)] : [])),
            bad,
          );
          assert.equal(entries.filter((entry) => entry === 'ENABLED').length, 1000 - count);
          assert.equal(bench.snapshot.readings[0]?.failure, undefined);
          assert.equal(bench.snapshot.activity.kind, 'idle');
          assert.ok(bench.source.calls.length <= 10 + 14 * count, `${bench.source.calls.length} calls`);
        });
      }
    }
  }
});
