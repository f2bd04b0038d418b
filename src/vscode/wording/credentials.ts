// Words for the way to the credentials: which profile, which file, what is wrong, and the next step.

import { l10n } from 'vscode';
import { type CredentialCode, type Failure, isCredentialCode, type Scope } from '../../core/model.ts';
import { toSingleLine } from '../../core/text.ts';
import type { Explanation } from './errors.ts';

/** A profile in words; without a name, what stands in its place. */
export function describeProfile(profile: string): string {
  return profile === ''
    ? l10n.t('Default credentials')
    : l10n.t('AWS profile “{0}”', toSingleLine(profile, 100));
}

/** With who chose it, which matters: a workspace that somebody else wrote decides whose rights are used. */
export function describeChosenProfile({ profile, profileIsWorkspaces }: Scope): string {
  return profile !== '' && profileIsWorkspaces
    ? l10n.t('{0} (chosen by the workspace)', describeProfile(profile))
    : describeProfile(profile);
}

/** For a failure of kind `credentialsFailed`; `profile` in words. */
export function explainCredentials(failure: Failure, profile: string): Explanation {
  const { code } = failure;
  if (!isCredentialCode(code)) {
    return {
      title: l10n.t('no credentials'),
      why: l10n.t('{0} exists, but gave no credentials ({1}).', profile, toSingleLine(code, 100)),
      nextStep: l10n.t('Test the connection to see how far it gets, and correct the profile.'),
    };
  }
  const words = explainCode(code, failure, profile);
  const chain = (failure.profileChain ?? []).map((each) => toSingleLine(each, 100));
  return chain.length > 1 && code !== 'ProfileCycle' && code !== 'SourceProfileMissing'
    ? { ...words, why: l10n.t('{0} Profile chain: {1}.', words.why, chain.join(' → ')) }
    : words;
}

/** Total over the codes: one without words does not compile. */
function explainCode(code: CredentialCode, failure: Failure, profile: string): Explanation {
  const chain = failure.profileChain ?? [];
  const last = chain.at(-1);
  /** The profile that is wrong: the one asked for, or one that it leads to. */
  const wrong = last === undefined ? profile : describeProfile(last);
  const file = describeFile(failure);
  const role = toSingleLine(failure.role ?? '?', 200);
  const correct = l10n.t('Correct the profile in {0}.', file);
  switch (code) {
    case 'NoCredentialsInProfile':
      return {
        title: l10n.t('no credentials'),
        why: l10n.t('{0} has neither keys nor a role, an SSO session or a credential process.', wrong),
        nextStep: l10n.t('Add one of them in {0}, or select another profile.', file),
      };
    case 'KeysIncomplete':
      return {
        title: l10n.t('keys incomplete'),
        why: l10n.t('{0} has only one of aws_access_key_id and aws_secret_access_key.', wrong),
        nextStep: l10n.t('Add the other one in {0}.', file),
      };
    case 'RoleSourceUnclear':
      return {
        title: l10n.t('role without a source'),
        why: l10n.t('{0} has a role, but not exactly one source to assume it from.', wrong),
        nextStep: l10n.t('Give it either source_profile or credential_source in {0}.', file),
      };
    case 'SourceProfileMissing':
      return {
        title: l10n.t('source profile not found'),
        why: l10n.t(
          '{0} names “{1}” as its source_profile, which does not exist.',
          chain.length > 1 ? describeProfile(chain.at(-2) ?? '') : profile,
          toSingleLine(last ?? '?', 100),
        ),
        nextStep: l10n.t('Correct source_profile in {0}, or add that profile.', file),
      };
    case 'ProfileCycle':
      return {
        title: l10n.t('profiles in a circle'),
        why: l10n.t(
          'The profiles name each other as source_profile: {0}.',
          chain.map((each) => toSingleLine(each, 100)).join(' → '),
        ),
        nextStep: l10n.t('Correct source_profile of one of them in {0}.', file),
      };
    case 'RoleDenied':
      return {
        title: l10n.t('role denied'),
        why: l10n.t('AWS does not let {0} assume the role {1}.', wrong, role),
        nextStep: l10n.t(
          'Check the trust policy of the role, and that whoever assumes it has the permission sts:AssumeRole.',
        ),
      };
    case 'RoleRefused':
      return {
        title: l10n.t('role not understood'),
        why: l10n.t(
          'AWS refused the settings of {0} for the role {1}, such as its ARN or duration.',
          wrong,
          role,
        ),
        nextStep: correct,
      };
    case 'CodeRejected':
      return {
        title: l10n.t('MFA code not accepted'),
        why: l10n.t('AWS did not accept the codes that were typed for {0}.', wrong),
        nextStep: l10n.t('Check the clock of the device, wait for a new code, then refresh to type it.'),
      };
    case 'CredentialSourceEmpty':
      return {
        title: l10n.t('source without credentials'),
        why: l10n.t('The credential_source of {0} gives no credentials here.', wrong),
        nextStep: l10n.t(
          'Check the environment, container or instance that it names, or use source_profile.',
        ),
      };
    case 'SsoSessionMissing':
      return {
        title: l10n.t('SSO session not found'),
        why: l10n.t(
          '{0} refers to [sso-session {1}], which does not exist in {2}.',
          wrong,
          toSingleLine(failure.ssoSession ?? '?', 100),
          file,
        ),
        nextStep: l10n.t('Add the section, or correct sso_session of the profile.'),
      };
    case 'SsoProfileIncomplete':
      return {
        title: l10n.t('SSO profile incomplete'),
        why: l10n.t(
          '{0} needs sso_account_id, sso_role_name, and the start URL and Region of its SSO session.',
          wrong,
        ),
        nextStep: l10n.t('Add what is missing in {0}.', file),
      };
    case 'SsoRoleDenied':
      return {
        title: l10n.t('SSO role denied'),
        why: l10n.t(
          'The person who is signed in has no role “{0}” in account {1} ({2}).',
          role,
          toSingleLine(failure.accountId ?? '?', 20),
          wrong,
        ),
        nextStep: l10n.t(
          'Ask for the role in IAM Identity Center, or correct sso_role_name and sso_account_id.',
        ),
      };
    case 'WebIdentityFileMissing':
      return {
        title: l10n.t('token file cannot be read'),
        why: l10n.t('{0} takes its token from {1}, which cannot be read.', wrong, file),
        nextStep: l10n.t('Check that the file is there and may be read, then refresh.'),
      };
    case 'ProcessFailed':
      return {
        title: l10n.t('credential process failed'),
        why:
          failure.exitCode === undefined
            ? l10n.t('The credential_process of {0} could not be started.', wrong)
            : l10n.t('The credential_process of {0} failed (exit {1}).', wrong, failure.exitCode),
        nextStep: l10n.t(
          'Run it in a terminal to see why: what it prints may be secret and is not shown here.',
        ),
      };
    case 'ProcessNotJson':
      return {
        title: l10n.t('credential process not understood'),
        why: l10n.t('The credential_process of {0} printed something other than a JSON object.', wrong),
        nextStep: l10n.t('Run it in a terminal: it has to print one JSON object.'),
      };
    case 'ProcessVersion':
      return {
        title: l10n.t('credential process of another version'),
        why: l10n.t('The credential_process of {0} answered with a “Version” other than 1.', wrong),
        nextStep: l10n.t('Update the program.'),
      };
    case 'ProcessIncomplete':
      return {
        title: l10n.t('credential process incomplete'),
        why: l10n.t('The credential_process of {0} answered without a key or its secret.', wrong),
        nextStep: l10n.t('Run it in a terminal: it has to print AccessKeyId and SecretAccessKey.'),
      };
    case 'ProcessExpired':
      return {
        title: l10n.t('credential process gave expired credentials'),
        why: l10n.t(
          'The credentials that the credential_process of {0} printed have already expired.',
          wrong,
        ),
        nextStep: l10n.t('Sign in where the program gets them from, then refresh.'),
      };
    case 'ProcessTooLarge':
      return {
        title: l10n.t('credential process printed too much'),
        why: l10n.t('The credential_process of {0} printed more than can be read.', wrong),
        nextStep: l10n.t('Run it in a terminal: it has to print one JSON object.'),
      };
  }
}

/** A file in words; without one, the file in which profiles stand. */
export function describeFile({ file }: Failure): string {
  return file === undefined ? l10n.t('the AWS config file') : toSingleLine(file, 300);
}
