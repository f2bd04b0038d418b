/** The settings file as a person edits it: what VS Code offers inside of scopes. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CompletionItem,
  type CompletionList,
  commands,
  Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { waitUntil } from '../../support/extensionUnderTest.ts';

describe('In settings.json, VS Code offers', () => {
  const path = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', '.vscode', 'settings.json');
  let document: TextDocument;
  let isNew: boolean;

  before(async () => {
    isNew = !existsSync(path);
    if (isNew) {
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, '{}');
    }
    document = await workspace.openTextDocument(Uri.file(path));
    await window.showTextDocument(document);
  });

  // Nothing of it is ever saved. While it is not what the file says, VS Code writes no settings.
  after(async () => {
    await waitUntil(async () => {
      await window.showTextDocument(document);
      await commands.executeCommand('workbench.action.files.revert');
      return !document.isDirty;
    });
    await commands.executeCommand('workbench.action.closeActiveEditor');
    if (isNew) {
      rmSync(path);
    }
  });

  /** Resolves when all of these are offered where the text has a `|`. */
  async function waitForOffers(text: string, wanted: readonly string[]): Promise<void> {
    const edit = new WorkspaceEdit();
    const whole = new Range(0, 0, document.lineCount, 0);
    edit.replace(document.uri, whole, text.replace('|', ''));
    await workspace.applyEdit(edit);
    const position = document.positionAt(text.indexOf('|'));
    let offered: string[] = [];
    // Words of the file are offered at once, what the settings may be a little later.
    await waitUntil(async () => {
      const list = await commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position,
      );
      offered = list.items.map(toLabel);
      return wanted.every((each) => offered.includes(each));
    });
  }

  const inScope = (text: string) => `{ "inspectorStatus.scopes": [ { ${text} } ] }`;
  for (const [what, text, wanted] of [
    ['a scope', '{ "inspectorStatus.scopes": [ | ] }', ['Scope']],
    ['what a scope can have', inScope('|'), ['name', 'profile', 'regions', 'accountIds']],
    ['Regions of a scope', inScope('"regions": [ | ]'), ['"us-east-1"', '"eu-central-2"', '"cn-north-1"']],
    ['Regions of all', '{ "inspectorStatus.regions": [ | ] }', ['"us-east-1"', '"us-gov-west-1"']],
    [
      'scan types that must be on',
      '{ "inspectorStatus.requiredScanTypes": [ | ] }',
      ['"ec2"', '"codeRepository"'],
    ],
    ['the members as accounts of a scope', inScope('"accountIds": |'), ['"members"']],
  ] as const) {
    it(what, () => waitForOffers(text, wanted));
  }
});

function toLabel({ label }: CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}
