// CredentialCache: one set of credentials for each profile, resolved once however many Regions ask at once.

import { fromIni } from '@aws-sdk/credential-provider-ini';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity } from '@smithy/types';
import { withDeadline } from './deadline.ts';

/** Credentials that end sooner than this are resolved anew, so that they last through a refresh. */
const LEAST_LIFE_MS = 5 * 60_000;

export interface CredentialCacheOptions {
  readonly requestHandler: NodeHttpHandler;
  /** A step that takes longer is reported, but not started a second time while it is still on its way. */
  readonly deadlineMs: number;
}

/** A step that hangs is given up for good after this long; a program that still runs by then is beyond us. */
const LONGEST_WAIT_MS = 5 * 60_000;

interface Cell {
  /** Of the settings that the credentials come from. */
  readonly fingerprint: string;
  readonly startedAt: number;
  readonly pending: Promise<AwsCredentialIdentity>;
  /** Under the deadline of this refresh, shared by all who ask; undefined until somebody does. */
  limited: Promise<AwsCredentialIdentity> | undefined;
  resolved: AwsCredentialIdentity | undefined;
  hasFailed: boolean;
  /** When to resolve them anew, in milliseconds since 1970. */
  renewAt: number;
}

export class CredentialCache {
  private readonly options: CredentialCacheOptions;
  private readonly cells = new Map<string, Cell>();

  constructor(options: CredentialCacheOptions) {
    this.options = options;
  }

  /**
   * The profile's credentials; an empty name stands for the SDK's default chain. Asked for once in a refresh,
   * whether that succeeds, fails or takes too long; and anew as soon as the profile's settings are others.
   */
  async fetch(profile: string, fingerprint: string): Promise<AwsCredentialIdentity> {
    const known = this.cells.get(profile);
    const isOutdated =
      known?.fingerprint !== fingerprint || (known.resolved !== undefined && Date.now() >= known.renewAt);
    const cell = known === undefined || isOutdated ? this.start(profile, fingerprint) : known;
    if (cell.resolved !== undefined) {
      return cell.resolved;
    }
    cell.limited ??= withDeadline(cell.pending, this.options.deadlineMs);
    return cell.limited;
  }

  /** The credentials that `fetch` has given for the profile last. */
  getCurrent(profile: string): AwsCredentialIdentity | undefined {
    return this.cells.get(profile)?.resolved;
  }

  /**
   * To be called between two refreshes. Forgets what may be otherwise by the next one: failures, keys without an
   * end, which the files may have changed, and those that end soon. Others were made for a session, perhaps with
   * a code that somebody typed, and stay. A step that is still on its way is waited for again, not begun again.
   */
  forgetPassing(): void {
    const now = Date.now();
    for (const [profile, cell] of this.cells) {
      const { resolved, hasFailed, startedAt } = cell;
      const end = resolved?.expiration?.getTime();
      const isPassing = resolved !== undefined && (end === undefined || end - now < LEAST_LIFE_MS);
      const hangs = resolved === undefined && now - startedAt > LONGEST_WAIT_MS;
      if (isPassing || hasFailed || hangs) {
        this.cells.delete(profile);
      } else {
        cell.limited = undefined;
      }
    }
  }

  /** Forgets these credentials of the profile, because the service did not take them. */
  forget(profile: string, credentials: AwsCredentialIdentity): void {
    if (this.cells.get(profile)?.resolved === credentials) {
      this.cells.delete(profile);
    }
  }

  private start(profile: string, fingerprint: string): Cell {
    const cell: Cell = {
      fingerprint,
      startedAt: Date.now(),
      pending: this.fetchCredentials(profile),
      limited: undefined,
      resolved: undefined,
      hasFailed: false,
      renewAt: Number.POSITIVE_INFINITY,
    };
    this.cells.set(profile, cell);
    cell.pending.then(
      (credentials) => {
        cell.resolved = credentials;
        cell.renewAt = toRenewalTime(credentials);
      },
      () => {
        cell.hasFailed = true;
      },
    );
    return cell;
  }

  private async fetchCredentials(profile: string): Promise<AwsCredentialIdentity> {
    // SSO and STS clients inside the provider do not see the Inspector client's handler and its deadlines.
    const network = watchNetwork(this.options.requestHandler);
    const clientConfig = { requestHandler: network.handler };
    const provider =
      profile === ''
        ? defaultProvider({ clientConfig, ignoreCache: true })
        : fromIni({ profile, clientConfig, ignoreCache: true });
    try {
      return await provider();
    } catch (error) {
      // Providers wrap what the network said, or drop it: an SSO session that cannot be renewed while offline is
      // said to have ended. A network error never means that somebody is signed out.
      throw network.getError() ?? error;
    }
  }
}

/** The handler, and the error of the latest request through it, or undefined after one that was answered. */
function watchNetwork(handler: NodeHttpHandler): { handler: NodeHttpHandler; getError(): unknown } {
  let latest: unknown;
  const watched = Object.assign(Object.create(handler) as NodeHttpHandler, {
    async handle(...args: Parameters<NodeHttpHandler['handle']>) {
      try {
        const answer = await handler.handle(...args);
        latest = undefined;
        return answer;
      } catch (error) {
        latest = error;
        throw error;
      }
    },
  });
  return { handler: watched, getError: () => latest };
}

/** Before they end; those that last only minutes are used for half of their life, not once for each call. */
function toRenewalTime({ expiration }: AwsCredentialIdentity): number {
  if (expiration === undefined) {
    return Number.POSITIVE_INFINITY;
  }
  const life = expiration.getTime() - Date.now();
  return expiration.getTime() - Math.min(LEAST_LIFE_MS, life / 2);
}
