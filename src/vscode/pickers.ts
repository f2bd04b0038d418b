// Asks a person for accounts, a profile or Regions. Each resolves to undefined when the person cancels.

import { l10n, type QuickPickItem, window } from 'vscode';
import { parseAccountId } from '../core/configuration.ts';
import type { AccountId, Region } from '../core/model.ts';
import { INSPECTOR_REGIONS, parseRegion } from '../core/regions.ts';
import { toSingleLine } from '../core/text.ts';
import { toInertLabel } from './wording/inert.ts';

/** New account ids, typed or pasted, separated by blanks, commas or semicolons. */
export async function pickAccountIds(
  present: ReadonlySet<AccountId>,
): Promise<readonly AccountId[] | undefined> {
  const text = await window.showInputBox({
    title: l10n.t('Add Accounts'),
    prompt: l10n.t('AWS account ids, 12 digits each, separated by blanks or commas.'),
    placeHolder: '111122223333, 444455556666',
    ignoreFocusOut: true,
    validateInput: (value) => {
      const { bad, ids } = splitAccountIds(value);
      if (bad !== undefined) {
        return l10n.t('“{0}” is not an account id of 12 digits.', toSingleLine(bad, 40));
      }
      return value.trim() !== '' && ids.every((id) => present.has(id))
        ? l10n.t('All of these are in the list already.')
        : undefined;
    },
  });
  return text === undefined ? undefined : splitAccountIds(text).ids.filter((id) => !present.has(id));
}

function splitAccountIds(text: string): { ids: AccountId[]; bad: string | undefined } {
  const ids = new Set<AccountId>();
  let bad: string | undefined;
  for (const part of text.split(/[\s,;"'[\]]+/).filter((each) => each !== '')) {
    const id = parseAccountId(part, () => {
      bad ??= part;
    });
    if (id !== undefined) {
      ids.add(id);
    }
  }
  return { ids: [...ids], bad };
}

export interface ProfileChoice {
  readonly name: string;
  readonly kind: string;
  readonly region: Region | undefined;
}

/** A profile's name; empty for the SDK's default chain. */
export async function pickProfile(
  profiles: Promise<readonly ProfileChoice[]>,
  current: string,
): Promise<string | undefined> {
  const items = profiles.then((all): (QuickPickItem & { readonly name: string })[] => [
    {
      name: '',
      label: l10n.t('Default credentials'),
      description: describeCurrent('' === current),
      detail: l10n.t('Environment, default profile, container or instance, in the order of the AWS SDK'),
    },
    ...all.map(({ name, kind, region }) => ({
      name,
      label: toInertLabel(toSingleLine(name, 100)),
      description: [region, describeCurrent(name === current)].filter((part) => part).join(' · '),
      detail: describeProfileKind(kind),
    })),
  ]);
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Select AWS Profile'),
    placeHolder: l10n.t('Profile of the AWS config and credentials files to read with'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.name;
}

function describeCurrent(isCurrent: boolean): string {
  return isCurrent ? l10n.t('current') : '';
}

function describeProfileKind(kind: string): string {
  switch (kind) {
    case 'keys':
      return l10n.t('Access keys');
    case 'role':
      return l10n.t('Assumes a role');
    case 'sso':
      return l10n.t('IAM Identity Center (SSO)');
    case 'process':
      return l10n.t('Credential process');
    case 'webIdentity':
      return l10n.t('Web identity');
    case 'login':
      return l10n.t('AWS console sign-in');
    default:
      return l10n.t('No credentials of its own');
  }
}

/** The Regions to read; none means the Region of the profile. One that is not in the list can be typed. */
export function pickRegions(current: readonly Region[]): Promise<readonly Region[] | undefined> {
  const pick = window.createQuickPick();
  pick.title = l10n.t('Select Regions');
  pick.placeholder = l10n.t('Regions to read; none for the Region of the profile');
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  const toItem = (region: Region): QuickPickItem => ({
    label: region,
    description: INSPECTOR_REGIONS.get(region) ?? l10n.t('not a Region known to have Inspector'),
  });
  const items = [...new Set([...current, ...INSPECTOR_REGIONS.keys()])].map(toItem);
  pick.items = items;
  pick.selectedItems = items.filter(({ label }) => current.includes(label));
  return new Promise((resolve) => {
    const subscriptions = [
      pick,
      pick.onDidChangeValue((value) => {
        const typed = parseRegion(value);
        if (typed.kind === 'region' && !pick.items.some(({ label }) => label === typed.region)) {
          const { selectedItems } = pick;
          pick.items = [toItem(typed.region), ...pick.items];
          pick.selectedItems = selectedItems;
        }
      }),
      pick.onDidAccept(() => {
        resolve(pick.selectedItems.map(({ label }) => label));
        pick.hide();
      }),
      pick.onDidHide(() => {
        resolve(undefined);
        for (const subscription of subscriptions) {
          subscription.dispose();
        }
      }),
    ];
    pick.show();
  });
}
