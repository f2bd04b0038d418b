// toTemplates: CloudFormation templates with AWS Organizations policies that turn on what is missing.

import { type AccountId, KNOWN_SCAN_TYPES, type KnownScanType, type Region } from '../model.ts';
import type { Fix } from './fixPlan.ts';

/** A template for an organisation, which is read with one profile. */
export interface Template {
  readonly profile: string;
  readonly text: string;
}

/**
 * Amazon Inspector has no resource type to be turned on with; a policy of type INSPECTOR_POLICY does it.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inspector_syntax.html
 */
export function toTemplates(fixes: readonly Fix[]): readonly Template[] {
  const byProfile = new Map<string, Fix[]>();
  for (const fix of fixes) {
    byProfile.set(fix.profile, [...(byProfile.get(fix.profile) ?? []), fix]);
  }
  return [...byProfile].map(([profile, ofProfile]) => ({ profile, text: toTemplate(ofProfile) }));
}

function toTemplate(fixes: readonly Fix[]): string {
  return [
    'AWSTemplateFormatVersion: "2010-09-09"',
    'Description: Turns on Amazon Inspector scan types with AWS Organizations policies',
    'Resources:',
    ...groupAccounts(fixes).flatMap(({ regions, accountIds }, at) => [
      `  InspectorPolicy${at + 1}:`,
      '    Type: AWS::Organizations::Policy',
      '    Properties:',
      `      Name: inspector-scan-types-${at + 1}`,
      '      Type: INSPECTOR_POLICY',
      '      TargetIds:',
      ...accountIds.map((id) => `        - "${id}"`),
      '      Content:',
      '        inspector:',
      '          enablement:',
      ...toEnablement(regions).map((line) => `            ${line}`),
    ]),
  ].join('\n');
}

type RegionsByScanType = ReadonlyMap<KnownScanType, readonly Region[]>;

/** Accounts that need the same in the same Regions share a policy. */
function groupAccounts(fixes: readonly Fix[]): { regions: RegionsByScanType; accountIds: AccountId[] }[] {
  const byAccount = new Map<AccountId, Map<KnownScanType, Set<Region>>>();
  for (const { region, missing, accountIds } of fixes) {
    for (const id of accountIds) {
      const regions = byAccount.get(id) ?? new Map<KnownScanType, Set<Region>>();
      byAccount.set(id, regions);
      for (const scanType of missing.includes('lambdaCode') ? [...missing, 'lambda' as const] : missing) {
        regions.set(scanType, (regions.get(scanType) ?? new Set()).add(region));
      }
    }
  }
  const groups = new Map<string, { regions: RegionsByScanType; accountIds: AccountId[] }>();
  for (const [id, found] of byAccount) {
    const regions = new Map(
      KNOWN_SCAN_TYPES.flatMap((each) => {
        const inRegions = found.get(each);
        return inRegions === undefined ? [] : [[each, [...inRegions].sort()] as const];
      }),
    );
    const key = JSON.stringify([...regions]);
    const known = groups.get(key) ?? { regions, accountIds: [] };
    groups.set(key, known);
    known.accountIds.push(id);
  }
  return [...groups.values()];
}

/** Lambda code stands inside of Lambda standard. */
function toEnablement(regions: RegionsByScanType): string[] {
  const toLines = (key: string, scanType: KnownScanType, inside: readonly string[] = []): string[] => {
    const enabled = regions.get(scanType);
    return enabled === undefined
      ? []
      : [
          `${key}:`,
          '  enable_in_regions:',
          // What policies above turn on stays on.
          '    "@@append":',
          ...enabled.map((region) => `      - ${region}`),
          '  disable_in_regions:',
          '    "@@assign": []',
          ...inside.map((line) => `  ${line}`),
        ];
  };
  return [
    ...toLines('ec2_scanning', 'ec2'),
    ...toLines('ecr_scanning', 'ecr'),
    ...toLines('lambda_standard_scanning', 'lambda', toLines('lambda_code_scanning', 'lambdaCode')),
    ...toLines('code_repository_scanning', 'codeRepository'),
  ];
}
