// What the calls and policies that turn scan types on name them, and how many accounts one call takes.

import { type AccountId, KNOWN_SCAN_TYPES, type KnownScanType } from '../model.ts';

/** https://docs.aws.amazon.com/inspector/v2/APIReference/API_Enable.html */
const RESOURCE_TYPES: Readonly<Record<KnownScanType, string>> = {
  ec2: 'EC2',
  ecr: 'ECR',
  lambda: 'LAMBDA',
  lambdaCode: 'LAMBDA_CODE',
  codeRepository: 'CODE_REPOSITORY',
};

/** In the service's order. */
export function toResourceTypes(scanTypes: readonly KnownScanType[]): string[] {
  return KNOWN_SCAN_TYPES.filter((each) => scanTypes.includes(each)).map((each) => RESOURCE_TYPES[each]);
}

/** As many accounts as one call takes. */
const MAX_ACCOUNTS = 100;

export function toBatches(ids: readonly AccountId[]): AccountId[][] {
  return Array.from({ length: Math.ceil(ids.length / MAX_ACCOUNTS) }, (_, at) =>
    ids.slice(at * MAX_ACCOUNTS, (at + 1) * MAX_ACCOUNTS),
  );
}
