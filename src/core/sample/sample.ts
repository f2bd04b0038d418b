// createSample: made-up organisations to try the extension with. Reads nothing, calls nobody, keeps nothing.

import type { Account, Entry, Region, RegionReading, Scope, Snapshot } from '../model.ts';
import type { Clock, StatusSource } from '../ports.ts';
import { IDLE } from '../refresh/readings.ts';
import { sortAccounts } from '../settings/accountEntries.ts';
import { type Configuration, parseConfiguration, type RawSettings } from '../settings/configuration.ts';
import { MEMBERS } from '../settings/scopeEntries.ts';
import { SETTING_NAMES } from '../settings/settingProblems.ts';
import { findOfferedScanTypes } from '../state/summary.ts';
import { takeAllSteps } from '../steps.ts';
import { HEALTH, LOGISTICS, ORGANISATIONS, type Organisation } from './organisations.ts';
import { SampleSource, toSampleAnswer } from './sampleSource.ts';

const HOUR_MS = 60 * 60_000;

export interface Sample {
  readonly configuration: Configuration;
  readonly source: StatusSource;
  /** As if it came from an earlier run: of what cannot be read again there is an old value. */
  readonly kept: Snapshot;
}

/** `settings`: those that count here as well. */
export function createSample(clock: Clock, settings: Partial<RawSettings>): Sample {
  const parsed = parseConfiguration({ ...toSettings(), ...settings });
  const scopes = parsed.scopes.map((each) => ({
    ...each,
    scope: { ...each.scope, isSample: true as const },
  }));
  const find = ({ name }: Organisation) => scopes.flatMap(({ scope }) => (scope.name === name ? scope : []));
  const now = clock.now();
  const readings = [
    ...find(HEALTH).flatMap((scope) => toKept(toListed(scope, now - 3 * HOUR_MS), HEALTH, now - 3 * HOUR_MS)),
    ...find(LOGISTICS).flatMap((scope) => toKept(scope, LOGISTICS, now - 50 * HOUR_MS, true)),
  ];
  return {
    configuration: { ...parsed, scopes },
    source: new SampleSource(clock),
    kept: { scopes: readings.map(({ scope }) => scope), readings, activity: IDLE },
  };
}

/** What a person would write to get it; all that is not said is as it is without settings. */
function toSettings(): RawSettings {
  const none = Object.fromEntries(SETTING_NAMES.map((name) => [name, undefined])) as RawSettings;
  const named = ORGANISATIONS.filter(({ isFollowed }) => !isFollowed).flatMap(({ accounts }) => accounts);
  return {
    ...none,
    accountNames: Object.fromEntries(
      named.flatMap(({ id, name }) => (name === undefined ? [] : [[id, name]])),
    ),
    scopes: ORGANISATIONS.map(({ name, profile, regions, accounts, isFollowed }) => ({
      name,
      profile,
      regions,
      accountIds: isFollowed ? MEMBERS : accounts.map(({ id }) => id),
    })),
    requiredScanTypes: ['ec2', 'ecr'],
    // Whoever looks at it says when it changes.
    refreshIntervalMinutes: 0,
    // The rows are to be seen as they fill in.
    maxConcurrentRequests: 3,
  };
}

/** The scope with its members, as they were listed then. */
function toListed(scope: Scope, readAt: number): Scope {
  const accounts: readonly Account[] = takeAllSteps(sortAccounts(HEALTH.accounts));
  const facts = { readAt, region: HEALTH.regions[0], accountId: undefined, namesAskedAt: readAt };
  return { ...scope, accounts, members: { kind: 'read', accounts, ...facts, namesAreDenied: false } };
}

/** The scope as it was read then; `isOld`: more than a day ago. */
function toKept(
  scope: Scope,
  { profile, regions }: Organisation,
  takenAt: number,
  isOld = false,
): RegionReading[] {
  return regions.map((region: Region) => {
    const entries = scope.accounts.map(
      ({ id }): Entry => ({
        kind: 'read',
        answer: toSampleAnswer(profile, region, id, 0),
        takenAt,
        stale: true,
        ...(isOld ? { old: true } : {}),
      }),
    );
    return {
      scope,
      region,
      entries,
      offeredScanTypes: findOfferedScanTypes(entries),
      requiredScanTypes: [],
      failure: undefined,
      readAt: takenAt,
      endpointUrl: undefined,
      nextTryAt: undefined,
      heldUntil: undefined,
    };
  });
}
