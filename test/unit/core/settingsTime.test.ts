/** Settings of any shape take next to no time to read. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { SettingName } from '../../../src/core/settings/settingProblems.ts';
import { configure, NO_SETTINGS } from '../support/builders.ts';
import { anyJson, checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

const SETTINGS = Object.keys(NO_SETTINGS) as SettingName[];
const LIMIT_MS = 5;

/** The best of several, once the first took too long: a pause of the machine is not taken for work. */
function measureMs(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 5 && best >= LIMIT_MS; attempt++) {
    const startedAt = performance.now();
    work();
    best = Math.min(best, performance.now() - startedAt);
  }
  return best;
}

describe('configuration: how long it takes', () => {
  it(`less than ${LIMIT_MS} ms for each of 10,000 random settings (A20) [${seedTitle}]`, function () {
    this.timeout(30_000);
    const values = fc.array(anyJson(), { minLength: SETTINGS.length, maxLength: SETTINGS.length });
    const property = fc.property(values, (each) => {
      const settings = Object.fromEntries(SETTINGS.map((setting, index) => [setting, each[index]]));
      const tookMs = measureMs(() => configure(settings));
      assert.ok(tookMs < LIMIT_MS, `${tookMs} ms`);
    });
    checkProperty(property, 10_000);
  });
});
