// toFailure: what the SDK throws -> Failure, with what a person needs to know of it and nothing that is secret.

import { type Failure, type FailureKind, MAX_RETRY_AFTER_SECONDS } from '../core/model.ts';
import { redact, redactMessage } from '../core/redact.ts';
import { toSingleLine } from '../core/text.ts';
import type { Deadlines } from './deadline.ts';
import { networkKind, type Stage, stageKind, toCode } from './failureKinds.ts';
import {
  CONNECT_TIMEOUT,
  findWrappedError,
  getHeader,
  isConnectTimeout,
  type SdkError,
} from './sdkErrors.ts';

/** Trouble about which all is known where it is met. */
export class KnownTrouble extends Error {
  override readonly name = 'KnownTrouble';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/**
 * By stage first, then by code and name, never by class: the SDK's errors lose theirs on the way, and a missing
 * SSO session is a bare TypeError. The message of a credential step is never passed on: it may hold a command
 * line with its secrets.
 */
export function toFailure(error: unknown, stage: Stage, deadlines?: Deadlines): Failure {
  if (error instanceof KnownTrouble) {
    const { failure } = error;
    return deadlines === undefined
      ? failure
      : { ...failure, ...toDeadline(failure.kind, failure.code, deadlines) };
  }
  const details: SdkError = typeof error === 'object' && error !== null ? error : {};
  const wrapped = stage.kind === 'session' ? findWrappedError(details.message) : {};
  const name = wrapped.name ?? (typeof details.name === 'string' ? details.name : 'Error');
  const code =
    typeof details.code === 'string'
      ? details.code
      : isConnectTimeout(details)
        ? CONNECT_TIMEOUT
        : wrapped.code;
  const status = details.$metadata?.httpStatusCode;
  const requestId = details.$metadata?.requestId;
  const network = networkKind(code, stage);
  const kind = network ?? stageKind(details, name, stage);
  const isServiceText =
    stage.kind === 'request' &&
    details.$fault !== undefined &&
    details.message !== NO_MESSAGE &&
    !ABOUT_CREDENTIALS.has(kind);
  const retryAfterSeconds =
    toSeconds(details.retryAfterSeconds) ?? toSeconds(getHeader(details, 'retry-after'));
  const offset = kind === 'clockSkew' ? toClockOffset(details) : undefined;
  return {
    kind,
    code:
      code !== undefined && network !== undefined ? code : redact(toCode(kind, name, stage).slice(0, 128)),
    ...(isServiceText
      ? { message: toSingleLine(redactMessage(String(details.message).slice(0, 4000)), 1000) }
      : {}),
    ...(typeof status === 'number' ? { httpStatus: status } : {}),
    ...(typeof requestId === 'string' ? { requestId: redact(requestId.slice(0, 100)) } : {}),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...toDeadline(kind, code, deadlines),
    ...(offset === undefined ? {} : { clockOffsetMinutes: offset }),
    ...(NAMES_SERVICE.has(kind) ? toService(stage) : {}),
    ...toPlace(stage, kind),
  };
}

/** Where it matters to a person which service it was. */
const NAMES_SERVICE: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'accessDenied',
  'requestRefused',
  'serviceFault',
  'regionUnavailable',
]);

function toService(stage: Stage): Pick<Failure, 'service'> {
  switch (stage.kind) {
    case 'request':
      return stage.service === undefined ? {} : { service: stage.service };
    case 'role':
      return { service: 'sts' };
    case 'session':
      return { service: stage.service ?? 'sso' };
    default:
      return { service: 'other' };
  }
}

/** What the failure is about, beside the profile. */
function toPlace(stage: Stage, kind: FailureKind): Partial<Failure> {
  switch (stage.kind) {
    case 'request':
      return { host: toHost(stage) };
    case 'role':
      return { role: stage.role, profileChain: stage.profileChain };
    case 'session': {
      const { session: ssoSession, role, accountId } = stage;
      const isAboutRole = kind === 'credentialsFailed';
      return {
        ssoSession,
        ...(isAboutRole && role !== undefined ? { role } : {}),
        ...(isAboutRole && accountId !== undefined ? { accountId } : {}),
      };
    }
    default:
      return {};
  }
}

/** How long was waited before it failed in this way. */
function toDeadline(
  kind: FailureKind,
  code: string | undefined,
  deadlines: Deadlines | undefined,
): Partial<Failure> {
  if (deadlines === undefined) {
    return {};
  }
  switch (kind) {
    case 'timedOut':
      return {
        deadlineSeconds: (code === CONNECT_TIMEOUT ? deadlines.connect : deadlines.request) / 1000,
      };
    case 'credentialsTimedOut':
      return { deadlineSeconds: deadlines.credentials / 1000 };
    default:
      return {};
  }
}

/** Their messages may repeat the request that was signed, session token included. */
const ABOUT_CREDENTIALS: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'credentialsRejected',
  'credentialsExpired',
  'clockSkew',
]);

/** What the SDK writes where the service gave no message. */
const NO_MESSAGE = 'UnknownError';

function toSeconds(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^[0-9]{1,20}$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0
    ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS)
    : undefined;
}

/** How far the clock of this computer is ahead of that of who answered, in minutes; undefined for less than one. */
function toClockOffset(details: SdkError): number | undefined {
  const date = getHeader(details, 'date');
  const offset = typeof date === 'string' ? Math.round((Date.now() - Date.parse(date)) / 60_000) : 0;
  return Number.isFinite(offset) && offset !== 0 ? offset : undefined;
}

function toHost({ service, region, endpointUrl }: Extract<Stage, { kind: 'request' }>): string {
  if (endpointUrl === undefined) {
    return `${service ?? 'inspector2'}.${region}`;
  }
  return URL.canParse(endpointUrl) ? new URL(endpointUrl).host : '?';
}
