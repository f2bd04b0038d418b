// Region codes: their form, their partition, and the Regions where Amazon Inspector exists.

import type { Region } from './model.ts';

/**
 * Regions with Amazon Inspector endpoints, with the names AWS gives them. A Region that is not here may still
 * exist: it is read all the same.
 * https://docs.aws.amazon.com/general/latest/gr/inspector2.html
 */
export const INSPECTOR_REGIONS: ReadonlyMap<Region, string> = new Map([
  ['us-east-1', 'US East (N. Virginia)'],
  ['us-east-2', 'US East (Ohio)'],
  ['us-west-1', 'US West (N. California)'],
  ['us-west-2', 'US West (Oregon)'],
  ['af-south-1', 'Africa (Cape Town)'],
  ['ap-east-1', 'Asia Pacific (Hong Kong)'],
  ['ap-east-2', 'Asia Pacific (Taipei)'],
  ['ap-northeast-1', 'Asia Pacific (Tokyo)'],
  ['ap-northeast-2', 'Asia Pacific (Seoul)'],
  ['ap-northeast-3', 'Asia Pacific (Osaka)'],
  ['ap-south-1', 'Asia Pacific (Mumbai)'],
  ['ap-south-2', 'Asia Pacific (Hyderabad)'],
  ['ap-southeast-1', 'Asia Pacific (Singapore)'],
  ['ap-southeast-2', 'Asia Pacific (Sydney)'],
  ['ap-southeast-3', 'Asia Pacific (Jakarta)'],
  ['ap-southeast-4', 'Asia Pacific (Melbourne)'],
  ['ap-southeast-5', 'Asia Pacific (Malaysia)'],
  ['ap-southeast-7', 'Asia Pacific (Thailand)'],
  ['ca-central-1', 'Canada (Central)'],
  ['ca-west-1', 'Canada West (Calgary)'],
  ['eu-central-1', 'Europe (Frankfurt)'],
  ['eu-central-2', 'Europe (Zurich)'],
  ['eu-north-1', 'Europe (Stockholm)'],
  ['eu-south-1', 'Europe (Milan)'],
  ['eu-south-2', 'Europe (Spain)'],
  ['eu-west-1', 'Europe (Ireland)'],
  ['eu-west-2', 'Europe (London)'],
  ['eu-west-3', 'Europe (Paris)'],
  ['il-central-1', 'Israel (Tel Aviv)'],
  ['me-central-1', 'Middle East (UAE)'],
  ['me-south-1', 'Middle East (Bahrain)'],
  ['mx-central-1', 'Mexico (Central)'],
  ['sa-east-1', 'South America (São Paulo)'],
  ['us-gov-east-1', 'AWS GovCloud (US-East)'],
  ['us-gov-west-1', 'AWS GovCloud (US-West)'],
  ['cn-north-1', 'China (Beijing)'],
  ['cn-northwest-1', 'China (Ningxia)'],
]);

const REGION_PATTERN = /^[a-z]{2,5}(-[a-z]{1,12}){1,3}-[0-9]{1,2}$/;

export type ParsedRegion =
  | { readonly kind: 'region'; readonly region: Region }
  | { readonly kind: 'fips' | 'malformed' };

/**
 * The Region code in canonical form: blanks around it and capitals are forgiven. Pseudo-Regions such as
 * `fips-us-east-1` are refused, because the SDK would quietly switch to another endpoint for them.
 */
export function parseRegion(text: string): ParsedRegion {
  const code = text.replace(/^ +| +$/g, '').toLowerCase();
  if (code.startsWith('fips-') || code.endsWith('-fips')) {
    return { kind: 'fips' };
  }
  return code.length <= 32 && REGION_PATTERN.test(code)
    ? { kind: 'region', region: code }
    : { kind: 'malformed' };
}

export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov' | 'other';

export function toPartition(region: Region): Partition {
  if (region.startsWith('cn-')) {
    return 'aws-cn';
  }
  if (region.startsWith('us-gov-')) {
    return 'aws-us-gov';
  }
  return /^(us|af|ap|ca|eu|il|me|mx|sa)-/.test(region) && !region.includes('-iso') ? 'aws' : 'other';
}

const CONSOLE_HOSTS: Record<Partition, string | undefined> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  other: undefined,
};

/**
 * The page of Amazon Inspector in the AWS console for the Region, or undefined in a partition whose console
 * address is not known.
 */
export function toConsoleUrl(region: Region): string | undefined {
  const host = CONSOLE_HOSTS[toPartition(region)];
  return host === undefined ? undefined : `https://${host}/inspector/v2/home?region=${region}`;
}
