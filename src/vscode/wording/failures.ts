// Words for failures of whole Regions: what failed, why, and the next step with the button that helps.

import { l10n } from 'vscode';
import type { Failure } from '../../core/model.ts';
import { isProfileWide, type Trouble } from '../../core/troubles.ts';
import type { RowContext } from '../ids.ts';
import type { Explanation } from './errors.ts';

export interface TroubleWords extends Explanation {
  /** Which Regions, or which profile. */
  readonly where: string;
  readonly context: RowContext;
}

export function describeTrouble({ failure, readings, everywhere }: Trouble): TroubleWords {
  const profile = describeProfile(readings[0]?.profile ?? '');
  const regions = readings.map(({ region }) => region ?? '').filter((region) => region !== '');
  const named = everywhere && regions.length > 1 ? l10n.t('All Regions') : joinRegions(regions);
  return {
    where: isProfileWide(failure) || regions.length === 0 ? profile : named,
    context: contextOf(failure),
    ...explainFailure(failure, profile),
  };
}

function joinRegions(regions: readonly string[]): string {
  return regions.length > 3 ? l10n.t('{0} Regions', regions.length) : regions.join(', ');
}

export function describeProfile(profile: string): string {
  return profile === '' ? l10n.t('Default credentials') : l10n.t('AWS profile “{0}”', profile);
}

function contextOf({ kind }: Failure): RowContext {
  switch (kind) {
    case 'noRegion':
    case 'regionUnavailable':
      return 'trouble.selectRegions';
    case 'profileMissing':
    case 'credentialsMissing':
      return 'trouble.selectProfile';
    default:
      return 'trouble';
  }
}

/** Total over the kinds: a kind without words does not compile. */
export function explainFailure(failure: Failure, profile: string): Explanation {
  const refresh = l10n.t('Refresh to try again.');
  switch (failure.kind) {
    case 'accessDenied':
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
        why: l10n.t('AWS asked to slow down, also after several attempts.'),
        nextStep:
          failure.retryAfterSeconds === undefined
            ? l10n.t('Wait a moment, then refresh; a lower “maxConcurrentRequests” helps.')
            : l10n.t(
                'Refresh in {0} seconds; a lower “maxConcurrentRequests” helps.',
                failure.retryAfterSeconds,
              ),
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
        why: l10n.t('No connection to {0}, or it was broken off ({1}).', describeHost(failure), failure.code),
        nextStep: l10n.t('Check the network, VPN, proxy and firewall, then refresh.'),
      };
    case 'timedOut':
      return {
        title: l10n.t('no answer'),
        why:
          failure.deadlineSeconds === undefined
            ? l10n.t('No answer from {0} in time.', describeHost(failure))
            : l10n.t(
                'No answer from {0} within {1} seconds.',
                describeHost(failure),
                failure.deadlineSeconds,
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
                'The certificate of {0} is not trusted. A proxy of your company may stand between.',
                describeHost(failure),
              ),
        nextStep: l10n.t(
          'Add the certificate of the proxy to the certificates of the system (setting “http.systemCertificates”). Checks are never turned off.',
        ),
      };
    case 'insecureEndpoint':
      return {
        title: l10n.t('endpoint refused'),
        why: l10n.t(
          'The environment or the AWS config names an endpoint that is neither https nor on this computer. Credentials are not sent there.',
        ),
        nextStep: l10n.t('Correct AWS_ENDPOINT_URL, or endpoint_url in the AWS config file.'),
      };
    case 'proxyLogin':
      return {
        title: l10n.t('proxy wants a login'),
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
          'The answer of {0} is not of the documented form, so nothing of it is shown.',
          describeHost(failure),
        ),
        nextStep: refresh,
      };
    case 'noData':
      return {
        title: l10n.t('AWS returned no data'),
        why: l10n.t('The call succeeded without a word on any account. What was known before is kept.'),
        nextStep: refresh,
      };
    case 'serviceFault':
      return {
        title: l10n.t('fault at AWS'),
        why: l10n.t('Inspector had a fault, also after several attempts.'),
        nextStep: l10n.t('Refresh later; see the AWS Health Dashboard.'),
      };
    case 'requestRefused':
      return {
        title: l10n.t('request refused'),
        why: l10n.t(
          'Inspector refused requests as not valid, and it could not be found out which accounts are the reason.',
        ),
        nextStep: l10n.t('See the message and the log; please report it as an issue of this extension.'),
      };
    case 'regionUnavailable':
      return {
        title: l10n.t('not available'),
        why: l10n.t(
          'There is no Inspector endpoint in this Region, or the Region is not enabled for this account.',
        ),
        nextStep: l10n.t('Select other Regions, or enable the Region for the account.'),
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
        why: l10n.t('AWS refused the signature because the time on this computer is off.'),
        nextStep: l10n.t('Set the clock, then refresh.'),
      };
    case 'profileMissing':
      return {
        title: l10n.t('not found'),
        why:
          failure.availableProfiles === undefined || failure.availableProfiles.length === 0
            ? l10n.t('The AWS config and credentials files on this computer have no profiles.')
            : l10n.t(
                'The AWS config and credentials files on this computer have: {0}.',
                listSome(failure.availableProfiles),
              ),
        nextStep: l10n.t('Select another profile, or add it to the AWS config file.'),
      };
    case 'signedOut':
      return {
        title: l10n.t('signed out'),
        why: l10n.t('The SSO session has ended, or was never begun.'),
        nextStep: l10n.t('Sign in with “aws sso login” for this profile, then refresh.'),
      };
    case 'credentialsMissing':
      return {
        title: l10n.t('not found'),
        why: l10n.t(
          'No profile is set, and there are no credentials in the environment, the default profile, or from the container or instance.',
        ),
        nextStep: l10n.t('Select an AWS profile.'),
      };
    case 'credentialsRejected':
      return {
        title: l10n.t('credentials not accepted'),
        why: l10n.t(
          'AWS did not accept the keys of {0}: they are wrong or deactivated, or this Region is not enabled for the account.',
          profile,
        ),
        nextStep: l10n.t('Check the keys, and whether the Region is enabled for the account.'),
      };
    case 'credentialsExpired':
      return {
        title: l10n.t('credentials expired'),
        why: l10n.t('The temporary credentials have ended.'),
        nextStep: l10n.t('Renew the credentials, then refresh.'),
      };
    case 'credentialsFailed':
      return {
        title: l10n.t('no credentials'),
        why:
          failure.code === 'IncompleteSsoProfile'
            ? l10n.t(
                'The SSO profile is incomplete: it needs sso_account_id, sso_role_name, and the start URL and Region of its SSO session.',
              )
            : l10n.t('The profile is there, but gave no credentials ({0}).', failure.code),
        nextStep: l10n.t(
          'Try the profile with “aws sts get-caller-identity”, correct it in the AWS config file, then refresh.',
        ),
      };
    case 'credentialsTimedOut':
      return {
        title: l10n.t('no credentials in time'),
        why:
          failure.deadlineSeconds === undefined
            ? l10n.t('Getting the credentials took too long.')
            : l10n.t('Getting the credentials took longer than {0} seconds.', failure.deadlineSeconds),
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

function describeHost({ host }: Failure): string {
  return host ?? l10n.t('the sign-in service');
}

function listSome(names: readonly string[]): string {
  const shown = names.slice(0, 10).join(', ');
  return names.length > 10 ? l10n.t('{0} and {1} more', shown, names.length - 10) : shown;
}
