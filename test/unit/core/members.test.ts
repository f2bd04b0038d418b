/** A scope can follow its organisation: its accounts are the members, listed once a day. */
import assert from 'node:assert/strict';
import { encodeSnapshot } from '../../../src/core/kept/snapshotFormat.ts';
import { parseSnapshot } from '../../../src/core/kept/snapshotParsing.ts';
import type { Snapshot } from '../../../src/core/model.ts';
import type { MembersOutcome } from '../../../src/core/ports.ts';
import { getAllTroubles } from '../../../src/core/state/troubles.ts';
import { configure, toFailure, toId, toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';

const EAST = 'us-east-1';
const WEST = 'eu-west-1';
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const CORP = { name: 'Corp', profile: 'corp', regions: [EAST, WEST], accountIds: 'members' };
const OTHER = { name: 'Other', profile: 'other', regions: [EAST], accountIds: [toId(50)] };

type Names = Readonly<Record<number, string | undefined>>;

function listed(names: Names, more: object = {}): MembersOutcome {
  const members = Object.entries(names).map(([number, name]) => ({
    id: toId(Number(number)),
    name,
    relationship: 'ENABLED',
  }));
  return { kind: 'listed', members, isCut: false, ignoredItems: 0, namesFailure: undefined, ...more };
}

const DENIED: MembersOutcome = {
  kind: 'failed',
  failure: toFailure('accessDenied', 'AccessDeniedException'),
};
const THREE = { 1: 'anvil', 2: 'bolt', 3: undefined };

async function list(bench: EngineBench, outcome: MembersOutcome): Promise<void> {
  bench.source.memberLookups.at(-1)?.resolve(outcome);
  await flush();
}

/** Set, listed and read. */
async function startFollowing(settings: object = {}, outcome = listed(THREE)): Promise<EngineBench> {
  const bench = new EngineBench();
  await bench.set({ scopes: [CORP], ...settings });
  await list(bench, outcome);
  await bench.answerAll();
  return bench;
}

const accountsOf = ({ snapshot }: EngineBench, scope = 0) =>
  snapshot.scopes[scope]?.accounts.map(({ id, name }) => `${Number(id)} ${name ?? '-'}`);
const troublesOf = ({ snapshot }: EngineBench) => getAllTroubles(snapshot).map(({ key }) => key);
const countLookups = ({ source }: EngineBench) => source.memberLookups.length;

async function keep(snapshot: Snapshot, now: number): Promise<Snapshot> {
  const kept = await parseSnapshot([...encodeSnapshot(snapshot)], now);
  assert.ok(kept !== undefined);
  return kept;
}

describe('a scope that follows its organisation', () => {
  it('lists the members in its first Region, then reads them in all', async () => {
    const bench = new EngineBench();
    await bench.set({ scopes: [CORP] });
    assert.deepEqual(
      bench.source.memberLookups.map(({ call }) => call),
      [{ profile: 'corp', region: EAST, endpointUrl: undefined, withNames: true }],
    );
    assert.deepEqual([accountsOf(bench), bench.source.calls.length], [[], 0]);
    assert.equal(bench.snapshot.activity.kind, 'refreshing');
    await list(bench, listed(THREE));
    assert.deepEqual(accountsOf(bench), ['1 anvil', '2 bolt', '3 -']);
    assert.deepEqual([bench.read(0), bench.read(1)], Array(2).fill(['waiting', 'waiting', 'waiting']));
    await bench.answerAll();
    assert.deepEqual([bench.read(0), bench.read(1)], Array(2).fill(['ENABLED', 'ENABLED', 'ENABLED']));
    assert.ok(bench.snapshot.readings.every(({ scope }) => bench.snapshot.scopes.includes(scope)));
    assert.deepEqual([bench.finishCount, bench.memberRecords.length], [1, 1]);
    assert.equal(bench.store.summary.allWell, true);
  });

  it('is listed in the Region of the profile where it names none', async () => {
    const bench = new EngineBench();
    await bench.set({ scopes: [{ ...CORP, regions: [] }] });
    bench.source.lookups[0]?.resolve({ kind: 'found', region: 'sa-east-1', endpointUrl: undefined });
    await flush();
    assert.equal(bench.source.memberLookups[0]?.call.region, 'sa-east-1');
  });

  it('keeps no other scope waiting while it is listed, and is not well until then', async () => {
    const bench = new EngineBench();
    await bench.set({ scopes: [CORP, OTHER] });
    await bench.answerAll();
    assert.deepEqual([bench.read(0), bench.read(2)], [[], ['ENABLED']]);
    assert.equal(bench.store.summary.allWell, false);
    await list(bench, listed(THREE));
    assert.deepEqual([bench.read(0).length, bench.read(2)], [3, ['ENABLED']]);
    await bench.answerAll();
    assert.equal(bench.store.summary.allWell, true);
  });

  it('is listed as one of the calls in flight, over all scopes', async () => {
    const bench = new EngineBench();
    const third = { ...CORP, name: 'Third', profile: 'third' };
    await bench.set({ scopes: [CORP, OTHER, third], maxConcurrentRequests: 1 });
    assert.deepEqual([countLookups(bench), bench.source.open.length], [1, 0]);
    await list(bench, listed(THREE));
    assert.deepEqual([countLookups(bench), bench.source.open.length], [2, 0]);
    await list(bench, listed(THREE));
    assert.equal(bench.source.open.length, 1);
    await bench.answerAll();
    assert.deepEqual([bench.source.maxOpen, bench.read(0), bench.read(2)], [1, bench.read(3), ['ENABLED']]);
    assert.equal(bench.store.summary.allWell, true);
  });

  it('waits for its turn no longer than the refresh lasts', async () => {
    const bench = new EngineBench();
    const third = { ...CORP, name: 'Third', profile: 'third' };
    const first = await bench.set({ scopes: [CORP, third], maxConcurrentRequests: 1 });
    bench.engine.cancel();
    await flush();
    assert.deepEqual([first.state, countLookups(bench)], ['resolved', 1]);
    await bench.refresh();
    assert.equal(countLookups(bench), 2);
  });

  it('goes by the names of the settings before those of the organisation', async () => {
    const bench = await startFollowing({ accountNames: { [toId(1)]: 'zinc' } });
    assert.deepEqual(accountsOf(bench), ['2 bolt', '1 zinc', '3 -']);
    await bench.set({ scopes: [CORP] });
    assert.deepEqual(accountsOf(bench), ['1 anvil', '2 bolt', '3 -']);
    assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED', 'ENABLED']);
    assert.equal(countLookups(bench), 1);
  });

  for (const [what, cause, passed, lookups] of [
    ['not by itself before a day has passed', 'schedule', DAY - 1, 1],
    ['by itself after a day', 'schedule', DAY, 2],
    ['for a person, at any time', 'person', 1, 2],
    ['where the clock was set back', 'schedule', -1, 2],
  ] as const) {
    it(`is listed again ${what}`, async () => {
      const bench = await startFollowing();
      bench.clock.jump(passed);
      await bench.refresh(undefined, cause);
      assert.equal(countLookups(bench), lookups);
    });
  }

  it('is not listed for a refresh of some accounts', async () => {
    const bench = await startFollowing();
    bench.clock.jump(2 * DAY);
    await bench.refresh({
      kind: 'some',
      parts: [{ scope: 'Corp', accountIds: toIds(1), region: undefined }],
    });
    assert.deepEqual([countLookups(bench), bench.source.open.length], [1, 2]);
  });

  it('loses who left, and waits for who is new, while all others keep what is known of them', async () => {
    const bench = await startFollowing();
    bench.clock.jump(DAY);
    await bench.refresh(undefined, 'schedule');
    await list(bench, listed({ 2: 'bolt', 3: undefined, 4: 'axle' }));
    assert.deepEqual(accountsOf(bench), ['4 axle', '2 bolt', '3 -']);
    assert.deepEqual(bench.read(), ['waiting', 'ENABLED', 'ENABLED']);
    assert.deepEqual(
      bench.source.open.map(({ call }) => call.accountIds.map(Number)),
      [
        [4, 2, 3],
        [4, 2, 3],
      ],
    );
    await bench.answerAll();
    assert.deepEqual(bench.read(1), ['ENABLED', 'ENABLED', 'ENABLED']);
  });

  it('keeps its accounts as they are where the list is the same', async () => {
    const bench = await startFollowing();
    const before = bench.snapshot.scopes[0]?.accounts;
    bench.clock.jump(DAY);
    await bench.refresh(undefined, 'schedule');
    await list(bench, listed(THREE));
    await bench.answerAll();
    assert.equal(bench.snapshot.scopes[0]?.accounts, before);
  });

  it('keeps its list where it cannot be listed again, says so once, and is read all the same', async () => {
    const bench = await startFollowing();
    bench.clock.jump(DAY);
    await bench.refresh(undefined, 'schedule');
    await list(bench, DENIED);
    await bench.answerAll();
    assert.deepEqual(accountsOf(bench), ['1 anvil', '2 bolt', '3 -']);
    assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED', 'ENABLED']);
    assert.deepEqual(troublesOf(bench), ['members/accessDenied/AccessDeniedException']);
    assert.equal(bench.store.summary.allWell, false);
    // Denied calls raise alarms: not again by itself today, but for a person.
    await bench.refresh(undefined, 'schedule');
    await bench.answerAll();
    assert.equal(countLookups(bench), 2);
    await bench.refresh(undefined, 'person');
    await list(bench, listed(THREE));
    await bench.answerAll();
    assert.deepEqual([countLookups(bench), troublesOf(bench)], [3, []]);
    assert.equal(bench.store.summary.allWell, true);
  });

  it('says once what keeps it from being listed and from being read', async () => {
    const bench = await startFollowing();
    bench.clock.jump(DAY);
    await bench.refresh(undefined, 'schedule');
    await list(bench, { kind: 'failed', failure: toFailure('signedOut') });
    await bench.answerAll((call) => call.fail('signedOut'));
    assert.deepEqual(troublesOf(bench), ['signedOut/signedOut']);
    // Signing in mends both.
    await bench.refresh({ kind: 'failed' }, 'person');
    await list(bench, listed(THREE));
    await bench.answerAll();
    assert.deepEqual([troublesOf(bench), bench.read()], [[], ['ENABLED', 'ENABLED', 'ENABLED']]);
  });

  it('says why nothing is known of it, and tries again as a Region does', async () => {
    const bench = new EngineBench();
    await bench.set({ scopes: [CORP] });
    await list(bench, DENIED);
    assert.deepEqual(troublesOf(bench), ['accessDenied/AccessDeniedException']);
    assert.deepEqual([accountsOf(bench), bench.snapshot.activity.kind], [[], 'idle']);
    assert.equal(bench.source.calls.length, 0);
    await bench.refresh(undefined, 'schedule');
    assert.equal(countLookups(bench), 1);
    bench.clock.jump(HOUR);
    await bench.refresh(undefined, 'schedule');
    assert.equal(countLookups(bench), 2);
    await list(bench, listed(THREE));
    await bench.answerAll();
    assert.deepEqual([troublesOf(bench), bench.read()], [[], ['ENABLED', 'ENABLED', 'ENABLED']]);
  });

  it('is not listed where nobody is named: the administrator is a member of every organisation (D16)', async () => {
    const bench = new EngineBench();
    await bench.set({ scopes: [CORP] });
    await list(bench, listed({}));
    assert.deepEqual([troublesOf(bench), bench.store.summary.allWell], [['noData/noData'], false]);
    await bench.refresh();
    await list(bench, listed({ 1: 'anvil' }));
    await bench.answerAll();
    // An administrator without members.
    assert.deepEqual(
      [troublesOf(bench), accountsOf(bench), bench.store.summary.allWell],
      [[], ['1 anvil'], true],
    );
    bench.clock.jump(DAY);
    await bench.refresh(undefined, 'schedule');
    await list(bench, listed({ 1: 'anvil' }));
    assert.deepEqual([troublesOf(bench), accountsOf(bench)], [[], ['1 anvil']]);
  });

  for (const [what, names] of [
    ['nobody', {}],
    ['nobody but the administrator', { 1: 'anvil' }],
  ] as const) {
    it(`keeps its accounts, and what is known of them, where the answer names ${what} (D16)`, async () => {
      const bench = await startFollowing();
      bench.clock.jump(DAY);
      await bench.refresh(undefined, 'schedule');
      await list(bench, listed(names));
      await bench.answerAll();
      assert.deepEqual(accountsOf(bench), ['1 anvil', '2 bolt', '3 -']);
      assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED', 'ENABLED']);
      assert.deepEqual([troublesOf(bench), bench.store.summary.allWell], [['members/noData/noData'], false]);
      await bench.refresh(undefined, 'schedule');
      await list(bench, listed(THREE));
      await bench.answerAll();
      assert.deepEqual([countLookups(bench), troublesOf(bench), bench.store.summary.allWell], [3, [], true]);
    });
  }

  it('believes that all but one are gone when that comes a second time, and never that nobody is left (D16)', async () => {
    const bench = await startFollowing();
    for (const names of [{ 1: 'anvil' }, {}, {}, { 1: 'anvil' }]) {
      assert.equal(accountsOf(bench)?.length, 3);
      bench.clock.jump(DAY);
      await bench.refresh(undefined, 'schedule');
      await list(bench, listed(names));
      await bench.answerAll();
    }
    assert.deepEqual([accountsOf(bench), bench.read(), troublesOf(bench)], [['1 anvil'], ['ENABLED'], []]);
  });

  it('is listed again once its first Region is another one, and keeps its accounts until then', async () => {
    const bench = await startFollowing();
    await bench.set({ scopes: [{ ...CORP, regions: [WEST, EAST] }] });
    assert.deepEqual([countLookups(bench), bench.source.memberLookups.at(-1)?.call.region], [2, WEST]);
    assert.equal(accountsOf(bench)?.length, 3);
    await list(bench, listed({ 3: undefined, 7: 'lathe' }));
    await bench.answerAll();
    assert.deepEqual(accountsOf(bench), ['7 lathe', '3 -']);
    await bench.refresh(undefined, 'schedule');
    assert.equal(countLookups(bench), 2);
  });

  it('is listed again, with names, once its profile leads to another account', async () => {
    const bench = await startFollowing();
    bench.source.accountId = toId(9);
    await bench.refresh(undefined, 'schedule');
    assert.deepEqual([countLookups(bench), bench.source.memberLookups.at(-1)?.call.withNames], [2, true]);
    await list(bench, listed({ 8: 'mill', 9: 'vice' }));
    await bench.answerAll();
    await bench.refresh(undefined, 'schedule');
    assert.deepEqual([countLookups(bench), accountsOf(bench)], [2, ['8 mill', '9 vice']]);
  });

  it('is not asked for by itself once it was denied, also when a Region is tried again (D1)', async () => {
    const bench = await startFollowing();
    bench.clock.jump(DAY);
    await bench.refresh(undefined, 'schedule');
    await list(bench, DENIED);
    await bench.answerAll((call) => (call.call.region === EAST ? call.fail('serviceFault') : call.answer()));
    bench.clock.jump(HOUR);
    await bench.refresh({ kind: 'failed' }, 'schedule');
    await bench.answerAll();
    assert.deepEqual([countLookups(bench), bench.read()], [2, ['ENABLED', 'ENABLED', 'ENABLED']]);
  });

  it('asks for names an hour later at the earliest, or where some are missing', async () => {
    const bench = await startFollowing({}, listed({ 1: 'anvil', 2: 'bolt' }));
    for (const [passed, names] of [
      [1, { 1: 'anvil', 2: undefined, 3: undefined }],
      [1, { 1: 'anvil', 2: 'bolt', 3: 'cog' }],
      [HOUR - 1, { 1: undefined }],
      [HOUR, { 1: 'anvil', 2: 'bolt' }],
    ] as const) {
      bench.clock.jump(passed);
      await bench.refresh();
      await list(bench, listed(names));
      await bench.answerAll();
    }
    assert.deepEqual(
      bench.source.memberLookups.map(({ call }) => call.withNames),
      [true, false, true, false, true],
    );
  });

  it('asks for names once a day at most, and after a denial only for a person', async () => {
    const namesFailure = toFailure('accessDenied');
    const bench = await startFollowing({}, listed({ 1: undefined }, { namesFailure }));
    bench.clock.jump(DAY);
    await bench.refresh(undefined, 'schedule');
    await list(bench, listed({ 1: undefined }));
    await bench.answerAll();
    bench.clock.jump(DAY);
    await bench.refresh(undefined, 'schedule');
    await list(bench, listed({ 1: undefined }));
    await bench.answerAll();
    bench.clock.jump(DAY);
    await bench.refresh(undefined, 'person');
    assert.deepEqual(
      bench.source.memberLookups.map(({ call }) => call.withNames),
      [true, false, false, true],
    );
    assert.deepEqual(troublesOf(bench), []);
  });

  it('does not forget names that are not told this time', async () => {
    const bench = await startFollowing();
    bench.clock.jump(DAY);
    await bench.refresh(undefined, 'schedule');
    await list(
      bench,
      listed({ 1: undefined, 2: 'bolt-new', 3: undefined }, { namesFailure: toFailure('throttled') }),
    );
    assert.deepEqual(accountsOf(bench), ['1 anvil', '2 bolt-new', '3 -']);
  });

  it('ends with the refresh that is cancelled; a late list changes nothing (E4)', async () => {
    const bench = new EngineBench();
    await bench.set({ scopes: [CORP] });
    bench.engine.cancel();
    assert.equal(bench.source.memberLookups[0]?.signal.aborted, true);
    await list(bench, listed(THREE));
    assert.deepEqual([accountsOf(bench), bench.snapshot.activity.kind], [[], 'idle']);
    assert.equal(bench.source.calls.length, 0);
  });

  it('drops the list of settings that are no more (E5)', async () => {
    const bench = new EngineBench();
    await bench.set({ scopes: [CORP] });
    await bench.set({ scopes: [{ ...CORP, profile: 'elsewhere' }] });
    bench.source.memberLookups[0]?.resolve(listed(THREE));
    await flush();
    assert.deepEqual(accountsOf(bench), []);
    await list(bench, listed({ 7: 'lathe' }));
    await bench.answerAll();
    assert.deepEqual([accountsOf(bench), bench.read()], [['7 lathe'], ['ENABLED']]);
  });

  it('is a scope like others once the settings name its accounts, and back', async () => {
    const bench = await startFollowing();
    await bench.set({ scopes: [{ ...CORP, accountIds: [toId(2)] }] });
    await bench.answerAll();
    assert.deepEqual([accountsOf(bench), bench.read()], [['2 -'], ['ENABLED']]);
    await bench.set({ scopes: [CORP] });
    assert.equal(countLookups(bench), 2);
    await list(bench, listed(THREE));
    await bench.answerAll();
    assert.deepEqual(bench.read(), ['ENABLED', 'ENABLED', 'ENABLED']);
  });

  it('keeps its list when it is renamed, and loses it with another profile or endpoint', async () => {
    const bench = await startFollowing();
    await bench.set({ scopes: [{ ...CORP, name: 'Corporation' }] });
    await bench.answerAll();
    assert.deepEqual([accountsOf(bench)?.length, countLookups(bench)], [3, 1]);
    await bench.set({ scopes: [CORP], endpointUrl: 'https://example.com' });
    assert.deepEqual([accountsOf(bench), countLookups(bench)], [[], 2]);
  });

  it('is as it was after a restart, with its names, and is not listed again that day', async () => {
    const bench = await startFollowing();
    const kept = await keep(bench.snapshot, bench.clock.now());
    const next = new EngineBench();
    void next.engine.configure(configure({ scopes: [CORP] }), kept);
    await flush();
    assert.deepEqual(accountsOf(next), ['1 anvil', '2 bolt', '3 -']);
    assert.deepEqual(next.read(), ['ENABLED*', 'ENABLED*', 'ENABLED*']);
    next.clock.advance(30_000);
    await flush();
    await next.answerAll();
    assert.deepEqual([next.read(), countLookups(next)], [['ENABLED', 'ENABLED', 'ENABLED'], 0]);
  });

  it('is listed after a restart on another day', async () => {
    const bench = await startFollowing();
    const next = new EngineBench();
    next.clock.jump(DAY);
    void next.engine.configure(configure({ scopes: [CORP] }), await keep(bench.snapshot, next.clock.now()));
    await flush();
    next.clock.advance(30_000);
    await flush();
    assert.equal(countLookups(next), 1);
  });

  it('is listed in thousands within the time of a frame or two', async () => {
    const names = Object.fromEntries(toIds(10_000).map((id, index) => [Number(id), `account ${index}`]));
    const bench = new EngineBench();
    await bench.set({ scopes: [CORP] });
    const outcome = listed(names);
    const startedAt = performance.now();
    await list(bench, outcome);
    assert.ok(performance.now() - startedAt < 1000);
    assert.equal(accountsOf(bench)?.length, 10_000);
  });
});

describe('the kept list of members', () => {
  const header = JSON.stringify({ format: 'inspector-account-status snapshot', version: 2 });
  const scope = (more: object) =>
    JSON.stringify({ scope: 'Corp', profile: 'corp', accountIds: toIds(2), ...more });
  const parse = (...lines: string[]) => parseSnapshot([header, ...lines, '"end"'], 5000);
  const members = { readAt: 1000, namesAreDenied: true };

  it('has names that are fit to be shown, and none for those without', async () => {
    const kept = await parse(scope({ members }), '{"names":["a\\nb"]}', '{"names":[null]}');
    assert.deepEqual(kept?.scopes[0]?.accounts, [
      { id: toId(1), name: 'a b' },
      { id: toId(2), name: undefined },
    ]);
  });

  it('says where it was listed, and does without that where an earlier version kept it', async () => {
    const read = async (kept: object) => (await parse(scope({ members: kept })))?.scopes[0]?.members;
    const more = { region: EAST, accountId: toId(9), namesAskedAt: 500 };
    const list = { kind: 'read', ...members, accounts: toIds(2).map((id) => ({ id, name: undefined })) };
    assert.deepEqual(await read({ ...members, ...more }), { ...list, ...more });
    const unknown = { region: undefined, accountId: undefined, namesAskedAt: 1000 };
    assert.deepEqual(await read(members), { ...list, ...unknown });
    assert.deepEqual(await read({ ...members, region: 'a b', accountId: 7, namesAskedAt: '1' }), {
      ...list,
      ...unknown,
    });
  });

  for (const [what, lines] of [
    ['names without a list', [scope({}), '{"names":["a"]}']],
    ['more names than accounts', [scope({ members }), '{"names":["a","b","c"]}']],
    ['names that are no texts', [scope({ members }), '{"names":[7]}']],
    ['names that are no list', [scope({ members }), '{"names":"a"}']],
    ['names before any scope', ['{"names":["a"]}']],
    ['a list without a time', [scope({ members: { namesAreDenied: true } })]],
    ['a list that is none', [scope({ members: 'all' })]],
  ] as const) {
    it(`is not taken with ${what}`, async () => {
      assert.equal(await parse(...lines), undefined);
    });
  }
});
