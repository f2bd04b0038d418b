/** The rules of the architecture hold in `src`; and each check finds what breaks its rule. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../support/folders.ts';
import {
  blankOut,
  findCircles,
  findForbiddenGlobals,
  findForbiddenShapes,
  findImports,
  findLayerBreaks,
  findViewsThatMeet,
  findWritingOperations,
  type SourceFile,
  VIEWS,
} from './support/sourceRules.ts';

const source: readonly SourceFile[] = readdirSync(join(projectFolder, 'src'), { recursive: true })
  .map((name) => String(name).replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .map((path) => ({ path, text: readFileSync(join(projectFolder, 'src', path), 'utf8') }));

/** One file with these lines. */
function sample(path: string, ...lines: readonly string[]): SourceFile {
  return { path, text: `${lines.join('\n')}\n` };
}

describe('architecture: the checks themselves', () => {
  it('see all of the source', () => {
    const layers = new Set(source.map(({ path }) => path.split('/').slice(0, -1)[0] ?? ''));
    assert.deepEqual([...layers].sort(), ['', 'aws', 'core', 'vscode']);
    assert.ok(source.length > 100);
    for (const view of VIEWS) {
      assert.ok(
        source.some(({ path }) => path === view),
        view,
      );
    }
  });

  it('find every form of import', () => {
    const imports = findImports(
      sample(
        'core/a.ts',
        "import { a } from './1.ts';",
        "import type { B } from './2.ts';",
        'import {',
        '  type C,',
        '  d,',
        "} from './3.ts';",
        "import { type E, type F } from './4.ts';",
        "import * as g from './5.ts';",
        "import './6.ts';",
        "export { h } from './7.ts';",
        "export * from './8.ts';",
        "export type { I } from './9.ts';",
        "const j = await import('./10.ts');",
        "const k = require('./11.ts');",
        "type L = typeof import('./12.ts');",
        "const name = 'x';",
      ),
    );
    const wanted = [
      'value',
      'type',
      'value',
      'type',
      'value',
      'value',
      'value',
      'type',
      'value',
      'dynamic',
      'dynamic',
      'type',
    ];
    const order = [1, 2, 3, 4, 5, 7, 8, 9, 6, 10, 11, 12];
    assert.deepEqual(
      imports.map(({ specifier }) => specifier),
      order.map((number) => `./${number}.ts`),
    );
    assert.deepEqual(
      imports.map(({ kind }) => kind),
      wanted,
    );
  });

  it('find as many imports as the source has words `from` at the end of one', () => {
    for (const file of source) {
      const words = blankOut(file.text).match(/^(import|export)\b[^;]*\bfrom\s+'/gm) ?? [];
      assert.equal(
        findImports(file).filter(({ kind }) => kind !== 'dynamic').length,
        words.length,
        file.path,
      );
    }
  });

  it('see code, not comments or texts', () => {
    const code = blankOut(
      [
        "const a = 'Date'; // Date",
        '/* Date */ const b = "it\'s Date";',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of a template.
        'const c = `Date ${new Date()} Date`;',
        'const d = x.replace(/[\'"/]Date/g, "Date") / Date.now();',
      ].join('\n'),
    );
    assert.deepEqual(
      code.split('\n').map((line) => (line.match(/Date/g) ?? []).length),
      [0, 0, 1, 1],
    );
  });
});

describe('architecture: layers', () => {
  it('a folder imports only what its name allows', () => {
    assert.deepEqual(findLayerBreaks(source), []);
  });

  for (const [path, specifier] of [
    ['core/a.ts', 'vscode'],
    ['core/a.ts', 'node:fs'],
    ['core/a.ts', '@smithy/types'],
    ['core/a.ts', '../aws/failures.ts'],
    ['core/a.ts', '../vscode/ids.ts'],
    ['core/a.ts', '../extension.ts'],
    ['aws/a.ts', 'vscode'],
    ['aws/a.ts', '../vscode/ids.ts'],
    ['aws/a.ts', 'left-pad'],
    ['vscode/a.ts', '@aws-sdk/client-inspector2'],
    ['vscode/a.ts', 'node:fs'],
    ['vscode/system/keptFile.ts', 'vscode'],
    ['vscode/system/keptFile.ts', 'node:child_process'],
    ['vscode/system/keptFile.ts', 'node:net'],
    ['vscode/a.ts', '../aws/failures.ts'],
    ['vscode/wording/a.ts', '../../aws/failures.ts'],
    ['vscode/a.ts', '../application.ts'],
    ['extension.ts', './aws/connection.ts'],
    ['extension.ts', '@aws-sdk/client-inspector2'],
  ] as const) {
    it(`${path} may not import ${specifier}`, () => {
      const complaint = [`${path} imports ${specifier}`];
      assert.deepEqual(findLayerBreaks([sample(path, `import { x } from '${specifier}';`)]), complaint);
      assert.deepEqual(findLayerBreaks([sample(path, `export * from '${specifier}';`)]), complaint);
    });
  }

  it('the top joins the folders, and loads the AWS SDK only when it is needed', () => {
    const lines = [
      "import { a } from './core/a.ts';",
      "import { b } from './vscode/b.ts';",
      "const c = () => import('./aws/c.ts');",
    ];
    assert.deepEqual(findLayerBreaks([sample('extension.ts', ...lines)]), []);
  });

  it('views never import each other, but for types', () => {
    assert.deepEqual(findViewsThatMeet(source), []);
    const bad = sample('vscode/statusBar.ts', "import { AccountTree } from './tree/accountTree.ts';");
    const good = sample('vscode/statusBar.ts', "import type { AccountTree } from './tree/accountTree.ts';");
    assert.deepEqual(findViewsThatMeet([bad]), ['vscode/statusBar.ts imports ./tree/accountTree.ts']);
    assert.deepEqual(findViewsThatMeet([good]), []);
  });

  it('no import goes in a circle', () => {
    assert.deepEqual(findCircles(source), []);
    const circle = [
      sample('core/a.ts', "import { b } from './b.ts';"),
      sample('core/b.ts', "import type { C } from './c.ts';"),
      sample('core/c.ts', "export * from './a.ts';"),
      sample('core/d.ts', "import { a } from './a.ts';"),
    ];
    assert.deepEqual(findCircles(circle), ['core/a.ts > core/b.ts > core/c.ts > core/a.ts']);
    assert.deepEqual(findCircles([sample('core/a.ts', "import { a } from './a.ts';")]), [
      'core/a.ts > core/a.ts',
    ]);
  });
});

describe('architecture: what code may not use', () => {
  it('the core has no clock, no I/O and no luck of its own', () => {
    assert.deepEqual(findForbiddenGlobals(source), []);
  });

  for (const line of [
    'const now = Date.now();',
    'const now = new Date();',
    'setTimeout(() => {}, 1);',
    'setInterval(() => {}, 1);',
    'setImmediate(() => {});',
    'const home = process.env;',
    'const page = await fetch(url);',
    'const now = performance.now();',
    'const luck = Math.random();',
    "console.log('x');",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of a template.
    'const text = `${Date.now()}`;',
    'const all = globalThis;',
    'const pick = flag ? Date : undefined;',
  ]) {
    it(`the core may not say: ${line}`, () => {
      assert.equal(findForbiddenGlobals([sample('core/a.ts', line)]).length, 1);
      assert.deepEqual(findForbiddenGlobals([sample('vscode/a.ts', line)]), []);
    });
  }

  it('the core may say these words where they are no globals', () => {
    const lines = [
      '// A process may fetch at a Date.',
      "const word = 'process';",
      'clock.process();',
      'const updateDate = 1;',
      'interface A { process: string; fetch?: number }',
      'class B {',
      '  setInterval(minutes: number): void {}',
      '}',
    ];
    assert.deepEqual(findForbiddenGlobals([sample('core/a.ts', ...lines)]), []);
  });

  it('no file has a default export, an enum, code from text or unchecked certificates (G13, G18)', () => {
    assert.deepEqual(findForbiddenShapes(source), []);
  });

  for (const [line, what] of [
    ['export default class {}', 'a default export'],
    ['export { a as default };', 'a default export'],
    ['enum Colour { Red }', 'an enum'],
    ['export const enum Colour { Red }', 'an enum'],
    ['namespace Old {}', 'a namespace'],
    ["eval('1');", 'code from text'],
    ["new Function('1');", 'code from text'],
    ['const options = { rejectUnauthorized: false };', 'unchecked certificates'],
    ['const options = { ca: readAll() };', 'unchecked certificates'],
  ] as const) {
    it(`no file may say: ${line}`, () => {
      assert.deepEqual(findForbiddenShapes([sample('aws/a.ts', line)]), [`aws/a.ts has ${what}`]);
    });
  }

  it('of the operations of Inspector only those that read are imported: invariant 9 (G13)', () => {
    assert.deepEqual(findWritingOperations(source), []);
    const operations = source.flatMap((file) =>
      findImports(file)
        .filter(({ specifier }) => specifier.startsWith('@aws-sdk/client-'))
        .flatMap(({ clause }) => clause.match(/\w+Command\b/g) ?? []),
    );
    assert.deepEqual([...new Set(operations)].sort(), [
      'AssumeRoleCommand',
      'AssumeRoleWithWebIdentityCommand',
      'BatchGetAccountStatusCommand',
      'GetCallerIdentityCommand',
      'ListMembersCommand',
    ]);
  });

  for (const clause of [
    '{ EnableCommand }',
    '{ BatchGetAccountStatusCommand, DisableCommand }',
    '{ BatchUpdateMemberEc2DeepInspectionStatusCommand as ListCommand }',
    '{ Inspector2 }',
    '* as inspector',
  ]) {
    it(`nobody may import ${clause} of Inspector`, () => {
      const file = sample('aws/a.ts', `import ${clause} from '@aws-sdk/client-inspector2';`);
      assert.equal(findWritingOperations([file]).length, 1);
    });
  }

  it('nothing is kept but by the one file for it: nothing but the order of the rows in VS Code’s state, no secret storage (G15)', () => {
    const findAble = (keeping: RegExp) =>
      source.filter(({ text }) => keeping.test(blankOut(text))).map(({ path }) => path);
    assert.deepEqual(findAble(/\b(globalState|secrets|globalStorageUri|writeFile|createWriteStream)\b/), [
      'vscode/system/keptFile.ts',
      // What a person exports, to where that person says.
      'vscode/system/wholeFile.ts',
    ]);
    assert.deepEqual(findAble(/\bwriteWhole\b/), [
      'vscode/commands/exportAccounts.ts',
      'vscode/system/wholeFile.ts',
    ]);
    // How the rows are grouped and sorted, in two words, and the ids of those that are pinned.
    assert.deepEqual(findAble(/\b(workspaceState|Memento)\b/), [
      'application.ts',
      'extension.ts',
      'vscode/tree/viewChoices.ts',
    ]);
    assert.deepEqual(findAble(/\bmemento\.update\b/), ['vscode/tree/viewChoices.ts']);
  });

  it('every file opens with what it is', () => {
    for (const { path, text } of source) {
      assert.match(text, /^(\/\/ |\/\*\* )\S/, path);
    }
  });
});
