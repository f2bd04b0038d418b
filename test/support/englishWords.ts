/** Finds words of English in a text of another language. */

/** The texts of a language by the English ones. */
type Texts = Readonly<Record<string, string>>;

/** A word of people: what AWS and programs write is of capitals, digits and underscores, or of parts joined. */
const WORD = /(?<![\p{L}\p{N}_-])\p{Lu}?\p{Ll}+(?![\p{L}\p{N}_-])/gu;

/**
 * The result gives the words of a text that stand in English sentences, and in none of the other language; `names` are
 * more texts of that.
 */
export function createEnglishFinder(texts: Texts, names: Texts): (text: string) => string[] {
  const own = new Set([...Object.values(texts), ...Object.values(names)].flatMap(toWords));
  const english = new Set(
    Object.keys(texts)
      .flatMap(toWords)
      .filter((word) => !own.has(word)),
  );
  return (text) => [...new Set(toWords(text).filter((word) => english.has(word)))];
}

function toWords(text: string): string[] {
  return (text.match(WORD) ?? []).map((word) => word.toLowerCase());
}
