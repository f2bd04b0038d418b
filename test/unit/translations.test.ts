/** Every text is there in every language: no key is missing or left over, and what is no word stays as it is. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { texts as english, manifest, readProjectFile } from './support/manifest.ts';
import { findSpokenTexts } from './support/spokenTexts.ts';
import {
  compareWithEnglish,
  findSentences,
  findSlips,
  readBundles,
  readManifestTexts,
  type Texts,
  type Translation,
  toLinesToPaste,
} from './support/translations.ts';

const LANGUAGES = ['de', 'ja'];

const source = globSync('src/**/*.ts')
  .sort()
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const { sentences, complaints } = findSentences(source);
const sentencesAsTexts: Texts = Object.fromEntries(sentences.map((sentence) => [sentence, sentence]));

/** Names of AWS, words that are no others in that language, and frames with nothing but punctuation between. */
const SAME: Readonly<Record<string, RegExp>> = {
  de: /^(Region|Name|Status|offline|China|Amazon Inspector(: \{0\})?|\{0\} in \{1\}|OK · \{0\}|\{0\} ms)$/,
  ja: /^(OK · \{0\}|Amazon Inspector(: \{0\})?)$/,
};
const SAME_EVERYWHERE =
  /^(Account Status for Amazon Inspector|Inspector Status|EC2|ECR|JSON|Markdown|IAM Identity Center( \(SSO\))?|Inspector|AWS|AWS STS|AWS Organizations|AWS GovCloud \(US\)|[^\p{L}]*)$/u;

/** Complaints about all texts of the file, each with its key. */
function checkAll(
  { texts, language }: Translation,
  wanted: Texts,
  check: (english: string, translated: string, language: string) => string[],
): string[] {
  return Object.entries(wanted).flatMap(([key, english]) => {
    const translated = texts[key];
    return translated === undefined
      ? []
      : check(english, translated, language).map((complaint) => `${key}: ${complaint}`);
  });
}

function describeFile(translation: Translation, wanted: Texts): void {
  const { path, texts, language } = translation;

  it(`${path} has every text, and no other`, () => {
    const missing = Object.entries(wanted).filter(([key]) => texts[key] === undefined);
    assert.equal(
      missing.length,
      0,
      `${path} lacks texts (${missing.length}). Paste and translate; “npm run l10n” sorts them in:\n${toLinesToPaste(Object.fromEntries(missing))}`,
    );
    assert.deepEqual(
      Object.keys(texts).filter((key) => wanted[key] === undefined),
      [],
      `${path} has texts that nothing says any more: “npm run l10n” takes them out`,
    );
  });

  it(`${path} keeps placeholders, links, code and names as they are`, () => {
    assert.deepEqual(checkAll(translation, wanted, compareWithEnglish), []);
  });

  it(`${path} has the quotes of the language, and sentences that end`, () => {
    assert.deepEqual(checkAll(translation, wanted, findSlips), []);
  });

  it(`${path} says nothing in English`, () => {
    const isMeant = (text: string) => SAME_EVERYWHERE.test(text) || SAME[language]?.test(text);
    assert.deepEqual(
      checkAll(translation, wanted, (english, translated) =>
        translated === english && !isMeant(english.replace(/^✓ /, '')) ? ['is the English text'] : [],
      ),
      [],
    );
  });
}

describe('translations: what the code says', () => {
  it('every sentence is one quoted text, which is its key', () => {
    assert.deepEqual(complaints, []);
    assert.ok(sentences.length > 400, `${sentences.length} sentences were found`);
  });

  it('there is a file for each language, in the folder that the manifest names', () => {
    assert.equal(manifest.l10n, './l10n');
    assert.deepEqual(
      readBundles().map(({ language }) => language),
      LANGUAGES,
    );
  });

  for (const translation of readBundles()) {
    describeFile(translation, sentencesAsTexts);

    it(`${translation.path} is sorted, one text a line`, () => {
      const sorted = Object.fromEntries(
        Object.entries(translation.texts).sort(([a], [b]) => (a < b ? -1 : 1)),
      );
      assert.ok(
        readProjectFile(translation.path) === `${JSON.stringify(sorted, undefined, 2)}\n`,
        '“npm run l10n” sorts it',
      );
    });
  }
});

/** Texts that no person reads as words of ours: of the log, of a policy, names of AWS, of what is made up, parts of
 * what the service and programs say, names of files, and of what programs are told. */
const NOT_SPOKEN =
  /^src\/(vscode\/callLog\.ts:|core\/(regions|sample\/\w+|fix\/(cli|cloudFormation))\.ts:|vscode\/wording\/details\.ts:\d+: Allow$|core\/(kept|changes)\/\w+Format\.ts:\d+: inspector-account-status (snapshot|changes)$|vscode\/system\/keptFile\.ts:\d+: (snapshot|changes)$|aws\/sdkErrors\.ts:\d+: did not establish a connection$)/;

describe('translations: nothing is said past them', () => {
  it('no words stand in the source but the sentences that are translated', () => {
    assert.deepEqual(
      source.flatMap(findSpokenTexts).filter((complaint) => !NOT_SPOKEN.test(complaint)),
      [],
      'write l10n.t(…) around what a person reads',
    );
  });

  for (const [name, text, found] of [
    ['a label', "item.label = 'refresh';", ['a.ts:1: refresh']],
    ['a text', "const x = 1;\nreturn 'Not there: sign in';", ['a.ts:2: Not there: sign in']],
    ['a template', `return \`$(key) \${count} accounts are \${state}\`;`, ['a.ts:1: accounts are']],
    ['a hover', 'hover.appendMarkdown(`**Regions**`);', ['a.ts:1: **Regions**']],
    ['a sentence that is translated', "l10n.t('Sign in to read {0}.', accounts)", []],
    ['what is data', `case 'accessDenied': return [\`\${where}: \${title}\`, 'us-east-1'];`, []],
  ] as const) {
    it(`the rule looks at ${name}`, () => {
      assert.deepEqual(findSpokenTexts({ path: 'a.ts', text }), found);
    });
  }
});

describe('translations: what the manifest says', () => {
  it('there is a file for each language', () => {
    assert.deepEqual(
      readManifestTexts().map(({ language }) => language),
      LANGUAGES,
    );
  });

  for (const translation of readManifestTexts()) {
    describeFile(translation, english);

    it(`${translation.path} marks what is chosen, as English does`, () => {
      for (const [key, text] of Object.entries(translation.texts)) {
        if (key.endsWith('Chosen')) {
          assert.equal(text, `✓ ${translation.texts[key.replace(/Chosen$/, '')]}`, key);
        }
      }
    });
  }

  it('every text of the manifest that a person sees is a key', () => {
    assert.deepEqual(findPlainTexts(manifest.contributes, ''), []);
  });
});

/** What a person reads of a contribution. */
const SEEN =
  /^(title|shortTitle|label|category|contents|description|markdownDescription|\w*[eE]rrorMessage|deprecationMessage|markdownDeprecationMessage|altText|enumDescriptions|markdownEnumDescriptions|enumItemLabels)$/;

function findPlainTexts(value: unknown, path: string, isSeen = false): string[] {
  if (typeof value === 'string') {
    return isSeen && !/^%[\w.]+%$/.test(value) ? [`${path}: ${value}`] : [];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, each]) =>
    // In a list, what its name says holds for each; what is called `name` is seen of views alone.
    findPlainTexts(
      each,
      `${path}.${key}`,
      Array.isArray(value) ? isSeen : SEEN.test(key) || (key === 'name' && path.startsWith('.views')),
    ),
  );
}
