/** The extension under test, its settings, and its view as text. */
import { ok } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  ConfigurationTarget,
  extensions,
  MarkdownString,
  ThemeIcon,
  type TreeItem,
  type TreeItemLabel,
  workspace,
} from 'vscode';
import type { Application } from '../../src/application.ts';
import type { Snapshot } from '../../src/core/model.ts';
import type { TestAccess } from '../../src/extension.ts';

/** Activates the extension where VS Code has not done so yet. */
export async function getTestAccess(): Promise<TestAccess> {
  const extension = extensions.getExtension<TestAccess>('inspector-account-status.inspector-account-status');
  ok(extension, 'the extension is installed');
  return extension.activate();
}

export async function loadApplication(): Promise<Application> {
  return (await getTestAccess()).load();
}

type SettingValues = Readonly<Record<string, unknown>>;

/**
 * Writes settings, `endpointUrl` as the user's, the others as the workspace's; undefined takes one away. Resolves when
 * the extension has taken them in.
 */
export async function changeSettings(values: SettingValues): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const section = workspace.getConfiguration('inspectorStatus');
    const isUsers = name === 'endpointUrl';
    const present = section.inspect(name)?.[isUsers ? 'globalValue' : 'workspaceValue'];
    if (!isDeepStrictEqual(present, value)) {
      await section.update(name, value, isUsers ? ConfigurationTarget.Global : ConfigurationTarget.Workspace);
    }
  }
  const access = await getTestAccess();
  if (access.isLoaded()) {
    await (await access.load()).settings.settle();
  }
}

const ALL_SETTINGS = [
  'accountIds',
  'accountNames',
  'profile',
  'regions',
  'scopes',
  'requiredScanTypes',
  'refreshIntervalMinutes',
  'maxConcurrentRequests',
  'showStatusBar',
  'notifyOfChanges',
  'editorHovers',
  'endpointUrl',
];

export async function clearSettings(): Promise<void> {
  await changeSettings(Object.fromEntries(ALL_SETTINGS.map((name) => [name, undefined])));
  const access = await getTestAccess();
  if (access.isLoaded()) {
    // Other tests have the same accounts, which are marked as long as a change of theirs is in the list.
    (await access.load()).changes.clear();
  }
}

/** Less than a test may take: who gives up says what there was instead. */
const GIVE_UP_AFTER_MS = 50_000;

/** Resolves as soon as the snapshot is as wanted; rejects, and says how it is, when that takes too long. */
export async function waitForSnapshot(
  { store, settings }: Application,
  isAsWanted: (snapshot: Snapshot) => boolean,
): Promise<Snapshot> {
  if (isAsWanted(store.current)) {
    return store.current;
  }
  const { promise, resolve, reject } = Promise.withResolvers<Snapshot>();
  const subscription = store.onDidChange((snapshot) => {
    if (isAsWanted(snapshot)) {
      resolve(snapshot);
    }
  });
  const limit = AbortSignal.timeout(GIVE_UP_AFTER_MS);
  limit.addEventListener('abort', () =>
    reject(
      new Error(
        `The snapshot did not become as wanted. It is ${describeSnapshot(store.current)}\n${describeSettings(settings)}`,
      ),
    ),
  );
  try {
    return await promise;
  } finally {
    subscription.dispose();
  }
}

function describeSnapshot({ activity, readings }: Snapshot): string {
  return JSON.stringify({
    activity,
    readings: readings.map(({ region, failure, entries }) => ({
      region,
      failure,
      entries: entries.slice(0, 5).map(({ kind }) => kind),
    })),
  });
}

/** What the file says, what VS Code makes of it, and what the extension has taken in. */
function describeSettings({ current }: Application['settings']): string {
  const file = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', '.vscode', 'settings.json');
  return [
    `${file}: ${existsSync(file) ? readFileSync(file, 'utf8') : 'not there'}`,
    `VS Code: ${JSON.stringify(workspace.getConfiguration('inspectorStatus'))}`,
    `The extension: ${JSON.stringify(current)}`,
    `Edited: ${workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri)}`,
  ].join('\n');
}

/** For what nothing tells of: looks again and again, until the test's own deadline. */
export async function waitUntil(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) {
    await setTimeout(50);
  }
}

/** No refresh runs, and every account has been answered or given up. */
export function isSettled({ readings, activity }: Snapshot): boolean {
  return (
    activity.kind === 'idle' &&
    readings.length > 0 &&
    readings.every(({ entries }) => entries.every(({ kind }) => kind !== 'waiting')) &&
    readings.some(
      ({ entries, failure }) => failure !== undefined || entries.some(({ kind }) => kind === 'read'),
    )
  );
}

/** The rows of the view as indented text: icon in brackets, label, description; `!` where it is marked. */
export function toTreeText({ tree }: Application, key?: string, depth = 0): string {
  return tree
    .getChildren(key)
    .map((child) => {
      const item = tree.getTreeItem(child);
      const icon = item.iconPath instanceof ThemeIcon ? `[${item.iconPath.id}] ` : '';
      const mark =
        item.resourceUri?.query === 'error' ? ' !' : item.resourceUri?.query === 'stale' ? ' ~' : '';
      const line = `${'  '.repeat(depth)}${icon}${toLabel(item)} — ${item.description ?? ''}${mark}\n`;
      return line + toTreeText({ tree } as Application, child, depth + 1);
    })
    .join('');
}

/** The item of the first row whose label contains the text, as it is after a hover. */
export function findItem({ tree }: Application, text: string, key?: string): TreeItem & { key: string } {
  const found = tree.getChildren(key).find((child) => toLabel(tree.getTreeItem(child)).includes(text));
  ok(found !== undefined, `there is a row with “${text}”`);
  return Object.assign(tree.resolveTreeItem(tree.getTreeItem(found), found), { key: found });
}

function toLabel(item: TreeItem): string {
  return typeof item.label === 'string'
    ? item.label
    : ((item.label as TreeItemLabel | undefined)?.label ?? '');
}

/** The hover as a person reads it: character references resolved, marks of emphasis taken out. */
export function toHoverText(hover: TreeItem['tooltip'] | undefined): string {
  const source = hover instanceof MarkdownString ? hover.value : (hover ?? '');
  return source
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll('**', '');
}
