/** Credentials that are corrected in the files are used by the next refresh, whatever the old ones still do. */
import assert from 'node:assert/strict';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';
import { KEYS } from '../support/awsHome.ts';
import { AwsServices } from '../support/awsServices.ts';
import { countStarts, HangingProgram, toProcessOutput, writeProgram } from '../support/keyProcess.ts';

const REGIONS = Array.from({ length: 20 }, (_, index) => `xx-test-${index}`);
const AUDIT = { profile: 'audit' };

/** Lets the profile `audit` have an hour's session under this key from a program. */
function useProgram(bench: AwsBench, accessKeyId: string): void {
  const output = toProcessOutput(accessKeyId, {
    SessionToken: 'made-up-token',
    Expiration: new Date(Date.now() + 3600_000).toISOString(),
  });
  bench.home.writeConfig({
    'profile audit': {
      credential_process: writeProgram(bench.home, accessKeyId, `console.log(${JSON.stringify(output)});`),
    },
  });
}

describe('Inspector source: credentials that change', () => {
  it('uses the keys that stand in the file in place of a program that hangs (B16, B21)', async function () {
    this.timeout(20_000);
    await using program = await HangingProgram.start();
    await using bench = await AwsBench.start({
      scenario: scenarios.healthy,
      deadlines: { credentials: 300 },
    });
    bench.home.writeConfig({ 'profile audit': { credential_process: program.write(bench.home) } });
    bench.source.beginRefresh('person');
    assert.equal((await bench.askForFailure(AUDIT)).kind, 'credentialsTimedOut');
    bench.home.writeConfig({ 'profile audit': { ...KEYS, aws_access_key_id: 'AKIACORRECTED' } });
    bench.source.beginRefresh('person');
    await bench.askForAnswers(AUDIT);
    assert.equal(bench.emulator.requests[0]?.accessKeyId, 'AKIACORRECTED');
  });

  it('uses another credential_process although the session of the old one has not ended (B21)', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    for (const key of ['ASIAFIRST', 'ASIASECOND']) {
      useProgram(bench, key);
      bench.source.beginRefresh('person');
      await bench.askForAnswers(AUDIT);
    }
    assert.deepEqual(
      bench.emulator.requests.map(({ accessKeyId }) => accessKeyId),
      ['ASIAFIRST', 'ASIASECOND'],
    );
  });

  it('keeps the session when another profile changes', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    useProgram(bench, 'ASIAFIRST');
    await bench.askForAnswers(AUDIT);
    bench.home.writeCredentials({ default: { ...KEYS, aws_access_key_id: 'AKIAOTHER' } });
    bench.source.beginRefresh('person');
    await bench.askForAnswers(AUDIT);
    assert.equal(countStarts(bench.home), 1);
  });

  it('assumes another role, or with other keys, although the session has not ended (B21)', async function () {
    this.timeout(20_000);
    await using services = await AwsServices.start();
    await using bench = await AwsBench.start({
      scenario: scenarios.healthy,
      environment: services.environment,
    });
    const use = (role: string, key: string) =>
      bench.home.writeConfig({
        'profile audit': { role_arn: `arn:aws:iam::111122223333:role/${role}`, source_profile: 'base' },
        'profile base': { ...KEYS, aws_access_key_id: key },
      });
    for (const [role, key] of [
      ['first', 'AKIAFIRST'],
      ['first', 'AKIAFIRST'],
      ['second', 'AKIAFIRST'],
      ['second', 'AKIASECOND'],
    ] as const) {
      use(role, key);
      bench.source.beginRefresh('person');
      await bench.askForAnswers(AUDIT);
    }
    assert.deepEqual(
      services.requests.map(({ parameters }) => parameters['RoleArn']?.split('/').at(-1)),
      ['first', 'second', 'second'],
    );
    assert.deepEqual(
      bench.emulator.requests.map(({ accessKeyId }) => accessKeyId),
      ['ASIAFIRST', 'ASIAFIRST', 'ASIASECOND', 'ASIASECOND'],
    );
  });

  it('starts a program that fails once in a refresh of 20 Regions, and again in the next (B15, B24)', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    bench.home.writeConfig({
      'profile audit': { credential_process: writeProgram(bench.home, 'failing', 'process.exit(3);') },
    });
    for (const starts of [1, 2]) {
      bench.source.beginRefresh('person');
      const ask = (region: string) => bench.askForFailure({ ...AUDIT, region });
      const failures = await Promise.all(REGIONS.slice(0, 10).map(ask));
      for (const region of REGIONS.slice(10)) {
        failures.push(await ask(region));
      }
      assert.deepEqual(new Set(failures.map(({ kind }) => kind)), new Set(['credentialsFailed']));
      assert.equal(countStarts(bench.home), starts);
    }
    assert.equal(bench.emulator.requests.length, 0);
  });

  it('waits for a program that hangs once in a refresh, not once for each Region (B16)', async function () {
    this.timeout(20_000);
    await using program = await HangingProgram.start();
    await using bench = await AwsBench.start({
      scenario: scenarios.healthy,
      deadlines: { credentials: 300 },
    });
    bench.home.writeConfig({ 'profile audit': { credential_process: program.write(bench.home) } });
    bench.source.beginRefresh('person');
    const startedAt = performance.now();
    for (const region of REGIONS) {
      assert.equal((await bench.askForFailure({ ...AUDIT, region })).kind, 'credentialsTimedOut');
    }
    assert.ok(performance.now() - startedAt < 3000, 'twenty times the deadline would be six seconds');
    assert.ok(countStarts(bench.home) <= 1);
  });
});

describe('Inspector source: incomplete SSO profiles', () => {
  const COMPLETE = {
    sso_account_id: '111122223333',
    sso_role_name: 'ReadOnly',
    sso_region: 'us-east-1',
    sso_start_url: 'https://corp.awsapps.example/start',
  };
  for (const missing of ['sso_account_id', 'sso_role_name', 'sso_region'] as const) {
    it(`says that the profile is incomplete without ${missing}, not that somebody is signed out`, async () => {
      await using bench = await AwsBench.start({ scenario: scenarios.healthy });
      const { [missing]: _, ...settings } = COMPLETE;
      bench.home.writeConfig({ 'profile audit': settings });
      assert.deepEqual(await bench.askForFailure(AUDIT), {
        kind: 'credentialsFailed',
        code: 'SsoProfileIncomplete',
        profileChain: ['audit'],
      });
      assert.equal(bench.emulator.requests.length, 0);
    });
  }

  it('says so of the default profile as well, when nothing else gives credentials', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    const { sso_role_name: _, ...settings } = COMPLETE;
    bench.home.writeConfig({ default: settings });
    bench.home.writeCredentials({});
    assert.equal((await bench.askForFailure()).code, 'SsoProfileIncomplete');
  });

  it('says so of a profile whose SSO session lacks its start URL, and no more once it is there (B21)', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    const write = (session: Record<string, string>) =>
      bench.home.writeConfig({
        'profile audit': { sso_session: 'corp', sso_account_id: '111122223333', sso_role_name: 'ReadOnly' },
        'sso-session corp': { sso_region: 'us-east-1', ...session },
      });
    write({});
    assert.equal((await bench.askForFailure(AUDIT)).code, 'SsoProfileIncomplete');
    write({ sso_start_url: COMPLETE.sso_start_url });
    bench.source.beginRefresh('person');
    assert.equal((await bench.askForFailure(AUDIT)).kind, 'signedOut');
  });
});
