// describeSource: when an account was read, with which identity and for which scope: for hovers and the clipboard.

import { l10n } from 'vscode';
import type { ProfileIdentity } from '../../core/ports.ts';
import type { Place } from '../../core/rows/rows.ts';
import { toSingleLine } from '../../core/text.ts';
import { describeChosenProfile } from './credentials.ts';
import { describeReadTimes } from './times.ts';

/** As far as it is known; the Regions stand elsewhere. */
export function describeSource(places: readonly Place[], identity: ProfileIdentity | undefined): string[] {
  const [first] = places;
  if (first === undefined) {
    return [];
  }
  const { scope } = first.reading;
  return [
    ...describeReading(places),
    describeChosenProfile(scope),
    ...describeIdentity(identity),
    ...(scope.name === '' ? [] : [toSingleLine(scope.name, 100)]),
  ];
}

function describeReading(places: readonly Place[]): string[] {
  const entries = places.flatMap(({ entry }) => (entry.kind === 'read' ? [entry] : []));
  const times = entries.map(({ takenAt }) => takenAt);
  return times.length === 0
    ? []
    : [
        describeReadTimes(Math.min(...times), Math.max(...times)),
        ...(entries.some(({ stale }) => stale) ? [l10n.t('not confirmed since')] : []),
      ];
}

function describeIdentity(identity: ProfileIdentity | undefined): string[] {
  const { accountId, roleName } = identity ?? {};
  if (accountId === undefined) {
    return [];
  }
  return roleName === undefined
    ? [l10n.t('of account {0}', accountId)]
    : [l10n.t('role {0} of account {1}', toSingleLine(roleName, 64), accountId)];
}
