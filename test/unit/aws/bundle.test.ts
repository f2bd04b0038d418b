/** The bundle as it ships goes every way to credentials: what was left out of it by mistake shows only there. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { createAwsConnection } from '../../../src/aws/connection.ts';
import { startEmulator } from '../../emulator/emulator.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { createTemporaryFolder, projectFolder } from '../../support/folders.ts';
import { runProgram } from '../../support/programs.ts';
import { AwsHome, KEYS } from '../support/awsHome.ts';
import { AwsServices } from '../support/awsServices.ts';
import { toProcessOutput, writeProgram } from '../support/keyProcess.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Audit';
const LOGIN = 'arn:aws:iam::111122223333:user/jane';
const START_URL = 'https://corp.awsapps.example/start';

const SESSION = {
  accessKeyId: 'ASIAJANE',
  secretAccessKey: 'made-up',
  sessionToken: 'made-up',
  accountId: '111122223333',
};

describe('the bundle of the AWS side', function () {
  this.timeout(60_000);
  const folder = createTemporaryFolder();
  let create: typeof createAwsConnection;

  before(async () => {
    const args = ['esbuild.mjs', '--production', `--outdir=${folder.path}`];
    await runProgram(process.execPath, args, { cwd: projectFolder });
    ({ createAwsConnection: create } = createRequire(import.meta.url)(join(folder.path, 'aws.cjs')));
  });

  after(() => folder.remove());

  for (const profile of ['', 'role', 'web', 'sso', 'renewed', 'login', 'process', 'environment']) {
    it(`gets credentials, says who they are and asks Inspector, for profile “${profile}”`, async () => {
      await using services = await AwsServices.start();
      await using emulator = await startDisposable();
      using home = new AwsHome({
        ...services.environment,
        AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT',
        AWS_SECRET_ACCESS_KEY: 'made-up-secret-key',
      });
      const sso = {
        sso_start_url: START_URL,
        sso_region: 'us-east-1',
        sso_account_id: '111122223333',
        sso_role_name: 'R',
      };
      home.writeConfig({
        'profile role': { role_arn: ROLE, source_profile: 'default', mfa_serial: 'GAHT12345678' },
        'profile web': { role_arn: ROLE, web_identity_token_file: home.write('token', 'made-up') },
        'profile sso': sso,
        'profile renewed': { ...sso, sso_session: 'bundle' },
        'profile login': { login_session: LOGIN, region: 'us-east-1' },
        'profile process': {
          credential_process: writeProgram(home, 'keys', `console.log('${toProcessOutput('AKIAPROCESS')}')`),
        },
        'profile environment': { role_arn: ROLE, credential_source: 'Environment' },
        'sso-session bundle': { sso_start_url: START_URL, sso_region: 'us-east-1' },
      });
      home.writeCredentials({ default: KEYS });
      for (const [key, lifeMs] of [
        [START_URL, 3600_000],
        ['bundle', -1],
      ] as const) {
        home.write(
          `.aws/sso/cache/${createHash('sha1').update(key).digest('hex')}.json`,
          JSON.stringify({
            accessToken: services.bearerToken,
            expiresAt: new Date(Date.now() + lifeMs).toISOString(),
            clientId: 'made-up',
            clientSecret: 'made-up',
            refreshToken: 'made-up',
          }),
        );
      }
      home.write(
        `.aws/login/cache/${createHash('sha256').update(LOGIN).digest('hex')}.json`,
        JSON.stringify({
          accessToken: { ...SESSION, expiresAt: new Date(Date.now() + 3600_000).toISOString() },
          clientId: 'made-up',
          refreshToken: 'made-up',
          dpopKey: 'made-up',
        }),
      );
      const connection = create({ version: '0', askForCode: async () => '123456' });
      const plan = { profile, regions: ['us-east-1'], endpointUrl: emulator.url, accountId: undefined };
      const results = [];
      for await (const { result } of connection.testConnection(plan, new AbortController().signal)) {
        results.push(result);
      }
      connection.dispose();
      assert.deepEqual(results.at(-1), { kind: 'inspector', region: 'us-east-1' });
    });
  }

  it('lists the members of an organisation with their names', async () => {
    await using emulator = await startEmulator({ scenario: scenarios['sample-organisation'] });
    using home = new AwsHome({
      AWS_ENDPOINT_URL_ORGANIZATIONS: emulator.url,
      AWS_ENDPOINT_URL_STS: emulator.url,
    });
    home.writeCredentials({ default: KEYS });
    const connection = create({ version: '0', askForCode: async () => undefined });
    const plan = { profile: '', regions: ['eu-central-1'], endpointUrl: emulator.url };
    const outcome = await connection.listMembers(plan, () => {}, new AbortController().signal);
    connection.dispose();
    assert.ok(outcome.kind === 'listed', JSON.stringify(outcome));
    assert.equal(outcome.namesFailure, undefined);
    assert.ok(outcome.members.length > 100 && outcome.members.every(({ name }) => name !== undefined));
  });
});

async function startDisposable(): Promise<{ url: string } & AsyncDisposable> {
  const emulator = await startEmulator({ scenario: scenarios.healthy });
  return { url: emulator.url, [Symbol.asyncDispose]: () => emulator.close() };
}
