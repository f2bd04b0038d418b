// Words for Regions: their names, and where they are.

import { l10n } from 'vscode';
import type { Region } from '../../core/model.ts';
import { type Geography, INSPECTOR_REGIONS } from '../../core/regions.ts';

/** As AWS calls it; its code where it has no name here. */
export function describeRegion(region: Region): string {
  return INSPECTOR_REGIONS.get(region) ?? region;
}

/** Their codes, or only how many where there are many. */
export function describeRegions(regions: readonly Region[]): string {
  return regions.length > 3 ? l10n.t('{0} Regions', regions.length) : regions.join(', ');
}

export function describeGeography(geography: Geography): string {
  switch (geography) {
    case 'northAmerica':
      return l10n.t('North America');
    case 'southAmerica':
      return l10n.t('South America');
    case 'europe':
      return l10n.t('Europe');
    case 'middleEast':
      return l10n.t('Middle East');
    case 'africa':
      return l10n.t('Africa');
    case 'asiaPacific':
      return l10n.t('Asia Pacific');
    case 'govCloud':
      return l10n.t('AWS GovCloud (US)');
    case 'china':
      return l10n.t('China');
    case 'other':
      return l10n.t('Other');
  }
}
