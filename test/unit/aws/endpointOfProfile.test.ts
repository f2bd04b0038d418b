/** Each profile's call goes to the endpoint of that profile, never to the one of another. */
import assert from 'node:assert/strict';
import dns from 'node:dns';
import { findEndpoint } from '../../../src/aws/endpoints.ts';
import { readProfiles } from '../../../src/aws/profiles.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';
import { AwsHome, KEYS, type Sections } from '../support/awsHome.ts';

const PROFILE = 'https://profile.example';
const SERVICES = 'https://services.example';
const GENERAL = 'https://environment.example';
const SPECIFIC = 'https://inspector2.environment.example';
const OTHER = 'https://default.example';

/** The parser takes nested settings from lines that are indented. */
const NESTED = `[default]
endpoint_url = ${OTHER}
[profile audit]
endpoint_url = ${PROFILE}
services = audit-services
[profile plain]
endpoint_url = ${PROFILE}
[profile elsewhere]
endpoint_url = ${PROFILE}
services = s3-only
[profile lost]
endpoint_url = ${PROFILE}
services = nope
[profile bare]
region = eu-west-1
[services audit-services]
inspector2 =
  endpoint_url = ${SERVICES}
s3 =
  endpoint_url = https://s3.example
[services s3-only]
s3 =
  endpoint_url = https://s3.example
`;

describe('profiles: the endpoint', () => {
  const cases: readonly {
    readonly what: string;
    readonly profile: string;
    readonly environment?: Record<string, string>;
    readonly endpoint: string | undefined;
  }[] = [
    { what: 'of the profile itself', profile: 'plain', endpoint: PROFILE },
    { what: 'of its services section, before its own', profile: 'audit', endpoint: SERVICES },
    { what: 'its own, where its services section is about others', profile: 'elsewhere', endpoint: PROFILE },
    { what: 'its own, where its services section is not there', profile: 'lost', endpoint: PROFILE },
    {
      what: 'none, where only the default profile has one (G5)',
      profile: 'bare',
      endpoint: undefined,
    },
    { what: 'of the default profile, for that one', profile: 'default', endpoint: OTHER },
    {
      what: 'of AWS_ENDPOINT_URL, before the profile’s',
      profile: 'audit',
      environment: { AWS_ENDPOINT_URL: GENERAL },
      endpoint: GENERAL,
    },
    {
      what: 'of AWS_ENDPOINT_URL_INSPECTOR2, before all others',
      profile: 'audit',
      environment: { AWS_ENDPOINT_URL: GENERAL, AWS_ENDPOINT_URL_INSPECTOR2: SPECIFIC },
      endpoint: SPECIFIC,
    },
    {
      what: 'of the environment, for a profile that is not there',
      profile: 'nope',
      environment: { AWS_ENDPOINT_URL_INSPECTOR2: SPECIFIC },
      endpoint: SPECIFIC,
    },
    {
      what: 'of the profile, where the variables are there but empty',
      profile: 'plain',
      environment: { AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_INSPECTOR2: '' },
      endpoint: PROFILE,
    },
    {
      what: 'none, where AWS_IGNORE_CONFIGURED_ENDPOINT_URLS turns all of them off',
      profile: 'audit',
      environment: {
        AWS_ENDPOINT_URL: GENERAL,
        AWS_ENDPOINT_URL_INSPECTOR2: SPECIFIC,
        AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
      },
      endpoint: undefined,
    },
    {
      what: 'as ever, where AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is false',
      profile: 'plain',
      environment: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' },
      endpoint: PROFILE,
    },
  ];
  for (const { what, profile, environment, endpoint } of cases) {
    it(`is found: ${what}`, async () => {
      using home = new AwsHome(environment);
      home.write('.aws/config', NESTED);
      assert.deepEqual(findEndpoint('inspector2', (await readProfiles()).get(profile)), {
        kind: 'fine',
        endpointUrl: endpoint,
      });
    });
  }
});

/** Nobody is asked outside of this machine; the names that somebody looked up are kept. */
class NoNames implements Disposable {
  readonly lookups: string[] = [];
  private readonly earlier = dns.lookup;

  constructor() {
    dns.lookup = ((name: string, ...more: unknown[]) => {
      this.lookups.push(name);
      const done = more.at(-1) as (error: Error) => void;
      const error = Object.assign(new Error('no such name'), { code: 'ENOTFOUND', hostname: name });
      setImmediate(() => done(error));
    }) as typeof dns.lookup;
  }

  [Symbol.dispose](): void {
    dns.lookup = this.earlier;
  }
}

interface Crossing extends AsyncDisposable {
  /** Its source is told of no endpoint; its emulator stands for the profile `audit`. */
  readonly bench: AwsBench;
  /** What the default profile names. */
  readonly other: AwsBench;
  writeConfig(audit: Sections[string], more?: string): void;
}

async function startCrossing(environment: Record<string, string> = {}): Promise<Crossing> {
  const other = await AwsBench.start({ scenario: scenarios.healthy });
  const bench = await AwsBench.start({ scenario: scenarios.healthy, endpointUrl: null, environment });
  bench.home.writeCredentials({ default: KEYS, audit: { ...KEYS, aws_access_key_id: 'AKIAAUDIT' } });
  return {
    bench,
    other,
    writeConfig(audit, more = '') {
      const lines = Object.entries(audit).map(([key, value]) => `${key} = ${value}`);
      const text = ['[default]', `endpoint_url = ${other.emulator.url}`, '[profile audit]', ...lines, more];
      bench.home.write('.aws/config', text.join('\n'));
    },
    async [Symbol.asyncDispose]() {
      await bench[Symbol.asyncDispose]();
      await other[Symbol.asyncDispose]();
    },
  };
}

function countRequests({ bench, other }: Crossing): [number, number] {
  return [bench.emulator.requests.length, other.emulator.requests.length];
}

describe('Inspector source: the endpoint of a profile', () => {
  it('a profile without one never asks that of the default profile, but AWS (G5)', async () => {
    await using crossing = await startCrossing();
    crossing.writeConfig({ region: 'us-east-1' });
    using names = new NoNames();
    const failure = await crossing.bench.askForFailure({ profile: 'audit' });
    assert.deepEqual(countRequests(crossing), [0, 0]);
    assert.deepEqual([failure.kind, failure.host], ['offline', 'inspector2.us-east-1']);
    assert.deepEqual(new Set(names.lookups), new Set(['inspector2.us-east-1.amazonaws.com']));
  });

  const hosts: readonly [what: string, config: string, environment: Record<string, string>, host: string][] =
    [
      ['the FIPS endpoint', 'use_fips_endpoint = true', {}, 'inspector2-fips.us-east-1.amazonaws.com'],
      ['the dual-stack endpoint', 'use_dualstack_endpoint = true', {}, 'inspector2.us-east-1.api.aws'],
      [
        'the FIPS endpoint that the environment wants',
        'use_fips_endpoint = false',
        { AWS_USE_FIPS_ENDPOINT: 'true' },
        'inspector2-fips.us-east-1.amazonaws.com',
      ],
      [
        'the usual endpoint where the environment wants no other',
        'use_fips_endpoint = true',
        { AWS_USE_FIPS_ENDPOINT: 'false' },
        'inspector2.us-east-1.amazonaws.com',
      ],
    ];
  for (const [what, config, environment, host] of hosts) {
    it(`a profile asks ${what}, whatever the default profile wants (G5)`, async () => {
      await using bench = await AwsBench.start({
        scenario: scenarios.healthy,
        endpointUrl: null,
        environment,
      });
      bench.home.writeCredentials({ default: KEYS, audit: KEYS });
      const wanted = ['[default]', 'use_fips_endpoint = true', 'use_dualstack_endpoint = true'];
      bench.home.write('.aws/config', [...wanted, '[profile audit]', config, ''].join('\n'));
      using names = new NoNames();
      await bench.askForFailure({ profile: 'audit' });
      assert.deepEqual(new Set(names.lookups), new Set([host]));
    });
  }

  it('a profile asks its own (G5)', async () => {
    await using crossing = await startCrossing();
    crossing.writeConfig({ endpoint_url: crossing.bench.emulator.url });
    using _names = new NoNames();
    await crossing.bench.askForAnswers({ profile: 'audit' });
    assert.deepEqual(countRequests(crossing), [1, 0]);
    assert.equal(crossing.bench.emulator.requests[0]?.accessKeyId, 'AKIAAUDIT');
  });

  it('a profile asks that of its services section, before its own (G5)', async () => {
    await using crossing = await startCrossing();
    crossing.writeConfig(
      { endpoint_url: 'http://127.0.0.1:1', services: 'audit-services' },
      `[services audit-services]\ninspector2 =\n  endpoint_url = ${crossing.bench.emulator.url}\n`,
    );
    using _names = new NoNames();
    await crossing.bench.askForAnswers({ profile: 'audit' });
    assert.deepEqual(countRequests(crossing), [1, 0]);
  });

  it('the default profile asks its own, also after another profile was asked for', async () => {
    await using crossing = await startCrossing();
    crossing.writeConfig({ endpoint_url: crossing.bench.emulator.url });
    using _names = new NoNames();
    await crossing.bench.askForAnswers({ profile: 'audit' });
    await crossing.bench.askForAnswers({ profile: '' });
    assert.deepEqual(countRequests(crossing), [1, 1]);
  });

  it('none is asked but AWS where AWS_IGNORE_CONFIGURED_ENDPOINT_URLS says so', async () => {
    await using crossing = await startCrossing({ AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' });
    crossing.writeConfig({ endpoint_url: crossing.bench.emulator.url });
    using _names = new NoNames();
    for (const profile of ['audit', '']) {
      assert.equal((await crossing.bench.askForFailure({ profile })).kind, 'offline');
    }
    assert.deepEqual(countRequests(crossing), [0, 0]);
  });

  it('one that is corrected in the file is asked by the next refresh (B21)', async () => {
    await using crossing = await startCrossing();
    using _names = new NoNames();
    crossing.writeConfig({ endpoint_url: 'http://127.0.0.1:1' });
    crossing.bench.source.beginRefresh('person');
    assert.equal((await crossing.bench.askForFailure({ profile: 'audit' })).kind, 'unreachable');
    crossing.writeConfig({ endpoint_url: crossing.bench.emulator.url });
    crossing.bench.source.beginRefresh('person');
    await crossing.bench.askForAnswers({ profile: 'audit' });
    assert.deepEqual(countRequests(crossing), [1, 0]);
  });

  it('one that is no address at all is a failure, not a bug', async () => {
    await using crossing = await startCrossing();
    using _names = new NoNames();
    for (const url of ['nonsense', 'http://', '://x']) {
      crossing.writeConfig({ endpoint_url: url });
      crossing.bench.source.beginRefresh('person');
      assert.equal((await crossing.bench.ask({ profile: 'audit' })).kind, 'failed', url);
    }
    assert.deepEqual(countRequests(crossing), [0, 0]);
  });
});
