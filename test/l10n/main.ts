/**
 * `npm run l10n`: sorts the translations, takes out what nothing says any more, and prints what is not translated yet as
 * lines to paste. Ends with 1 as long as something is missing.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../support/folders.ts';
import { texts as manifestTexts } from '../unit/support/manifest.ts';
import {
  findSentences,
  readBundles,
  readManifestTexts,
  type Texts,
  type Translation,
  toLinesToPaste,
} from '../unit/support/translations.ts';

const files = globSync('src/**/*.ts', { cwd: projectFolder }).map((path) => ({
  path,
  text: readFileSync(join(projectFolder, path), 'utf8'),
}));
const { sentences, complaints } = findSentences(files);
const wanted: Texts = Object.fromEntries(sentences.map((sentence) => [sentence, sentence]));
for (const complaint of complaints) {
  console.error(complaint);
}
const isComplete = [
  ...readBundles().map((translation) => tidy(translation, wanted)),
  ...readManifestTexts().map((translation) => tidy(translation, manifestTexts)),
].every((missing) => missing === 0);
process.exitCode = isComplete && complaints.length === 0 ? 0 : 1;

/** Writes the file in the order of what is wanted, and prints what is missing in it; the result is how much. */
function tidy({ path, texts }: Translation, wanted: Texts): number {
  const [present, missing] = [true, false].map((isPresent) =>
    Object.keys(wanted).filter((key) => (texts[key] !== undefined) === isPresent),
  ) as [string[], string[]];
  const stale = Object.keys(texts).filter((key) => wanted[key] === undefined);
  const kept = Object.fromEntries(present.map((key) => [key, texts[key]]));
  writeFileSync(join(projectFolder, path), `${JSON.stringify(kept, undefined, 2)}\n`);
  console.log(`${path}: ${present.length} texts, ${stale.length} taken out, ${missing.length} missing`);
  if (missing.length > 0) {
    console.log(toLinesToPaste(Object.fromEntries(missing.map((key) => [key, wanted[key] ?? '']))));
  }
  return missing.length;
}
