/** How a person wants the rows: what was kept is trusted as far as it is understood. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  DEFAULT_ARRANGEMENT,
  GROUPINGS,
  parseArrangement,
  SORTINGS,
} from '../../../src/core/rows/arrangement.ts';
import { anyJson, checkProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';

describe('arrangement', () => {
  it('comes back as it was kept', () => {
    for (const grouping of GROUPINGS) {
      for (const sorting of SORTINGS) {
        assert.deepEqual(parseArrangement(structuredClone({ grouping, sorting })), { grouping, sorting });
      }
    }
  });

  it('is automatic and by name where nothing was kept, or nothing that is understood', () => {
    assert.deepEqual(DEFAULT_ARRANGEMENT, { grouping: 'automatic', sorting: 'name' });
    for (const kept of [undefined, null, 5, 'state', [], {}, { grouping: 'colour', sorting: 7 }]) {
      assert.deepEqual(parseArrangement(kept), DEFAULT_ARRANGEMENT);
    }
    assert.deepEqual(parseArrangement({ grouping: 'region', sorting: '__proto__', more: 1 }), {
      grouping: 'region',
      sorting: 'name',
    });
  });

  it(`is one of those that there are, whatever was kept [${seedTitle}]`, () => {
    const property = fc.property(anyJson(), (kept) => {
      const { grouping, sorting } = parseArrangement(kept);
      assert.ok(GROUPINGS.includes(grouping) && SORTINGS.includes(sorting));
    });
    checkProperty(property, 1000);
  });
});
