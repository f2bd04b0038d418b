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
    await write('profile', profile === '' ? undefined : profile);
  }

  async setRegions(regions: readonly Region[]): Promise<void> {
    await write('regions', regions.length === 0 ? undefined : regions);
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

function write(name: SettingName, value: unknown): Thenable<void> {
  const target =
    workspace.workspaceFolders === undefined && workspace.workspaceFile === undefined
      ? ConfigurationTarget.Global
      : ConfigurationTarget.Workspace;
  return getSection().update(name, value, target);
}
