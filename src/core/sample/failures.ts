// failureOf: what the sample says where it fails on purpose, for each kind of failure and each credential code.

import {
  CREDENTIAL_CODES,
  type CredentialCode,
  FAILURE_KINDS,
  type Failure,
  type FailureKind,
} from '../model.ts';

type Details = Omit<Failure, 'kind'>;

const HOST = 'inspector2.eu-west-1.amazonaws.com';
const ROLE = 'arn:aws:iam::000000000042:role/Audit';

/** `credentialsFailed` has a code for each way to fail. */
type OtherKind = Exclude<FailureKind, 'credentialsFailed'>;

const BY_KIND: Readonly<Record<OtherKind, Details>> = {
  accessDenied: {
    code: 'AccessDeniedException',
    message: 'User is not authorized to perform: inspector2:BatchGetAccountStatus',
    httpStatus: 403,
    requestId: '00000000-0000-0000-0000-000000000001',
  },
  throttled: { code: 'ThrottlingException', httpStatus: 429, retryAfterSeconds: 300 },
  offline: { code: 'ENOTFOUND', host: HOST },
  unreachable: { code: 'ECONNREFUSED', host: `${HOST}:443` },
  timedOut: { code: 'TimeoutError', host: HOST, deadlineSeconds: 45 },
  untrustedCertificate: { code: 'SELF_SIGNED_CERT_IN_CHAIN', host: HOST },
  insecureEndpoint: { code: 'InsecureEndpoint', setting: 'AWS_ENDPOINT_URL' },
  proxyLogin: { code: 'ProxyAuthenticationRequired', httpStatus: 407 },
  webPage: { code: 'SyntaxError', httpStatus: 200 },
  badAnswer: { code: 'BadShape', httpStatus: 200, host: HOST },
  noData: { code: 'NoData', httpStatus: 200 },
  serviceFault: { code: 'InternalServerException', httpStatus: 500 },
  requestRefused: { code: 'ValidationException', message: 'Account id is not valid.', httpStatus: 400 },
  regionUnavailable: { code: 'ENOTFOUND', host: HOST },
  regionNotEnabled: { code: 'UnrecognizedClientException', httpStatus: 403 },
  noRegion: { code: 'NoRegion' },
  clockSkew: { code: 'InvalidSignatureException', httpStatus: 403, clockOffsetMinutes: 17 },
  profileMissing: {
    code: 'ProfileNotFound',
    availableProfiles: ['default', 'audit', 'sandbox'],
    machine: 'sample-computer',
  },
  configUnreadable: { code: 'EACCES', file: '~/.aws/config' },
  configMalformed: { code: 'MalformedLine', file: '~/.aws/config', line: 12 },
  signedOut: { code: 'TokenNotFound', ssoSession: 'sample' },
  codeNeeded: { code: 'CodeNeeded' },
  credentialsMissing: { code: 'CredentialsProviderError' },
  credentialsRejected: { code: 'UnrecognizedClientException', httpStatus: 403 },
  credentialsExpired: { code: 'ExpiredTokenException', httpStatus: 403 },
  credentialsTimedOut: { code: 'Timeout', deadlineSeconds: 30 },
  unexpected: { code: 'TypeError' },
};

const BY_CODE: Readonly<Record<CredentialCode, Omit<Details, 'code'>>> = {
  NoCredentialsInProfile: { profileChain: ['sample-credentials'] },
  KeysIncomplete: { profileChain: ['sample-credentials'] },
  RoleSourceUnclear: { profileChain: ['sample-credentials'] },
  SourceProfileMissing: { profileChain: ['sample-credentials', 'jump-host'] },
  ProfileCycle: { profileChain: ['sample-credentials', 'jump-host', 'sample-credentials'] },
  RoleDenied: { profileChain: ['sample-credentials'], role: ROLE },
  RoleRefused: { profileChain: ['sample-credentials'], role: ROLE },
  CodeRejected: { profileChain: ['sample-credentials'] },
  CredentialSourceEmpty: { profileChain: ['sample-credentials'] },
  SsoSessionMissing: { profileChain: ['sample-credentials'], ssoSession: 'sample' },
  SsoProfileIncomplete: { profileChain: ['sample-credentials'] },
  SsoRoleDenied: { profileChain: ['sample-credentials'], role: 'Audit', accountId: '000000000042' },
  WebIdentityFileMissing: { profileChain: ['sample-credentials'], file: '~/token' },
  ProcessFailed: { profileChain: ['sample-credentials'], exitCode: 3 },
  ProcessNotJson: { profileChain: ['sample-credentials'] },
  ProcessVersion: { profileChain: ['sample-credentials'] },
  ProcessIncomplete: { profileChain: ['sample-credentials'] },
  ProcessExpired: { profileChain: ['sample-credentials'] },
  ProcessTooLarge: { profileChain: ['sample-credentials'] },
};

export function failureOf(kind: OtherKind): Failure {
  return { kind, ...BY_KIND[kind] };
}

/** One for each kind that has no codes of its own, in their order. */
export const EVERY_FAILURE: readonly Failure[] = FAILURE_KINDS.flatMap((kind) =>
  kind === 'credentialsFailed' ? [] : failureOf(kind),
);

/** One for each credential code, in their order. */
export const EVERY_CREDENTIAL_FAILURE: readonly Failure[] = CREDENTIAL_CODES.map((code) => ({
  kind: 'credentialsFailed',
  code,
  ...BY_CODE[code],
}));
