/** Random JSON values, with a liking for what trips parsers: odd keys, odd digits, odd depths. */
import { below, pick, type Random } from './seededRandom.ts';

const TEXTS = [
  '',
  ' ',
  '123456789012',
  ' 123456789012 ',
  '1234-5678-9012',
  '12345678901',
  '１２３４５６７８９０１２',
  '\ufeff123456789012',
  'us-east-1',
  'US-EAST-1',
  'us-east-1\n',
  'fips-us-east-1',
  'evil.com#',
  '*',
  '__proto__',
  'constructor',
  'toString',
  'ENABLED',
  'ACCESS_DENIED',
  'https://example.com/',
  'http://user:secret@example.com',
  'http://127.0.0.1:1',
  'javascript:alert(1)',
  '\u202e\u200b\u0000',
  '\ud800',
  '😀'.repeat(100),
  'x'.repeat(5000),
];
const NUMBERS = [0, -0, 1, -5, 0.5, 1e9, 1e308, 12345678901, 123456789012, Number.MAX_SAFE_INTEGER, -1e-9];
const KEYS = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  '123456789012',
  'accounts',
  'failedAccounts',
  'accountId',
  'state',
  'status',
  'errorCode',
  'errorMessage',
  'resourceState',
  'resourceStatus',
  'ec2',
  'name',
];

/** Deep copies of JSON: `__proto__` is a key of its own, as it is after `JSON.parse`. */
export function randomJson(random: Random, depth = 3): unknown {
  switch (below(random, depth > 0 ? 9 : 5)) {
    case 0:
      return null;
    case 1:
      return random() < 0.5;
    case 2:
      return random() < 0.7 ? pick(random, NUMBERS) : Math.floor(random() * 1e13);
    case 3:
    case 4:
      return random() < 0.7 ? pick(random, TEXTS) : randomText(random);
    case 5:
    case 6:
      return Array.from({ length: below(random, 5) }, () => randomJson(random, depth - 1));
    default: {
      const entries = Array.from(
        { length: below(random, 5) },
        () => `${JSON.stringify(pick(random, KEYS))}:${JSON.stringify(randomJson(random, depth - 1))}`,
      );
      return JSON.parse(`{${entries.join()}}`);
    }
  }
}

export function randomText(random: Random): string {
  return Array.from({ length: below(random, 20) }, () =>
    String.fromCharCode(below(random, random() < 0.8 ? 128 : 65_536)),
  ).join('');
}
