// Turns what the SDK throws into a Failure. The only file that knows error names.

import type { Failure, FailureKind, Region } from '../core/model.ts';
import { INSPECTOR_REGIONS } from '../core/regions.ts';
import { toSingleLine } from '../core/text.ts';

/** Where it went wrong. The same error means different things in different stages. */
export type Stage =
  | { readonly kind: 'region' | 'credentials'; readonly profile: string; readonly isSso: boolean }
  | { readonly kind: 'request'; readonly region: Region; readonly endpointUrl: string | undefined };

const BY_NAME: Readonly<Record<string, FailureKind>> = {
  AccessDeniedException: 'accessDenied',
  AccessDenied: 'accessDenied',
  NotAuthorized: 'accessDenied',
  UnauthorizedOperation: 'accessDenied',
  ThrottlingException: 'throttled',
  Throttling: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  SlowDown: 'throttled',
  ValidationException: 'requestRefused',
  SerializationException: 'requestRefused',
  ResourceNotFoundException: 'regionUnavailable',
  SubscriptionRequiredException: 'regionUnavailable',
  OptInRequired: 'regionUnavailable',
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

/** What is read of an error; nothing here is certain to be there. */
interface SdkError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  /** On errors that the service itself gave. */
  readonly $fault?: unknown;
  readonly retryAfterSeconds?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown; readonly requestId?: unknown };
  readonly $response?: { readonly headers?: Readonly<Record<string, unknown>> };
}

/**
 * By stage first, then by code and name, never by class: the SDK's errors lose theirs on the way, and a missing
 * SSO session is a bare TypeError. The message of a credential step is never passed on: it may hold a command
 * line with its secrets.
 */
export function toFailure(error: unknown, stage: Stage): Failure {
  const details: SdkError = typeof error === 'object' && error !== null ? error : {};
  const name = typeof details.name === 'string' ? details.name : 'Error';
  const wrapped = stage.kind !== 'request' && stage.isSso ? findWrappedError(details.message) : undefined;
  const code = typeof details.code === 'string' ? details.code : wrapped?.code;
  const status = details.$metadata?.httpStatusCode;
  const requestId = details.$metadata?.requestId;
  const kind =
    networkKind(code, stage) ??
    (stage.kind === 'request' ? requestKind(details, name) : credentialKind(wrapped?.name ?? name, stage));
  const isServiceText =
    stage.kind === 'request' &&
    details.$fault !== undefined &&
    details.message !== NO_MESSAGE &&
    !ABOUT_CREDENTIALS.has(kind);
  const retryAfterSeconds = toSeconds(details.retryAfterSeconds) ?? toSeconds(header(details, 'retry-after'));
  return {
    kind,
    code: code !== undefined && networkKind(code, stage) !== undefined ? code : (wrapped?.name ?? name),
    ...(isServiceText ? { message: toSingleLine(String(details.message), 1000) } : {}),
    ...(typeof status === 'number' ? { httpStatus: status } : {}),
    ...(typeof requestId === 'string' ? { requestId: requestId.slice(0, 100) } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(stage.kind === 'request' ? { host: toHost(stage) } : {}),
  };
}

/** Their messages may repeat the request that was signed, session token included. */
const ABOUT_CREDENTIALS: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'credentialsRejected',
  'credentialsExpired',
  'clockSkew',
]);

/** What the SDK writes where the service gave no message. */
const NO_MESSAGE = 'UnknownError';

/**
 * The SSO provider wraps what its portal said, or the network, as the text of its own error: `Name: message`.
 * Nothing but the name and a code of the network is taken from it.
 */
function findWrappedError(message: unknown): { name?: string; code?: string } {
  const text = typeof message === 'string' ? message.slice(0, 1000) : '';
  const name =
    /^([A-Z][A-Za-z]{2,60}(?:Exception|Error)): /.exec(text)?.[1] ??
    (text === 'AggregateError' ? text : undefined);
  const code = /\b(E[A-Z]{4,15}|EAI_AGAIN|CERT_[A-Z_]{3,30}|[A-Z_]{5,30}_CERT[A-Z_]{0,30})\b/.exec(text)?.[1];
  return {
    ...(name === undefined || name === 'Error' ? {} : { name }),
    ...(code === undefined ? {} : { code }),
  };
}

function networkKind(code: string | undefined, stage: Stage): FailureKind | undefined {
  if (code === undefined) {
    return undefined;
  }
  if (OFFLINE_CODES.has(code)) {
    if (stage.kind === 'request' && code === 'ENOTFOUND' && stage.endpointUrl === undefined) {
      // A Region that nobody knows has no address; one that exists is missed only when the network is away.
      return INSPECTOR_REGIONS.has(stage.region) ? 'offline' : 'regionUnavailable';
    }
    return stage.kind === 'request' && stage.endpointUrl !== undefined ? 'unreachable' : 'offline';
  }
  if (CERTIFICATE_CODES.has(code)) {
    return 'untrustedCertificate';
  }
  if (code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT') {
    return 'timedOut';
  }
  return UNREACHABLE_CODES.has(code) ? 'unreachable' : undefined;
}

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
  if (status === 429) {
    return 'throttled';
  }
  const contentType = header(details, 'content-type');
  if (typeof contentType === 'string' && contentType.includes('html')) {
    return 'webPage';
  }
  if (typeof status === 'number') {
    if (status >= 500) {
      return 'serviceFault';
    }
    if (status >= 300 && status < 400) {
      return 'webPage';
    }
    if (status === 401 || status === 403) {
      return 'accessDenied';
    }
  }
  return name === 'SyntaxError' ? 'badAnswer' : 'unexpected';
}

function credentialKind(name: string, stage: Exclude<Stage, { kind: 'request' }>): FailureKind {
  switch (name) {
    case 'DeadlineError':
      return 'credentialsTimedOut';
    case 'AbortError':
    case 'TimeoutError':
      return 'timedOut';
    case 'ExpiredTokenException':
    case 'ExpiredToken':
      return stage.isSso ? 'signedOut' : 'credentialsExpired';
    case 'AggregateError':
      // Every address of the host failed.
      return 'unreachable';
    case 'TokenProviderError':
    case 'UnauthorizedException':
      return 'signedOut';
    case 'CredentialsProviderError':
      if (stage.isSso) {
        return 'signedOut';
      }
      return stage.profile === '' ? 'credentialsMissing' : 'credentialsFailed';
    default:
      return 'credentialsFailed';
  }
}

/** InvalidSignatureException is one name for a wrong secret key and for a clock that is off. */
function isAboutTime(message: unknown): boolean {
  return typeof message === 'string' && /signature (expired|not yet current)/i.test(message);
}

function header(details: SdkError, name: string): unknown {
  return details.$response?.headers?.[name];
}

function toSeconds(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^[0-9]{1,6}$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

function toHost({ region, endpointUrl }: Extract<Stage, { kind: 'request' }>): string {
  if (endpointUrl === undefined) {
    return `inspector2.${region}`;
  }
  return URL.canParse(endpointUrl) ? new URL(endpointUrl).host : 'the configured endpoint';
}
