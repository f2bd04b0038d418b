/** Profiles and their Regions, as the AWS files and the environment have them. */
import assert from 'node:assert/strict';
import { createAwsConnection } from '../../../src/aws/connection.ts';
import { readProfiles, readRegion } from '../../../src/aws/profiles.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';
import { AwsHome, KEYS } from '../support/awsHome.ts';

const ALL = { region: true, endpoint: true };

describe('profiles', () => {
  it('knows how each profile gets its credentials, and its Region, in the order of their names', async () => {
    using home = new AwsHome();
    home.writeConfig({
      'profile web': { role_arn: 'arn:aws:iam::111122223333:role/R', web_identity_token_file: '/x' },
      'profile Role': { role_arn: 'arn:aws:iam::111122223333:role/R', source_profile: 'default' },
      'profile sso': { sso_session: 'corp', region: 'eu-west-1' },
      'profile legacy': { sso_start_url: 'https://corp.awsapps.example/start' },
      'profile process': { credential_process: 'keys' },
      'profile login': { login_session: 'arn:aws:iam::111122223333:user/jane' },
      'profile bare': { region: ' EU-West-1 ' },
      default: { region: 'us-east-2' },
      'sso-session corp': { sso_region: 'us-east-1' },
      'services local': { inspector2: 'x' },
    });
    home.writeCredentials({ default: KEYS, keys: KEYS });
    assert.deepEqual(
      [...(await readProfiles()).profiles].map(([key, { name, kind, region }]) => {
        assert.equal(key, name);
        return [name, kind, region];
      }),
      [
        ['bare', 'other', 'eu-west-1'],
        ['default', 'keys', 'us-east-2'],
        ['keys', 'keys', undefined],
        ['legacy', 'sso', undefined],
        ['login', 'login', undefined],
        ['process', 'process', undefined],
        ['Role', 'role', undefined],
        ['sso', 'sso', 'eu-west-1'],
        ['web', 'webIdentity', undefined],
      ],
    );
  });

  it('is set up where there is a file, or a variable that leads to credentials', async () => {
    const isSetUp = async () => {
      const connection = createAwsConnection({ version: '0.0.0', askForCode: async () => undefined });
      return connection.isSetUp().finally(() => connection.dispose());
    };
    using home = new AwsHome();
    assert.equal(await isSetUp(), false);
    home.writeCredentials({ default: KEYS });
    assert.equal(await isSetUp(), true);
    using _other = new AwsHome({ AWS_PROFILE: 'audit' });
    assert.equal(await isSetUp(), true);
  });

  it('has none where there are no files (B2)', async () => {
    using _home = new AwsHome();
    assert.deepEqual([...(await readProfiles()).profiles], []);
  });

  it('reads the files anew each time (B21)', async () => {
    using home = new AwsHome();
    home.writeCredentials({ one: KEYS });
    assert.deepEqual([...(await readProfiles()).profiles.keys()], ['one']);
    home.writeCredentials({ two: KEYS });
    assert.deepEqual([...(await readProfiles()).profiles.keys()], ['two']);
  });

  it('reads files with a byte order mark and Windows line ends (B4)', async () => {
    using home = new AwsHome();
    home.write(
      '.aws/config',
      '\ufeff[profile first]\r\nregion = eu-west-1\r\n[default]\r\nregion=us-east-2\r\n',
    );
    home.write(
      '.aws/credentials',
      '\ufeff[default]\r\naws_access_key_id = AKIA\r\naws_secret_access_key = s\r\n',
    );
    const { profiles } = await readProfiles();
    assert.deepEqual([...profiles.keys()], ['default', 'first']);
    assert.equal(profiles.get('first')?.region, 'eu-west-1');
    assert.equal(profiles.get('default')?.kind, 'keys');
  });

  it('takes from a malformed file what can be read (B4)', async () => {
    using home = new AwsHome();
    const text = [
      'region = eu-west-1',
      '[profile constructor]',
      'region = eu-west-2',
      '[profile unclosed',
      '[]',
      '= x',
      '\0',
      '[profile odd]',
      'region = evil.com#',
      '[profile after]',
      'region = eu-west-3',
    ];
    home.write('.aws/config', text.join('\n'));
    const { profiles } = await readProfiles();
    assert.equal(profiles.get('constructor')?.region, 'eu-west-2');
    assert.equal(profiles.get('after')?.region, 'eu-west-3');
    assert.ok(profiles.has('odd') && profiles.get('odd')?.region === undefined);
  });

  it('lets a section named __proto__ pollute nothing (B4)', async () => {
    using home = new AwsHome();
    home.write('.aws/config', '[profile __proto__]\npolluted = yes\n[__proto__]\npolluted = yes\n');
    home.write('.aws/credentials', '[__proto__]\npolluted = yes\n');
    await readProfiles();
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });
});

describe('profiles: the Region', () => {
  const cases: readonly {
    readonly what: string;
    readonly profile: string;
    readonly environment?: Record<string, string>;
    readonly region: string | undefined;
  }[] = [
    { what: 'of the profile that is named', profile: 'audit', region: 'eu-west-1' },
    {
      what: 'of the profile that is named, before the environment’s (B23)',
      profile: 'audit',
      environment: { AWS_REGION: 'sa-east-1' },
      region: 'eu-west-1',
    },
    {
      what: 'of the environment, for a named profile that has none',
      profile: 'bare',
      environment: { AWS_REGION: 'sa-east-1' },
      region: 'sa-east-1',
    },
    { what: 'of the default profile, for none', profile: '', region: 'us-east-2' },
    {
      what: 'of AWS_PROFILE, for none',
      profile: '',
      environment: { AWS_PROFILE: 'audit' },
      region: 'eu-west-1',
    },
    {
      what: 'of the environment, before the default profile’s',
      profile: '',
      environment: { AWS_REGION: 'sa-east-1', AWS_DEFAULT_REGION: 'ca-west-1' },
      region: 'sa-east-1',
    },
    {
      what: 'of AWS_DEFAULT_REGION, where AWS_REGION is not set',
      profile: '',
      environment: { AWS_DEFAULT_REGION: 'ca-west-1' },
      region: 'ca-west-1',
    },
    {
      what: 'of the default profile, where the variables are there but empty',
      profile: '',
      environment: { AWS_REGION: '', AWS_DEFAULT_REGION: '' },
      region: 'us-east-2',
    },
    { what: 'nowhere: there is no default of ours (A13)', profile: 'bare', region: undefined },
    { what: 'nowhere, for a Region that is none (A10)', profile: 'odd', region: undefined },
  ];

  for (const { what, profile, environment, region } of cases) {
    it(`is found: ${what}`, async () => {
      await using bench = await AwsBench.start({
        scenario: scenarios.healthy,
        environment: environment ?? {},
      });
      bench.home.writeConfig({
        'profile audit': { region: 'eu-west-1' },
        'profile bare': { output: 'json' },
        'profile odd': { region: 'evil.com#' },
        default: { region: 'us-east-2' },
      });
      const outcome = await bench.source.fetchProfile(profile, ALL, new AbortController().signal);
      assert.deepEqual(outcome, { kind: 'found', region, endpointUrl: undefined, accountId: undefined });
    });
  }

  it('is not looked for in a profile that is not there (B1)', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    const outcome = await bench.source.fetchProfile('adit', ALL, new AbortController().signal);
    assert.ok(outcome.kind === 'failed');
    assert.deepEqual(
      [outcome.failure.kind, outcome.failure.availableProfiles],
      ['profileMissing', ['default']],
    );
  });

  it('is read anew by each refresh (B21)', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    for (const region of ['eu-west-1', 'eu-west-2']) {
      bench.home.writeConfig({ 'profile audit': { region } });
      bench.source.beginRefresh('person');
      assert.deepEqual(await bench.source.fetchProfile('audit', ALL, new AbortController().signal), {
        kind: 'found',
        region,
        endpointUrl: undefined,
        accountId: undefined,
      });
    }
  });

  it('asks no EC2 instance where that is switched off', async () => {
    using _home = new AwsHome();
    assert.equal(await readRegion('', await readProfiles()), undefined);
  });
});
