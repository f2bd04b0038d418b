/** Snapshots with other scopes have other rows, however little of the scopes is another. */
import assert from 'node:assert/strict';
import type { Scope, Snapshot } from '../../../src/core/model.ts';
import { diffSnapshots } from '../../../src/core/state/diff.ts';
import { ALL_ON, toAccounts, toEntry, toReading, toScope } from '../support/builders.ts';

const production = toScope(toAccounts(1), { name: 'Production', profile: 'production' });
const sandbox = toScope(toAccounts(1), { name: 'Sandbox', profile: 'sandbox' });
const reading = toReading([toEntry(ALL_ON)]);

/** A snapshot of these scopes, each read in one Region. */
function toSnapshot(...scopes: readonly Scope[]): Snapshot {
  return { scopes, readings: scopes.map((scope) => ({ ...reading, scope })), activity: { kind: 'idle' } };
}

const before = toSnapshot(production, sandbox);

describe('diff: scopes', () => {
  it('finds nothing where they are the same, in other objects too', () => {
    const after = toSnapshot({ ...production }, { ...sandbox });
    assert.deepEqual(diffSnapshots(before, after), { kind: 'accounts', changed: [] });
  });

  const others: Readonly<Record<string, Snapshot>> = {
    'another name of the second one': toSnapshot(production, { ...sandbox, name: 'Test' }),
    'another profile of the first one': toSnapshot({ ...production, profile: 'other' }, sandbox),
    'other accounts of the second one': toSnapshot(production, { ...sandbox, accounts: toAccounts(1) }),
    'another order': toSnapshot(sandbox, production),
    'one more that is not read yet': { ...before, scopes: [production, sandbox, toScope([], { name: 'x' })] },
    'a Region that went from one to the other': {
      ...before,
      readings: before.readings.map((each) => ({ ...each, scope: sandbox })),
    },
  };
  for (const [what, after] of Object.entries(others)) {
    it(`asks for all rows anew for ${what}, and for the way back`, () => {
      assert.deepEqual(diffSnapshots(before, after), { kind: 'structure' });
      assert.deepEqual(diffSnapshots(after, before), { kind: 'structure' });
    });
  }
});
