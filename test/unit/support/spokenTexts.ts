/** Finds words in English that a person would read, in source that says everything through `l10n.t`. */
import { blankOut, type SourceFile } from './sourceRules.ts';

/** What is in quotes, or between the places of a template. */
interface Text {
  readonly words: string;
  readonly index: number;
  /** The code in front of it, which says what it is for. */
  readonly before: string;
}

/** Texts that no person reads as a sentence of ours, by the code in front of them. */
const UNSPOKEN: readonly RegExp[] = [
  // It is the key of its translations.
  /\bl10n\.t\(\s*$/,
  // The log is English, whoever reads it.
  /\blog\.(?:info|warn)\(\s*$/,
  /\brecordBug\(\s*$/,
  // A bug, told in the log, or in the message of a `throw` that is caught here.
  /\bnew \w*Error\(\s*$/,
  /\bfrom\s*$/,
];

/** Two words with a blank between. */
const PROSE = /\p{L}{2,}[,.:;]? \p{L}{2,}/u;
/** One with a capital, as labels have. */
const LABEL = /^\p{Lu}\p{Ll}+[….]?$/u;

/** What VS Code shows of an object; whatever is written there is read. */
const SHOWN =
  /\b(?:label|description|detail|tooltip|place[hH]older|title|prompt|message|validationMessage|accessibleLabel|name)\s*(?:=|:|\?\?=)\s*$|\b(?:appendMarkdown|appendText|new TreeItem|new MarkdownString)\(\s*$/;

/** The place and the words of each that is not handed to `l10n.t`. */
export function findSpokenTexts({ path, text }: SourceFile): string[] {
  // What only thinks and asks has no labels, but names of errors and fields.
  const draws = !/^src\/(core|aws)\//.test(path);
  return findTexts(text).flatMap(({ words, index, before }) => {
    const spoken = words.replace(/\$\([\w~-]+\)|\]\([^)]*\)?/g, '').trim();
    const isLabel = LABEL.test(spoken) || (SHOWN.test(before) && /\p{L}{2,}/u.test(spoken));
    const isRead = PROSE.test(spoken) || (isLabel && draws);
    return isRead && !UNSPOKEN.some((pattern) => pattern.test(before))
      ? [`${path}:${text.slice(0, index).split('\n').length}: ${spoken}`]
      : [];
  });
}

function findTexts(text: string): Text[] {
  const code = blankOut(text);
  const toText = (from: number, to: number, start: number): Text => ({
    words: text.slice(from, to),
    index: from,
    before: code.slice(Math.max(0, start - 60), start),
  });
  const quoted = [...code.matchAll(/(['"])( +)\1/g)].map(({ index, 2: blanks = '' }) =>
    toText(index + 1, index + 1 + blanks.length, index),
  );
  // In a template the words are blanked, the code between them is not.
  const templates = [...code.matchAll(/`(?:[^`$]|\$(?!\{)|\$\{(?:[^`{}]|\{[^{}]*\}|`[^`]*`)*\})*`/g)].flatMap(
    ({ index, 0: template }) =>
      [...template.matchAll(/(?<=[`}])\s+(?=[`$])/g)].map((chunk) =>
        toText(index + chunk.index, index + chunk.index + chunk[0].length, index),
      ),
  );
  return [...quoted, ...templates];
}
