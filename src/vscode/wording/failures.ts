// Words for failures: what failed, why, and the next step.

import { l10n } from 'vscode';
import type { Failure, OtherService, Region } from '../../core/model.ts';
import { isOptIn, toPartition } from '../../core/regions.ts';
import { toSingleLine } from '../../core/text.ts';
import { describeFile, explainCredentials } from './credentials.ts';
import type { Explanation } from './errors.ts';
import { describeSpan } from './numbers.ts';
import { joinSentences } from './sentences.ts';

/** Total over the kinds: a kind without words does not compile. The profile comes in words. */
export function explainFailure(failure: Failure, profile: string, regions: readonly Region[]): Explanation {
  const refresh = l10n.t('Refresh to try again.');
  switch (failure.kind) {
    case 'accessDenied':
      if (failure.action !== undefined) {
        return {
          title: l10n.t('access denied'),
          why: l10n.t('{0} may not list the members of the organization here.', profile),
          nextStep: l10n.t(
            'Only Inspector’s delegated administrator may do this, in each Region. Use its profile, and allow the action {0} for the identity.',
            failure.action,
          ),
        };
      }
      if (failure.service !== undefined) {
        return {
          title: l10n.t('access denied'),
          why: l10n.t('{0} may not call {1} here.', profile, describeService(failure)),
          nextStep: l10n.t(
            'This call needs no permission: the policy of a VPC endpoint, or a proxy in between, may refuse it.',
          ),
        };
      }
      return {
        title: l10n.t('access denied'),
        why: l10n.t('{0} may not call Inspector here.', profile),
        nextStep: l10n.t(
          'Allow the action inspector2:BatchGetAccountStatus for this identity, for example with the managed policy AmazonInspector2ReadOnlyAccess, and check service control policies.',
        ),
      };
    case 'throttled':
      return {
        title: l10n.t('throttled'),
        why:
          failure.retryAfterSeconds === undefined
            ? l10n.t('AWS asked to slow down, even after several attempts.')
            : l10n.t(
                'AWS asked to wait {0} before the next call.',
                describeSpan(failure.retryAfterSeconds, 'second'),
              ),
        nextStep:
          failure.retryAfterSeconds === undefined
            ? l10n.t('Wait a moment, then refresh; a lower “maxConcurrentRequests” helps.')
            : l10n.t('Refresh after that time.'),
      };
    case 'offline':
      return {
        title: l10n.t('offline'),
        why: l10n.t(
          'The address of {0} could not be looked up: there seems to be no network.',
          describeHost(failure),
        ),
        nextStep: l10n.t('Check the network or VPN, then refresh.'),
      };
    case 'unreachable':
      return {
        title: l10n.t('not reachable'),
        why: l10n.t(
          'No connection to {0}, or it was interrupted ({1}).',
          describeHost(failure),
          failure.code,
        ),
        nextStep: l10n.t('Check the network, VPN, proxy and firewall, then refresh.'),
      };
    case 'timedOut':
      return {
        title: l10n.t('no answer'),
        why:
          failure.deadlineSeconds === undefined
            ? l10n.t('No answer from {0} in time.', describeHost(failure))
            : failure.code === 'ConnectTimeout'
              ? l10n.t(
                  'No connection to {0} within {1}.',
                  describeHost(failure),
                  describeSpan(failure.deadlineSeconds, 'second'),
                )
              : l10n.t(
                  'No answer from {0} within {1}.',
                  describeHost(failure),
                  describeSpan(failure.deadlineSeconds, 'second'),
                ),
        nextStep: l10n.t('Check the network, VPN and proxy, then refresh.'),
      };
    case 'untrustedCertificate':
      return {
        title: l10n.t('certificate not trusted'),
        why:
          failure.code === 'CERT_HAS_EXPIRED' || failure.code === 'CERT_NOT_YET_VALID'
            ? l10n.t(
                'The certificate of {0} is not valid at this time. The clock of this computer may be wrong.',
                describeHost(failure),
              )
            : l10n.t(
                'The certificate of {0} is not trusted. A proxy of your company may be in between.',
                describeHost(failure),
              ),
        nextStep: l10n.t(
          'Add the certificate of the proxy to the certificates of the system (setting “http.systemCertificates”). Checks are never turned off.',
        ),
      };
    case 'insecureEndpoint': {
      const setting = failure.setting ?? 'AWS_ENDPOINT_URL';
      return {
        title: l10n.t('endpoint refused'),
        why:
          failure.code === 'EndpointWithSecret'
            ? l10n.t(
                '{0} names an endpoint with a user, a password or a query in it. Endpoints are shown in the view, so they must not contain secrets.',
                setting,
              )
            : failure.code === 'MalformedEndpoint'
              ? l10n.t('{0} names an endpoint that is not an address.', setting)
              : l10n.t(
                  '{0} names an endpoint that is neither https nor on this computer. Credentials are not sent there.',
                  setting,
                ),
        nextStep:
          setting === 'endpoint_url'
            ? l10n.t('Correct endpoint_url of the profile in the AWS config file, then refresh.')
            : l10n.t('Correct {0} in the environment of VS Code, then restart VS Code.', setting),
      };
    }
    case 'proxyLogin':
      return {
        title: l10n.t('proxy asks for a login'),
        why: l10n.t('A proxy answered instead of AWS and asks for a login.'),
        nextStep: l10n.t('Log in to the proxy, or set “http.proxy”, then refresh.'),
      };
    case 'webPage':
      return {
        title: l10n.t('a web page answered'),
        why: l10n.t('A web page answered instead of AWS: perhaps the login page of a network, or a proxy.'),
        nextStep: l10n.t('Log in to the network in a browser, then refresh.'),
      };
    case 'badAnswer':
      return {
        title: l10n.t('answer not understood'),
        why: l10n.t(
          'The answer from {0} does not have the documented form, so none of it is shown.',
          describeHost(failure),
        ),
        nextStep: refresh,
      };
    case 'noData':
      return {
        title: l10n.t('AWS returned no data'),
        why: l10n.t('The call succeeded, but the answer mentions no account. What was known before is kept.'),
        nextStep: refresh,
      };
    case 'serviceFault':
      return {
        title: l10n.t('fault at AWS'),
        why: l10n.t('{0} had a fault, even after several attempts.', describeService(failure)),
        nextStep: l10n.t('Refresh later; see the AWS Health Dashboard.'),
      };
    case 'requestRefused':
      return {
        title: l10n.t('request refused'),
        why:
          failure.service === undefined
            ? l10n.t(
                'Inspector refused requests as invalid, and it could not be determined which accounts are the reason.',
              )
            : l10n.t('{0} refused the request as invalid.', describeService(failure)),
        nextStep: l10n.t('See the message and the log; please report it as an issue of this extension.'),
      };
    case 'regionUnavailable':
      if (failure.service !== undefined) {
        return {
          title: l10n.t('not available'),
          why: l10n.t(
            '{0} is not available to the account in the Region that it was asked in.',
            describeService(failure),
          ),
          nextStep: l10n.t(
            'Turn it on for this Region in the account settings of IAM, or set another Region in the profile.',
          ),
        };
      }
      return {
        title: l10n.t('not available'),
        why: l10n.t(
          'There is no Inspector endpoint in this Region, or the Region is not enabled for this account.',
        ),
        nextStep: l10n.t('Select other Regions, or enable the Region for the account.'),
      };
    case 'regionNotEnabled':
      return {
        title: l10n.t('not enabled for this account'),
        why: l10n.t(
          'AWS accepts {0} in other Regions, but not here, where a Region has to be enabled for the account first: very likely it is not. Session tokens of the global STS endpoint are refused here too.',
          profile,
        ),
        nextStep: l10n.t(
          'Enable the Region in the account settings of AWS, or take it out with “Select Regions…”.',
        ),
      };
    case 'noRegion':
      return {
        title: l10n.t('no Region'),
        why: l10n.t(
          'No Region is set in the settings, the AWS profile or the environment. None is chosen for you.',
        ),
        nextStep: l10n.t('Select the Regions to read.'),
      };
    case 'clockSkew':
      return {
        title: l10n.t('clock is wrong'),
        why:
          failure.clockOffsetMinutes === undefined
            ? l10n.t('AWS refused the signature because the time on this computer is off.')
            : failure.clockOffsetMinutes > 0
              ? l10n.t(
                  'AWS refused the signature: the clock of this computer is {0} min ahead.',
                  failure.clockOffsetMinutes,
                )
              : l10n.t(
                  'AWS refused the signature: the clock of this computer is {0} min behind.',
                  -failure.clockOffsetMinutes,
                ),
        nextStep: l10n.t('Set the clock, then refresh.'),
      };
    case 'profileMissing':
      return {
        title: l10n.t('not found'),
        why: explainMissingProfile(failure),
        nextStep: l10n.t('Select another profile, or add it to the AWS config file.'),
      };
    case 'configUnreadable':
      return {
        title: l10n.t('AWS file cannot be read'),
        why: l10n.t('{0} exists, but cannot be read ({1}).', describeFile(failure), failure.code),
        nextStep: l10n.t('Correct the file or its permissions, then refresh.'),
      };
    case 'configMalformed':
      return {
        title: l10n.t('AWS file not understood'),
        why: l10n.t('Line {0} of {1} is not understood.', failure.line ?? '?', describeFile(failure)),
        nextStep: l10n.t('Correct the line: it is read again as soon as the file is saved.'),
      };
    case 'signedOut':
      return {
        title: l10n.t('signed out'),
        why:
          failure.ssoSession === undefined
            ? l10n.t('{0} is signed out.', profile)
            : l10n.t(
                '{0} is signed out (SSO session “{1}”).',
                profile,
                toSingleLine(failure.ssoSession, 100),
              ),
        nextStep: l10n.t('Sign in.'),
      };
    case 'codeNeeded':
      return {
        title: l10n.t('MFA code needed'),
        why: l10n.t('{0} asks for a code of your MFA device.', profile),
        nextStep: l10n.t('Refresh to type the code.'),
      };
    case 'credentialsMissing':
      return {
        title: l10n.t('not found'),
        why: l10n.t(
          'No profile is set, and there are no credentials in the environment, the default profile, or from the container or instance.',
        ),
        nextStep: l10n.t('Select an AWS profile.'),
      };
    case 'credentialsRejected': {
      const optIn = regions.find(isOptIn);
      return {
        title: l10n.t('credentials not accepted'),
        why: joinSentences(
          l10n.t(
            'AWS did not accept the keys of {0}: they are wrong or deactivated, or of another partition.',
            profile,
          ),
          ...describePartition(regions),
          ...(optIn === undefined
            ? []
            : [l10n.t('Or {0}, which is not enabled by default, is not enabled for the account.', optIn)]),
        ),
        nextStep:
          optIn === undefined
            ? l10n.t('Check the keys.')
            : l10n.t('Check the keys, and whether the Region is enabled for the account.'),
      };
    }
    case 'credentialsExpired':
      return {
        title: l10n.t('credentials expired'),
        why: l10n.t('The temporary credentials of {0} have expired.', profile),
        nextStep: l10n.t('Renew them, then refresh.'),
      };
    case 'credentialsFailed':
      return explainCredentials(failure, profile);
    case 'credentialsTimedOut':
      return {
        title: l10n.t('no credentials in time'),
        why:
          failure.deadlineSeconds === undefined
            ? l10n.t('Getting the credentials of {0} took too long.', profile)
            : l10n.t(
                'The credentials of {0} did not arrive within {1}.',
                profile,
                describeSpan(failure.deadlineSeconds, 'second'),
              ),
        nextStep: l10n.t(
          'Check the profile’s credential process, or the network to the sign-in service, then refresh.',
        ),
      };
    case 'unexpected':
      return {
        title: l10n.t('unexpected error'),
        why: l10n.t('An error that this extension does not know: {0}.', failure.code),
        nextStep: l10n.t('See the log; please report it as an issue of this extension.'),
      };
  }
}

function explainMissingProfile({ availableProfiles = [], machine }: Failure): string {
  const where = machine === undefined ? l10n.t('this computer') : toSingleLine(machine, 100);
  return availableProfiles.length === 0
    ? l10n.t('~/.aws/config and ~/.aws/credentials on {0} have no profiles, or do not exist.', where)
    : l10n.t(
        '~/.aws/config and ~/.aws/credentials on {0} do not have it. They have: {1}.',
        where,
        listSome(availableProfiles),
      );
}

/** Names the partition of a Region that is not in the one that nearly everybody's credentials are of. */
function describePartition(regions: readonly Region[]): string[] {
  const region = regions.find((each) => !['aws', 'other'].includes(toPartition(each)));
  return region === undefined
    ? []
    : [
        l10n.t(
          '{0} is in the partition {1}, which accepts only its own credentials.',
          region,
          toPartition(region),
        ),
      ];
}

/** Total over the services: one without a name does not compile. */
function describeService({ service }: Failure): string {
  const names: Readonly<Record<OtherService | 'inspector', string>> = {
    inspector: l10n.t('Inspector'),
    sts: l10n.t('AWS STS'),
    sso: l10n.t('IAM Identity Center'),
    signin: l10n.t('AWS Sign-In'),
    organizations: l10n.t('AWS Organizations'),
    other: l10n.t('AWS'),
  };
  return names[service ?? 'inspector'];
}

function describeHost({ host }: Failure): string {
  return host ?? l10n.t('the sign-in service');
}

function listSome(names: readonly string[]): string {
  const shown = names
    .slice(0, 10)
    .map((name) => toSingleLine(name, 100))
    .join(', ');
  return names.length > 10 ? l10n.t('{0} and {1} more', shown, names.length - 10) : shown;
}
