// parseRegions: the Regions of the settings, none twice.

import type { Region } from '../model.ts';
import { INSPECTOR_REGIONS, parseRegion, toPartition } from '../regions.ts';
import { limit, type Report } from './settingProblems.ts';

/** More Regions than AWS has. */
const MAX_REGIONS = 100;

export function parseRegions(raw: unknown, report: Report): readonly Region[] {
  const entries = raw === undefined ? [] : raw;
  if (!Array.isArray(entries)) {
    report(undefined, raw, 'notAList');
    return [];
  }
  const regions = new Set<Region>();
  for (const [index, entry] of limit(entries, MAX_REGIONS, report).entries()) {
    if (typeof entry !== 'string') {
      report(index, entry, 'notText');
      continue;
    }
    const parsed = parseRegion(entry);
    if (parsed.kind !== 'region') {
      report(index, entry, parsed.kind === 'fips' ? 'fipsRegion' : 'malformedRegion');
    } else if (regions.has(parsed.region)) {
      report(index, entry, 'listedTwice');
    } else {
      const [first = parsed.region] = regions;
      regions.add(parsed.region);
      if (!INSPECTOR_REGIONS.has(parsed.region)) {
        report(index, entry, 'unknownRegion');
      } else if (toPartition(parsed.region) !== toPartition(first)) {
        report(index, entry, 'otherPartition', toPartition(parsed.region));
      }
    }
  }
  return [...regions];
}
