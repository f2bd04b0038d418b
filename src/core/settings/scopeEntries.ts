// parseScopes: the scopes of the settings, each falling back to the settings for all.

import { isRecord } from '../json.ts';
import type { Account, AccountId, Region, Scope } from '../model.ts';
import { MAX_NAME, toSingleLine } from '../text.ts';
import { MAX_ACCOUNTS, parseAccounts } from './accountEntries.ts';
import { parseRegions } from './regionEntries.ts';
import {
  describeEntry,
  limit,
  NOTES,
  type Report,
  type SettingProblemCode,
  toPath,
} from './settingProblems.ts';

/** More than anybody reads side by side. */
const MAX_SCOPES = 50;
/** What a scope has; the value of `accountIds` that stands for the members of the organisation. */
const KEYS: ReadonlySet<string> = new Set(['name', 'profile', 'regions', 'accountIds']);
export const MEMBERS = 'members';

/** A scope as the settings have it. */
export interface ScopeConfiguration {
  readonly scope: Scope;
  /** None twice. Empty: the Region of the profile. */
  readonly regions: readonly Region[];
  /** It may not be read: who or where is not clear until a problem is corrected. */
  readonly blocked: boolean;
}

/** The settings that count for a scope which does not say it itself. */
export interface SharedScopeSettings {
  readonly accounts: readonly Account[];
  readonly names: ReadonlyMap<AccountId, string>;
  /** Undefined where it is no text. */
  readonly profile: string | undefined;
  readonly profileIsWorkspaces: boolean;
  readonly regions: readonly Region[];
  /** No Region is left of those that were named. */
  readonly regionsAreBad: boolean;
}

/** One bad Region among good ones is left out, as a bad account is; none left would mean reading elsewhere. */
export function isWithoutRegion(
  regions: readonly Region[],
  problems: readonly { readonly code: SettingProblemCode }[],
): boolean {
  return regions.length === 0 && problems.some(({ code }) => !NOTES.has(code));
}

/** The name as it is shown; empty where it is none. */
export function parseScopeName(raw: unknown): string {
  return typeof raw === 'string' ? toSingleLine(raw, MAX_NAME) : '';
}

/** Those of the settings; without any, the one that the other settings make. */
export function* parseScopes(
  raw: unknown,
  shared: SharedScopeSettings,
  areWorkspaces: boolean,
  report: Report,
): Generator<void, readonly ScopeConfiguration[], void> {
  const entries = raw === undefined ? [] : raw;
  if (!Array.isArray(entries)) {
    report(undefined, raw, 'notAList');
    return [];
  }
  if (entries.length === 0) {
    return [toOnlyScope(shared)];
  }
  const scopes = new Map<string, ScopeConfiguration>();
  let accountCount = 0;
  for (const [index, entry] of limit(entries, MAX_SCOPES, report).entries()) {
    if (!isRecord(entry)) {
      report(index, entry, 'notAScope');
      continue;
    }
    // A copy: what VS Code gives is slow to walk.
    const raw: Readonly<Record<string, unknown>> = { ...entry };
    const name = parseScopeName(raw['name']);
    const inScope: Report = (at, ...problem) => report([index, ...toPath(at)], ...problem);
    if (name === '') {
      inScope('name', raw['name'] ?? '', 'noName');
    } else if (scopes.has(name)) {
      inScope('name', name, 'nameTaken');
    } else {
      const parsed = yield* parseScope(raw, name, shared, areWorkspaces, inScope);
      const { accounts } = parsed.scope;
      const kept = accounts.slice(0, MAX_ACCOUNTS - accountCount);
      if (kept.length < accounts.length) {
        inScope('accountIds', `${accounts.length}`, 'tooMany', kept.length);
      }
      accountCount += kept.length;
      scopes.set(
        name,
        kept.length === accounts.length ? parsed : { ...parsed, scope: { ...parsed.scope, accounts: kept } },
      );
    }
  }
  return [...scopes.values()];
}

function toOnlyScope(shared: SharedScopeSettings): ScopeConfiguration {
  const { accounts, profile = '', profileIsWorkspaces, regions } = shared;
  return {
    scope: { name: '', profile, profileIsWorkspaces, accounts },
    regions,
    blocked: shared.profile === undefined || shared.regionsAreBad,
  };
}

function* parseScope(
  raw: Readonly<Record<string, unknown>>,
  name: string,
  shared: SharedScopeSettings,
  isWorkspaces: boolean,
  report: Report,
): Generator<void, ScopeConfiguration, void> {
  for (const key of Object.keys(raw)) {
    if (!KEYS.has(key)) {
      report(describeEntry(key), key, 'unknownKey');
    }
  }
  const { accountIds, profile, regions } = raw;
  const hasOwnProfile = profile !== undefined;
  if (hasOwnProfile && typeof profile !== 'string') {
    report('profile', profile, 'notText');
  }
  const usedProfile = hasOwnProfile
    ? typeof profile === 'string'
      ? profile.trim()
      : undefined
    : shared.profile;
  const regionProblems: { code: SettingProblemCode }[] = [];
  const usedRegions =
    regions === undefined
      ? shared.regions
      : parseRegions(regions, (at, entry, code, value) => {
          regionProblems.push({ code });
          report(['regions', ...toPath(at)], entry, code, value);
        });
  const regionsAreBad =
    regions === undefined ? shared.regionsAreBad : isWithoutRegion(usedRegions, regionProblems);
  const followsMembers = accountIds === MEMBERS;
  const accounts = followsMembers
    ? // Not in the settings: `followMembers` knows them.
      []
    : accountIds === undefined
      ? shared.accounts
      : yield* parseAccounts(accountIds, shared.names, (at, ...problem) =>
          report(['accountIds', ...toPath(at)], ...problem),
        );
  return {
    scope: {
      name,
      profile: usedProfile ?? '',
      profileIsWorkspaces: hasOwnProfile ? isWorkspaces : shared.profileIsWorkspaces,
      accounts,
      ...(followsMembers ? { members: { kind: 'unread' } } : {}),
    },
    regions: usedRegions,
    blocked: usedProfile === undefined || regionsAreBad,
  };
}
