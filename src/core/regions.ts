// Region codes: their form, their partition, and the Regions where Amazon Inspector exists.

import { hasLogin, parseAddress } from './endpointUrl.ts';
import type { AccountId, Region } from './model.ts';

/**
 * Regions with Amazon Inspector endpoints, with the names AWS gives them. A Region that is not here may still
 * exist: it is read all the same. A new one is a line here, after which a test says what else needs it.
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

/**
 * The Regions of the partition `aws` that every account has. The list is closed: each Region since March 2019 has to
 * be enabled for an account before it takes the account's credentials.
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const ENABLED_BY_DEFAULT: ReadonlySet<Region> = new Set([
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
]);

/** Whether an account may do without the Region, because it has to be enabled first. */
export function isOptIn(region: Region): boolean {
  return toPartition(region) === 'aws' && !ENABLED_BY_DEFAULT.has(region);
}

const REGION_PATTERN = /^[a-z]{2,5}(-[a-z]{1,12}){1,3}-[0-9]{1,2}$/;

/** A code has at most 32 characters, and few type more blanks around it; many more would take long to trim. */
const MAX_TYPED = 256;

export type ParsedRegion =
  | { readonly kind: 'region'; readonly region: Region }
  | { readonly kind: 'fips' | 'malformed' };

/**
 * The Region code in canonical form: blanks around it and capitals are forgiven. Pseudo-Regions such as
 * `fips-us-east-1` are refused, because the SDK would quietly switch to another endpoint for them.
 */
export function parseRegion(text: string): ParsedRegion {
  if (text.length > MAX_TYPED) {
    return { kind: 'malformed' };
  }
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

/** The Regions of the partition where Amazon Inspector is known to exist, in the order of `INSPECTOR_REGIONS`. */
export function getInspectorRegions(partition: Partition): readonly Region[] {
  return [...INSPECTOR_REGIONS.keys()].filter((region) => toPartition(region) === partition);
}

/** Where Regions are, as people look for them; the order is that of a list. */
export const GEOGRAPHIES = [
  'northAmerica',
  'southAmerica',
  'europe',
  'middleEast',
  'africa',
  'asiaPacific',
  'govCloud',
  'china',
  'other',
] as const;
export type Geography = (typeof GEOGRAPHIES)[number];

const GEOGRAPHY_OF_PREFIX: ReadonlyMap<string, Geography> = new Map([
  ['us', 'northAmerica'],
  ['ca', 'northAmerica'],
  ['mx', 'northAmerica'],
  ['sa', 'southAmerica'],
  ['eu', 'europe'],
  ['il', 'middleEast'],
  ['me', 'middleEast'],
  ['af', 'africa'],
  ['ap', 'asiaPacific'],
]);

export function toGeography(region: Region): Geography {
  switch (toPartition(region)) {
    case 'aws-us-gov':
      return 'govCloud';
    case 'aws-cn':
      return 'china';
    case 'aws':
      return GEOGRAPHY_OF_PREFIX.get(region.split('-')[0] ?? '') ?? 'other';
    case 'other':
      return 'other';
  }
}

const CONSOLE_HOSTS: Record<Partition, string | undefined> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  other: undefined,
};

/** How a person gets into the console with a profile of IAM Identity Center. Text from the AWS config file. */
export interface ConsoleAccess {
  readonly startUrl: string;
  /** The profile's own account: its console shows the members' accounts too, as the delegated administrator. */
  readonly accountId: AccountId;
  readonly roleName: string;
}

/** Hosts of access portals. Another start URL, such as that of an issuer, takes no shortcut links. */
const PORTAL_HOST = /^[a-z0-9-]+(\.[a-z0-9-]+){0,3}\.(awsapps\.com|awsapps\.cn|app\.aws)$/;

/**
 * The shortcut link that signs in with the portal and goes on to the page; undefined where the start URL is not that
 * of a portal. https://docs.aws.amazon.com/singlesignon/latest/userguide/createshortcutlink.html
 */
export function toPortalUrl(
  { startUrl, accountId, roleName }: ConsoleAccess,
  page: string,
): string | undefined {
  const url = parseAddress(startUrl);
  if (url?.protocol !== 'https:' || hasLogin(url) || url.port !== '') {
    return undefined;
  }
  if (!PORTAL_HOST.test(url.hostname) || roleName === '') {
    return undefined;
  }
  const path = url.pathname.replace(/\/$/, '');
  const parameters = `account_id=${accountId}&role_name=${encodeURIComponent(roleName)}`;
  return `${url.origin}${path}/#/console?${parameters}&destination=${encodeURIComponent(page)}`;
}

/**
 * The page of Amazon Inspector in the AWS console for the Region, or undefined in a partition whose console
 * address is not known.
 */
export function toConsoleUrl(region: Region): string | undefined {
  const host = CONSOLE_HOSTS[toPartition(region)];
  return host === undefined ? undefined : `https://${host}/inspector/v2/home?region=${region}`;
}
