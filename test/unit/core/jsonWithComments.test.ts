/** Settings files are read as VS Code means them, and one with an error is known for it. */
import assert from 'node:assert/strict';
import { parseJsonWithComments } from '../../../src/core/settings/jsonWithComments.ts';

describe('JSON with comments', () => {
  for (const [text, value] of [
    ['{"a": 1}', { a: 1 }],
    ['', {}],
    ['  \n // nothing yet\n', {}],
    ['\ufeff{"a": 1}', { a: 1 }],
    ['// first\n{ /* here */ "a": [1, 2, /* 3 */], "b": "x" /* end */, }', { a: [1, 2], b: 'x' }],
    [
      '{"url": "https://x/*no*/", "c": "a, }", "q": "\\"// no"}',
      { url: 'https://x/*no*/', c: 'a, }', q: '"// no' },
    ],
    ['// "quoted"\n{"a": 1}', { a: 1 }],
    ['{"a": "\ufeff"}', { a: '\ufeff' }],
    ['[1/* */2]', undefined],
    ['{"a": 1} "not closed', undefined],
    ['{"a": 1 /* not closed', undefined],
    ['{"a": "not closed\n}', undefined],
    ['{"a": 1 "b": 2}', undefined],
    ['{"a": tru', undefined],
    ['<<<<<<< HEAD\n{"a": 1}', undefined],
    ['{"a": 1}}', undefined],
    ['[1,,2]', undefined],
  ] as const) {
    it(`takes ${JSON.stringify(text)} for ${JSON.stringify(value) ?? 'an error'} (A18)`, () => {
      assert.deepEqual(parseJsonWithComments(text), value);
    });
  }

  it('pollutes nothing (G11)', () => {
    parseJsonWithComments('{"__proto__": {"polluted": 1}}');
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  it('takes its time for nothing, whatever the text (G12)', () => {
    for (const part of ['"', '\\"', '/*', '//', ',', ', ', '/*"', '{', '"\\']) {
      const startedAt = performance.now();
      parseJsonWithComments(part.repeat(100_000));
      assert.ok(performance.now() - startedAt < 1000, part);
    }
  });
});
