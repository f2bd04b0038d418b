// CredentialCache: one set of credentials for each profile, resolved once however many Regions ask at once.

import type { AwsCredentialIdentity } from '@smithy/types';
import { DeadlineError, type Deadlines, untilEnded, withDeadline } from '../deadline.ts';
import type { ProfileSet } from '../profiles.ts';
import type { CredentialSteps } from './credentialSteps.ts';
import { type Asking, findWaiting, type Typing } from './mfaCodes.ts';

/** Credentials that end sooner than this are resolved anew, so that they last through a refresh. */
const LEAST_LIFE_MS = 5 * 60_000;

interface Cell {
  /** Of the settings that the credentials come from. */
  readonly fingerprint: string;
  readonly pending: Promise<AwsCredentialIdentity>;
  readonly typing: Typing;
  /** Ends the programs that were started for it. */
  readonly end: AbortController;
  /** Under the deadline of this refresh, shared by all who ask; undefined until somebody does. */
  limited: Promise<AwsCredentialIdentity> | undefined;
  resolved: AwsCredentialIdentity | undefined;
  hasFailed: boolean;
  /** When to resolve them anew, in milliseconds since 1970. */
  renewAt: number;
}

export class CredentialCache {
  private readonly steps: CredentialSteps;
  private readonly deadlines: Deadlines;
  private readonly cells = new Map<string, Cell>();

  constructor(steps: CredentialSteps, deadlines: Deadlines) {
    this.steps = steps;
    this.deadlines = deadlines;
  }

  /**
   * The profile's credentials; an empty name stands for the SDK's default chain. Asked for once in a refresh,
   * whether that succeeds, fails or takes too long; and anew as soon as the profile's settings are others.
   */
  async fetch(
    profile: string,
    fingerprint: string,
    profiles: ProfileSet,
    { mayAsk, signal }: Asking,
  ): Promise<AwsCredentialIdentity> {
    const known = this.cells.get(profile);
    const isOutdated =
      known?.fingerprint !== fingerprint || (known.resolved !== undefined && Date.now() >= known.renewAt);
    if (known !== undefined && isOutdated) {
      this.drop(profile, known);
    }
    const person = { signal };
    const typing: Typing =
      known === undefined || isOutdated
        ? { persons: new Set(), isTyping: false, typedAt: undefined }
        : known.typing;
    if (mayAsk) {
      typing.persons.add(person);
    }
    const cell =
      known === undefined || isOutdated ? this.start(profile, fingerprint, profiles, typing) : known;
    try {
      if (cell.resolved !== undefined) {
        return cell.resolved;
      }
      cell.limited ??= this.limit(cell);
      return await cell.limited;
    } finally {
      typing.persons.delete(person);
    }
  }

  /** The credentials that `fetch` has given for the profile last. */
  getCurrent(profile: string): AwsCredentialIdentity | undefined {
    return this.cells.get(profile)?.resolved;
  }

  /**
   * To be called between two refreshes. Forgets what may be otherwise by the next one: failures, prompts of a
   * refresh that was aborted, keys without an end, which the files may have changed, and those that end soon.
   * A step that is still on its way is waited for again, not begun again.
   */
  forgetPassing(): void {
    const now = Date.now();
    for (const [profile, cell] of this.cells) {
      const { resolved, hasFailed, typing } = cell;
      const end = resolved?.expiration?.getTime();
      const isPassing = resolved !== undefined && (end === undefined || end - now < LEAST_LIFE_MS);
      if (isPassing || hasFailed || (typing.isTyping && findWaiting(typing) === undefined)) {
        this.drop(profile, cell);
      } else {
        cell.limited = undefined;
      }
    }
  }

  /** The next one who asks gets no failure of an earlier time. */
  forgetFailure(profile: string): void {
    const cell = this.cells.get(profile);
    if (cell?.hasFailed) {
      this.drop(profile, cell);
    } else if (cell !== undefined) {
      cell.limited = undefined;
    }
  }

  /** Forgets these credentials of the profile, because the service did not take them. */
  forget(profile: string, credentials: AwsCredentialIdentity): void {
    this.steps.forget(credentials);
    const cell = this.cells.get(profile);
    if (cell?.resolved === credentials) {
      this.drop(profile, cell);
    }
  }

  /** Leaves no program running. */
  dispose(): void {
    for (const [profile, cell] of this.cells) {
      this.drop(profile, cell);
    }
  }

  private drop(profile: string, cell: Cell): void {
    cell.end.abort();
    this.cells.delete(profile);
  }

  private start(profile: string, fingerprint: string, profiles: ProfileSet, typing: Typing): Cell {
    const end = new AbortController();
    // What hangs longer than that is given up for good, unless somebody is typing, which has a deadline of its own. Not
    // `AbortSignal.timeout`, which is kept for all that time.
    const giveUp = () => (typing.isTyping ? hanging.refresh() : end.abort());
    const hanging = setTimeout(giveUp, this.deadlines.hanging).unref();
    const pending = untilEnded(this.steps.fetch(profile, { profiles, typing, end: end.signal }), end.signal);
    const cell: Cell = {
      fingerprint,
      pending,
      typing,
      end,
      limited: undefined,
      resolved: undefined,
      hasFailed: false,
      renewAt: Number.POSITIVE_INFINITY,
    };
    this.cells.set(profile, cell);
    pending.finally(() => clearTimeout(hanging)).catch(() => undefined);
    pending.then(
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

  /**
   * A step that takes longer is reported, but not started a second time while it is still on its way. A person at the
   * keyboard has a time of their own: what comes after it has all of the time that the credentials have.
   */
  private async limit({ pending, typing, end }: Cell): Promise<AwsCredentialIdentity> {
    const { credentials: wholeMs } = this.deadlines;
    for (let leftMs = wholeMs; ; ) {
      try {
        return await withDeadline(pending, leftMs);
      } catch (error) {
        if (!(error instanceof DeadlineError) || end.signal.aborted) {
          throw error;
        }
        leftMs = typing.isTyping
          ? wholeMs
          : wholeMs - (performance.now() - (typing.typedAt ?? Number.NEGATIVE_INFINITY));
        if (leftMs <= 0) {
          throw error;
        }
      }
    }
  }
}

/** Before they end; those that last only minutes are used for half of their life, not once for each call. */
function toRenewalTime({ expiration }: AwsCredentialIdentity): number {
  if (expiration === undefined) {
    return Number.POSITIVE_INFINITY;
  }
  const life = expiration.getTime() - Date.now();
  return expiration.getTime() - Math.min(LEAST_LIFE_MS, life / 2);
}
