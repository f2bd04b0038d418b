// createScopeHover: how the accounts of a scope are, whose credentials read them, where, and all that is wrong with it.

import { l10n, type MarkdownString } from 'vscode';
import type { RegionReading, Scope } from '../../core/model.ts';
import type { RowKey } from '../../core/rows/rows.ts';
import type { Trouble } from '../../core/state/troubles.ts';
import { forRow, type PlainCommandId } from '../ids.ts';
import { describeChosenProfile } from './credentials.ts';
import { waitsForAccounts } from './groups.ts';
import { createMarkdown, toCommandLink, toInertMarkdown } from './inert.ts';
import type { Waiting } from './regionFailures.ts';
import type { RowWords } from './rows.ts';
import { appendSampleMark } from './sample.ts';
import { describeReadTimes } from './times.ts';
import { describeRemedy, describeTrouble, describeTroubleDetails } from './troubles.ts';

export interface ScopeFacts {
  readonly scope: Scope;
  readonly readings: readonly RegionReading[];
  readonly troubles: readonly Trouble[];
}

/** In full; the others have a row of their own under this one. */
const MAX_TROUBLES = 3;

/** `words`: those of the row without its trouble. `key` is that of the row: the commands are run for it. */
export function createScopeHover(
  words: Pick<RowWords, 'label' | 'description'>,
  { scope, readings, troubles }: ScopeFacts,
  { key, now, isAutomatic }: { readonly key: RowKey; readonly now: number; readonly isAutomatic: boolean },
): MarkdownString {
  const hover = createMarkdown();
  if (scope.isSample) {
    appendSampleMark(hover);
  }
  hover.appendMarkdown(`**${toInertMarkdown(words.label)}**: ${toInertMarkdown(words.description)}\n\n`);
  for (const trouble of troubles.slice(0, MAX_TROUBLES)) {
    const { where, title, why, nextStep } = describeTrouble(trouble, now, isAutomatic);
    hover.appendMarkdown(`**${toInertMarkdown(`${where}: ${title}`)}**: ${toInertMarkdown(why)}\n\n`);
    hover.appendMarkdown(`${toInertMarkdown(l10n.t('Next step: {0}', nextStep))}\n\n`);
  }
  const others = troubles.length - MAX_TROUBLES;
  if (others > 0) {
    hover.appendMarkdown(
      `${toInertMarkdown(l10n.t('and {0} more, in the rows below this one', others))}\n\n`,
    );
  }
  hover.appendMarkdown(`${describeSource(scope, readings).map(toInertMarkdown).join(' · ')}\n\n`);
  const isSignedOut = troubles.some(({ failure }) => failure.kind === 'signedOut');
  const offered: readonly (readonly [command: PlainCommandId, label: string])[] = [
    ...(isSignedOut ? [['inspectorStatus.signIn', describeRemedy('inspectorStatus.signIn')] as const] : []),
    waitsForAccounts(scope)
      ? ['inspectorStatus.addAccounts', l10n.t('Add Accounts')]
      : ['inspectorStatus.refresh', describeRemedy('inspectorStatus.refresh')],
    ['inspectorStatus.testConnection', describeRemedy('inspectorStatus.testConnection')],
  ];
  // Links to these commands and to no other; the text from outside in the hover can make none.
  hover.isTrusted = { enabledCommands: offered.map(([command]) => forRow(command)) };
  hover.appendMarkdown(
    offered
      .map(([command, label]) => `[${toInertMarkdown(label)}](${toCommandLink(forRow(command), key)})`)
      .join(' · '),
  );
  return hover;
}

/** For the clipboard: what its hover says, of all its troubles. */
export function describeScopeDetails(
  words: Pick<RowWords, 'label' | 'description'>,
  { scope, readings, troubles }: ScopeFacts,
  { now, isAutomatic }: Waiting,
): string {
  return [
    `${words.label}: ${words.description}`,
    `  ${describeSource(scope, readings).join(' · ')}`,
    ...troubles.flatMap((trouble) => describeTroubleDetails(trouble, now, isAutomatic)),
  ].join('\n');
}

/** When it was read, with which profile and in which Regions. */
function describeSource(scope: Scope, readings: readonly RegionReading[]): string[] {
  const times = readings.flatMap(({ readAt }) => readAt ?? []);
  const regions = readings.flatMap(({ region }) => region ?? []);
  return [
    ...(times.length === 0 ? [] : [describeReadTimes(Math.min(...times), Math.max(...times))]),
    describeChosenProfile(scope),
    ...(regions.length === 0 ? [] : [regions.join(', ')]),
  ];
}
