/** No secret passes the redactor, and nothing else is harmed by it. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { redact } from '../../../src/core/redact.ts';
import { ALL_CANARIES, CANARIES, findCanaries } from '../support/canaries.ts';
import { checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

const HARMLESS = [
  '111122223333',
  'arn:aws:iam::111122223333:role/service/Audit-Role_2',
  'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_AdministratorAccess_0123456789abcdef/jane.doe@example.com',
  'arn:aws-us-gov:iam::111122223333:mfa/jane-123456',
  'us-east-1',
  'ap-southeast-2',
  '8e4c1c8f-2b7a-4c39-9d5e-0f6a1b2c3d4e',
  '8E4C1C8F-2B7A-4C39-9D5E-0F6A1B2C3D4E',
  'ExpiredToken: The security token included in the request is expired',
  'AccessDeniedException: User: arn:aws:iam::111122223333:user/jane is not authorized to perform: inspector2:BatchGetAccountStatus on resource: *',
  'UnrecognizedClientException',
  'AWS_ORGANIZATIONS_ACCESS_DENIED',
  'TokenProviderError (SSO session corp)',
  'profile sandbox-admin_2, web_identity_token_file = /var/run/secrets/eks.amazonaws.com/serviceaccount/token',
  '/home/jane.doe/.aws/config:12',
  String.raw`C:\Users\jane\AppData\Local\Programs\Microsoft VS Code\resources\app\out\vs\workbench\workbench.desktop.main.js`,
  '    at RefreshEngine.runCalls (file:///home/jane/.vscode/extensions/inspector-account-status/dist/application.cjs:12:3456)',
  '2026-01-02T14:02:03.456Z, 14:02 (23 min ago), 1,234 ms',
  'BatchGetAccountStatus, us-east-1, 100 accounts (000000000001–000000000100), 12 ms, attempts 1, answered, request 8e4c1c8f',
  'https://inspector2.us-east-1.amazonaws.com/status/batch/get?a=b#c',
  'commit 2b85d8738e6b33f9c21c946ab9e88ac24402315a',
  'signed out: the SSO session has ended. Bearer token missing. Basic authentication.',
];

describe('redact', () => {
  for (const { kind, text, secret } of CANARIES) {
    it(`takes out ${kind}`, () => {
      const redacted = redact(text);
      assert.ok(!redacted.includes(secret), redacted);
      assert.ok(redacted.includes('***'));
    });
  }

  it('takes them all out of one text, and leaves what stands between', () => {
    assert.deepEqual(findCanaries(redact(ALL_CANARIES)), []);
    assert.equal(
      redact(`before ${CANARIES[0]?.text} between ${CANARIES[1]?.text} after`),
      'before the key *** is not active between Credential ***/20260101 after',
    );
  });

  for (const text of HARMLESS) {
    it(`leaves alone: ${text}`, () => {
      assert.equal(redact(text), text);
    });
  }

  const precisely: Readonly<Record<string, string>> = {
    'GET https://x.example/a?sig=ab%2Fcd&next=1': 'GET https://x.example/a?sig=***&next=1',
    'https://x.example/a?b=1&code=abc1 then': 'https://x.example/a?b=1&code=*** then',
    'a?auth=abc"': 'a?auth=***"',
    'to https://hooks.slack.com/services/T00/B00/ab-CD failed':
      'to https://hooks.slack.com/services/*** failed',
    'cut off: -----BEGIN EC PRIVATE KEY-----\nMIIabc\nMIIdef': 'cut off: ***',
    '-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----\nafter': '***\nafter',
    '-----BEGIN EC PRIVATE KEY-----\nMIIabc\n-----END EC PRIVATE KEY-----\nafter': '***\nafter',
    'Bearer   abc.def-123== after': 'Bearer   *** after',
    'Basic dXNlcjpwYXNz= after': 'Basic *** after',
    'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln-b_dW9 after': 'jwt *** after',
    'gho_0123456789abcdef after': '*** after',
    'github_pat_0123456789abcdef after': '*** after',
    'npm_0123456789abcdef after': '*** after',
    'AIza0123456789abcdef after': '*** after',
    'ya29.0123456789abcdef after': '*** after',
    'sk-0123456789abcdef after': '*** after',
    'rk_0123456789abcdef after': '*** after',
    'xapp-0123456789abcdef after': '*** after',
  };
  for (const [text, redacted] of Object.entries(precisely)) {
    it(`takes the secret, the whole secret and nothing else out of ${JSON.stringify(text)}`, () => {
      assert.equal(redact(text), redacted);
    });
  }

  for (const part of ['Aa0', 'Zz9', 'a1_', 'B7/', 'A1b2', 'mN5+']) {
    it(`takes ${part}${part}${part}… for random, and so for a secret, when it is long`, () => {
      const run = part.repeat(20).slice(0, 40);
      assert.equal(redact(`with ${run}, refused`), 'with ***, refused');
      assert.equal(redact(`with ${run}==, refused`), 'with ***, refused');
      assert.equal(redact(run.slice(1)), run.slice(1));
    });
  }

  for (const part of ['aB', 'a1', 'A1', 'Word', 'word_', 'Word12345', 'somewhere/Else/']) {
    it(`takes ${part}${part}${part}… for words, however long`, () => {
      assert.equal(redact(part.repeat(20)), part.repeat(20));
    });
  }

  const harmless = fc.array(
    fc.oneof(
      fc.constantFrom(...HARMLESS),
      fc.uuid(),
      fc.stringMatching(/^[0-9]{12}$/),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    ),
    { maxLength: 5 },
  );
  it(`is total, for any text [${seedTitle}]`, () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'password',
        'token',
        '=',
        ': ',
        '"',
        '\\',
        ' --',
        '-----BEGIN PRIVATE KEY-----',
        '@',
        '://',
      ),
      fc.constantFrom(...CANARIES.map(({ text }) => text)),
    );
    checkProperty(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        assert.doesNotMatch(redact(pieces.join('')), /A[KS]IACANARY|canary1[67]/);
      }),
      5_000,
    );
  });

  it(`lets no secret through among other words, and harms none of them [${seedTitle}]`, () => {
    checkProperty(
      fc.property(harmless, fc.constantFrom(...CANARIES), harmless, (before, canary, after) => {
        const redacted = redact([...before, canary.text, ...after].join('\n'));
        assert.ok(!redacted.includes(canary.secret), redacted);
        assert.ok(redacted.startsWith(before.join('\n')), redacted);
        assert.ok(redacted.endsWith(after.join('\n')), redacted);
        assert.equal(redact(redacted), redacted);
      }),
      5_000,
    );
  });
});
