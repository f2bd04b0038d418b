// toResourceTypes: what the calls and policies that turn scan types on name them.

import { KNOWN_SCAN_TYPES, type KnownScanType } from '../model.ts';

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
