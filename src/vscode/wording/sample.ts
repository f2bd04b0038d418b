// Words that mark sample data wherever it is shown or leaves the window.

import { l10n, type MarkdownString } from 'vscode';
import type { CommandId } from '../ids.ts';
import { toInertMarkdown } from './inert.ts';

export function describeSampleName(): string {
  return l10n.t('Sample data');
}

/** The whole of it in a line: for the view, hovers, the clipboard and exports. */
export function describeSample(): string {
  return l10n.t('Sample data: these accounts are made up, nothing is read from AWS');
}

/** The text under a line that says what it is. */
export function markAsSample(text: string): string {
  return `${describeSample()}\n\n${text}`;
}

/** The first line of a hover. */
export function appendSampleMark(markdown: MarkdownString): void {
  markdown.appendMarkdown(`_${toInertMarkdown(describeSample())}_\n\n`);
}

const LEAVE: CommandId = 'inspectorStatus.leaveSampleData';

/** A hover of which nothing else is a link may have this one. */
export function appendLeaveLink(markdown: MarkdownString): void {
  markdown.isTrusted = { enabledCommands: [LEAVE] };
  markdown.appendMarkdown(`[${toInertMarkdown(l10n.t('Leave Sample Data'))}](command:${LEAVE})\n\n`);
}
