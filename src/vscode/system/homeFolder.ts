// getHomeFolder: the person's own, where the extension runs.

import { homedir } from 'node:os';
import { Uri } from 'vscode';

export function getHomeFolder(): Uri {
  return Uri.file(homedir());
}
