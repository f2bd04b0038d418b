/** What may interrupt a person stays where a person has asked for something: in commands. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';

const INTERRUPTS =
  /\b(show(Information|Warning|Error)Message|showInputBox|showQuickPick|create(QuickPick|InputBox)|openExternal|showTextDocument|ProgressLocation\.Notification)\b/;

describe('architecture: a background refresh is quiet (invariant 8)', () => {
  it('only commands and what they ask with can prompt, notify or open a browser', () => {
    const able = globSync('src/**/*.ts').filter((path) => INTERRUPTS.test(readFileSync(path, 'utf8')));
    assert.deepEqual(able.sort(), ['src/vscode/commands.ts', 'src/vscode/pickers.ts']);
  });

  it('nobody but the application builds commands, and nothing imports the pickers but commands', () => {
    const importers = (file: string) =>
      globSync('src/**/*.ts')
        .filter((path) => new RegExp(`from '[./a-z]*/${file}\\.ts'`).test(readFileSync(path, 'utf8')))
        .sort();
    assert.deepEqual(importers('commands'), ['src/application.ts']);
    assert.deepEqual(importers('pickers'), ['src/vscode/commands.ts']);
  });
});
