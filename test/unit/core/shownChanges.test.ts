/** The sample's changes are shown in place of one's own: they never meet, and nothing of them is kept. */
import assert from 'node:assert/strict';
import type { Change } from '../../../src/core/changes/change.ts';
import { type ChangeList, RecentChanges } from '../../../src/core/changes/recentChanges.ts';
import { ShownChanges } from '../../../src/core/changes/shownChanges.ts';
import { toAccount, toId } from '../support/builders.ts';

function toChange(number: number): Change {
  return {
    scope: '',
    profile: '',
    account: toAccount(number),
    region: 'us-east-1',
    scanType: undefined,
    from: { kind: 'notReturned' },
    fromAt: 1,
    to: { kind: 'refused' },
    at: 2,
  };
}

describe('changes of what is shown', () => {
  it('are those of the sample while it is shown, and one’s own before and after', () => {
    const saves: ChangeList[] = [];
    const storage = {
      load: async () => undefined,
      save: async (list: ChangeList) => {
        saves.push(list);
      },
    };
    const own = new RecentChanges(storage, (work) => void work);
    const samples: { readonly list: RecentChanges; isOver: boolean }[] = [];
    const shown = new ShownChanges({
      own,
      followSample: (list) => {
        const sample = { list, isOver: false };
        samples.push(sample);
        return { dispose: () => (sample.isOver = true) };
      },
    });
    const told: number[] = [];
    shown.onDidChange((changes) => told.push(changes.length));
    const ids = () =>
      shown.current.flatMap(({ changes }) => changes.map(({ account }) => Number(account.id)));

    own.add({ changes: [toChange(1)], total: 1 }, 10);
    shown.switchTo(true);
    assert.deepEqual([ids(), shown.unseenCount], [[], 0]);
    samples[0]?.list.add({ changes: [toChange(2), toChange(3)], total: 2 }, 20);
    // What a refresh has found that ended just before does not get into the sample.
    own.add({ changes: [toChange(4)], total: 1 }, 30);
    assert.deepEqual([ids(), shown.unseenCount], [[2, 3], 2]);
    assert.equal(shown.getUnseen('', '', toId(1)).length, 0);
    shown.markAllSeen();
    assert.equal(own.unseenCount, 2);
    shown.switchTo(false);
    assert.deepEqual([ids(), shown.unseenCount, samples[0]?.isOver], [[4, 1], 2, true]);
    samples[0]?.list.add({ changes: [toChange(5)], total: 1 }, 40);
    shown.switchTo(true);
    assert.deepEqual(ids(), []);
    shown.dispose();
    assert.equal(samples[1]?.isOver, true);
    assert.deepEqual([told, saves.length], [[1, 0, 2, 2, 2, 0], 1]);
  });
});
