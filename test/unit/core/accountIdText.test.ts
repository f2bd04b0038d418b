/** Account ids are picked out of any text, and nothing that only looks like one. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { findAccountIds } from '../../../src/core/choices/accountIdText.ts';
import { toIds } from '../support/builders.ts';
import { anyText, checkProperty } from '../support/properties.ts';

const A = '111122223333';
const B = '012345678901';

describe('account ids in a text', () => {
  for (const [what, text] of [
    ['a list with blanks', `${A} ${B}`],
    ['a list with commas', `${A},${B}`],
    ['lines', `${A}\r\n${B}\n`],
    ['a table', `name;id\npayments;${A}\nlake;${B}`],
    ['CSV with quotes', `"payments","${A}"\n"lake","${B}"`],
    ['JSON', JSON.stringify({ accountIds: [A], more: { id: B } })],
    ['ARNs', `arn:aws:iam::${A}:role/x arn:aws:iam::${B}:root`],
    ['groups of four as the console writes them', '1111-2222-3333 and 0123-4567-8901'],
    ['groups of four with blanks', 'payments: 1111 2222 3333, lake: 0123 4567 8901.'],
    ['a sentence', `It is ${A} (and ${B}).`],
    ['each once', `${A} ${B} ${A} 1111-2222-3333`],
  ] as const) {
    it(`are found in ${what}`, () => {
      assert.deepEqual(findAccountIds(text), [A, B]);
    });
  }

  for (const [what, text] of [
    ['nothing', ''],
    ['eleven digits', '11112222333'],
    ['thirteen digits', '1111222233334'],
    ['two ids without anything between', A + B],
    ['a word', `x${A} ${A}x _${A} ${A}_1`],
    ['a UUID', `123e4567-e89b-42d3-a456-${A}`],
    ['a decimal', `${A}.5 0.${A}`],
    ['a card number', '1111 2222 3333 4444 and 1111-2222-3333-4444'],
    ['mixed groups', '1111-2222 3333'],
    ['other digits', '１１１１２２２２３３３３'],
  ] as const) {
    it(`are not found in ${what}`, () => {
      assert.deepEqual(findAccountIds(text), []);
    });
  }

  it('are found in a number that is the only thing in JSON, where it has kept its digits', () => {
    assert.deepEqual(findAccountIds('{"Id":111122223333}'), [A]);
  });

  it('are no more than anybody lists', () => {
    assert.equal(findAccountIds(toIds(50_001).join('\n')).length, 50_000);
  });

  it('are twelve digits, each once and part of the text, whatever the text', () => {
    checkProperty(
      fc.property(fc.array(fc.oneof(anyText, fc.constantFrom(A, B, '1111-2222-3333', ' ', '-'))), (parts) => {
        const text = parts.join('');
        const ids = findAccountIds(text);
        assert.equal(new Set(ids).size, ids.length);
        assert.ok(ids.every((id) => /^[0-9]{12}$/.test(id) && text.replace(/[- ]/g, '').includes(id)));
      }),
      500,
    );
  });
});
