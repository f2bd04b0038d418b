// readSettingsFiles: what VS Code does not tell of the settings files: that one has errors, or sets what it may not.

import { Uri, workspace } from 'vscode';
import type { BrokenFile, RawSettings } from '../../core/settings/configuration.ts';
import { parseJsonWithComments } from '../../core/settings/jsonWithComments.ts';
import { SETTING_NAMES, type SettingName } from '../../core/settings/settingProblems.ts';
import { SETTINGS_SECTION } from '../ids.ts';

export interface SettingsFiles {
  /** One that is not valid JSON: VS Code takes what it makes of it, and no more. */
  readonly brokenFile: BrokenFile | undefined;
  /** Set in the workspace, where VS Code does not take them from. */
  readonly notForWorkspace: readonly SettingName[];
}

export interface SettingsFilesContent extends SettingsFiles {
  /** What the file of the workspace says, of the settings that it may set. */
  readonly ofWorkspace: Partial<RawSettings>;
}

/** Settings of machine scope. */
const NOT_FOR_WORKSPACE: readonly SettingName[] = ['endpointUrl'];

export async function readSettingsFiles(): Promise<SettingsFilesContent> {
  const workspaceFiles = getWorkspaceFiles();
  // Where the user's settings lie is known only of a file that is open.
  const userFiles = workspace.textDocuments
    .map(({ uri }) => uri)
    .filter(({ scheme, path }) => scheme === 'vscode-userdata' && path.endsWith('/settings.json'));
  let brokenFile: BrokenFile | undefined;
  const notForWorkspace = new Set<SettingName>();
  let ofWorkspace: Partial<RawSettings> = {};
  for (const file of [...workspaceFiles, ...userFiles]) {
    const content = parseJsonWithComments(await readText(file));
    if (content === undefined) {
      brokenFile ??= { name: toName(file), address: file.toString() };
    } else if (workspaceFiles.includes(file)) {
      const settings = file.path.endsWith('.code-workspace') ? pick(content, 'settings') : content;
      if (file === workspaceFiles[0]) {
        ofWorkspace = pickSettings(settings);
      }
      for (const name of NOT_FOR_WORKSPACE) {
        if (pick(settings, `${SETTINGS_SECTION}.${name}`) !== undefined) {
          notForWorkspace.add(name);
        }
      }
    }
  }
  return { brokenFile, notForWorkspace: [...notForWorkspace], ofWorkspace };
}

function pickSettings(settings: unknown): Partial<RawSettings> {
  const names = SETTING_NAMES.filter((name) => !NOT_FOR_WORKSPACE.includes(name));
  const set = names.map((name) => [name, pick(settings, `${SETTINGS_SECTION}.${name}`)] as const);
  return Object.fromEntries(set.filter(([, value]) => value !== undefined));
}

/** The workspace file, and the settings of each folder. */
function getWorkspaceFiles(): Uri[] {
  const folders = workspace.workspaceFolders ?? [];
  const ofFolders = folders.map(({ uri }) => Uri.joinPath(uri, '.vscode', 'settings.json'));
  return workspace.workspaceFile === undefined ? ofFolders : [workspace.workspaceFile, ...ofFolders];
}

/** Empty for a file that is not there, or cannot be read. */
async function readText(file: Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(file));
  } catch {
    return '';
  }
}

function pick(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function toName(file: Uri): string {
  return file.path.split('/').slice(-2).join('/');
}
