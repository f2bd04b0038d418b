/** The extension in a trusted workspace: it starts, and what it declares is there. */
import { equal, ok } from 'node:assert/strict';
import { commands, extensions, workspace } from 'vscode';

describe('Activation in a trusted workspace', () => {
  it('starts', async () => {
    const extension = extensions.getExtension('inspector-account-status.inspector-account-status');
    ok(extension);
    await extension.activate();
    ok(extension.isActive);
  });

  it('sees a trusted workspace', () => {
    equal(workspace.isTrusted, true);
  });

  it('brings its view', async () => {
    ok((await commands.getCommands()).includes('inspectorStatus.accounts.focus'));
  });
});
