// findFailureKind: names and codes of errors -> what kind of Failure they are, by the stage in which they came. The only file
// that knows them.

import type { CredentialCode, FailureKind, Region } from '../core/model.ts';
import { INSPECTOR_REGIONS } from '../core/regions.ts';
import { CONNECT_TIMEOUT, getHeader, type SdkError } from './sdkErrors.ts';

/** Where it went wrong. The same error means different things in different stages. */
export type Stage =
  | { readonly kind: 'region' | 'credentials'; readonly profile: string }
  /** Credentials of a session that somebody signed in to. */
  | {
      readonly kind: 'session';
      /** IAM Identity Center, unless it says otherwise. */
      readonly service?: 'signin';
      readonly session: string;
      readonly role?: string;
      readonly accountId?: string;
    }
  /** STS, asked to assume a role. */
  | { readonly kind: 'role'; readonly role: string; readonly profileChain: readonly string[] }
  | {
      readonly kind: 'request';
      /** Inspector, unless it says otherwise. */
      readonly service?: 'sts' | 'organizations';
      readonly region: Region;
      readonly endpointUrl: string | undefined;
    };

const BY_NAME: Readonly<Record<string, FailureKind>> = {
  AccessDeniedException: 'accessDenied',
  AccessDenied: 'accessDenied',
  NotAuthorized: 'accessDenied',
  ForbiddenException: 'accessDenied',
  IDPRejectedClaimException: 'accessDenied',
  InvalidIdentityTokenException: 'accessDenied',
  UnauthorizedOperation: 'accessDenied',
  ThrottlingException: 'throttled',
  Throttling: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  SlowDown: 'throttled',
  ValidationException: 'requestRefused',
  ValidationError: 'requestRefused',
  MalformedPolicyDocumentException: 'requestRefused',
  InvalidRequestException: 'requestRefused',
  SerializationException: 'requestRefused',
  ResourceNotFoundException: 'regionUnavailable',
  SubscriptionRequiredException: 'regionUnavailable',
  OptInRequired: 'regionUnavailable',
  RegionDisabledException: 'regionUnavailable',
  UnrecognizedClientException: 'credentialsRejected',
  InvalidClientTokenId: 'credentialsRejected',
  InvalidClientTokenIdException: 'credentialsRejected',
  InvalidAccessKeyId: 'credentialsRejected',
  IncompleteSignatureException: 'credentialsRejected',
  MissingAuthenticationTokenException: 'credentialsRejected',
  SignatureDoesNotMatch: 'credentialsRejected',
  InvalidSignatureException: 'credentialsRejected',
  ExpiredToken: 'credentialsExpired',
  ExpiredTokenException: 'credentialsExpired',
  RequestExpired: 'clockSkew',
  RequestTimeTooSkewed: 'clockSkew',
  InternalServerException: 'serviceFault',
  InternalFailure: 'serviceFault',
  ServiceUnavailableException: 'serviceFault',
  TimeoutError: 'timedOut',
  BodyTooLargeError: 'badAnswer',
  InsecureEndpointError: 'insecureEndpoint',
};

const OFFLINE_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'ENETDOWN']);
const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'EPIPE',
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);
const CERTIFICATE_CODES = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

export function networkKind(code: string | undefined, stage: Stage): FailureKind | undefined {
  if (code === undefined) {
    return undefined;
  }
  if (OFFLINE_CODES.has(code)) {
    const isOfRegion =
      stage.kind === 'request' && stage.service === undefined && stage.endpointUrl === undefined;
    if (isOfRegion && code === 'ENOTFOUND') {
      // A Region that nobody knows has no address; one that exists is missed only when the network is away.
      return INSPECTOR_REGIONS.has(stage.region) ? 'offline' : 'regionUnavailable';
    }
    return stage.kind === 'request' && stage.endpointUrl !== undefined ? 'unreachable' : 'offline';
  }
  if (CERTIFICATE_CODES.has(code)) {
    return 'untrustedCertificate';
  }
  if (code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT' || code === CONNECT_TIMEOUT) {
    return 'timedOut';
  }
  return UNREACHABLE_CODES.has(code) ? 'unreachable' : undefined;
}

export function stageKind(details: SdkError, name: string, stage: Stage): FailureKind {
  switch (stage.kind) {
    case 'request':
      return requestKind(details, name);
    case 'role': {
      const kind = requestKind(details, name);
      return ABOUT_ROLE.has(kind) ? 'credentialsFailed' : kind;
    }
    case 'session':
      return sessionKind(details, name);
    default:
      return credentialKind(details, name, stage.profile);
  }
}

/** What an answer of STS to AssumeRole says of the role. */
const ABOUT_ROLE: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'accessDenied',
  'requestRefused',
  'unexpected',
]);

function requestKind(details: SdkError, name: string): FailureKind {
  const status = details.$metadata?.httpStatusCode;
  if (status === 407) {
    return 'proxyLogin';
  }
  const known = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  if (known === 'credentialsRejected' && isAboutTime(details.message)) {
    return 'clockSkew';
  }
  if (known !== undefined) {
    return known;
  }
  const isDenied = status === 401 || status === 403;
  return (
    foreignKind(details) ?? (isDenied ? 'accessDenied' : name === 'SyntaxError' ? 'badAnswer' : 'unexpected')
  );
}

/** Who answered was not AWS, or not well; undefined where that cannot be told. */
function foreignKind(details: SdkError): FailureKind | undefined {
  const status = details.$metadata?.httpStatusCode;
  const contentType = getHeader(details, 'content-type');
  if (status === 407) {
    return 'proxyLogin';
  }
  if (status === 429) {
    return 'throttled';
  }
  if (typeof contentType === 'string' && contentType.includes('html')) {
    return 'webPage';
  }
  if (typeof status !== 'number' || status < 300) {
    return undefined;
  }
  return status < 400 ? 'webPage' : status >= 500 ? 'serviceFault' : undefined;
}

function credentialKind(details: SdkError, name: string, profile: string): FailureKind {
  switch (name) {
    case 'DeadlineError':
      return 'credentialsTimedOut';
    case 'AbortError':
    case 'TimeoutError':
      return 'timedOut';
    case 'InsecureEndpointError':
      return 'insecureEndpoint';
    case 'ExpiredTokenException':
    case 'ExpiredToken':
      return 'credentialsExpired';
    case 'AggregateError':
      // Every address of the host failed.
      return 'unreachable';
    case 'CredentialsProviderError':
      return profile === '' ? 'credentialsMissing' : 'credentialsFailed';
    default:
      return foreignKind(details) ?? 'credentialsFailed';
  }
}

function sessionKind(details: SdkError, name: string): FailureKind {
  switch (name) {
    case 'UnauthorizedException':
    case 'ExpiredTokenException':
    case 'TokenProviderError':
    case 'CredentialsProviderError':
      return 'signedOut';
    case 'TooManyRequestsException':
      return 'throttled';
    default:
      return credentialKind(details, name, 'of a session');
  }
}

/** InvalidSignatureException is one name for a wrong secret key and for a clock that is off. */
function isAboutTime(message: unknown): boolean {
  return typeof message === 'string' && /signature (expired|not yet current)/i.test(message);
}

/** A code of our own where one says more than the name. */
export function toCode(kind: FailureKind, name: string, stage: Stage): string {
  if (kind !== 'credentialsFailed') {
    return name;
  }
  const known = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  const codes: Readonly<Partial<Record<FailureKind, CredentialCode>>> =
    stage.kind === 'role'
      ? { accessDenied: 'RoleDenied', requestRefused: 'RoleRefused' }
      : stage.kind === 'session'
        ? { accessDenied: 'SsoRoleDenied', regionUnavailable: 'SsoRoleDenied' }
        : {};
  return (known === undefined ? undefined : codes[known]) ?? name;
}

/** Whether STS did not take the code of an MFA device. */
export function isAboutCode(error: unknown): boolean {
  const { name, message } = (error ?? {}) as SdkError;
  const text = typeof message === 'string' ? message : '';
  return (
    (name === 'AccessDenied' && /MultiFactorAuthentication failed/i.test(text)) ||
    (name === 'ValidationError' && /tokenCode/i.test(text))
  );
}
