/** What the SDK throws becomes a failure by its stage and its name, and never carries a secret. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Stage } from '../../../src/aws/failureKinds.ts';
import { toFailure } from '../../../src/aws/failures.ts';
import { type CredentialCode, FAILURE_KINDS, type FailureKind } from '../../../src/core/model.ts';
import { anyJson, checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

const REQUEST: Stage = { kind: 'request', region: 'us-east-1', endpointUrl: undefined };
const KEYS: Stage = { kind: 'credentials', profile: 'audit' };
const SSO: Stage = { kind: 'session', session: 'corp', role: 'ReadOnly', accountId: '111122223333' };
const ROLE: Stage = { kind: 'role', role: 'arn:aws:iam::111122223333:role/R', profileChain: ['audit'] };
const OF_ROLE = { role: 'arn:aws:iam::111122223333:role/R', profileChain: ['audit'] };
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
    for (const endless of [86_401, 1e18, Number.MAX_VALUE]) {
      assert.equal(read({ retryAfterSeconds: endless }), 86_400, 'a day at most: no date is so far off');
    }
    for (const endless of ['86401', '999999', '99999999999999999999']) {
      assert.equal(read({ $response: { headers: { 'retry-after': endless } } }), 86_400, endless);
    }
    for (const odd of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '', 'soon', null, {}, '1e9']) {
      assert.equal(read({ retryAfterSeconds: odd }), undefined, String(odd));
      assert.equal(read({ $response: { headers: { 'retry-after': odd } } }), undefined, String(odd));
    }
  });
});

describe('failures: of the step before the request', () => {
  const cases: readonly [string, Stage, string, FailureKind, object?][] = [
    ['nobody signed in (B6)', SSO, 'CredentialsProviderError', 'signedOut', { ssoSession: 'corp' }],
    ['a token that is over (B7)', SSO, 'TokenProviderError', 'signedOut', { ssoSession: 'corp' }],
    ['a session that was ended elsewhere', SSO, 'UnauthorizedException', 'signedOut', { ssoSession: 'corp' }],
    ['a session token that is over', SSO, 'ExpiredTokenException', 'signedOut', { ssoSession: 'corp' }],
    ['keys that are over', KEYS, 'ExpiredTokenException', 'credentialsExpired'],
    ['a profile without credentials', KEYS, 'CredentialsProviderError', 'credentialsFailed'],
    ['a chain without credentials (B2)', CHAIN, 'CredentialsProviderError', 'credentialsMissing'],
    ['a step that takes too long (B16)', KEYS, 'DeadlineError', 'credentialsTimedOut'],
    ['an endpoint that is refused (G4)', KEYS, 'InsecureEndpointError', 'insecureEndpoint'],
    ['STS that is slowed down', ROLE, 'Throttling', 'throttled', OF_ROLE],
    ['the end of what a role is assumed with', ROLE, 'ExpiredToken', 'credentialsExpired', OF_ROLE],
    ['keys that may assume nothing at all', ROLE, 'InvalidClientTokenId', 'credentialsRejected', OF_ROLE],
    ['an answer of STS that nobody expects', ROLE, 'TypeError', 'credentialsFailed', OF_ROLE],
  ];
  for (const [what, stage, name, kind, more] of cases) {
    it(`${what} is ${kind}`, () => {
      assert.deepEqual(toFailure(thrown(name), stage), { kind, code: name, ...more });
    });
  }

  const codes: readonly [string, Stage, string, CredentialCode][] = [
    ['a role that STS denies (B18)', ROLE, 'AccessDenied', 'RoleDenied'],
    ['a role that is none (B18)', ROLE, 'ValidationError', 'RoleRefused'],
    ['a web identity that is not taken', ROLE, 'InvalidIdentityTokenException', 'RoleDenied'],
  ];
  for (const [what, stage, name, code] of codes) {
    it(`${what} is ${code}`, () => {
      assert.deepEqual(toFailure(thrown(name), stage), { kind: 'credentialsFailed', code, ...OF_ROLE });
    });
  }

  it('a person without the role is not signed out (B11)', () => {
    for (const message of ['ForbiddenException: No access', 'ResourceNotFoundException: No such account']) {
      assert.deepEqual(toFailure(thrown('CredentialsProviderError', { message }), SSO), {
        kind: 'credentialsFailed',
        code: 'SsoRoleDenied',
        ssoSession: 'corp',
        role: 'ReadOnly',
        accountId: '111122223333',
      });
    }
  });

  it('who answers in place of AWS never says that somebody is signed out (B10, C12, C13)', () => {
    const answers: readonly [number, string, FailureKind][] = [
      [200, 'text/html', 'webPage'],
      [302, 'text/plain', 'webPage'],
      [407, 'text/html', 'proxyLogin'],
      [503, 'application/json', 'serviceFault'],
    ];
    const stages: readonly Stage[] = [SSO, ROLE, KEYS];
    for (const [httpStatusCode, type, kind] of answers) {
      const answer = { $metadata: { httpStatusCode }, $response: { headers: { 'content-type': type } } };
      for (const where of stages) {
        assert.equal(toFailure(thrown('Unknown', answer), where).kind, kind);
      }
    }
  });

  it('a network that is away never says that somebody is signed out (B10)', () => {
    for (const stage of [SSO, KEYS, CHAIN, ROLE]) {
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
    for (const stage of [SSO, ROLE, KEYS, CHAIN, { ...KEYS, kind: 'region' } as const]) {
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
  it(`has a kind for whatever is thrown [${seedTitle}]`, function () {
    this.timeout(20_000);
    const property = fc.property(anyJson(), anyJson(), anyJson(), (error, $metadata, $response) => {
      const detailed = { ...(error as object), $metadata, $response };
      for (const stage of [REQUEST, KEYS, SSO, ROLE, CHAIN]) {
        for (const each of [error, detailed, { name: error, code: error, message: error }]) {
          const failure = toFailure(each, stage);
          assert.ok(FAILURE_KINDS.includes(failure.kind));
          assert.equal(typeof failure.code, 'string');
        }
      }
    });
    checkProperty(property, 5_000);
  });
});
