// RegionChoice: what is ticked in a list of Regions, where two entries stand for something else than one Region.

import type { Region } from '../model.ts';

/** The Region of the profile; ticked where no other is. */
export const OWN_REGION = 'own';
/** All Regions of the partition; ticked where all of them are. */
export const ALL_REGIONS = 'all';

/** A Region, or one of the two entries above. */
export type RegionKey = Region | typeof OWN_REGION | typeof ALL_REGIONS;

/** What is ticked for these Regions. `all` are those of the partition. */
export function toTicked(regions: Iterable<Region>, all: readonly Region[]): ReadonlySet<RegionKey> {
  const ticked = new Set<RegionKey>(regions);
  if (ticked.size === 0) {
    return new Set([OWN_REGION]);
  }
  return all.length > 0 && all.every((region) => ticked.has(region)) ? ticked.add(ALL_REGIONS) : ticked;
}

/**
 * What is ticked after a person ticked or unticked something. Who ticks several at once, with the box over the list,
 * means the Regions of the partition: credentials are of one. Something is always ticked: the last one stays. (VS Code
 * also says that nothing is ticked whenever the list gets other entries.)
 */
export function tick(
  before: ReadonlySet<RegionKey>,
  after: ReadonlySet<RegionKey>,
  all: readonly Region[],
): ReadonlySet<RegionKey> {
  if (after.size === 0) {
    return before;
  }
  const added = [...after].filter((key) => !before.has(key));
  const removed = [...before].filter((key) => !after.has(key));
  if (added.length === 1 && added[0] === OWN_REGION) {
    return toTicked([], all);
  }
  const regions = new Set(toRegions(after));
  if (added.length > 1) {
    for (const region of added.filter((each) => !all.includes(each))) {
      regions.delete(region);
    }
  } else if (added[0] === ALL_REGIONS) {
    for (const region of all) {
      regions.add(region);
    }
  } else if (removed.length === 1 && removed[0] === ALL_REGIONS) {
    for (const region of all) {
      regions.delete(region);
    }
  }
  return toTicked(regions, all);
}

/** The Regions among what is ticked; none for that of the profile. */
export function toRegions(ticked: ReadonlySet<RegionKey>): Region[] {
  return [...ticked].filter((key) => key !== OWN_REGION && key !== ALL_REGIONS);
}
