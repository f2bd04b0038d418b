/** Secrets in all that AWS, a network or a program can send are in nothing that is kept, logged or shown. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Stage } from '../../src/aws/failureKinds.ts';
import { toFailure } from '../../src/aws/failures.ts';
import type { CallRecord } from '../../src/core/ports.ts';
import { RefreshEngine } from '../../src/core/refresh/refresh.ts';
import type { RawSettings } from '../../src/core/settings/configuration.ts';
import { SnapshotStore } from '../../src/core/state/store.ts';
import { OutputCallLog } from '../../src/vscode/callLog.ts';
import { toFailed } from '../emulator/accountAnswers.ts';
import { type FaultName, faults } from '../emulator/faults.ts';
import type { AccountAnswer, Fault } from '../emulator/scenario.ts';
import { healthy, healthyWithFaults } from '../emulator/scenarios/healthyBut.ts';
import { AwsBench } from './support/awsBench.ts';
import { configure, toIds } from './support/builders.ts';
import { ALL_CANARIES, CANARIES, findCanaries } from './support/canaries.ts';
import { writeProgram } from './support/keyProcess.ts';
import { HurriedClock } from './support/virtualClock.ts';

function secretOf(kind: string): string {
  const canary = CANARIES.find((each) => each.kind === kind);
  assert.ok(canary, kind);
  return canary.secret;
}

/** The person's own keys are canaries too. */
const KEYS = {
  aws_access_key_id: secretOf('an access key id'),
  aws_secret_access_key: secretOf('a secret access key alone'),
  aws_session_token: secretOf('a session token'),
};

/** Everything that a refresh leaves behind: the snapshot, what was recorded of each call, and the log's lines. */
async function readAll(bench: AwsBench, settings: Partial<RawSettings> = {}): Promise<string> {
  const lines: string[] = [];
  const records: CallRecord[] = [];
  const log = new OutputCallLog({ info: (line) => lines.push(line), warn: (line) => lines.push(line) });
  const store = new SnapshotStore();
  const engine = new RefreshEngine({
    store,
    clock: new HurriedClock(),
    openSource: async () => bench.source,
    log: {
      recordCall(record) {
        records.push(record);
        log.recordCall(record);
      },
      recordMembers: (record) => log.recordMembers(record),
    },
  });
  try {
    await engine.configure(
      configure({
        accountIds: toIds(2),
        regions: ['us-east-1'],
        endpointUrl: bench.emulator.url,
        ...settings,
      }),
    );
    assert.equal(store.current.scopes[0]?.accounts.length !== 0, true);
    return [JSON.stringify([store.current, records], withMaps), ...lines].join('\n');
  } finally {
    engine.dispose();
    store.dispose();
  }
}

function withMaps(_key: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}

async function readWith(fault: Fault): Promise<string> {
  await using bench = await AwsBench.start({
    scenario: healthyWithFaults({ fault }),
    deadlines: { request: 300, call: 600 },
  });
  bench.home.writeCredentials({ default: KEYS });
  const all = await readAll(bench);
  assert.ok(bench.emulator.requests.length > 0, 'the fault was met');
  return all;
}

/** The errors that a call may end with. */
const ERRORS = [
  'AccessDeniedException',
  'ThrottlingException',
  'ValidationException',
  'ResourceNotFoundException',
  'OptInRequired',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'RequestTimeTooSkewed',
  'InternalServerException',
  'ServiceUnavailableException',
  'NobodyKnowsThisException',
];

/** Without line breaks, which a header cannot hold. */
const IN_HEADERS = ALL_CANARIES.replaceAll(/\s/g, ' ');

describe('canaries: secrets in what a call meets are in nothing that is kept or logged', () => {
  for (const type of ERRORS) {
    it(`in the message of ${type} (G8, G9, G15)`, async () => {
      const all = await readWith({ kind: 'serviceError', type, message: ALL_CANARIES, status: 403 });
      assert.deepEqual(findCanaries(all), []);
      assert.match(all, new RegExp(type));
    });
  }

  it('and what is told of a message is told without them (G8)', async () => {
    const all = await readWith({
      kind: 'serviceError',
      type: 'AccessDeniedException',
      message: `${CANARIES[0]?.text}, not authorized`,
    });
    assert.match(all, /the key \*\*\* is not active, not authorized/);
  });

  for (const status of [200, 302, 400, 401, 403, 407, 429, 500, 503]) {
    it(`in headers and body of an answer ${status} (G8, G9)`, async () => {
      for (const contentType of ['text/html', 'application/json', 'text/plain']) {
        const headers = {
          'content-type': contentType,
          'x-amzn-requestid': IN_HEADERS,
          'x-amzn-errortype': IN_HEADERS,
          'set-cookie': IN_HEADERS,
          location: `http://example.invalid/?${secretOf('a signed address')}`,
          'www-authenticate': IN_HEADERS,
        };
        for (const body of [
          ALL_CANARIES,
          JSON.stringify({ __type: ALL_CANARIES, message: ALL_CANARIES, code: ALL_CANARIES }),
        ]) {
          const all = await readWith({ kind: 'reply', status, headers, body });
          assert.deepEqual(findCanaries(all), []);
        }
      }
    });
  }

  const named = Object.keys(faults).filter((name) => !/^big-body|^gzip-bomb/.test(name)) as FaultName[];
  it(`in the keys that a call is signed with, whatever it meets of ${named.length} faults (G8)`, async function () {
    this.timeout(60_000);
    for (const name of named) {
      assert.deepEqual(findCanaries(await readWith(faults[name])), [], name);
    }
  });

  it('in what the service says of single accounts and scan types (G8, G15)', async () => {
    const answers = CANARIES.flatMap(({ text }): AccountAnswer[] => [
      toFailed('INTERNAL_ERROR', text),
      toFailed(text, text, { status: text, resourceStatus: { ec2: text, [text.slice(0, 100)]: text } }),
      {
        account: {
          state: { status: text, errorCode: text, errorMessage: text },
          resourceState: {
            ec2: { status: text, errorCode: text, errorMessage: text },
            [text.slice(0, 100)]: { status: 'ENABLED' },
          },
        },
      },
    ]);
    const ids = toIds(answers.length);
    const accounts = Object.fromEntries(ids.map((id, index) => [id, answers[index] ?? {}]));
    await using bench = await AwsBench.start({
      scenario: { description: '', regions: { '*': { accounts } } },
    });
    const all = await readAll(bench, { accountIds: ids });
    assert.deepEqual(findCanaries(all), []);
    assert.ok((all.match(/\*\*\*/g)?.length ?? 0) > CANARIES.length * 3);
  });
});

describe('canaries: secrets in what a credential step meets are in nothing that is kept or logged', () => {
  const profile = 'audit';

  it('in command line, output and errors of a credential process (B15, G8, G9)', async function () {
    this.timeout(30_000);
    const output = JSON.stringify(ALL_CANARIES);
    for (const program of [
      `console.error(${output}); console.log(${output}); process.exit(3);`,
      `console.log(${output});`,
      `console.log(JSON.stringify({ Version: 2, SecretAccessKey: ${output} }));`,
      `console.log(JSON.stringify({ Version: 1, AccessKeyId: ${output} }));`,
      `throw new Error(${output});`,
    ]) {
      await using bench = await AwsBench.start({ scenario: healthy });
      const words = CANARIES.map(({ text }) => `'${text.replaceAll(/[\s']/g, ' ')}'`).join(' ');
      const line = `${writeProgram(bench.home, 'keys', program)} ${words}`;
      bench.home.writeConfig({ [`profile ${profile}`]: { credential_process: line } });
      const all = await readAll(bench, { profile });
      assert.deepEqual(findCanaries(all), [], program);
      assert.match(all, /credentialsFailed/);
    }
  });

  for (const status of [400, 401, 403, 429, 500]) {
    it(`in what STS and the SSO portal answer with ${status}, and in their tokens (G8, G9)`, async function () {
      this.timeout(30_000);
      const texts = CANARIES.map(({ text }) => text.replaceAll('<', '&lt;')).join('\n');
      await using server = await startServer(status, (path) =>
        path === '/'
          ? `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${texts}</Message></Error></ErrorResponse>`
          : JSON.stringify({
              __type: 'ForbiddenException',
              message: ALL_CANARIES,
              error_description: ALL_CANARIES,
            }),
      );
      await using bench = await AwsBench.start({
        scenario: healthy,
        environment: {
          AWS_ENDPOINT_URL_STS: server.url,
          AWS_ENDPOINT_URL_SSO: server.url,
          AWS_ENDPOINT_URL_SSO_OIDC: server.url,
        },
      });
      bench.home.writeCredentials({ default: KEYS });
      const tokenFile = bench.home.write('token', secretOf('a JSON web token'));
      const role_arn = 'arn:aws:iam::111122223333:role/Audit';
      const sso = { sso_account_id: '111122223333', sso_role_name: 'ReadOnly' };
      const session = { sso_start_url: 'https://corp.example/start', sso_region: 'us-east-1' };
      bench.home.writeConfig({
        'profile role': { role_arn, source_profile: 'default' },
        'profile web': { role_arn, web_identity_token_file: tokenFile },
        'profile live': { sso_session: 'live', ...sso },
        'profile ended': { sso_session: 'ended', ...sso },
        'sso-session live': session,
        'sso-session ended': session,
      });
      for (const [name, lifeMs] of [
        ['live', 3600_000],
        ['ended', -3600_000],
      ] as const) {
        const token = {
          startUrl: session.sso_start_url,
          region: 'us-east-1',
          accessToken: secretOf('an SSO access token'),
          refreshToken: secretOf('an SSO refresh token'),
          clientId: 'client',
          clientSecret: secretOf('an SSO client secret'),
          expiresAt: new Date(Date.now() + lifeMs).toISOString(),
          registrationExpiresAt: new Date(Date.now() + 3600_000).toISOString(),
        };
        const file = createHash('sha1').update(name).digest('hex');
        bench.home.write(`.aws/sso/cache/${file}.json`, JSON.stringify(token));
      }
      for (const each of ['role', 'web', 'live', 'ended']) {
        const asked = server.count();
        const all = await readAll(bench, { profile: each });
        assert.deepEqual(findCanaries(all), [], each);
        assert.match(all, /"failure":\{/);
        // The SDK tries to renew a session at most twice a minute, whoever asks.
        assert.ok(each === 'ended' || server.count() > asked, `${each} asked the server`);
      }
    });
  }
});

describe('canaries: secrets in what is thrown are in no failure', () => {
  const stages: readonly Stage[] = [
    { kind: 'request', region: 'us-east-1', endpointUrl: undefined },
    { kind: 'credentials', profile: 'audit' },
    { kind: 'session', session: 'corp', role: 'ReadOnly', accountId: '111122223333' },
    { kind: 'role', role: 'arn:aws:iam::111122223333:role/R', profileChain: ['audit'] },
    { kind: 'region', profile: '' },
  ];
  for (const { kind, text } of CANARIES) {
    it(`${kind}, as message, cause, stack, name, code, answer or command line (G9)`, () => {
      const thrown = {
        message: text,
        stack: text,
        cause: Object.assign(new Error(text), { cause: text }),
        cmd: text,
        stdout: text,
        stderr: text,
        $fault: 'client',
        $metadata: { httpStatusCode: 403, requestId: text, extendedRequestId: text, cfId: text },
        $response: { headers: { authorization: text, 'retry-after': text }, body: text, reason: text },
      };
      for (const name of [...ERRORS, 'CredentialsProviderError', 'TokenProviderError', 'Error', text]) {
        for (const code of [undefined, 'ENOENT', text]) {
          for (const stage of stages) {
            const failure = toFailure(Object.assign(new Error(text), thrown, { name, code }), stage);
            assert.deepEqual(findCanaries(JSON.stringify(failure)), [], `${name} ${code} ${stage.kind}`);
          }
        }
      }
    });
  }
});

/** Answers every request with this status. */
async function startServer(
  status: number,
  toBody: (path: string) => string,
): Promise<{ url: string; count(): number } & AsyncDisposable> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    response.writeHead(status, { 'x-amzn-requestid': IN_HEADERS });
    response.end(toBody(request.url ?? ''));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
