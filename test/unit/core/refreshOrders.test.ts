/** Answers in any order, and sources with bugs: the end is the same, and nothing spins for ever. */
import assert from 'node:assert/strict';
import { DENIED, toAnswer, toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';
import type { ScriptedCall, ScriptedSource } from '../support/scriptedSource.ts';
import { pick, type Random, repeatAsync, seedTitle } from '../support/seededRandom.ts';

const SETTINGS = { accountIds: toIds(250), regions: ['us-east-1', 'eu-west-1'], maxConcurrentRequests: 4 };

/** Runs a refresh whose calls are answered in a random order; gives the snapshot in the end as text. */
async function runInRandomOrder(random: Random, answer: (call: ScriptedCall) => void): Promise<string> {
  const bench = new EngineBench();
  await bench.set(SETTINGS);
  for (let { open } = bench.source; open.length > 0; { open } = bench.source) {
    answer(pick(random, open));
    await flush();
  }
  assert.equal(bench.snapshot.activity.kind, 'idle');
  return JSON.stringify(bench.snapshot);
}

function nameOf({ call }: ScriptedCall): string {
  return `${call.region} ${Number(call.accountIds[0])}`;
}

describe('refresh: answers in any order', () => {
  it(`end in the same snapshot for 1,000 orders (E3, ${seedTitle})`, async function () {
    this.timeout(60_000);
    const ends = new Set<string>();
    await repeatAsync(1000, async (random) => {
      ends.add(
        await runInRandomOrder(random, (call) => {
          if (nameOf(call) === 'eu-west-1 101') {
            call.fail('timedOut');
          } else {
            call.answer((id) => (Number(id) % 3 === 0 ? DENIED : toAnswer(`${call.call.region} ${id}`, [])));
          }
        }),
      );
    });
    assert.equal(ends.size, 1);
  });

  it(`name the same one of two failures of a Region (E3, ${seedTitle})`, async function () {
    this.timeout(60_000);
    const ends = new Set<string>();
    await repeatAsync(100, async (random) => {
      ends.add(
        await runInRandomOrder(random, (call) => {
          switch (nameOf(call)) {
            case 'eu-west-1 1':
              return call.fail('timedOut');
            case 'eu-west-1 201':
              return call.fail('serviceFault');
            default:
              return call.answer();
          }
        }),
      );
    });
    assert.equal(ends.size, 1);
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

  for (const where of ['fetchStatuses', 'fetchRegion', 'beginRefresh'] as const) {
    it(`that throws from ${where} leaves no spinner, and the next refresh works (E15)`, async () => {
      const bench = new EngineBench();
      const { source } = bench;
      const original = source[where];
      source[where] = () => {
        throw bug;
      };
      const configured = await bench.set({
        ...SETTINGS,
        regions: where === 'fetchRegion' ? [] : SETTINGS.regions,
      });
      assert.deepEqual([configured.state, configured.error], ['rejected', bug]);
      assert.equal(bench.snapshot.activity.kind, 'idle');
      assert.ok(bench.read().every((entry) => entry === 'unread'));
      Object.assign(source, { [where]: original });
      const again = await bench.refresh();
      source.lookups[0]?.resolve({ kind: 'found', region: 'us-east-1' });
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
    assert.equal(bench.opened.length, 2);
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
