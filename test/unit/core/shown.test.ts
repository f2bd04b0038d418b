/** What is shown: the accounts of the settings or the sample, never some of both, and nothing is called meanwhile. */
import assert from 'node:assert/strict';
import { isSample, type Snapshot } from '../../../src/core/model.ts';
import { Shown } from '../../../src/core/sample/shown.ts';
import { configure } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';

const SETTINGS = { accountIds: ['111122223333', '222233334444'], regions: ['us-east-1'] };

class ShownBench extends EngineBench {
  configuration = configure(SETTINGS);
  readonly bugs: unknown[] = [];
  readonly shown = new Shown({
    store: this.store,
    engine: this.engine,
    getConfiguration: () => this.configuration,
    clock: this.clock,
    inBackground: (work) => void work.catch((error: unknown) => this.bugs.push(error)),
  });
  /** All that was shown. */
  readonly seen: Snapshot[] = [];

  constructor() {
    super();
    this.shown.store.onDidChange((snapshot) => this.seen.push(snapshot));
  }

  /** Lets the sample fill in. */
  async fillIn(): Promise<void> {
    for (let turn = 0; turn < 200; turn++) {
      this.clock.advance(20);
      await flush();
    }
  }
}

describe('shown', () => {
  it('is what the settings name, as long as nobody wants the sample', async () => {
    const bench = new ShownBench();
    await bench.set(SETTINGS);
    await bench.answerAll();
    assert.equal(bench.shown.store.current, bench.store.current);
    assert.equal(bench.shown.configuration, bench.configuration);
    assert.equal(bench.shown.isSample, false);
    bench.shown.leaveSample();
    assert.equal(bench.shown.store.current, bench.store.current);
  });

  it('is the sample alone once it is wanted; what was read comes back as it was, without a call', async () => {
    const bench = new ShownBench();
    await bench.set(SETTINGS);
    await bench.answerAll();
    const before = bench.store.current;
    const calls = bench.source.calls.length;
    bench.seen.length = 0;
    bench.shown.showSample();
    assert.ok(bench.shown.isSample);
    assert.ok(isSample(bench.shown.store.current));
    await bench.fillIn();
    const { summary } = bench.shown.store;
    assert.ok(summary.accounts > 100 && summary.scannedWithoutProblem > 50);
    assert.ok(bench.seen.length > 20 && bench.seen.every(isSample));
    assert.equal(bench.store.current, before);
    bench.shown.leaveSample();
    assert.equal(bench.shown.store.current, before);
    await bench.fillIn();
    assert.equal(bench.shown.store.current, before);
    assert.equal(bench.source.calls.length, calls);
    assert.deepEqual(bench.bugs, []);
    assert.equal(bench.clock.timerCount, 0);
  });

  it('ages as any other does while it is shown', async () => {
    const bench = new ShownBench();
    await bench.set(SETTINGS);
    await bench.answerAll();
    bench.shown.showSample();
    await bench.fillIn();
    assert.ok(bench.shown.store.summary.scannedWithoutProblem > 50);
    bench.clock.advance(25 * 60 * 60_000);
    assert.equal(bench.shown.store.summary.scannedWithoutProblem, 0);
    bench.shown.leaveSample();
    assert.equal(bench.clock.timerCount, 0);
  });

  it('tells once of each switch, when everything is already what it is then', async () => {
    const bench = new ShownBench();
    await bench.set(SETTINGS);
    const told: string[] = [];
    bench.shown.onDidSwitch(() => {
      const { isSample: isOn, configuration, store } = bench.shown;
      told.push(`${isOn} ${configuration?.scopes[0]?.scope.isSample} ${isSample(store.current)}`);
    });
    bench.shown.showSample();
    bench.shown.showSample();
    bench.shown.leaveSample();
    bench.shown.leaveSample();
    assert.deepEqual(told, ['true true true', 'false undefined false']);
  });

  it('refreshes and cancels what is shown, and never the other', async () => {
    const bench = new ShownBench();
    await bench.set(SETTINGS);
    await bench.answerAll();
    bench.shown.showSample();
    await bench.fillIn();
    const before = bench.shown.store.current;
    void bench.shown.refresh('person');
    await bench.fillIn();
    assert.notEqual(bench.shown.store.current, before);
    assert.equal(bench.source.open.length, 0);
    void bench.shown.refresh('person');
    await flush();
    assert.equal(bench.shown.store.current.activity.kind, 'refreshing');
    bench.shown.cancel();
    assert.equal(bench.shown.store.current.activity.kind, 'idle');
    bench.shown.leaveSample();
    void bench.shown.refresh('person');
    await flush();
    assert.equal(bench.source.open.length, 1);
  });

  it('ends a refresh that runs, drops its late answers, and makes up for it afterwards', async () => {
    const bench = new ShownBench();
    await bench.set(SETTINGS);
    const [interrupted] = bench.source.open;
    bench.shown.showSample();
    assert.equal(bench.source.open.length, 0);
    interrupted?.answer();
    await bench.fillIn();
    assert.deepEqual(bench.read(), ['unread', 'unread']);
    bench.shown.leaveSample();
    await flush();
    assert.equal(bench.source.open.length, 1);
    await bench.answerAll();
    assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED']);
    assert.equal(bench.shown.store.current, bench.store.current);
  });

  it('calls nothing while the sample is shown, whoever wants it; all of it is done once afterwards', async () => {
    const bench = new ShownBench();
    await bench.set(SETTINGS);
    await bench.answerAll();
    const calls = bench.source.calls.length;
    bench.shown.showSample();
    const wanted = [
      await bench.refresh(undefined, 'schedule'),
      await bench.refresh({ kind: 'failed', mendedBy: 'files' }, 'change'),
      await bench.set({ ...SETTINGS, regions: ['eu-central-1'] }),
    ];
    await bench.fillIn();
    assert.equal(bench.source.calls.length, calls);
    bench.shown.leaveSample();
    await flush();
    await bench.answerAll();
    assert.equal(bench.source.calls.length, calls + 1);
    assert.equal(bench.source.calls.at(-1)?.call.region, 'eu-central-1');
    assert.deepEqual(
      wanted.map(({ state }) => state),
      ['resolved', 'resolved', 'resolved'],
    );
  });

  it('takes settings in that come while the sample is shown, and that go', async () => {
    const bench = new ShownBench();
    bench.shown.showSample();
    await bench.set(SETTINGS);
    await bench.fillIn();
    assert.equal(bench.source.calls.length, 0);
    assert.ok(isSample(bench.shown.store.current));
    bench.shown.leaveSample();
    await bench.answerAll();
    await bench.answerAll();
    assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED']);
    bench.shown.showSample();
    await bench.engine.configure(undefined);
    bench.shown.leaveSample();
    assert.deepEqual(bench.shown.store.current.scopes, []);
  });

  it('is over when it ends, in the middle of the sample', async () => {
    const bench = new ShownBench();
    bench.shown.showSample();
    await flush();
    bench.shown.dispose();
    bench.engine.dispose();
    await bench.fillIn();
    assert.equal(bench.clock.timerCount, 0);
    assert.deepEqual(bench.bugs, []);
  });
});
