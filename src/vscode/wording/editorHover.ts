// createEditorHover: what is known of an account in a few lines, for its id in a file.

import { l10n, type MarkdownString } from 'vscode';
import type { Account, Scope } from '../../core/model.ts';
import { type Place, toRowKey } from '../../core/rows/rows.ts';
import type { CommandId } from '../ids.ts';
import { createMarkdown, toCommandLink, toInertMarkdown } from './inert.ts';
import { describeAccount } from './rows.ts';
import { appendSampleMark } from './sample.ts';

/** An account as one of the scopes has it. */
export interface ScopedPlaces {
  readonly scope: Scope;
  readonly account: Account;
  readonly places: readonly Place[];
}

const REVEAL: CommandId = 'inspectorStatus.revealAccount';

/** A line for each scope, with a link to the row there. */
export function createEditorHover(scopes: readonly ScopedPlaces[], now: number): MarkdownString {
  const markdown = createMarkdown();
  if (scopes.some(({ scope }) => scope.isSample)) {
    appendSampleMark(markdown);
  }
  for (const { scope, account, places } of scopes) {
    const { name, id } = account;
    const marks = scope.name === '' ? {} : { scope: scope.name };
    const { description } = describeAccount(account, places, now, marks);
    const key = toRowKey({ kind: 'account', scope: scope.name, id });
    const link = `[${toInertMarkdown(l10n.t('Show in Inspector Status'))}](${toCommandLink(REVEAL, key)})`;
    const title = name === undefined ? `**${id}**` : `**${toInertMarkdown(name)}** ${id}`;
    markdown.appendMarkdown(
      `${title}\n\n${toInertMarkdown(l10n.t('Amazon Inspector: {0}', description))} · ${link}\n\n`,
    );
  }
  markdown.isTrusted = { enabledCommands: [REVEAL] };
  return markdown;
}
