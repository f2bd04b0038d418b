/** Properties that hold for any input: checked with random ones that can be had again. */
import * as fc from 'fast-check';
import { seed } from './seededRandom.ts';

/** Checks so many inputs; a failure names the smallest one that fails, and the seed. `TEST_SEED=n` repeats a run. */
export function checkProperty<Inputs>(property: fc.IProperty<Inputs>, runs: number): void {
  void fc.assert(property, { seed, numRuns: runs });
}

export async function checkAsyncProperty<Inputs>(
  property: fc.IAsyncProperty<Inputs>,
  runs: number,
): Promise<void> {
  await fc.assert(property, { seed, numRuns: runs });
}

const ODD_TEXTS = [
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
const ODD_NUMBERS = [
  0,
  -0,
  1,
  -5,
  0.5,
  1e9,
  1e308,
  12345678901,
  123456789012,
  Number.MAX_SAFE_INTEGER,
  -1e-9,
];
const ODD_KEYS = [
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

export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** JSON with a liking for what trips parsers; `__proto__` is a key of its own, as it is after `JSON.parse`. */
export function anyJson(maxDepth = 3): fc.Arbitrary<unknown> {
  return fc.anything({
    maxDepth,
    maxKeys: 4,
    key: fc.oneof(fc.constantFrom(...ODD_KEYS), fc.string({ maxLength: 6 })),
    values: [
      anyText,
      fc.constantFrom(...ODD_NUMBERS),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ],
  });
}
