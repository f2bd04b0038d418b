// SettingsWriter: writes what a person chose into the settings, where it belongs and losing no value that stands there.

import { ConfigurationTarget, workspace } from 'vscode';
import { isRecord } from '../../core/json.ts';
import type { Account, AccountId, Region } from '../../core/model.ts';
import { type MEMBERS, parseScopeName } from '../../core/settings/scopeEntries.ts';
import type { SettingName } from '../../core/settings/settingProblems.ts';
import { SETTINGS_SECTION } from '../ids.ts';

/** The settings file has errors, or may not be written. Nothing is wrong with the extension. */
export class UnwritableSettingsError extends Error {}

/** A scope as it stands in the settings. */
export interface RawScope {
  readonly name: string;
  readonly profile?: string;
  readonly regions?: readonly Region[];
  readonly accountIds?: readonly AccountId[] | typeof MEMBERS;
}

export type ScopeTarget = 'workspace' | 'user';

const TARGETS: Readonly<Record<ScopeTarget, ConfigurationTarget>> = {
  workspace: ConfigurationTarget.Workspace,
  user: ConfigurationTarget.Global,
};

/** Each rejects with an `UnwritableSettingsError` where the settings cannot be written. */
export class SettingsWriter {
  private readonly getNames: () => ReadonlyMap<AccountId, string> | undefined;

  /** `getNames`: the names that accounts have already. */
  constructor(getNames: SettingsWriter['getNames']) {
    this.getNames = getNames;
  }

  /** Where accounts of the scope can be added, the likelier first. A list of the workspace covers the user's. */
  getAccountTargets(scope: string): readonly ScopeTarget[] {
    const { setting, workspaceValue } = findAccountIds(scope);
    if (!hasWorkspace()) {
      return ['user'];
    }
    return workspaceValue !== undefined
      ? ['workspace']
      : setting === 'scopes'
        ? ['user']
        : ['workspace', 'user'];
  }

  /**
   * Adds accounts to those of the scope: to its own, or to those for all where it has none. Their names as well,
   * but for those that have one. The names first: without the accounts they do no harm.
   */
  async addAccounts(accounts: readonly Account[], scope: string, target: ScopeTarget): Promise<void> {
    const ids = accounts.map(({ id }) => id);
    await this.addNames(accounts, target);
    const { setting, workspaceValue, globalValue, own } = findAccountIds(scope);
    if (setting === 'scopes') {
      await changeScope(scope, { accountIds: toUnique([...(own ?? []), ...ids]) });
      return;
    }
    const present = (target === 'workspace' ? (workspaceValue ?? globalValue) : globalValue) ?? [];
    if (!Array.isArray(present)) {
      // What it is meant to be is for the person to say.
      throw new UnwritableSettingsError(`${SETTINGS_SECTION}.accountIds`);
    }
    await update('accountIds', toUnique([...present, ...ids]), TARGETS[target]);
  }

  private async addNames(accounts: readonly Account[], target: ScopeTarget): Promise<void> {
    const known = this.getNames();
    const named = accounts.flatMap(({ id, name }) =>
      name === undefined || known?.has(id) ? [] : [[id, name] as const],
    );
    if (named.length === 0) {
      return;
    }
    const { workspaceValue, globalValue } = getSection().inspect<unknown>('accountNames') ?? {};
    const present = (target === 'workspace' ? workspaceValue : globalValue) ?? {};
    if (!isRecord(present)) {
      throw new UnwritableSettingsError(`${SETTINGS_SECTION}.accountNames`);
    }
    await update('accountNames', { ...present, ...Object.fromEntries(named) }, TARGETS[target]);
  }

  /** That of the scope and of no other, also where it fell back to the setting for all so far. */
  async setProfile(profile: string, scope: string): Promise<void> {
    await (scope === '' ? write('profile', profile) : changeScope(scope, { profile }));
  }

  async setRegions(regions: readonly Region[], scope: string): Promise<void> {
    await (scope === '' ? write('regions', regions) : changeScope(scope, { regions }));
  }

  /** For the person, in every workspace: in the user's settings. A workspace's value would cover it. */
  async turnNotificationsOff(): Promise<void> {
    await update('notifyOfChanges', 'off', ConfigurationTarget.Global);
    if (getSection().inspect('notifyOfChanges')?.workspaceValue !== undefined) {
      await update('notifyOfChanges', 'off', ConfigurationTarget.Workspace);
    }
  }

  /** Where scopes can be added, the likelier first. Those of a workspace cover the user's. */
  getScopeTargets(): readonly ScopeTarget[] {
    if (!hasWorkspace()) {
      return ['user'];
    }
    return getSection().inspect('scopes')?.workspaceValue === undefined
      ? ['workspace', 'user']
      : ['workspace'];
  }

  /** Adds scopes to those that are there. The first of a workspace begin with the user's, which would go otherwise. */
  async addScopes(scopes: readonly RawScope[], target: ScopeTarget): Promise<void> {
    const { workspaceValue, globalValue = [] } = getSection().inspect<unknown>('scopes') ?? {};
    const present = target === 'workspace' ? (workspaceValue ?? globalValue) : globalValue;
    if (!Array.isArray(present)) {
      // What it is meant to be is for the person to say.
      throw new UnwritableSettingsError(`${SETTINGS_SECTION}.scopes`);
    }
    await update('scopes', [...present, ...scopes], TARGETS[target]);
  }
}

function getSection() {
  return workspace.getConfiguration(SETTINGS_SECTION);
}

function hasWorkspace(): boolean {
  return workspace.workspaceFolders !== undefined || workspace.workspaceFile !== undefined;
}

async function write(name: SettingName, value: unknown): Promise<void> {
  const isEmpty = value === '' || (Array.isArray(value) && value.length === 0);
  // Taking the workspace's value away would only uncover the user's.
  const isCovering = hasWorkspace() && getSection().inspect(name)?.globalValue !== undefined;
  const target = hasWorkspace() ? 'workspace' : 'user';
  await update(name, isEmpty && !isCovering ? undefined : value, TARGETS[target]);
}

/** Where the accounts of the scope stand: in a list of its own, or in the one for all. */
function findAccountIds(scope: string): {
  readonly setting: 'accountIds' | 'scopes';
  readonly workspaceValue: unknown;
  readonly globalValue: unknown;
  readonly own?: readonly unknown[];
} {
  const scopes = toValues(getSection().inspect<unknown>('scopes'));
  const entries = scopes.workspaceValue ?? scopes.globalValue;
  const entry = Array.isArray(entries)
    ? entries.find((each) => isRecord(each) && parseScopeName(each['name']) === scope)
    : undefined;
  const own: unknown = entry?.accountIds;
  return scope !== '' && Array.isArray(own)
    ? { setting: 'scopes', ...scopes, own }
    : { setting: 'accountIds', ...toValues(getSection().inspect<unknown>('accountIds')) };
}

function toValues(inspected: { workspaceValue?: unknown; globalValue?: unknown } | undefined) {
  return { workspaceValue: inspected?.workspaceValue, globalValue: inspected?.globalValue };
}

function toUnique(values: readonly unknown[]): readonly unknown[] {
  return [...new Set(values)];
}

/** Where the scopes stand. What else is said of the scope, known or not, stays; so do the others. */
async function changeScope(name: string, change: Readonly<Record<string, unknown>>): Promise<void> {
  const { workspaceValue, globalValue } = getSection().inspect<unknown>('scopes') ?? {};
  const scopes = workspaceValue ?? globalValue;
  const entries: readonly unknown[] = Array.isArray(scopes) ? scopes : [];
  // As they are read: of several with one name, the first counts.
  const changed = entries.findIndex((entry) => isRecord(entry) && parseScopeName(entry['name']) === name);
  if (changed >= 0) {
    const value = entries.map((entry, index) =>
      index === changed && isRecord(entry) ? { ...entry, ...change } : entry,
    );
    await update('scopes', value, TARGETS[workspaceValue === undefined ? 'user' : 'workspace']);
  }
}

async function update(name: SettingName, value: unknown, target: ConfigurationTarget): Promise<void> {
  try {
    await getSection().update(name, value, target);
  } catch (cause) {
    throw new UnwritableSettingsError(`${SETTINGS_SECTION}.${name}`, { cause });
  }
}
