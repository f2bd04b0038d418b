// toCliCommands: AWS CLI commands that turn on what is missing, safe to paste into any usual shell.

import { toBatches } from '../batches.ts';
import type { AccountId } from '../model.ts';
import type { Fix } from './fixPlan.ts';
import { toResourceTypes } from './resourceTypes.ts';

export interface CliCommands {
  readonly commands: readonly string[];
  /** The name of a profile is left out, because shells would not all take it for what it is. */
  readonly isProfileLeftOut: boolean;
}

export function toCliCommands(fixes: readonly Fix[]): CliCommands {
  const commands = mergeFixes(fixes).flatMap(({ profile, region, missing, accountIds }) =>
    toBatches(accountIds).map((ids) =>
      [
        'aws inspector2 enable',
        `--resource-types ${toResourceTypes(missing).join(' ')}`,
        `--account-ids ${ids.join(' ')}`,
        `--region ${region}`,
        ...(toProfileOption(profile) ?? []),
      ].join(' '),
    ),
  );
  return { commands, isProfileLeftOut: fixes.some(({ profile }) => toProfileOption(profile) === undefined) };
}

/**
 * What POSIX shells, PowerShell and cmd.exe all take for one argument. Between single quotes the first two take these
 * characters as they are; cmd.exe, which knows no such quotes, runs nothing of them.
 */
function toProfileOption(profile: string): string[] | undefined {
  if (profile === '') {
    return [];
  }
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(profile)) {
    return [`--profile ${profile}`];
  }
  return /^[A-Za-z0-9_][A-Za-z0-9_.@+=:,/ -]*$/.test(profile) ? [`--profile '${profile}'`] : undefined;
}

type CliFix = Pick<Fix, 'profile' | 'region' | 'missing'> & { readonly accountIds: Set<AccountId> };

/** What is on already makes no difference to the call. */
function mergeFixes(fixes: readonly Fix[]): readonly CliFix[] {
  const merged = new Map<string, CliFix>();
  for (const { profile, region, missing, accountIds } of fixes) {
    const key = JSON.stringify([profile, region, missing]);
    const known = merged.get(key) ?? { profile, region, missing, accountIds: new Set() };
    merged.set(key, known);
    for (const id of accountIds) {
      known.accountIds.add(id);
    }
  }
  return [...merged.values()];
}
