/** Credentials that one Region does not accept and another does: the Region is not enabled, the keys are not bad. */
import assert from 'node:assert/strict';
import type { FailureKind, Region, RegionReading } from '../../../src/core/model.ts';
import { judgeRejections } from '../../../src/core/refresh/rejections.ts';
import { toFailure, toIds, toReading } from '../support/builders.ts';
import { EngineBench } from '../support/engineBench.ts';
import { flush } from '../support/flush.ts';

const EAST = 'us-east-1';
const IRELAND = 'eu-west-1';
const CAPE_TOWN = 'af-south-1';
const ZURICH = 'eu-central-2';

function toRead(region: Region, more: Parameters<typeof toReading>[1] = {}): RegionReading {
  return toReading([], { region, ...more });
}

function toRejected(
  region: Region,
  kind: FailureKind = 'credentialsRejected',
  more: Parameters<typeof toReading>[1] = {},
): RegionReading {
  return toRead(region, {
    failure: toFailure(kind, 'UnrecognizedClientException'),
    readAt: undefined,
    ...more,
  });
}

function judge(...readings: readonly RegionReading[]): (FailureKind | undefined)[] {
  return judgeRejections(readings).map(({ failure }) => failure?.kind);
}

describe('Credentials that a Region does not accept', () => {
  it('are good where another Region took them: this one is not enabled for the account', () => {
    assert.deepEqual(judge(toRead(EAST), toRejected(CAPE_TOWN)), [undefined, 'regionNotEnabled']);
    assert.deepEqual(judge(toRejected(CAPE_TOWN), toRejected(ZURICH), toRead(EAST)), [
      'regionNotEnabled',
      'regionNotEnabled',
      undefined,
    ]);
  });

  it('are good where another Region knew whose they are, and denied the call', () => {
    const denied = toRead(IRELAND, { failure: toFailure('accessDenied'), readAt: undefined });
    assert.deepEqual(judge(denied, toRejected(ZURICH)), ['accessDenied', 'regionNotEnabled']);
  });

  it('are bad in a Region that every account has (B19)', () => {
    assert.deepEqual(judge(toRead(IRELAND), toRejected(EAST)), [undefined, 'credentialsRejected']);
  });

  it('are bad where no Region took them (B19)', () => {
    assert.deepEqual(judge(toRejected(EAST), toRejected(CAPE_TOWN, 'regionNotEnabled')), [
      'credentialsRejected',
      'credentialsRejected',
    ]);
    for (const kind of ['timedOut', 'throttled', 'offline', 'signedOut'] as const) {
      const silent = toRead(EAST, { failure: toFailure(kind) });
      assert.deepEqual(judge(silent, toRejected(CAPE_TOWN)), [kind, 'credentialsRejected'], kind);
    }
    assert.deepEqual(judge(toRead(EAST, { readAt: undefined }), toRejected(CAPE_TOWN)), [
      undefined,
      'credentialsRejected',
    ]);
  });

  it('are not proven by another profile, another endpoint, another partition, or a Region not known yet', () => {
    for (const other of [
      toRead(EAST, { profile: 'other' }),
      toRead(EAST, { endpointUrl: 'https://inspector.example.com' }),
      toRead('us-gov-west-1'),
      { ...toRead(EAST), region: undefined },
    ]) {
      assert.equal(judge(other, toRejected(CAPE_TOWN))[1], 'credentialsRejected');
    }
    const unknown = { ...toRejected(CAPE_TOWN), region: undefined };
    assert.equal(judge(toRead(EAST), unknown)[1], 'credentialsRejected');
  });

  it('keep the code, and what does not change keeps its identity', () => {
    const east = toRead(EAST);
    const [first, second] = judgeRejections([east, toRejected(CAPE_TOWN)]);
    assert.equal(first, east);
    assert.equal(second?.failure?.code, 'UnrecognizedClientException');
    const judged = [east, toRejected(CAPE_TOWN, 'regionNotEnabled')];
    assert.equal(judgeRejections(judged), judged);
  });
});

describe('refresh: a Region that is not enabled for the account', () => {
  const settings = { accountIds: toIds(3), regions: [CAPE_TOWN, EAST, IRELAND] };
  const kindsOf = ({ snapshot }: EngineBench) => snapshot.readings.map(({ failure }) => failure?.kind);

  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 0, 2],
  ] as const) {
    it(`is told from bad keys, in whatever order the Regions answer (${order.join(', ')}) (E3)`, async () => {
      const bench = new EngineBench();
      await bench.set(settings);
      const calls = bench.source.open;
      for (const index of order) {
        const call = calls.find((each) => each.call.region === settings.regions[index]);
        assert.ok(call);
        if (call.call.region === CAPE_TOWN) {
          call.fail('credentialsRejected');
        } else {
          call.answer();
        }
        await flush();
      }
      assert.deepEqual(kindsOf(bench), ['regionNotEnabled', undefined, undefined]);
    });
  }

  it('stays so while it alone is asked again, and the keys are bad once nobody takes them (B19)', async () => {
    const bench = new EngineBench();
    await bench.set(settings);
    await bench.answerAll((call) =>
      call.call.region === CAPE_TOWN ? call.fail('credentialsRejected') : call.answer(),
    );
    await bench.refresh({ kind: 'failed' });
    await bench.answerAll((call) => call.fail('credentialsRejected'));
    assert.deepEqual(kindsOf(bench), ['regionNotEnabled', undefined, undefined]);
    await bench.refresh();
    await bench.answerAll((call) => call.fail('credentialsRejected'));
    assert.deepEqual(kindsOf(bench), ['credentialsRejected', 'credentialsRejected', 'credentialsRejected']);
  });

  it('is known from another scope that is read with the same profile', async () => {
    const bench = new EngineBench();
    await bench.set({
      accountIds: toIds(1),
      scopes: [
        { name: 'South', profile: 'audit', regions: [CAPE_TOWN] },
        { name: 'North', profile: 'audit', regions: [EAST] },
      ],
    });
    await bench.answerAll((call) =>
      call.call.region === CAPE_TOWN ? call.fail('credentialsRejected') : call.answer(),
    );
    assert.deepEqual(kindsOf(bench), ['regionNotEnabled', undefined]);
  });
});
