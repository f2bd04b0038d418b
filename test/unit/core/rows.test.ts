/** The rows of the view: stable keys, one row for each account, and what unfolds under it. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  type AccountRow,
  getChildRows,
  hasChildRows,
  MAX_PROBLEM_ROWS,
  parseRowKey,
  type Row,
  toRowKey,
} from '../../../src/core/rows/rows.ts';
import { arrangeRows } from '../support/arranged.ts';
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
import { anyJson, anyText, checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

const ID = toId(1);

describe('rows: keys', () => {
  const rows: readonly Row[] = [
    { kind: 'problem', index: 0 },
    { kind: 'problem', index: 49 },
    { kind: 'trouble', scope: '', troubleKey: 'accessDenied/AccessDeniedException' },
    { kind: 'trouble', scope: '', troubleKey: 'unexpected/' },
    { kind: 'trouble', scope: '', troubleKey: 'unexpected/a/b//c' },
    { kind: 'scope', scope: 'a/b c' },
    { kind: 'regionGroup', region: 'us-east-1' },
    { kind: 'regionGroup', region: '' },
    { kind: 'stateGroup', scope: '', state: 'attention', region: undefined },
    { kind: 'stateGroup', scope: 'a/b c', state: 'fullyOn', region: undefined },
    { kind: 'stateGroup', scope: '', state: 'attention', region: 'us-east-1' },
    { kind: 'stateGroup', scope: '', state: 'attention', region: '' },
    { kind: 'account', scope: '', id: ID },
    { kind: 'region', scope: '', id: ID, region: 'us-east-1' },
    { kind: 'region', scope: '', id: ID, region: '' },
    { kind: 'scanType', scope: '', id: ID, region: 'us-east-1', scanType: 'ec2' },
    { kind: 'scanType', scope: '', id: ID, region: undefined, scanType: 'ec2' },
    { kind: 'scanType', scope: '', id: ID, region: 'us-east-1', scanType: 'a/b//c' },
    { kind: 'scanType', scope: '', id: ID, region: 'us-east-1', scanType: '__proto__' },
    { kind: 'scanType', scope: '', id: ID, region: 'us-east-1', scanType: '$(alert) 😀\n' },
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
    ['account//000000000001'],
    '',
    '/',
    'account',
    'account/',
    'account//1',
    'account//00000000000a',
    'account//000000000001 ',
    'account/%2/000000000001',
    'account/a b/000000000001',
    'region//1/us-east-1',
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
    'account//000000000001/x',
    'problem/007',
    'problem/1/2',
    'stateGroup//attention/us-east-1/x',
    'stateGroup//well',
    'regionGroup/us-east-1/x',
    'scope/a/x',
    'region//000000000001/us-east-1/x',
  ]) {
    it(`gives no row for ${key}, which is the key of none (G16)`, () => {
      assert.equal(parseRowKey(key), undefined);
    });
  }

  it(`gives a row only for the key of that row, for any text (G17) [${seedTitle}]`, function () {
    this.timeout(20_000);
    const parts = fc.tuple(
      fc.constantFrom(
        'problem',
        'trouble',
        'scope',
        'stateGroup',
        'regionGroup',
        'account',
        'region',
        'scanType',
        'x',
      ),
      fc.constantFrom('000000000001', '3', '03', 'a'),
      fc.oneof(fc.constantFrom('us-east-1', ''), anyText),
      anyText,
    );
    const property = fc.property(parts, anyJson(), (each, json) => {
      const key = each.join('/');
      const row = parseRowKey(key);
      if (row !== undefined) {
        assert.equal(toRowKey(row), key);
      }
      assert.doesNotThrow(() => parseRowKey(json));
    });
    checkProperty(property, 10_000);
  });
});

describe('rows: in the view', () => {
  it('shows problems first, then troubles, then every account once', () => {
    const snapshot = toSnapshot(
      toReading([toEntry(ALL_ON), UNREAD], { failure: toFailure('throttled', 'ThrottlingException') }),
    );
    assert.deepEqual(arrangeRows(snapshot).getRoots(2), [
      'problem/0',
      'problem/1',
      'trouble//throttled/ThrottlingException',
      'account//000000000001',
      'account//000000000002',
    ]);
  });

  it('shows each account once, however many Regions there are', () => {
    const snapshot = toSnapshot(toReading([WAITING]), toReading([WAITING], { region: 'eu-west-1' }));
    assert.deepEqual(arrangeRows(snapshot).getRoots(0), ['account//000000000001']);
  });

  it('gives 50 problems a row each, and no more', () => {
    assert.equal(arrangeRows(toSnapshot()).getRoots(40_000).length, MAX_PROBLEM_ROWS);
    assert.equal(MAX_PROBLEM_ROWS, 50);
  });

  it('unfolds the five scan types of an account, reported or not', () => {
    const snapshot = toSnapshot(toReading([toEntry(toAnswer('ENABLED', toScanTypes({ ecr: 'ENABLED' })))]));
    assert.deepEqual(
      getChildRows(snapshot, { kind: 'account', scope: '', id: ID }, 0),
      ['ec2', 'ecr', 'lambda', 'lambdaCode', 'codeRepository'].map(
        (scanType) => `scanType//000000000001/us-east-1/${scanType}`,
      ),
    );
  });

  it('unfolds a sixth scan type by its name, after the others (D6)', () => {
    const answer = toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', eks: 'ENABLED' }));
    const rows = getChildRows(
      toSnapshot(toReading([toEntry(answer)])),
      { kind: 'account', scope: '', id: ID },
      0,
    );
    assert.equal(rows.length, 6);
    assert.equal(rows[5], 'scanType//000000000001/us-east-1/eks');
  });

  it('unfolds the Regions where there are several, and the scan types under those', () => {
    const snapshot = toSnapshot(
      toReading([toEntry(ALL_ON)]),
      toReading([toEntry(toAnswer('ENABLED', toScanTypes({ eks: 'ENABLED' })))], { region: 'eu-west-1' }),
    );
    assert.deepEqual(getChildRows(snapshot, { kind: 'account', scope: '', id: ID }, 0), [
      'region//000000000001/us-east-1',
      'region//000000000001/eu-west-1',
    ]);
    const inIreland = getChildRows(snapshot, { kind: 'region', scope: '', id: ID, region: 'eu-west-1' }, 0);
    assert.equal(inIreland.length, 6);
    assert.ok(inIreland.every((key) => key.startsWith('scanType//000000000001/eu-west-1/')));
    assert.deepEqual(
      getChildRows(snapshot, { kind: 'region', scope: '', id: ID, region: 'sa-east-1' }, 0),
      [],
    );
  });

  it('has nothing to unfold where nothing is known of any scan type', () => {
    for (const entry of [WAITING, UNREAD, toEntry(DENIED), toEntry(NOT_RETURNED)]) {
      assert.deepEqual(
        getChildRows(toSnapshot(toReading([entry])), { kind: 'account', scope: '', id: ID }, 0),
        [],
      );
    }
  });

  it('has nothing to unfold under a scan type, a problem, a trouble or an account that is gone', () => {
    const snapshot = toSnapshot(toReading([toEntry(ALL_ON)]));
    const scanType: AccountRow = {
      kind: 'scanType',
      scope: '',
      id: ID,
      region: 'us-east-1',
      scanType: 'ec2',
    };
    assert.deepEqual(getChildRows(snapshot, scanType, 0), []);
    const rows = arrangeRows(snapshot);
    assert.deepEqual(rows.getChildren({ kind: 'problem', index: 0 }), []);
    assert.deepEqual(rows.getChildren({ kind: 'trouble', scope: '', troubleKey: 'a/b' }), []);
    assert.deepEqual(getChildRows(snapshot, { kind: 'account', scope: '', id: toId(9) }, undefined), []);
    assert.deepEqual(getChildRows(snapshot, { kind: 'account', scope: '', id: toId(9) }, 8), []);
  });

  it('has nothing to unfold under an account that is gone, in however many Regions', () => {
    const snapshot = toSnapshot(toReading([toEntry(ALL_ON)]), toReading([WAITING], { region: 'eu-west-1' }));
    assert.deepEqual(getChildRows(snapshot, { kind: 'account', scope: '', id: toId(9) }, undefined), []);
  });

  it('unfolds no Region before it is known, and nothing while nothing is read at all', () => {
    const unknown = toReading([WAITING], { region: undefined });
    const account: AccountRow = { kind: 'account', scope: '', id: ID };
    assert.deepEqual(getChildRows(toSnapshot(toReading([WAITING]), unknown), account, 0), [
      'region//000000000001/us-east-1',
    ]);
    assert.deepEqual(getChildRows(toSnapshot(), account, 0), []);
  });

  it('unfolds an account before the Region of its profile is known', () => {
    const snapshot = toSnapshot(toReading([toEntry(ALL_ON)], { region: undefined }));
    const rows = getChildRows(snapshot, { kind: 'account', scope: '', id: ID }, 0);
    assert.deepEqual(
      rows.map(parseRowKey).map((row) => row?.kind),
      Array(5).fill('scanType'),
    );
  });
});

describe('rows: which can be unfolded', () => {
  const entries = {
    'all on': toEntry(ALL_ON),
    denied: toEntry(DENIED),
    'not returned': toEntry(NOT_RETURNED),
    refused: toEntry({ kind: 'refused', message: undefined }),
    waiting: WAITING,
    unread: UNREAD,
  };
  const rows: readonly AccountRow[] = [
    { kind: 'account', scope: '', id: ID },
    { kind: 'region', scope: '', id: ID, region: 'us-east-1' },
    { kind: 'region', scope: '', id: ID, region: 'eu-west-1' },
    { kind: 'region', scope: '', id: ID, region: 'sa-east-1' },
    { kind: 'scanType', scope: '', id: ID, region: 'us-east-1', scanType: 'ec2' },
  ];
  for (const [name, entry] of Object.entries(entries)) {
    it(`are those with something under them, for an account that is ${name}`, () => {
      const here = toReading([entry]);
      const there = toReading([toEntry(ALL_ON)], { region: 'eu-west-1' });
      const unknown = toReading([entry], { region: undefined });
      for (const readings of [[], [here], [here, there], [there, here], [unknown], [unknown, here]]) {
        const snapshot = toSnapshot(...readings);
        for (const row of rows) {
          for (const index of [0, undefined]) {
            assert.equal(
              hasChildRows(snapshot, row, index),
              getChildRows(snapshot, row, index).length > 0,
              `${JSON.stringify(row)} of ${readings.map(({ region }) => region).join()}`,
            );
          }
        }
      }
    });
  }
});
