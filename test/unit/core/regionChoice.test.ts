/** What is ticked in the list of Regions: one by one, all of the partition, or that of the profile. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  ALL_REGIONS,
  OWN_REGION,
  tick,
  toRegions,
  toTicked,
} from '../../../src/core/choices/regionChoice.ts';
import { getInspectorRegions } from '../../../src/core/regions.ts';
import { checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

const ALL = ['us-east-1', 'eu-west-1', 'af-south-1'];
const OTHER = 'cn-north-1';

/** What is ticked after the keys were added to, or taken from, what was ticked. */
function change(before: Iterable<string>, add: readonly string[], remove: readonly string[] = []): string[] {
  const ticked = new Set(before);
  const after = new Set([...ticked, ...add].filter((key) => !remove.includes(key)));
  return [...tick(ticked, after, ALL)].sort();
}

describe('The list of Regions', () => {
  it('has the Region of the profile ticked where no other is', () => {
    assert.deepEqual([...toTicked([], ALL)], [OWN_REGION]);
    assert.deepEqual(toRegions(toTicked([], ALL)), []);
  });

  it('has always something ticked: the last one stays', () => {
    assert.deepEqual(change(['eu-west-1'], [], ['eu-west-1']), ['eu-west-1']);
    assert.deepEqual(change([OWN_REGION], [], [OWN_REGION]), [OWN_REGION]);
    assert.deepEqual(change([...ALL, ALL_REGIONS], [], [...ALL, ALL_REGIONS]), [...ALL, ALL_REGIONS].sort());
  });

  it('takes either the Region of the profile or others', () => {
    assert.deepEqual(change([OWN_REGION], ['eu-west-1']), ['eu-west-1']);
    assert.deepEqual(change(['eu-west-1', OTHER], [OWN_REGION]), [OWN_REGION]);
    assert.deepEqual(change([...ALL, ALL_REGIONS], [OWN_REGION]), [OWN_REGION]);
  });

  it('takes all of the partition as one choice', () => {
    assert.deepEqual(change([OWN_REGION], [ALL_REGIONS]), [...ALL, ALL_REGIONS].sort());
    assert.deepEqual(change([OTHER, 'eu-west-1'], [ALL_REGIONS]), [...ALL, ALL_REGIONS, OTHER].sort());
    assert.deepEqual(change([...ALL, ALL_REGIONS, OTHER], [], [ALL_REGIONS]), [OTHER]);
    assert.deepEqual(change([...ALL, ALL_REGIONS], [], [ALL_REGIONS]), [OWN_REGION]);
  });

  it('says that all are ticked when they are, one by one, and no longer when one is not', () => {
    assert.deepEqual(change(['us-east-1', 'eu-west-1'], ['af-south-1']), [...ALL, ALL_REGIONS].sort());
    assert.deepEqual(change([...ALL, ALL_REGIONS], [], ['eu-west-1']), ['af-south-1', 'us-east-1']);
  });

  it('takes the box over the list for the Regions of the partition, and what was ticked before', () => {
    const everything = [OWN_REGION, ALL_REGIONS, ...ALL, OTHER];
    assert.deepEqual(change([OWN_REGION], everything), [...ALL, ALL_REGIONS].sort());
    assert.deepEqual(change([OTHER], everything), [...ALL, ALL_REGIONS, OTHER].sort());
  });

  it(`never has the Region of the profile beside another, nor nothing [${seedTitle}]`, () => {
    const all = getInspectorRegions('aws');
    const keys = fc.uniqueArray(fc.constantFrom(OWN_REGION, ALL_REGIONS, OTHER, 'us-moon-1', ...all));
    checkProperty(
      fc.property(keys, keys, (before, after) => {
        const ticked = tick(toTicked(toRegions(new Set(before)), all), new Set(after), all);
        assert.ok(ticked.size > 0);
        assert.equal(ticked.has(OWN_REGION), toRegions(ticked).length === 0);
        assert.equal(
          ticked.has(ALL_REGIONS),
          all.every((region) => ticked.has(region)),
        );
      }),
      1000,
    );
  });
});
