/** The session token goes to AWS, to the endpoint of the settings, or nowhere. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { DEADLINES } from '../../../src/aws/deadline.ts';
import { createRequestHandler } from '../../../src/aws/requestHandler.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';
import { KEYS, type Sections } from '../support/awsHome.ts';

/**
 * A server that notes who comes. Its address 0.0.0.0 is one that the system leads to loopback, but that is no
 * loopback address to the program: so the trap needs no network, and would hear of a token that is sent to it.
 */
class Trap implements AsyncDisposable {
  connections = 0;
  readonly seen: string[] = [];
  private readonly server = createServer((incoming, response) => {
    this.seen.push(JSON.stringify(incoming.headers));
    response.end('{}');
  });

  static async start(): Promise<Trap> {
    const trap = new Trap();
    trap.server.on('connection', () => {
      trap.connections += 1;
    });
    trap.server.listen(0, '127.0.0.1');
    await once(trap.server, 'listening');
    return trap;
  }

  get url(): string {
    return `http://0.0.0.0:${(this.server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

const SESSION = {
  AWS_ACCESS_KEY_ID: 'ASIACANARY',
  AWS_SECRET_ACCESS_KEY: 'made-up-secret-key',
  AWS_SESSION_TOKEN: 'CANARY-token',
};

describe('Inspector source: endpoints', () => {
  it('the trap of these tests would hear a request', async function () {
    await using trap = await Trap.start();
    const probe = request(trap.url);
    const answered = once(probe, 'response').then(
      () => true,
      () => false,
    );
    probe.end();
    if (!(await answered)) {
      console.log('      skipped: this system does not lead 0.0.0.0 to loopback');
      this.skip();
    }
    assert.equal(trap.seen.length, 1);
  });

  for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_INSPECTOR2']) {
    it(`sends nothing to an http address of ${name} (G4)`, async () => {
      await using trap = await Trap.start();
      await using bench = await AwsBench.start({
        scenario: scenarios.healthy,
        endpointUrl: null,
        environment: { ...SESSION, [name]: trap.url },
      });
      assert.equal((await bench.askForFailure()).kind, 'insecureEndpoint');
      assert.deepEqual([trap.connections, trap.seen], [0, []]);
    });
  }

  it('sends nothing to an http address of a profile (G5)', async () => {
    await using trap = await Trap.start();
    await using bench = await AwsBench.start({
      scenario: scenarios.healthy,
      endpointUrl: null,
      environment: SESSION,
    });
    bench.home.writeConfig({ default: { endpoint_url: trap.url } });
    assert.equal((await bench.askForFailure()).kind, 'insecureEndpoint');
    assert.deepEqual([trap.connections, trap.seen], [0, []]);
  });

  it('sends nothing to an http address that it is given itself, should the settings let one through', async () => {
    await using trap = await Trap.start();
    await using bench = await AwsBench.start({
      scenario: scenarios.healthy,
      endpointUrl: trap.url,
      environment: SESSION,
    });
    assert.equal((await bench.askForFailure()).kind, 'insecureEndpoint');
    assert.equal(trap.connections, 0);
  });

  const ROLE = 'arn:aws:iam::111122223333:role/Audit';
  const TOKEN_KEY = 'corp';
  const ways: readonly [string, string, string, Sections][] = [
    [
      'STS, for a role',
      'AWS_ENDPOINT_URL_STS',
      'audit',
      { 'profile audit': { role_arn: ROLE, source_profile: 'default' } },
    ],
    [
      'STS, for a web identity',
      'AWS_ENDPOINT_URL_STS',
      'audit',
      { 'profile audit': { role_arn: ROLE, web_identity_token_file: '~/.aws/config' } },
    ],
    ['the SSO portal', 'AWS_ENDPOINT_URL_SSO', 'audit', {}],
    ['SSO OIDC', 'AWS_ENDPOINT_URL_SSO_OIDC', 'audit', {}],
    ['all services', 'AWS_ENDPOINT_URL', 'audit', {}],
  ];
  for (const [what, name, profile, config] of ways) {
    it(`sends nothing to an http address of ${name}: ${what} (G4)`, async () => {
      await using trap = await Trap.start();
      await using bench = await AwsBench.start({
        scenario: scenarios.healthy,
        environment: { [name]: trap.url },
      });
      const sso = {
        sso_session: TOKEN_KEY,
        sso_account_id: '111122223333',
        sso_role_name: 'ReadOnly',
      };
      const tokenFile = bench.home.write('token', 'CANARY');
      bench.home.writeConfig({
        'profile audit': sso,
        [`sso-session ${TOKEN_KEY}`]: { sso_start_url: 'https://x.example', sso_region: 'us-east-1' },
        ...Object.fromEntries(
          Object.entries(config).map(([section, settings]) => [
            section,
            'web_identity_token_file' in settings
              ? { ...settings, web_identity_token_file: tokenFile }
              : settings,
          ]),
        ),
      });
      const token = {
        accessToken: 'CANARY-token',
        expiresAt: new Date(Date.now() + 3600_000).toISOString(),
      };
      const file = createHash('sha1').update(TOKEN_KEY).digest('hex');
      bench.home.write(`.aws/sso/cache/${file}.json`, JSON.stringify(token));
      const failure = await bench.askForFailure({ profile });
      assert.deepEqual(failure, { kind: 'insecureEndpoint', code: 'InsecureEndpointError', setting: name });
      assert.deepEqual([trap.connections, trap.seen, bench.emulator.requests.length], [0, [], 0]);
    });
  }

  it('sends nothing to an http address that the SDK finds by itself (G4)', async () => {
    await using trap = await Trap.start();
    const handler = createRequestHandler(DEADLINES);
    const client = new STSClient({
      region: 'us-east-1',
      endpoint: trap.url,
      credentials: { accessKeyId: 'AKIACANARY', secretAccessKey: 'made-up' },
      requestHandler: handler,
    });
    await assert.rejects(client.send(new GetCallerIdentityCommand({})), { name: 'InsecureEndpointError' });
    assert.deepEqual([trap.connections, trap.seen], [0, []]);
    handler.destroy();
  });

  const secrets = [
    'https://user:CANARY@inspector.example',
    'https://CANARY@inspector.example',
    'https://inspector.example/?key=CANARY',
    'https://inspector.example/#CANARY',
  ];
  for (const url of secrets) {
    it(`refuses ${url} of the environment and of a profile, and shows nothing of it (G4, G5)`, async () => {
      await using bench = await AwsBench.start({ scenario: scenarios.healthy, endpointUrl: null });
      bench.home.writeConfig({ 'profile audit': { endpoint_url: url } });
      bench.home.writeCredentials({ default: KEYS, audit: KEYS });
      const code = 'EndpointWithSecret';
      assert.deepEqual(await bench.askForFailure({ profile: 'audit' }), {
        kind: 'insecureEndpoint',
        code,
        setting: 'endpoint_url',
      });
      for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_INSPECTOR2']) {
        process.env[name] = url;
        assert.deepEqual(await bench.askForFailure(), { kind: 'insecureEndpoint', code, setting: name });
        delete process.env[name];
      }
    });
  }

  it('uses a loopback address of the environment, session token and all', async () => {
    await using emulated = await AwsBench.start({ scenario: scenarios.healthy });
    await using bench = await AwsBench.start({
      scenario: scenarios.healthy,
      endpointUrl: null,
      environment: { ...SESSION, AWS_ENDPOINT_URL: emulated.emulator.url },
    });
    await bench.askForAnswers();
    assert.equal(emulated.emulator.requests[0]?.accessKeyId, 'ASIACANARY');
  });

  it('prefers the endpoint of the settings to that of the environment', async () => {
    await using trap = await Trap.start();
    await using bench = await AwsBench.start({
      scenario: scenarios.healthy,
      environment: { ...SESSION, AWS_ENDPOINT_URL: trap.url },
    });
    await bench.askForAnswers();
    assert.deepEqual([bench.emulator.requests.length, trap.connections], [1, 0]);
  });

  it('follows no redirect, which would take the token along', async () => {
    await using trap = await Trap.start();
    await using bench = await AwsBench.start({
      scenario: {
        description: '',
        regions: {
          '*': {
            faults: [{ fault: { kind: 'reply', status: 307, headers: { location: trap.url }, body: '' } }],
          },
        },
      },
      environment: SESSION,
    });
    assert.equal((await bench.askForFailure()).kind, 'webPage');
    assert.equal(trap.connections, 0);
  });

  it('names host and port where nobody listens (C2)', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    await bench.emulator.close();
    const failure = await bench.askForFailure();
    assert.deepEqual(
      [failure.kind, failure.code, failure.host],
      ['unreachable', 'ECONNREFUSED', `127.0.0.1:${bench.emulator.port}`],
    );
  });
});
