// judgeRejections: whether credentials that a Region did not accept are bad, or the Region is not enabled for the account.

import type { FailureKind, RegionReading } from '../model.ts';
import { isOptIn, toPartition } from '../regions.ts';

/**
 * The service gives the same error for both. A Region that has to be enabled first is taken to be not enabled as long
 * as another Region of the partition accepts the credentials of the profile, by the latest that is known of it. A
 * function of all readings, so that the order in which Regions answer makes no difference in the end. Without a
 * change, the result is the same list.
 */
export function judgeRejections(readings: readonly RegionReading[]): readonly RegionReading[] {
  if (!readings.some(isRejected)) {
    return readings;
  }
  const proven = new Set(readings.filter(provesCredentials).map(toWhose));
  let isChanged = false;
  const judged = readings.map((reading) => {
    const { failure, region } = reading;
    if (failure === undefined || region === undefined || !isRejected(reading)) {
      return reading;
    }
    const isElsewhere = isOptIn(region) && proven.has(toWhose(reading));
    const kind: FailureKind = isElsewhere ? 'regionNotEnabled' : 'credentialsRejected';
    if (kind === failure.kind) {
      return reading;
    }
    isChanged = true;
    return { ...reading, failure: { ...failure, kind } };
  });
  return isChanged ? judged : readings;
}

function isRejected({ failure }: RegionReading): boolean {
  return failure?.kind === 'credentialsRejected' || failure?.kind === 'regionNotEnabled';
}

/** Whether the Region accepted the credentials; only one of the partition that has Regions to be enabled. */
function provesCredentials({ failure, readAt, region }: RegionReading): boolean {
  return (
    region !== undefined &&
    toPartition(region) === 'aws' &&
    (failure === undefined ? readAt !== undefined : failure.kind === 'accessDenied')
  );
}

/** Whose credentials are sent, and to whom. */
function toWhose({ scope, endpointUrl }: RegionReading): string {
  return JSON.stringify([scope.profile, endpointUrl]);
}
