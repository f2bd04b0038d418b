/** SSO profiles: signed out is said only when somebody has to sign in. */
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Deadlines } from '../../../src/aws/deadline.ts';
import { faults } from '../../emulator/faults.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';
import { AwsServices, type ServiceFault, toKeyId } from '../support/awsServices.ts';

const START_URL = 'https://corp.awsapps.example/start';
const ROLE = { sso_account_id: '111122223333', sso_role_name: 'ReadOnly' };
const HOUR = 3600_000;
const NOWHERE = {
  AWS_ENDPOINT_URL_SSO: 'http://127.0.0.1:1',
  AWS_ENDPOINT_URL_SSO_OIDC: 'http://127.0.0.1:1',
};

interface Start {
  readonly environment?: Readonly<Record<string, string>>;
  readonly deadlines?: Partial<Deadlines>;
  readonly pause?: (delayMs: number) => Promise<void>;
  readonly scenario?: Parameters<typeof AwsBench.start>[0]['scenario'];
}

class Corp implements AsyncDisposable {
  readonly services: AwsServices;
  readonly bench: AwsBench;
  readonly session: string;

  static async start({ environment, scenario = scenarios.healthy, ...more }: Start = {}): Promise<Corp> {
    const services = await AwsServices.start();
    const bench = await AwsBench.start({
      scenario,
      environment: { ...services.environment, ...environment },
      ...more,
    });
    return new Corp(services, bench);
  }

  private constructor(services: AwsServices, bench: AwsBench) {
    this.services = services;
    this.bench = bench;
    // The SDK keeps, for the life of a process, when a session of a name was renewed last.
    this.session = `corp-${randomUUID()}`;
    bench.home.writeConfig({
      'profile corp': { sso_session: this.session, ...ROLE },
      'profile legacy': { sso_start_url: START_URL, sso_region: 'us-east-1', ...ROLE },
      'profile lost': { sso_session: 'nope', ...ROLE },
      'profile onward': { role_arn: 'arn:aws:iam::111122223333:role/Onward', source_profile: 'corp' },
      [`sso-session ${this.session}`]: { sso_start_url: START_URL, sso_region: 'us-east-1' },
    });
  }

  private toFile(key: string): string {
    return `.aws/sso/cache/${createHash('sha1').update(key).digest('hex')}.json`;
  }

  /** What `aws sso login` leaves behind, for both forms of profile. */
  writeToken(text: string): void {
    for (const key of [this.session, START_URL]) {
      this.bench.home.write(this.toFile(key), text);
    }
  }

  readToken(): { accessToken?: string } {
    return JSON.parse(readFileSync(`${this.bench.home.path}/${this.toFile(this.session)}`, 'utf8'));
  }

  signIn(lifeMs = HOUR, more: object = {}): void {
    const expiresAt = new Date(Date.now() + lifeMs).toISOString();
    const { bearerToken: accessToken } = this.services;
    this.writeToken(
      JSON.stringify({ startUrl: START_URL, region: 'us-east-1', accessToken, expiresAt, ...more }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bench[Symbol.asyncDispose]();
    await this.services[Symbol.asyncDispose]();
  }
}

/** With these a session that has ended can be renewed without anybody. */
const RENEWABLE = {
  clientId: 'made-up',
  clientSecret: 'made-up',
  refreshToken: 'made-up',
  registrationExpiresAt: new Date(Date.now() + 24 * HOUR).toISOString(),
};

describe('SSO', () => {
  for (const profile of ['corp', 'legacy']) {
    const sessionOf = (corp: Corp) => (profile === 'corp' ? corp.session : START_URL);

    it(`gets the credentials of the role, for profile ${profile}`, async () => {
      await using corp = await Corp.start();
      corp.signIn();
      await corp.bench.askForAnswers({ profile });
      assert.deepEqual(corp.services.of('GetRoleCredentials')[0]?.parameters, {
        role_name: 'ReadOnly',
        account_id: '111122223333',
      });
      assert.equal(corp.bench.emulator.requests[0]?.accessKeyId, toKeyId('ReadOnly'));
    });

    it(`says signed out, and of which session, where nobody ever signed in, for profile ${profile} (B6)`, async () => {
      await using corp = await Corp.start();
      assert.deepEqual(await corp.bench.askForFailure({ profile }), {
        kind: 'signedOut',
        code: 'NoSession',
        ssoSession: sessionOf(corp),
      });
      assert.deepEqual([corp.bench.emulator.requests.length, corp.services.requests.length], [0, 0]);
    });

    it(`says signed out where the session has ended, for profile ${profile} (B7)`, async () => {
      await using corp = await Corp.start();
      corp.signIn(-HOUR);
      const failure = await corp.bench.askForFailure({ profile });
      assert.deepEqual([failure.kind, failure.ssoSession], ['signedOut', sessionOf(corp)]);
      assert.equal(corp.services.requests.length, 0);
    });

    it(`reads a broken token file again after 300 ms, twice, then says signed out, for profile ${profile} (B9)`, async () => {
      for (const text of ['', '{"startUrl": "ht', 'garbage', '[]', '{}', 'null', '{"accessToken":"x"}']) {
        const pauses: number[] = [];
        const pause = async (delayMs: number) => void pauses.push(delayMs);
        await using corp = await Corp.start({ pause });
        corp.writeToken(text);
        const failure = await corp.bench.askForFailure({ profile });
        assert.deepEqual([failure.kind, pauses], ['signedOut', [300, 300]], text);
      }
    });

    it(`uses a token that is written to its end a moment later, for profile ${profile} (B9)`, async () => {
      const waits: (() => void)[] = [() => {}, () => corp.signIn()];
      const corp: Corp = await Corp.start({ pause: async () => waits.shift()?.() });
      await using _ = corp;
      corp.writeToken('{"startUrl": "ht');
      await corp.bench.askForAnswers({ profile });
      assert.equal(waits.length, 0);
    });

    it(`reads again after somebody signed in, without a new source, for profile ${profile} (B6)`, async () => {
      await using corp = await Corp.start();
      assert.equal((await corp.bench.askForFailure({ profile })).kind, 'signedOut');
      corp.signIn();
      corp.bench.source.beginRefresh('person');
      await corp.bench.askForAnswers({ profile });
    });
  }

  it('says signed out of the session that a role is assumed through (B6, B18)', async () => {
    await using corp = await Corp.start();
    const failure = await corp.bench.askForFailure({ profile: 'onward' });
    assert.deepEqual([failure.kind, failure.ssoSession], ['signedOut', corp.session]);
    corp.signIn();
    corp.bench.source.beginRefresh('person');
    await corp.bench.askForAnswers({ profile: 'onward' });
    assert.equal(corp.services.of('AssumeRole')[0]?.accessKeyId, toKeyId('ReadOnly'));
  });

  it('keeps the Regions that are read when the session ends in the middle of a refresh (B8)', async () => {
    await using corp = await Corp.start({
      scenario: {
        description: '',
        regions: {
          '*': { faults: [{ fault: faults['expired-token'] }] },
          'us-east-1': { otherAccounts: { account: { state: { status: 'ENABLED' }, resourceState: {} } } },
        },
      },
    });
    corp.signIn();
    corp.bench.source.beginRefresh('schedule');
    await corp.bench.askForAnswers({ profile: 'corp', region: 'us-east-1' });
    corp.signIn(-1);
    for (const region of ['eu-west-1', 'sa-east-1']) {
      const failure = await corp.bench.askForFailure({ profile: 'corp', region });
      assert.deepEqual([failure.kind, failure.ssoSession], ['signedOut', corp.session]);
    }
    assert.equal(corp.services.requests.length, 1, 'the session that has ended is not used again');
  });

  it('renews a session that can be, and keeps the new token for other programs', async () => {
    await using corp = await Corp.start();
    corp.signIn(-1, RENEWABLE);
    await corp.bench.askForAnswers({ profile: 'corp' });
    assert.equal(corp.services.of('CreateToken')[0]?.parameters['grantType'], 'refresh_token');
    assert.equal(corp.readToken().accessToken, 'made-up-renewed-token');
  });

  it('does not say signed out where the portal cannot be reached (B10)', async () => {
    await using corp = await Corp.start({ environment: NOWHERE });
    corp.signIn();
    assert.equal((await corp.bench.askForFailure({ profile: 'corp' })).kind, 'unreachable');
  });

  it('does not say signed out where a session that could be renewed cannot reach its server, nor a moment later (B10)', async () => {
    await using corp = await Corp.start({ environment: NOWHERE });
    corp.signIn(-1, RENEWABLE);
    for (const cause of ['person', 'schedule', 'person'] as const) {
      corp.bench.source.beginRefresh(cause);
      assert.equal((await corp.bench.askForFailure({ profile: 'corp' })).kind, 'unreachable');
    }
  });

  const strangers: readonly [string, ServiceFault, string][] = [
    ['is overloaded', { kind: 'error', status: 503, code: 'ServiceUnavailableException' }, 'serviceFault'],
    ['slows down', { kind: 'error', status: 429, code: 'TooManyRequestsException' }, 'throttled'],
    [
      'is a web page',
      { kind: 'reply', status: 200, headers: { 'content-type': 'text/html' }, body: '<html>CANARY</html>' },
      'webPage',
    ],
    [
      'leads elsewhere',
      { kind: 'reply', status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      'webPage',
    ],
    [
      'is a proxy that wants a login',
      { kind: 'reply', status: 407, headers: { 'content-type': 'text/html' }, body: '<p>CANARY</p>' },
      'proxyLogin',
    ],
  ];
  for (const [what, fault, kind] of strangers) {
    it(`does not say signed out where the portal ${what}, but ${kind} (B10)`, async () => {
      await using corp = await Corp.start();
      corp.services.fail('GetRoleCredentials', fault);
      corp.signIn();
      const failure = await corp.bench.askForFailure({ profile: 'corp' });
      assert.equal(failure.kind, kind);
      assert.equal(failure.service, kind === 'serviceFault' ? 'sso' : undefined);
      assert.doesNotMatch(JSON.stringify(failure), /CANARY/);
    });

    it(`does not say signed out where the renewal ${what} (B10)`, async () => {
      await using corp = await Corp.start();
      corp.services.fail('CreateToken', fault);
      corp.signIn(-1, RENEWABLE);
      const { kind: renewalKind } = await corp.bench.askForFailure({ profile: 'corp' });
      assert.equal(renewalKind, kind);
    });
  }

  it('says signed out where the renewal is refused (B7)', async () => {
    await using corp = await Corp.start();
    corp.services.fail('CreateToken', { kind: 'error', status: 400, code: 'InvalidGrantException' });
    corp.signIn(-1, RENEWABLE);
    assert.equal((await corp.bench.askForFailure({ profile: 'corp' })).kind, 'signedOut');
  });

  for (const [status, code] of [
    [403, 'ForbiddenException'],
    [404, 'ResourceNotFoundException'],
  ] as const) {
    it(`says which role in which account there is not, where the portal says ${code} (B11)`, async () => {
      await using corp = await Corp.start();
      corp.services.fail('GetRoleCredentials', { kind: 'error', status, code, message: 'No access' });
      corp.signIn();
      assert.deepEqual(await corp.bench.askForFailure({ profile: 'corp' }), {
        kind: 'credentialsFailed',
        code: 'SsoRoleDenied',
        ssoSession: corp.session,
        role: 'ReadOnly',
        accountId: '111122223333',
      });
    });
  }

  it('says signed out where the portal does not take the session (B11)', async () => {
    await using corp = await Corp.start();
    corp.signIn();
    corp.services.bearerToken = 'another one';
    const failure = await corp.bench.askForFailure({ profile: 'corp' });
    assert.deepEqual([failure.kind, failure.code], ['signedOut', 'UnauthorizedException']);
  });

  it('gives up a portal that never answers, in the time of the credentials (B16)', async () => {
    await using corp = await Corp.start({ deadlines: { credentials: 200 } });
    corp.services.fail('GetRoleCredentials', { kind: 'hang' });
    corp.signIn();
    assert.equal((await corp.bench.askForFailure({ profile: 'corp' })).kind, 'credentialsTimedOut');
  });

  it('says which session the config does not have, not that somebody is signed out (B5)', async () => {
    await using corp = await Corp.start();
    assert.deepEqual(await corp.bench.askForFailure({ profile: 'lost' }), {
      kind: 'credentialsFailed',
      code: 'SsoSessionMissing',
      profileChain: ['lost'],
      ssoSession: 'nope',
    });
  });
});

/** What `aws login` leaves behind. */
describe('login sessions', () => {
  const SESSION = 'arn:aws:iam::111122223333:user/jane';

  async function startJane(): Promise<AwsBench> {
    const bench = await AwsBench.start({
      scenario: scenarios.healthy,
      environment: { AWS_ENDPOINT_URL_SIGNIN: 'http://127.0.0.1:1' },
    });
    bench.home.writeConfig({ 'profile jane': { login_session: SESSION, region: 'us-east-1' } });
    return bench;
  }

  function writeToken(bench: AwsBench, lifeMs: number): void {
    const name = createHash('sha256').update(SESSION).digest('hex');
    const accessToken = {
      accessKeyId: 'ASIAJANE',
      secretAccessKey: 'made-up',
      sessionToken: 'made-up',
      accountId: '111122223333',
      expiresAt: new Date(Date.now() + lifeMs).toISOString(),
    };
    bench.home.write(
      `.aws/login/cache/${name}.json`,
      JSON.stringify({ accessToken, clientId: 'made-up', refreshToken: 'made-up', dpopKey: 'made-up' }),
    );
  }

  it('are used, and said to be signed out where nobody signed in (B6)', async () => {
    await using bench = await startJane();
    assert.deepEqual(await bench.askForFailure({ profile: 'jane' }), {
      kind: 'signedOut',
      code: 'NoSession',
      ssoSession: SESSION,
    });
    writeToken(bench, HOUR);
    bench.source.beginRefresh('person');
    await bench.askForAnswers({ profile: 'jane' });
    assert.equal(bench.emulator.requests[0]?.accessKeyId, 'ASIAJANE');
  });

  it('that have ended and cannot be renewed are signed out (B7)', async () => {
    await using bench = await startJane();
    writeToken(bench, -HOUR);
    const failure = await bench.askForFailure({ profile: 'jane' });
    assert.deepEqual([failure.kind, failure.ssoSession], ['signedOut', SESSION]);
  });
});
