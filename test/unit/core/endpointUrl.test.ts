/** One rule for addresses that keys are sent to: whoever reads, keeps or uses one comes to the same. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { isLoopback, isSafeAddress, mayHoldSecret, parseAddress } from '../../../src/core/endpointUrl.ts';

const PATH = 'src/core/endpointUrl.ts';

function parse(text: string): URL {
  const url = parseAddress(text);
  assert.ok(url, text);
  return url;
}

describe('addresses that keys are sent to', () => {
  for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '[::1]']) {
    it(`may be http on ${host}`, () => {
      assert.ok(isLoopback(parse(`http://${host}:4600/`).hostname));
      assert.ok(isSafeAddress(parse(`http://${host}:4600/a`)));
    });
  }

  for (const host of [
    '',
    '::1',
    '[::1',
    '::1]',
    '0.0.0.0',
    '127.0.0.1.example.com',
    'localhost.example.com',
  ]) {
    it(`may not be http on ${JSON.stringify(host)}`, () => {
      assert.ok(!isLoopback(host));
      assert.ok(!isSafeAddress({ protocol: 'http:', hostname: host }));
    });
  }

  it('may be https anywhere, and nothing but https and http', () => {
    assert.ok(isSafeAddress(parse('https://inspector.example.com')));
    assert.ok(!isSafeAddress(parse('ftp://localhost')));
    assert.equal(parseAddress('localhost'), undefined);
  });

  it('have nothing in which a secret may stand', () => {
    for (const end of ['u@host', 'u:p@host', ':p@host', 'host?a=b', 'host/#a']) {
      assert.ok(mayHoldSecret(parse(`https://${end}`)), end);
    }
    assert.ok(!mayHoldSecret(parse('https://host:443/a/b')));
  });

  it('are judged in one file', () => {
    const others = globSync('src/**/*.ts').map((path) => path.replaceAll('\\', '/'));
    const judging = others.filter((path) =>
      /\burl\.username\b|::1\b.*127|127.*::1\b/.test(readFileSync(path, 'utf8')),
    );
    assert.deepEqual(
      judging.filter((path) => path !== PATH),
      [],
    );
  });
});
