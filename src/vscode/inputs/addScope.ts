// askForScope: asks step by step for a new scope. Nothing is written before the last step is taken.

import { l10n } from 'vscode';
import type { AccountId, Region } from '../../core/model.ts';
import type { ProfilesOutcome } from '../../core/ports.ts';
import { MEMBERS, parseScopeName, type ScopeConfiguration } from '../../core/settings/scopeEntries.ts';
import type { RawScope, ScopeTarget } from '../settings/settingsWriter.ts';
import { describeProfile } from '../wording/credentials.ts';
import { toInertLabel } from '../wording/inert.ts';
import { describeAccountCount } from '../wording/numbers.ts';
import { askForAccountIds } from './accountIdInput.ts';
import { askChoice, askText, type Given, note, runSteps, type Stage, type Step } from './inputs.ts';
import { type PickedProfile, pickProfile } from './profilePicker.ts';
import { pickRegions } from './regionPicker.ts';

export interface ScopeQuestion {
  /** What is read now. */
  readonly present: readonly ScopeConfiguration[];
  /** Where it can be written, the likelier first; one at least. */
  readonly targets: readonly ScopeTarget[];
  readonly readProfiles: () => Promise<ProfilesOutcome>;
  readonly readRegion: (profile: string) => Promise<Region | undefined>;
}

/** Scopes to add, in this order; or the AWS files have to be seen to first. */
export type ScopeAnswer =
  | { readonly kind: 'scopes'; readonly scopes: readonly RawScope[]; readonly target: ScopeTarget }
  | Extract<PickedProfile, { kind: 'openConfig' }>;

type AccountSource = 'settings' | 'own' | 'members';

interface Draft {
  name: string;
  profile: PickedProfile | undefined;
  regions: readonly Region[];
  accounts: AccountSource;
  ids: readonly AccountId[];
  /** Whether what is read without scopes becomes one of its own, and its name. */
  keeps: boolean;
  keptName: string;
  target: ScopeTarget | undefined;
}

/** Undefined when the person cancels. */
export async function askForScope(question: ScopeQuestion): Promise<ScopeAnswer | undefined> {
  const { present, targets, readProfiles, readRegion } = question;
  const names = new Set(present.map(({ scope }) => scope.name));
  const [only] = present;
  /** What the settings without scopes show, which the first scope would take the place of. */
  const shown = only?.scope.name === '' && only.scope.accounts.length > 0 ? only : undefined;
  const draft: Draft = {
    name: '',
    profile: undefined,
    regions: [],
    // Where the settings list none, there are none to share.
    accounts: shown === undefined && names.has('') ? 'own' : 'settings',
    ids: [],
    keeps: true,
    keptName: only?.scope.profile || l10n.t('Accounts'),
    target: targets[0],
  };
  const profileName = () => (draft.profile?.kind === 'profile' ? draft.profile.name : '');

  const steps = {
    name: async (stage) => {
      const prompt = l10n.t('Name of the scope, such as that of the organization. The view shows it.');
      return note(await askForName(stage, prompt, draft.name, names), (value) => (draft.name = value));
    },
    profile: async (stage) =>
      note(
        await pickProfile(stage, readProfiles(), draft.profile && profileName()),
        (value) => (draft.profile = value),
      ),
    regions: async (stage) =>
      note(
        await pickRegions(stage, {
          current: draft.regions,
          fetchProfileRegion: () => readRegion(profileName()),
        }),
        (value) => (draft.regions = value),
      ),
    accounts: async (stage) =>
      note(await askForAccountSource(stage, draft.accounts, shown), (value) => (draft.accounts = value)),
    ids: async (stage) =>
      note(await askForAccountIds(stage, new Set(), draft.ids), (value) => (draft.ids = value)),
    keeps: async (stage) =>
      note(await askWhetherToKeep(stage, draft.keeps, shown), (value) => (draft.keeps = value)),
    keptName: async (stage) => {
      const prompt = l10n.t('Name of the scope for what is shown now.');
      const given = await askForName(stage, prompt, draft.keptName, new Set([draft.name]));
      return note(given, (value) => (draft.keptName = value));
    },
    target: async (stage) =>
      note(await askForTarget(stage, draft.target, question), (value) => (draft.target = value)),
  } satisfies Record<string, Step>;
  const getSteps = (): readonly Step[] =>
    draft.profile?.kind === 'openConfig'
      ? []
      : [
          steps.name,
          steps.profile,
          steps.regions,
          steps.accounts,
          ...(draft.accounts === 'own' ? [steps.ids] : []),
          ...(shown === undefined ? [] : draft.keeps ? [steps.keeps, steps.keptName] : [steps.keeps]),
          ...(targets.length > 1 ? [steps.target] : []),
        ];

  if (!(await runSteps(l10n.t('Add Scope'), getSteps))) {
    return undefined;
  }
  if (draft.profile?.kind === 'openConfig') {
    return draft.profile;
  }
  const scope: RawScope = {
    name: draft.name,
    profile: profileName(),
    regions: draft.regions,
    ...(draft.accounts === 'settings'
      ? {}
      : { accountIds: draft.accounts === 'members' ? MEMBERS : draft.ids }),
  };
  const kept: readonly RawScope[] = shown !== undefined && draft.keeps ? [{ name: draft.keptName }] : [];
  return { kind: 'scopes', scopes: [...kept, scope], target: draft.target ?? 'user' };
}

async function askForName(
  stage: Stage,
  prompt: string,
  value: string,
  taken: ReadonlySet<string>,
): Promise<Given<string>> {
  const given = await askText(stage, {
    prompt,
    value,
    validate: (text) => {
      const name = parseScopeName(text);
      return name === ''
        ? l10n.t('A scope needs a name.')
        : taken.has(name)
          ? l10n.t('There is already a scope with this name.')
          : undefined;
    },
  });
  return given.kind === 'given' ? { kind: 'given', value: parseScopeName(given.value) } : given;
}

function askForAccountSource(
  stage: Stage,
  current: AccountSource,
  shown: ScopeConfiguration | undefined,
): Promise<Given<AccountSource>> {
  return askChoice<AccountSource>(
    stage,
    l10n.t('Accounts of the scope'),
    [
      {
        value: 'settings',
        label: l10n.t('Those of the settings'),
        detail: l10n.t('What “inspectorStatus.accountIds” lists, now and later'),
        ...(shown === undefined ? {} : { description: describeAccountCount(shown.scope.accounts.length) }),
      },
      {
        value: 'own',
        label: l10n.t('Its own'),
        detail: l10n.t('Account ids that you type or paste in the next step'),
      },
      {
        value: 'members',
        label: l10n.t('The members of the organization'),
        detail: l10n.t(
          'Follows the organization; the profile must be that of Inspector’s delegated administrator',
        ),
      },
    ],
    current,
  );
}

function askWhetherToKeep(
  stage: Stage,
  current: boolean,
  shown: ScopeConfiguration | undefined,
): Promise<Given<boolean>> {
  const count = describeAccountCount(shown?.scope.accounts.length ?? 0);
  const profile = toInertLabel(describeProfile(shown?.scope.profile ?? ''));
  return askChoice(
    stage,
    l10n.t('Once there are scopes, only they are read'),
    [
      {
        value: true,
        label: l10n.t('Keep what is shown now as a scope beside the new one'),
        detail: `${count} · ${profile}`,
      },
      {
        value: false,
        label: l10n.t('Show only the new scope'),
        detail: l10n.t('The current settings stay, but are used only where a scope falls back to them'),
      },
    ],
    current,
  );
}

function askForTarget(
  stage: Stage,
  current: ScopeTarget | undefined,
  { present, targets }: ScopeQuestion,
): Promise<Given<ScopeTarget>> {
  // Where both can be chosen, the workspace has none: those that are read are the user's.
  const hasUsers = present.some(({ scope }) => scope.name !== '');
  const choices = {
    workspace: {
      label: l10n.t('Workspace Settings'),
      detail: hasUsers
        ? l10n.t('Only here, beside a copy of the scopes in the user settings')
        : l10n.t('Only here, and for everybody who shares the workspace settings'),
    },
    user: { label: l10n.t('User Settings'), detail: l10n.t('In all your windows') },
  };
  return askChoice(
    stage,
    l10n.t('Where the scope is kept'),
    targets.map((value) => ({ value, ...choices[value] })),
    current,
  );
}
