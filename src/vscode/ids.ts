// Every string shared with package.json.

export const EXTENSION_NAME = 'inspector-account-status';

/** The walkthrough that begins with the first look. */
export const WALKTHROUGH = 'inspectorStatus.firstSteps';

/** Section of all settings. */
export const SETTINGS_SECTION = 'inspectorStatus';

export const ACCOUNTS_VIEW = 'inspectorStatus.accounts';
export const CHANGES_VIEW = 'inspectorStatus.changes';

/**
 * How the accounts are grouped, sorted and filtered. VS Code has no check marks for the entries of menus: there are two
 * of each, and the one that is chosen has the mark in its title.
 */
export const ARRANGEMENT_COMMANDS = [
  'inspectorStatus.groupBy',
  'inspectorStatus.groupByAutomatic',
  'inspectorStatus.groupByAutomaticChosen',
  'inspectorStatus.groupByNone',
  'inspectorStatus.groupByNoneChosen',
  'inspectorStatus.groupByState',
  'inspectorStatus.groupByStateChosen',
  'inspectorStatus.groupByRegion',
  'inspectorStatus.groupByRegionChosen',
  'inspectorStatus.groupByScope',
  'inspectorStatus.groupByScopeChosen',
  'inspectorStatus.sortBy',
  'inspectorStatus.sortByName',
  'inspectorStatus.sortByNameChosen',
  'inspectorStatus.sortById',
  'inspectorStatus.sortByIdChosen',
  'inspectorStatus.sortByState',
  'inspectorStatus.sortByStateChosen',
  'inspectorStatus.filterAccounts',
  'inspectorStatus.filterAttention',
  'inspectorStatus.filterRequired',
  'inspectorStatus.filterNotFullyOn',
  'inspectorStatus.filterFailed',
  'inspectorStatus.clearFilter',
] as const;
export type ArrangementCommandId = (typeof ARRANGEMENT_COMMANDS)[number];

/** Those of the view of recent changes. */
export const CHANGE_COMMANDS = [
  'inspectorStatus.showChange',
  'inspectorStatus.copyChanges',
  'inspectorStatus.markChangesSeen',
  'inspectorStatus.clearChanges',
] as const;
export type ChangeCommandId = (typeof CHANGE_COMMANDS)[number];

/** What turns on what is missing, for the clipboard. */
export const COPY_FIX_COMMANDS = [
  'inspectorStatus.copyFixCli',
  'inspectorStatus.copyFixTerraform',
  'inspectorStatus.copyFixCloudFormation',
] as const;
export type CopyFixCommandId = (typeof COPY_FIX_COMMANDS)[number];

/**
 * Commands for the whole view, or for a scope that is asked for, which rows have as well. VS Code hands a button in the
 * title of a view the row that has the focus, as it does with one at a row: those of rows have ids of their own.
 */
const COMMANDS_WITH_TWIN = [
  'inspectorStatus.refresh',
  'inspectorStatus.addAccounts',
  'inspectorStatus.selectProfile',
  'inspectorStatus.selectRegions',
  'inspectorStatus.signIn',
  'inspectorStatus.testConnection',
  'inspectorStatus.openConfig',
  'inspectorStatus.export',
] as const;
type CommandWithTwin = (typeof COMMANDS_WITH_TWIN)[number];
type RowTwin = `${CommandWithTwin}ForRow`;

const PLAIN_COMMANDS = [
  ...COMMANDS_WITH_TWIN,
  'inspectorStatus.refreshAccount',
  'inspectorStatus.cancelRefresh',
  'inspectorStatus.addScope',
  'inspectorStatus.copyAccountId',
  'inspectorStatus.copyDetails',
  'inspectorStatus.copyDetailsAsJson',
  'inspectorStatus.copyDetailsAsMarkdown',
  'inspectorStatus.copyPolicy',
  'inspectorStatus.openInConsole',
  'inspectorStatus.pinAccount',
  'inspectorStatus.unpinAccount',
  'inspectorStatus.revealAccount',
  'inspectorStatus.showLog',
  'inspectorStatus.showSampleData',
  'inspectorStatus.leaveSampleData',
  'inspectorStatus.showAccessibilityHelp',
  ...CHANGE_COMMANDS,
  'inspectorStatus.openWalkthrough',
  ...COPY_FIX_COMMANDS,
  ...ARRANGEMENT_COMMANDS,
] as const;
/** What there is to be done, whatever starts it. */
export type PlainCommandId = (typeof PLAIN_COMMANDS)[number];

export const COMMANDS: readonly CommandId[] = [...PLAIN_COMMANDS, ...COMMANDS_WITH_TWIN.map(toRowTwin)];
export type CommandId = PlainCommandId | RowTwin;

/** The id for a row, where there are two. */
export function forRow(command: PlainCommandId): CommandId {
  return hasTwin(command) ? toRowTwin(command) : command;
}

/** What a command does, and whether it takes the row that VS Code hands it. */
export function readCommand(id: CommandId): { readonly command: PlainCommandId; readonly takesRow: boolean } {
  const command = COMMANDS_WITH_TWIN.find((each) => toRowTwin(each) === id);
  return command === undefined
    ? { command: id as PlainCommandId, takesRow: !hasTwin(id) }
    : { command, takesRow: true };
}

function toRowTwin(command: CommandWithTwin): RowTwin {
  return `${command}ForRow`;
}

function hasTwin(id: CommandId): id is CommandWithTwin {
  return (COMMANDS_WITH_TWIN as readonly CommandId[]).includes(id);
}

/**
 * Context keys for the when-clauses. `state` is a `ViewState`, unset until it is known; VS Code's own key
 * `isWorkspaceTrusted` stays false in some windows where workspace trust is switched off.
 */
export const CONTEXT_KEYS = {
  state: 'inspectorStatus.state',
  refreshing: 'inspectorStatus.refreshing',
  /** A `Grouping`, and a `Sorting`. */
  grouping: 'inspectorStatus.grouping',
  sorting: 'inspectorStatus.sorting',
  filtered: 'inspectorStatus.filtered',
  /** There are accounts, and the filter leaves none: nothing is in the tree. */
  nothingFound: 'inspectorStatus.nothingFound',
  /** A `SignedOut`, unset where nobody has to sign in. */
  signedOut: 'inspectorStatus.signedOut',
  /** A person's own accounts are set. One key: of two that change together, VS Code sees a moment between. */
  ownAccounts: 'inspectorStatus.ownAccounts',
  /** Accounts of a person's own have been read. */
  connected: 'inspectorStatus.connected',
  /** Sample data is shown. */
  sample: 'inspectorStatus.sample',
  /** A `ChangesState`, unset where the list of recent changes is empty. */
  changes: 'inspectorStatus.changesState',
} as const;

/** `noAwsFiles`: no accounts either, and nothing to read them with. */
export type ViewState = 'untrusted' | 'noAccounts' | 'noAwsFiles' | 'accounts';

/** Whether there are rows all the same. */
export type SignedOut = 'rows' | 'noRows';

/** Whether some of the recent changes are still to be looked at. */
export type ChangesState = 'unseen' | 'seen';

/** `viewItem` values for the when-clauses. */
export type RowContext =
  | 'scope'
  | 'regionGroup'
  | 'stateGroup'
  | 'account'
  | 'account.pinned'
  | 'region'
  | 'region.pinned'
  | 'scanType'
  | 'settingProblem'
  | 'trouble'
  | 'trouble.signIn'
  | 'trouble.selectProfile'
  | 'trouble.selectRegions'
  | 'trouble.openConfig'
  | 'trouble.copyPolicy'
  | 'change'
  | 'changedRefresh';

/** Scheme of the addresses that carry a row's decoration. */
export const DECORATION_SCHEME = 'inspector-account-status';

/** Scheme of the page with the help for keyboard and screen reader. */
export const HELP_SCHEME = 'inspector-account-status-help';
