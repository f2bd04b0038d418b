// createScopeCommands: the commands about whom is asked and where, each for the scope that is meant.

import { l10n } from 'vscode';
import type { Region, Snapshot } from '../../core/model.ts';
import type { AwsConnection, Clock } from '../../core/ports.ts';
import type { RefreshEngine } from '../../core/refresh/refresh.ts';
import { parseRowKey, toRowKey } from '../../core/rows/rows.ts';
import type { ScopeConfiguration } from '../../core/settings/scopeEntries.ts';
import type { SnapshotStore } from '../../core/state/store.ts';
import { findTrouble, getAllTroubles, type Trouble } from '../../core/state/troubles.ts';
import type { PlainCommandId } from '../ids.ts';
import { askForScope } from '../inputs/addScope.ts';
import type { CodePrompt } from '../inputs/codePrompt.ts';
import { chooseOne } from '../inputs/inputs.ts';
import { pickProfile } from '../inputs/profilePicker.ts';
import { pickRegions } from '../inputs/regionPicker.ts';
import { chooseScope, getScopeName, toScopeTitle } from '../inputs/scopeChoice.ts';
import type { Log } from '../outlets.ts';
import type { Settings } from '../settings/settings.ts';
import { describeProfile } from '../wording/credentials.ts';
import { toInertLabel } from '../wording/inert.ts';
import { showConnectionTest } from './connectionTest.ts';
import { createSignIn } from './signIn.ts';
import { writeSettings } from './writeSettings.ts';

export interface ScopeCommandParts {
  readonly engine: RefreshEngine;
  readonly store: SnapshotStore;
  readonly settings: Settings;
  readonly log: Log;
  readonly clock: Clock;
  readonly openConnection: () => Promise<AwsConnection>;
  readonly codePrompt: CodePrompt;
  /** Opens a file as messages write it, or the config file. */
  readonly openConfig: (file: string | undefined) => Promise<void>;
  /** Runs another command for a row. */
  readonly run: (command: PlainCommandId, key: string) => unknown;
}

type ScopeCommandId = Extract<
  PlainCommandId,
  `inspectorStatus.${'addScope' | 'selectProfile' | 'selectRegions' | 'signIn' | 'testConnection'}`
>;

export function createScopeCommands(
  parts: ScopeCommandParts,
): Record<ScopeCommandId, (clicked?: unknown) => Promise<void>> {
  const { engine, store, settings, log, clock, openConnection, codePrompt, openConfig, run } = parts;
  const signIn = createSignIn({ openConnection, log });
  const readProfiles = async () => (await openConnection()).readProfiles();
  const readRegion = async (profile: string) => (await openConnection()).readRegion(profile);
  const choose = (clicked: unknown, title: string) =>
    chooseScope(settings.current?.scopes ?? [], clicked, title);

  return {
    'inspectorStatus.addScope': async () => {
      const { current } = settings;
      if (current === undefined) {
        return;
      }
      const targets = settings.writer.getScopeTargets();
      const asked = await askForScope({ present: current.scopes, targets, readProfiles, readRegion });
      if (asked?.kind === 'openConfig') {
        await openConfig(asked.file);
      } else if (asked !== undefined) {
        await writeSettings(() => settings.writer.addScopes(asked.scopes, asked.target), log);
      }
    },
    'inspectorStatus.selectProfile': async (clicked) => {
      const title = l10n.t('Select AWS Profile');
      const chosen = await choose(clicked, title);
      if (chosen !== undefined) {
        const { name, profile } = chosen.scope;
        const given = await pickProfile({ title: toScopeTitle(title, chosen) }, readProfiles(), profile);
        if (given.kind !== 'given') {
          return;
        }
        if (given.value.kind === 'openConfig') {
          await openConfig(given.value.file);
        } else {
          const profileName = given.value.name;
          await writeSettings(() => settings.writer.setProfile(profileName, name), log);
        }
      }
    },
    'inspectorStatus.selectRegions': async (clicked) => {
      const title = l10n.t('Select Regions');
      const chosen = await choose(clicked, title);
      if (chosen !== undefined) {
        const { name, profile } = chosen.scope;
        const stage = { title: toScopeTitle(title, chosen) };
        const given = await pickRegions(stage, {
          current: chosen.regions,
          unavailable: getUnavailableRegions(store.current, clicked),
          fetchProfileRegion: () => readRegion(profile),
        });
        if (given.kind === 'given') {
          await writeSettings(() => settings.writer.setRegions(given.value, name), log);
        }
      }
    },
    'inspectorStatus.signIn': async (clicked) => {
      const profile = await chooseProfileToSignIn(settings.current?.scopes ?? [], store, clicked);
      if (profile !== undefined && (await signIn(profile))) {
        await engine.refresh('person', { kind: 'failed' });
      }
    },
    'inspectorStatus.testConnection': async (clicked) => {
      const title = l10n.t('Test Connection');
      const chosen = await choose(clicked, title);
      if (chosen !== undefined) {
        const { name, profile, accounts } = chosen.scope;
        const remedy = await showConnectionTest({
          openConnection,
          codePrompt,
          clock,
          title: toScopeTitle(title, chosen),
          // One account is enough to see whether Inspector answers.
          plan: {
            profile,
            regions: getTroubledRegions(store.current, clicked) ?? chosen.regions,
            endpointUrl: settings.current?.endpointUrl,
            accountId: accounts[0]?.id,
          },
        });
        if (remedy?.command === 'inspectorStatus.openConfig') {
          await openConfig(remedy.failure.file);
        } else if (remedy !== undefined) {
          await run(remedy.command, toRowKey({ kind: 'scope', scope: name }));
        }
      }
    },
  };
}

function findTroubleOfRow(snapshot: Snapshot, key: unknown): Trouble | undefined {
  const row = parseRowKey(key);
  return row?.kind === 'trouble' ? findTrouble(snapshot, row) : undefined;
}

function getRegions(trouble: Trouble | undefined): readonly Region[] {
  return trouble?.readings.flatMap(({ region }) => region ?? []) ?? [];
}

/** Those that the row of a trouble is about; undefined for another row, and where it is about none. */
function getTroubledRegions(snapshot: Snapshot, key: unknown): readonly Region[] | undefined {
  const regions = getRegions(findTroubleOfRow(snapshot, key));
  return regions.length === 0 ? undefined : regions;
}

/** The Regions that the row is about, where it says that they are not available. */
function getUnavailableRegions(snapshot: Snapshot, key: unknown): ReadonlySet<Region> {
  const trouble = findTroubleOfRow(snapshot, key);
  const kind = trouble?.failure.kind;
  const isMeant = kind === 'regionNotEnabled' || kind === 'regionUnavailable';
  return new Set(isMeant ? getRegions(trouble) : []);
}

/** That of the row; else one of those that are signed out, or of all where none is. */
async function chooseProfileToSignIn(
  scopes: readonly ScopeConfiguration[],
  store: SnapshotStore,
  clicked: unknown,
): Promise<string | undefined> {
  const name = getScopeName(clicked);
  if (name !== undefined) {
    return scopes.find(({ scope }) => scope.name === name)?.scope.profile;
  }
  const signedOut = getAllTroubles(store.current).filter(({ failure }) => failure.kind === 'signedOut');
  const offered = signedOut.length > 0 ? signedOut : scopes;
  const profiles = new Map<string, string[]>();
  for (const { scope } of offered) {
    profiles.set(scope.profile, [...(profiles.get(scope.profile) ?? []), scope.name]);
  }
  const choices = [...profiles].map(([value, names]) => ({
    value,
    label: toInertLabel(describeProfile(value)),
    description: toInertLabel(names.join(', ')),
  }));
  const placeHolder =
    signedOut.length > 0 ? l10n.t('Profile that is signed out') : l10n.t('Profile to sign in with');
  return chooseOne({ title: l10n.t('Sign In') }, placeHolder, choices);
}
