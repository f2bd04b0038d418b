/** The settings of the demonstration: the accounts and Regions of the sample organisation. */
import { sampleAccounts, sampleRegions } from '../emulator/scenarios/sampleAccounts.ts';
import type { Settings } from '../support/sandbox.ts';

/** User settings, because a workspace cannot choose an endpoint. */
export function toUserSettings(endpointUrl: string): Settings {
  return { 'inspectorStatus.endpointUrl': endpointUrl };
}

export function toWorkspaceSettings(): Settings {
  const names = sampleAccounts.flatMap(({ id, name }) => (name === undefined ? [] : [[id, name] as const]));
  return {
    'inspectorStatus.accountIds': sampleAccounts.map(({ id }) => id),
    'inspectorStatus.accountNames': Object.fromEntries(names),
    'inspectorStatus.regions': sampleRegions,
  };
}
