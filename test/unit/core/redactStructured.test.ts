/** What is taken out of a text takes nothing of its structure along: JSON stays JSON, a table stays a table. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { CSV_COLUMNS, CSV_HEADER, toCsv, toCsvLine } from '../../../src/core/export/csv.ts';
import { type ExportRecord, toExportRecord } from '../../../src/core/export/exportRecord.ts';
import { JSON_END, toJson, toJsonHead } from '../../../src/core/export/json.ts';
import type { Account, Answer } from '../../../src/core/model.ts';
import { redact, redactMessage } from '../../../src/core/redact.ts';
import { toAccountDetails, toProblemDetails, toTroubleDetails } from '../../../src/core/rows/details.ts';
import type { Place } from '../../../src/core/rows/rows.ts';
import { toSingleLine } from '../../../src/core/text.ts';
import { toAccount, toAnswer, toEntry, toError, toFailure, toReading, toScope } from '../support/builders.ts';
import { CANARIES, findCanaries } from '../support/canaries.ts';
import { parseCsv } from '../support/csv.ts';
import { checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

/** Texts that end where a secret would begin, and what could then be taken for it. */
const HOSTILE = [
  'Invalid session token:',
  'prod secret:',
  'api key =',
  'token="',
  "token: '",
  'token:\\',
  'token:\\"',
  '<password>',
  '<SecretAccessKey>a",b',
  'use --password',
  'use --password "',
  'authorization:',
  'authorization: ["',
  'cookie: \'"',
  'https://x.example/?key=',
  'https://x.example/?key=a"b',
  'https://x.example/?key=\\',
  'a://b@c',
  'bearer',
  'basic ',
  '-----BEGIN PRIVATE KEY-----',
  'mfa ',
  '"SecretAccessKey":"',
  "it's",
  '"',
  "'",
  '\\',
  ',',
  '}',
  ']',
  '=1+1',
  '\n',
  'token:\nnext',
  '\tnext',
  `${'aB3'.repeat(13)}x`,
  'rk-0123456789abcdef',
  '|',
  'a | b',
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 4 }), fc.constantFrom(' ', 'x')), {
    maxLength: 5,
  })
  .map((parts) => parts.join(''));
const secret = fc.constantFrom(...CANARIES).map(({ text }) => text);
/** Now and then with a secret in it that must not come out. */
const value = fc.oneof({ weight: 4, arbitrary: hostile }, { weight: 1, arbitrary: secret });

const toIso = (time: number) => new Date(time).toISOString();

interface Texts {
  readonly name: string;
  readonly scope: string;
  readonly profile: string;
  readonly status: string;
  readonly code: string;
  readonly message: string;
  readonly scanType: string;
  readonly filter: string;
}

const texts: fc.Arbitrary<Texts> = fc.record({
  name: value,
  scope: value,
  profile: value,
  status: value,
  code: value,
  message: value,
  scanType: value.map((each) => each || 'x'),
  filter: value,
});

function toPlace({ name, scope, profile, status, code, message, scanType }: Texts): Place {
  const account: Account = toAccount(1, name);
  const answer: Answer = toAnswer(status, [
    { scanType: 'ec2', status, error: toError(code, message) },
    { scanType, status: 'ENABLED', error: toError('X', message) },
  ]);
  const reading = toReading([], {
    scope: toScope([account], { name: scope, profile }),
    failure: toFailure('throttled', code),
  });
  return { account, reading, entry: toEntry({ ...answer, error: toError(code, message) }) };
}

function toKeys(json: unknown): unknown {
  return Array.isArray(json)
    ? json.map(toKeys)
    : typeof json === 'object' && json !== null
      ? Object.fromEntries(Object.entries(json).map(([key, each]) => [key, toKeys(each)]))
      : typeof json;
}

function toWholeJson(records: readonly ExportRecord[], filter: string): string {
  const head = toJsonHead({ exportedAt: toIso(0), isSample: false, requiredScanTypes: [filter], filter });
  return head + records.map((record, at) => toJson(record, at === 0)).join('') + JSON_END;
}

describe('redact: structured text', () => {
  it(`JSON of an export stays JSON with the same keys, and lets no secret out [${seedTitle}]`, () => {
    const property = fc.property(fc.array(texts, { minLength: 1, maxLength: 3 }), (all) => {
      const records = all.map((each) => toExportRecord(toPlace(each), toIso));
      const before = toWholeJson(records, all[0]?.filter ?? '');
      const after = redact(before);
      assert.deepEqual(toKeys(JSON.parse(after)), toKeys(JSON.parse(before)));
      assert.deepEqual(findCanaries(after), []);
      assert.deepEqual(
        (JSON.parse(after) as { accounts: { accountId: string }[] }).accounts.map(
          ({ accountId }) => accountId,
        ),
        records.map(({ accountId }) => accountId),
      );
    });
    checkProperty(property, 3000);
  }).timeout(60_000);

  it(`CSV of an export keeps its rows and columns, and lets no secret out [${seedTitle}]`, () => {
    const property = fc.property(fc.array(texts, { minLength: 1, maxLength: 3 }), (all) => {
      const records = all.map((each) => toExportRecord(toPlace(each), toIso));
      const before = CSV_HEADER + records.map((record) => toCsv(record, false)).join('');
      const after = redact(before);
      const [header, ...rows] = parseCsv(after);
      assert.equal(
        rows.length,
        records.reduce((sum, { scanTypes }) => sum + scanTypes.length, 0),
      );
      for (const row of [header, ...rows]) {
        assert.equal(row?.length, CSV_COLUMNS.length, after);
      }
      assert.deepEqual(new Set(rows.map((row) => row[3])), new Set(['0000-0000-0001']));
      assert.deepEqual(findCanaries(after), []);
    });
    checkProperty(property, 3000);
  }).timeout(60_000);

  it(`JSON of details stays JSON with the same keys, and lets no secret out [${seedTitle}]`, () => {
    const property = fc.property(texts, (each) => {
      const place = toPlace(each);
      const { reading } = place;
      const failure = { ...toFailure('throttled', each.code), message: each.message };
      const problem = { setting: undefined, at: [each.name, 1], entry: each.message, code: 'notText' };
      const rows = [
        toAccountDetails([place], toIso),
        toTroubleDetails({ scope: reading.scope, readings: [reading], failure } as never),
        toProblemDetails(problem as never),
      ];
      const before = JSON.stringify({ rows }, undefined, 2);
      const after = redact(before);
      assert.deepEqual(toKeys(JSON.parse(after)), toKeys(JSON.parse(before)));
      assert.deepEqual(findCanaries(after), []);
    });
    checkProperty(property, 3000);
  }).timeout(60_000);

  it(`any CSV and JSON of single lines keeps its shape, also where nobody redacted the values before [${seedTitle}]`, () => {
    const line = hostile
      .map((each) => toSingleLine(each, 1000))
      // It says of itself that it goes on to the end of the text, as a key that was cut off does.
      .filter((each) => !each.includes('-----BEGIN'));
    const property = fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (values) => {
      const [cells, next] = parseCsv(redact(toCsvLine(values) + toCsvLine(['next', 'a-b'])));
      assert.equal(cells?.length, values.length);
      assert.deepEqual(next, ['next', 'a-b']);
      for (const indent of [undefined, 2]) {
        const json = JSON.stringify({ values, last: 'x' }, undefined, indent);
        assert.deepEqual(toKeys(JSON.parse(redact(json))), toKeys(JSON.parse(json)));
      }
    });
    checkProperty(property, 5000);
  }).timeout(60_000);

  it('a line ends where it ended, and so does a row of a Markdown table', () => {
    for (const text of [
      '# of: secret:\n\naws inspector2 enable',
      'use --password\nnext',
      'cookie:\r\nnext',
      'bearer\nabcdefg12',
    ]) {
      assert.equal(redact(text), text);
    }
    for (const cell of ['prod secret:', 'api key =', 'cookie:', 'use --token']) {
      const row = `| ${cell} | it's | b |\n`;
      assert.equal(redact(row), row);
    }
    assert.equal(redact("| token: ' | it's | b |"), "| token: '***| it's | b |");
    assert.equal(redact('| cookie: abc | us-east-1 |'), '| cookie: ***| us-east-1 |');
  });

  it('a value that begins with what ends a text is one all the same where JSON says so', () => {
    assert.equal(redact('{"password": ",}]x"}'), '{"password": "***"}');
    assert.equal(redact('{"token":"a\\"b","x":1}'), '{"token":"***","x":1}');
  });

  it('short words are what they are, but for the code of a device', () => {
    for (const text of [
      '',
      'payments live',
      'ENABLED',
      'token',
      'ec2',
      'us-east-1',
      'secret-password',
      'mfa123456',
    ]) {
      assert.equal(redact(text), text);
    }
    assert.equal(redact('mfa 123456'), 'mfa ***');
    assert.equal(redact('pwd=a'), 'pwd=***');
    assert.equal(redact('AKIA123456789012'), 'AKIA123456789012', 'no key id is so short');
  });

  it('a message is one text: its names and values may stand in different lines', () => {
    for (const text of [
      'password:\nhunter2',
      'token =\r\n  hunter2',
      '--secret\nhunter2',
      '<Token>\nhunter2\n</Token>',
    ]) {
      assert.doesNotMatch(redactMessage(text), /hunter2/, text);
    }
    assert.equal(redactMessage('one\ntwo'), 'one\ntwo');
  });
});
