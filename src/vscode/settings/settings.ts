// Settings: the one place that reads the settings, validated, with an event for their changes.

import { workspace } from 'vscode';
import { type Disposable, DisposableStore, Emitter } from '../../core/lifetime.ts';
import { type Configuration, parseInSteps, type RawSettings } from '../../core/settings/configuration.ts';
import type { SettingName } from '../../core/settings/settingProblems.ts';
import { SETTINGS_SECTION } from '../ids.ts';
import { readSettingsFiles, type SettingsFiles } from './settingsFiles.ts';
import { SettingsWriter } from './settingsWriter.ts';

/** The values as VS Code gives them. They are never changed: a change gives new ones. */
interface Values {
  readonly raw: RawSettings;
  readonly profileIsWorkspaces: boolean;
  readonly scopesAreWorkspaces: boolean;
}

export class Settings implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changeEmitter = this.disposables.add(new Emitter<void>());
  private configuration: Configuration | undefined;
  private values: Values | undefined;
  private files: SettingsFiles = { brokenFile: undefined, notForWorkspace: [] };
  /** Settled when the changes so far are taken in. */
  private pending: Promise<void> | undefined;

  private readonly firstUse = Promise.withResolvers<void>();

  /** Resolves when they have been read once, or are not to be read for want of trust. */
  readonly ready = this.firstUse.promise;
  readonly onDidChange = this.changeEmitter.event;
  readonly writer = new SettingsWriter(() => this.current?.names);

  constructor() {
    this.disposables.add(
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(SETTINGS_SECTION)) {
          // VS Code tells of an endpoint in the workspace's settings, although it does not take it from there.
          this.reread(change.affectsConfiguration(`${SETTINGS_SECTION}.endpointUrl`));
        }
      }),
    );
    this.disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.reread(true)));
    const watcher = this.disposables.add(workspace.createFileSystemWatcher('**/.vscode/settings.json'));
    for (const event of [watcher.onDidChange, watcher.onDidDelete, workspace.onDidSaveTextDocument]) {
      this.disposables.add(event(() => this.rereadMended()));
    }
    this.reread(true);
    if (!workspace.isTrusted) {
      this.firstUse.resolve();
    }
  }

  /** Undefined in a workspace that is not trusted, where nothing may be read for it, and before it is ready. */
  get current(): Configuration | undefined {
    return this.configuration;
  }

  /** Resolves when all changes so far are taken in. */
  async settle(): Promise<void> {
    while (this.pending !== undefined) {
      await this.pending;
    }
  }

  dispose(): void {
    this.disposables.dispose();
  }

  /** Changes are taken in one after the other, and at once where there is nothing to wait for. */
  private reread(looksIntoFiles: boolean): void {
    if (!workspace.isTrusted) {
      return;
    }
    const values = readValues();
    const work =
      this.pending === undefined
        ? this.take(values, looksIntoFiles)
        : this.pending.then(() => this.take(values, looksIntoFiles));
    const pending = work.finally(() => {
      if (this.pending === pending) {
        this.pending = undefined;
      }
    });
    this.pending = pending;
  }

  /** What a file says that is mended can be what VS Code has made of it already: then it tells of no change. */
  private rereadMended(): void {
    if (this.files.brokenFile !== undefined) {
      this.reread(true);
    }
  }

  /**
   * VS Code makes of a file with an error what it can: the rest of it is gone. Before accounts, profile, Regions or
   * endpoint go, the files are looked into; while one has an error, nothing goes.
   */
  private async take(values: Values, looksIntoFiles: boolean): Promise<void> {
    const kept = this.values;
    if (kept !== undefined && losesSomething(kept.raw, values.raw)) {
      const { ofWorkspace, ...files } = await readSettingsFiles();
      this.files = files;
      // VS Code may have read the file while it was being written: then it is behind what stands there now.
      const isBehind = losesSomething(ofWorkspace, values.raw);
      await this.use(files.brokenFile !== undefined || isBehind ? kept : values);
      return;
    }
    await this.use(values);
    if (looksIntoFiles || this.files.brokenFile !== undefined) {
      const { ofWorkspace: _, ...files } = await readSettingsFiles();
      const isNews = JSON.stringify(files) !== JSON.stringify(this.files);
      this.files = files;
      if (isNews) {
        await this.use(values);
      }
    }
  }

  private async use(values: Values): Promise<void> {
    this.values = values;
    const { raw, ...origin } = values;
    const steps = parseInSteps(raw, { ...origin, ...this.files });
    let step = steps.next();
    while (step.done !== true) {
      await new Promise((resolve) => setImmediate(resolve));
      step = steps.next();
    }
    this.configuration = step.value;
    this.firstUse.resolve();
    this.changeEmitter.fire();
  }
}

function readValues(): Values {
  const section = workspace.getConfiguration(SETTINGS_SECTION);
  // As properties: what get() gives is a copy, and slow to walk, which tells with thousands of accounts.
  const read = (name: SettingName): unknown => section[name];
  const isWorkspaces = (name: SettingName) => {
    const { workspaceValue, workspaceFolderValue } = section.inspect(name) ?? {};
    return (workspaceFolderValue ?? workspaceValue) !== undefined;
  };
  return {
    raw: {
      accountIds: read('accountIds'),
      accountNames: read('accountNames'),
      profile: read('profile'),
      regions: read('regions'),
      scopes: read('scopes'),
      requiredScanTypes: read('requiredScanTypes'),
      refreshIntervalMinutes: read('refreshIntervalMinutes'),
      maxConcurrentRequests: read('maxConcurrentRequests'),
      endpointUrl: read('endpointUrl'),
      showStatusBar: read('showStatusBar'),
      notifyOfChanges: read('notifyOfChanges'),
      editorHovers: read('editorHovers'),
    },
    profileIsWorkspaces: isWorkspaces('profile'),
    scopesAreWorkspaces: isWorkspaces('scopes'),
  };
}

/** A list is shorter, or a text or table that was not empty is. */
function losesSomething(before: Partial<RawSettings>, after: RawSettings): boolean {
  const names = Object.keys(before) as SettingName[];
  return names.some((name) => countParts(after[name]) < countParts(before[name]));
}

/** The entries of a list; for others, whether there is anything. */
function countParts(value: unknown): number {
  if (Array.isArray(value)) {
    return value.length;
  }
  if (typeof value === 'object' && value !== null) {
    for (const _ in value) {
      return 1;
    }
    return 0;
  }
  return value === '' || value === undefined ? 0 : 1;
}
