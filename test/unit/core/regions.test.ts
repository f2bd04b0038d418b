/** Region codes, their partitions and their pages in the AWS console. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  GEOGRAPHIES,
  getInspectorRegions,
  INSPECTOR_REGIONS,
  isOptIn,
  parseRegion,
  toConsoleUrl,
  toGeography,
  toPartition,
} from '../../../src/core/regions.ts';
import { readProjectFile } from '../support/manifest.ts';
import { anyText, checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

describe('Regions', () => {
  it('takes every Region of Amazon Inspector as it is written', () => {
    assert.ok(INSPECTOR_REGIONS.size >= 37);
    for (const region of INSPECTOR_REGIONS.keys()) {
      assert.deepEqual(parseRegion(region), { kind: 'region', region });
      assert.notEqual(toPartition(region), 'other');
      assert.ok(toConsoleUrl(region));
    }
  });

  it('has for each of them the name that AWS gives it: an area and a place', () => {
    for (const name of INSPECTOR_REGIONS.values()) {
      assert.match(name, /^[A-Z][A-Za-z ]+ \([\p{L}. -]{3,}\)$/u);
    }
    assert.equal(new Set(INSPECTOR_REGIONS.values()).size, INSPECTOR_REGIONS.size);
  });

  it('has the names and partitions that the AWS SDK has', () => {
    const partitions = readSdkPartitions();
    const plain = (name: string) => name.normalize('NFD').replace(/\p{M}/gu, '');
    for (const [region, name] of INSPECTOR_REGIONS) {
      const partition = partitions.find(({ id }) => id === toPartition(region));
      assert.equal(partition?.regions[region]?.description, plain(name), region);
    }
    for (const { id, regions } of partitions.filter((each) =>
      ['aws', 'aws-cn', 'aws-us-gov'].includes(each.id),
    )) {
      const known = Object.keys(regions).filter((region) => !region.endsWith('-global'));
      assert.ok(known.length >= 2);
      assert.deepEqual(
        known.filter((region) => toPartition(region) !== id),
        [],
      );
      assert.deepEqual(
        known.filter((region) => toGeography(region) === 'other'),
        [],
        'Regions of the SDK without a geography',
      );
    }
  });

  it('knows all Regions of a partition, and in none other', () => {
    assert.deepEqual(getInspectorRegions('aws-cn'), ['cn-north-1', 'cn-northwest-1']);
    assert.deepEqual(getInspectorRegions('aws-us-gov'), ['us-gov-east-1', 'us-gov-west-1']);
    assert.equal(getInspectorRegions('aws').length, INSPECTOR_REGIONS.size - 4);
    assert.deepEqual(getInspectorRegions('other'), []);
  });

  it('groups Regions by where they are', () => {
    const geographies = {
      'us-west-2': 'northAmerica',
      'ca-west-1': 'northAmerica',
      'mx-central-1': 'northAmerica',
      'sa-east-1': 'southAmerica',
      'eu-central-2': 'europe',
      'il-central-1': 'middleEast',
      'me-south-1': 'middleEast',
      'af-south-1': 'africa',
      'ap-east-2': 'asiaPacific',
      'us-gov-east-1': 'govCloud',
      'cn-north-1': 'china',
      'us-iso-east-1': 'other',
      'zz-north-1': 'other',
    } as const;
    for (const [region, geography] of Object.entries(geographies)) {
      assert.equal(toGeography(region), geography, region);
      assert.ok(GEOGRAPHIES.includes(geography));
    }
  });

  it('knows which Regions have to be enabled for an account first', () => {
    const fromTheStart = getInspectorRegions('aws').filter((region) => !isOptIn(region));
    assert.equal(fromTheStart.length, 17);
    for (const region of ['us-east-1', 'ap-northeast-3', 'eu-north-1', 'sa-east-1']) {
      assert.ok(fromTheStart.includes(region), region);
    }
    for (const region of [
      'af-south-1',
      'ap-east-1',
      'eu-central-2',
      'me-south-1',
      'mx-central-1',
      'ap-moon-1',
    ]) {
      assert.ok(isOptIn(region), region);
    }
    for (const region of ['cn-north-1', 'us-gov-west-1', 'us-iso-east-1']) {
      assert.ok(!isOptIn(region), region);
    }
  });

  it('forgives blanks around a Region and capitals, and nothing inside it', () => {
    for (const typed of [' us-east-1', 'us-east-1 ', '   us-east-1   ', 'US-East-1']) {
      assert.deepEqual(parseRegion(typed), { kind: 'region', region: 'us-east-1' }, typed);
    }
    for (const typed of [
      'us- east-1',
      'us -east-1',
      'us-east-1,eu-west-1',
      'us-east-1a',
      'us-east-1\n',
      '',
    ]) {
      assert.deepEqual(parseRegion(typed), { kind: 'malformed' }, typed);
    }
  });

  it('takes nothing for a Region that is longer than any', () => {
    const longest = 'aaaaa-aaaaaaaaaaaa-aaaaaaaaaa-12';
    assert.equal(longest.length, 32);
    assert.deepEqual(parseRegion(longest), { kind: 'region', region: longest });
    assert.deepEqual(parseRegion(longest.replace('-12', 'a-12')), { kind: 'malformed' });
  });

  it('takes Regions that are well formed but not known, of any partition (A11)', () => {
    for (const region of [
      'us-moon-1',
      'us-isob-east-1',
      'eusc-de-east-1',
      'us-iso-west-1',
      'eu-isoe-west-1',
    ]) {
      assert.deepEqual(parseRegion(region), { kind: 'region', region });
    }
  });

  it(`never lets anything through that could be more than a part of a host name (A10) [${seedTitle}]`, () => {
    const property = fc.property(fc.constantFrom('', 'us-east-', 'us-east-1'), anyText, (start, end) => {
      const parsed = parseRegion(start + end);
      assert.ok(parsed.kind !== 'region' || /^[a-z0-9-]{1,32}$/.test(parsed.region));
    });
    checkProperty(property, 5_000);
  });

  it('knows the partition from the name of the Region', () => {
    const partitions = {
      'us-east-1': 'aws',
      'mx-central-1': 'aws',
      'cn-north-1': 'aws-cn',
      'us-gov-west-1': 'aws-us-gov',
      'us-iso-east-1': 'other',
      'us-isob-east-1': 'other',
      'eu-isoe-west-1': 'other',
      'eusc-de-east-1': 'other',
      'zz-north-1': 'other',
      'aus-east-1': 'other',
    } as const;
    for (const [region, partition] of Object.entries(partitions)) {
      assert.equal(toPartition(region), partition, region);
    }
  });

  it('opens the console of the partition, and none where its address is not known', () => {
    const pages = {
      'eu-central-1': 'https://console.aws.amazon.com/inspector/v2/home?region=eu-central-1',
      'cn-northwest-1': 'https://console.amazonaws.cn/inspector/v2/home?region=cn-northwest-1',
      'us-gov-east-1': 'https://console.amazonaws-us-gov.com/inspector/v2/home?region=us-gov-east-1',
      'us-iso-east-1': undefined,
      'eusc-de-east-1': undefined,
    } as const;
    for (const [region, page] of Object.entries(pages)) {
      assert.equal(toConsoleUrl(region), page, region);
    }
  });
});

interface SdkPartition {
  readonly id: string;
  readonly regions: Readonly<Record<string, { readonly description: string }>>;
}

/** What the AWS SDK knows of partitions: the data of its endpoint rules. */
function readSdkPartitions(): readonly SdkPartition[] {
  const file = 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js';
  const text = readProjectFile(`node_modules/@aws-sdk/core/${file}`);
  const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  return (JSON.parse(json) as { partitions: readonly SdkPartition[] }).partitions;
}
