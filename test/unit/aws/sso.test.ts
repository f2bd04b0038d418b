/** SSO profiles: signed out is said only when somebody has to sign in. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Deadlines } from '../../../src/aws/inspectorSource.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';

const START_URL = 'https://corp.awsapps.example/start';
const ROLE = { sso_account_id: '111122223333', sso_role_name: 'ReadOnly' };
const HOUR = 3600_000;
const NOWHERE = 'http://127.0.0.1:1';

async function startCorp(
  environment: Record<string, string> = {},
  deadlines: Partial<Deadlines> = {},
): Promise<AwsBench> {
  const bench = await AwsBench.start({
    scenario: scenarios.healthy,
    // Where a test has no portal of its own, nobody is asked: least of all AWS.
    environment: { AWS_ENDPOINT_URL_SSO: NOWHERE, AWS_ENDPOINT_URL_SSO_OIDC: NOWHERE, ...environment },
    deadlines,
  });
  bench.home.writeConfig({
    'profile corp': { sso_session: 'corp', ...ROLE },
    'profile legacy': { sso_start_url: START_URL, sso_region: 'us-east-1', ...ROLE },
    'profile lost': { sso_session: 'nope', ...ROLE },
    'sso-session corp': { sso_start_url: START_URL, sso_region: 'us-east-1' },
  });
  return bench;
}

/** What `aws sso login` leaves behind, for both forms of profile. */
function writeToken(bench: AwsBench, text: string): void {
  for (const key of ['corp', START_URL]) {
    bench.home.write(`.aws/sso/cache/${createHash('sha1').update(key).digest('hex')}.json`, text);
  }
}

function toToken(lifeMs: number): string {
  const expiresAt = new Date(Date.now() + lifeMs).toISOString();
  return JSON.stringify({ startUrl: START_URL, region: 'us-east-1', accessToken: 'CANARY', expiresAt });
}

/** What the portal says to a session that it does not know. */
const refuseSession: RequestListener = (_, response) => {
  response.writeHead(401, {
    'content-type': 'application/json',
    'x-amzn-errortype': 'UnauthorizedException',
  });
  response.end('{"message":"Session token not found or invalid"}');
};

/** A local stand-in for the SSO portal. */
async function startPortal(listener: RequestListener): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('Inspector source: SSO', () => {
  for (const profile of ['corp', 'legacy']) {
    it(`says signed out where nobody ever signed in, for profile ${profile} (B6)`, async () => {
      await using bench = await startCorp();
      const failure = await bench.askForFailure({ profile });
      assert.equal(failure.kind, 'signedOut');
      assert.equal(failure.message, undefined);
      assert.equal(bench.emulator.requests.length, 0);
    });

    it(`says signed out where the session has ended, for profile ${profile} (B7)`, async () => {
      await using bench = await startCorp();
      writeToken(bench, toToken(-HOUR));
      assert.equal((await bench.askForFailure({ profile })).kind, 'signedOut');
    });

    it(`says signed out where the token file is broken, for profile ${profile} (B9)`, async () => {
      await using portal = await startPortal(refuseSession);
      await using bench = await startCorp({ AWS_ENDPOINT_URL_SSO: portal.url });
      for (const text of ['', '{"startUrl": "ht', 'garbage', '[]', '{}']) {
        writeToken(bench, text);
        const failure = await bench.askForFailure({ profile });
        assert.ok(['signedOut', 'credentialsFailed'].includes(failure.kind), `${text}: ${failure.kind}`);
      }
    });

    it(`reads again after somebody signed in, without a new source, for profile ${profile} (B6)`, async () => {
      await using portal = await startPortal((_, response) => {
        response.setHeader('content-type', 'application/json');
        const roleCredentials = {
          accessKeyId: 'ASIASSO',
          secretAccessKey: 'made-up',
          sessionToken: 'made-up',
          expiration: Date.now() + HOUR,
        };
        response.end(JSON.stringify({ roleCredentials }));
      });
      await using bench = await startCorp({ AWS_ENDPOINT_URL_SSO: portal.url });
      assert.equal((await bench.askForFailure({ profile })).kind, 'signedOut');
      writeToken(bench, toToken(HOUR));
      bench.source.beginRefresh();
      await bench.askForAnswers({ profile });
      assert.equal(bench.emulator.requests[0]?.accessKeyId, 'ASIASSO');
    });
  }

  it('does not say signed out where the portal cannot be reached (B10)', async () => {
    await using bench = await startCorp();
    writeToken(bench, toToken(HOUR));
    const failure = await bench.askForFailure({ profile: 'corp' });
    assert.ok(['unreachable', 'offline', 'timedOut'].includes(failure.kind), failure.kind);
  });

  it('does not say signed out where a session that could be renewed cannot reach its server (B10)', async () => {
    await using bench = await startCorp();
    bench.home.writeConfig({
      'profile branch': { sso_session: 'branch', ...ROLE },
      'sso-session branch': { sso_start_url: START_URL, sso_region: 'us-east-1' },
    });
    const token = {
      ...JSON.parse(toToken(-HOUR)),
      clientId: 'made-up',
      clientSecret: 'made-up',
      refreshToken: 'made-up',
      registrationExpiresAt: new Date(Date.now() + 24 * HOUR).toISOString(),
    };
    const file = createHash('sha1').update('branch').digest('hex');
    bench.home.write(`.aws/sso/cache/${file}.json`, JSON.stringify(token));
    const failure = await bench.askForFailure({ profile: 'branch' });
    assert.ok(['unreachable', 'offline', 'timedOut'].includes(failure.kind), failure.kind);
  });

  it('does not say signed out where the portal refuses the role (B11)', async () => {
    await using portal = await startPortal((_, response) => {
      response.writeHead(403, {
        'content-type': 'application/json',
        'x-amzn-errortype': 'ForbiddenException',
      });
      response.end('{"message":"No access"}');
    });
    await using bench = await startCorp({ AWS_ENDPOINT_URL_SSO: portal.url });
    writeToken(bench, toToken(HOUR));
    assert.notEqual((await bench.askForFailure({ profile: 'corp' })).kind, 'signedOut');
  });

  it('says signed out where the portal does not take the session (B11)', async () => {
    await using portal = await startPortal(refuseSession);
    await using bench = await startCorp({ AWS_ENDPOINT_URL_SSO: portal.url });
    writeToken(bench, toToken(HOUR));
    assert.equal((await bench.askForFailure({ profile: 'corp' })).kind, 'signedOut');
  });

  it('gives up a portal that never answers, in the time of the credentials (B16)', async () => {
    await using portal = await startPortal(() => {});
    await using bench = await startCorp({ AWS_ENDPOINT_URL_SSO: portal.url }, { credentials: 200 });
    writeToken(bench, toToken(HOUR));
    assert.equal((await bench.askForFailure({ profile: 'corp' })).kind, 'credentialsTimedOut');
  });

  it('does not take a session that the config does not have for signed out (B5)', async () => {
    await using bench = await startCorp();
    const failure = await bench.askForFailure({ profile: 'lost' });
    assert.equal(failure.kind, 'credentialsFailed');
    assert.equal(failure.message, undefined);
  });
});
