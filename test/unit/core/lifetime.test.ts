/** Who creates, disposes; and one listener's bug is not another's. */
import assert from 'node:assert/strict';
import { DisposableStore, Emitter } from '../../../src/core/lifetime.ts';
import { SnapshotStore } from '../../../src/core/state/store.ts';
import { ALL_ON, toEntry, toReading, toSnapshot, UNREAD } from '../support/builders.ts';
import { collectUncaught } from '../support/uncaught.ts';

describe('lifetime: store', () => {
  it('disposes of what it owns in reverse order, once', () => {
    const store = new DisposableStore();
    const disposed: number[] = [];
    for (const name of [1, 2, 3]) {
      store.add({ dispose: () => disposed.push(name) });
    }
    store.dispose();
    store.dispose();
    assert.deepEqual(disposed, [3, 2, 1]);
  });

  it('gives back what it is given', () => {
    const thing = { dispose() {} };
    assert.equal(new DisposableStore().add(thing), thing);
  });

  it('disposes at once of what comes after its own end', () => {
    const store = new DisposableStore();
    store.dispose();
    let disposed = 0;
    const thing = {
      dispose() {
        disposed += 1;
      },
    };
    assert.equal(store.add(thing), thing);
    assert.equal(disposed, 1);
    store.dispose();
    assert.equal(disposed, 1);
  });

  it('disposes of what is added while it disposes', () => {
    const store = new DisposableStore();
    const disposed: string[] = [];
    store.add({
      dispose() {
        store.add({ dispose: () => disposed.push('added late') });
      },
    });
    store.dispose();
    assert.deepEqual(disposed, ['added late']);
  });

  it('owns a thing once that is added twice', () => {
    const store = new DisposableStore();
    let disposed = 0;
    const thing = {
      dispose() {
        disposed += 1;
      },
    };
    store.add(thing);
    store.add(thing);
    store.dispose();
    assert.equal(disposed, 1);
  });

  it('disposes of all the others when one fails', () => {
    const store = new DisposableStore();
    const disposed: string[] = [];
    store.add({ dispose: () => disposed.push('first') });
    store.add({
      dispose() {
        throw new Error('cannot end');
      },
    });
    assert.throws(() => store.dispose(), /cannot end/);
    assert.deepEqual(disposed, ['first']);
  });
});

describe('lifetime: store whose parts fail', () => {
  it('tells of every error when several fail', () => {
    const store = new DisposableStore();
    for (const name of ['one', 'two']) {
      store.add({
        dispose() {
          throw new Error(name);
        },
      });
    }
    assert.throws(
      () => store.dispose(),
      (error) =>
        error instanceof AggregateError && error.errors.map(({ message }) => message).join() === 'two,one',
    );
  });
});

describe('lifetime: emitter', () => {
  it('calls every listener with the value, in the order of subscription', () => {
    const emitter = new Emitter<string>();
    const heard: string[] = [];
    emitter.event((value) => heard.push(`a ${value}`));
    emitter.event((value) => heard.push(`b ${value}`));
    emitter.fire('x');
    assert.deepEqual(heard, ['a x', 'b x']);
  });

  it('stops calling a listener that unsubscribed, and only that subscription', () => {
    const emitter = new Emitter<void>();
    let calls = 0;
    const listener = () => {
      calls += 1;
    };
    const first = emitter.event(listener);
    emitter.event(listener);
    first.dispose();
    first.dispose();
    emitter.fire();
    assert.equal(calls, 1);
    assert.ok(emitter.hasListeners);
    emitter.dispose();
    emitter.fire();
    assert.deepEqual([calls, emitter.hasListeners], [1, false]);
  });

  it('calls those who subscribe meanwhile from the next time on', () => {
    const emitter = new Emitter<void>();
    let calls = 0;
    emitter.event(() => {
      emitter.event(() => {
        calls += 1;
      });
    });
    emitter.fire();
    assert.equal(calls, 0);
    emitter.fire();
    assert.equal(calls, 1);
  });

  it('does not call a listener any more that another one has just unsubscribed', () => {
    const emitter = new Emitter<void>();
    let calls = 0;
    emitter.event(() => second.dispose());
    const second = emitter.event(() => {
      calls += 1;
    });
    emitter.fire();
    assert.equal(calls, 0);
  });

  it('calls the others when one throws, and the error still surfaces (E16)', async () => {
    const emitter = new Emitter<void>();
    const heard: string[] = [];
    const bug = new Error('a listener with a bug');
    emitter.event(() => heard.push('before'));
    emitter.event(() => {
      throw bug;
    });
    emitter.event(() => heard.push('after'));
    const errors = await collectUncaught(() => emitter.fire());
    assert.deepEqual(heard, ['before', 'after']);
    assert.deepEqual(errors, [bug]);
  });
});

describe('lifetime: snapshot store', () => {
  it('knows nobody at first, and nothing is under way', () => {
    const { current, summary } = new SnapshotStore();
    assert.deepEqual(current, { scopes: [], readings: [], activity: { kind: 'idle' } });
    assert.deepEqual([summary.accounts, summary.allWell], [0, false]);
  });

  it('counts each snapshot once, and the next one anew', () => {
    const store = new SnapshotStore();
    store.replace(toSnapshot(toReading([toEntry(ALL_ON)])));
    const { summary } = store;
    assert.deepEqual([summary.accounts, summary.allWell], [1, true]);
    assert.equal(store.summary, summary);
    store.replace(toSnapshot(toReading([toEntry(ALL_ON), UNREAD])));
    assert.deepEqual([store.summary.accounts, store.summary.allWell], [2, false]);
  });

  it('tells of a new snapshot, and not of the same one', () => {
    const store = new SnapshotStore();
    const heard: unknown[] = [];
    store.onDidChange((snapshot) => heard.push(snapshot));
    const next = { ...store.current };
    store.replace(store.current);
    store.replace(next);
    store.replace(next);
    assert.deepEqual(heard, [next]);
    assert.equal(store.current, next);
    store.dispose();
    store.replace({ ...next });
    assert.equal(heard.length, 1);
  });
});
