/** Account ids in a line of any file: found where the mouse is, whatever stands around, and never in another number. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { findAccountIdAt } from '../../../src/core/accountIdAt.ts';
import { checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

/** What is found at the place of the bar, with what it covers. */
function findIn(marked: string): string | undefined {
  const at = marked.indexOf('|');
  const line = marked.replace('|', '');
  const found = findAccountIdAt(line, at);
  return found && `${found.id} in ${line.slice(found.start, found.end)}`;
}

describe('an account id in a line', () => {
  const ID = '111122223333 in 111122223333';
  for (const line of [
    '|111122223333',
    '111122223333|',
    '"1111222|23333",',
    'arn:aws:iam::1111|22223333:role/x',
    'account_id = "11112222|3333" # prod',
    '- 111122223333|: payments',
    '(111122223333|)',
    'https://111122223|333.signin.aws.amazon.com/console',
    'ご確認ください|111122223333。',
    `${'x '.repeat(500_000)}"11112222|3333"`,
  ]) {
    it(`is found in ${line.slice(-60)}`, () => assert.equal(findIn(line), ID));
  }

  it('is found with dashes', () => {
    assert.equal(findIn('account 1111-2222|-3333.'), '111122223333 in 1111-2222-3333');
  });

  for (const line of [
    '',
    '|',
    '11112222333|',
    '1111222233334|',
    '1111|222233334444555566667777',
    '0x111122223333|',
    'v111122223333|',
    'key_111122223333|',
    '11-1122-22-3333|',
    '1111-2222-3333-4444|',
    '7f3c2a10-0000-0000-0000-1111222|23333',
    '111122223333 |x',
    'total 1111222233334444|',
    '１１１１２２２２３３３３|',
  ]) {
    it(`is not found in ${JSON.stringify(line)}`, () => assert.equal(findIn(line), undefined));
  }

  it(`is twelve digits that nothing else belongs to, in any text [${seedTitle}]`, () => {
    const piece = fc.constantFrom(
      '1',
      '22',
      '111122223333',
      '1111-2222-3333',
      '-',
      '_',
      ' ',
      ':',
      'a',
      '"',
      '\u00e9',
    );
    const property = fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(60), (pieces, at) => {
      const line = pieces.join('');
      const found = findAccountIdAt(line, at);
      if (found !== undefined) {
        const { id, start, end } = found;
        assert.equal(line.slice(start, end).replaceAll('-', ''), id);
        assert.ok(start <= at && at <= end);
        assert.ok(!/[0-9A-Za-z_-]/.test(`${line[start - 1] ?? ''}${line[end] ?? ''}`), line);
      }
    });
    checkProperty(property, 1000);
  });
});
