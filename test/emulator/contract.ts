/** The operations as their API models have them: routes, and which requests the services refuse. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Operation, ServiceError } from './scenario.ts';
import { invalidField } from './serviceErrors.ts';

export type Input =
  | { readonly operation: 'BatchGetAccountStatus'; readonly accountIds: readonly string[] }
  | {
      readonly operation: 'ListMembers';
      readonly onlyAssociated: boolean;
      readonly maxResults: number;
      readonly offset: number;
    }
  | { readonly operation: 'ListAccounts'; readonly maxResults: number; readonly offset: number }
  | { readonly operation: 'GetCallerIdentity' };

export const maxAccountIds = 100;
const maxMembers = 50;
/** Of ListAccounts. */
const maxAccounts = 20;

/** Inspector has a path for each operation, AWS Organizations a header, AWS STS a field of a form. */
export function toOperation(
  method: string,
  path: string,
  headers: IncomingHttpHeaders,
  body: string | undefined,
): Operation | undefined {
  if (method !== 'POST') {
    return undefined;
  }
  switch (path) {
    case '/status/batch/get':
      return 'BatchGetAccountStatus';
    case '/members/list':
      return 'ListMembers';
    case '/':
      if (headers['x-amz-target'] === 'AWSOrganizationsV20161128.ListAccounts') {
        return 'ListAccounts';
      }
      return new URLSearchParams(body).get('Action') === 'GetCallerIdentity'
        ? 'GetCallerIdentity'
        : undefined;
    default:
      return undefined;
  }
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
  if (operation === 'GetCallerIdentity') {
    return { operation };
  }
  if (fields === undefined) {
    return unreadable('The request body is not valid JSON.');
  }
  if (!isObject(fields)) {
    return unreadable('The request body is not a JSON object.');
  }
  switch (operation) {
    case 'BatchGetAccountStatus':
      return toStatusInput(fields);
    case 'ListMembers':
      return toMembersInput(fields);
    case 'ListAccounts':
      return toAccountsInput(fields);
  }
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
  if (typeof onlyAssociated !== 'boolean') {
    return unreadable('onlyAssociated has a wrong type.');
  }
  const page = toPage(fields, { results: 'maxResults', token: 'nextToken', most: maxMembers });
  return 'type' in page ? page : { operation: 'ListMembers', onlyAssociated, ...page };
}

function toAccountsInput(fields: Record<string, unknown>): Input | ServiceError {
  const page = toPage(fields, { results: 'MaxResults', token: 'NextToken', most: maxAccounts });
  return 'type' in page ? page : { operation: 'ListAccounts', ...page };
}

function toPage(
  fields: Record<string, unknown>,
  names: { readonly results: string; readonly token: string; readonly most: number },
): { readonly maxResults: number; readonly offset: number } | ServiceError {
  const { results, token, most } = names;
  const maxResults = fields[results] ?? most;
  const nextToken = fields[token] ?? toNextToken(0);
  if (!isInteger(maxResults) || typeof nextToken !== 'string') {
    return unreadable(`${results} or ${token} has a wrong type.`);
  }
  if (maxResults < 1) {
    return invalidField(results, 'Member must have value greater than or equal to 1');
  }
  if (maxResults > most) {
    return invalidField(results, `Member must have value less than or equal to ${most}`);
  }
  const offset = /^after:(\d+)$/.exec(Buffer.from(nextToken, 'base64').toString())?.[1];
  return offset === undefined
    ? invalidField(token, 'The token is invalid')
    : { maxResults, offset: Number(offset) };
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
