// Paces: the pace of each Region under each profile, shared by the scopes that read there, and known to the next refresh.

import type { Clock, StatusCall } from '../ports.ts';
import { Pace } from './pace.ts';

/** Where the service counts calls together. */
export type CalledPlace = Pick<StatusCall, 'profile' | 'region' | 'endpointUrl'>;

export class Paces {
  private readonly clock: Clock;
  private readonly paces = new Map<string, Pace>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** To be called once at the start of each refresh; calls of the one before it count no more. */
  beginRefresh(): void {
    for (const [key, pace] of this.paces) {
      if (pace.isHeldBack) {
        pace.beginRefresh();
      } else {
        this.paces.delete(key);
      }
    }
  }

  get({ profile, region, endpointUrl }: CalledPlace): Pace {
    const key = JSON.stringify([profile, region, endpointUrl]);
    const pace = this.paces.get(key) ?? new Pace(this.clock);
    this.paces.set(key, pace);
    return pace;
  }
}
