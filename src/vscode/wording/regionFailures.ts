// explainRegions: the words for a failure that Regions share, with the time at which they are asked again.

import { l10n } from 'vscode';
import type { Failure, RegionReading } from '../../core/model.ts';
import type { Explanation } from './errors.ts';
import { explainFailure } from './failures.ts';
import { joinSentences } from './sentences.ts';
import { describeTime } from './times.ts';

export interface Waiting {
  readonly now: number;
  /** Refreshes are made without a person's wish. */
  readonly isAutomatic: boolean;
}

/** The profile comes in words. */
export function explainRegions(
  failure: Failure,
  profile: string,
  readings: readonly RegionReading[],
  { now, isAutomatic }: Waiting,
): Explanation {
  const regions = readings.flatMap(({ region }) => region ?? []);
  const words = explainFailure(failure, profile, regions);
  const isAsked = readings.some(({ heldUntil }) => heldUntil !== undefined);
  if (failure.kind !== 'throttled' && !isAsked) {
    return words;
  }
  const nextTryAt = isAutomatic ? findNextTry(readings, now) : undefined;
  const heldUntil = findEndOfHold(readings, now);
  return {
    ...words,
    // Of the time that it asked for some has passed; how much is left, the next step says.
    why:
      failure.kind === 'throttled' && isAsked ? l10n.t('AWS asked to wait before the next call.') : words.why,
    nextStep:
      nextTryAt === undefined
        ? heldUntil === undefined
          ? isAsked
            ? l10n.t('Refresh to try again.')
            : words.nextStep
          : l10n.t('The service asked to wait: refresh after {0}.', describeTime(heldUntil, now))
        : describeNextTry(nextTryAt, heldUntil, isAsked, now),
  };
}

/** When the first of them is asked again by itself; undefined where there is no such time to come. */
export function findNextTry(readings: readonly RegionReading[], now: number): number | undefined {
  const times = readings.flatMap(({ nextTryAt = 0 }) => (nextTryAt > now ? [nextTryAt] : []));
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** Until then a person's refresh leaves the last of them alone too. */
function findEndOfHold(readings: readonly RegionReading[], now: number): number | undefined {
  const times = readings.flatMap(({ heldUntil = 0 }) => (heldUntil > now ? [heldUntil] : []));
  return times.length > 0 ? Math.max(...times) : undefined;
}

function describeNextTry(
  nextTryAt: number,
  heldUntil: number | undefined,
  isAsked: boolean,
  now: number,
): string {
  const next = describeTime(nextTryAt, now);
  const held = heldUntil === undefined || heldUntil >= nextTryAt ? next : describeTime(heldUntil, now);
  const nothing =
    held === next
      ? l10n.t('Nothing to do: it is asked again at {0}.', next)
      : l10n.t('Nothing to do: it is asked again at {0}, or when you refresh after {1}.', next, held);
  return isAsked ? nothing : joinSentences(nothing, l10n.t('A lower “maxConcurrentRequests” helps.'));
}
