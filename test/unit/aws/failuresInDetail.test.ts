/** What little may be known of an error: words wrapped in words, parts that are missing, errors of other services. */
import assert from 'node:assert/strict';
import { DEADLINES } from '../../../src/aws/deadline.ts';
import { isAboutCode, type Stage } from '../../../src/aws/failureKinds.ts';
import { KnownTrouble, toFailure } from '../../../src/aws/failures.ts';
import type { FailureKind } from '../../../src/core/model.ts';

const REQUEST: Stage = { kind: 'request', region: 'us-east-1', endpointUrl: undefined };
const KEYS: Stage = { kind: 'credentials', profile: 'audit' };
const SSO: Stage = { kind: 'session', session: 'corp' };
const ROLE: Stage = { kind: 'role', role: 'arn:aws:iam::111122223333:role/R', profileChain: ['audit'] };

function thrown(name: string, more: object = {}): Error {
  return Object.assign(new Error('a message'), { name, ...more });
}

describe('failures: what the portal of a single sign-on says', () => {
  const cases: readonly [string, FailureKind, string][] = [
    ['UnauthorizedException: Session token not found or invalid', 'signedOut', 'UnauthorizedException'],
    ['ForbiddenException: No access', 'credentialsFailed', 'SsoRoleDenied'],
    ['TooManyRequestsException: Slow down', 'throttled', 'TooManyRequestsException'],
    ['InternalServerException: An accident', 'credentialsFailed', 'InternalServerException'],
    ['TimeoutError: socket hang up', 'timedOut', 'TimeoutError'],
    ['AggregateError', 'unreachable', 'AggregateError'],
    ['Error: connect ECONNREFUSED 127.0.0.1:443', 'unreachable', 'ECONNREFUSED'],
    ['Error: getaddrinfo EAI_AGAIN portal.sso.us-east-1.amazonaws.com', 'offline', 'EAI_AGAIN'],
    ['Error: getaddrinfo ENOTFOUND portal.sso.us-east-1.amazonaws.com', 'offline', 'ENOTFOUND'],
    ['Error: connect ETIMEDOUT 10.0.0.1:443', 'timedOut', 'ETIMEDOUT'],
    ['TimeoutError: ECONNRESET', 'unreachable', 'ECONNRESET'],
    ['Error: CERT_HAS_EXPIRED', 'untrustedCertificate', 'CERT_HAS_EXPIRED'],
    ['Error: SELF_SIGNED_CERT_IN_CHAIN', 'untrustedCertificate', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ['Error: DEPTH_ZERO_SELF_SIGNED_CERT', 'untrustedCertificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['Profile audit was not found', 'signedOut', 'CredentialsProviderError'],
    ['The SSO session is EXPIRED, use: aws sso login', 'signedOut', 'CredentialsProviderError'],
    ['the portal said UnauthorizedException: no', 'signedOut', 'CredentialsProviderError'],
    ['', 'signedOut', 'CredentialsProviderError'],
  ];
  for (const [message, kind, code] of cases) {
    it(`“${message}” is ${kind}, for a reason that has a name`, () => {
      assert.deepEqual(toFailure(thrown('CredentialsProviderError', { message }), SSO), {
        kind,
        code,
        ssoSession: 'corp',
      });
    });
  }

  it('nothing is read out of the words of any other provider, nor of Inspector', () => {
    const message = 'UnauthorizedException: connect ECONNREFUSED';
    const ofKeys = toFailure(thrown('CredentialsProviderError', { message }), KEYS);
    assert.deepEqual(ofKeys, { kind: 'credentialsFailed', code: 'CredentialsProviderError' });
    const ofRequest = toFailure(thrown('Error', { message }), REQUEST);
    assert.deepEqual(ofRequest, { kind: 'unexpected', code: 'Error', host: 'inspector2.us-east-1' });
  });

  it('a name or a code that stands far behind in endless words is not looked for', () => {
    const message = `${' '.repeat(1000)} ECONNREFUSED`;
    assert.equal(toFailure(thrown('CredentialsProviderError', { message }), SSO).kind, 'signedOut');
  });

  it('an error without words or name is one of the profile', () => {
    for (const message of [undefined, null, 5, {}]) {
      assert.deepEqual(toFailure({ message }, SSO), {
        kind: 'credentialsFailed',
        code: 'Error',
        ssoSession: 'corp',
      });
    }
  });
});

describe('failures: what is not as one expects', () => {
  for (const error of [undefined, null, 'text', 5, true, Symbol('x'), () => undefined, [], {}]) {
    it(`${String(error)} thrown is unexpected, without a name`, () => {
      assert.deepEqual(toFailure(error, REQUEST), {
        kind: 'unexpected',
        code: 'Error',
        host: 'inspector2.us-east-1',
      });
    });
  }

  it('a name or a code that is no text is none', () => {
    for (const odd of [5, null, {}, ['ECONNRESET']]) {
      const failure = toFailure({ name: odd, code: odd }, REQUEST);
      assert.deepEqual([failure.kind, failure.code], ['unexpected', 'Error']);
    }
  });

  it('an unknown code leaves it to the name to say what happened', () => {
    const failure = toFailure(thrown('ThrottlingException', { code: 'ESOMETHING' }), REQUEST);
    assert.deepEqual([failure.kind, failure.code], ['throttled', 'ThrottlingException']);
  });

  it('keeps of an endless name what fits', () => {
    assert.equal(toFailure(thrown('x'.repeat(500)), REQUEST).code.length, 128);
  });

  it('a page of a proxy instead of an answer is a page, whatever its status', () => {
    for (const contentType of ['text/html', 'text/html; charset=utf-8', 'application/xhtml+xml']) {
      const $response = { headers: { 'content-type': contentType } };
      for (const httpStatusCode of [200, 403, 503]) {
        const error = thrown('SyntaxError', { $response, $metadata: { httpStatusCode } });
        assert.equal(toFailure(error, REQUEST).kind, 'webPage');
      }
    }
    const $response = { headers: { 'content-type': 'application/json' } };
    assert.equal(toFailure(thrown('SyntaxError', { $response }), REQUEST).kind, 'badAnswer');
    for (const odd of [{}, { headers: undefined }, { headers: { 'content-type': 5 } }]) {
      assert.equal(toFailure(thrown('SyntaxError', { $response: odd }), REQUEST).kind, 'badAnswer');
    }
  });

  it('a status that is none of trouble, or no number, says nothing', () => {
    for (const httpStatusCode of [200, 299, 400, 404, '503', '302', null]) {
      const failure = toFailure(thrown('Unknown', { $metadata: { httpStatusCode } }), REQUEST);
      assert.equal(failure.kind, 'unexpected', String(httpStatusCode));
    }
    assert.equal(
      toFailure(thrown('Unknown', { $metadata: { httpStatusCode: 300 } }), REQUEST).kind,
      'webPage',
    );
  });

  it('words about time make no clock wrong but that of a signature', () => {
    const message = 'Signature expired: 20261123T000000Z is now earlier than 20261123T010000Z';
    assert.equal(toFailure(thrown('AccessDeniedException', { message }), REQUEST).kind, 'accessDenied');
    const odd = thrown('InvalidSignatureException', { message: [message] });
    assert.equal(toFailure(odd, REQUEST).kind, 'credentialsRejected');
  });

  it('passes no words on where the service had none, nor those of a step before the request', () => {
    const message = 'UnknownError';
    assert.equal(
      toFailure(thrown('AccessDeniedException', { $fault: 'client', message }), REQUEST).message,
      undefined,
    );
    assert.equal(toFailure(thrown('AccessDenied', { $fault: 'client' }), KEYS).message, undefined);
  });

  it('passes no words on about a signature: they may repeat the request that was signed', () => {
    for (const name of ['SignatureDoesNotMatch', 'ExpiredTokenException', 'RequestTimeTooSkewed']) {
      assert.equal(toFailure(thrown(name, { $fault: 'client' }), REQUEST).message, undefined, name);
    }
  });

  it('a step that was ended is out of time, and keys that are over are over, by each of their names', () => {
    assert.equal(toFailure(thrown('AbortError'), KEYS).kind, 'timedOut');
    assert.equal(toFailure(thrown('ExpiredToken'), KEYS).kind, 'credentialsExpired');
  });

  it('every address of a host that fails is a host that cannot be reached', () => {
    for (const stage of [KEYS, SSO]) {
      assert.equal(toFailure(thrown('AggregateError'), stage).kind, 'unreachable');
    }
  });

  it('says after how long it gave up, of the step that did', () => {
    const deadlines = { ...DEADLINES, request: 20_000, credentials: 60_000 };
    const read = (name: string, stage: Stage) => toFailure(thrown(name), stage, deadlines).deadlineSeconds;
    assert.equal(read('TimeoutError', REQUEST), 20);
    assert.equal(read('DeadlineError', KEYS), 60);
    assert.equal(read('ThrottlingException', REQUEST), undefined);
  });
});

describe('failures: who speaks first', () => {
  it('what is known where it is met is passed on as it is', () => {
    const failure = { kind: 'configMalformed', code: 'Malformed', line: 7 } as const;
    for (const stage of [REQUEST, KEYS, SSO]) {
      assert.equal(toFailure(new KnownTrouble(failure), stage), failure);
    }
  });

  it('a proxy that wants a login is one, whatever the name of the error', () => {
    const error = thrown('AccessDeniedException', { $metadata: { httpStatusCode: 407 } });
    assert.equal(toFailure(error, REQUEST).kind, 'proxyLogin');
  });

  it('a portal that is down denies nobody anything', () => {
    const message = 'ForbiddenException: No access';
    const error = thrown('CredentialsProviderError', { message, $metadata: { httpStatusCode: 503 } });
    const failure = toFailure(error, SSO);
    assert.deepEqual([failure.kind, failure.code], ['serviceFault', 'ForbiddenException']);
  });
});

describe('failures: where it went wrong', () => {
  const failing = thrown('Error', { code: 'ENOTFOUND' });

  it('names the host, of Inspector or of STS, or the endpoint of the settings', () => {
    const hosts: readonly [Stage, string | undefined][] = [
      [REQUEST, 'inspector2.us-east-1'],
      [{ ...REQUEST, service: 'sts' }, 'sts.us-east-1'],
      [{ ...REQUEST, endpointUrl: 'http://localhost:4566/x?y' }, 'localhost:4566'],
      [{ ...REQUEST, endpointUrl: 'not an address' }, '?'],
      [KEYS, undefined],
    ];
    for (const [stage, host] of hosts) {
      assert.equal(toFailure(failing, stage).host, host);
    }
  });

  it('takes no name server for the end of a Region that nobody knows', () => {
    const moon: Stage = { ...REQUEST, region: 'us-moon-1' };
    assert.equal(toFailure(failing, moon).kind, 'regionUnavailable');
    assert.equal(toFailure(failing, { ...moon, service: 'sts' }).kind, 'offline');
    for (const code of ['EAI_AGAIN', 'ENETUNREACH', 'ENETDOWN']) {
      assert.equal(toFailure(thrown('Error', { code }), moon).kind, 'offline', code);
    }
  });
});

describe('failures: by all the names that AWS has for them', () => {
  const names: Readonly<Partial<Record<FailureKind, readonly string[]>>> = {
    accessDenied: ['AccessDenied', 'NotAuthorized', 'UnauthorizedOperation', 'ForbiddenException'],
    throttled: ['Throttling', 'RequestLimitExceeded', 'SlowDown'],
    requestRefused: ['ValidationError', 'SerializationException', 'InvalidRequestException'],
    regionUnavailable: ['RegionDisabledException'],
    credentialsRejected: [
      'InvalidClientTokenIdException',
      'InvalidAccessKeyId',
      'IncompleteSignatureException',
      'MissingAuthenticationTokenException',
    ],
    clockSkew: ['RequestExpired'],
    serviceFault: ['InternalFailure', 'ServiceUnavailableException'],
  };
  for (const [kind, each] of Object.entries(names)) {
    it(`${each.join(', ')}: ${kind}`, () => {
      assert.deepEqual(
        each.map((name) => toFailure(thrown(name), REQUEST).kind),
        each.map(() => kind),
      );
    });
  }

  const codes: Readonly<Partial<Record<FailureKind, readonly string[]>>> = {
    offline: ['ENETDOWN'],
    unreachable: ['ECONNABORTED', 'EHOSTDOWN', 'EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'],
    timedOut: ['ESOCKETTIMEDOUT'],
    untrustedCertificate: ['CERT_REVOKED', 'CERT_UNTRUSTED', 'UNABLE_TO_GET_ISSUER_CERT'],
  };
  for (const [kind, each] of Object.entries(codes)) {
    it(`${each.join(', ')}: ${kind}`, () => {
      assert.deepEqual(
        each.map((code) => toFailure(thrown('Error', { code }), REQUEST).kind),
        each.map(() => kind),
      );
    });
  }

  it('what STS says of a role is about the role, and named in our words where it has some', () => {
    const said: Readonly<Record<string, string>> = {
      IDPRejectedClaimException: 'RoleDenied',
      MalformedPolicyDocumentException: 'RoleRefused',
      InvalidRequestException: 'RoleRefused',
      NeverHeardOf: 'NeverHeardOf',
      toString: 'toString',
    };
    for (const [name, code] of Object.entries(said)) {
      const failure = toFailure(thrown(name), ROLE);
      assert.deepEqual([failure.kind, failure.code], ['credentialsFailed', code]);
    }
    const disabled = toFailure(thrown('RegionDisabledException'), ROLE);
    assert.deepEqual([disabled.kind, disabled.code], ['regionUnavailable', 'RegionDisabledException']);
  });

  it('our words for a role are not used where there is none', () => {
    const failure = toFailure(thrown('AccessDenied'), KEYS);
    assert.deepEqual(failure, { kind: 'credentialsFailed', code: 'AccessDenied' });
  });
});

describe('failures: what goes with them', () => {
  const session: Stage = { kind: 'session', session: 'corp', role: 'ReadOnly', accountId: '111122223333' };

  it('the role and the account of a session, only where they are what is wrong', () => {
    const denied = toFailure(thrown('ForbiddenException'), session);
    assert.deepEqual(
      [denied.ssoSession, denied.role, denied.accountId],
      ['corp', 'ReadOnly', '111122223333'],
    );
    const signedOut = toFailure(thrown('UnauthorizedException'), session);
    assert.deepEqual(signedOut, {
      kind: 'signedOut',
      code: 'UnauthorizedException',
      ssoSession: 'corp',
    });
  });

  it('the service that had a fault or refused, where it is not Inspector, and only there', () => {
    const overloaded = { $metadata: { httpStatusCode: 503 } };
    const serviceOf = (stage: Stage) => toFailure(thrown('Oops', overloaded), stage).service;
    const signIn: Stage = { kind: 'session', session: 'corp', service: 'signin' };
    assert.deepEqual(
      [REQUEST, { ...REQUEST, service: 'sts' } as Stage, ROLE, session, signIn, KEYS].map(serviceOf),
      [undefined, 'sts', 'sts', 'sso', 'signin', 'other'],
    );
    for (const name of ['Throttling', 'ExpiredToken', 'InvalidClientTokenId', 'NeverHeardOf']) {
      assert.equal(toFailure(thrown(name), ROLE).service, undefined, name);
    }
  });

  it('how far the clock is off, to the minute, where the answer says when it was written', () => {
    const read = (date: unknown, name = 'RequestTimeTooSkewed') =>
      toFailure(thrown(name, { $response: { headers: { date } } }), REQUEST).clockOffsetMinutes;
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toUTCString();
    assert.equal(read(minutesAgo(30)), 30);
    assert.equal(read(minutesAgo(-90)), -90);
    assert.equal(read(minutesAgo(0)), undefined);
    for (const odd of ['soon', 5, undefined]) {
      assert.equal(read(odd), undefined);
    }
    assert.equal(read(minutesAgo(30), 'ThrottlingException'), undefined);
  });

  it('a code of an MFA device that was not taken is told from a role that is denied', () => {
    const error = (name: string, message: unknown) => thrown(name, { message });
    const refused = 'MultiFactorAuthentication failed with invalid MFA one time pass code.';
    assert.ok(isAboutCode(error('AccessDenied', refused)));
    assert.ok(
      isAboutCode(error('ValidationError', "Value '12' at 'tokenCode' failed to satisfy constraint")),
    );
    for (const other of [
      error('AccessDenied', 'User is not authorized to perform: sts:AssumeRole'),
      error('ValidationError', refused),
      error('AccessDenied', "Value '12' at 'tokenCode'"),
      error('AccessDenied', [refused]),
      undefined,
      null,
      'AccessDenied',
    ]) {
      assert.ok(!isAboutCode(other), String(other));
    }
  });
});
