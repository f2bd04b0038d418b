// watchAwsFiles: sees to it that something is done when AWS files have changed. Reads none of them.

import { FileType, RelativePattern, Uri, workspace } from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifetime.ts';
import type { Clock, WindowFocus } from '../../core/ports.ts';
import { ChangePace } from '../../core/refresh/changePace.ts';

/** Where VS Code tells of nothing: before it has begun to watch, and in a folder that was made again too soon. */
const LOOK_EVERY_MS = 5000;
/** More than SSO sessions leave behind. */
const MAX_ENTRIES = 200;

export interface AwsFilesParts {
  /** Files, and folders with what lies in them, also those that are not there yet. */
  readonly paths: readonly string[];
  readonly clock: Clock;
  /** Whether a change would mend something. */
  readonly isWaitedFor: () => boolean;
  /** Whether anybody would see it. Nothing is done before somebody does. */
  readonly isWatched: () => boolean;
  readonly focus: WindowFocus;
  /** Done once for changes that follow each other closely. Must not reject. */
  readonly work: () => Promise<void>;
}

/** To be called before any of them is read. Waits for nothing: where the home folder hangs, so does every look. */
export function watchAwsFiles({ paths, focus, ...given }: AwsFilesParts): Disposable {
  const parts = new DisposableStore();
  const look = () => describeAll(paths);
  const pace = parts.add(new ChangePace({ ...given, look }));
  const note = () => pace.note();
  parts.add(focus.onDidChange((isFocused) => isFocused && pace.catchUp()));
  for (const pattern of toPatterns(paths)) {
    const watcher = parts.add(workspace.createFileSystemWatcher(pattern));
    watcher.onDidCreate(note);
    watcher.onDidChange(note);
    watcher.onDidDelete(note);
  }
  const startTimer = () =>
    given.clock.startTimer(LOOK_EVERY_MS, () => {
      timer = startTimer();
      if (given.isWaitedFor()) {
        note();
      }
    });
  let timer = startTimer();
  parts.add({ dispose: () => timer.dispose() });
  return parts;
}

/** Another text when a file has changed, or one in a folder. Never rejects. */
async function describeAll(paths: readonly string[]): Promise<string> {
  const texts = await Promise.all(paths.map((path) => describe(Uri.file(path))));
  return texts.join('\n');
}

/** What lies in folders below is left out, as it is by the watchers. */
async function describe(uri: Uri, isBelow = false): Promise<string> {
  try {
    const { type, mtime, size } = await workspace.fs.stat(uri);
    const isFolder = (type & FileType.Directory) !== 0;
    const entries = isFolder && !isBelow ? await workspace.fs.readDirectory(uri) : [];
    const texts = await Promise.all(
      entries.slice(0, MAX_ENTRIES).map(([name]) => describe(Uri.joinPath(uri, name), true)),
    );
    return [`${uri.path} ${mtime} ${size}`, ...texts].join('\n');
  } catch {
    return uri.path;
  }
}

/** None has a `/`: nothing below is watched, such as all that lies in the home folder. */
function toPatterns(paths: readonly string[]): RelativePattern[] {
  const patterns = new Map<string, RelativePattern>();
  const add = (folder: Uri, name: string) =>
    patterns.set(`${folder} ${name}`, new RelativePattern(folder, name));
  for (const path of paths) {
    const uri = Uri.file(path);
    const parent = Uri.joinPath(uri, '..');
    add(uri, '*');
    add(parent, toPattern(uri));
    // VS Code looks only now and then whether a folder that was missing is there, and then tells of the folder.
    add(Uri.joinPath(parent, '..'), toPattern(parent));
  }
  return [...patterns.values()];
}

/** Matches the last part of the path; characters that mean something in patterns by any character. */
function toPattern(uri: Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1).replace(/[*?[\]{},!]/g, '?');
}
