// writeWhole: a file that is there as a whole or not at all. What was there before stays until it is replaced.

import { FileSystemError, FileType, Uri, workspace } from 'vscode';

/** Whether it was written, or why not. */
export type Written =
  | 'written'
  | 'cancelled'
  /** Nothing may be written there. */
  | 'denied'
  /** The folder is not there, or it is none. */
  | 'noFolder'
  /** A folder has that name. */
  | 'isFolder'
  | 'failed';

/**
 * Writes beside the file first, on any file system that VS Code knows. Nothing is left behind that is not whole.
 * `random`: from 0 to 1, for a name that nothing else has.
 */
export async function writeWhole(
  file: Uri,
  bytes: Uint8Array,
  { signal, random }: { readonly signal: AbortSignal; readonly random: number },
): Promise<Written> {
  const folder = Uri.joinPath(file, '..');
  const ownName = `.inspector-status-${random.toString(36).slice(2, 10)}`;
  const beside = Uri.joinPath(folder, `${ownName}.tmp`);
  let isBegun = false;
  try {
    if (workspace.fs.isWritableFileSystem(file.scheme) === false) {
      return 'denied';
    }
    const type = await findType(file);
    if (isFolder(type)) {
      return 'isFolder';
    }
    // VS Code would make folders that are not there.
    if (!isFolder(await findType(folder))) {
      return 'noFolder';
    }
    isBegun = true;
    await workspace.fs.writeFile(beside, bytes);
    if (signal.aborted) {
      await remove(beside);
      return 'cancelled';
    }
    await putInPlace(beside, file, type === undefined ? undefined : Uri.joinPath(folder, `${ownName}.old`));
    return 'written';
  } catch (error) {
    if (isBegun) {
      await remove(beside);
    }
    return toFailure(error);
  }
}

/**
 * VS Code replaces a file by deleting it before it knows whether the other one can take its place. So what is there is
 * put aside, and comes back where that fails.
 */
async function putInPlace(beside: Uri, file: Uri, aside: Uri | undefined): Promise<void> {
  if (aside === undefined) {
    await workspace.fs.rename(beside, file, { overwrite: false });
    return;
  }
  await workspace.fs.rename(file, aside, { overwrite: false });
  try {
    await workspace.fs.rename(beside, file, { overwrite: false });
  } catch (error) {
    await workspace.fs.rename(aside, file, { overwrite: false });
    throw error;
  }
  await remove(aside);
}

/** Also where it is a link to one. */
function isFolder(type: FileType | undefined): boolean {
  return type !== undefined && (type & FileType.Directory) !== 0;
}

async function findType(uri: Uri): Promise<FileType | undefined> {
  try {
    return (await workspace.fs.stat(uri)).type;
  } catch {
    return undefined;
  }
}

async function remove(uri: Uri): Promise<void> {
  try {
    await workspace.fs.delete(uri);
  } catch {
    // It was never there, or nothing can be done about it.
  }
}

function toFailure(error: unknown): Written {
  const code = error instanceof FileSystemError ? error.code : '';
  switch (code) {
    case 'NoPermissions':
      return 'denied';
    case 'FileNotFound':
    case 'FileNotADirectory':
      return 'noFolder';
    default:
      return 'failed';
  }
}
