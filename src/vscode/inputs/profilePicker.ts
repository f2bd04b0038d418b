// pickProfile: asks for a profile of the AWS files, or says why there is none to choose.

import { l10n, type QuickPickItem, ThemeColor, ThemeIcon, window } from 'vscode';
import type { Failure } from '../../core/model.ts';
import type { ProfileDescription, ProfilesOutcome } from '../../core/ports.ts';
import { toSingleLine } from '../../core/text.ts';
import { describeProfile } from '../wording/credentials.ts';
import { explainFailure } from '../wording/failures.ts';
import { toInertLabel } from '../wording/inert.ts';
import { describeProfileFacts } from '../wording/profiles.ts';
import { beginAt, type Given, type Stage, showInput } from './inputs.ts';

/** A profile's name, empty for the SDK's default chain; `openConfig` where the files have to be seen to first. */
export type PickedProfile =
  | { readonly kind: 'profile'; readonly name: string }
  | { readonly kind: 'openConfig'; readonly file: string | undefined };

interface ProfileItem extends QuickPickItem {
  readonly choice?: PickedProfile;
}

/** `current` is marked, and where the person begins. */
export function pickProfile(
  stage: Stage,
  profiles: Promise<ProfilesOutcome>,
  current: string | undefined,
): Promise<Given<PickedProfile>> {
  const pick = window.createQuickPick<ProfileItem>();
  pick.placeholder = l10n.t('Profile of the AWS config and credentials files to read with');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  return showInput(pick, stage, (give, fail) => {
    profiles.then((outcome) => {
      pick.busy = false;
      pick.items =
        outcome.kind === 'read' ? toProfileItems(outcome.profiles, current) : toTroubleItems(outcome.failure);
      beginAt(pick, ({ choice }) => choice?.kind === 'profile' && choice.name === current);
    }, fail);
    return [
      pick.onDidAccept(() => {
        const { choice } = pick.activeItems[0] ?? {};
        if (choice !== undefined) {
          give(choice);
        }
      }),
    ];
  });
}

function toProfileItems(profiles: readonly ProfileDescription[], current: string | undefined): ProfileItem[] {
  const mark = (name: string) => (name === current ? { description: l10n.t('current') } : {});
  return [
    {
      choice: { kind: 'profile', name: '' },
      label: l10n.t('Default credentials'),
      detail: l10n.t('Environment, default profile, container or instance, in the order of the AWS SDK'),
      ...mark(''),
    },
    ...profiles.map((profile) => ({
      choice: { kind: 'profile' as const, name: profile.name },
      label: toInertLabel(toSingleLine(profile.name, 100)),
      detail: toInertLabel(describeProfileFacts(profile)),
      ...mark(profile.name),
    })),
  ];
}

/** Why there are no profiles to choose from, and the way to the file. */
function toTroubleItems(failure: Failure): ProfileItem[] {
  const { title, why, nextStep } = explainFailure(failure, describeProfile(''), []);
  return [
    {
      label: title,
      detail: toInertLabel(why),
      iconPath: new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground')),
    },
    {
      choice: { kind: 'openConfig', file: failure.file },
      label: l10n.t('Open AWS Config File'),
      detail: toInertLabel(nextStep),
      iconPath: new ThemeIcon('go-to-file'),
    },
  ];
}
