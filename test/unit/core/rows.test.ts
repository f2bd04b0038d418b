/** The rows of the view: stable keys, one row for each account, and what unfolds under it. */
import assert from 'node:assert/strict';
import {
  getChildRows,
  getRootRows,
  MAX_PROBLEM_ROWS,
  parseRowKey,
  type Row,
  toRowKey,
} from '../../../src/core/rows.ts';
import {
  ALL_ON,
  DENIED,
  NOT_RETURNED,
  toAnswer,
  toEntry,
  toFailure,
  toId,
  toReading,
  toScanTypes,
  toSnapshot,
  UNREAD,
  WAITING,
} from '../support/builders.ts';
import { randomJson, randomText } from '../support/randomJson.ts';
import { pick, repeat, seedTitle } from '../support/seededRandom.ts';

const ID = toId(1);

describe('rows: keys', () => {
  const rows: readonly Row[] = [
    { kind: 'problem', index: 0 },
    { kind: 'problem', index: 49 },
    { kind: 'trouble', troubleKey: 'accessDenied/AccessDeniedException' },
    { kind: 'trouble', troubleKey: 'unexpected/' },
    { kind: 'trouble', troubleKey: 'unexpected/a/b//c' },
    { kind: 'account', id: ID },
    { kind: 'region', id: ID, region: 'us-east-1' },
    { kind: 'scanType', id: ID, region: 'us-east-1', scanType: 'ec2' },
    { kind: 'scanType', id: ID, region: undefined, scanType: 'ec2' },
    { kind: 'scanType', id: ID, region: 'us-east-1', scanType: 'a/b//c' },
    { kind: 'scanType', id: ID, region: 'us-east-1', scanType: '__proto__' },
    { kind: 'scanType', id: ID, region: 'us-east-1', scanType: '$(alert) 😀\n' },
  ];
  for (const row of rows) {
    it(`comes back from ${JSON.stringify(toRowKey(row))}`, () => {
      assert.deepEqual(parseRowKey(toRowKey(row)), row);
    });
  }

  it('are different for different rows', () => {
    assert.equal(new Set(rows.map(toRowKey)).size, rows.length);
  });

  for (const key of [
    undefined,
    null,
    5,
    {},
    ['account/000000000001'],
    '',
    '/',
    'account',
    'account/',
    'account/1',
    'account/00000000000a',
    'account/000000000001 ',
    'account/../000000000001',
    'region/1/us-east-1',
    'scanType/x/us-east-1/ec2',
    'problem/-1',
    'problem/1e3',
    'problem/',
    'problem/99999999999',
    '__proto__/000000000001',
    'constructor',
  ]) {
    it(`gives no row for ${JSON.stringify(key)} (G16)`, () => {
      assert.equal(parseRowKey(key), undefined);
    });
  }

  for (const key of [
    'account/000000000001/x',
    'problem/007',
    'problem/1/2',
    'region/000000000001/us-east-1/x',
  ]) {
    it(`gives no row for ${key}, which is the key of none (G16)`, () => {
      assert.equal(parseRowKey(key), undefined);
    });
  }

  it(`gives a row only for the key of that row, for any text (G17, ${seedTitle})`, function () {
    this.timeout(20_000);
    repeat(10_000, (random) => {
      const kind = pick(random, ['problem', 'trouble', 'account', 'region', 'scanType', 'x']);
      const key = `${kind}/${pick(random, ['000000000001', '3', '03', 'a'])}/${pick(random, ['us-east-1', '', randomText(random)])}/${randomText(random)}`;
      const row = parseRowKey(key);
      if (row !== undefined) {
        assert.equal(toRowKey(row), key);
      }
      assert.doesNotThrow(() => parseRowKey(randomJson(random)));
    });
  });
});

describe('rows: in the view', () => {
  it('shows problems first, then troubles, then every account once', () => {
    const snapshot = toSnapshot(
      toReading([toEntry(ALL_ON), UNREAD], { failure: toFailure('throttled', 'ThrottlingException') }),
    );
    assert.deepEqual(getRootRows(snapshot, 2), [
      'problem/0',
      'problem/1',
      'trouble/throttled/ThrottlingException',
      'account/000000000001',
      'account/000000000002',
    ]);
  });

  it('shows each account once, however many Regions there are', () => {
    const snapshot = toSnapshot(toReading([WAITING]), toReading([WAITING], { region: 'eu-west-1' }));
    assert.deepEqual(getRootRows(snapshot, 0), ['account/000000000001']);
  });

  it('gives 50 problems a row each, and no more', () => {
    assert.equal(getRootRows(toSnapshot(), 40_000).length, MAX_PROBLEM_ROWS);
    assert.equal(MAX_PROBLEM_ROWS, 50);
  });

  it('unfolds the five scan types of an account, reported or not', () => {
    const snapshot = toSnapshot(toReading([toEntry(toAnswer('ENABLED', toScanTypes({ ecr: 'ENABLED' })))]));
    assert.deepEqual(
      getChildRows(snapshot, { kind: 'account', id: ID }, 0),
      ['ec2', 'ecr', 'lambda', 'lambdaCode', 'codeRepository'].map(
        (scanType) => `scanType/000000000001/us-east-1/${scanType}`,
      ),
    );
  });

  it('unfolds a sixth scan type by its name, after the others (D6)', () => {
    const answer = toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', eks: 'ENABLED' }));
    const rows = getChildRows(toSnapshot(toReading([toEntry(answer)])), { kind: 'account', id: ID }, 0);
    assert.equal(rows.length, 6);
    assert.equal(rows[5], 'scanType/000000000001/us-east-1/eks');
  });

  it('unfolds the Regions where there are several, and the scan types under those', () => {
    const snapshot = toSnapshot(
      toReading([toEntry(ALL_ON)]),
      toReading([toEntry(toAnswer('ENABLED', toScanTypes({ eks: 'ENABLED' })))], { region: 'eu-west-1' }),
    );
    assert.deepEqual(getChildRows(snapshot, { kind: 'account', id: ID }, 0), [
      'region/000000000001/us-east-1',
      'region/000000000001/eu-west-1',
    ]);
    const inIreland = getChildRows(snapshot, { kind: 'region', id: ID, region: 'eu-west-1' }, 0);
    assert.equal(inIreland.length, 6);
    assert.ok(inIreland.every((key) => key.startsWith('scanType/000000000001/eu-west-1/')));
    assert.deepEqual(getChildRows(snapshot, { kind: 'region', id: ID, region: 'sa-east-1' }, 0), []);
  });

  it('has nothing to unfold where nothing is known of any scan type', () => {
    for (const entry of [WAITING, UNREAD, toEntry(DENIED), toEntry(NOT_RETURNED)]) {
      assert.deepEqual(getChildRows(toSnapshot(toReading([entry])), { kind: 'account', id: ID }, 0), []);
    }
  });

  it('has nothing to unfold under a scan type, a problem, a trouble or an account that is gone', () => {
    const snapshot = toSnapshot(toReading([toEntry(ALL_ON)]));
    const scanType: Row = { kind: 'scanType', id: ID, region: 'us-east-1', scanType: 'ec2' };
    assert.deepEqual(getChildRows(snapshot, scanType, 0), []);
    assert.deepEqual(getChildRows(snapshot, { kind: 'problem', index: 0 }, undefined), []);
    assert.deepEqual(getChildRows(snapshot, { kind: 'trouble', troubleKey: 'a/b' }, undefined), []);
    assert.deepEqual(getChildRows(snapshot, { kind: 'account', id: toId(9) }, undefined), []);
    assert.deepEqual(getChildRows(snapshot, { kind: 'account', id: toId(9) }, 8), []);
  });

  it('unfolds an account before the Region of its profile is known', () => {
    const snapshot = toSnapshot(toReading([toEntry(ALL_ON)], { region: undefined }));
    const rows = getChildRows(snapshot, { kind: 'account', id: ID }, 0);
    assert.deepEqual(
      rows.map(parseRowKey).map((row) => row?.kind),
      Array(5).fill('scanType'),
    );
  });
});
