// openAwsFile: shows one of the AWS files in an editor.

import { l10n, Uri, window, workspace } from 'vscode';
import { showNotification } from '../outlets.ts';

/** The file that is meant, as messages write it; else the first, which holds the profiles. */
export async function openAwsFile(paths: readonly string[], file: string | undefined): Promise<void> {
  const end = file?.replace(/^~/, '');
  const path = paths.find((each) => end !== undefined && each.endsWith(end)) ?? paths[0] ?? '';
  const uri = Uri.file(path);
  try {
    await workspace.fs.stat(uri);
  } catch {
    // Not there yet: it is made when it is saved.
    await window.showTextDocument(uri.with({ scheme: 'untitled' }));
    return;
  }
  await window.showTextDocument(uri).then(undefined, () => {
    void showNotification(
      'error',
      l10n.t('VS Code cannot open the AWS file: it is not a text file, or may not be read.'),
    );
  });
}
