/** Roles: assumed along the whole chain of profiles; and where that breaks, which profile and which role. */
import assert from 'node:assert/strict';
import type { Deadlines } from '../../../src/aws/deadline.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';
import type { Sections } from '../support/awsHome.ts';
import { KEYS } from '../support/awsHome.ts';
import { AwsServices, toKeyId } from '../support/awsServices.ts';

const AUDIT = { profile: 'audit' };

function toRole(name: string): string {
  return `arn:aws:iam::111122223333:role/${name}`;
}

async function start(
  services: AwsServices,
  config: Sections,
  environment: Record<string, string> = {},
  deadlines: Partial<Deadlines> = {},
): Promise<AwsBench> {
  const bench = await AwsBench.start({
    scenario: scenarios.healthy,
    deadlines,
    environment: { ...services.environment, ...environment },
  });
  bench.home.writeConfig(config);
  return bench;
}

describe('roles', () => {
  it('are assumed with the keys of the source profile, with all that the profile says of them', async () => {
    await using services = await AwsServices.start();
    await using bench = await start(services, {
      'profile audit': {
        role_arn: toRole('Audit'),
        source_profile: 'default',
        external_id: 'our-id',
        role_session_name: 'jane',
        duration_seconds: '1800',
        region: 'eu-west-1',
      },
    });
    await bench.askForAnswers(AUDIT);
    const [request] = services.requests;
    const { RoleArn, ExternalId, RoleSessionName, DurationSeconds } = request?.parameters ?? {};
    assert.deepEqual(
      [RoleArn, ExternalId, RoleSessionName, DurationSeconds, request?.accessKeyId],
      [toRole('Audit'), 'our-id', 'jane', '1800', KEYS.aws_access_key_id],
    );
    assert.equal(bench.emulator.requests[0]?.accessKeyId, toKeyId('Audit'));
  });

  it('are assumed one after the other along a chain', async () => {
    await using services = await AwsServices.start();
    await using bench = await start(services, {
      'profile audit': { role_arn: toRole('Audit'), source_profile: 'middle' },
      'profile middle': { role_arn: toRole('Middle'), source_profile: 'default' },
    });
    await bench.askForAnswers(AUDIT);
    assert.deepEqual(
      services.requests.map(({ parameters, accessKeyId }) => [parameters['RoleArn'], accessKeyId]),
      [
        [toRole('Middle'), KEYS.aws_access_key_id],
        [toRole('Audit'), toKeyId('Middle')],
      ],
    );
  });

  it('are assumed with the keys of the very profile that names itself, and with keys before a role', async () => {
    await using services = await AwsServices.start();
    await using bench = await start(services, {
      'profile audit': { role_arn: toRole('Audit'), source_profile: 'audit', ...KEYS },
      'profile other': { role_arn: toRole('Other'), source_profile: 'audit' },
    });
    await bench.askForAnswers(AUDIT);
    await bench.askForAnswers({ profile: 'other' });
    assert.deepEqual(
      services.requests.map(({ accessKeyId }) => accessKeyId),
      [KEYS.aws_access_key_id, KEYS.aws_access_key_id],
    );
  });

  for (const [what, config] of Object.entries({
    'the profile itself': {
      'profile audit': { role_arn: toRole('Audit'), credential_source: 'Environment' },
    },
    'a source profile without a role': {
      'profile audit': { role_arn: toRole('Audit'), source_profile: 'place' },
      'profile place': { credential_source: 'Environment' },
    },
  })) {
    it(`are assumed with the keys of the environment where ${what} says so`, async () => {
      await using services = await AwsServices.start();
      await using bench = await start(services, config, {
        AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT',
        AWS_SECRET_ACCESS_KEY: 'made-up-secret-key',
      });
      await bench.askForAnswers(AUDIT);
      assert.deepEqual(
        services.requests.map(({ accessKeyId }) => accessKeyId),
        ['AKIAENVIRONMENT'],
      );
    });
  }

  it('of the default profile are assumed where no profile is named', async () => {
    await using services = await AwsServices.start();
    await using bench = await start(services, {
      default: { role_arn: toRole('Audit'), source_profile: 'base' },
      'profile base': KEYS,
    });
    bench.home.writeCredentials({});
    await bench.askForAnswers();
    assert.equal(bench.emulator.requests[0]?.accessKeyId, toKeyId('Audit'));
  });
});

describe('roles: what breaks the way to them', () => {
  const cases: readonly {
    readonly what: string;
    readonly config: Sections;
    readonly code: string;
    readonly chain: readonly string[];
  }[] = [
    {
      what: 'a source profile that is not there (B18)',
      config: { 'profile audit': { role_arn: toRole('Audit'), source_profile: 'nope' } },
      code: 'SourceProfileMissing',
      chain: ['audit', 'nope'],
    },
    {
      what: 'a source of a source that is not there (B18)',
      config: {
        'profile audit': { role_arn: toRole('Audit'), source_profile: 'middle' },
        'profile middle': { role_arn: toRole('Middle'), source_profile: 'nope' },
      },
      code: 'SourceProfileMissing',
      chain: ['audit', 'middle', 'nope'],
    },
    {
      what: 'profiles that lead back to one another (B18)',
      config: {
        'profile audit': { role_arn: toRole('Audit'), source_profile: 'middle' },
        'profile middle': { role_arn: toRole('Middle'), source_profile: 'audit' },
      },
      code: 'ProfileCycle',
      chain: ['audit', 'middle', 'audit'],
    },
    {
      what: 'a profile that leads to itself (B18)',
      config: { 'profile audit': { role_arn: toRole('Audit'), source_profile: 'audit' } },
      code: 'ProfileCycle',
      chain: ['audit', 'audit'],
    },
    {
      what: 'a source profile without credentials (B18)',
      config: {
        'profile audit': { role_arn: toRole('Audit'), source_profile: 'bare' },
        'profile bare': { region: 'eu-west-1' },
      },
      code: 'NoCredentialsInProfile',
      chain: ['audit', 'bare'],
    },
    {
      what: 'a role without any source',
      config: { 'profile audit': { role_arn: toRole('Audit') } },
      code: 'RoleSourceUnclear',
      chain: ['audit'],
    },
    {
      what: 'a role with two sources',
      config: {
        'profile audit': {
          role_arn: toRole('Audit'),
          source_profile: 'default',
          credential_source: 'Environment',
        },
      },
      code: 'RoleSourceUnclear',
      chain: ['audit'],
    },
    {
      what: 'a source that nobody knows',
      config: { 'profile audit': { role_arn: toRole('Audit'), credential_source: 'Attic' } },
      code: 'RoleSourceUnclear',
      chain: ['audit'],
    },
    {
      what: 'an environment without keys',
      config: { 'profile audit': { role_arn: toRole('Audit'), credential_source: 'Environment' } },
      code: 'CredentialSourceEmpty',
      chain: ['audit'],
    },
    {
      what: 'an access key without its secret',
      config: { 'profile audit': { aws_access_key_id: 'AKIAALONE' } },
      code: 'KeysIncomplete',
      chain: ['audit'],
    },
  ];
  for (const { what, config, code, chain } of cases) {
    it(`${what} is ${code}`, async () => {
      await using services = await AwsServices.start();
      await using bench = await start(services, config);
      assert.deepEqual(await bench.askForFailure(AUDIT), {
        kind: 'credentialsFailed',
        code,
        profileChain: chain,
      });
      assert.deepEqual([services.requests.length, bench.emulator.requests.length], [0, 0]);
    });
  }

  const ROLE = {
    'profile audit': { role_arn: toRole('Audit'), source_profile: 'middle' },
    'profile middle': { role_arn: toRole('Middle'), source_profile: 'default' },
  };

  it('a role that is denied is named, with the profiles that lead to it (B18)', async () => {
    await using services = await AwsServices.start();
    await using bench = await start(services, ROLE);
    const message = 'User: CANARY is not authorized to perform: sts:AssumeRole';
    services.fail('AssumeRole', { kind: 'error', status: 403, code: 'AccessDenied', message });
    const { requestId: _, ...failure } = await bench.askForFailure(AUDIT);
    assert.deepEqual(failure, {
      kind: 'credentialsFailed',
      code: 'RoleDenied',
      httpStatus: 403,
      role: toRole('Middle'),
      profileChain: ['audit', 'middle'],
    });
    services.heal();
    bench.source.beginRefresh('schedule');
    await bench.askForAnswers(AUDIT);
  });

  const answers: readonly [string, Parameters<AwsServices['fail']>[1], string][] = [
    ['STS that is overloaded', { kind: 'error', status: 503, code: 'ServiceUnavailable' }, 'serviceFault'],
    ['STS that slows down', { kind: 'error', status: 400, code: 'Throttling' }, 'throttled'],
    [
      'keys that STS does not know (B19)',
      { kind: 'error', status: 403, code: 'InvalidClientTokenId' },
      'credentialsRejected',
    ],
    ['keys that have ended', { kind: 'error', status: 403, code: 'ExpiredToken' }, 'credentialsExpired'],
    [
      'a web page in place of STS (C13)',
      { kind: 'reply', status: 200, headers: { 'content-type': 'text/html' }, body: '<html>CANARY</html>' },
      'webPage',
    ],
    [
      'a proxy that wants a login (C12)',
      { kind: 'reply', status: 407, headers: { 'content-type': 'text/html' }, body: '<p>' },
      'proxyLogin',
    ],
  ];
  for (const [what, fault, kind] of answers) {
    it(`${what} is ${kind}, not a denied role`, async () => {
      await using services = await AwsServices.start();
      await using bench = await start(services, ROLE);
      services.fail('AssumeRole', fault);
      const failure = await bench.askForFailure(AUDIT);
      assert.equal(failure.kind, kind);
      assert.equal(failure.service, kind === 'serviceFault' ? 'sts' : undefined);
      assert.doesNotMatch(JSON.stringify(failure), /CANARY/);
    });
  }

  it('STS that is turned off in the Region is not taken for a Region without Inspector', async () => {
    await using services = await AwsServices.start();
    await using bench = await start(services, ROLE);
    services.fail('AssumeRole', { kind: 'error', status: 403, code: 'RegionDisabledException' });
    const { kind, service } = await bench.askForFailure(AUDIT);
    assert.deepEqual([kind, service], ['regionUnavailable', 'sts']);
  });

  it('STS that never answers is given up, and how long that took is said (B18, C5)', async () => {
    await using services = await AwsServices.start();
    await using bench = await start(services, ROLE, {}, { request: 100 });
    services.fail('AssumeRole', { kind: 'hang' });
    const failure = await bench.askForFailure(AUDIT);
    assert.deepEqual([failure.kind, failure.deadlineSeconds], ['timedOut', 0.1]);
  });

  it('STS that cannot be reached is a matter of the network, not of the role (B10, B18)', async () => {
    await using services = await AwsServices.start();
    await using bench = await start(services, ROLE, { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' });
    assert.equal((await bench.askForFailure(AUDIT)).kind, 'unreachable');
  });
});

describe('web identity', () => {
  function toProfile(tokenFile: string): Sections {
    return {
      'profile audit': {
        role_arn: toRole('Audit'),
        web_identity_token_file: tokenFile,
        role_session_name: 'jane',
      },
    };
  }

  it('assumes the role with the token of the file, unsigned', async () => {
    await using services = await AwsServices.start();
    await using bench = await start(services, {});
    bench.home.writeConfig(toProfile(bench.home.write('token', 'CANARY\n')));
    await bench.askForAnswers(AUDIT);
    const [request] = services.of('AssumeRoleWithWebIdentity');
    const { WebIdentityToken, RoleSessionName } = request?.parameters ?? {};
    assert.deepEqual(
      [WebIdentityToken, RoleSessionName, request?.accessKeyId],
      ['CANARY', 'jane', undefined],
    );
  });

  it('assumes the role that the environment names, where no profile is named', async () => {
    await using services = await AwsServices.start();
    await using bench = await start(services, {}, { AWS_ROLE_ARN: toRole('Pod') });
    bench.home.writeCredentials({});
    process.env['AWS_WEB_IDENTITY_TOKEN_FILE'] = bench.home.write('token', 'CANARY');
    await bench.askForAnswers();
    assert.equal(bench.emulator.requests[0]?.accessKeyId, toKeyId('Pod'));
  });

  it('says which file is not there', async () => {
    await using services = await AwsServices.start();
    await using bench = await start(services, {});
    bench.home.writeConfig(toProfile(`${bench.home.path}/nowhere/token`));
    assert.deepEqual(await bench.askForFailure(AUDIT), {
      kind: 'credentialsFailed',
      code: 'WebIdentityFileMissing',
      profileChain: ['audit'],
      file: '~/nowhere/token',
    });
  });

  it('says which role is denied, and nothing of the token', async () => {
    await using services = await AwsServices.start();
    await using bench = await start(services, {});
    bench.home.writeConfig(toProfile(bench.home.write('token', 'CANARY')));
    services.fail('AssumeRoleWithWebIdentity', {
      kind: 'error',
      code: 'InvalidIdentityToken',
      message: 'CANARY',
    });
    const failure = await bench.askForFailure(AUDIT);
    assert.deepEqual([failure.code, failure.role], ['RoleDenied', toRole('Audit')]);
    assert.doesNotMatch(JSON.stringify(failure), /CANARY/);
  });
});
