// Sentences put one after the other: not every language has a blank between them, or a full stop that is a dot.

import { env, l10n } from 'vscode';

/** Each ends as a sentence does. */
export function joinSentences(...sentences: readonly string[]): string {
  return sentences.reduce((before, sentence) => l10n.t('{0} {1}', before, sentence));
}

/** A few words without a full stop, as rows have them, then sentences. */
export function addSentences(words: string, ...sentences: readonly string[]): string {
  return l10n.t('{0}. {1}', words, joinSentences(...sentences));
}

/** A few words that stand after a colon in rows, as what begins a line. */
export function toHeading(words: string): string {
  return words.charAt(0).toLocaleUpperCase(env.language) + words.slice(1);
}
