/** The sentences of the source and of the manifest, and the files that say them in other languages. */
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { projectFolder } from '../../support/folders.ts';
import { readProjectFile } from './manifest.ts';
import { blankOut, type SourceFile } from './sourceRules.ts';

export type Texts = Readonly<Record<string, string>>;

/** A file of texts in one language beside English. */
export interface Translation {
  /** From the folder of the project. */
  readonly path: string;
  readonly language: string;
  readonly texts: Texts;
}

/** Each sentence that is handed to `l10n.t` once, and what stands in the way of finding them. */
export function findSentences(files: readonly SourceFile[]): { sentences: string[]; complaints: string[] } {
  const sentences = new Set<string>();
  const complaints: string[] = [];
  for (const { path, text } of files) {
    for (const { 0: word, index } of blankOut(text).matchAll(/\bl10n\b(?!\s*[,}])(\s*\.\s*t\s*\()?/g)) {
      const after = text.slice(index + word.length);
      const [, quoted] = /^\s*('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")\s*[,)]/.exec(after) ?? [];
      const sentence = quoted?.slice(1, -1).replace(/\\(['"])/g, '$1');
      if (sentence === undefined || sentence.includes('\\') || !word.endsWith('(')) {
        const line = text.slice(0, index).split('\n').length;
        complaints.push(`${path}:${line}: write l10n.t('…'), the whole sentence as one quoted text`);
      } else {
        sentences.add(sentence);
      }
    }
  }
  return { sentences: [...sentences].sort(), complaints };
}

/** What the code says, by itself. */
export function readBundles(): Translation[] {
  return readTranslations('l10n/bundle.l10n.*.json');
}

/** What the manifest says, by the keys of `package.nls.json`. */
export function readManifestTexts(): Translation[] {
  return readTranslations('package.nls.*.json');
}

function readTranslations(pattern: string): Translation[] {
  return globSync(pattern, { cwd: projectFolder })
    .sort()
    .map((path) => ({
      path: path.replaceAll('\\', '/'),
      language: basename(path, '.json').split('.').at(-1) ?? '',
      texts: JSON.parse(readProjectFile(path)),
    }));
}

/** What has no translation yet, as lines to paste into the file. */
export function toLinesToPaste(texts: Texts): string {
  return Object.entries(texts)
    .map(([key, text]) => `  ${JSON.stringify(key)}: ${JSON.stringify(text)},`)
    .join('\n');
}

/** What a translation has to take over from the English text as it is; complaints where it does not. */
export function compareWithEnglish(english: string, translated: string): string[] {
  const parts: Readonly<Record<string, RegExp>> = {
    placeholders: /\{\d+\}/g,
    links: /\]\([^)]*\)/g,
    code: /`[^`]*`/g,
    icons: /\$\([^)]*\)/g,
    'lines and ends': /\n|^✓ |…/g,
    // Commands, settings, keys and files of AWS, actions, addresses: words that no person says.
    names: /(?:[\w~-]+[./:])+[\w-]+\w|\b[A-Za-z]+(?:_\w+)+|\b[a-z]+(?:[A-Z][a-z\d]*)+|\b[A-Z][a-z]+[A-Z]\w+/g,
  };
  const find = (text: string, pattern: RegExp) => [...new Set(text.match(pattern) ?? [])].sort();
  return Object.entries(parts).flatMap(([name, pattern]) => {
    const [wanted, found] = [find(english, pattern), find(translated, pattern)];
    return wanted.join('\n') === found.join('\n')
      ? []
      : [`${name}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`];
  });
}

/** The marks of each language; English ones in a translation are a slip. */
const QUOTES: Readonly<Record<string, readonly [open: string, close: string]>> = {
  de: ['„', '“'],
  ja: ['「', '」'],
};
const ALL_QUOTES = /[“”„‟‘‚‛«»「」『』]/g;

/** Quotes are those of the language, in pairs, and a sentence ends as a sentence. */
export function findSlips(english: string, translated: string, language: string): string[] {
  const [open, close] = QUOTES[language] ?? ['“', '”'];
  const marks = translated.match(ALL_QUOTES) ?? [];
  const arePairs = marks.every((mark, index) => mark === (index % 2 === 0 ? open : close));
  const isSentence = /\.$/.test(english);
  return [
    ...(arePairs && marks.length % 2 === 0 ? [] : [`quotes: ${marks.join('')}`]),
    ...(isSentence === /[.。]$/.test(translated) ? [] : ['a full stop at the end of one alone']),
    ...(translated.trim() === translated && translated !== '' ? [] : ['blanks around it, or nothing']),
    ...(/ {2}| [.。、,]/.test(translated) ? ['blanks'] : []),
  ];
}
