/** The README says the same as package.json, and what the documents refer to is there. */
import assert from 'node:assert/strict';
import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SETTINGS_SECTION } from '../../src/vscode/ids.ts';
import { projectFolder } from '../support/folders.ts';
import { manifest, readProjectFile, texts } from './support/manifest.ts';

const readme = readProjectFile('README.md');

/** The cells of the table under a heading, row by row, without its head. */
function readTable(heading: string): string[][] {
  const section = readme.split(new RegExp(`^## ${heading}\n`, 'm'))[1]?.split(/^## /m)[0] ?? '';
  return [...section.matchAll(/^\|(.*)\|$/gm)]
    .map(([, line = '']) => line.split('|').map((cell) => cell.trim()))
    .slice(2);
}

describe('readme: the tables', () => {
  it('have every setting with its default, in the order of the settings editor, and no other', () => {
    const properties: Record<string, { order: number; default: unknown }> =
      manifest.contributes.configuration.properties;
    assert.deepEqual(
      readTable('Settings').map(([name, value]) => [name, value]),
      Object.entries(properties)
        .sort(([, left], [, right]) => left.order - right.order)
        .map(([name, property]) => [`\`${name}\``, `\`${JSON.stringify(property.default)}\``]),
    );
    assert.ok(readTable('Settings').every(([, , meaning = '']) => meaning.length > 20));
  });

  it('have every command with its title, but the choices of the submenus', () => {
    const { commands, menus } = manifest.contributes;
    const entriesOf = (menu: string): { command: string; when?: string }[] => menus[menu] ?? [];
    const choices = new Set(
      Object.keys(menus)
        .filter((menu) => menu.startsWith(`${SETTINGS_SECTION}.`))
        .flatMap((menu) => entriesOf(menu).map(({ command }) => command)),
    );
    const offered = new Set(
      commands
        .map(({ command }: { command: string }) => command)
        .filter(
          (id: string) =>
            !entriesOf('commandPalette').some(({ command, when }) => command === id && when === 'false') ||
            !choices.has(id),
        ),
    );
    const titleOf = (id: unknown) => texts[`command.${String(id).slice(SETTINGS_SECTION.length + 1)}`];
    const written = readTable('Commands').flatMap(([names = '']) =>
      names.replace(`${texts['category']}: `, '').split(', '),
    );
    assert.deepEqual(written.sort(), [...offered].map(titleOf).sort());
    assert.ok(readTable('Commands').every(([names]) => names?.startsWith(`${texts['category']}: `)));
  });
});

describe('readme: the words', () => {
  const words = globSync('src/vscode/wording/**/*.ts', { cwd: projectFolder })
    .map(readProjectFile)
    .join('\n')
    .toLowerCase();

  it('that help is looked up by are those of the rows', () => {
    const rows = readTable('When something is wrong');
    assert.ok(rows.length > 15);
    const messages = rows.flatMap(([cell = '']) =>
      cell.split(/, |; /).flatMap((message) => message.toLowerCase().replace(/[*…“”]|aws profile.*: /g, '')),
    );
    const missing = messages.map((message) => message.trim()).filter((message) => !words.includes(message));
    assert.deepEqual(missing, []);
  });
});

describe('documents', () => {
  const documents = globSync(['*.md', 'docs/**/*.md', '.github/**/*.md', 'test/**/*.md'], {
    cwd: projectFolder,
    exclude: ['**/node_modules/**'],
  });

  it('refer to files and headings that there are', () => {
    for (const document of documents) {
      for (const [, target = ''] of readProjectFile(document).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (!/^(https:|command:)/.test(target)) {
          const [file = '', anchor] = target.split('#');
          const path = file === '' ? document : join(dirname(document), file);
          assert.ok(existsSync(join(projectFolder, path)), `${document}: ${target}`);
          assert.ok(anchor === undefined || anchorsOf(path).includes(anchor), `${document}: ${target}`);
        }
      }
    }
  });

  it('are all found from the README', () => {
    const found = new Set(['README.md', 'CHANGELOG.md']);
    for (const document of found) {
      for (const [, file = ''] of readProjectFile(document).matchAll(/\]\(([^)\s#]+\.md)/g)) {
        if (!file.startsWith('https:')) {
          found.add(join(dirname(document), file));
        }
      }
    }
    const pages = documents.filter(
      (path) => !path.startsWith(join('docs', 'decisions')) && !path.startsWith('.'),
    );
    assert.deepEqual(
      pages.filter((path) => !found.has(path)),
      [],
    );
  });
});

/** As GitHub and VS Code make them of headings. */
function anchorsOf(path: string): string[] {
  return [...readProjectFile(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
