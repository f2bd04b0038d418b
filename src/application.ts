// createApplication: builds the parts of the extension and joins them. No logic of its own.

import { type EventEmitter, type Extension, type Memento, type TreeView, type Uri, window } from 'vscode';
import { ChangeFinder } from './core/changes/changeFinder.ts';
import type { ChangeKey } from './core/changes/changeRows.ts';
import { RecentChanges } from './core/changes/recentChanges.ts';
import { ShownChanges } from './core/changes/shownChanges.ts';
import { SnapshotKeeper } from './core/kept/keeping.ts';
import { type Disposable, DisposableStore } from './core/lifetime.ts';
import { once } from './core/once.ts';
import type { AwsConnection, WindowFocus } from './core/ports.ts';
import { Ageing } from './core/refresh/ageing.ts';
import { RefreshEngine } from './core/refresh/refresh.ts';
import { Schedule } from './core/refresh/schedule.ts';
import type { RowKey } from './core/rows/rows.ts';
import { Shown } from './core/sample/shown.ts';
import { SnapshotStore } from './core/state/store.ts';
import { waitsForFiles } from './core/state/troubles.ts';
import { OutputCallLog } from './vscode/callLog.ts';
import { ChangeNotice } from './vscode/changes/changeNotice.ts';
import { ChangesTree } from './vscode/changes/changesTree.ts';
import { createAccessibilityHelp } from './vscode/commands/accessibilityHelp.ts';
import { createCommands } from './vscode/commands/commands.ts';
import { writeSettings } from './vscode/commands/writeSettings.ts';
import { rowDecorations } from './vscode/decorations.ts';
import { EditorHovers } from './vscode/editorHovers.ts';
import type { CommandId } from './vscode/ids.ts';
import { CodePrompt } from './vscode/inputs/codePrompt.ts';
import { Log } from './vscode/outlets.ts';
import { Settings } from './vscode/settings/settings.ts';
import { Slices } from './vscode/slices.ts';
import { StatusBar } from './vscode/statusBar.ts';
import { watchAwsFiles } from './vscode/system/awsFiles.ts';
import { watchDays } from './vscode/system/days.ts';
import { CHANGES, KeptFile, SNAPSHOT } from './vscode/system/keptFile.ts';
import { systemNetwork } from './vscode/system/network.ts';
import { systemClock } from './vscode/system/systemClock.ts';
import { AccountsView } from './vscode/tree/accountsView.ts';
import { AccountTree } from './vscode/tree/accountTree.ts';
import { ChangeMarks } from './vscode/tree/changeMarks.ts';
import { GuardedRows } from './vscode/tree/guardedRows.ts';
import { ViewChoices } from './vscode/tree/viewChoices.ts';

const windowFocus: WindowFocus = {
  get isFocused() {
    return window.state.focused;
  },
  onDidChange: (listener) => window.onDidChangeWindowState(({ focused }) => listener(focused)),
};

export interface ApplicationParts {
  /** Lasts longer than an application that could not be started: it says why. */
  readonly log: Log;
  readonly extension: Extension<unknown>;
  readonly view: TreeView<RowKey>;
  /** Fires the tree's changes: VS Code subscribed to it before there was a tree. */
  readonly treeChangeEmitter: EventEmitter<RowKey[] | undefined>;
  readonly changesView: TreeView<ChangeKey>;
  readonly changesEmitter: EventEmitter<void>;
  /** The folder that VS Code keeps for the workspace; none where no folder is open. */
  readonly storageUri: Uri | undefined;
  /** What VS Code keeps for the workspace. */
  readonly workspaceState: Memento;
}

export interface Application extends Disposable {
  /** What is shown. */
  readonly store: SnapshotStore;
  /** What is known of the accounts of the settings. */
  readonly ownStore: SnapshotStore;
  readonly shown: Shown;
  readonly tree: AccountTree;
  readonly choices: ViewChoices;
  /** The rows of the tree as VS Code gets them. */
  readonly rows: GuardedRows;
  /** Those of the recent changes. */
  readonly changeRows: GuardedRows;
  readonly statusBar: StatusBar;
  /** Those of what is shown. */
  readonly changes: ShownChanges;
  readonly changesTree: ChangesTree;
  readonly settings: Settings;
  /** Resolves when what was kept is shown, or there is nothing to show it for. */
  readonly ready: Promise<void>;
  /** Runs a command; resolves when its work is done. */
  run(command: CommandId, args: readonly unknown[]): Promise<void>;
}

export function createLog(): Log {
  return new Log();
}

export function createApplication(given: ApplicationParts): Application {
  const parts = new DisposableStore();
  try {
    return joinParts(given, parts);
  } catch (error) {
    // VS Code shows what is thrown here as it is. Whoever asks next has everything built anew.
    given.log.recordBug('start', error);
    parts.dispose();
    throw new Error('The extension could not be started; its log says why.');
  }
}

function joinParts(
  {
    log,
    extension,
    view,
    treeChangeEmitter,
    changesView,
    changesEmitter,
    storageUri,
    workspaceState,
  }: ApplicationParts,
  parts: DisposableStore,
): Application {
  const clock = systemClock;
  const recordingBugs = (work: Promise<void>) =>
    work.catch((error: unknown) => log.recordBug('refresh', error));
  const inBackground = (work: Promise<void>) => void recordingBugs(work);
  const { version } = extension.packageJSON as { version: string };
  const settings = parts.add(new Settings());
  const ownStore = parts.add(new SnapshotStore());
  const codePrompt = parts.add(new CodePrompt());
  let opened: AwsConnection | undefined;
  // A bundle of its own: the AWS SDK is not loaded before there is something to ask. It is all that is waited for here:
  // nothing that takes long may keep everybody from asking.
  const openConnection = once(async () => {
    const { createAwsConnection } = await import('./aws/connection.ts');
    const created = parts.add(createAwsConnection({ version, askForCode: codePrompt.ask }));
    const { watchedPaths: paths } = created;
    parts.add(
      watchAwsFiles({ paths, clock, isWaitedFor, isWatched, focus: windowFocus, work: refreshMended }),
    );
    opened = created;
    return created;
  });
  const engine = parts.add(
    new RefreshEngine({
      store: ownStore,
      clock,
      log: new OutputCallLog(log),
      openSource: openConnection,
      focus: windowFocus,
    }),
  );
  const ageing = parts.add(new Ageing({ store: ownStore, clock, engine }));
  // Elsewhere than on the disk, nothing is kept: what is read lasts as long as the window.
  const files = storageUri?.scheme === 'file' ? { folder: storageUri.fsPath, clock, log } : undefined;
  const keeper =
    files && parts.add(new SnapshotKeeper(ownStore, new KeptFile(SNAPSHOT, files), inBackground));
  const ownChanges = parts.add(new RecentChanges(files && new KeptFile(CHANGES, files), inBackground));
  const isWatched = () => schedule.isWatched;
  const isWaitedFor = () => accountsView.waitsForFiles || waitsForFiles(ownStore.current);
  const refreshMended = () => {
    accountsView.redraw();
    return recordingBugs(engine.refresh('change', { kind: 'failed', mendedBy: 'files' }));
  };
  const shown = parts.add(
    new Shown({ store: ownStore, engine, getConfiguration: () => settings.current, clock, inBackground }),
  );
  const { store } = shown;
  const getConfiguration = () => shown.configuration;
  const isWanted = () => getConfiguration()?.editorHovers ?? false;
  const editorHovers = parts.add(new EditorHovers({ store, isWanted, clock }));
  const slices = parts.add(new Slices(clock));
  const inTurns = <Result>(steps: Generator<void, Result, void>) => slices.takeSteps(steps);
  const finding = { clock, inTurns, inBackground };
  const notice = parts.add(
    new ChangeNotice({
      changes: ownChanges,
      focus: windowFocus,
      getWanted: () => settings.current?.notifyOfChanges ?? 'off',
      turnOff: () => writeSettings(() => settings.writer.turnNotificationsOff(), log),
      inBackground,
    }),
  );
  parts.add(
    new ChangeFinder({
      ...finding,
      store: ownStore,
      onDidFind: (found, endedAt) => {
        if (ownChanges.add(found, endedAt)) {
          notice.take(found);
        }
      },
    }),
  );
  const changes = parts.add(
    new ShownChanges({
      own: ownChanges,
      followSample: (sample) =>
        new ChangeFinder({ ...finding, store, onDidFind: (...found) => sample.add(...found) }),
    }),
  );
  const choices = parts.add(new ViewChoices(workspaceState));
  const marks = parts.add(new ChangeMarks({ changes, store, clock, view }));
  const tree = parts.add(
    new AccountTree({
      store,
      choices,
      marks,
      getConfiguration,
      // What is known without asking: hovers neither call nor read anything.
      getIdentity: (profile) => opened?.getIdentity(profile),
      clock,
      changeEmitter: treeChangeEmitter,
    }),
  );
  const isSetUp = async () => (await openConnection()).isSetUp();
  const accountsView = parts.add(
    new AccountsView({ store, choices, tree, view, getConfiguration, isSetUp, clock }),
  );
  const statusBar = parts.add(new StatusBar({ store, getConfiguration, clock }));
  const changesTree = parts.add(
    new ChangesTree({ changes, store, view: changesView, clock, changeEmitter: changesEmitter }),
  );
  const schedule = parts.add(
    new Schedule({
      clock,
      network: systemNetwork,
      focus: windowFocus,
      getReadings: () => ownStore.current.readings,
      refresh: (cause, request) => inBackground(engine.refresh(cause, request)),
    }),
  );
  parts.add(window.registerFileDecorationProvider(rowDecorations));

  const redraw = () => {
    tree.invalidate();
    accountsView.redraw();
    statusBar.redraw();
    changesTree.redraw();
    editorHovers.update();
  };
  parts.add(
    watchDays(clock, () => {
      ageing.look();
      redraw();
    }),
  );

  const configure = async () => {
    // Before anything is called; without trust not even the file is read.
    const [kept] =
      settings.current === undefined ? [] : await Promise.all([keeper?.load(), ownChanges.load()]);
    if (parts.isDisposed) {
      return;
    }
    inBackground(engine.configure(settings.current, kept));
    schedule.setInterval(settings.current?.refreshIntervalMinutes ?? 0);
    redraw();
  };
  const start = async () => {
    await settings.ready;
    parts.add(settings.onDidChange(() => inBackground(configure())));
    await configure();
  };
  parts.add(
    engine.onDidFinish(({ kind }) => {
      if (kind === 'all') {
        schedule.restart();
      } else {
        schedule.look();
      }
    }),
  );
  parts.add(
    shown.onDidSwitch(() => {
      changes.switchTo(shown.isSample);
      choices.switchTo(shown.isSample);
      redraw();
    }),
  );

  return {
    store,
    ownStore,
    shown,
    tree,
    choices,
    rows: new GuardedRows(tree, log),
    changeRows: new GuardedRows(changesTree, log),
    statusBar,
    changes,
    changesTree,
    settings,
    ready: recordingBugs(start()),
    run: createCommands({
      extensionId: extension.id,
      engine,
      shown,
      settings,
      tree,
      choices,
      changes,
      view,
      changesView,
      log,
      clock,
      openConnection,
      codePrompt,
      accessibilityHelp: parts.add(createAccessibilityHelp(extension)),
    }),
    dispose: () => parts.dispose(),
  };
}
