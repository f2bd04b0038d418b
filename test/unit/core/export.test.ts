/** What is exported: everything that is known, readable again, and nothing that a spreadsheet runs. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { CSV_COLUMNS, CSV_HEADER, toCsv, toCsvLine, toSpreadsheetId } from '../../../src/core/export/csv.ts';
import { type ExportRecord, toExportRecord } from '../../../src/core/export/exportRecord.ts';
import { JSON_END, toJson, toJsonHead } from '../../../src/core/export/json.ts';
import type { Entry, RegionReading, Snapshot } from '../../../src/core/model.ts';
import { redact } from '../../../src/core/redact.ts';
import type { Place } from '../../../src/core/rows/rows.ts';
import { parseAccountId } from '../../../src/core/settings/accountEntries.ts';
import {
  ALL_ON,
  DENIED,
  NOT_RETURNED,
  toAccount,
  toAnswer,
  toEntry,
  toError,
  toFailure,
  toId,
  toReading,
  toScanTypes,
  toScopedSnapshot,
  UNREAD,
} from '../support/builders.ts';
import { parseCsv } from '../support/csv.ts';
import { checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';
import { anySnapshot } from '../support/snapshots.ts';

const toIso = (time: number) => new Date(time).toISOString();

function placesOf({ readings }: Snapshot): Place[] {
  return readings.flatMap((reading) =>
    reading.entries.flatMap((entry, at) => {
      const account = reading.scope.accounts[at];
      return account === undefined ? [] : [{ account, reading, entry }];
    }),
  );
}

function recordOf(entry: Entry, more: Partial<RegionReading> = {}, name = 'payments'): ExportRecord {
  const [place] = placesOf(toScopedSnapshot([toAccount(1, name)], [toReading([entry], more)]));
  assert.ok(place);
  return toExportRecord(place, toIso);
}

/** The table as somebody reads it who takes the apostrophes off. */
function readBack(text: string): Record<string, string>[] {
  const [header = [], ...lines] = parseCsv(text.replace(/^\uFEFF/, ''));
  return lines.map((cells) =>
    Object.fromEntries(cells.map((cell, at) => [header[at] ?? '', cell.replace(/^'/, '')])),
  );
}

describe('export: what is known of an account in a Region', () => {
  it('is all there: status, error, scan types, what is required, when it was read', () => {
    const answer = toAnswer('ENABLED', [
      { scanType: 'ec2', status: 'ENABLED', error: toError('SSM_THROTTLED', 'Slow\ndown\u202E') },
      { scanType: 'ecr', status: 'DISABLED', error: undefined },
      { scanType: 'eks', status: 'ENABLED', error: undefined },
    ]);
    const record = recordOf(toEntry(answer, { takenAt: 0, stale: true }), {
      offeredScanTypes: ['ec2', 'ecr', 'lambda', 'eks'],
      requiredScanTypes: ['ecr', 'lambda'],
      failure: toFailure('throttled', 'ThrottlingException'),
    });
    const no = { error: undefined, isRequired: false, lack: undefined };
    assert.deepEqual(record, {
      scope: '',
      profile: '',
      accountId: '000000000001',
      name: 'payments',
      region: 'us-east-1',
      state: 'attention',
      known: 'read',
      status: 'ENABLED',
      error: undefined,
      scanTypes: [
        {
          ...no,
          scanType: 'ec2',
          reported: 'yes',
          status: 'ENABLED',
          error: toError('SSM_THROTTLED', 'Slow down'),
        },
        { ...no, scanType: 'ecr', reported: 'yes', status: 'DISABLED', isRequired: true, lack: 'off' },
        { ...no, scanType: 'lambda', reported: 'no', status: undefined, isRequired: true, lack: 'notKnown' },
        { ...no, scanType: 'lambdaCode', reported: 'notOffered', status: undefined },
        { ...no, scanType: 'codeRepository', reported: 'notOffered', status: undefined },
        { ...no, scanType: 'eks', reported: 'yes', status: 'ENABLED' },
      ],
      readAt: '1970-01-01T00:00:00.000Z',
      freshness: 'stale',
      regionFailure: 'ThrottlingException',
    });
  });

  for (const [what, entry, wanted] of [
    ['is not read', UNREAD, { known: 'notRead', state: 'unknown', readAt: undefined, freshness: undefined }],
    ['is not returned', toEntry(NOT_RETURNED), { known: 'notReturned', state: 'attention' }],
    ['is denied', toEntry(DENIED), { known: 'read', status: undefined, scanTypes: [] }],
    [
      'is old',
      { ...toEntry(ALL_ON, { stale: true }), old: true } as Entry,
      { freshness: 'old', state: 'unknown' },
    ],
  ] as const) {
    it(`says plainly that it ${what}`, () => {
      const record = recordOf(entry);
      assert.deepEqual({ ...record, ...wanted }, record);
    });
  }
});

describe('export: CSV', () => {
  it('has a line for each scan type, and one for an account of which none is known', () => {
    const on = recordOf(toEntry(ALL_ON), {}, 'Zoë, "the" one');
    const text = CSV_HEADER + toCsv(on, false) + toCsv(recordOf(UNREAD), true);
    const lines = text.split('\r\n');
    assert.equal(lines[0], `\uFEFF${CSV_COLUMNS.join(',')}`);
    assert.equal(
      lines[1],
      'read,,,0000-0000-0001,"Zoë, ""the"" one",us-east-1,fullyOn,read,ENABLED,,,ec2,yes,ENABLED,,,no,,"1970-01-01T00:00:01.000Z",fresh,',
    );
    assert.equal(lines[6], 'sample,,,0000-0000-0001,payments,us-east-1,unknown,notRead,,,,,,,,,,,,,');
    assert.deepEqual([lines.length, lines[7]], [8, '']);
  });

  for (const cell of [
    '=cmd|" /C calc"!A0',
    '+1+1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠A1',
    ' =1',
    "'=1",
    '=HYPERLINK("https://example.com","x")',
  ]) {
    it(`takes ${JSON.stringify(cell)} for no formula, and gives it back (G10)`, () => {
      const line = toCsvLine([cell, 'next']);
      const [[found = '', next = ''] = []] = parseCsv(line);
      assert.ok(found.startsWith("'"), found);
      assert.equal(found.slice(1), cell);
      assert.equal(next, 'next');
    });
  }

  it('has ids that keep their zeros in a spreadsheet, and that are ids again (G10)', () => {
    const id = toId(12345);
    const text = toSpreadsheetId(id);
    assert.equal(text, '0000-0001-2345');
    assert.ok(Number.isNaN(Number(text)));
    assert.equal(
      parseAccountId(text, () => assert.fail()),
      id,
    );
    const [line] = parseCsv(toCsvLine([text]));
    assert.deepEqual(line, [text]);
  });

  it(`read back is what it was made from, whatever the text in it (G10) [${seedTitle}]`, () => {
    const property = fc.property(anySnapshot, (snapshot) => {
      const records = placesOf(snapshot).map((place) => toExportRecord(place, toIso));
      const lines = readBack(CSV_HEADER + records.map((record) => toCsv(record, false)).join(''));
      const wanted = records.flatMap((record) =>
        (record.scanTypes.length === 0 ? [undefined] : record.scanTypes).map((each) => ({
          data: 'read',
          scope: record.scope,
          profile: record.profile,
          accountId: record.accountId.replace(/(\d{4})(?=\d)/g, '$1-'),
          name: record.name ?? '',
          region: record.region ?? '',
          state: record.state,
          known: record.known,
          status: record.status ?? '',
          errorCode: record.error?.code ?? '',
          errorMessage: record.error?.message ?? '',
          scanType: each?.scanType ?? '',
          reported: each?.reported ?? '',
          scanTypeStatus: each?.status ?? '',
          scanTypeErrorCode: each?.error?.code ?? '',
          scanTypeErrorMessage: each?.error?.message ?? '',
          required: each === undefined ? '' : each.isRequired ? 'yes' : 'no',
          lacking: each?.lack ?? '',
          readAt: record.readAt ?? '',
          freshness: record.freshness ?? '',
          regionFailure: record.regionFailure ?? '',
        })),
      );
      assert.deepEqual(lines, wanted);
    });
    checkProperty(property, 500);
  }).timeout(30_000);

  it('stays a table when what is secret in a cell is taken out of it', () => {
    const secret = 'Authorization: Bearer abcdef1234567890 token=abc secret: xyz';
    const answer = toAnswer('ENABLED', [
      { scanType: 'ec2', status: 'ENABLED', error: toError('X', secret) },
      ...toScanTypes({ ecr: 'DISABLED' }),
    ]);
    const text = CSV_HEADER + toCsv(recordOf(toEntry(answer), {}, 'password: x'), false);
    const before = readBack(text);
    const after = readBack(redact(text));
    assert.equal(after.length, before.length);
    const { name, scanTypeErrorMessage = '', ...rest } = after[0] ?? {};
    assert.ok(!/abcdef|xyz/.test(scanTypeErrorMessage) && name !== 'password: x', scanTypeErrorMessage);
    assert.deepEqual({ ...before[0], ...rest }, before[0]);
    assert.deepEqual(after[1], { ...before[1], name });
  });
});

describe('export: JSON', () => {
  const facts = {
    exportedAt: '2026-11-29T14:02:00.000Z',
    isSample: false,
    requiredScanTypes: ['ecr'],
    filter: undefined,
  };

  it(`is JSON with all keys, whatever the text in it [${seedTitle}]`, () => {
    const property = fc.property(anySnapshot, (snapshot) => {
      const records = placesOf(snapshot).map((place) => toExportRecord(place, toIso));
      const text =
        toJsonHead(facts) + records.map((record, at) => toJson(record, at === 0)).join('') + JSON_END;
      const value = JSON.parse(text);
      assert.equal(value.schemaVersion, 1);
      assert.equal(value.sample, false);
      assert.deepEqual(value.requiredScanTypes, ['ecr']);
      assert.deepEqual(
        value.accounts.map(({ accountId, name, status, scanTypes }: Record<string, unknown>) => [
          accountId,
          name,
          status,
          (scanTypes as readonly Record<string, unknown>[]).map(({ scanType, status: own }) => [
            scanType,
            own,
          ]),
        ]),
        records.map(({ accountId, name = null, status = null, scanTypes }) => [
          accountId,
          name,
          status,
          scanTypes.map(({ scanType, status: own = null }) => [scanType, own]),
        ]),
      );
      for (const each of value.accounts) {
        assert.deepEqual(Object.keys(each).sort(), [
          'accountId',
          'error',
          'freshness',
          'known',
          'name',
          'profile',
          'readAt',
          'region',
          'regionFailure',
          'scanTypes',
          'scope',
          'state',
          'status',
        ]);
      }
    });
    checkProperty(property, 300);
  }).timeout(30_000);

  it('is what its schema says', async () => {
    const { default: schema } = await import('../../../docs/export.schema.json', { with: { type: 'json' } });
    const answer = toAnswer('ENABLED', [
      { scanType: 'ec2', status: 'ENABLED', error: toError('SSM_THROTTLED') },
      { scanType: 'ecr', status: 'DISABLED', error: undefined },
    ]);
    const records = [toEntry(answer), UNREAD, toEntry(DENIED)].map((entry) =>
      recordOf(entry, { requiredScanTypes: ['ecr'] }),
    );
    const text =
      toJsonHead(facts) + records.map((record, at) => toJson(record, at === 0)).join('') + JSON_END;
    assert.deepEqual(findBreaks(JSON.parse(text), schema as Schema, schema as Schema, '$'), []);
    assert.notDeepEqual(findBreaks({ schemaVersion: 2 }, schema as Schema, schema as Schema, '$'), []);
  });
});

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly pattern?: string;
}

/** As much of JSON Schema as the schema uses. */
function findBreaks(value: unknown, schema: Schema, root: Schema, path: string): string[] {
  if (schema.$ref !== undefined) {
    return findBreaks(value, root.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? {}, root, path);
  }
  const type =
    value === null
      ? 'null'
      : Array.isArray(value)
        ? 'array'
        : Number.isInteger(value)
          ? 'integer'
          : typeof value;
  const types = [schema.type ?? type].flat();
  const breaks = types.includes(type) ? [] : [`${path}: ${type} instead of ${types}`];
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    breaks.push(`${path}: ${value} is none of ${schema.enum}`);
  }
  if (schema.const !== undefined && schema.const !== value) {
    breaks.push(`${path}: ${value} instead of ${schema.const}`);
  }
  if (typeof value === 'string' && !new RegExp(schema.pattern ?? '').test(value)) {
    breaks.push(`${path}: ${value} is not ${schema.pattern}`);
  }
  if (Array.isArray(value)) {
    return [
      ...breaks,
      ...value.flatMap((each, at) => findBreaks(each, schema.items ?? {}, root, `${path}[${at}]`)),
    ];
  }
  if (typeof value === 'object' && value !== null) {
    const { properties = {}, required = [] } = schema;
    breaks.push(...required.filter((key) => !Object.hasOwn(value, key)).map((key) => `${path} lacks ${key}`));
    for (const [key, each] of Object.entries(value)) {
      const own = properties[key];
      if (own === undefined && schema.additionalProperties === false) {
        breaks.push(`${path} has ${key}`);
      }
      breaks.push(...findBreaks(each, own ?? {}, root, `${path}.${key}`));
    }
  }
  return breaks;
}
