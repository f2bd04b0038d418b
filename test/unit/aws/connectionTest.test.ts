/** The test of the connection goes the way of a refresh, and stops where that is broken. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectionPlan, ConnectionStep } from '../../../src/core/ports.ts';
import { faults } from '../../emulator/faults.ts';
import type { Scenario } from '../../emulator/scenario.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench, type AwsBenchOptions } from '../support/awsBench.ts';
import { KEYS } from '../support/awsHome.ts';
import { AwsServices, IDENTITY } from '../support/awsServices.ts';
import { toId } from '../support/builders.ts';

type Result = ConnectionStep['result'];

class Attempt implements AsyncDisposable {
  readonly services: AwsServices;
  readonly bench: AwsBench;

  static async start(options: Partial<AwsBenchOptions> = {}): Promise<Attempt> {
    const services = await AwsServices.start();
    const { environment, scenario = scenarios.healthy, ...more } = options;
    const bench = await AwsBench.start({
      scenario,
      ...more,
      environment: { ...services.environment, ...environment },
    });
    return new Attempt(services, bench);
  }

  private constructor(services: AwsServices, bench: AwsBench) {
    this.services = services;
    this.bench = bench;
    bench.home.writeConfig({
      'profile audit': {
        role_arn: 'arn:aws:iam::444455556666:role/Audit',
        source_profile: 'default',
        region: 'eu-west-1',
      },
    });
  }

  async run(plan: Partial<ConnectionPlan> = {}, signal = new AbortController().signal): Promise<Result[]> {
    const { url } = this.bench.emulator;
    const whole = { profile: 'audit', regions: [], endpointUrl: url, accountId: undefined, ...plan };
    const results: Result[] = [];
    for await (const { durationMs, result } of this.bench.source.testConnection(whole, signal)) {
      assert.ok(Number.isInteger(durationMs) && durationMs >= 0 && durationMs < 60_000);
      results.push(result);
    }
    return results;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bench[Symbol.asyncDispose]();
    await this.services[Symbol.asyncDispose]();
  }
}

/** What all steps before the last one were, and that one. */
function split(results: readonly Result[]): [string[], Result | undefined] {
  return [results.slice(0, -1).map(({ kind }) => kind), results.at(-1)];
}

describe('connection test', () => {
  it('says of each step what it found', async () => {
    await using attempt = await Attempt.start();
    const before = Date.now();
    const results = await attempt.run();
    const credentials = results[2];
    assert.ok(credentials?.kind === 'credentials' && (credentials.expiresAt ?? 0) > before);
    assert.deepEqual(results, [
      { kind: 'files', found: ['~/.aws/config', '~/.aws/credentials'], missing: [] },
      {
        kind: 'profile',
        profile: { name: 'audit', kind: 'role', region: 'eu-west-1', accountId: '444455556666' },
        endpointUrl: attempt.bench.emulator.url,
        variables: [],
      },
      credentials,
      { kind: 'identity', accountId: IDENTITY.accountId, arn: IDENTITY.arn },
      { kind: 'inspector', region: 'eu-west-1' },
    ]);
    const [call] = attempt.bench.emulator.requests;
    assert.deepEqual(call?.accountIds, [IDENTITY.accountId], 'asked about the identity’s own account');
    assert.doesNotMatch(JSON.stringify(results), /made-up|ASIA|AKIA/);
  });

  it('asks about the account in every Region of the plan, and goes on where one of them fails', async () => {
    const scenario = scenarios.healthy;
    await using attempt = await Attempt.start({
      scenario: {
        ...scenario,
        regions: { ...scenario.regions, 'us-east-1': { faults: [{ fault: faults['access-denied'] }] } },
      },
    });
    const regions = ['sa-east-1', 'us-east-1', 'eu-west-1'];
    const results = await attempt.run({ accountId: toId(7), regions });
    assert.deepEqual(results.at(-3), { kind: 'inspector', region: 'sa-east-1' });
    assert.deepEqual(results.at(-1), { kind: 'inspector', region: 'eu-west-1' });
    const failed = results.at(-2);
    assert.ok(failed?.kind === 'failed');
    assert.deepEqual(
      [failed.step, failed.region, failed.failure.kind],
      ['inspector', 'us-east-1', 'accessDenied'],
    );
    const asked = attempt.bench.emulator.requests.map(({ accountIds, region }) => [region, ...accountIds]);
    assert.deepEqual(asked.sort(), regions.map((region) => [region, toId(7)]).sort());
  });

  it('waits in no Region for another that never answers', async () => {
    const scenario = scenarios.healthy;
    await using attempt = await Attempt.start({
      scenario: {
        ...scenario,
        regions: { ...scenario.regions, 'us-east-1': { faults: [{ fault: faults.hang }] } },
      },
      deadlines: { call: 300 },
    });
    const results = await attempt.run({ accountId: toId(7), regions: ['us-east-1', 'eu-west-1'] });
    const [slow, quick] = results.slice(-2);
    assert.ok(slow?.kind === 'failed' && slow.failure.kind === 'timedOut');
    assert.deepEqual(quick, { kind: 'inspector', region: 'eu-west-1' });
  });

  it('goes the way of the default chain, without files too', async () => {
    await using attempt = await Attempt.start({
      environment: {
        AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT',
        AWS_SECRET_ACCESS_KEY: 'made-up-secret-key',
        AWS_REGION: 'eu-west-2',
      },
    });
    rmSync(join(attempt.bench.home.path, '.aws'), { recursive: true });
    assert.deepEqual((await attempt.run({ profile: '' })).slice(0, 3), [
      { kind: 'files', found: [], missing: ['~/.aws/config', '~/.aws/credentials'] },
      {
        kind: 'profile',
        profile: undefined,
        endpointUrl: attempt.bench.emulator.url,
        variables: ['AWS_ACCESS_KEY_ID'],
      },
      { kind: 'credentials', expiresAt: undefined },
    ]);
  });

  it('names what the environment says besides the profile, and nothing of its values (B23)', async () => {
    await using attempt = await Attempt.start({
      environment: {
        AWS_PROFILE: 'CANARY',
        AWS_ACCESS_KEY_ID: 'CANARY',
        AWS_SECRET_ACCESS_KEY: 'CANARY',
        AWS_ROLE_ARN: '',
      },
    });
    const results = await attempt.run();
    const profile = results[1];
    assert.ok(profile?.kind === 'profile');
    assert.deepEqual(profile.variables, ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID']);
    assert.deepEqual([profile.profile?.name, results.at(-1)?.kind], ['audit', 'inspector']);
    assert.doesNotMatch(JSON.stringify(results), /CANARY/);
  });

  const breaks: readonly {
    readonly what: string;
    readonly scenario?: Scenario;
    readonly plan?: Partial<ConnectionPlan>;
    readonly spoil?: (attempt: Attempt) => void;
    readonly before: readonly string[];
    readonly step: string;
    readonly kind: string;
  }[] = [
    {
      what: 'a file that cannot be read (B3)',
      spoil: ({ bench }) => {
        rmSync(join(bench.home.path, '.aws', 'config'));
        mkdirSync(join(bench.home.path, '.aws', 'config'));
      },
      before: [],
      step: 'files',
      kind: 'configUnreadable',
    },
    {
      what: 'a profile that is not there (B1)',
      plan: { profile: 'adit' },
      before: ['files'],
      step: 'profile',
      kind: 'profileMissing',
    },
    {
      what: 'an endpoint that is refused (G5)',
      plan: { endpointUrl: undefined },
      spoil: ({ bench }) =>
        bench.home.writeConfig({ 'profile audit': { ...KEYS, endpoint_url: 'http://evil.example' } }),
      before: ['files'],
      step: 'profile',
      kind: 'insecureEndpoint',
    },
    {
      what: 'a role that is denied (B18)',
      spoil: ({ services }) =>
        services.fail('AssumeRole', { kind: 'error', status: 403, code: 'AccessDenied' }),
      before: ['files', 'profile'],
      step: 'credentials',
      kind: 'credentialsFailed',
    },
    {
      what: 'a Region that nobody names (A13)',
      spoil: ({ bench }) => bench.home.writeConfig({ 'profile audit': KEYS }),
      before: ['files', 'profile', 'credentials'],
      step: 'identity',
      kind: 'noRegion',
    },
    {
      what: 'keys that STS does not know (B19)',
      spoil: ({ services }) =>
        services.fail('GetCallerIdentity', { kind: 'error', status: 403, code: 'InvalidClientTokenId' }),
      before: ['files', 'profile', 'credentials'],
      step: 'identity',
      kind: 'credentialsRejected',
    },
    {
      what: 'an answer of STS without an account',
      spoil: ({ services }) =>
        services.fail('GetCallerIdentity', {
          kind: 'reply',
          status: 200,
          headers: { 'content-type': 'text/xml' },
          body: '<GetCallerIdentityResponse><GetCallerIdentityResult></GetCallerIdentityResult></GetCallerIdentityResponse>',
        }),
      before: ['files', 'profile', 'credentials'],
      step: 'identity',
      kind: 'badAnswer',
    },
    {
      what: 'Inspector that is denied (D1)',
      scenario: healthyWithFaults({ fault: faults['access-denied'] }),
      before: ['files', 'profile', 'credentials', 'identity'],
      step: 'inspector',
      kind: 'accessDenied',
    },
    {
      what: 'Inspector in a Region that is not enabled (D14)',
      scenario: healthyWithFaults({ fault: faults['opt-in-required'] }),
      before: ['files', 'profile', 'credentials', 'identity'],
      step: 'inspector',
      kind: 'regionUnavailable',
    },
  ];
  for (const { what, scenario = scenarios.healthy, plan, spoil, before, step, kind } of breaks) {
    it(`stops at ${what}`, async () => {
      await using attempt = await Attempt.start({ scenario });
      spoil?.(attempt);
      const [earlier, last] = split(await attempt.run(plan));
      assert.deepEqual(earlier, before);
      assert.ok(last?.kind === 'failed');
      assert.deepEqual([last.step, last.failure.kind], [step, kind]);
    });
  }

  it('asks Inspector about an account all the same where STS does not tell who asks', async () => {
    await using attempt = await Attempt.start({ scenario: scenarios.healthy });
    attempt.services.fail('GetCallerIdentity', { kind: 'error', status: 403, code: 'AccessDenied' });
    const steps = await attempt.run({ accountId: toId(1) });
    assert.deepEqual(
      steps.slice(-2).map(({ kind }) => kind),
      ['failed', 'inspector'],
    );
    const identity = steps.at(-2);
    assert.ok(identity?.kind === 'failed');
    assert.deepEqual([identity.failure.kind, identity.failure.service], ['accessDenied', 'sts']);
  });

  it('names the host of STS that it could not reach (C2)', async () => {
    await using attempt = await Attempt.start();
    attempt.bench.home.writeConfig({ 'profile audit': { ...KEYS, region: 'us-east-1' } });
    process.env['AWS_ENDPOINT_URL_STS'] = 'http://127.0.0.1:1';
    const last = (await attempt.run()).at(-1);
    assert.ok(last?.kind === 'failed');
    assert.deepEqual([last.failure.kind, last.failure.host], ['unreachable', '127.0.0.1:1']);
  });

  it('gives up STS that never answers (C5)', async () => {
    await using attempt = await Attempt.start({ deadlines: { call: 200 } });
    attempt.services.fail('GetCallerIdentity', { kind: 'hang' });
    const last = (await attempt.run()).at(-1);
    assert.ok(last?.kind === 'failed');
    assert.deepEqual([last.step, last.failure.kind], ['identity', 'timedOut']);
  });

  it('tries again what failed in the refresh before, and asks for a code (B21)', async () => {
    const asked: string[] = [];
    await using attempt = await Attempt.start({
      askForCode: async ({ device }) => {
        asked.push(device);
        return '123456';
      },
    });
    attempt.bench.home.writeConfig({
      'profile audit': {
        role_arn: 'arn:aws:iam::444455556666:role/Audit',
        source_profile: 'default',
        mfa_serial: 'GAHT12345678',
        region: 'eu-west-1',
      },
    });
    attempt.bench.source.beginRefresh('schedule');
    assert.equal((await attempt.bench.askForFailure({ profile: 'audit' })).kind, 'codeNeeded');
    assert.equal((await attempt.run()).at(-1)?.kind, 'inspector');
    assert.deepEqual(asked, ['GAHT12345678']);
  });

  for (const at of ['AssumeRole', 'GetCallerIdentity'] as const) {
    it(`ends without another word when it is aborted at ${at} (E14)`, async () => {
      await using attempt = await Attempt.start();
      attempt.services.fail(at, { kind: 'hang' });
      const abort = new AbortController();
      const running = attempt.run({}, abort.signal);
      await attempt.services.waitFor(at);
      abort.abort();
      const kinds = (await running).map(({ kind }) => kind);
      assert.ok(!kinds.includes('failed') && !kinds.includes('inspector'), kinds.join());
    });
  }

  it('finds nothing for who has cancelled already', async () => {
    await using attempt = await Attempt.start();
    assert.deepEqual(await attempt.run({}, AbortSignal.abort()), []);
    assert.equal(attempt.services.requests.length, 0);
  });
});
