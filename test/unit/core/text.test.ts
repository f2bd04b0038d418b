/** Text from settings and services fits on one line and holds nothing that acts. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { toSingleLine } from '../../../src/core/text.ts';
import { anyText, checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

describe('text: one line', () => {
  it('leaves ordinary names as they are', () => {
    for (const name of [
      'payments-live',
      'Überweisungen Zürich',
      '日本 本番',
      'data 📦 lake',
      "O'Brien & co",
    ]) {
      assert.equal(toSingleLine(name, 100), name);
    }
  });

  it('turns line breaks, tabs and runs of blanks into single blanks', () => {
    assert.equal(toSingleLine('  a\r\nb\t\tc \u00a0 d\u2028e  ', 100), 'a b c d e');
  });

  it('leaves one blank where blanks stood on both sides of something invisible', () => {
    assert.equal(toSingleLine('a \u200b b', 100), 'a b');
    assert.equal(toSingleLine('a \u0000 \u0007 b', 100), 'a b');
  });

  it('takes out what turns text around or hides in it (A17, F8)', () => {
    assert.equal(toSingleLine('\u202egnp.exe\u202c', 100), 'gnp.exe');
    assert.equal(toSingleLine('a\u200bb\u2060c\ufeff d\u0000e\u001b[31mf\u007f', 100), 'abc de[31mf');
    assert.equal(toSingleLine('\u2066\u2067\u2068\u2069\u200e\u200f', 100), '');
  });

  it('drops half characters', () => {
    assert.equal(toSingleLine('a\ud800b\udc00c', 100), 'abc');
  });

  it('cuts what is too long and shows that it did (A17)', () => {
    assert.equal(toSingleLine('x'.repeat(100), 100), 'x'.repeat(100));
    assert.equal(toSingleLine('x'.repeat(101), 100), `${'x'.repeat(99)}…`);
    assert.equal(toSingleLine('x'.repeat(10_000), 100), `${'x'.repeat(99)}…`);
    assert.equal(toSingleLine(`${'x'.repeat(98)} ${'y'.repeat(50)}`, 100), `${'x'.repeat(98)}…`);
  });

  it('cuts before an emoji that does not fit whole, not through it', () => {
    assert.equal(toSingleLine(`${'x'.repeat(98)}😀😀`, 100), `${'x'.repeat(98)}…`);
  });

  it('cuts without harm to what stands before', () => {
    assert.equal(toSingleLine(`😀 ${'x'.repeat(200)}`, 100), `😀 ${'x'.repeat(96)}…`);
  });

  it(`is never longer than asked, on one line, well formed and settled, for any text [${seedTitle}]`, function () {
    this.timeout(20_000);
    const texts = fc.array(anyText, { maxLength: 20 });
    const property = fc.property(texts, fc.integer({ min: 1, max: 60 }), (parts, maxLength) => {
      const line = toSingleLine(parts.join(' '), maxLength);
      assert.ok(line.length <= maxLength, `${line.length} > ${maxLength}`);
      assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\u2028\u2029]/u);
      assert.ok(line.isWellFormed());
      assert.equal(line, line.trim());
    });
    checkProperty(property, 5_000);
  });

  it('takes no longer for hostile text than for any other: it looks at a bounded part (G12)', () => {
    for (const text of [' '.repeat(100_000), '\u200b'.repeat(100_000), 'a '.repeat(50_000)]) {
      assert.ok(toSingleLine(text, 60).length <= 60);
    }
    assert.equal(toSingleLine(`${'\n'.repeat(240)}behind all that`, 60), '');
  });
});
