/** No regular expression of the source, and nothing that reads foreign text, takes long for 100,000 characters. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { parseConfigFile } from '../../src/aws/configFiles.ts';
import { parseAnswer } from '../../src/core/answers/answer.ts';
import { redact } from '../../src/core/redact.ts';
import { parseRegion } from '../../src/core/regions.ts';
import { parseRowKey } from '../../src/core/rows/rows.ts';
import { parseJsonWithComments } from '../../src/core/settings/jsonWithComments.ts';
import { toSingleLine } from '../../src/core/text.ts';
import { configure, toIds } from './support/builders.ts';
import { CANARIES } from './support/canaries.ts';
import { blankOut, findPatterns } from './support/sourceRules.ts';

const source = globSync('src/**/*.ts')
  .sort()
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

const LENGTH = 100_000;
/** Linear work takes less than 10 ms; a busy machine may need more, and quadratic work takes many seconds. */
const LIMIT_MS = 100;

const PIECES = [
  ...[
    'a',
    'A',
    '0',
    ' ',
    '\n',
    '\t',
    '-',
    '.',
    '/',
    '`',
    '$(',
    '"',
    "'",
    '\\',
    '_',
    '=',
    ':',
    '%',
    '@',
    '<',
    '&',
  ],
  ...[
    'é',
    '\u200b',
    '\ud800',
    '😀',
    'aA0',
    'a-',
    'a.',
    'a ',
    '- ',
    ': ',
    '\\"',
    '0-',
    'us-',
    '-1',
    'a=',
    '://a',
  ],
];

/** Repeated so often, with an end that nothing expects, and once with such a beginning too. */
function toHostileTexts(piece: string, length: number): string[] {
  const text = `${piece.repeat(Math.ceil(length / piece.length))}!`;
  return [text, `!${text}`];
}

/** The best of ten, so that a busy machine is not taken for work; one that is short enough will do. */
function measureMs(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 10 && best > LIMIT_MS / 10; attempt++) {
    const startedAt = performance.now();
    work();
    best = Math.min(best, performance.now() - startedAt);
  }
  return best;
}

/** With a shorter text first, so that exponential work is found before it hangs. */
function checkTime(name: string, pieces: readonly string[], work: (text: string) => unknown): void {
  for (const piece of pieces) {
    for (const length of [30, 1000, 20_000, LENGTH]) {
      for (const text of toHostileTexts(piece, length)) {
        const ms = measureMs(() => work(text));
        assert.ok(
          ms < LIMIT_MS,
          `${name} took ${Math.round(ms)} ms for ${JSON.stringify(piece)} × ${length}`,
        );
      }
    }
  }
}

describe('hostile lengths: 100,000 characters', () => {
  // This one never sees more than 256 characters.
  const bounded = ['/^ +| +$/g'];
  const patterns = source
    .flatMap((file) => findPatterns(file).map((pattern) => ({ path: file.path, pattern })))
    .filter(({ pattern }) => !bounded.includes(String(pattern)));

  it('meet every regular expression that is written in the source', () => {
    assert.ok(patterns.length > 30, `${patterns.length} were found`);
    const made = source.filter(({ text }) => /\bRegExp\b/.test(blankOut(text))).map(({ path }) => path);
    assert.deepEqual(
      made,
      ['src/core/redact.ts'],
      'what is put together at run time is measured through redact',
    );
  });

  for (const { path, pattern } of patterns) {
    it(`are no work for ${pattern} of ${path} (G12)`, function () {
      this.timeout(30_000);
      const words = pattern.source.match(/[A-Za-z:/_-]{2,}/g) ?? [];
      checkTime(String(pattern), [...PIECES, ...words], (text) =>
        pattern.global ? text.replace(pattern, '') : pattern.test(text),
      );
    });
  }

  const [id = ''] = toIds(1);
  const readers: Readonly<Record<string, (text: string) => unknown>> = {
    redact,
    toSingleLine: (text) => toSingleLine(text, 100),
    parseRegion,
    parseRowKey,
    parseJsonWithComments,
    'an AWS file': (text) => parseConfigFile(text, true),
    parseAnswer: (text) =>
      parseAnswer(
        { failedAccounts: [{ accountId: id, status: text, errorCode: text, errorMessage: text }] },
        toIds(1),
      ),
    'the settings': (text) =>
      configure({
        accountIds: [text],
        accountNames: { [text]: text, [id]: text },
        profile: text,
        regions: [text],
        endpointUrl: text,
      }),
  };
  const secrets = CANARIES.map(({ text }) => text);
  const names = [
    'password',
    'password="',
    'token: ',
    '--secret ',
    'eyJa.',
    'AKIA',
    'ghp_',
    'mfa ',
    'Bearer ',
    '<secret>',
  ];
  for (const [name, read] of Object.entries(readers)) {
    it(`are no work for ${name} (G12)`, function () {
      this.timeout(60_000);
      checkTime(name, [...PIECES, ...names, ...secrets], read);
    });
  }
});
