/** package.json says the same as the code: texts, commands, context keys and versions. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GROUPINGS, SORTINGS } from '../../src/core/rows/arrangement.ts';
import {
  ACCOUNTS_VIEW,
  ARRANGEMENT_COMMANDS,
  CHANGES_VIEW,
  COMMANDS,
  CONTEXT_KEYS,
  EXTENSION_NAME,
  forRow,
  readCommand,
  SETTINGS_SECTION,
  WALKTHROUGH,
} from '../../src/vscode/ids.ts';
import { projectFolder } from '../support/folders.ts';
import { manifest, manifestText, readProjectFile, texts } from './support/manifest.ts';

const { contributes } = manifest;

interface Contribution {
  readonly command: string;
  /** Instead of a command. */
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

const menus: Readonly<Record<string, readonly Contribution[]>> = contributes.menus;
const submenus: readonly { readonly id: string; readonly label: string }[] = contributes.submenus;
const commands: readonly (Contribution & Readonly<Record<string, string>>)[] = contributes.commands;

interface WalkthroughStep {
  readonly id: string;
  readonly media: { readonly svg: string };
  readonly completionEvents: readonly string[];
}

const [walkthrough]: readonly { readonly id: string; readonly steps: readonly WalkthroughStep[] }[] =
  contributes.walkthroughs;

/** Every when-clause and enablement of the manifest, and what ends a step of the walkthrough. */
const clauses: readonly string[] = [
  ...[...manifestText.matchAll(/"(?:when|enablement)": ("(?:\\.|[^"\\])*")/g)].map(([, text = '""']) =>
    JSON.parse(text),
  ),
  ...(walkthrough?.steps ?? [])
    .flatMap(({ completionEvents }) => completionEvents)
    .flatMap((event) => /^onContext:(.*)$/.exec(event)?.[1] ?? []),
];

/** The texts of a union type in `ids.ts`. */
function toUnion(type: string): string[] {
  const definition =
    new RegExp(`export type ${type} =([^;]+);`).exec(readProjectFile('src/vscode/ids.ts'))?.[1] ?? '';
  return [...definition.matchAll(/'([^']+)'/g)].map(([, text = '']) => text);
}

describe('manifest: texts', () => {
  const used = new Set([...manifestText.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));

  it('has every text that the manifest names, and none besides', () => {
    assert.deepEqual([...used].sort(), Object.keys(texts).sort());
  });

  it('has no text that is empty or still a key', () => {
    for (const [key, text] of Object.entries(texts)) {
      assert.ok(text.trim() === text && text !== '' && !/^%.*%$/.test(text), key);
    }
  });

  it('leaves no text of the manifest untranslatable', () => {
    for (const { title, category } of commands) {
      assert.match(`${title} ${category}`, /^%command\.\w+% %category%$/);
    }
    assert.match(manifest.displayName + manifest.description, /^%displayName%%description%$/);
  });

  it('offers in its texts only commands that there are', () => {
    const offered = Object.values(texts).flatMap((text) =>
      [...text.matchAll(/\(command:([\w.]+)/g)].map(([, id]) => id),
    );
    assert.ok(offered.length > 0);
    for (const id of offered) {
      assert.ok(
        id?.startsWith('workbench.') ||
          id === `${ACCOUNTS_VIEW}.focus` ||
          (COMMANDS as readonly (string | undefined)[]).includes(id),
        id,
      );
    }
  });

  it('says that the tool is not AWS’s own', () => {
    assert.match(texts['description'] ?? '', /unofficial/i);
  });
});

describe('manifest: commands', () => {
  it('declares the commands of the code, each with the title of its id', () => {
    assert.deepEqual(commands.map(({ command }) => command).sort(), [...COMMANDS].sort());
    for (const { command, title, shortTitle } of commands) {
      const name = command.slice(SETTINGS_SECTION.length + 1);
      assert.equal(title, `%command.${name}%`);
      assert.ok(shortTitle === undefined || shortTitle === `%command.short.${name}%`, command);
    }
  });

  it('gives each a title that tells it from all others, as Keyboard Shortcuts lists them without their menus', () => {
    const titles = commands.map(({ title }) => texts[title?.slice(1, -1) ?? '']);
    assert.equal(new Set(titles).size, titles.length);
  });

  it('puts only its own commands into menus, each place once', () => {
    for (const [menu, entries] of Object.entries(menus)) {
      for (const { command, submenu } of entries) {
        const isKnown =
          submenu === undefined
            ? (COMMANDS as readonly string[]).includes(command)
            : submenu in menus && submenus.some(({ id }) => id === submenu);
        assert.ok(isKnown, `${menu}: ${command ?? submenu}`);
      }
      const places = entries.map(
        ({ command, submenu, group, when }) => `${command ?? submenu} ${group} ${when}`,
      );
      assert.equal(new Set(places).size, places.length, menu);
    }
  });

  it('hides from the palette the commands that need a row, and the choices of menus, and no other', () => {
    const isOffered = ['groupBy', 'sortBy', 'filterAccounts', 'clearFilter'].map(
      (name) => `${SETTINGS_SECTION}.${name}`,
    );
    const hidden = (menus['commandPalette'] ?? [])
      .filter(({ when }) => when === 'false')
      .map(({ command }) => command);
    const choices: readonly string[] = ARRANGEMENT_COMMANDS.filter((id) => !isOffered.includes(id));
    assert.ok(choices.every((id) => hidden.includes(id)));
    const ofRows = hidden.filter((id) => !choices.includes(id) && !id.endsWith('ForRow'));
    assert.deepEqual(ofRows.sort(), [
      'inspectorStatus.copyAccountId',
      'inspectorStatus.copyChanges',
      'inspectorStatus.copyDetails',
      'inspectorStatus.copyDetailsAsJson',
      'inspectorStatus.copyDetailsAsMarkdown',
      'inspectorStatus.copyFixCli',
      'inspectorStatus.copyFixCloudFormation',
      'inspectorStatus.copyFixTerraform',
      'inspectorStatus.openInConsole',
      'inspectorStatus.pinAccount',
      'inspectorStatus.refreshAccount',
      'inspectorStatus.showChange',
      'inspectorStatus.unpinAccount',
    ]);
  });

  it('has in each menu what was put into a group of it: the palette alone has none', () => {
    for (const [menu, entries] of Object.entries(menus)) {
      assert.ok(
        entries.every(({ group }) => (group === undefined) === (menu === 'commandPalette')),
        menu,
      );
    }
  });

  it('gives rows ids of their own: VS Code hands those in the title of a view the row that has the focus', () => {
    const collect = (menu: string): string[] =>
      (menus[menu] ?? []).flatMap(({ command, submenu }) =>
        submenu === undefined ? command : collect(submenu),
      );
    const inTitle = collect('view/title');
    const atRows = new Set(collect('view/item/context'));
    assert.deepEqual(
      inTitle.filter((id) => atRows.has(id)),
      ['inspectorStatus.showLog'],
      'this one is about no row wherever it stands',
    );
    for (const id of COMMANDS) {
      const { command, takesRow } = readCommand(id);
      assert.equal(id.endsWith('ForRow'), command !== id);
      assert.ok(takesRow || (inTitle.includes(id) && COMMANDS.includes(forRow(command))), id);
    }
    const hidden = menus['commandPalette']
      ?.filter(({ when }) => when === 'false')
      .map(({ command }) => command);
    assert.ok(COMMANDS.filter((id) => id.endsWith('ForRow')).every((id) => hidden?.includes(id)));
  });

  it('offers every command somewhere', () => {
    const hidden = new Set(
      (menus['commandPalette'] ?? []).filter(({ when }) => when === 'false').map(({ command }) => command),
    );
    const inMenus = new Set(
      Object.entries(menus)
        .filter(([menu]) => menu !== 'commandPalette')
        .flatMap(([, entries]) => entries.map(({ command }) => command)),
    );
    for (const command of COMMANDS) {
      assert.ok(!hidden.has(command) || inMenus.has(command), command);
    }
  });
});

describe('manifest: menus of choices', () => {
  const choices = { grouping: ['groupBy', GROUPINGS], sorting: ['sortBy', SORTINGS] } as const;
  for (const [key, [name, values]] of Object.entries(choices)) {
    it(`marks what is chosen of ${name}, and shows each choice once`, () => {
      const entries = menus[`${SETTINGS_SECTION}.${name}Menu`] ?? [];
      assert.equal(entries.length, 2 * values.length);
      for (const value of values) {
        const id = `${name}${value.charAt(0).toUpperCase()}${value.slice(1)}`;
        const find = (when: string) => entries.find((entry) => entry.when === when)?.command;
        const context = `${SETTINGS_SECTION}.${key}`;
        assert.equal(find(`${context} == ${value}`), `${SETTINGS_SECTION}.${id}Chosen`);
        assert.equal(find(`${context} != ${value}`), `${SETTINGS_SECTION}.${id}`);
        assert.equal(texts[`command.${id}Chosen`], `✓ ${texts[`command.${id}`]}`);
      }
    });
  }
});

describe('manifest: when-clauses', () => {
  it('use the view and the context keys of the code, and every one of them', () => {
    const known = [ACCOUNTS_VIEW, CHANGES_VIEW, ...Object.values(CONTEXT_KEYS)];
    const used = new Set(clauses.flatMap((clause) => clause.match(/\binspectorStatus\.[\w.]+/g) ?? []));
    assert.deepEqual([...used].sort(), known.sort());
  });

  it('use the states of the view that the code has, and not VS Code’s own idea of trust', () => {
    const states = toUnion('ViewState');
    const used = clauses.flatMap((clause) =>
      [...clause.matchAll(/\.state [=!]= (\w+)/g)].map(([, state]) => state),
    );
    assert.deepEqual([...new Set(used)].sort(), states.sort());
    assert.ok(clauses.every((clause) => !clause.includes('isWorkspaceTrusted')));
  });

  it('use the rows’ contexts of the code, and every one of them', () => {
    const contexts = toUnion('RowContext');
    assert.ok(contexts.length >= 5);
    const tests = clauses.flatMap((clause) => [
      ...[...clause.matchAll(/viewItem == ([\w.]+)/g)].map(([, value = '']) => ({
        value,
        pattern: undefined,
      })),
      ...[...clause.matchAll(/viewItem =~ \/(.+?)\/(?= |$)/g)].map(([, pattern = '']) => ({
        value: undefined,
        pattern,
      })),
    ]);
    assert.equal(tests.length, clauses.filter((clause) => clause.includes('viewItem')).length);
    const matches = ({ value, pattern }: (typeof tests)[number]) =>
      contexts.filter((context) =>
        pattern === undefined ? context === value : new RegExp(pattern).test(context),
      );
    for (const test of tests) {
      assert.ok(matches(test).length > 0, `no row has the context ${test.value ?? test.pattern}`);
    }
    assert.deepEqual([...new Set(tests.flatMap(matches))].sort(), contexts.sort());
    // A pattern in a row of alternatives names each of them: one that no row has would go unnoticed.
    for (const { pattern } of tests) {
      for (const name of /\^\(([\w.|]+)\)/.exec(pattern ?? '')?.[1]?.split('|') ?? []) {
        assert.ok(
          contexts.some((context) => context.startsWith(name)),
          name,
        );
      }
    }
  });

  it('offer what is about an account only at rows of accounts', () => {
    const ofAccounts = ['account', 'account.pinned', 'region', 'region.pinned', 'scanType'];
    const names = ['refreshAccount', 'openInConsole', 'pinAccount', 'unpinAccount'];
    const entries = (menus['view/item/context'] ?? []).filter(({ command }) =>
      names.some((name) => command === `${SETTINGS_SECTION}.${name}`),
    );
    assert.ok(entries.length > names.length);
    for (const { command, when = '' } of entries) {
      const pattern = new RegExp(/viewItem =~ \/(.+?)\/(?= |$)/.exec(when)?.[1] ?? '');
      const offered = toUnion('RowContext').filter((context) => pattern.test(context));
      assert.ok(
        offered.length > 0 && offered.every((context) => ofAccounts.includes(context)),
        `${command}: ${offered}`,
      );
    }
  });

  it('belong to one of the two views each', () => {
    const [[container, views]] = Object.entries(contributes.views) as [[string, { id: string }[]]];
    assert.equal(container, SETTINGS_SECTION);
    assert.deepEqual(
      views.map(({ id }) => id),
      [ACCOUNTS_VIEW, CHANGES_VIEW],
    );
    assert.equal(contributes.viewsContainers.activitybar[0].id, container);
    for (const menu of ['view/title', 'view/item/context']) {
      assert.ok(
        (menus[menu] ?? []).every(({ when }) =>
          /^view == inspectorStatus\.(accounts|changes) /.test(`${when} `),
        ),
        menu,
      );
    }
    for (const { view } of contributes.viewsWelcome as { view: string }[]) {
      assert.ok([ACCOUNTS_VIEW, CHANGES_VIEW].includes(view), view);
    }
  });
});

describe('manifest: walkthrough', () => {
  const steps = walkthrough?.steps ?? [];

  it('is the one that the command opens, in four steps', () => {
    assert.equal(walkthrough?.id, WALKTHROUGH);
    assert.deepEqual(
      steps.map(({ id }) => id),
      ['sample', 'accounts', 'connection', 'tree'],
    );
  });

  it('has pictures that take the colours of the theme, and load nothing', () => {
    for (const { media } of steps) {
      const picture = readProjectFile(media.svg);
      assert.ok(picture.length < 10_000, media.svg);
      assert.match(picture, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
      assert.doesNotMatch(
        picture.replace('http://www.w3.org/2000/svg', ''),
        /http|href|url\(|<script|<style|on\w+=/,
      );
      const colours = [...picture.matchAll(/\b(?:fill|stroke)="([^"]*)"/g)].map(([, colour = '']) => colour);
      assert.ok(
        colours.every((colour) => colour === 'none' || colour.startsWith('var(--vscode-')),
        media.svg,
      );
    }
  });

  it('is done with a step when that has happened, not when a button was pressed', () => {
    const events = Object.fromEntries(steps.map(({ id, completionEvents }) => [id, completionEvents]));
    assert.deepEqual(events, {
      sample: ['onContext:inspectorStatus.sample'],
      accounts: ['onContext:inspectorStatus.ownAccounts'],
      connection: ['onContext:inspectorStatus.connected'],
      // The command shows the view, also where it is shown already, which VS Code does not tell of.
      tree: [`onView:${ACCOUNTS_VIEW}`, `onCommand:${ACCOUNTS_VIEW}.focus`],
    });
  });
});

describe('manifest: package', () => {
  const lock = JSON.parse(readProjectFile('package-lock.json'));

  it('runs where the AWS files are, from the version whose API it is written for', () => {
    assert.equal(manifest.name, EXTENSION_NAME);
    assert.deepEqual(manifest.extensionKind, ['ui', 'workspace']);
    assert.equal(manifest.engines.vscode, '^1.103.0');
    assert.equal(manifest.devDependencies['@types/vscode'], manifest.engines.vscode.slice(1));
  });

  it('names files that there are', () => {
    const files = [
      manifest.icon,
      contributes.viewsContainers.activitybar[0].icon,
      contributes.views[SETTINGS_SECTION][0].icon,
    ];
    for (const file of files) {
      assert.ok(existsSync(join(projectFolder, file)), file);
    }
  });

  it('brings nothing at run time but its bundles', () => {
    assert.equal(manifest.dependencies, undefined);
    assert.equal(manifest.bundledDependencies, undefined);
    assert.match(manifest.main, /^\.\/dist\/\w+\.cjs$/);
  });

  it('runs nothing when it is installed (G13)', () => {
    for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
      assert.equal(manifest.scripts[script], undefined, script);
    }
  });

  it('names every version exactly', () => {
    for (const [name, version] of Object.entries({
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
    })) {
      assert.match(String(version), /^\d+\.\d+\.\d+$/, name);
    }
  });

  it('locks what it names, with checksums and without the host they came from', () => {
    const { devDependencies, optionalDependencies } = lock.packages[''];
    assert.deepEqual(
      [devDependencies, optionalDependencies],
      [manifest.devDependencies, manifest.optionalDependencies],
    );
    for (const [path, entry] of Object.entries(lock.packages) as [string, Record<string, unknown>][]) {
      assert.equal(entry['resolved'], undefined, path);
      assert.ok(path === '' || entry['integrity'] !== undefined || entry['link'] === true, path);
    }
  });
});
