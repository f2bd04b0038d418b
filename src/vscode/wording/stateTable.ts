// createStateTable: the scan types of an account in each of its Regions, as a Markdown table for hovers.

import { l10n } from 'vscode';
import { type Entry, KNOWN_SCAN_TYPES, type ScanTypeStatus } from '../../core/model.ts';
import type { Place } from '../../core/rows/rows.ts';
import { type Condition, conditionOfScanType, WORST_FIRST } from '../../core/state/summary.ts';
import { toInertMarkdown } from './inert.ts';
import { conditionOfPlace, describeStateAndTime, findScanType } from './rows.ts';
import { describeConditionCount, describeScanType, describeStatus } from './states.ts';

/** More Regions than anybody reads in a hover; the worst are shown. */
const MAX_ROWS = 8;
/** Wider than that, a hover cuts the table. Amazon Inspector has five scan types. */
const MAX_COLUMNS = 7;

/**
 * VS Code draws the cells of a table without any space between them, and hovers 500 pixels wide: the cells of scan types
 * are short, and not broken into lines.
 */
const SPACE = '&nbsp;';

/** The places whose condition asks most for a look first; those that are alike stay in their order. */
export function sortWorstFirst(places: readonly Place[]): Place[] {
  return places
    .map((place) => ({ place, rank: WORST_FIRST.indexOf(conditionOfPlace(place)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ place }) => place);
}

/** The scan types to show of these places: those that are known, and newer ones that a place reports. */
export function getScanTypes(places: readonly Place[]): string[] {
  const found = new Set<string>(KNOWN_SCAN_TYPES);
  for (const { entry } of places) {
    const reported = entry.kind === 'read' && entry.answer.kind === 'status' ? entry.answer.scanTypes : [];
    for (const { scanType } of reported) {
      found.add(scanType);
    }
  }
  return [...found];
}

/**
 * Empty where no place has a scan type to show. A Region alone does without its state, which the title says. Regions that
 * were not read are named below the table: a dash in it would say "not reported".
 */
export function createStateTable(
  places: readonly Place[],
  scanTypes: readonly string[],
  now: number,
): string {
  const isAnyReported = scanTypes.some((scanType) =>
    places.some(({ entry }) => findScanType(entry, scanType)),
  );
  if (places.length === 1 && !isAnyReported) {
    return '';
  }
  const read = places.filter(({ entry }) => entry.kind === 'read');
  const table =
    read.length === 0 ? [] : createTable(read, isAnyReported ? scanTypes : [], places.length > 1, now);
  const others = [
    ...listRegions(places, 'unread', (regions) => l10n.t('Not read: {0}', regions)),
    ...listRegions(places, 'waiting', (regions) => l10n.t('Being read: {0}', regions)),
  ];
  return [...table, ...others.map(toInertMarkdown)].map((part) => `${part}\n\n`).join('');
}

function listRegions(
  places: readonly Place[],
  kind: Entry['kind'],
  describe: (regions: string) => string,
): string[] {
  const regions = places.filter(({ entry }) => entry.kind === kind).map(describeRegion);
  return regions.length === 0 ? [] : [describe(regions.join(', '))];
}

function createTable(
  places: readonly Place[],
  scanTypes: readonly string[],
  withState: boolean,
  now: number,
): string[] {
  const sorted = sortWorstFirst(places);
  const shown = sorted.length > MAX_ROWS + 1 ? sorted.slice(0, MAX_ROWS) : sorted;
  const columns = scanTypes.slice(0, MAX_COLUMNS);
  const header = [
    ...(withState ? [l10n.t('State')] : []),
    ...columns.map((scanType) => describeScanType(scanType)),
  ];
  const rows = shown.map((place) => [
    toInertMarkdown(describeRegion(place)),
    ...(withState ? [toInertMarkdown(describeStateAndTime(place, now))] : []),
    ...columns.map((scanType) => toInertMarkdown(describeCell(place, scanType)).replaceAll(' ', SPACE)),
  ]);
  const line = `|${' :--- |'.repeat(header.length + 1)}`;
  const firstRow = toTableRow([toRegionHeader(shown), ...header.map(toInertMarkdown)]);
  const more = [
    ...describeOthers(sorted.slice(shown.length)),
    ...describeOtherScanTypes(scanTypes.length - columns.length),
  ];
  return [[firstRow, line, ...rows.map(toTableRow)].join('\n'), ...more.map(toInertMarkdown)];
}

function describeRegion({ reading: { region } }: Place): string {
  return region ?? l10n.t('Region not known yet');
}

/**
 * As wide as the longest Region, which would otherwise be broken after a hyphen. Characters that forbid that, within the
 * Regions, would be copied along and make them unknown wherever they are pasted.
 */
function toRegionHeader(places: readonly Place[]): string {
  const title = l10n.t('Region');
  const longest = Math.max(...places.map(({ reading: { region = '' } }) => region.length));
  const missing = longest - title.length;
  // A blank is half as wide as a letter.
  return toInertMarkdown(title) + SPACE.repeat(Math.max(0, missing * 2));
}

function toTableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell + SPACE).join(' | ')} |`;
}

/** With shapes of their own, because a table of text has no icons: what is fine is seen without reading. */
function describeCell({ entry }: Place, scanType: string): string {
  const status = findScanType(entry, scanType);
  switch (status && conditionOfScanType(status)) {
    case undefined:
      return '–';
    case 'allOn':
      return l10n.t('✓ on');
    case 'off':
      return l10n.t('○ off');
    case 'failed':
      return l10n.t('✗ fails');
    case 'changing':
      return isOfAccount(entry, status) ? '…' : describeStatus(status?.status);
    case 'suspended':
      return isOfAccount(entry, status) ? '‖' : describeStatus(status?.status);
    default:
      return describeStatus(status?.status);
  }
}

/** The account's own state says it already: five times more would make the table too wide. */
function isOfAccount(entry: Entry, status: ScanTypeStatus | undefined): boolean {
  return entry.kind === 'read' && entry.answer.kind === 'status' && entry.answer.status === status?.status;
}

function describeOthers(places: readonly Place[]): string[] {
  const counts = new Map<Condition, number>();
  for (const place of places) {
    const condition = conditionOfPlace(place);
    counts.set(condition, (counts.get(condition) ?? 0) + 1);
  }
  if (counts.size === 0) {
    return [];
  }
  const [only] = counts.keys();
  return counts.size === 1 && only === 'allOn'
    ? [l10n.t('and {0} more Regions, all with every scan type on', places.length)]
    : [
        l10n.t(
          'and {0} more Regions: {1}',
          places.length,
          [...counts].map(([condition, count]) => describeConditionCount(condition, count)).join(', '),
        ),
      ];
}

function describeOtherScanTypes(count: number): string[] {
  return count > 0 ? [l10n.t('and {0} more scan types', count)] : [];
}
