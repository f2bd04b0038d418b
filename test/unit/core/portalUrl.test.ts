/** The address that opens the console through the access portal: only a portal's, and nothing in it breaks out. */
import assert from 'node:assert/strict';
import { type ConsoleAccess, toConsoleUrl, toPortalUrl } from '../../../src/core/regions.ts';
import { toId } from '../support/builders.ts';

const page = toConsoleUrl('eu-west-1') ?? '';

function open(more: Partial<ConsoleAccess> = {}): string | undefined {
  return toPortalUrl(
    { startUrl: 'https://corp.awsapps.com/start', accountId: toId(7), roleName: 'Audit', ...more },
    page,
  );
}

describe('the console through the access portal', () => {
  const LINK =
    '/#/console?account_id=000000000007&role_name=Audit&destination=https%3A%2F%2Fconsole.aws.amazon.com%2Finspector%2Fv2%2Fhome%3Fregion%3Deu-west-1';

  for (const [startUrl, base] of Object.entries({
    'https://corp.awsapps.com/start': 'https://corp.awsapps.com/start',
    'https://corp.awsapps.com/start/': 'https://corp.awsapps.com/start',
    'https://corp.awsapps.com/start#/': 'https://corp.awsapps.com/start',
    'https://corp.awsapps.com/start/#/?tab=accounts': 'https://corp.awsapps.com/start',
    'https://d-1234567890.awsapps.com/start?x=1': 'https://d-1234567890.awsapps.com/start',
    'https://start.us-gov-home.awsapps.com/directory/d-12':
      'https://start.us-gov-home.awsapps.com/directory/d-12',
    'https://start.home.awsapps.cn/directory/d-12': 'https://start.home.awsapps.cn/directory/d-12',
    'https://ssoins-12.portal.eu-west-1.app.aws': 'https://ssoins-12.portal.eu-west-1.app.aws',
  })) {
    it(`begins with ${startUrl}`, () => assert.equal(open({ startUrl }), base + LINK));
  }

  for (const startUrl of [
    '',
    'corp.awsapps.com/start',
    'http://corp.awsapps.com/start',
    'javascript:alert(1)//corp.awsapps.com',
    'https://identitycenter.amazonaws.com/ssoins-12',
    'https://awsapps.com.evil.example/start',
    'https://evil.example/corp.awsapps.com',
    'https://evilawsapps.com/start',
    'https://user:secret@corp.awsapps.com/start',
    'https://corp.awsapps.com:8443/start',
    'https://corp.awsapps.com@evil.example/start',
    'https://evil.example#.awsapps.com/start',
  ]) {
    it(`does not begin with ${startUrl || 'nothing'}`, () => assert.equal(open({ startUrl }), undefined));
  }

  it('takes any role name for a name, and needs one', () => {
    assert.equal(open({ roleName: '' }), undefined);
    const url = new URL(open({ roleName: 'a+b=c&account_id=1#/x @,.' }) ?? '');
    const parameters = new URLSearchParams(url.hash.split('?')[1]);
    assert.equal(parameters.get('role_name'), 'a+b=c&account_id=1#/x @,.');
    assert.equal(parameters.get('account_id'), '000000000007');
    assert.equal(parameters.get('destination'), page);
  });
});
