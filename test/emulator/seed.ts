/** A number that looks random and depends on nothing but its ingredients, so that a run can be repeated. */
export function toFraction(...ingredients: readonly (string | number)[]): number {
  // FNV-1a, then the finalizer of MurmurHash3, because FNV alone leaves ids that follow one another close.
  let hash = 0x811c9dc5;
  const text = ingredients.join('\n');
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
