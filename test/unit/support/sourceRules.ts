/** The rules of the architecture as checks of source text: each gives its complaints, none when all is well. */

export interface SourceFile {
  /** From the folder `src`, with slashes: `core/model.ts`. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly specifier: string;
  readonly kind: 'value' | 'type' | 'dynamic';
  /** What is between `import` and `from`. */
  readonly clause: string;
}

/** One token that is no plain code: a comment, a quoted text, a template (without others in it), or a pattern. */
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const QUOTED = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/y;
const PATTERN = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
/** What stands before a slash that begins a pattern, rather than divides. */
const BEFORE_PATTERN = /(^|[(,=:[!&|?{};+\-*%~^<>]|\b(return|typeof|case))\s*$/;

/** The source as code: comments and the insides of texts are blanks, and every line stays where it is. */
export function blankOut(text: string): string {
  const parts: string[] = [];
  let at = 0;
  const readAt = (token: RegExp): string | undefined => {
    token.lastIndex = at;
    return token.exec(text)?.[0];
  };
  const take = (part: string, blanked: string) => {
    parts.push(blanked);
    at += part.length;
  };
  while (at < text.length) {
    const char = text.charAt(at);
    const comment = char === '/' ? readAt(COMMENT) : undefined;
    const quoted = char === "'" || char === '"' ? readAt(QUOTED) : undefined;
    const isPattern = char === '/' && BEFORE_PATTERN.test(text.slice(Math.max(0, at - 40), at));
    const pattern = comment === undefined && isPattern ? readAt(PATTERN) : undefined;
    if (comment !== undefined) {
      take(comment, toBlanks(comment));
    } else if (quoted !== undefined || pattern !== undefined) {
      const part = quoted ?? pattern ?? '';
      take(part, part.charAt(0) + toBlanks(part.slice(1, -1)) + part.charAt(part.length - 1));
    } else if (char === '`') {
      const template = text.slice(at, findTemplateEnd(text, at));
      take(template, blankTemplate(template));
    } else {
      take(char, char);
    }
  }
  return parts.join('');
}

function toBlanks(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** The words of a template are blanks, the code in its `${}` stays. */
function blankTemplate(template: string): string {
  return template.replace(
    /(^`|\})((?:\\[\s\S]|[^`\\$]|\$(?!\{))*)/g,
    (_, start: string, words: string) => start + toBlanks(words),
  );
}

function findTemplateEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') {
      at += 1;
    } else if (text.startsWith('${', at)) {
      depth += 1;
    } else if (text[at] === '}' && depth > 0) {
      depth -= 1;
    } else if (text[at] === '`' && depth === 0) {
      return at + 1;
    }
  }
  return text.length;
}

/** The regular expressions that are written out in the file, outside of templates. */
export function findPatterns({ text }: SourceFile): RegExp[] {
  // Blanked out, one is a slash, blanks, and its last character; so may a division be.
  return [...blankOut(text).matchAll(/\/ +[/dgimsuvy]/g)].flatMap(({ 0: blanked, index }) => {
    const literal = text.slice(index, index + blanked.length);
    const [, source, flags] = /^\/(.+)\/([a-z]*)$/.exec(literal) ?? [];
    return source === undefined ? [] : [new RegExp(source, flags)];
  });
}

/** Imports and re-exports of the file. */
export function findImports({ text }: SourceFile): Import[] {
  const imports: Import[] = [];
  const statements = /^(?:import|export)\s+(type\s+)?([^;'"]*?)\s*\bfrom\s+['"]([^'"]+)['"]/gm;
  for (const [, type, clause = '', specifier = ''] of text.matchAll(statements)) {
    const names =
      /^\{([\s\S]*)\}$/
        .exec(clause)?.[1]
        ?.split(',')
        .map((name) => name.trim()) ?? [];
    const onlyTypes = names.length > 0 && names.every((name) => name === '' || name.startsWith('type '));
    imports.push({ specifier, kind: type !== undefined || onlyTypes ? 'type' : 'value', clause });
  }
  for (const [, specifier = ''] of text.matchAll(/^import\s+['"]([^'"]+)['"]/gm)) {
    imports.push({ specifier, kind: 'value', clause: '' });
  }
  for (const [, type, specifier = ''] of text.matchAll(
    /(typeof\s+)?\b(?:import|require)\(\s*['"]([^'"]+)['"]/g,
  )) {
    imports.push({ specifier, kind: type === undefined ? 'dynamic' : 'type', clause: '' });
  }
  return imports;
}

type Layer = 'core' | 'aws' | 'vscode' | 'top';

function layerOf(path: string): Layer {
  const folder = /^(core|aws|vscode)\//.exec(path)?.[1];
  return (folder as Layer | undefined) ?? 'top';
}

/** The file that a relative import means. */
function resolveFrom(path: string, specifier: string): string {
  return new URL(specifier, `file:///${path}`).pathname.slice(1);
}

/** What each folder may import besides its own files. */
const MAY_IMPORT: Readonly<Record<Layer, { readonly layers: readonly Layer[]; readonly packages: RegExp }>> =
  {
    core: { layers: [], packages: /^$/ },
    aws: { layers: ['core'], packages: /^(node:|@aws-sdk\/|@smithy\/)/ },
    vscode: { layers: ['core'], packages: /^vscode$/ },
    top: { layers: ['core', 'vscode'], packages: /^vscode$/ },
  };

/** Files that do without VS Code, with what they import instead. */
const OF_NODE: ReadonlyMap<string, RegExp> = new Map([
  // The one file of its folder that reads and writes files.
  ['vscode/system/keptFile.ts', /^node:(crypto|fs\/promises|path)$/],
  ['vscode/system/network.ts', /^node:os$/],
  ['vscode/system/homeFolder.ts', /^node:os$/],
]);

/** A folder's name is its licence. The files at the top join the folders; the AWS SDK they load late. */
export function findLayerBreaks(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const own = layerOf(file.path);
    const licence = MAY_IMPORT[own];
    const packages = OF_NODE.get(file.path) ?? licence.packages;
    return findImports(file).flatMap(({ specifier, kind }) => {
      const complaint = [`${file.path} imports ${specifier}`];
      if (!specifier.startsWith('.')) {
        return packages.test(specifier) ? [] : complaint;
      }
      const target = layerOf(resolveFrom(file.path, specifier));
      const isLate = own === 'top' && target === 'aws' && kind !== 'value';
      return target === own || licence.layers.includes(target) || isLate ? [] : complaint;
    });
  });
}

export const VIEWS = [
  'vscode/tree/accountTree.ts',
  'vscode/statusBar.ts',
  'vscode/tree/accountsView.ts',
  'vscode/changes/changesTree.ts',
];

/** Views meet in the store. */
export function findViewsThatMeet(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => VIEWS.includes(path))
    .flatMap((file) =>
      findImports(file)
        .filter(({ specifier, kind }) => kind !== 'type' && VIEWS.includes(resolveFrom(file.path, specifier)))
        .map(({ specifier }) => `${file.path} imports ${specifier}`),
    );
}

/** Each circle of imports once, types included: a circle is a sign that two files are one. */
export function findCircles(files: readonly SourceFile[]): string[] {
  const targets = new Map(
    files.map((file) => [
      file.path,
      findImports(file)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => resolveFrom(file.path, specifier)),
    ]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) {
      circles.push([...trail.slice(trail.indexOf(path)), path].join(' > '));
    } else if (!done.has(path)) {
      for (const target of targets.get(path) ?? []) {
        visit(target, [...trail, path]);
      }
      done.add(path);
    }
  };
  for (const path of targets.keys()) {
    visit(path, []);
  }
  return circles;
}

const FORBIDDEN_IN_CORE = [
  'Date',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'process',
  'fetch',
  'performance',
  'console',
  'crypto',
  'globalThis',
  'eval',
];

/** The core has no clock, no I/O and no luck of its own. */
export function findForbiddenGlobals(files: readonly SourceFile[]): string[] {
  const words = new RegExp(
    `(?<![\\w$.])(${FORBIDDEN_IN_CORE.join('|')})(?![\\w$])|\\bMath\\s*\\.\\s*random`,
    'g',
  );
  return files
    .filter(({ path }) => layerOf(path) === 'core')
    .flatMap(({ path, text }) => {
      const code = blankOut(text);
      return [...code.matchAll(words)]
        .filter(({ 0: word, index }) => !isMemberName(code, index, index + word.length))
        .map(([word]) => `${path} uses ${word}`);
    });
}

/** The name of a property or a method where it is declared: `process: string`, `setInterval(minutes: number) {`. */
function isMemberName(code: string, start: number, end: number): boolean {
  const before = code.slice(Math.max(0, start - 40), start);
  const after = code.slice(end, end + 200);
  const isFirst = /(^|[{};,(\n]|\breadonly)\s*$/.test(before);
  return isFirst && (/^\??\s*:/.test(after) || /^\([^()]*\)(:[^{;=]+)?\s*\{/.test(after));
}

/** Shapes that the project does without, and switches that nobody may touch. */
export function findForbiddenShapes(files: readonly SourceFile[]): string[] {
  const shapes: Readonly<Record<string, RegExp>> = {
    'a default export': /^\s*export\s+default\b|\bas\s+default\b/m,
    'an enum': /\benum\s+[A-Za-z_$]/,
    'a namespace': /^\s*(export\s+)?namespace\s+[A-Za-z_$]/m,
    'code from text': /\beval\s*\(|\bnew\s+Function\b/,
    'unchecked certificates': /\brejectUnauthorized\b|NODE_TLS_REJECT_UNAUTHORIZED|\bca\s*:/,
  };
  return files.flatMap(({ path, text }) => {
    const code = blankOut(text);
    return Object.entries(shapes)
      .filter(([, shape]) => shape.test(code))
      .map(([name]) => `${path} has ${name}`);
  });
}

/** Nothing here can change an AWS account: only operations that read, or that get credentials, are imported. */
export function findWritingOperations(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    findImports({ path, text })
      .filter(({ specifier, kind }) => specifier.startsWith('@aws-sdk/client-') && kind !== 'type')
      .flatMap(({ clause, kind }) => {
        const names = clause
          .replace(/[{}]/g, '')
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '' && !name.startsWith('type '));
        // The aggregated client `Inspector2`, a namespace or a dynamic import would hold every operation.
        const whole =
          kind === 'dynamic' || names.some((name) => name.startsWith('*') || name === 'Inspector2');
        const writing = names.filter(
          (name) =>
            name.includes('Command') &&
            !/^(BatchGet|Get|List|Describe|Search|AssumeRole)\w*Command$/.test(name),
        );
        return [...(whole ? ['all operations'] : []), ...writing].map((name) => `${path} imports ${name}`);
      }),
  );
}
