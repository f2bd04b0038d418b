// Every string shared with package.json.

export const EXTENSION_NAME = 'inspector-account-status';

/** Section of all settings. */
export const SETTINGS_SECTION = 'inspectorStatus';

export const ACCOUNTS_VIEW = 'inspectorStatus.accounts';

export const COMMANDS = [
  'inspectorStatus.refresh',
  'inspectorStatus.refreshAccount',
  'inspectorStatus.cancelRefresh',
  'inspectorStatus.addAccounts',
  'inspectorStatus.selectProfile',
  'inspectorStatus.selectRegions',
  'inspectorStatus.copyAccountId',
  'inspectorStatus.copyDetails',
  'inspectorStatus.openInConsole',
  'inspectorStatus.showLog',
] as const;
export type CommandId = (typeof COMMANDS)[number];

/**
 * Context keys for the when-clauses. `state` is a `ViewState`, unset until it is known; VS Code's own key
 * `isWorkspaceTrusted` stays false in some windows where workspace trust is switched off.
 */
export const CONTEXT_KEYS = {
  state: 'inspectorStatus.state',
  refreshing: 'inspectorStatus.refreshing',
} as const;

export type ViewState = 'untrusted' | 'noAccounts' | 'accounts';

/** `viewItem` values for the when-clauses. */
export type RowContext =
  | 'account'
  | 'region'
  | 'scanType'
  | 'settingProblem'
  | 'trouble'
  | 'trouble.selectRegions'
  | 'trouble.selectProfile';

/** Scheme of the addresses that carry a row's decoration. */
export const DECORATION_SCHEME = 'inspector-account-status';
