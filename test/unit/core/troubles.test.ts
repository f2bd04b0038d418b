/** What keeps Regions from being read is said once for each reason, not once for each Region or account. */
import assert from 'node:assert/strict';
import { FAILURE_KINDS, type Failure, type RegionReading, type Snapshot } from '../../../src/core/model.ts';
import { parseRowKey, toRowKey } from '../../../src/core/rows/rows.ts';
import {
  findTrouble,
  getAllTroubles,
  isBeforeFirstSignIn,
  isProfileWide,
  waitsForFiles,
} from '../../../src/core/state/troubles.ts';
import {
  ALL_ON,
  toAccount,
  toEntry,
  toFailure,
  toReading,
  toScope,
  toSnapshot,
} from '../support/builders.ts';

function readRegions(failures: Readonly<Record<string, Failure | undefined>>) {
  const regions = Object.entries(failures);
  return toSnapshot(...regions.map(([region, failure]) => toReading([toEntry(ALL_ON)], { region, failure })));
}

describe('troubles', () => {
  it('there are none while every Region is read', () => {
    assert.deepEqual(getAllTroubles(readRegions({ 'us-east-1': undefined, 'eu-west-1': undefined })), []);
    assert.deepEqual(getAllTroubles(toSnapshot()), []);
  });

  it('Regions that share a reason share a row, in the order in which reasons come up', () => {
    const denied = toFailure('accessDenied', 'AccessDeniedException');
    const snapshot = readRegions({
      'us-east-1': { ...denied, requestId: 'a' },
      'eu-west-1': toFailure('throttled', 'ThrottlingException'),
      'eu-north-1': { ...denied, requestId: 'b' },
      'sa-east-1': undefined,
    });
    assert.deepEqual(
      getAllTroubles(snapshot).map(({ key, readings, failure, everywhere, needsAttention }) => [
        key,
        readings.map(({ region }) => region),
        failure.requestId,
        everywhere,
        needsAttention,
      ]),
      [
        ['accessDenied/AccessDeniedException', ['us-east-1', 'eu-north-1'], 'a', false, true],
        ['throttled/ThrottlingException', ['eu-west-1'], undefined, false, false],
      ],
    );
  });

  it('it is before the first sign-in while nothing was read and that is the only reason everywhere', () => {
    const failure = toFailure('signedOut');
    const unread = [{ kind: 'unread' }, { kind: 'waiting' }] as const;
    const isBefore = (...readings: RegionReading[]) => isBeforeFirstSignIn(toSnapshot(...readings));
    assert.ok(isBefore(toReading(unread, { failure })));
    assert.ok(isBefore(toReading(unread, { failure }), toReading(unread, { region: 'eu-west-1', failure })));
    assert.ok(!isBefore());
    assert.ok(!isBefore(toReading(unread)));
    assert.ok(!isBefore(toReading(unread, { failure: toFailure('credentialsMissing') })));
    assert.ok(!isBefore(toReading([...unread, toEntry(ALL_ON)], { failure })));
    for (const other of [undefined, toFailure('accessDenied')]) {
      const elsewhere = toReading(unread, { region: 'eu-west-1', failure: other });
      assert.ok(!isBefore(toReading(unread, { failure }), elsewhere), other?.kind);
    }
  });

  it('reasons of one kind with other codes have rows of their own', () => {
    const snapshot = readRegions({
      'us-east-1': toFailure('unreachable', 'ECONNREFUSED'),
      'eu-west-1': toFailure('unreachable', 'ECONNRESET'),
    });
    assert.equal(getAllTroubles(snapshot).length, 2);
  });

  it('a denial shares a row with those by the same kind of policy, whatever it names, and with no others', () => {
    const deny = (region: string, by: string): Failure => ({
      ...toFailure('accessDenied', 'AccessDeniedException'),
      message: `User: arn:aws:sts::111122223333:assumed-role/Audit/${region}-1f3a is not authorized to perform: inspector2:BatchGetAccountStatus on resource: arn:aws:inspector2:${region}:111122223333:/status/batch/get ${by}`,
    });
    const missing = 'because no identity-based policy allows the inspector2:BatchGetAccountStatus action';
    const scp = 'with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/p-2';
    const snapshot = readRegions({
      'us-east-1': deny('us-east-1', missing),
      'eu-west-1': deny('eu-west-1', scp),
      'eu-north-1': deny('eu-north-1', missing),
      'sa-east-1': deny('sa-east-1', scp),
    });
    const troubles = getAllTroubles(snapshot);
    assert.deepEqual(
      troubles.map(({ readings }) => readings.map(({ region }) => region)),
      [
        ['us-east-1', 'eu-north-1'],
        ['eu-west-1', 'sa-east-1'],
      ],
    );
    for (const trouble of troubles) {
      const key = toRowKey({ kind: 'trouble', scope: '', troubleKey: trouble.key });
      assert.deepEqual(parseRowKey(key), { kind: 'trouble', scope: '', troubleKey: trouble.key });
      assert.doesNotMatch(trouble.key, /\d|arn/);
    }
  });

  it('a long message makes no long key, and of other kinds it makes no difference', () => {
    const message = 'word '.repeat(10_000);
    const denied: Failure = { ...toFailure('accessDenied'), message };
    assert.ok((getAllTroubles(readRegions({ 'us-east-1': denied }))[0]?.key.length ?? 0) < 400);
    const [one, other] = ['one thing', 'another'].map((message) => ({
      ...toFailure('serviceFault'),
      message,
    }));
    assert.equal(getAllTroubles(readRegions({ 'us-east-1': one, 'eu-west-1': other })).length, 1);
  });

  it('a fault of another service has a row of its own', () => {
    const snapshot = readRegions({
      'us-east-1': toFailure('serviceFault', 'InternalFailure'),
      'eu-west-1': { ...toFailure('serviceFault', 'InternalFailure'), service: 'sts' },
    });
    assert.deepEqual(
      getAllTroubles(snapshot).map(({ key }) => key),
      ['serviceFault/InternalFailure', 'serviceFault/InternalFailure/sts'],
    );
  });

  it('says when every Region has the trouble', () => {
    const signedOut = toFailure('signedOut', 'TokenProviderError');
    const [trouble] = getAllTroubles(readRegions({ 'us-east-1': signedOut, 'eu-west-1': signedOut }));
    assert.equal(trouble?.everywhere, true);
  });

  it('keeps its key while request ids and times change', () => {
    const keys = ['a', 'b'].map(
      (requestId) =>
        getAllTroubles(readRegions({ 'us-east-1': { ...toFailure('throttled'), requestId } }))[0]?.key,
    );
    assert.equal(keys[0], keys[1]);
  });

  it('tells troubles of the profile from those of a Region', () => {
    assert.deepEqual(
      FAILURE_KINDS.filter((kind) => isProfileWide(toFailure(kind))),
      [
        'noRegion',
        'profileMissing',
        'configUnreadable',
        'configMalformed',
        'signedOut',
        'codeNeeded',
        'credentialsMissing',
        'credentialsExpired',
        'credentialsFailed',
        'credentialsTimedOut',
      ],
    );
  });
});

describe('the row of a trouble', () => {
  const throttled = toFailure('throttled', 'ThrottlingException');

  it('is found by its key for as long as it lasts', () => {
    const snapshot = readRegions({ 'us-east-1': throttled, 'eu-west-1': toFailure('offline', 'ENETDOWN') });
    const scope = snapshot.scopes[0]?.name ?? '';
    for (const trouble of getAllTroubles(snapshot)) {
      assert.deepEqual(findTrouble(snapshot, { scope, troubleKey: trouble.key }), trouble);
    }
    const over = readRegions({ 'us-east-1': undefined });
    assert.equal(findTrouble(over, { scope, troubleKey: 'throttled/ThrottlingException' }), undefined);
    assert.equal(findTrouble(snapshot, { scope, troubleKey: 'throttled/Other' }), undefined);
    assert.equal(
      findTrouble(snapshot, { scope: 'another', troubleKey: 'throttled/ThrottlingException' }),
      undefined,
    );
  });

  it('stands for the list of members where that is all that cannot be read', () => {
    const failure = toFailure('accessDenied', 'AccessDeniedException');
    const scope = toScope([toAccount(1)], {
      members: {
        kind: 'read',
        accounts: [toAccount(1)],
        readAt: 1000,
        region: 'us-east-1',
        accountId: undefined,
        namesAskedAt: 1000,
        namesAreDenied: false,
        trouble: { failure, nextTryAt: 2000 },
      },
    });
    const of = (ofRegion?: Failure): Snapshot => {
      const snapshot = toSnapshot(toReading([toEntry(ALL_ON)], { failure: ofRegion }));
      return {
        ...snapshot,
        scopes: [scope],
        readings: snapshot.readings.map((each) => ({ ...each, scope })),
      };
    };
    const [alone, ...none] = getAllTroubles(of());
    assert.equal(none.length, 0);
    assert.equal(alone?.key, 'members/accessDenied/AccessDeniedException');
    assert.equal(alone.readings.length, 0);
    assert.equal(alone.everywhere, false);
    assert.deepEqual(
      getAllTroubles(of(failure)).map(({ key }) => key),
      ['accessDenied/AccessDeniedException'],
      'said once',
    );
  });
});

describe('the AWS files', () => {
  it('are waited for while a Region cannot be read for what they say', () => {
    assert.equal(waitsForFiles(readRegions({ 'us-east-1': undefined })), false);
    assert.equal(waitsForFiles(readRegions({ 'us-east-1': toFailure('throttled') })), false);
    const some = {
      'us-east-1': undefined,
      'eu-west-1': toFailure('signedOut'),
      'sa-east-1': toFailure('offline'),
    };
    assert.equal(waitsForFiles(readRegions(some)), true);
    for (const kind of ['credentialsRejected', 'insecureEndpoint', 'profileMissing'] as const) {
      assert.equal(waitsForFiles(readRegions({ 'us-east-1': toFailure(kind) })), true, kind);
    }
    assert.equal(waitsForFiles(toSnapshot()), false);
  });
});
