/** A throw-away home, workspace and VS Code profile, so that no test sees or touches the developer's own. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTemporaryFolder, projectFolder } from './folders.ts';

export type Settings = Readonly<Record<string, unknown>>;

export interface SandboxOptions {
  readonly userSettings?: Settings;
  readonly workspaceSettings?: Settings;
  /** A folder whose content is copied into the workspace. */
  readonly workspaceTemplate?: string;
  /** Keys of the person’s own, as in `keybindings.json`. */
  readonly keybindings?: readonly { readonly key: string; readonly command: string }[];
  /** VS Code’s own language, such as `de`; English when omitted. Only what the extension says is in it. */
  readonly language?: string;
  /** Text files below the temporary home: path to content, such as `.aws/config`. */
  readonly home?: Readonly<Record<string, string>>;
  /** Environment of the extension host on top of the made-up one; `undefined` takes a variable away. */
  readonly env?: NodeJS.ProcessEnv;
}

export interface Sandbox {
  readonly home: string;
  readonly workspace: string;
  /** VS Code's `--user-data-dir`, in the layout that the server build expects below `serverData`. */
  readonly userData: string;
  readonly serverData: string;
  /** VS Code's `--extensions-dir`. */
  readonly extensions: string;
  /**
   * This project, under a path of its own. VS Code takes every theme below the folder of a development
   * extension for one under development, and the server build with its themes lies below the project.
   */
  readonly developedExtension: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly language?: string;
  remove(): void;
}

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const folder = createTemporaryFolder();
  const home = join(folder.path, 'home');
  const workspace = join(folder.path, 'workspace');
  const serverData = join(folder.path, 'server');
  const userData = join(serverData, 'data');
  const extensions = join(folder.path, 'extensions');
  const developedExtension = join(folder.path, 'project');
  for (const each of [home, workspace, extensions]) {
    mkdirSync(each, { recursive: true });
  }
  symlinkSync(projectFolder, developedExtension, 'junction');
  if (options.workspaceTemplate !== undefined) {
    cpSync(options.workspaceTemplate, workspace, { recursive: true });
  }
  if (options.workspaceSettings !== undefined) {
    writeJson(join(workspace, '.vscode', 'settings.json'), options.workspaceSettings);
  }
  for (const [path, text] of Object.entries(options.home ?? {})) {
    writeText(join(home, path), text);
  }
  if (options.language !== undefined) {
    writeLanguagePack(options.language, userData);
  }
  const userSettings = { ...quietSettings, ...options.userSettings };
  writeJson(join(userData, 'User', 'settings.json'), userSettings);
  writeJson(join(userData, 'User', 'keybindings.json'), options.keybindings ?? []);
  // The server build takes settings of machine scope from a file of its own; desktop VS Code ignores it.
  writeJson(join(userData, 'Machine', 'settings.json'), pickMachineSettings(userSettings));
  return {
    home,
    workspace,
    userData,
    serverData,
    extensions,
    developedExtension,
    environment: { ...toMadeUpEnvironment(home), ...toTemporaryVariables(folder.path), ...options.env },
    ...(options.language === undefined ? {} : { language: options.language }),
    remove: folder.remove,
  };
}

/**
 * VS Code takes only a language that it has a language pack for. In this one there is nothing: what VS Code says itself
 * stays English, and tests find it as ever.
 */
function writeLanguagePack(language: string, userData: string): void {
  const vscode = join(userData, `${language}.i18n.json`);
  writeJson(vscode, { contents: {} });
  const extensions = [{ extensionIdentifier: { id: `made-up.language-pack-${language}` }, version: '1.0.0' }];
  const pack = { hash: language, label: language, extensions, translations: { vscode } };
  writeJson(join(userData, 'languagepacks.json'), { [language]: pack });
}

/** Keeps the window free of what would come between a test and the extension. */
const quietSettings: Settings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

function pickMachineSettings(settings: Settings): Settings {
  const manifest: Manifest = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
  const { properties } = manifest.contributes.configuration;
  return Object.fromEntries(Object.entries(settings).filter(([id]) => properties[id]?.scope === 'machine'));
}

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope?: string }>> };
  };
}

/** This process's environment with another home, and with AWS credentials that are nobody's. */
function toMadeUpEnvironment(home: string): NodeJS.ProcessEnv {
  const withoutAws = Object.keys(process.env)
    .filter((name) => name.startsWith('AWS_'))
    .map((name): [string, undefined] => [name, undefined]);
  return {
    ...process.env,
    ...Object.fromEntries(withoutAws),
    HOME: home,
    USERPROFILE: home,
    // The X server's key lies in the real home unless this says where.
    XAUTHORITY: process.env['XAUTHORITY'] ?? join(homedir(), '.Xauthority'),
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** VS Code leaves its sockets behind. Not on macOS, where the path of one would come out too long. */
function toTemporaryVariables(folder: string): NodeJS.ProcessEnv {
  return process.platform === 'linux' ? { TMPDIR: folder } : {};
}

function writeJson(path: string, value: unknown): void {
  writeText(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
