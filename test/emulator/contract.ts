/** The two operations as the API model has them: routes, and which requests the service refuses. */
import type { Operation, ServiceError } from './scenario.ts';
import { invalidField } from './serviceErrors.ts';

export type Input =
  | { readonly operation: 'BatchGetAccountStatus'; readonly accountIds: readonly string[] }
  | {
      readonly operation: 'ListMembers';
      readonly onlyAssociated: boolean;
      readonly maxResults: number;
      readonly offset: number;
    };

export const maxAccountIds = 100;
const maxMembers = 50;

export function toOperation(method: string, path: string): Operation | undefined {
  if (method !== 'POST') {
    return undefined;
  }
  if (path === '/status/batch/get') {
    return 'BatchGetAccountStatus';
  }
  return path === '/members/list' ? 'ListMembers' : undefined;
}

/** The JSON of a request's body, an omitted body being `{}`; undefined when it is no JSON. */
export function parseBody(body: string): unknown {
  try {
    return body === '' ? {} : JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Checks what `parseBody` gave; a request that breaks the contract becomes the error that it earns. */
export function toInput(operation: Operation, fields: unknown): Input | ServiceError {
  if (fields === undefined) {
    return unreadable('The request body is not valid JSON.');
  }
  if (!isObject(fields)) {
    return unreadable('The request body is not a JSON object.');
  }
  return operation === 'BatchGetAccountStatus' ? toStatusInput(fields) : toMembersInput(fields);
}

export function isServiceError(value: Input | ServiceError): value is ServiceError {
  return 'type' in value;
}

/** The ids of a request that may break the contract, for the record. */
export function toSentAccountIds(fields: unknown): readonly string[] {
  const accountIds = isObject(fields) ? fields['accountIds'] : undefined;
  return Array.isArray(accountIds) ? accountIds.map(String) : [];
}

/** The token that `toInput` reads back as `offset`. */
export function toNextToken(offset: number): string {
  return Buffer.from(`after:${offset}`).toString('base64');
}

function toStatusInput(fields: Record<string, unknown>): Input | ServiceError {
  const accountIds = fields['accountIds'] ?? [];
  if (!Array.isArray(accountIds) || !accountIds.every((id) => typeof id === 'string')) {
    return unreadable('accountIds is not a list of strings.');
  }
  if (accountIds.length > maxAccountIds) {
    return invalidField('accountIds', `Member must have length less than or equal to ${maxAccountIds}`);
  }
  if (!accountIds.every((id) => /^\d{12}$/.test(id))) {
    return invalidField(
      'accountIds',
      'Member must satisfy constraint: [Member must satisfy regular expression pattern: ^\\d{12}$]',
    );
  }
  return { operation: 'BatchGetAccountStatus', accountIds };
}

function toMembersInput(fields: Record<string, unknown>): Input | ServiceError {
  // The model gives no default for onlyAssociated, and the documentation none either.
  const onlyAssociated = fields['onlyAssociated'] ?? true;
  const maxResults = fields['maxResults'] ?? maxMembers;
  const nextToken = fields['nextToken'] ?? toNextToken(0);
  if (typeof onlyAssociated !== 'boolean' || !isInteger(maxResults) || typeof nextToken !== 'string') {
    return unreadable('onlyAssociated, maxResults or nextToken has a wrong type.');
  }
  if (maxResults < 1) {
    return invalidField('maxResults', 'Member must have value greater than or equal to 1');
  }
  if (maxResults > maxMembers) {
    return invalidField('maxResults', `Member must have value less than or equal to ${maxMembers}`);
  }
  const offset = /^after:(\d+)$/.exec(Buffer.from(nextToken, 'base64').toString())?.[1];
  if (offset === undefined) {
    return invalidField('nextToken', 'The token is invalid');
  }
  return { operation: 'ListMembers', onlyAssociated, maxResults, offset: Number(offset) };
}

function unreadable(message: string): ServiceError {
  return { type: 'SerializationException', message };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}
