/** What is said of each failure on the way to the credentials: which profile, which file, what is wrong, what to do. */
import { equal, match, ok } from 'node:assert/strict';
import { CREDENTIAL_CODES, type CredentialCode, type Failure } from '../../../src/core/model.ts';
import { COMMANDS } from '../../../src/vscode/ids.ts';
import { describeProfile } from '../../../src/vscode/wording/credentials.ts';
import { explainFailure } from '../../../src/vscode/wording/failures.ts';
import { getRemedies } from '../../../src/vscode/wording/troubles.ts';

const DETAILS: Omit<Failure, 'kind' | 'code'> = {
  file: '~/.aws/config',
  exitCode: 3,
  ssoSession: 'corp',
  role: 'arn:aws:iam::333344445555:role/Deploy',
  accountId: '333344445555',
  profileChain: ['audit', 'base'],
};

function explain(code: CredentialCode, more: Partial<Failure> = {}): string {
  const failure: Failure = { kind: 'credentialsFailed', code, ...more };
  const { title, why, nextStep } = explainFailure(failure, describeProfile('audit'), []);
  return `${title}: ${why} ${nextStep}`;
}

describe('The words for credentials', () => {
  for (const code of CREDENTIAL_CODES) {
    it(`name the profile and the next step of ${code}, with and without details`, () => {
      for (const text of [explain(code), explain(code, DETAILS)]) {
        match(text, /^[A-Za-z][^:]+: .+\. .+\.$/);
        ok(!/\{\d\}|undefined/.test(text), text);
        match(text, /audit|base|circle/);
      }
      for (const command of getRemedies({ kind: 'credentialsFailed', code })) {
        ok(COMMANDS.includes(command));
      }
    });
  }

  it('are others for each code (B17)', () => {
    const texts = CREDENTIAL_CODES.map((code) => explain(code, DETAILS));
    equal(new Set(texts).size, CREDENTIAL_CODES.length);
  });

  it('give the exit code of a program, and nothing that it printed (B15)', () => {
    match(
      explain('ProcessFailed', { exitCode: 3 }),
      /credential_process of AWS profile “audit” failed \(exit 3\)/,
    );
  });

  it('name the role, the source and the way (B18)', () => {
    match(
      explain('RoleDenied', DETAILS),
      /“base” assume the role arn:aws:iam::333344445555:role\/Deploy.*audit → base/,
    );
    match(explain('SourceProfileMissing', DETAILS), /AWS profile “audit” names “base” as its source_profile/);
    match(explain('ProfileCycle', { profileChain: ['a', 'b', 'a'] }), /a → b → a/);
  });

  it('name the SSO session that is not there (B5)', () => {
    match(
      explain('SsoSessionMissing', { ssoSession: 'nope', file: '~/.aws/config' }),
      /AWS profile “audit” refers to \[sso-session nope\], which does not exist in ~\/\.aws\/config\./,
    );
  });

  it('tell a role that nobody has from a session that has ended (B11)', () => {
    match(
      explain('SsoRoleDenied', { ...DETAILS, role: 'ReadOnly' }),
      /no role “ReadOnly” in account 333344445555/,
    );
    const signedOut = explainFailure(
      { kind: 'signedOut', code: 'X', ssoSession: 'corp' },
      describeProfile('audit'),
      [],
    );
    equal(signedOut.why, 'AWS profile “audit” is signed out (SSO session “corp”).');
  });
});
