// toShortLines: a text in lines that a list does not cut.

/** The list cuts what is wider than about this many Latin letters, and wraps nothing. */
const LINE_WIDTH = 76;

/** After a blank; in Japanese, which has few of them, where a part of the sentence ends. */
const BREAK = /(?<= )|(?<=[\p{Script=Hiragana}。、」])(?=[\p{Script=Han}\p{Script=Katakana}「])/u;

/** Characters that take the place of two Latin letters. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF01-\uFF60]/gu;

export function toShortLines(text: string): string[] {
  const lines: string[] = [];
  for (const part of text.split(BREAK)) {
    const last = lines.at(-1);
    if (last !== undefined && getWidth(`${last}${part}`.trimEnd()) <= LINE_WIDTH) {
      lines[lines.length - 1] = `${last}${part}`;
    } else {
      lines.push(part);
    }
  }
  return lines.map((line) => line.trimEnd());
}

function getWidth(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}
