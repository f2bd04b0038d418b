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

interface Cell {
  readonly pending: Promise<AwsCredentialIdentity>;
  resolved: AwsCredentialIdentity | undefined;
  /** When to resolve them anew, in milliseconds since 1970. */
  renewAt: number;
}

export class CredentialCache {
  private readonly options: CredentialCacheOptions;
  private readonly cells = new Map<string, Cell>();

  constructor(options: CredentialCacheOptions) {
    this.options = options;
  }

  /** The profile's credentials; an empty name stands for the SDK's default chain. */
  async getCredentials(profile: string): Promise<AwsCredentialIdentity> {
    const known = this.cells.get(profile);
    if (known?.resolved !== undefined && Date.now() >= known.renewAt) {
      this.cells.delete(profile);
    }
    const cell = this.cells.get(profile) ?? this.resolve(profile);
    return cell.resolved ?? withDeadline(cell.pending, this.options.deadlineMs);
  }

  /**
   * Forgets what may be otherwise by the next refresh: keys without an end, which the files may have changed,
   * and those that end soon. Others were made for a session, perhaps with a code that somebody typed, and stay.
   */
  forgetPassing(): void {
    for (const [profile, { resolved }] of this.cells) {
      const end = resolved?.expiration?.getTime();
      if (resolved !== undefined && (end === undefined || end - Date.now() < LEAST_LIFE_MS)) {
        this.cells.delete(profile);
      }
    }
  }

  /** Forgets these credentials of the profile, because the service did not take them. */
  forget(profile: string, credentials: AwsCredentialIdentity): void {
    if (this.cells.get(profile)?.resolved === credentials) {
      this.cells.delete(profile);
    }
  }

  private resolve(profile: string): Cell {
    const cell: Cell = {
      pending: this.fetchCredentials(profile),
      resolved: undefined,
      renewAt: Number.POSITIVE_INFINITY,
    };
    this.cells.set(profile, cell);
    cell.pending.then(
      (credentials) => {
        cell.resolved = credentials;
        cell.renewAt = toRenewalTime(credentials);
      },
      () => {
        // A failure is not remembered: the next refresh asks again.
        if (this.cells.get(profile) === cell) {
          this.cells.delete(profile);
        }
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
