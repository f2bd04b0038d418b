/** Answers that say the same are one object, and none ever says something else than the service did. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isSameAnswer } from '../../../src/core/answers/answer.ts';
import { SharedAnswers } from '../../../src/core/answers/sharedAnswers.ts';
import type { Answer, Entry } from '../../../src/core/model.ts';
import { toAnswer, toError, toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';
import { anySnapshot } from '../support/snapshots.ts';

const answersOf = (entries: readonly Entry[]) =>
  entries.flatMap((entry) => (entry.kind === 'read' ? entry.answer : []));

describe('shared answers', () => {
  it(`say what was said, and the same object says it again [${seedTitle}]`, () => {
    const property = fc.property(fc.array(anySnapshot, { maxLength: 3 }), (snapshots) => {
      const shared = new SharedAnswers();
      const answers = snapshots.flatMap(({ readings }) =>
        readings.flatMap(({ entries }) => answersOf(entries)),
      );
      for (const answer of answers) {
        const first = shared.share(structuredClone(answer));
        assert.deepEqual(first, answer);
        assert.equal(shared.share(structuredClone(answer)), first);
      }
    });
    checkProperty(property, 500);
  });

  it('are one object for each of 64 different ones, in whatever order they come', () => {
    const shared = new SharedAnswers();
    const toNumbered = (number: number): Answer =>
      toAnswer(undefined, [], { failed: true, error: toError('ACCESS_DENIED', `No access ${number}`) });
    const objects = Array.from({ length: 64 }, (_, number) => shared.share(toNumbered(number)));
    for (const place of [63, 0, 31, 31, 1, 62]) {
      assert.equal(shared.share(toNumbered(place)), objects[place]);
    }
    // One more, and the one that was not asked for the longest time is forgotten.
    shared.share(toNumbered(64));
    assert.equal(shared.share(toNumbered(0)), objects[0]);
    assert.notEqual(shared.share(toNumbered(2)), objects[2]);
    assert.ok(isSameAnswer(shared.share(toNumbered(2)), toNumbered(2)));
  });

  it('make one object of all accounts and Regions that say the same, and one entry for each call', async () => {
    const bench = new EngineBench();
    await bench.set({ accountIds: toIds(250), regions: ['us-east-1', 'eu-west-1'] });
    await bench.answerAll((call) =>
      call.answer((id) => toAnswer(Number(id) % 2 === 0 ? 'ENABLED' : 'DISABLED')),
    );
    const entries = bench.snapshot.readings.flatMap((reading) => reading.entries);
    assert.equal(entries.length, 500);
    assert.equal(new Set(answersOf(entries)).size, 2);
    assert.equal(new Set(entries).size, 2 * 6, 'two for each of six calls');
  });
});
