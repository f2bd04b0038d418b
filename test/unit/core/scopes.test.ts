/** Several scopes side by side: all read at once under one limit, each failing on its own. */
import assert from 'node:assert/strict';
import type { Snapshot } from '../../../src/core/model.ts';
import { parseRowKey, toRowKey } from '../../../src/core/rows/rows.ts';
import { diffSnapshots } from '../../../src/core/state/diff.ts';
import { summarize } from '../../../src/core/state/tally.ts';
import { getAllTroubles } from '../../../src/core/state/troubles.ts';
import { arrangeRows } from '../support/arranged.ts';
import {
  ALL_ON,
  DENIED,
  joinSnapshots,
  toAccount,
  toEntry,
  toFailure,
  toId,
  toIds,
  toReading,
  toScope,
  toScopedSnapshot,
} from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';

const EAST = 'us-east-1';
const WEST = 'eu-west-1';
const PRODUCTION = { name: 'Production', profile: 'production', regions: [EAST], accountIds: toIds(2) };
const SANDBOX = { name: 'Sandbox', profile: 'sandbox', regions: [EAST, WEST], accountIds: toIds(2, 2) };

async function startRead(scopes: readonly object[] = [PRODUCTION, SANDBOX]): Promise<EngineBench> {
  const bench = new EngineBench();
  await bench.set({ scopes });
  await bench.answerAll();
  return bench;
}

function describeCalls(bench: EngineBench): string[] {
  return bench.source.calls.map(
    ({ call }) => `${call.profile} ${call.region} ${call.accountIds.map(Number)}`,
  );
}

describe('refresh: several scopes', () => {
  it('asks each with its own profile, Regions and accounts', async () => {
    const bench = await startRead();
    assert.deepEqual(describeCalls(bench).sort(), [
      `production ${EAST} 1,2`,
      `sandbox ${WEST} 2,3`,
      `sandbox ${EAST} 2,3`,
    ]);
    assert.deepEqual(
      bench.snapshot.readings.map(({ scope, region }) => [scope.name, region]),
      [
        ['Production', EAST],
        ['Sandbox', EAST],
        ['Sandbox', WEST],
      ],
    );
    assert.ok(bench.snapshot.readings.every(({ scope }) => bench.snapshot.scopes.includes(scope)));
    assert.equal(bench.finishCount, 1);
  });

  it('keeps to one limit over all of them', async () => {
    const bench = new EngineBench();
    const scopes = ['a', 'b', 'c'].map((name) => ({ name, profile: name, accountIds: toIds(500) }));
    await bench.set({ scopes, regions: [EAST, WEST], maxConcurrentRequests: 4 });
    await bench.answerAll();
    assert.deepEqual([bench.source.maxOpen, bench.source.calls.length], [4, 30]);
  });

  it('reads the others while the profile of one is still looked for', async () => {
    const bench = new EngineBench();
    await bench.set({ scopes: [{ ...PRODUCTION, regions: [] }, SANDBOX] });
    await bench.answerAll();
    assert.deepEqual(bench.read(1), ['ENABLED', 'ENABLED']);
    assert.equal(bench.snapshot.activity.kind, 'refreshing');
    bench.source.lookups[0]?.resolve({ kind: 'found', region: WEST, endpointUrl: undefined });
    await flush();
    await bench.answerAll();
    assert.deepEqual([bench.read(0), bench.snapshot.readings[0]?.region], [['ENABLED', 'ENABLED'], WEST]);
    assert.equal(bench.snapshot.activity.kind, 'idle');
  });

  it('fails each on its own: the profile of one that is missing says nothing of the others', async () => {
    const bench = new EngineBench();
    await bench.set({ scopes: [{ ...PRODUCTION, regions: [] }, SANDBOX] });
    bench.source.lookups[0]?.resolve({ kind: 'failed', failure: toFailure('profileMissing') });
    await bench.answerAll();
    assert.deepEqual(bench.read(0), ['unread', 'unread']);
    assert.deepEqual(bench.read(1), ['ENABLED', 'ENABLED']);
    assert.deepEqual(
      getAllTroubles(bench.snapshot).map(({ scope, key, everywhere }) => [scope.name, key, everywhere]),
      [['Production', 'profileMissing/profileMissing', true]],
    );
    assert.equal(summarize(bench.snapshot).allWell, false);
  });

  it('asks nothing of a scope whose settings do not say where, and reads the others', async () => {
    const bench = await startRead([{ ...PRODUCTION, regions: ['nope!'] }, SANDBOX]);
    assert.deepEqual(describeCalls(bench).sort(), [`sandbox ${WEST} 2,3`, `sandbox ${EAST} 2,3`]);
    assert.deepEqual(bench.read(0), ['unread', 'unread']);
  });

  it('asks for an account in the scope that is meant only', async () => {
    const bench = await startRead();
    const before = bench.source.calls.length;
    await bench.refresh({
      kind: 'some',
      parts: [{ scope: 'Sandbox', accountIds: [toId(2)], region: undefined }],
    });
    await bench.answerAll();
    assert.deepEqual(describeCalls(bench).slice(before), [`sandbox ${EAST} 2`, `sandbox ${WEST} 2`]);
  });

  it('leaves a Region that is denied to one profile alone for that one only', async () => {
    const bench = new EngineBench();
    await bench.set({ scopes: [PRODUCTION, SANDBOX] });
    await bench.answerAll((call) =>
      call.call.profile === 'production' ? call.fail('accessDenied') : call.answer(),
    );
    const before = bench.source.calls.length;
    await bench.refresh({ kind: 'all' }, 'schedule');
    await bench.answerAll();
    assert.deepEqual(describeCalls(bench).slice(before), [`sandbox ${EAST} 2,3`, `sandbox ${WEST} 2,3`]);
  });

  it('keeps what is known of a scope that gets another name or place, and never shows it with another profile (E5)', async () => {
    const bench = await startRead();
    await bench.set({ scopes: [SANDBOX, { ...PRODUCTION, name: 'Live' }] });
    assert.deepEqual(
      [bench.read(0), bench.read(2)],
      [
        ['ENABLED', 'ENABLED'],
        ['ENABLED', 'ENABLED'],
      ],
    );
    await bench.set({ scopes: [SANDBOX, { ...PRODUCTION, profile: 'other' }] });
    assert.deepEqual(bench.read(2), ['waiting', 'waiting']);
  });

  it('takes for two scopes of one profile what each knows of its accounts', async () => {
    const one = { name: 'one', profile: 'p', regions: [EAST], accountIds: toIds(2) };
    const two = { name: 'two', profile: 'p', regions: [EAST], accountIds: toIds(2, 3) };
    const bench = new EngineBench();
    await bench.set({ scopes: [one, two] });
    await bench.answerAll((call) => call.answer((id) => (id === toId(3) ? DENIED : ALL_ON)));
    await bench.set({ scopes: [{ ...one, accountIds: toIds(4) }] });
    assert.deepEqual(bench.read(0), ['ENABLED', 'ENABLED', 'ACCESS_DENIED', 'ENABLED']);
  });
});

function toScopes(): Snapshot {
  const of = (name: string, from: number) => {
    const accounts = [toAccount(from), toAccount(from + 1)];
    const scope = toScope(accounts, { name });
    return toScopedSnapshot(accounts, [toReading([toEntry(ALL_ON), toEntry(DENIED)], { scope })]);
  };
  return joinSnapshots(of('a/b', 1), of('c', 2));
}

describe('rows: several scopes', () => {
  it('are on top, each with its troubles and accounts', () => {
    const snapshot = toScopes();
    const rows = arrangeRows(snapshot);
    assert.deepEqual(rows.getRoots(1), ['problem/0', 'scope/a%2Fb', 'scope/c']);
    const row = parseRowKey('scope/a%2Fb');
    assert.deepEqual(row, { kind: 'scope', scope: 'a/b' });
    assert.deepEqual(row && rows.getChildren(row), [
      'account/a%2Fb/000000000001',
      'account/a%2Fb/000000000002',
    ]);
    const failed = {
      ...snapshot,
      readings: snapshot.readings.map((each) =>
        each.scope.name === 'c' ? { ...each, failure: toFailure('throttled') } : each,
      ),
    };
    assert.deepEqual(arrangeRows(failed).getChildren({ kind: 'scope', scope: 'c' }).slice(0, 1), [
      'trouble/c/throttled/throttled',
    ]);
    assert.equal(arrangeRows(failed).getRoots(0).length, 2);
  });

  it('rows know what they stand under', () => {
    const rows = arrangeRows(toScopes());
    const account = { kind: 'account', scope: 'c', id: toId(2) } as const;
    assert.equal(rows.getParent(account), 'scope/c');
    assert.equal(rows.getParent({ kind: 'scope', scope: 'c' }), undefined);
    assert.equal(
      rows.getParent({ ...account, kind: 'scanType', region: EAST, scanType: 'ec2' }),
      toRowKey(account),
    );
  });

  it('the same account in two scopes has a row in each, and counts in each', () => {
    const snapshot = toScopes();
    assert.equal(summarize(snapshot).accounts, 4);
    assert.notEqual(
      toRowKey({ kind: 'account', scope: 'a/b', id: toId(2) }),
      toRowKey({ kind: 'account', scope: 'c', id: toId(2) }),
    );
  });

  it('a change names the scope that it is in', () => {
    const before = toScopes();
    const after = {
      ...before,
      readings: before.readings.map((each) =>
        each.scope.name === 'c' ? { ...each, entries: [toEntry(DENIED), toEntry(DENIED)] } : each,
      ),
    };
    assert.deepEqual(diffSnapshots(before, after), {
      kind: 'accounts',
      changed: [{ scope: 'c', id: toId(2) }],
    });
    const renamed = { ...before, scopes: before.scopes.map((scope) => ({ ...scope, name: 'x' })) };
    assert.deepEqual(diffSnapshots(before, renamed), { kind: 'structure' });
  });
});
