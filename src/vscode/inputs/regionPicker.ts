// pickRegions: asks for the Regions to read, by name or code, grouped by where they are.

import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import {
  ALL_REGIONS,
  OWN_REGION,
  type RegionKey,
  tick,
  toRegions,
  toTicked,
} from '../../core/choices/regionChoice.ts';
import type { Region } from '../../core/model.ts';
import {
  GEOGRAPHIES,
  getInspectorRegions,
  INSPECTOR_REGIONS,
  type Partition,
  parseRegion,
  toGeography,
  toPartition,
} from '../../core/regions.ts';
import { describeGeography, describeRegion } from '../wording/regions.ts';
import { type Given, type Stage, showInput } from './inputs.ts';

interface Item extends QuickPickItem {
  readonly key?: RegionKey;
}

export interface RegionQuestion {
  /** They are ticked, and come first in what is given. */
  readonly current: readonly Region[];
  /** Those of them that cannot be read as things are: to take them out is the next step, so they are not ticked. */
  readonly unavailable?: ReadonlySet<Region>;
  readonly fetchProfileRegion: () => Promise<Region | undefined>;
}

/** None means the Region of the profile. One that is not in the list can be typed. */
export function pickRegions(
  stage: Stage,
  { current, unavailable = new Set(), fetchProfileRegion }: RegionQuestion,
): Promise<Given<readonly Region[]>> {
  const pick = window.createQuickPick<Item>();
  pick.placeholder = l10n.t('Search by name or code, or type another code');
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.busy = true;
  let own: OwnRegion = 'unknown';
  let partition = toPartitionOf(undefined, current);
  let all = getInspectorRegions(partition);
  let ticked = toTicked(
    current.filter((region) => !unavailable.has(region)),
    all,
  );
  /** Those that are not known, but were there before, or are ticked or typed. */
  let others: readonly Region[] = [];

  const show = (typed: readonly Region[] = []) => {
    const regions = new Set([...current, ...toRegions(ticked), ...typed]);
    others = [...regions].filter((region) => !INSPECTOR_REGIONS.has(region));
    pick.items = toItems({ own, partition, all, others, unavailable });
    showTicked();
  };
  const showTicked = () => {
    pick.selectedItems = pick.items.filter(({ key }) => key !== undefined && ticked.has(key));
  };
  show();

  return showInput(pick, stage, (give, fail) => {
    fetchProfileRegion().then((region) => {
      own = region ?? 'none';
      partition = toPartitionOf(region, current);
      all = getInspectorRegions(partition);
      ticked = toTicked(toRegions(ticked), all);
      pick.busy = false;
      show(others);
    }, fail);
    return [
      pick.onDidChangeValue((value) => {
        const parsed = parseRegion(value);
        if (
          parsed.kind === 'region' &&
          !INSPECTOR_REGIONS.has(parsed.region) &&
          !others.includes(parsed.region)
        ) {
          show([parsed.region]);
        }
      }),
      pick.onDidChangeSelection((items) => {
        const after = new Set(items.flatMap(({ key }) => key ?? []));
        if (!isSame(after, ticked)) {
          ticked = tick(ticked, after, all);
          if (!isSame(after, ticked)) {
            showTicked();
          }
        }
      }),
      pick.onDidAccept(() => {
        const regions = toRegions(ticked);
        const known = current.filter((region) => ticked.has(region));
        give([...known, ...regions.filter((region) => !known.includes(region)).sort(compareInList)]);
      }),
    ];
  });
}

/** `unknown` while it is looked up. */
type OwnRegion = Region | 'none' | 'unknown';

/** Credentials are of one partition: that of the profile's Region, else of what is selected. */
function toPartitionOf(own: Region | undefined, [selected]: readonly Region[]): Partition {
  const partition = toPartition(own ?? selected ?? 'us-east-1');
  return partition === 'other' ? 'aws' : partition;
}

interface ListParts {
  readonly own: OwnRegion;
  readonly partition: Partition;
  readonly all: readonly Region[];
  readonly others: readonly Region[];
  readonly unavailable: ReadonlySet<Region>;
}

function toItems({ own, partition, all, others, unavailable }: ListParts): Item[] {
  const regions = [...INSPECTOR_REGIONS.keys(), ...others];
  const isOwn = (region: Region) => toPartition(region) === partition;
  const groups = GEOGRAPHIES.map((geography) => ({
    geography,
    regions: regions.filter((region) => toGeography(region) === geography),
  })).filter((group) => group.regions.length > 0);
  groups.sort((a, b) => Number(b.regions.some(isOwn)) - Number(a.regions.some(isOwn)));
  return [
    { key: OWN_REGION, label: l10n.t('Region of the AWS profile'), description: describeOwn(own) },
    {
      key: ALL_REGIONS,
      label: l10n.t('All Regions with Amazon Inspector'),
      description: l10n.t('{0} Regions of the partition {1}', all.length, partition),
    },
    ...groups.flatMap((group) => [
      { kind: QuickPickItemKind.Separator, label: describeGeography(group.geography) },
      ...group.regions.map((region) => toItem(region, unavailable.has(region))),
    ]),
  ];
}

function toItem(region: Region, isUnavailable: boolean): Item {
  const isKnown = INSPECTOR_REGIONS.has(region);
  const facts = [
    isKnown ? region : l10n.t('not a Region known to have Inspector'),
    ...(isUnavailable ? [l10n.t('not available for this account')] : []),
  ];
  return { key: region, label: describeRegion(region), description: facts.join(' · ') };
}

function describeOwn(own: OwnRegion): string {
  switch (own) {
    case 'unknown':
      return '';
    case 'none':
      return l10n.t('it has none: you would be asked');
    default:
      return own;
  }
}

function compareInList(a: Region, b: Region): number {
  const order = [...INSPECTOR_REGIONS.keys()];
  const toPlace = (region: Region) => (INSPECTOR_REGIONS.has(region) ? order.indexOf(region) : order.length);
  return toPlace(a) - toPlace(b);
}

function isSame(a: ReadonlySet<RegionKey>, b: ReadonlySet<RegionKey>): boolean {
  return a.size === b.size && [...a].every((key) => b.has(key));
}
