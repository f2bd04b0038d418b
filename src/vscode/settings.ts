// Settings: the one place that reads the settings, validated, with an event for their changes.

import { ConfigurationTarget, workspace } from 'vscode';
import {
  type Configuration,
  parseConfiguration,
  type RawSettings,
  type SettingName,
} from '../core/configuration.ts';
import { type Disposable, DisposableStore, Emitter } from '../core/lifetime.ts';
import type { AccountId, Region } from '../core/model.ts';
import { SETTINGS_SECTION } from './ids.ts';

export class Settings implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changeEmitter = this.disposables.add(new Emitter<void>());
  private configuration: Configuration | undefined;

  readonly onDidChange = this.changeEmitter.event;

  constructor() {
    this.configuration = readConfiguration();
    this.disposables.add(
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(SETTINGS_SECTION)) {
          this.reread();
        }
      }),
    );
    this.disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.reread()));
  }

  /** Undefined in a workspace that is not trusted: nothing may be read for it. */
  get current(): Configuration | undefined {
    return this.configuration;
  }

  /** Adds accounts to those of the workspace, or of the user where no folder is open. */
  async addAccounts(ids: readonly AccountId[]): Promise<void> {
    const present = getSection().get<unknown>('accountIds');
    await write('accountIds', [...(Array.isArray(present) ? present : []), ...ids]);
  }

  async setProfile(profile: string): Promise<void> {
    await write('profile', profile);
  }

  async setRegions(regions: readonly Region[]): Promise<void> {
    await write('regions', regions);
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private reread(): void {
    this.configuration = readConfiguration();
    this.changeEmitter.fire();
  }
}

function readConfiguration(): Configuration | undefined {
  if (!workspace.isTrusted) {
    return undefined;
  }
  const section = getSection();
  const read = (name: SettingName): unknown => section.get(name);
  const raw: RawSettings = {
    accountIds: read('accountIds'),
    accountNames: read('accountNames'),
    profile: read('profile'),
    regions: read('regions'),
    refreshIntervalMinutes: read('refreshIntervalMinutes'),
    maxConcurrentRequests: read('maxConcurrentRequests'),
    endpointUrl: read('endpointUrl'),
    showStatusBar: read('showStatusBar'),
  };
  return parseConfiguration(raw);
}

function getSection() {
  return workspace.getConfiguration(SETTINGS_SECTION);
}

/** The settings file has errors, or may not be written. Nothing is wrong with the extension. */
export class UnwritableSettingsError extends Error {}

async function write(name: SettingName, value: unknown): Promise<void> {
  const hasWorkspace = workspace.workspaceFolders !== undefined || workspace.workspaceFile !== undefined;
  const target = hasWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  const isEmpty = value === '' || (Array.isArray(value) && value.length === 0);
  // Taking the workspace's value away would only uncover the user's.
  const isCovering = hasWorkspace && getSection().inspect(name)?.globalValue !== undefined;
  try {
    await getSection().update(name, isEmpty && !isCovering ? undefined : value, target);
  } catch (cause) {
    throw new UnwritableSettingsError(`${SETTINGS_SECTION}.${name}`, { cause });
  }
}
