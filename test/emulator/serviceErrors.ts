/** The errors of a whole call, in the form of each service's protocol. */
import { type Reply, xmlReply } from './reply.ts';
import type { Operation, ServiceError } from './scenario.ts';

/**
 * The first five belong to the operations (API model of Inspector), the others come from what every AWS
 * service has in front of it.
 */
const statusByType: Readonly<Record<string, number>> = {
  ValidationException: 400,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ThrottlingException: 429,
  TooManyRequestsException: 400,
  InternalServerException: 500,
  SerializationException: 400,
  UnknownOperationException: 404,
  RequestEntityTooLargeException: 413,
  UnrecognizedClientException: 403,
  ExpiredTokenException: 403,
  InvalidSignatureException: 403,
  OptInRequired: 403,
  SubscriptionRequiredException: 403,
  ServiceUnavailableException: 503,
};

/** The namespace of what AWS STS says. */
export const STS = 'https://sts.amazonaws.com/doc/2011-06-15/';

export function toErrorReply(
  error: ServiceError,
  call: { region: string; operation: Operation | undefined },
): Reply {
  const message = error.message
    .replaceAll('{region}', call.region)
    .replaceAll('{operation}', call.operation ?? 'unknown');
  if (call.operation === 'GetCallerIdentity') {
    const fault = `<Error><Type>Sender</Type><Code>${error.type}</Code><Message>${message}</Message></Error>`;
    return xmlReply(`<ErrorResponse xmlns="${STS}">${fault}</ErrorResponse>`, getErrorStatus(error));
  }
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'x-amzn-ErrorType': error.type,
  };
  // The model binds retryAfterSeconds to the Retry-After header: it is no part of the body.
  if (error.retryAfterSeconds !== undefined) {
    headers['Retry-After'] = String(error.retryAfterSeconds);
  }
  if (error.clockOffsetMs !== undefined) {
    headers['Date'] = new Date(Date.now() + error.clockOffsetMs).toUTCString();
  }
  const { reason, fields } = error;
  return {
    status: getErrorStatus(error),
    headers,
    body: JSON.stringify({ __type: error.type, message, reason, fields }),
  };
}

/** Throws when neither the scenario nor this file knows the status. */
export function getErrorStatus(error: ServiceError): number {
  const status = error.status ?? statusByType[error.type];
  if (status === undefined) {
    throw new RangeError(`The scenario must say which HTTP status ${error.type} has`);
  }
  return status;
}

export function invalidField(field: string, constraint: string): ServiceError {
  const message = `Value at '${field}' failed to satisfy constraint: ${constraint}`;
  return {
    type: 'ValidationException',
    message: `1 validation error detected: ${message}`,
    reason: 'FIELD_VALIDATION_FAILED',
    fields: [{ name: field, message }],
  };
}
