/** Region codes, their partitions and their pages in the AWS console. */
import assert from 'node:assert/strict';
import { INSPECTOR_REGIONS, parseRegion, toConsoleUrl, toPartition } from '../../../src/core/regions.ts';
import { randomText } from '../support/randomJson.ts';
import { repeat, seedTitle } from '../support/seededRandom.ts';

describe('Regions', () => {
  it('takes every Region of Amazon Inspector as it is written', () => {
    assert.ok(INSPECTOR_REGIONS.size >= 37);
    for (const region of INSPECTOR_REGIONS.keys()) {
      assert.deepEqual(parseRegion(region), { kind: 'region', region });
      assert.notEqual(toPartition(region), 'other');
      assert.ok(toConsoleUrl(region));
    }
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

  it(`never lets anything through that could be more than a part of a host name (A10, ${seedTitle})`, () => {
    repeat(5_000, (random) => {
      const parsed = parseRegion(`us-east-${randomText(random)}`);
      assert.ok(parsed.kind !== 'region' || /^[a-z0-9-]{1,32}$/.test(parsed.region));
    });
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
