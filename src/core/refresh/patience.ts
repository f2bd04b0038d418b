// Patience: how long a Region that failed is left alone. A person's wish ends it, for a while not where the service
// itself asked to wait.

import { type Failure, type FailureKind, MAX_RETRY_AFTER_SECONDS, type RegionReading } from '../model.ts';
import type { Clock, RefreshCause } from '../ports.ts';

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** Denied calls raise alarms at companies. */
const DENIED_WAIT_MS = 60 * 60_000;
const MAX_JITTER = 0.2;

/** The network between, or none: another network may mend it at once. */
const OF_NETWORK: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'offline',
  'unreachable',
  'timedOut',
  'webPage',
  'proxyLogin',
]);

/** What passes by itself, sooner or later. What is not here waits for the interval, or for a change of its cause. */
const PASSING: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'offline',
  'unreachable',
  'timedOut',
  'webPage',
  'serviceFault',
  'throttled',
]);

/** Where it is AWS that names a time. What a proxy or a web page in between says of it, the service never said. */
const OF_SERVICE: ReadonlySet<FailureKind> = new Set<FailureKind>(['throttled', 'serviceFault']);

/** The longest that it holds a person up: one call too many harms nobody, and a button that does nothing does. */
const LONGEST_HOLD_MS = 15 * 60_000;

export function isOfNetwork({ kind }: Failure): boolean {
  return OF_NETWORK.has(kind);
}

/** Milliseconds that the service asked to wait; 0 where it did not. */
function toHintMs({ kind, retryAfterSeconds = 0 }: Failure): number {
  return OF_SERVICE.has(kind) ? Math.min(retryAfterSeconds, MAX_RETRY_AFTER_SECONDS) * 1000 : 0;
}

/** How long a Region is left alone. */
type Rest = Pick<RegionReading, 'nextTryAt' | 'heldUntil'>;

export const NO_REST: Rest = { nextTryAt: undefined, heldUntil: undefined };

interface Wait {
  /** Failures one after another, a person's hurry not counted. */
  readonly failures: number;
  readonly since: number;
}

type Place = Pick<RegionReading, 'scope' | 'region' | 'endpointUrl'>;

export class Patience {
  private readonly clock: Clock;
  private readonly waits = new Map<string, Wait>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** To be told of every failure. Without a time to try again, the interval says when the Region is asked. */
  noteFailure(reading: RegionReading, failure: Failure): Rest {
    const now = this.clock.now();
    const earlier = this.waits.get(toKey(reading))?.failures ?? 0;
    const isEarly = earlier > 0 && this.isWaiting(reading);
    const failures = isEarly ? earlier : earlier + 1;
    this.waits.set(toKey(reading), { failures, since: now });
    if (failure.kind === 'accessDenied') {
      return { ...NO_REST, nextTryAt: now + DENIED_WAIT_MS };
    }
    if (!PASSING.has(failure.kind)) {
      return NO_REST;
    }
    const wait = FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10);
    const withJitter = Math.min(LONGEST_WAIT_MS, Math.floor(wait * (1 + this.clock.random() * MAX_JITTER)));
    const hintMs = toHintMs(failure);
    return {
      nextTryAt: now + Math.max(withJitter, hintMs),
      heldUntil: hintMs > 0 ? now + Math.min(hintMs, LONGEST_HOLD_MS) : undefined,
    };
  }

  /** The Region was read, or what keeps it from being read may have ended: waits begin small again. */
  forget(place: Place): void {
    this.waits.delete(toKey(place));
  }

  /**
   * Whether the Region is left alone for now. New settings are a person's wish as much as a click is; a person who
   * corrects them must not have to wait an hour to see it.
   */
  isHeld(reading: RegionReading, cause: RefreshCause): boolean {
    const isHeldForAll = reading.heldUntil !== undefined && this.clock.now() < reading.heldUntil;
    return this.isWaiting(reading) && (cause === 'schedule' || isHeldForAll);
  }

  /** Whether there is a time to ask it again by itself, and it has come. */
  isDue(reading: RegionReading): boolean {
    return reading.nextTryAt !== undefined && !this.isWaiting(reading);
  }

  private isWaiting(reading: RegionReading): boolean {
    const now = this.clock.now();
    const since = this.waits.get(toKey(reading))?.since ?? now;
    // A clock that was set back since then must not put the next try off.
    return reading.nextTryAt !== undefined && now < reading.nextTryAt && now >= since;
  }
}

function toKey({ scope, region, endpointUrl }: Place): string {
  return JSON.stringify([scope.name, scope.profile, region, endpointUrl]);
}
