/** What may interrupt a person stays in commands, but for one notification; text leaves by one way; and none of the service's in notifications. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { blankOut } from './support/sourceRules.ts';

const source = globSync('src/**/*.ts')
  .sort()
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** The files in whose code, besides its comments and texts, the pattern is found. */
function having(pattern: RegExp): string[] {
  return source.filter(({ text }) => pattern.test(blankOut(text))).map(({ path }) => path);
}

const INTERRUPTS =
  /\b(showNotification|showProgressNotification|showInputBox|showQuickPick|create(QuickPick|InputBox)|openExternal|showTextDocument|ProgressLocation\.Notification)\b/;

/** The folders of commands and of what they ask with. */
const MAY_ASK = /^src\/vscode\/(commands|inputs)\//;

/** Tells of what a refresh has changed, and asks nothing: the one notification that nobody asked for. */
const NOTICE = 'src/vscode/changes/changeNotice.ts';

/** Built by the application and handed on: a refresh that a person began asks with it for a code. */
const CARRIED = ['codePrompt'];

/** What VS Code has for text to leave by, besides what the views draw. */
const OUTLETS =
  /\b(show(Information|Warning|Error)Message|createOutputChannel|clipboard|setStatusBarMessage|createTerminal|sendTelemetry\w*|createTelemetryLogger)\b|\bconsole\./;

/** The words of a notification: a sentence of ours, and in it only names that are listed here. */
const NOTIFICATION =
  /\bshowNotification\(\s*'(?:error|warning|information)',\s*l10n\.t\(([\s\S]*?)\)\s*[,)]/g;
const MAY_BE_NAMED = [
  'region',
  'command',
  'profile',
  'exitCode',
  'scopeName',
  'accountCount',
  'worseCount',
  'fileName',
];

describe('architecture: a background refresh is quiet (invariant 8)', () => {
  it('only commands and what they ask with can prompt, notify or open a browser, and one file tells of changes', () => {
    const found = having(INTERRUPTS);
    assert.ok(found.length > 10);
    assert.deepEqual(
      found.filter((path) => !MAY_ASK.test(path) && path !== 'src/vscode/outlets.ts'),
      [NOTICE],
    );
  });

  it('nobody but the application builds commands, and only commands import what asks', () => {
    const importers = (file: string) =>
      source
        .filter(({ text }) => new RegExp(`from '[./a-z]*/${file}\\.ts'`).test(text))
        .map(({ path }) => path);
    assert.deepEqual(importers('commands'), ['src/application.ts']);
    const asking = source.filter(({ path }) => MAY_ASK.test(path)).map(({ path }) => basename(path, '.ts'));
    for (const file of asking.filter((name) => name !== 'commands' && !CARRIED.includes(name))) {
      const importing = importers(file).filter((path) => path.startsWith('src/vscode/'));
      assert.ok(importing.length > 0, file);
      assert.deepEqual(
        importing.filter((path) => !MAY_ASK.test(path)),
        [],
        file,
      );
    }
    assert.deepEqual(importers('scopeCommands'), ['src/vscode/commands/commands.ts']);
  });

  it('that file can do no more than notify, of what the finder of changes hands it after a refresh', () => {
    const text = blankOut(source.find(({ path }) => path === NOTICE)?.text ?? '');
    const ways = [...text.matchAll(new RegExp(INTERRUPTS, 'g'))].map(([word]) => word);
    assert.deepEqual([...new Set(ways)], ['showNotification']);
    const holding = having(/\bChangeNotice\b/);
    assert.deepEqual(holding, ['src/application.ts', NOTICE]);
    const application = blankOut(source.find(({ path }) => path === 'src/application.ts')?.text ?? '');
    assert.deepEqual(application.match(/\bnotice\.\w+/g), ['notice.take']);
    assert.match(application, /new ChangeFinder\(\{[^;]*\bnotice\.take\(found\)/);
  });

  it('the prompt for a code is handed to AWS alone, which asks only for a person', () => {
    const uses = source.flatMap(({ path, text }) =>
      [...blankOut(text).matchAll(/\bcodePrompt\.ask\b/g)].map(() => path),
    );
    assert.deepEqual(uses, ['src/application.ts']);
  });
});

describe('architecture: one way out for text (invariant 10)', () => {
  it('nothing but the outlets can write to the log, the clipboard, a notification or a terminal (G8, G9)', () => {
    assert.deepEqual(having(OUTLETS), ['src/vscode/outlets.ts']);
  });

  it('the outlets pass on nothing that is not redacted (G8, G9)', () => {
    const outlets = source.find(({ path }) => path === 'src/vscode/outlets.ts')?.text ?? '';
    const ways = [
      ...outlets.matchAll(
        /\b(?:channel\.(?:info|warn|error|debug|trace|append\w*)|writeText|show\w+Message)\((\w*)/g,
      ),
    ];
    assert.ok(ways.length >= 7, `${ways.length} ways out were found`);
    assert.deepEqual([...new Set(ways.map(([, first]) => first))], ['redact']);
  });

  it('a notification is a sentence of ours, and never holds text of the service (F3)', () => {
    const calls = source.flatMap(({ path, text }) =>
      path === 'src/vscode/outlets.ts' ? [] : (text.match(/\bshowNotification\(/g) ?? []),
    );
    const sentences = source.flatMap(({ text }) =>
      [...text.matchAll(NOTIFICATION)].map(([, words = '']) => words),
    );
    assert.equal(
      sentences.length,
      calls.length,
      'every notification is an l10n sentence, written where it is shown',
    );
    for (const words of sentences) {
      const [sentence = ''] = /^\s*'(?:\\.|[^'\\])*'/.exec(words) ?? [];
      const named = words.slice(sentence.length).match(/[\w.$]+/g) ?? [];
      assert.notEqual(sentence, '', words);
      assert.deepEqual(
        named.filter((name) => !MAY_BE_NAMED.includes(name)),
        [],
        words,
      );
    }
  });
});
