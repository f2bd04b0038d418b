/** Requests that are made like one that the SDK has sent: signed to the byte as the SDK itself would. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { BatchGetAccountStatusCommand, Inspector2Client } from '@aws-sdk/client-inspector2';
import { Hash } from '@smithy/core/serde';
import { HttpRequest, HttpResponse } from '@smithy/core/transport';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentity } from '@smithy/types';
import * as fc from 'fast-check';
import { ask as askInspector, Route } from '../../../src/aws/exchange.ts';
import { createRepeat } from '../../../src/aws/repeat.ts';
import { checkAsyncProperty } from '../support/properties.ts';
import { seed } from '../support/seededRandom.ts';

interface Place {
  readonly service: string;
  readonly region: string;
}

async function sign(
  request: HttpRequest,
  credentials: AwsCredentialIdentity,
  at: Date,
  { service, region }: Place,
  applyChecksum = true,
): Promise<HttpRequest> {
  const signer = new SignatureV4({
    service,
    region,
    credentials,
    applyChecksum,
    sha256: Hash.bind(null, 'sha256'),
  });
  return (await signer.sign(request, { signingDate: at })) as HttpRequest;
}

/** As the SDK has it before it signs: the same request with another body. */
function toUnsigned(request: HttpRequest, body: string): HttpRequest {
  const signed = ['authorization', 'x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token'];
  const headers = Object.entries(request.headers).filter(([name]) => !signed.includes(name));
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  return new HttpRequest({ ...request, headers: { ...Object.fromEntries(headers), ...length }, body });
}

/** That header is another one each time, and signed where the SDK has signed it. */
function withoutId({ headers, ...request }: HttpRequest): object {
  const { 'amz-sdk-invocation-id': id, ...others } = headers;
  return { ...request, headers: others, hasId: id !== undefined };
}

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const PLACE = { service: 'inspector2', region: 'us-east-1' };
const AT = new Date('2015-08-30T12:36:00Z');

const text = fc.string({ unit: 'binary', maxLength: 60 });
const word = fc.stringMatching(/^[A-Za-z0-9/+=]{1,60}$/);
const headerValue = fc.stringMatching(/^[ \t!-~]{0,40}$/);
const path = fc
  .array(fc.stringMatching(/^[\w~-][\w.~-]{0,8}$/), { maxLength: 4 })
  .map((all) => `/${all.join('/')}`);
const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

describe('requests like one that the SDK has sent', () => {
  it(`have the signature that the SDK gives them, whatever is in them, seed ${seed}`, async function () {
    this.timeout(60_000);
    const input = fc.record({
      path,
      headers: fc.dictionary(fc.stringMatching(/^x-[a-z]{1,6}(-[a-z]{1,6})?$/), headerValue, { maxKeys: 5 }),
      bodies: fc.array(text, { minLength: 2, maxLength: 4 }),
      secrets: fc.array(word, { minLength: 2, maxLength: 3 }),
      times: fc.array(time, { minLength: 2, maxLength: 3 }),
      token: fc.option(word, { nil: undefined }),
      region: fc.constantFrom('us-east-1', 'cn-north-1', 'us-gov-west-1'),
    });
    await checkAsyncProperty(
      fc.asyncProperty(input, async ({ path, headers, bodies, secrets, times, token, region }) => {
        const toCredentials = (at: number) => ({
          accessKeyId: `AKID${at}`,
          secretAccessKey: secrets[at % secrets.length] ?? '',
          ...(token === undefined ? {} : { sessionToken: `${token}${at}` }),
        });
        const place = { service: 'inspector2', region };
        const request = new HttpRequest({
          method: 'POST',
          protocol: 'https:',
          hostname: 'host.example',
          path,
          headers: {
            ...headers,
            host: 'host.example',
            'content-type': 'application/json',
            'user-agent': 'aws-sdk-js/3',
            'amz-sdk-request': 'attempt=1; max=4',
            'content-length': '0',
          },
          body: '',
        });
        const sent = await sign(request, toCredentials(0), times[0] ?? AT, place);
        const repeat = createRepeat(sent);
        assert.ok(repeat !== undefined);
        for (const [index, body] of bodies.entries()) {
          const at = times[index % times.length] ?? AT;
          const repeated = repeat(body, toCredentials(index), at);
          assert.ok(repeated !== undefined);
          const expected = await sign(toUnsigned(sent, body), toCredentials(index), at, place);
          assert.deepEqual(withoutId(repeated), { ...withoutId(expected), hasId: true });
        }
      }),
      500,
    );
  });

  it('have the signature of the examples of AWS', async () => {
    const request = new HttpRequest({
      method: 'POST',
      protocol: 'https:',
      hostname: 'example.amazonaws.com',
      path: '/',
      headers: { host: 'example.amazonaws.com' },
    });
    const place = { service: 'service', region: 'us-east-1' };
    const sent = await sign(request, KEYS, new Date('2015-08-31T00:00:00Z'), place, false);
    assert.match(
      createRepeat(sent)?.('', KEYS, AT)?.headers['authorization'] ?? '',
      // post-vanilla of the test suite of Signature Version 4.
      /Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b$/,
    );
  });

  it('are not made of what is more than a path and a body, or signed otherwise', async () => {
    const request = new HttpRequest({
      method: 'POST',
      protocol: 'https:',
      hostname: 'host.example',
      path: '/status/batch/get',
      headers: { host: 'host.example' },
    });
    const sent = await sign(request, KEYS, AT, PLACE);
    assert.ok(createRepeat(sent) !== undefined);
    for (const other of [
      { query: { a: 'b' } },
      { path: '/status/../get' },
      { path: '/a b' },
      { path: '/%20' },
      { headers: { host: 'host.example' } },
      { headers: { authorization: 'Bearer made-up' } },
    ]) {
      assert.equal(createRepeat(new HttpRequest({ ...sent, ...other })), undefined, JSON.stringify(other));
    }
  });

  it('are not made where a session token comes or goes', async () => {
    const request = new HttpRequest({ method: 'POST', path: '/', headers: { host: 'host.example' } });
    const session = { ...KEYS, sessionToken: 'made-up' };
    const plain = createRepeat(await sign(request, KEYS, AT, PLACE));
    assert.ok(plain?.('', KEYS, AT) !== undefined);
    assert.equal(plain('', session, AT), undefined);
    const withToken = createRepeat(await sign(request, session, AT, PLACE));
    assert.equal(withToken?.('', session, AT)?.headers['x-amz-security-token'], 'made-up');
    assert.equal(withToken?.('', KEYS, AT), undefined);
  });
});

describe('a call like one that was answered', () => {
  /** A client that answers with these statuses in turn, and counts what goes through its layers. */
  function createRoute(statuses: readonly number[]) {
    const sent: HttpRequest[] = [];
    const seen = { layers: 0 };
    const handle = async (request: HttpRequest) => {
      const statusCode = statuses[sent.length] ?? 200;
      sent.push(request);
      return {
        response: new HttpResponse({ statusCode, headers: {}, body: Readable.from([Buffer.from('{}')]) }),
      };
    };
    const requestHandler = { handle } as unknown as NodeHttpHandler;
    const client = new Inspector2Client({
      region: 'us-east-1',
      credentials: KEYS,
      requestHandler,
      maxAttempts: 4,
    });
    client.middlewareStack.add(
      (next) => (args) => {
        seen.layers += 1;
        return next(args);
      },
      { step: 'initialize' },
    );
    const route = new Route(requestHandler, new Map(), () => client);
    const ask = async (id: string) => {
      const question = { Command: BatchGetAccountStatusCommand, input: { accountIds: [id] } };
      const exchange = askInspector(route, question, KEYS, new AbortController().signal);
      await exchange.reply;
      return exchange.countAttempts();
    };
    return { ask, sent, seen, route };
  }

  it('differs from it in body, id, time and signature alone, and is sent past the layers of the SDK', async () => {
    const { ask, sent, seen } = createRoute([]);
    assert.deepEqual([await ask('111122223333'), await ask('222233334444')], [1, 1]);
    assert.equal(seen.layers, 1);
    const [first, second] = sent;
    assert.deepEqual(
      sent.map(({ body }) => Buffer.from(body).toString()),
      ['{"accountIds":["111122223333"]}', '{"accountIds":["222233334444"]}'],
    );
    const differing = Object.keys({ ...first?.headers, ...second?.headers }).filter(
      (name) => first?.headers[name] !== second?.headers[name],
    );
    const mayDiffer = ['amz-sdk-invocation-id', 'authorization', 'x-amz-content-sha256', 'x-amz-date'];
    assert.deepEqual(
      differing.filter((name) => !mayDiffer.includes(name)),
      [],
    );
  });

  it('needs no client of its own where another one has sent the like', async () => {
    const { ask, sent, seen, route } = createRoute([]);
    await ask('111122223333');
    const other = new Route(route.requestHandler, route.repeats, () => assert.fail('no client is made'));
    const question = { Command: BatchGetAccountStatusCommand, input: { accountIds: ['222233334444'] } };
    const keys = { ...KEYS, accessKeyId: 'AKIAOTHERMADEUP00000' };
    await askInspector(other, question, keys, new AbortController().signal).reply;
    assert.deepEqual([sent.length, seen.layers], [2, 1]);
    assert.match(sent[1]?.headers['authorization'] ?? '', /Credential=AKIAOTHERMADEUP00000\//);
  });

  it('is left to the SDK where it is not answered well, as the first of its attempts', async () => {
    const { ask, sent, seen } = createRoute([200, 503, 200, 200]);
    assert.deepEqual([await ask('111122223333'), await ask('222233334444'), await ask('1')], [1, 2, 1]);
    assert.deepEqual([sent.length, seen.layers], [4, 2]);
    assert.deepEqual(
      sent.map(({ headers }) => headers['amz-sdk-request']),
      ['attempt=1; max=4', 'attempt=1; max=4', 'attempt=2; max=4', 'attempt=1; max=4'],
    );
  });

  it('goes the whole way again after one that had to be tried twice', async () => {
    const { ask, seen } = createRoute([503, 200, 200, 200]);
    assert.deepEqual([await ask('1'), await ask('2'), await ask('3')], [2, 1, 1]);
    assert.equal(seen.layers, 2);
  });
});
