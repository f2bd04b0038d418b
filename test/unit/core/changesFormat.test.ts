/** The kept list of recent changes: what is written comes back, and what nobody would have written is not taken. */
import assert from 'node:assert/strict';
import { encodeChanges, parseChanges } from '../../../src/core/changes/changesFormat.ts';
import { MAX_CHANGES } from '../../../src/core/changes/findChanges.ts';
import type { ChangeList, ListedChange } from '../../../src/core/changes/recentChanges.ts';
import { MAX_LINE } from '../../../src/core/kept/snapshotFormat.ts';
import { toAccount } from '../support/builders.ts';

const CHANGE: ListedChange = {
  scope: 'Corp',
  profile: 'audit',
  account: toAccount(1, 'payments'),
  region: 'us-east-1',
  scanType: 'ec2',
  from: { kind: 'status', status: 'ENABLED', fault: undefined },
  fromAt: 1000,
  to: { kind: 'status', status: 'DISABLED', fault: '' },
  at: 2000,
  isSeen: false,
};

const LIST: ChangeList = [
  {
    endedAt: 20,
    total: 9,
    changes: [
      CHANGE,
      {
        ...CHANGE,
        account: toAccount(2),
        scanType: undefined,
        from: { kind: 'notReported' },
        to: { kind: 'refused' },
      },
      {
        ...CHANGE,
        from: { kind: 'notReturned' },
        to: { kind: 'status', status: undefined, fault: 'X' },
        isSeen: true,
      },
    ],
  },
  {
    endedAt: 10,
    total: 1,
    changes: [
      {
        ...CHANGE,
        region: undefined,
        scanType: undefined,
        from: { kind: 'notMember' },
        to: { kind: 'member', needsAttention: true },
      },
    ],
  },
];

const HEADER = { format: 'inspector-account-status changes', version: 1 };
const REFRESH = { endedAt: 20, total: 1 };
const LINE = {
  id: '000000000001',
  name: 'payments',
  scope: 'Corp',
  profile: 'audit',
  region: 'us-east-1',
  scanType: 'ec2',
  from: { kind: 'notReturned' },
  fromAt: 1000,
  to: { kind: 'refused' },
  at: 2000,
  isSeen: false,
};

const toLines = (...values: readonly unknown[]) => values.map((value) => JSON.stringify(value));
const parse = (...values: readonly unknown[]) => parseChanges(toLines(...values));

describe('kept changes', () => {
  it('come back as they were', async () => {
    assert.deepEqual(await parseChanges(encodeChanges(LIST)), LIST);
    assert.deepEqual(await parseChanges(encodeChanges([])), []);
  });

  it('are written in the form that is read here, line by line', async () => {
    assert.deepEqual(await parse(HEADER, REFRESH, LINE, 'end'), [
      {
        endedAt: 20,
        total: 1,
        changes: [
          {
            ...CHANGE,
            from: { kind: 'notReturned' },
            to: { kind: 'refused' },
          },
        ],
      },
    ]);
    assert.deepEqual([...encodeChanges([])], toLines(HEADER, 'end'));
  });

  it('are not taken in another form or version', async () => {
    assert.equal(await parse({ ...HEADER, format: 'another' }, 'end'), undefined);
    assert.equal(await parse({ ...HEADER, version: 2 }, 'end'), undefined);
    assert.equal(await parse(null, 'end'), undefined);
    assert.equal(await parse(REFRESH, LINE, 'end'), undefined);
  });

  it('are not taken where they are cut off, or go on after their end', async () => {
    assert.equal(await parse(), undefined);
    assert.equal(await parse(HEADER), undefined);
    assert.equal(await parse(HEADER, REFRESH, LINE), undefined);
    assert.equal(await parse(HEADER, 'end', REFRESH), undefined);
    assert.equal(await parse(HEADER, 'end', 'end'), undefined);
  });

  it('are not taken where a change belongs to no refresh, or a refresh has none', async () => {
    assert.equal(await parse(HEADER, LINE, 'end'), undefined);
    assert.equal(await parse(HEADER, REFRESH, 'end'), undefined);
    assert.equal(await parse(HEADER, REFRESH, LINE, { endedAt: 10, total: 1 }, 'end'), undefined);
  });

  it('are not taken where two refreshes ended at once, or one had fewer changes than it lists', async () => {
    assert.equal(await parse(HEADER, REFRESH, LINE, REFRESH, LINE, 'end'), undefined);
    assert.equal(await parse(HEADER, REFRESH, LINE, LINE, 'end'), undefined);
    const two = await parse(
      HEADER,
      { endedAt: 20, total: 2 },
      LINE,
      LINE,
      { endedAt: 10, total: 1 },
      LINE,
      'end',
    );
    assert.deepEqual(
      two?.map(({ changes }) => changes.length),
      [2, 1],
    );
  });

  it('are not taken where there are more of them than are ever kept', async () => {
    const refresh = { endedAt: 20, total: 10_000 };
    const list = (count: number) => parse(HEADER, refresh, ...Array(count).fill(LINE), 'end');
    assert.equal((await list(MAX_CHANGES))?.[0]?.changes.length, MAX_CHANGES);
    assert.equal(await list(MAX_CHANGES + 1), undefined);
  });

  for (const [what, value] of [
    ['no time', { total: 1 }],
    ['a time that is a text', { endedAt: '20', total: 1 }],
    ['a time that never was', { endedAt: -1, total: 1 }],
    ['a total that is a text', { endedAt: 20, total: '1' }],
    ['a total that is no whole number', { endedAt: 20, total: 1.5 }],
    ['a total of nothing', { endedAt: 20, total: 0 }],
  ] as const) {
    it(`are not taken where a refresh has ${what}`, async () => {
      assert.equal(await parse(HEADER, value, LINE, 'end'), undefined);
    });
  }

  for (const [name, ...values] of [
    ['id', undefined, 12, '12', '00000000000x'],
    ['name', 12, null],
    ['scope', undefined, 12, 'x'.repeat(2049)],
    ['profile', undefined, 12, 'x'.repeat(2049)],
    ['region', 12, 'Not a Region', null],
    ['scanType', 12, null],
    ['from', undefined, null, {}, { kind: 'unheard' }, { kind: 'status', status: 1 }, { kind: 'member' }],
    [
      'to',
      undefined,
      { kind: 'status', fault: 1 },
      { kind: 'status', status: null },
      { kind: 'member', needsAttention: 1 },
    ],
    ['fromAt', undefined, '1000', -1],
    ['at', undefined, '2000', Number.NaN],
    ['isSeen', undefined, 'yes', 1],
  ] as const) {
    it(`are not taken with another ${name} than there can be`, async () => {
      for (const value of values) {
        const found = await parse(HEADER, REFRESH, { ...LINE, [name]: value }, 'end');
        assert.equal(found, undefined, JSON.stringify(value));
      }
    });
  }

  it('may have names of scopes and profiles as long as settings may', async () => {
    const name = 'x'.repeat(2048);
    const [refresh] = (await parse(HEADER, REFRESH, { ...LINE, scope: name, profile: name }, 'end')) ?? [];
    assert.deepEqual([refresh?.changes[0]?.scope, refresh?.changes[0]?.profile], [name, name]);
  });

  it('have names in one line, none for an empty one, and codes cut off', async () => {
    const parseOne = async (more: object) =>
      (await parse(HEADER, REFRESH, { ...LINE, ...more }, 'end'))?.[0]?.changes[0];
    assert.equal((await parseOne({ name: 'two\nlines' }))?.account.name, 'two lines');
    assert.equal((await parseOne({ name: ' ' }))?.account.name, undefined);
    assert.equal((await parseOne({ scanType: 'x'.repeat(200) }))?.scanType, 'x'.repeat(128));
    assert.deepEqual((await parseOne({ to: { kind: 'status', status: '', fault: 'y'.repeat(200) } }))?.to, {
      kind: 'status',
      status: '',
      fault: 'y'.repeat(128),
    });
  });

  it('are not taken with a line that is longer than any that is written', async () => {
    const line = JSON.stringify(LINE);
    const longest = `${line}${' '.repeat(MAX_LINE - line.length)}`;
    const [header = '', refresh = '', end = ''] = toLines(HEADER, REFRESH, 'end');
    assert.equal((await parseChanges([header, refresh, longest, end]))?.length, 1);
    assert.equal(await parseChanges([header, refresh, `${longest} `, end]), undefined);
  });
});
