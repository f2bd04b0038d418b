/** What the SDK throws becomes a failure by its stage and its name, and never carries a secret. */
import assert from 'node:assert/strict';
import { type Stage, toFailure } from '../../../src/aws/failures.ts';
import { FAILURE_KINDS, type FailureKind } from '../../../src/core/model.ts';
import { randomJson } from '../support/randomJson.ts';
import { repeat, seedTitle } from '../support/seededRandom.ts';

const REQUEST: Stage = { kind: 'request', region: 'us-east-1', endpointUrl: undefined };
const KEYS: Stage = { kind: 'credentials', profile: 'audit', isSso: false };
const SSO: Stage = { ...KEYS, isSso: true };
const CHAIN: Stage = { ...KEYS, profile: '' };

function thrown(name: string, more: object = {}): Error {
  return Object.assign(new Error('a message'), { name, ...more });
}

describe('failures: of a request', () => {
  const byName: readonly [string, FailureKind][] = [
    ['AccessDeniedException', 'accessDenied'],
    ['ThrottlingException', 'throttled'],
    ['TooManyRequestsException', 'throttled'],
    ['ValidationException', 'requestRefused'],
    ['ResourceNotFoundException', 'regionUnavailable'],
    ['SubscriptionRequiredException', 'regionUnavailable'],
    ['OptInRequired', 'regionUnavailable'],
    ['UnrecognizedClientException', 'credentialsRejected'],
    ['InvalidClientTokenId', 'credentialsRejected'],
    ['SignatureDoesNotMatch', 'credentialsRejected'],
    ['InvalidSignatureException', 'credentialsRejected'],
    ['ExpiredToken', 'credentialsExpired'],
    ['ExpiredTokenException', 'credentialsExpired'],
    ['RequestTimeTooSkewed', 'clockSkew'],
    ['InternalServerException', 'serviceFault'],
    ['TimeoutError', 'timedOut'],
    ['BodyTooLargeError', 'badAnswer'],
    ['SyntaxError', 'badAnswer'],
    ['InsecureEndpointError', 'insecureEndpoint'],
    ['TypeError', 'unexpected'],
    ['__proto__', 'unexpected'],
    ['toString', 'unexpected'],
  ];
  for (const [name, kind] of byName) {
    it(`${name} is ${kind}`, () => {
      assert.deepEqual(toFailure(thrown(name), REQUEST), { kind, code: name, host: 'inspector2.us-east-1' });
    });
  }

  const byCode: Readonly<Record<string, FailureKind>> = {
    EAI_AGAIN: 'offline',
    ENETUNREACH: 'offline',
    ENOTFOUND: 'offline',
    ECONNREFUSED: 'unreachable',
    ECONNRESET: 'unreachable',
    EPIPE: 'unreachable',
    EHOSTUNREACH: 'unreachable',
    ETIMEDOUT: 'timedOut',
    CERT_HAS_EXPIRED: 'untrustedCertificate',
    CERT_NOT_YET_VALID: 'untrustedCertificate',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'untrustedCertificate',
    SELF_SIGNED_CERT_IN_CHAIN: 'untrustedCertificate',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrustedCertificate',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrustedCertificate',
    ERR_TLS_CERT_ALTNAME_INVALID: 'untrustedCertificate',
  };
  for (const [code, kind] of Object.entries(byCode)) {
    it(`${code} is ${kind}, under whatever name (C1, C2, C3, C10)`, () => {
      for (const name of ['Error', 'TimeoutError']) {
        const failure = toFailure(thrown(name, { code }), REQUEST);
        assert.deepEqual([failure.kind, failure.code], [kind, code]);
      }
    });
  }

  it('a Region that nobody knows and that has no address does not exist (A11)', () => {
    const error = thrown('Error', { code: 'ENOTFOUND' });
    assert.equal(toFailure(error, { ...REQUEST, region: 'us-moon-1' }).kind, 'regionUnavailable');
    assert.equal(toFailure(error, REQUEST).kind, 'offline');
    const custom: Stage = { ...REQUEST, region: 'us-moon-1', endpointUrl: 'https://example.com:8443' };
    assert.deepEqual(
      [toFailure(error, custom).kind, toFailure(error, custom).host],
      ['unreachable', 'example.com:8443'],
    );
  });

  it('a signature that is late or early is about the clock, any other about the key (D15)', () => {
    const words = {
      'Signature expired: 20261123T000000Z is now earlier than 20261123T010000Z': 'clockSkew',
      'Signature not yet current: 20261123T020000Z is still later than 20261123T010000Z': 'clockSkew',
      'The request signature we calculated does not match the signature you provided.': 'credentialsRejected',
    };
    for (const [message, kind] of Object.entries(words)) {
      assert.equal(toFailure(thrown('InvalidSignatureException', { message }), REQUEST).kind, kind);
    }
  });

  it('the status speaks where the name says nothing (D12, D20)', () => {
    const kinds = [301, 302, 401, 403, 407, 429, 500, 502, 503, 504].map(
      (httpStatusCode) => toFailure(thrown('Unknown', { $metadata: { httpStatusCode } }), REQUEST).kind,
    );
    assert.deepEqual(kinds, [
      'webPage',
      'webPage',
      'accessDenied',
      'accessDenied',
      'proxyLogin',
      'throttled',
      'serviceFault',
      'serviceFault',
      'serviceFault',
      'serviceFault',
    ]);
  });

  it('keeps the service’s words on one line, the status and the request id', () => {
    const error = thrown('AccessDeniedException', {
      $fault: 'client',
      message: `no\n\u001b[31m\u202e ${'x'.repeat(5000)}`,
      $metadata: { httpStatusCode: 403, requestId: 'r'.repeat(500) },
    });
    const failure = toFailure(error, REQUEST);
    assert.deepEqual([failure.httpStatus, failure.requestId?.length], [403, 100]);
    assert.equal(failure.message?.length, 1000);
    assert.doesNotMatch(failure.message ?? '', /[\p{Cc}\p{Cf}\n]/u);
  });

  it('reads how long to wait, from the answer or its header, and no nonsense (D11)', () => {
    const read = (more: object) => toFailure(thrown('ThrottlingException', more), REQUEST).retryAfterSeconds;
    assert.equal(read({ retryAfterSeconds: 600 }), 600);
    assert.equal(read({ $response: { headers: { 'retry-after': '30' } } }), 30);
    for (const odd of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '', 'soon', null, {}, '1e9']) {
      assert.equal(read({ retryAfterSeconds: odd }), undefined, String(odd));
      assert.equal(read({ $response: { headers: { 'retry-after': odd } } }), undefined, String(odd));
    }
  });
});

describe('failures: of the step before the request', () => {
  const cases: readonly [string, Stage, string, FailureKind][] = [
    ['nobody signed in (B6)', SSO, 'CredentialsProviderError', 'signedOut'],
    ['a token that is over (B7)', SSO, 'TokenProviderError', 'signedOut'],
    ['a session that was ended elsewhere', SSO, 'UnauthorizedException', 'signedOut'],
    ['a session token that is over', SSO, 'ExpiredTokenException', 'signedOut'],
    ['keys that are over', KEYS, 'ExpiredTokenException', 'credentialsExpired'],
    ['a profile without credentials', KEYS, 'CredentialsProviderError', 'credentialsFailed'],
    ['a chain without credentials (B2)', CHAIN, 'CredentialsProviderError', 'credentialsMissing'],
    ['a session that is not in the config (B5)', SSO, 'TypeError', 'credentialsFailed'],
    ['a role that is denied (B18)', KEYS, 'AccessDenied', 'credentialsFailed'],
    ['a step that takes too long (B16)', KEYS, 'DeadlineError', 'credentialsTimedOut'],
  ];
  for (const [what, stage, name, kind] of cases) {
    it(`${what} is ${kind}`, () => {
      assert.deepEqual(toFailure(thrown(name), stage), { kind, code: name });
    });
  }

  it('a network that is away never says that somebody is signed out (B10)', () => {
    for (const stage of [SSO, KEYS, CHAIN]) {
      assert.equal(toFailure(thrown('Error', { code: 'ENOTFOUND' }), stage).kind, 'offline');
      assert.equal(toFailure(thrown('TimeoutError', { code: 'ECONNREFUSED' }), stage).kind, 'unreachable');
      assert.equal(toFailure(thrown('TimeoutError'), stage).kind, 'timedOut');
    }
  });

  it('never passes words on: they may hold a command line with its secrets (B15, G9)', () => {
    const canary = {
      message: 'Command failed: keys --password CANARY',
      stack: 'CANARY',
      cause: new Error('CANARY'),
      cmd: 'CANARY',
      stderr: 'CANARY',
      $response: { headers: { authorization: 'CANARY' }, body: 'CANARY' },
      $metadata: { httpStatusCode: 403, requestId: 'r' },
    };
    for (const stage of [SSO, KEYS, CHAIN, { ...KEYS, kind: 'region' } as const]) {
      for (const name of ['CredentialsProviderError', 'Error', 'AccessDenied']) {
        assert.doesNotMatch(JSON.stringify(toFailure(thrown(name, canary), stage)), /CANARY/);
      }
    }
  });

  it('passes on of a request only what the service itself said (G9)', () => {
    const error = thrown('AccessDeniedException', {
      message: 'not allowed',
      stack: 'CANARY',
      cause: new Error('CANARY'),
      $response: { headers: { authorization: 'CANARY', 'set-cookie': 'CANARY' }, body: 'CANARY' },
      $metadata: { httpStatusCode: 403, requestId: 'r' },
    });
    assert.doesNotMatch(JSON.stringify(toFailure(error, REQUEST)), /CANARY/);
    assert.equal(toFailure(thrown('Error', { message: 'CANARY' }), REQUEST).message, undefined);
  });
});

describe('failures: anything at all', () => {
  it(`has a kind for whatever is thrown (${seedTitle})`, function () {
    this.timeout(20_000);
    repeat(5_000, (random) => {
      const error = randomJson(random);
      const detailed = {
        ...(randomJson(random) as object),
        $metadata: randomJson(random),
        $response: randomJson(random),
      };
      for (const stage of [REQUEST, KEYS, SSO, CHAIN]) {
        for (const each of [error, detailed, { name: error, code: error, message: error }]) {
          const failure = toFailure(each, stage);
          assert.ok(FAILURE_KINDS.includes(failure.kind));
          assert.equal(typeof failure.code, 'string');
        }
      }
    });
  });
});
