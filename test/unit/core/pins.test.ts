/** Pins: what was kept is checked, rows of an account pin the account, and no number of them is too many. */
import assert from 'node:assert/strict';
import { changePins, MAX_PINS, parsePins, toPin } from '../../../src/core/rows/pins.ts';
import { toIds } from '../support/builders.ts';

const KEY = 'account/Corp/111122223333';

describe('pins', () => {
  it('are read from what was kept, as far as it is understood', () => {
    for (const kept of [undefined, null, 'account//111122223333', {}, 7]) {
      assert.deepEqual([...parsePins(kept)], []);
    }
    assert.deepEqual([...parsePins([KEY, KEY, 7, null, 'x', 'scope/Corp', 'account//12'])], [KEY]);
  });

  it('are of accounts, whichever row of one they are set in', () => {
    assert.equal(toPin('region/Corp/111122223333/us-east-1'), KEY);
    assert.equal(toPin('scanType/Corp/111122223333/us-east-1/ecr'), KEY);
    for (const key of ['scope/Corp', 'stateGroup//pinned', 'problem/0', '', undefined, {}]) {
      assert.equal(toPin(key), undefined);
    }
  });

  it('are set and taken away together, and stay the same object where nothing changes', () => {
    const none = parsePins([]);
    const two = changePins(none, [KEY, 'account//222233334444', 'scope/Corp'], true);
    assert.deepEqual([...two], [KEY, 'account//222233334444']);
    assert.equal(changePins(two, [KEY], true), two);
    assert.equal(changePins(two, ['account//999999999999'], false), two);
    assert.deepEqual([...changePins(two, [KEY, 'region//222233334444/us-east-1'], false)], []);
    assert.equal(changePins(none, [], true), none);
  });

  it('have an end', () => {
    const keys = toIds(MAX_PINS + 5).map((id) => `account//${id}`);
    assert.equal(changePins(parsePins([]), keys, true).size, MAX_PINS);
    assert.equal(parsePins(keys).size, MAX_PINS);
  });
});
