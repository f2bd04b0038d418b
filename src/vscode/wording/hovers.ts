// Words for the hovers of accounts and scan types: how it is, where, why, what fixes it, since when, and what to do.

import { l10n, type MarkdownString } from 'vscode';
import type { Account, RegionReading } from '../../core/model.ts';
import type { ProfileIdentity } from '../../core/ports.ts';
import type { Place, RowKey } from '../../core/rows/rows.ts';
import type { CommandId } from '../ids.ts';
import { getScanTypePage } from './documentation.ts';
import { type Finding, findFindings, toErrorWords } from './findings.ts';
import { appendRawText, createMarkdown, toCommandLink, toInertMarkdown } from './inert.ts';
import type { Waiting } from './regionFailures.ts';
import { explainRequiredScanType } from './required.ts';
import { describeAccount, describeScanTypeStatus, findScanType } from './rows.ts';
import { appendSampleMark } from './sample.ts';
import { describeSource } from './sources.ts';
import { describeScanType } from './states.ts';
import { createStateTable, getScanTypes, sortWorstFirst } from './stateTable.ts';

export interface HoverParts extends Waiting {
  /** That of the row: the commands are run for it. */
  readonly key: RowKey;
  /** Whose credentials the accounts are read with, as far as that is known. */
  readonly identity?: ProfileIdentity | undefined;
}

/** In full; what more there is stands in the rows under this one. */
const MAX_FINDINGS = 3;

/** The hover of an account, or of an account in one Region. */
export function createAccountHover(
  account: Account,
  places: readonly Place[],
  parts: HoverParts,
): MarkdownString {
  const markdown = createMarkdown();
  if (places.some(({ reading }) => reading.scope.isSample)) {
    appendSampleMark(markdown);
  }
  const { description } = describeAccount(account, places, parts.now);
  markdown.appendMarkdown(`${toTitle(account)}: ${toInertMarkdown(description)}\n\n`);
  markdown.appendMarkdown(createStateTable(places, getScanTypes(places), parts.now));
  appendFindings(markdown, findFindings(sortWorstFirst(places), parts));
  appendSource(markdown, places, parts);
  appendActions(markdown, parts);
  return markdown;
}

/** `all`: the account in each of its Regions, for comparison. */
export function createScanTypeHover(
  place: Place,
  scanType: string,
  all: readonly Place[],
  parts: HoverParts,
): MarkdownString {
  const markdown = createMarkdown();
  if (place.reading.scope.isSample) {
    appendSampleMark(markdown);
  }
  const status = findScanType(place.entry, scanType);
  markdown.appendMarkdown(
    `**${toInertMarkdown(describeScanType(scanType))}**: ${toInertMarkdown(describeScanTypeStatus(status))}\n\n`,
  );
  markdown.appendMarkdown(`${toTitle(place.account)}\n\n`);
  if (all.length > 1) {
    markdown.appendMarkdown(createStateTable(all, [scanType], parts.now));
  }
  const page = getScanTypePage(scanType);
  const required = explainRequiredScanType(place, scanType);
  if (required !== undefined) {
    markdown.appendMarkdown(`${toInertMarkdown(required)}\n\n`);
  }
  if (status?.error !== undefined) {
    appendFindings(markdown, [{ ...toErrorWords(status.error), where: [] }]);
  } else if (status === undefined) {
    const why = describeAbsence(scanType, place.reading);
    appendFindings(markdown, [
      { title: undefined, why, nextStep: undefined, raw: undefined, page, where: [] },
    ]);
  }
  appendSource(markdown, [place], parts);
  appendActions(markdown, parts, status?.error === undefined && status !== undefined ? page : undefined);
  return markdown;
}

function toTitle({ name, id }: Account): string {
  return name === undefined ? `**${id}**` : `**${toInertMarkdown(name)}** ${id}`;
}

function describeAbsence(scanType: string, { offeredScanTypes }: RegionReading): string {
  return offeredScanTypes.includes(scanType)
    ? l10n.t(
        'The answer names this scan type for other accounts in this Region, but not for this one. Not reported does not mean disabled.',
      )
    : l10n.t(
        'No account in this Region reports this scan type: it is probably not offered here, and does not count. Not reported does not mean disabled.',
      );
}

function appendFindings(markdown: MarkdownString, findings: readonly Finding[]): void {
  for (const { title, where, why, nextStep, raw, page } of findings.slice(0, MAX_FINDINGS)) {
    const heading = [
      ...(title === undefined ? [] : [`**${toInertMarkdown(title)}**`]),
      ...(where.length === 0 ? [] : [toInertMarkdown(describeWhere(where))]),
    ].join(' · ');
    const link = page === undefined ? '' : ` ${toPageLink(page)}`;
    const what = [heading, why === undefined ? '' : toInertMarkdown(why)]
      .filter((part) => part !== '')
      .join(': ');
    markdown.appendMarkdown(
      nextStep === undefined
        ? `${what}${link}\n\n`
        : `${what}\n\n${toInertMarkdown(l10n.t('Next step: {0}', nextStep))}${link}\n\n`,
    );
    if (raw !== undefined) {
      appendRawText(markdown, raw);
      markdown.appendMarkdown('\n');
    }
  }
  const others = findings.length - MAX_FINDINGS;
  if (others > 0) {
    markdown.appendMarkdown(
      `${toInertMarkdown(l10n.t('and {0} more, in the rows below this one', others))}\n\n`,
    );
  }
}

/** The first of many are enough: the table has the others. */
function describeWhere(where: readonly string[]): string {
  const shown = where.slice(0, 3).join(', ');
  return where.length > 3 ? l10n.t('{0} and {1} more', shown, where.length - 3) : shown;
}

function toPageLink(page: string): string {
  return `[${toInertMarkdown(l10n.t('Learn more'))}](${page})`;
}

function appendSource(markdown: MarkdownString, places: readonly Place[], { identity }: HoverParts): void {
  const [first] = places;
  // Of several Regions the table has the names.
  const region = places.length > 1 ? undefined : first?.reading.region;
  const parts = [...describeSource(places, identity), ...(region === undefined ? [] : [region])];
  markdown.appendMarkdown(`${parts.map(toInertMarkdown).join(' · ')}\n\n`);
}

/** What the links of a hover run: nothing but these, and for nothing but the row. */
function appendActions(markdown: MarkdownString, { key }: HoverParts, page?: string): void {
  const actions: readonly (readonly [command: CommandId, label: string])[] = [
    ['inspectorStatus.refreshAccount', l10n.t('Refresh')],
    ['inspectorStatus.copyDetails', l10n.t('Copy Details')],
    ['inspectorStatus.openInConsole', l10n.t('Open in AWS Console')],
  ];
  markdown.isTrusted = { enabledCommands: actions.map(([command]) => command) };
  const links = actions.map(
    ([command, label]) => `[${toInertMarkdown(label)}](${toCommandLink(command, key)})`,
  );
  markdown.appendMarkdown([...links, ...(page === undefined ? [] : [toPageLink(page)])].join(' · '));
}
