// Makes text from settings and services fit to be shown on one line.

/**
 * Control and format characters (bidirectional overrides and zero-width ones among them) are taken out, white
 * space of any kind becomes single blanks, and what is longer than `maxLength` code units ends in "…".
 */
export function toSingleLine(text: string, maxLength: number): string {
  const clean = text
    .slice(0, maxLength * 4)
    .toWellFormed()
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\u{FFFD}]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (clean.length <= maxLength) {
    return clean;
  }
  const cut = clean.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.trimEnd()}…`;
}
