// Makes text from settings and services fit to be shown on one line.

import { redact } from './redact.ts';

/** Longest name of an account or a scope that is shown, in UTF-16 code units. */
export const MAX_NAME = 100;

/**
 * Control and format characters (bidirectional overrides and zero-width ones among them) are taken out, white
 * space of any kind becomes single blanks, and what is longer than `maxLength` code units ends in "…".
 */
export function toSingleLine(text: string, maxLength: number): string {
  if (text.length <= maxLength && PLAIN.test(text)) {
    return text;
  }
  const clean = text
    .slice(0, maxLength * 4)
    .toWellFormed()
    .replace(/\s/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\u{FFFD}]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (clean.length <= maxLength) {
    return clean;
  }
  const cut = clean.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.trimEnd()}…`;
}

/** The same for a value that leaves the program: secrets are taken out of it alone, before it is cut or written down. */
export function toRedactedLine(text: string, maxLength: number): string {
  return toSingleLine(redact(toSingleLine(text, maxLength * 4)), maxLength);
}

/** Words of visible ASCII with single blanks between: nothing to take out. Thousands of names are no more than that. */
const PLAIN = /^(?:[!-~]+(?: [!-~]+)*)?$/;
