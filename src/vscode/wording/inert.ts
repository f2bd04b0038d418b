// Text from services and settings made inert: no markup, link, icon or command in it comes alive.

import { MarkdownString } from 'vscode';
import { toRedactedLine } from '../../core/text.ts';
import type { CommandId } from '../ids.ts';

/**
 * For use inside Markdown. Every ASCII character that is not a letter, digit or blank becomes a numeric
 * character reference: no markup, and no address that the renderer would turn into a link by itself.
 */
export function toInertMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * For a file of Markdown that people may also read as it is: what is markup in any common form of it gets a backslash,
 * or is a character reference where one would not do. Addresses do not become links by themselves, and there are no
 * quotes that go on in the next cell.
 */
function escapeMarkdown(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/[\\`*_{}[\]()|~#!$^=]/g, '\\$&')
    .replace(/:(?=\/\/|[a-z]\w*:)/gi, '&#58;')
    .replace(/@/g, '&#64;')
    .replace(/\bwww\./gi, (www) => www.replace('.', '&#46;'));
}

const MAX_LINE = 1000;

/** A cell or an item of such a file. Secrets are taken out first: those that are escaped are no longer recognised. */
export function toMarkdownLine(text: string): string {
  return escapeMarkdown(toRedactedLine(text, MAX_LINE));
}

/** For places that turn `$(name)` into an icon, such as Quick Pick labels. */
export function toInertLabel(text: string): string {
  return text.replaceAll('$(', '\\$(');
}

/** For notifications and input boxes, in which VS Code brings `[text](address)` and `$(name)` alive. */
export function toInertMessage(text: string): string {
  return text.replaceAll('](', '] (').replaceAll('$(', '$ (');
}

/** An empty Markdown text in which neither commands nor HTML nor icons work. */
export function createMarkdown(): MarkdownString {
  const markdown = new MarkdownString('', false);
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  return markdown;
}

/** The address of a command with one argument, which may hold text from outside: nothing in it ends the link. */
export function toCommandLink(command: CommandId, argument: string): string {
  const encoded = encodeURIComponent(JSON.stringify([argument.toWellFormed()]));
  return `command:${command}?${encoded.replace(/[!'()*~_]/g, (each) => `%${each.charCodeAt(0).toString(16)}`)}`;
}

/** Adds raw text from outside as a block that it cannot leave, whatever back quotes it holds. */
export function appendRawText(markdown: MarkdownString, text: string): void {
  const longestRun = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  markdown.appendMarkdown(`\n${fence}text\n${text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')}\n${fence}\n`);
}
