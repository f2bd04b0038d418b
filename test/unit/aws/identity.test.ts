/** Whom a profile's credentials are of, and how it gets a person into the console, by what the files say alone. */
import assert from 'node:assert/strict';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';
import { KEYS } from '../support/awsHome.ts';

const SSO = { sso_account_id: '111122223333', sso_role_name: 'Audit', region: 'us-east-1' };

describe('identity of a profile', () => {
  it('is known once the files were read for a refresh, and never read for its own sake', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    bench.home.writeConfig({
      'profile sso': { ...SSO, sso_session: 'corp' },
      'profile role': { role_arn: 'arn:aws:iam::222233334444:role/path/Reader', source_profile: 'sso' },
      'sso-session corp': { sso_start_url: 'https://corp.awsapps.com/start', sso_region: 'us-east-1' },
    });
    bench.home.writeCredentials({ keys: KEYS });
    assert.equal(bench.source.getIdentity('sso'), undefined);
    const { signal } = new AbortController();
    const found = await bench.source.fetchProfile('sso', { region: true, endpoint: false }, signal);
    assert.equal(found.kind === 'found' && found.accountId, '111122223333');
    assert.deepEqual(bench.source.getIdentity('sso'), { accountId: '111122223333', roleName: 'Audit' });
    assert.deepEqual(bench.source.getIdentity('role'), { accountId: '222233334444', roleName: 'Reader' });
    assert.deepEqual(bench.source.getIdentity('keys'), { accountId: undefined, roleName: undefined });
    assert.equal(bench.source.getIdentity('nobody'), undefined);
  });

  it('is not that of the default profile where the environment has keys', async () => {
    const config = { default: { ...SSO, sso_start_url: 'https://corp.awsapps.com/start' } };
    for (const [environment, roleName] of [
      [{}, 'Audit'],
      [{ AWS_ACCESS_KEY_ID: 'AKIA0', AWS_SECRET_ACCESS_KEY: 'secret' }, undefined],
    ] as const) {
      await using bench = await AwsBench.start({ scenario: scenarios.healthy, environment });
      bench.home.writeCredentials({});
      bench.home.writeConfig(config);
      const { signal } = new AbortController();
      const found = await bench.source.fetchProfile('', { region: false, endpoint: false }, signal);
      assert.equal(found.kind === 'found' && found.accountId, roleName && '111122223333');
      assert.equal(bench.source.getIdentity('')?.roleName, roleName);
      assert.equal((await bench.source.readConsoleAccess(''))?.roleName, roleName);
    }
  });

  it('leads to the console of its own account where it is one of an SSO session, as the files are now', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    const read = (profile: string) => bench.source.readConsoleAccess(profile);
    assert.equal(await read('sso'), undefined);
    bench.home.writeConfig({
      'profile sso': { ...SSO, sso_session: 'corp' },
      'profile legacy': { ...SSO, sso_start_url: 'https://old.awsapps.com/start', sso_region: 'us-east-1' },
      'profile incomplete': { sso_session: 'corp' },
      'profile role': { role_arn: 'arn:aws:iam::222233334444:role/Reader', source_profile: 'sso' },
      'sso-session corp': { sso_start_url: 'https://corp.awsapps.com/start', sso_region: 'us-east-1' },
    });
    const access = { accountId: '111122223333', roleName: 'Audit' };
    assert.deepEqual(await read('sso'), { ...access, startUrl: 'https://corp.awsapps.com/start' });
    assert.deepEqual(await read('legacy'), { ...access, startUrl: 'https://old.awsapps.com/start' });
    for (const profile of ['incomplete', 'role', 'nobody', '']) {
      assert.equal(await read(profile), undefined, profile);
    }
  });
});
