/** What keeps Regions from being read is said once for each reason, not once for each Region or account. */
import assert from 'node:assert/strict';
import { FAILURE_KINDS, type Failure } from '../../../src/core/model.ts';
import { getAllTroubles, isProfileWide } from '../../../src/core/state/troubles.ts';
import { ALL_ON, toEntry, toFailure, toReading, toSnapshot } from '../support/builders.ts';

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

  it('reasons of one kind with other codes have rows of their own', () => {
    const snapshot = readRegions({
      'us-east-1': toFailure('unreachable', 'ECONNREFUSED'),
      'eu-west-1': toFailure('unreachable', 'ECONNRESET'),
    });
    assert.equal(getAllTroubles(snapshot).length, 2);
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
