/** A change of the AWS files asks again where it can have mended something, and nowhere else. */
import assert from 'node:assert/strict';
import { FAILURE_KINDS, type FailureKind } from '../../../src/core/model.ts';
import { isMendedByFiles, isProfileWide } from '../../../src/core/state/troubles.ts';
import { askFor, toFailure, toId, toIds } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';

const EAST = 'us-east-1';
const WEST = 'eu-west-1';
const NORTH = 'eu-north-1';
const BY_FILES = { kind: 'failed', mendedBy: 'files' } as const;

/** An engine of which some Regions failed; its calls begin anew. */
async function startFailed(failures: Readonly<Record<string, FailureKind>>): Promise<EngineBench> {
  const bench = new EngineBench();
  await bench.set({ accountIds: toIds(3), regions: [EAST, WEST, NORTH] });
  await bench.answerAll((each) => {
    const kind = failures[each.call.region];
    if (kind === undefined) {
      each.answer();
    } else {
      each.fail(kind);
    }
  });
  bench.source.calls.length = 0;
  bench.source.causes.length = 0;
  return bench;
}

function regionsAsked({ source }: EngineBench): string[] {
  return source.calls.map(({ call }) => call.region).sort();
}

describe('refresh: after a change of the AWS files', () => {
  it('asks the Regions that lacked credentials, not those that were denied', async () => {
    const bench = await startFailed({ [EAST]: 'signedOut', [WEST]: 'accessDenied' });
    await bench.refresh(BY_FILES, 'change');
    assert.deepEqual(regionsAsked(bench), [EAST]);
    await bench.answerAll();
    assert.equal(bench.snapshot.readings[0]?.failure, undefined);
    assert.equal(bench.snapshot.readings[1]?.failure?.kind, 'accessDenied');
  });

  it('asks nobody and shows nothing where nothing of the kind had failed', async () => {
    const bench = await startFailed({ [WEST]: 'untrustedCertificate', [NORTH]: 'offline' });
    const { readings } = bench.snapshot;
    const activities: string[] = [];
    bench.store.onDidChange(({ activity }) => activities.push(activity.kind));
    const refresh = await bench.refresh(BY_FILES, 'change');
    assert.equal(refresh.state, 'resolved');
    assert.deepEqual([regionsAsked(bench), bench.source.causes], [[], []]);
    assert.ok(!activities.includes('refreshing'), 'no progress');
    assert.deepEqual(bench.snapshot.readings, readings);
  });

  it('a person who asks for what failed meanwhile gets all of it', async () => {
    const bench = await startFailed({ [EAST]: 'signedOut', [WEST]: 'untrustedCertificate' });
    await bench.refresh(askFor([]));
    const failed = { kind: 'failed' } as const;
    for (const pair of [
      [BY_FILES, failed],
      [failed, BY_FILES],
    ]) {
      bench.source.calls.length = 0;
      await bench.refresh(BY_FILES, 'change');
      await Promise.all(pair.map((request) => bench.refresh(request)));
      await bench.answerAll((each) =>
        each.fail(each.call.region === EAST ? 'signedOut' : 'untrustedCertificate'),
      );
      assert.deepEqual(regionsAsked(bench), [EAST, EAST, WEST].sort());
    }
  });

  const BY_TIME = { kind: 'failed' } as const;
  const ALL = { kind: 'all' } as const;
  for (const [what, wishes] of Object.entries({
    'a try whose time has come': [[BY_TIME, 'schedule']],
    'the interval': [[ALL, 'schedule']],
    'another network': [[{ kind: 'failed', mendedBy: 'network' }, 'change']],
    'all of these': [
      [ALL, 'schedule'],
      [BY_TIME, 'schedule'],
      [{ kind: 'failed', mendedBy: 'network' }, 'change'],
    ],
  } as const)) {
    for (const order of ['before', 'after'] as const) {
      it(`leaves a denied Region alone when it waits together with ${what}, which came ${order} it (D1)`, async () => {
        const bench = await startFailed({ [EAST]: 'signedOut', [WEST]: 'accessDenied' });
        await bench.refresh(askFor([toId(1)], NORTH));
        const changed = [BY_FILES, 'change'] as const;
        for (const [request, cause] of order === 'before' ? [...wishes, changed] : [changed, ...wishes]) {
          await bench.refresh(request, cause);
        }
        await bench.answerAll();
        assert.deepEqual(
          [bench.snapshot.readings[0]?.failure, bench.snapshot.readings[1]?.failure?.kind],
          [undefined, 'accessDenied'],
        );
        assert.ok(!regionsAsked(bench).includes(WEST));
      });
    }
  }

  it('becomes one refresh with what else waits, and a person who asks for all gets it', async () => {
    const bench = await startFailed({ [EAST]: 'signedOut', [WEST]: 'accessDenied' });
    await bench.refresh(askFor([toId(1)], NORTH));
    await bench.refresh(BY_TIME, 'schedule');
    const person = await bench.refresh(ALL);
    await bench.refresh(BY_FILES, 'change');
    await bench.answerAll();
    assert.equal(person.state, 'resolved');
    assert.deepEqual(bench.source.causes, ['person', 'person']);
    assert.deepEqual(regionsAsked(bench), [EAST, NORTH, NORTH, WEST].sort());
  });

  it('every failure on the way to the credentials can be mended by the files; of the network, none', () => {
    const mended = FAILURE_KINDS.filter((kind) => isMendedByFiles(toFailure(kind)));
    assert.deepEqual(
      FAILURE_KINDS.filter((kind) => isProfileWide(toFailure(kind)) && !mended.includes(kind)),
      [],
    );
    assert.deepEqual(mended.filter((kind) => !isProfileWide(toFailure(kind))).sort(), [
      'credentialsRejected',
      'insecureEndpoint',
    ]);
  });
});
