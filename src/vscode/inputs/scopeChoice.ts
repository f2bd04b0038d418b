// chooseScope: which scope a command is about: that of the row, the only one, or the one that a person picks.

import { l10n } from 'vscode';
import { isAccountRow, parseRowKey } from '../../core/rows/rows.ts';
import type { ScopeConfiguration } from '../../core/settings/scopeEntries.ts';
import { describeProfile } from '../wording/credentials.ts';
import { toInertLabel } from '../wording/inert.ts';
import { describeRegions } from '../wording/regions.ts';
import { chooseOne } from './inputs.ts';

/** The name of the scope that the row belongs to; undefined where it belongs to none. */
export function getScopeName(key: unknown): string | undefined {
  const row = parseRowKey(key);
  return isAccountRow(row) || row?.kind === 'scope' || row?.kind === 'trouble' ? row.scope : undefined;
}

/** Undefined when the person cancels, and for the row of a scope that is gone. */
export async function chooseScope(
  scopes: readonly ScopeConfiguration[],
  clicked: unknown,
  title: string,
): Promise<ScopeConfiguration | undefined> {
  const name = getScopeName(clicked);
  if (name !== undefined) {
    return scopes.find(({ scope }) => scope.name === name);
  }
  const choices = scopes.map((value) => ({
    value,
    label: toInertLabel(value.scope.name),
    description: toInertLabel(describeScopeFacts(value)),
  }));
  return chooseOne({ title }, l10n.t('Scope'), choices);
}

/** Whom it is read with, and where. */
function describeScopeFacts({ scope, regions }: ScopeConfiguration): string {
  const where = regions.length === 0 ? l10n.t('Region of the profile') : describeRegions(regions);
  return `${describeProfile(scope.profile)} · ${where}`;
}

/** The title of what is asked about a scope. */
export function toScopeTitle(title: string, { scope }: ScopeConfiguration): string {
  return scope.name === '' ? title : `${title}: ${scope.name}`;
}
