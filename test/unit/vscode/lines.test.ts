/** Lines that fit into a list, in languages with and without blanks between words. */
import assert from 'node:assert/strict';
import { toShortLines } from '../../../src/vscode/wording/lines.ts';

describe('toShortLines', () => {
  it('breaks at blanks, and keeps every word', () => {
    const text =
      'Check the trust policy of the role, and that whoever assumes it has the permission sts:AssumeRole.';
    const lines = toShortLines(text);
    assert.deepEqual(lines, [
      'Check the trust policy of the role, and that whoever assumes it has the',
      'permission sts:AssumeRole.',
    ]);
    assert.equal(lines.join(' '), text);
  });

  it('breaks Japanese where a part of the sentence ends, at half as many characters', () => {
    const text =
      'ロールの信頼ポリシーと、引き受ける側の sts:AssumeRole のアクセス許可を確認してください。その後で更新してください。';
    const lines = toShortLines(text);
    assert.deepEqual(lines, [
      'ロールの信頼ポリシーと、引き受ける側の sts:AssumeRole のアクセス許可を',
      '確認してください。その後で更新してください。',
    ]);
    assert.equal(lines.join(''), text);
  });

  it('leaves what is short as it is, and a word that is longer than a line whole', () => {
    assert.deepEqual(toShortLines('Sign in.'), ['Sign in.']);
    assert.deepEqual(toShortLines(`a ${'b'.repeat(100)} c`), ['a', 'b'.repeat(100), 'c']);
    assert.deepEqual(toShortLines(''), ['']);
  });
});
