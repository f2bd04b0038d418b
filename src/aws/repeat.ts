// createRepeat: makes requests like one that the SDK has sent, with another body and a signature of their own.

import { createHmac, createSecretKey, hash, type KeyObject, randomUUID } from 'node:crypto';
import { HttpRequest } from '@smithy/core/transport';
import type { AwsCredentialIdentity } from '@smithy/types';

/**
 * The same request with this body, signed with these credentials as of this time; undefined where it would have
 * other headers, because only one of the two has a session token.
 */
export type Repeat = (body: string, credentials: AwsCredentialIdentity, at: Date) => HttpRequest | undefined;

/** What the SDK has decided: the Region and the service that the signature is for, and the headers that it covers. */
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+),/;

/** Headers that are others in each request. */
const CHANGING: ReadonlySet<string> = new Set([
  'amz-sdk-invocation-id',
  'content-length',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
]);

/**
 * Undefined for a request that is more than a path and a body, or not signed with Signature Version 4:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function createRepeat(sent: HttpRequest): Repeat | undefined {
  const [, region, service, list] = AUTHORIZATION.exec(sent.headers['authorization'] ?? '') ?? [];
  const isPlain = /^(\/[\w~-][\w.~-]*)*\/?$/.test(sent.path) && Object.keys(sent.query).length === 0;
  if (region === undefined || service === undefined || list === undefined || !isPlain) {
    return undefined;
  }
  const names = list.split(';');
  // Made once, because they are most of what is signed.
  const fixedLines = names.map((name) => (CHANGING.has(name) ? undefined : toLine(name, sent.headers[name])));
  const hasToken = names.includes('x-amz-security-token');
  const getKey = createKeys(region, service);
  return (body, credentials, at) => {
    if (hasToken !== (credentials.sessionToken !== undefined)) {
      return undefined;
    }
    const time = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
    const day = time.slice(0, 8);
    const scope = `${day}/${region}/${service}/aws4_request`;
    const sum = hash('sha256', body);
    const changing: Record<string, string> = {
      'amz-sdk-invocation-id': randomUUID(),
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-content-sha256': sum,
      'x-amz-date': time,
      ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
    };
    const lines = names.map((name, at) => fixedLines[at] ?? toLine(name, changing[name])).join('');
    const canonical = `${sent.method}\n${sent.path}\n\n${lines}\n${list}\n${sum}`;
    const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash('sha256', canonical)}`;
    const signature = createHmac('sha256', getKey(credentials, day)).update(toSign).digest('hex');
    const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${list}, Signature=${signature}`;
    return new HttpRequest({ ...sent, headers: { ...sent.headers, ...changing, authorization }, body });
  };
}

/** Derived once for the credentials and the day, as an object: Node looks at bytes anew each time, which takes longer. */
function createKeys(region: string, service: string) {
  const known = new WeakMap<AwsCredentialIdentity, { readonly day: string; readonly key: KeyObject }>();
  return (credentials: AwsCredentialIdentity, day: string): KeyObject => {
    const latest = known.get(credentials);
    if (latest?.day === day) {
      return latest.key;
    }
    const bytes = [day, region, service, 'aws4_request'].reduce(
      (key, step) => createHmac('sha256', key).update(step).digest(),
      Buffer.from(`AWS4${credentials.secretAccessKey}`),
    );
    const key = createSecretKey(bytes);
    known.set(credentials, { day, key });
    return key;
  };
}

function toLine(name: string, value = ''): string {
  return `${name}:${value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '')}\n`;
}
