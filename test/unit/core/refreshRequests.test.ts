/** What a refresh is asked for, by whom, and what it leaves alone. */
import assert from 'node:assert/strict';
import type { RefreshRequest } from '../../../src/core/refresh/plan.ts';
import {
  askFor,
  configure,
  toAnswer,
  toEntry,
  toFailure,
  toId,
  toIds,
  toReading,
  toSnapshot,
} from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';

const EAST = 'us-east-1';
const WEST = 'eu-west-1';
const SETTINGS = { accountIds: toIds(3), regions: [EAST] };

/** What the open calls ask, as `us-east-1 1,2`. */
function describeOpen(bench: EngineBench): string[] {
  return bench.source.open.map(({ call }) => `${call.region} ${call.accountIds.map(Number).join()}`);
}

describe('refresh: who asks', () => {
  it('tells the source whether a person asks, a schedule, or a change', async () => {
    const bench = new EngineBench();
    await bench.set(SETTINGS);
    await bench.answerAll();
    for (const cause of ['schedule', 'person', 'change'] as const) {
      await bench.refresh(undefined, cause);
      await bench.answerAll();
    }
    assert.deepEqual(bench.source.causes, ['change', 'schedule', 'person', 'change']);
  });

  for (const causes of [
    ['person', 'schedule'],
    ['schedule', 'person'],
    ['change', 'person', 'change'],
  ] as const) {
    it(`takes ${causes.join(' and ')} together for a person: only for a person anything may be asked`, async () => {
      const bench = new EngineBench();
      await bench.set(SETTINGS);
      for (const cause of causes) {
        await bench.refresh(undefined, cause);
      }
      await bench.answerAll();
      assert.deepEqual(bench.source.causes, ['change', 'person']);
    });
  }

  it('asks nothing of a person who did not ask, however much comes together', async () => {
    const bench = new EngineBench();
    await bench.set(SETTINGS);
    await bench.refresh(undefined, 'schedule');
    await bench.refresh(undefined, 'change');
    await bench.answerAll();
    assert.deepEqual(bench.source.causes, ['change', 'change']);
  });

  it('tells nobody of anything while nothing may be read', async () => {
    const bench = new EngineBench();
    let changes = 0;
    bench.store.onDidChange(() => {
      changes += 1;
    });
    assert.equal((await bench.refresh()).state, 'resolved');
    assert.equal(changes, 0);
  });
});

describe('refresh: of what failed', () => {
  async function failWest(): Promise<EngineBench> {
    const bench = new EngineBench();
    await bench.set({ ...SETTINGS, regions: [EAST, WEST] });
    await bench.answerAll((call) => (call.call.region === WEST ? call.fail('serviceFault') : call.answer()));
    return bench;
  }

  it('asks only in the Regions with a failure, about every account', async () => {
    const bench = await failWest();
    await bench.refresh({ kind: 'failed' });
    assert.deepEqual(describeOpen(bench), ['eu-west-1 1,2,3']);
    await bench.answerAll();
    assert.deepEqual(
      bench.snapshot.readings.map(({ failure }) => failure),
      [undefined, undefined],
    );
  });

  it('asks nothing where nothing failed', async () => {
    const bench = await failWest();
    await bench.refresh();
    await bench.answerAll();
    assert.equal((await bench.refresh({ kind: 'failed' })).state, 'resolved');
    assert.deepEqual(describeOpen(bench), []);
  });

  const some: RefreshRequest = askFor([toId(2)]);
  for (const [what, requests, calls] of [
    ['twice what failed: once', [{ kind: 'failed' }, { kind: 'failed' }], ['eu-west-1 1,2,3']],
    [
      'what failed and everything: everything',
      [{ kind: 'failed' }, { kind: 'all' }],
      ['us-east-1 1,2,3', 'eu-west-1 1,2,3'],
    ],
    [
      'what failed and an account: everything',
      [{ kind: 'failed' }, some],
      ['us-east-1 1,2,3', 'eu-west-1 1,2,3'],
    ],
    [
      'an account and what failed: everything',
      [some, { kind: 'failed' }],
      ['us-east-1 1,2,3', 'eu-west-1 1,2,3'],
    ],
  ] as const satisfies readonly (readonly [string, readonly RefreshRequest[], readonly string[]])[]) {
    it(`joins ${what}`, async () => {
      const bench = await failWest();
      await bench.refresh();
      for (const request of requests) {
        await bench.refresh(request);
      }
      for (const call of bench.source.open) {
        call.call.region === WEST ? call.fail('serviceFault') : call.answer();
      }
      await flush();
      assert.deepEqual(describeOpen(bench), calls);
    });
  }
});

describe('refresh: of some accounts', () => {
  it('lets only those wait, and leaves others as little known as they are', async () => {
    const bench = new EngineBench();
    await bench.set(SETTINGS);
    await bench.answerAll((call) => call.fail('timedOut'));
    await bench.refresh(askFor([toId(2)]));
    assert.deepEqual(bench.read(), ['unread', 'waiting', 'unread']);
  });

  it('does not end the trouble of a Region in which an account was never read', async () => {
    const bench = new EngineBench();
    await bench.set(SETTINGS);
    await bench.answerAll((call) => call.fail('timedOut'));
    await bench.refresh(askFor(toIds(2)));
    await bench.answerAll();
    assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED', 'unread']);
    assert.equal(bench.snapshot.readings[0]?.failure?.kind, 'timedOut');
  });

  it('lets nobody else wait while the Region of the profile is found', async () => {
    const bench = new EngineBench();
    await bench.set({ ...SETTINGS, regions: [] });
    bench.source.lookups[0]?.resolve({ kind: 'failed', failure: toFailure('profileMissing') });
    await flush();
    await bench.refresh(askFor([toId(1)]));
    bench.source.lookups[1]?.resolve({ kind: 'found', region: EAST, endpointUrl: undefined });
    await flush();
    assert.deepEqual(bench.read(), ['waiting', 'unread', 'unread']);
  });
});

describe('refresh: what is shown meanwhile', () => {
  it('is under way from the first moment, before anybody knows how long it takes', async () => {
    const bench = new EngineBench();
    bench.openSource = () => new Promise(() => {});
    await bench.set(SETTINGS);
    assert.deepEqual(bench.snapshot.activity, { kind: 'refreshing', doneCalls: 0, totalCalls: 0 });
  });

  it('tells how many calls there are before the first is answered', async () => {
    const bench = new EngineBench();
    await bench.set({ ...SETTINGS, accountIds: toIds(250) });
    assert.deepEqual(bench.snapshot.activity, { kind: 'refreshing', doneCalls: 0, totalCalls: 3 });
  });

  it('names the endpoint of the settings before anything was asked there', async () => {
    const bench = new EngineBench();
    bench.openSource = () => new Promise(() => {});
    await bench.set({ ...SETTINGS, endpointUrl: 'http://127.0.0.1:1' });
    assert.equal(bench.snapshot.readings[0]?.endpointUrl, 'http://127.0.0.1:1');
  });

  it('does not let accounts wait any more whose call has failed', async () => {
    const bench = new EngineBench();
    await bench.set({ ...SETTINGS, accountIds: toIds(101) });
    bench.source.calls[0]?.fail('serviceFault');
    await flush();
    assert.deepEqual([bench.read()[0], bench.read()[100]], ['unread', 'waiting']);
    assert.deepEqual(bench.snapshot.readings[0]?.entries[0], { kind: 'unread' });
  });

  it('knows the scan types of a Region as soon as one account has reported them', async () => {
    const bench = new EngineBench();
    await bench.set({ ...SETTINGS, accountIds: toIds(201) });
    const offered = () => bench.snapshot.readings[0]?.offeredScanTypes;
    const reporting = (...scanTypes: string[]) =>
      toAnswer(
        'ENABLED',
        scanTypes.map((scanType) => ({ scanType, status: 'ENABLED', error: undefined })),
      );
    bench.source.calls[0]?.answer((id) =>
      id === toId(5) ? reporting('ecr', 'eks') : { kind: 'notReturned' },
    );
    await flush();
    assert.deepEqual(offered(), ['ecr', 'eks']);
    bench.source.calls[1]?.answer((id) => (id === toId(150) ? reporting('ecr', 'ec2') : reporting('ecr')));
    await flush();
    assert.deepEqual(offered(), ['ec2', 'ecr', 'eks']);
  });
});

describe('refresh: what was known before', () => {
  it('reads an account that takes the place of another', async () => {
    const bench = new EngineBench();
    await bench.set(SETTINGS);
    await bench.answerAll();
    await bench.set({ ...SETTINGS, accountIds: [toId(1), toId(2), toId(9)] });
    assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED', 'waiting']);
    assert.equal(describeOpen(bench).length, 1);
  });

  it('shows at first what was kept of the same endpoint, and nothing of another', async () => {
    for (const [endpointUrl, entry] of [
      [undefined, 'DISABLED'],
      ['http://127.0.0.1:1', 'waiting'],
    ] as const) {
      const bench = new EngineBench();
      const kept = toSnapshot(toReading([toEntry(toAnswer('DISABLED'))], { region: EAST }));
      void bench.engine.configure(configure({ ...SETTINGS, accountIds: [toId(1)], endpointUrl }), kept);
      await flush();
      assert.deepEqual(bench.read(), [entry]);
    }
  });

  it('keeps what was read in the Region of the profile when a name changes', async () => {
    const bench = new EngineBench();
    await bench.set({ ...SETTINGS, regions: [] });
    bench.source.lookups[0]?.resolve({ kind: 'found', region: EAST, endpointUrl: undefined });
    await flush();
    await bench.answerAll();
    await bench.set({ ...SETTINGS, regions: [], accountNames: { [toId(1)]: 'one' } });
    assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED', 'ENABLED']);
    assert.equal(bench.snapshot.readings[0]?.region, EAST);
  });

  it('shows nothing of the endpoint before, also of a Region that is read in part (E5)', async () => {
    const bench = new EngineBench();
    await bench.set(SETTINGS);
    await bench.answerAll((call) => call.fail('timedOut'));
    await bench.refresh(askFor([toId(1)]));
    await bench.answerAll();
    assert.deepEqual(bench.read(), ['ENABLED', 'unread', 'unread']);
    bench.source.endpointUrl = 'https://inspector.example';
    await bench.refresh();
    assert.deepEqual(bench.read(), ['waiting', 'waiting', 'waiting']);
    assert.deepEqual(bench.snapshot.readings[0]?.offeredScanTypes, []);
  });

  for (const kind of ['profileMissing', 'configUnreadable', 'configMalformed'] as const) {
    it(`does not say ${kind} any more once the profile is found`, async () => {
      const bench = new EngineBench();
      await bench.set({ ...SETTINGS, regions: [] });
      bench.source.lookups[0]?.resolve({ kind: 'found', region: EAST, endpointUrl: undefined });
      await flush();
      await bench.answerAll();
      await bench.refresh();
      bench.source.lookups[1]?.resolve({ kind: 'failed', failure: toFailure(kind) });
      await flush();
      assert.equal(bench.snapshot.readings[0]?.failure?.kind, kind);
      await bench.refresh(askFor([toId(1)]));
      bench.source.lookups[2]?.resolve({ kind: 'found', region: EAST, endpointUrl: undefined });
      await flush();
      await bench.answerAll();
      assert.equal(bench.snapshot.readings[0]?.failure, undefined);
      assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED*', 'ENABLED*']);
    });
  }

  it('keeps when the Region was read while an account is added that was not', async () => {
    const bench = new EngineBench();
    await bench.set(SETTINGS);
    await bench.answerAll();
    const readAt = bench.snapshot.readings[0]?.readAt;
    assert.notEqual(readAt, undefined);
    await bench.set({ ...SETTINGS, accountIds: toIds(4) });
    assert.equal(bench.snapshot.readings[0]?.readAt, readAt);
  });

  it('looks only for what the settings leave open', async () => {
    const looksFor = async (settings: object) => {
      const bench = new EngineBench();
      await bench.set({ ...SETTINGS, ...settings });
      return bench.source.needs;
    };
    assert.deepEqual(await looksFor({}), [{ region: false, endpoint: true }]);
    assert.deepEqual(await looksFor({ regions: [] }), [{ region: true, endpoint: true }]);
    assert.deepEqual(await looksFor({ endpointUrl: 'http://127.0.0.1:1' }), [
      { region: false, endpoint: false },
    ]);
  });
});

describe('refresh: what went wrong', () => {
  it('says that there is no Region where the profile is found and names none, and asks nothing', async () => {
    const bench = new EngineBench();
    const configured = await bench.set({ ...SETTINGS, regions: [] });
    bench.source.lookups[0]?.resolve({ kind: 'found', region: undefined, endpointUrl: undefined });
    await flush();
    assert.deepEqual(bench.snapshot.readings[0]?.failure, { kind: 'noRegion', code: 'NoRegion' });
    assert.deepEqual([bench.source.calls.length, configured.state], [0, 'resolved']);
  });

  it('ends well when it is cancelled while the profile is looked for', async () => {
    const bench = new EngineBench();
    const configured = await bench.set({ ...SETTINGS, regions: [] });
    bench.engine.cancel();
    await flush();
    assert.equal(configured.state, 'resolved');
    assert.equal(bench.snapshot.readings[0]?.failure, undefined);
  });

  it('writes nothing into the log of a call that was given up', async () => {
    const bench = new EngineBench();
    await bench.set(SETTINGS);
    bench.engine.cancel();
    await flush();
    assert.deepEqual(bench.records, []);
  });

  it('has a failure also for a bug that throws something else than an error', async () => {
    const bench = new EngineBench();
    bench.openSource = () => Promise.reject('a text');
    await bench.set(SETTINGS);
    assert.deepEqual(bench.snapshot.readings[0]?.failure, { kind: 'unexpected', code: 'Error' });
  });

  it('names the failure of the earlier accounts, whichever came first', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const bench = new EngineBench();
      await bench.set({ ...SETTINGS, accountIds: toIds(101) });
      for (const at of order) {
        bench.source.calls[at]?.fail(at === 0 ? 'serviceFault' : 'timedOut');
        await flush();
      }
      assert.equal(bench.snapshot.readings[0]?.failure?.kind, 'serviceFault');
    }
  });

  it('clears nothing when nobody is named, also where an account has just been added', async () => {
    const bench = new EngineBench();
    await bench.set(SETTINGS);
    await bench.answerAll();
    await bench.set({ ...SETTINGS, accountIds: toIds(4) });
    await bench.answerAll((call) => call.answer(() => ({ kind: 'notReturned' })));
    assert.deepEqual(bench.read(), ['ENABLED*', 'ENABLED*', 'ENABLED*', 'unread']);
    assert.deepEqual(bench.snapshot.readings[0]?.failure, { kind: 'noData', code: 'noData' });
  });
});

describe('refresh: refused accounts', () => {
  it('gives a Region up that refuses 100 accounts, whole and in parts, after 35 calls', async () => {
    const bench = new EngineBench();
    await bench.set({ ...SETTINGS, accountIds: toIds(100), maxConcurrentRequests: 1 });
    await bench.answerAll((call) => call.fail('requestRefused'));
    assert.equal(bench.source.calls.length, 35);
  });

  it('does not give a Region up for refusals while it still answers about others', async () => {
    const bench = new EngineBench();
    const ids = toIds(300);
    const isRefused = (number: number) => (number > 100 && number <= 200) || number === 250;
    await bench.set({ ...SETTINGS, accountIds: ids, maxConcurrentRequests: 1 });
    await bench.answerAll((call) =>
      call.call.accountIds.some((id) => isRefused(Number(id))) ? call.fail('requestRefused') : call.answer(),
    );
    const notRead = ids.filter((_, index) => !isRefused(index + 1) && bench.read()[index] !== 'ENABLED');
    assert.deepEqual(notRead, []);
    assert.equal(bench.read()[249], 'refused');
  });

  it('takes nothing for refused that it knows, where the service refuses everything', async () => {
    const bench = new EngineBench();
    await bench.set({ ...SETTINGS, accountIds: toIds(2) });
    await bench.answerAll((call) =>
      call.call.accountIds.includes(toId(1)) ? call.fail('requestRefused') : call.answer(),
    );
    assert.deepEqual(bench.read(), ['refused', 'ENABLED']);
    await bench.refresh();
    await bench.answerAll((call) => call.fail('requestRefused'));
    assert.deepEqual(bench.read(), ['refused*', 'ENABLED*']);
  });
});
