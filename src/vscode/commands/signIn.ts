// createSignIn: signing in for a profile with the AWS CLI, once however often it is asked for meanwhile.

import { env, l10n, Uri } from 'vscode';
import type { AwsConnection, SignInOutcome } from '../../core/ports.ts';
import { type Log, showNotification, showProgressNotification } from '../outlets.ts';
import { describeProfile } from '../wording/credentials.ts';

/** AWS's own page, for every system. */
const INSTALL_PAGE = 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html';

export interface SignInParts {
  readonly openConnection: () => Promise<AwsConnection>;
  readonly log: Log;
}

/**
 * The result says whether the person has signed in by it; if not, the person knows why. While a sign-in is under
 * way, asking for another one does nothing.
 */
export function createSignIn({ openConnection, log }: SignInParts): (name: string) => Promise<boolean> {
  const running = new Set<string>();
  return async (name) => {
    if (running.has(name)) {
      return false;
    }
    running.add(name);
    const profile = describeProfile(name);
    const outcome = await showProgressNotification(
      l10n.t('Signing in with {0}', profile),
      l10n.t('Finish in the browser.'),
      async (signal) => (await openConnection()).signIn(name, signal),
    ).finally(() => running.delete(name));
    if (outcome.kind !== 'failed') {
      return outcome.kind === 'signedIn';
    }
    const exitCode = String(outcome.exitCode ?? '?');
    log.warn(`sign-in: ${outcome.reason}${outcome.reason === 'cliFailed' ? `, exit code ${exitCode}` : ''}`);
    await explain(outcome.reason, profile, exitCode, log);
    return false;
  };
}

type FailedSignIn = Extract<SignInOutcome, { kind: 'failed' }>;

async function explain(
  reason: FailedSignIn['reason'],
  profile: string,
  exitCode: string,
  log: Log,
): Promise<void> {
  switch (reason) {
    case 'cliMissing': {
      const install = l10n.t('How to Install It');
      const chosen = await showNotification(
        'error',
        l10n.t('AWS CLI v2 was not found. It is needed to sign in with {0}.', profile),
        install,
      );
      if (chosen === install) {
        await env.openExternal(Uri.parse(INSTALL_PAGE, true));
      }
      return;
    }
    case 'notNeeded':
      await showNotification(
        'information',
        l10n.t('{0} does not use SSO, so there is nothing to sign in to.', profile),
      );
      return;
    case 'nameRefused':
      await showNotification(
        'error',
        l10n.t(
          'The name of {0} is not passed to the AWS CLI: it could be taken for something else. Rename the profile.',
          profile,
        ),
      );
      return;
    case 'filesLate':
      await showNotification(
        'error',
        l10n.t(
          'Signing in with {0} was not begun: the AWS files could not be read in time. Check the drive that the home folder is on.',
          profile,
        ),
      );
      return;
    case 'cliFailed': {
      const showLog = l10n.t('Show Log');
      const chosen = await showNotification(
        'error',
        l10n.t('Signing in with {0} failed: the AWS CLI ended with exit code {1}.', profile, exitCode),
        showLog,
      );
      if (chosen === showLog) {
        log.show();
      }
    }
  }
}
