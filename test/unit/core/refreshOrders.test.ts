/** Answers in any order, and sources with bugs: the end is the same, and nothing spins for ever. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { askFor, DENIED, toAnswer, toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';
import { checkAsyncProperty } from '../support/properties.ts';
import type { ScriptedCall, ScriptedSource } from '../support/scriptedSource.ts';
import { seedTitle } from '../support/seededRandom.ts';

const SETTINGS = { accountIds: toIds(250), regions: ['us-east-1', 'eu-west-1'], maxConcurrentRequests: 4 };

function nameOf({ call }: ScriptedCall): string {
  return `${call.region} ${Number(call.accountIds[0])}`;
}

/**
 * Answers each call in a turn of its own, the settings change and refreshes are asked for in turns of their own,
 * and the scheduler decides in which order the turns come. Gives the snapshot in the end as text.
 */
async function runInOrderOf(
  scheduler: fc.Scheduler,
  answer: (call: ScriptedCall) => void,
  steps: readonly ((bench: EngineBench) => void)[] = [],
): Promise<string> {
  const bench = new EngineBench();
  const failures: unknown[] = [];
  bench.source.reply = (call) => {
    scheduler
      .schedule(Promise.resolve(), nameOf(call))
      .then(() => answer(call))
      .catch((error: unknown) => failures.push(error));
  };
  // Answers come also to calls that nobody waits for any more.
  bench.source.deaf = true;
  await bench.set(SETTINGS);
  const sequence = scheduler.scheduleSequence(
    steps.map((step) => async () => {
      step(bench);
      await flush();
    }),
  );
  await scheduler.waitIdle();
  await sequence.task;
  assert.ok(sequence.done);
  await flush();
  assert.deepEqual(failures, []);
  assert.equal(bench.snapshot.activity.kind, 'idle');
  return JSON.stringify(bench.snapshot);
}

describe('refresh: answers in any order', () => {
  const answerOrFail = (call: ScriptedCall) => {
    const { profile, region } = call.call;
    if (['eu-west-1 101', 'us-east-1 151'].includes(nameOf(call))) {
      call.fail('timedOut');
    } else {
      call.answer((id) => (Number(id) % 3 === 0 ? DENIED : toAnswer(`${profile} ${region} ${id}`, [])));
    }
  };

  it(`end in the same snapshot for 1,000 orders (E3) [${seedTitle}]`, async function () {
    this.timeout(60_000);
    const ends = new Set<string>();
    const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      ends.add(await runInOrderOf(scheduler, answerOrFail));
      assert.equal(ends.size, 1);
    });
    await checkAsyncProperty(property, 1000);
  });

  it(`and of changes of the settings and refreshes between them, for 1,000 orders (E3, E2, E5) [${seedTitle}]`, async function () {
    this.timeout(60_000);
    const ends = new Set<string>();
    const change = (settings: object) => (bench: EngineBench) => {
      void bench.set({ ...SETTINGS, ...settings });
    };
    const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const end = await runInOrderOf(scheduler, answerOrFail, [
        change({ accountIds: toIds(120, 200) }),
        (bench) => void bench.refresh(),
        change({ profile: 'other', regions: ['eu-west-1'] }),
        (bench) => void bench.refresh(askFor(toIds(3))),
        change({ accountIds: toIds(150, 51), profile: 'audit' }),
      ]);
      assert.ok(end.includes('audit us-east-1') && !end.includes('other'));
      ends.add(end);
      assert.equal(ends.size, 1);
    });
    await checkAsyncProperty(property, 1000);
  });

  it(`name the same one of two failures of a Region (E3) [${seedTitle}]`, async function () {
    this.timeout(60_000);
    const ends = new Set<string>();
    const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const end = await runInOrderOf(scheduler, (call) => {
        switch (nameOf(call)) {
          case 'eu-west-1 1':
            return call.fail('timedOut');
          case 'eu-west-1 201':
            return call.fail('serviceFault');
          default:
            return call.answer();
        }
      });
      ends.add(end);
      assert.equal(ends.size, 1);
    });
    await checkAsyncProperty(property, 100);
  });
});

describe('refresh: a source with a bug', () => {
  const bug = new Error('a bug in the source');

  it('rejects, and leaves no spinner and nothing that waits (E15)', async () => {
    const bench = new EngineBench();
    const configured = await bench.set(SETTINGS);
    for (const call of bench.source.open) {
      call.crash(bug);
    }
    await flush();
    assert.deepEqual([configured.state, configured.error], ['rejected', bug]);
    assert.equal(bench.snapshot.activity.kind, 'idle');
    assert.ok(bench.read().every((entry) => entry === 'unread'));
  });

  it('leaves no spinner when the other calls are answered after the bug (E15)', async () => {
    const bench = new EngineBench();
    await bench.set(SETTINGS);
    bench.source.open[0]?.crash(bug);
    await flush();
    await bench.answerAll();
    assert.equal(bench.snapshot.activity.kind, 'idle');
    assert.ok(bench.read().every((entry) => entry !== 'waiting'));
  });

  it('lets the calls beside the bug not go on behind a refresh that has ended (E5)', async () => {
    const bench = new EngineBench();
    await bench.set({ ...SETTINGS, accountIds: toIds(2000) });
    bench.source.deaf = true;
    bench.source.open[0]?.crash(bug);
    await flush();
    const late = bench.source.calls.slice(1);
    const made = bench.source.calls.length;
    await bench.set({ ...SETTINGS, regions: ['sa-east-1'], profile: 'other' });
    for (const call of late) {
      call.answer(() => DENIED);
    }
    await flush();
    const others = bench.source.calls.slice(made).filter(({ call }) => call.profile !== 'other');
    assert.deepEqual(others.map(nameOf), []);
    assert.ok(!bench.read().includes('ACCESS_DENIED'), 'no row shows what the other profile was told');
  });

  for (const where of ['fetchStatuses', 'fetchProfile', 'beginRefresh'] as const) {
    it(`that throws from ${where} leaves no spinner, and the next refresh works (E15)`, async () => {
      const bench = new EngineBench();
      const { source } = bench;
      const original = source[where];
      source[where] = () => {
        throw bug;
      };
      const configured = await bench.set({
        ...SETTINGS,
        regions: where === 'fetchProfile' ? [] : SETTINGS.regions,
      });
      assert.deepEqual([configured.state, configured.error], ['rejected', bug]);
      assert.equal(bench.snapshot.activity.kind, 'idle');
      assert.ok(bench.read().every((entry) => entry === 'unread'));
      Object.assign(source, { [where]: original });
      const again = await bench.refresh();
      source.lookups[0]?.resolve({ kind: 'found', region: 'us-east-1', endpointUrl: undefined });
      await flush();
      await bench.answerAll();
      assert.equal(again.state, 'resolved');
      assert.ok(bench.read().every((entry) => entry === 'ENABLED'));
    });
  }

  it('that cannot be opened is opened anew by the next refresh (E15)', async () => {
    const bench = new EngineBench();
    bench.openSource = async (): Promise<ScriptedSource> => {
      throw bug;
    };
    const configured = await bench.set(SETTINGS);
    assert.deepEqual([configured.state, bench.snapshot.activity.kind], ['rejected', 'idle']);
    bench.openSource = async () => bench.source;
    await bench.refresh();
    await bench.answerAll();
    assert.equal(bench.openCount, 2);
    assert.ok(bench.read().every((entry) => entry === 'ENABLED'));
  });

  it('that answers about fewer accounts than asked leaves the others unread, not waiting', async () => {
    const bench = new EngineBench();
    await bench.set({ ...SETTINGS, accountIds: toIds(2) });
    await bench.answerAll((call) => call.answer((id) => (Number(id) === 1 ? DENIED : undefined)));
    assert.deepEqual(bench.read(), ['ACCESS_DENIED', 'unread']);
  });

  it('does not keep the refresh that was asked for meanwhile from running', async () => {
    const bench = new EngineBench();
    await bench.set({ ...SETTINGS, accountIds: toIds(1) });
    const queued = await bench.refresh();
    for (const call of bench.source.open) {
      call.crash(bug);
    }
    await flush();
    await bench.answerAll();
    assert.deepEqual([queued.state, bench.read()], ['resolved', ['ENABLED']]);
  });
});
