/** The extension in Restricted Mode: it is there, with its commands held back. */
import { equal, ok } from 'node:assert/strict';
import { extensions, workspace } from 'vscode';

describe('Activation in Restricted Mode', () => {
  it('starts', async () => {
    const extension = extensions.getExtension('inspector-account-status.inspector-account-status');
    ok(extension);
    await extension.activate();
    ok(extension.isActive);
  });

  it('sees an untrusted workspace', () => {
    equal(workspace.isTrusted, false);
  });
});
