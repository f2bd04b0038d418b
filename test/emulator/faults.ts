/** The faults that have a name: each one way in which a network, a proxy or the service fails. */
import type { Fault, ServiceError } from './scenario.ts';

export const faults = {
  hang: { kind: 'hang' },
  reset: { kind: 'reset' },
  'reset-mid-body': { kind: 'resetMidBody' },
  'stalled-body': { kind: 'stall' },
  'drip-body': { kind: 'drip', everyMs: 250 },
  'cut-body': { kind: 'wrongLength', byBytes: 1000 },
  'body-too-long': { kind: 'wrongLength', byBytes: -10 },
  'big-body': { kind: 'bigBody', megabytes: 200 },
  'big-body-length-told': { kind: 'bigBody', megabytes: 200, lengthTold: true },
  'gzip-bomb': { kind: 'gzipBomb', megabytes: 1000 },

  'web-page': toWebPage(200, 'Welcome to Hotel Wi-Fi'),
  redirect: {
    kind: 'reply',
    status: 302,
    headers: { location: 'http://captive-portal.invalid/login', 'content-type': 'text/html' },
    body: '',
  },
  'proxy-login': toWebPage(407, 'Proxy Authentication Required', {
    'proxy-authenticate': 'Basic realm="proxy"',
  }),
  'proxy-unavailable': toWebPage(503, 'The proxy could not reach the server'),
  'bad-gateway': toWebPage(502, 'Bad Gateway'),
  'gateway-timeout': toWebPage(504, 'Gateway Timeout'),
  'server-error-without-body': { kind: 'reply', status: 500, body: '' },
  'forbidden-without-reason': toJson('{}', 403),

  'empty-object': toJson('{}'),
  'empty-body': toJson(''),
  'empty-list': toJson('[]'),
  null: toJson('null'),
  'bare-string': toJson('"x"'),
  'null-accounts': toJson('{"accounts":[null],"failedAccounts":[null]}'),
  'numeric-ids': toJson(
    '{"accounts":[{"accountId":123456789012,"state":{"status":"ENABLED"},"resourceState":{}}],"failedAccounts":[]}',
  ),
  'accounts-not-a-list': toJson('{"accounts":"x"}'),
  'states-not-objects': toJson(
    '{"accounts":[{"accountId":"123456789012","state":"ENABLED","resourceState":{"ec2":"ENABLED"}}]}',
  ),
  'trailing-garbage': toJson('{"accounts":[],"failedAccounts":[]}<!-- served by proxy -->'),
  'half-json': toJson('{"accounts":[{"accountId":"1234567'),
  'not-gzip': { ...toJson('{"accounts":[]}'), headers: { 'content-encoding': 'gzip' } },

  'access-denied': toServiceError({
    type: 'AccessDeniedException',
    message:
      'User: arn:aws:sts::111122223333:assumed-role/ReadOnly/jane is not authorized to perform: ' +
      'inspector2:{operation} on resource: arn:aws:inspector2:{region}:111122223333:/ because no ' +
      'identity-based policy allows the inspector2:{operation} action',
  }),
  validation: toServiceError({
    type: 'ValidationException',
    message: 'The request holds an account that cannot be read.',
    reason: 'FIELD_VALIDATION_FAILED',
    fields: [{ name: 'accountIds', message: 'The list holds an invalid account.' }],
  }),
  'not-found': toServiceError({ type: 'ResourceNotFoundException', message: 'The resource was not found.' }),
  throttling: toServiceError({ type: 'ThrottlingException', message: 'Rate exceeded' }),
  'throttling-for-minutes': toServiceError({
    type: 'ThrottlingException',
    message: 'Rate exceeded',
    retryAfterSeconds: 600,
  }),
  'internal-error': toServiceError({
    type: 'InternalServerException',
    message: 'An internal error occurred.',
    retryAfterSeconds: 1,
  }),
  'service-unavailable': toServiceError({
    type: 'ServiceUnavailableException',
    message: 'Service is unavailable.',
  }),
  'unrecognized-client': toServiceError({
    type: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
  }),
  'expired-token': toServiceError({
    type: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  }),
  'clock-skew': toServiceError({
    type: 'InvalidSignatureException',
    message: 'Signature expired: the clock of the caller is too far off.',
    clockOffsetMs: 61 * 60 * 1000,
  }),
  'opt-in-required': toServiceError({
    type: 'OptInRequired',
    message: 'The AWS Access Key Id needs a subscription for the service',
  }),
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

/** The fault of a reply that has this body and a JSON content type. */
export function toJson(body: string, status = 200): Fault & { kind: 'reply' } {
  return { kind: 'reply', status, headers: { 'content-type': 'application/json' }, body };
}

function toWebPage(status: number, title: string, headers: Record<string, string> = {}): Fault {
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { kind: 'reply', status, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }, body };
}

function toServiceError(error: ServiceError): Fault {
  return { kind: 'serviceError', ...error };
}
