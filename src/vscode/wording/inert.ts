// Text from services and settings made inert: no markup, link, icon or command in it comes alive.

import { MarkdownString } from 'vscode';

/**
 * For use inside Markdown. Every ASCII character that is not a letter, digit or blank becomes a numeric
 * character reference: no markup, and no address that the renderer would turn into a link by itself.
 */
export function toInertMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** For places that turn `$(name)` into an icon, such as Quick Pick labels. */
export function toInertLabel(text: string): string {
  return text.replaceAll('$(', '\\$(');
}

/** An empty Markdown text in which neither commands nor HTML nor icons work. */
export function createMarkdown(): MarkdownString {
  const markdown = new MarkdownString('', false);
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  return markdown;
}

/** Adds raw text from outside as a block that it cannot leave, whatever back quotes it holds. */
export function appendRawText(markdown: MarkdownString, text: string): void {
  const longestRun = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  markdown.appendMarkdown(`\n${fence}text\n${text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')}\n${fence}\n`);
}
