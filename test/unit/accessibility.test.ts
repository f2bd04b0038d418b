/** What the manifest has for keyboard and screen reader: help in every language, and nothing that only a mouse reaches. */
import assert from 'node:assert/strict';
import { ACCOUNTS_VIEW, COMMANDS, SETTINGS_SECTION } from '../../src/vscode/ids.ts';
import { texts as english, manifest } from './support/manifest.ts';
import { readManifestTexts } from './support/translations.ts';

const { contributes } = manifest;
const views: readonly Record<string, string>[] = contributes.views[SETTINGS_SECTION];
const KEY = 'view.accounts.help';

/** Of each language, English first. */
const allTexts = [english, ...readManifestTexts().map(({ texts }) => texts)];

interface Entry {
  readonly command: string;
  readonly when: string;
  readonly group: string;
}

describe('accessibility: the help of the views', () => {
  it('is a text of the manifest, so that it is there in every language', () => {
    assert.ok(views.every(({ accessibilityHelpContent }) => accessibilityHelpContent === `%${KEY}%`));
    assert.ok(allTexts.every((texts) => (texts[KEY]?.length ?? 0) > 500));
  });

  for (const texts of allTexts) {
    const help = texts[KEY] ?? '';
    it(`names commands by their titles, each with its key: ${texts['view.accounts']}`, () => {
      const named = [...help.matchAll(/^- (.*?) <keybinding:([^>]+)>/gm)];
      assert.equal(named.length, help.match(/<keybinding:/g)?.length);
      assert.ok(named.length >= 5);
      for (const [, title, id = ''] of named) {
        if (id !== `${ACCOUNTS_VIEW}.focus`) {
          assert.ok((COMMANDS as readonly string[]).includes(id), id);
          const name = texts[`command.${id.slice(SETTINGS_SECTION.length + 1)}`];
          assert.equal(title, `${texts['category']}: ${name}`);
        }
      }
    });

    it(`says what the rows mean and how to move: ${texts['view.accounts']}`, () => {
      assert.equal(help.match(/^## /gm)?.length, 3);
      assert.match(help, /F10/);
      for (const words of ['EC2', 'ECR', 'Lambda', texts['command.copyDetails'] ?? '-']) {
        assert.ok(help.includes(words), words);
      }
    });
  }

  it('is opened by the keys that VS Code has for such help, in our views and nowhere else', () => {
    assert.deepEqual(
      contributes.keybindings.map(({ command, key, when }: Record<string, string>) => [command, key, when]),
      ['alt+f1', 'shift+alt+f1'].map((key) => [
        `${SETTINGS_SECTION}.showAccessibilityHelp`,
        key,
        'focusedView =~ /^inspectorStatus\\./',
      ]),
    );
  });
});

describe('accessibility: the buttons of a row', () => {
  const entries: readonly Entry[] = contributes.menus['view/item/context'];
  const isInline = ({ group }: Entry) => group.startsWith('inline');
  /** What comes after the view, taken for a test of the row. */
  const toPattern = ({ when }: Entry) => {
    const [, equal, pattern] = /viewItem (?:== ([\w.]+)|=~ \/(.*)\/)/.exec(when) ?? [];
    return new RegExp(equal === undefined ? (pattern ?? '^$') : `^${equal.replaceAll('.', '\\.')}$`);
  };
  const contexts = new Set(
    entries.flatMap(({ when }) => when.match(/(?<=viewItem == |[(|^])[a-z][\w.]*/g) ?? []),
  );

  it('are in its menu too, because no key reaches them', () => {
    assert.ok(contexts.has('account') && contexts.has('trouble.copyPolicy'));
    const buttons = entries.filter(isInline);
    assert.ok(buttons.length > 4);
    for (const button of buttons) {
      for (const context of [...contexts].filter((each) => toPattern(button).test(each))) {
        assert.ok(
          entries.some(
            (entry) => !isInline(entry) && entry.command === button.command && toPattern(entry).test(context),
          ),
          `${button.command} on a row that is ${context}`,
        );
      }
    }
  });

  it('are two at most', () => {
    for (const context of contexts) {
      const buttons = entries.filter((entry) => isInline(entry) && toPattern(entry).test(context));
      assert.ok(buttons.length <= 2, `${context}: ${buttons.map(({ command }) => command)}`);
    }
  });
});
