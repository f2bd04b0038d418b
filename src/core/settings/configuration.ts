// Turns the raw settings into a Configuration, and everything wrong with them into problems that name the entry.

import { hasLogin, hasMoreThanPath, isSafeAddress, parseAddress } from '../endpointUrl.ts';
import type { AccountId } from '../model.ts';
import { takeAllSteps } from '../steps.ts';
import { parseAccounts, parseNames } from './accountEntries.ts';
import { parseRegions } from './regionEntries.ts';
import { parseScanTypes } from './scanTypeEntries.ts';
import {
  isWithoutRegion,
  parseScopes,
  type ScopeConfiguration,
  type SharedScopeSettings,
} from './scopeEntries.ts';
import {
  describeEntry,
  NOTES,
  type ProblemPlace,
  type Report,
  type SettingName,
  type SettingProblem,
  type SettingProblemCode,
  toPath,
} from './settingProblems.ts';

/** Settings as they came, of any shape. */
export type RawSettings = Readonly<Record<SettingName, unknown>>;

/** Where the settings come from, as far as it matters to a person. */
export interface SettingsOrigin {
  /** The profile is the workspace's choice, not the user's. */
  readonly profileIsWorkspaces: boolean;
  readonly scopesAreWorkspaces: boolean;
  /** Set by the workspace, which may not: VS Code leaves them out. */
  readonly notForWorkspace: readonly SettingName[];
  /** A settings file with errors in it; the settings are those of before. */
  readonly brokenFile: BrokenFile | undefined;
}

export interface BrokenFile {
  /** As a person knows it. */
  readonly name: string;
  readonly address: string;
}

const UNKNOWN_ORIGIN: SettingsOrigin = {
  profileIsWorkspaces: false,
  scopesAreWorkspaces: false,
  notForWorkspace: [],
  brokenFile: undefined,
};

/** Which changes a person wants a notification of: those for the worse, or all. */
export const CHANGES_TO_NOTIFY = ['off', 'problems', 'all'] as const;
export type ChangesToNotify = (typeof CHANGES_TO_NOTIFY)[number];

export interface Configuration {
  /** Those of `scopes`, or the one that the other settings make. */
  readonly scopes: readonly ScopeConfiguration[];
  /** Those that the settings give to accounts, which go before any others. */
  readonly names: ReadonlyMap<AccountId, string>;
  /** The scan types that must be on, in the order of the settings, none twice. */
  readonly requiredScanTypes: readonly string[];
  /** 0: only by hand. */
  readonly refreshIntervalMinutes: number;
  readonly maxConcurrentRequests: number;
  readonly endpointUrl: string | undefined;
  readonly showStatusBar: boolean;
  readonly notifyOfChanges: ChangesToNotify;
  readonly editorHovers: boolean;
  readonly problems: readonly SettingProblem[];
  /** Nothing may be read: whom to ask is not clear until a problem is corrected, or no scope may be read. */
  readonly blocked: boolean;
}

/** Total: any value of any setting gives a configuration and the problems in it. */
export function parseConfiguration(raw: RawSettings, origin?: SettingsOrigin): Configuration {
  return takeAllSteps(parseInSteps(raw, origin));
}

/**
 * The same with pauses, so that tens of thousands of entries never hold up what else there is to do. A few
 * thousand are parsed without any.
 */
export function* parseInSteps(
  raw: RawSettings,
  origin: SettingsOrigin = UNKNOWN_ORIGIN,
): Generator<void, Configuration, void> {
  const problems: SettingProblem[] = [];
  const blockingProblems: SettingProblem[] = [];
  const report = (
    into: SettingProblem[],
    setting: SettingName | undefined,
    at: ProblemPlace,
    entry: unknown,
    code: SettingProblemCode,
    value?: string | number,
  ) => {
    into.push({
      setting,
      at: toPath(at),
      entry: describeEntry(entry),
      code,
      value: value === undefined ? undefined : String(value),
      severity: NOTES.has(code) ? 'note' : 'error',
    });
  };

  if (origin.brokenFile !== undefined) {
    const { name, address } = origin.brokenFile;
    report(problems, undefined, undefined, name, 'brokenFile', address);
  }
  for (const setting of origin.notForWorkspace) {
    report(problems, setting, undefined, '', 'notForWorkspace');
  }
  const names = yield* parseNames(raw.accountNames, (...problem) =>
    report(problems, 'accountNames', ...problem),
  );
  const accounts = yield* parseAccounts(raw.accountIds, names, (...problem) =>
    report(problems, 'accountIds', ...problem),
  );
  const regionProblems: SettingProblem[] = [];
  const regions = parseRegions(raw.regions, (...problem) => report(regionProblems, 'regions', ...problem));
  const { profile = '' } = raw;
  if (typeof profile !== 'string') {
    report(blockingProblems, 'profile', undefined, profile, 'notText');
  }
  const shared: SharedScopeSettings = {
    accounts,
    names,
    profile: typeof profile === 'string' ? profile.trim() : undefined,
    profileIsWorkspaces: origin.profileIsWorkspaces,
    regions,
    regionsAreBad: isWithoutRegion(regions, regionProblems),
  };
  const scopeProblems: SettingProblem[] = [];
  const scopes = yield* parseScopes(raw.scopes, shared, origin.scopesAreWorkspaces, (...problem) =>
    report(scopeProblems, 'scopes', ...problem),
  );
  const requiredScanTypes = parseScanTypes(raw.requiredScanTypes, (...problem) =>
    report(problems, 'requiredScanTypes', ...problem),
  );
  const endpointUrl = parseEndpoint(raw.endpointUrl, (...problem) =>
    report(blockingProblems, 'endpointUrl', ...problem),
  );
  const inRange = (setting: SettingName, fallback: number, least: number, most: number) => {
    const { [setting]: value = fallback } = raw;
    if (typeof value !== 'number' || Number.isNaN(value)) {
      report(problems, setting, undefined, value, 'notANumber', fallback);
      return fallback;
    }
    const used = Math.min(Math.max(value, least), most);
    if (used !== value) {
      report(problems, setting, undefined, value, 'outOfRange', used);
    }
    return used;
  };
  const { notifyOfChanges = 'problems' } = raw;
  const wanted = CHANGES_TO_NOTIFY.find((each) => each === notifyOfChanges);
  if (wanted === undefined) {
    report(
      problems,
      'notifyOfChanges',
      undefined,
      notifyOfChanges,
      'notAChoice',
      CHANGES_TO_NOTIFY.join(', '),
    );
  }
  const isOn = (setting: SettingName) => {
    const { [setting]: value = true } = raw;
    if (typeof value !== 'boolean') {
      report(problems, setting, undefined, value, 'notABoolean', 'true');
    }
    return value !== false;
  };
  const showStatusBar = isOn('showStatusBar');
  const editorHovers = isOn('editorHovers');
  return {
    scopes,
    names,
    requiredScanTypes,
    refreshIntervalMinutes:
      raw.refreshIntervalMinutes === 0 ? 0 : inRange('refreshIntervalMinutes', 15, 1, 1440),
    maxConcurrentRequests: Math.floor(inRange('maxConcurrentRequests', 6, 1, 32)),
    endpointUrl,
    showStatusBar,
    editorHovers,
    // Whoever misspells “off” wants no more than usual.
    notifyOfChanges: wanted ?? 'problems',
    problems: [...blockingProblems, ...scopeProblems, ...regionProblems, ...problems],
    blocked:
      blockingProblems.some(({ setting }) => setting === 'endpointUrl') ||
      scopes.every(({ blocked }) => blocked),
  };
}

function parseEndpoint(raw: unknown, report: Report): string | undefined {
  const value = raw === undefined ? '' : raw;
  if (typeof value !== 'string') {
    report(undefined, value, 'notText');
    return undefined;
  }
  const text = value.trim();
  if (text === '') {
    return undefined;
  }
  const url = parseAddress(text);
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || hasMoreThanPath(url)) {
    report(undefined, '', 'malformedUrl');
  } else if (hasLogin(url)) {
    report(undefined, url.host, 'urlWithCredentials');
  } else if (!isSafeAddress(url)) {
    report(undefined, url.host, 'insecureUrl');
  } else {
    return url.href.replace(/\/$/, '');
  }
  return undefined;
}
