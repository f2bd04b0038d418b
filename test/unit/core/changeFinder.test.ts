/** Changes are found after each refresh, whatever fails, ends early, starts anew or is set otherwise in between. */
import assert from 'node:assert/strict';
import { ChangeFinder } from '../../../src/core/changes/changeFinder.ts';
import type { FoundChanges } from '../../../src/core/changes/findChanges.ts';
import type { AccountId, Answer } from '../../../src/core/model.ts';
import type { RawSettings } from '../../../src/core/settings/configuration.ts';
import { takeAllSteps } from '../../../src/core/steps.ts';
import { ALL_ON, configure, toAnswer, toId, toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';
import { toKept } from '../support/snapshots.ts';

const SETTINGS: Partial<RawSettings> = { accountIds: toIds(3), regions: ['us-east-1'], profile: 'audit' };
const OFF = toAnswer('DISABLED');

function startBench(untilCompared: Promise<void> = Promise.resolve()) {
  const bench = new EngineBench();
  const found: FoundChanges[] = [];
  const finder = new ChangeFinder({
    store: bench.store,
    clock: bench.clock,
    inTurns: (steps) => untilCompared.then(() => takeAllSteps(steps)),
    inBackground: (work) => void work.catch((error: unknown) => assert.fail(String(error))),
    onDidFind: (changes) => found.push(changes),
  });
  /** The changes since it was asked last: account and states of each. */
  const take = () => found.splice(0).map(({ changes }) => changes.map(toShort));
  const answer = (answerOf: (id: AccountId) => Answer) => bench.answerAll((call) => call.answer(answerOf));
  const refresh = async (answerOf: (id: AccountId) => Answer) => {
    await bench.refresh();
    await answer(answerOf);
  };
  return { bench, finder, take, answer, refresh };
}

function toShort({ account, from, to }: FoundChanges['changes'][number]): string {
  const toWord = (state: typeof from) => (state.kind === 'status' ? state.status : state.kind);
  return `${Number(account.id)} ${toWord(from)} ${toWord(to)}`;
}

const allOn = () => ALL_ON;
const offIs = (number: number) => (id: AccountId) => (id === toId(number) ? OFF : ALL_ON);

describe('changes: found after a refresh', () => {
  it('nothing at the first one, then what is otherwise, once for each', async () => {
    const { bench, take, answer, refresh } = startBench();
    await bench.set(SETTINGS);
    await answer(allOn);
    assert.deepEqual(take(), []);
    await refresh(offIs(2));
    assert.deepEqual(take(), [['2 ENABLED DISABLED']]);
    await refresh(offIs(2));
    assert.deepEqual(take(), []);
    await refresh(offIs(3));
    assert.deepEqual(take(), [['3 ENABLED DISABLED', '2 DISABLED ENABLED']]);
  });

  it('after one that failed, against what was confirmed before it', async () => {
    const { bench, take, answer, refresh } = startBench();
    await bench.set(SETTINGS);
    await answer(allOn);
    await bench.refresh();
    await bench.answerAll((call) => call.fail('offline'));
    assert.deepEqual(take(), []);
    await refresh(offIs(1));
    assert.deepEqual(take(), [['1 ENABLED DISABLED']]);
  });

  it('when one is cancelled, or other settings end it: what it has read is not lost', async () => {
    const { bench, take, answer } = startBench();
    const wide = { ...SETTINGS, regions: ['us-east-1', 'eu-west-1'] };
    await bench.set(wide);
    await answer(allOn);
    for (const end of [
      () => bench.engine.cancel(),
      () => void bench.engine.configure(configure({ ...wide, accountNames: { [toId(1)]: 'one' } })),
    ]) {
      await bench.refresh();
      bench.source.open[0]?.answer(offIs(1));
      await flush();
      end();
      await flush();
      assert.deepEqual(take(), [['1 ENABLED DISABLED']]);
      await bench.answerAll();
      await bench.refresh();
      await answer(allOn);
      take();
    }
  });

  it('not after another profile, another Region, or accounts of the settings', async () => {
    const { bench, take, answer } = startBench();
    await bench.set(SETTINGS);
    await answer(allOn);
    for (const change of [
      { profile: 'other' },
      { profile: 'other', regions: ['eu-west-1'] },
      { profile: 'other', regions: ['eu-west-1'], accountIds: toIds(2, 10) },
      {
        profile: 'other',
        regions: ['eu-west-1'],
        endpointUrl: 'http://127.0.0.1:1',
        accountIds: toIds(2, 10),
      },
    ]) {
      await bench.set({ ...SETTINGS, ...change });
      await answer(() => OFF);
      assert.deepEqual(take(), [], JSON.stringify(change));
    }
  });

  it('over a restart, against what was kept', async () => {
    const first = startBench();
    await first.bench.set(SETTINGS);
    await first.answer(allOn);
    const kept = toKept(first.bench.snapshot, first.bench.clock.now());
    const { bench, take, answer } = startBench();
    void bench.engine.configure(configure(SETTINGS), kept);
    await flush();
    assert.deepEqual(take(), []);
    await bench.refresh();
    await answer(offIs(2));
    assert.deepEqual(take(), [['2 ENABLED DISABLED']]);
  });

  it('nothing after the end', async () => {
    const { bench, finder, take, answer, refresh } = startBench();
    await bench.set(SETTINGS);
    await answer(allOn);
    finder.dispose();
    await refresh(offIs(2));
    assert.deepEqual(take(), []);
  });

  it('nothing of what is compared at the end', async () => {
    const compared = Promise.withResolvers<void>();
    const { bench, finder, take, answer, refresh } = startBench(compared.promise);
    await bench.set(SETTINGS);
    await answer(allOn);
    await refresh(offIs(2));
    finder.dispose();
    compared.resolve();
    await flush();
    assert.deepEqual(take(), []);
  });
});
