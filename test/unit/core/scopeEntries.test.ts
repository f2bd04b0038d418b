/** The scopes of the settings: each with what it says itself, else with the settings for all. */
import assert from 'node:assert/strict';
import type { RawSettings } from '../../../src/core/settings/configuration.ts';
import { configure, toId, toIds } from '../support/builders.ts';

function scopesOf(settings: Partial<RawSettings>) {
  return configure(settings).scopes.map(({ scope, regions, blocked }) => ({
    name: scope.name,
    profile: scope.profile,
    regions,
    ids: scope.accounts.map(({ id }) => id),
    ...(scope.members === undefined ? {} : { members: scope.members.kind }),
    ...(blocked ? { blocked } : {}),
  }));
}

function problemsOf(settings: Partial<RawSettings>): string[] {
  return configure(settings).problems.map(({ setting, at, code, severity }) =>
    [setting, at.join('.'), code, severity].join(' '),
  );
}

const SHARED = { accountIds: toIds(2), profile: 'shared', regions: ['us-east-1'] };

describe('scopes of the settings', () => {
  it('without any there is one without a name, of the other settings', () => {
    const only = { name: '', profile: 'shared', regions: ['us-east-1'], ids: toIds(2) };
    assert.deepEqual(scopesOf(SHARED), [only]);
    assert.deepEqual(scopesOf({ ...SHARED, scopes: [] }), [only]);
  });

  it('each falls back to the settings for all in what it does not say', () => {
    const scopes = [
      { name: 'Production' },
      { name: ' Sandbox ', profile: 'play', regions: [], accountIds: [toId(7)] },
      { name: 'Nobody', accountIds: [] },
    ];
    assert.deepEqual(scopesOf({ ...SHARED, scopes }), [
      { name: 'Production', profile: 'shared', regions: ['us-east-1'], ids: toIds(2) },
      { name: 'Sandbox', profile: 'play', regions: [], ids: [toId(7)] },
      { name: 'Nobody', profile: 'shared', regions: ['us-east-1'], ids: [] },
    ]);
    assert.deepEqual(problemsOf({ ...SHARED, scopes }), []);
  });

  it('the names of accounts count in all of them', () => {
    const { scopes } = configure({
      accountNames: { [toId(7)]: 'lake' },
      scopes: [
        { name: 'a', accountIds: [toId(7)] },
        { name: 'b', accountIds: [toId(7)] },
      ],
    });
    assert.deepEqual(
      scopes.map(({ scope }) => scope.accounts),
      [[{ id: toId(7), name: 'lake' }], [{ id: toId(7), name: 'lake' }]],
    );
  });

  it('one can follow the members of its organisation', () => {
    assert.deepEqual(scopesOf({ scopes: [{ name: 'a', accountIds: 'members' }] }), [
      { name: 'a', profile: '', regions: [], ids: [], members: 'unread' },
    ]);
  });

  it('what is wrong with one is said at its place; the others work', () => {
    const scopes = [
      5,
      {},
      { name: 'a', accountIds: ['123', toId(1)], regions: ['us-east-1', 'nope!'] },
      { name: 'a' },
      { name: 'b', profile: 5 },
      { name: 'c', regions: ['nope!'] },
      { name: 'd', acountIds: [] },
      { name: 'e', accountIds: 'all' },
    ];
    assert.deepEqual(problemsOf({ scopes }), [
      'scopes 0 notAScope error',
      'scopes 1.name noName error',
      'scopes 2.regions.1 malformedRegion error',
      'scopes 2.accountIds.0 wrongLength error',
      'scopes 3.name nameTaken error',
      'scopes 4.profile notText error',
      'scopes 5.regions.0 malformedRegion error',
      'scopes 6.acountIds unknownKey note',
      'scopes 7.accountIds notAList error',
    ]);
    assert.deepEqual(scopesOf({ scopes }), [
      { name: 'a', profile: '', regions: ['us-east-1'], ids: [toId(1)] },
      { name: 'b', profile: '', regions: [], ids: [], blocked: true },
      { name: 'c', profile: '', regions: [], ids: [], blocked: true },
      { name: 'd', profile: '', regions: [], ids: [] },
      { name: 'e', profile: '', regions: [], ids: [] },
    ]);
    assert.equal(configure({ scopes }).blocked, false);
  });

  it('bad settings for all block only the scopes that fall back to them', () => {
    const scopes = [{ name: 'a' }, { name: 'b', profile: 'p', regions: ['eu-west-1'] }];
    for (const bad of [{ profile: 5 }, { regions: 5 }]) {
      assert.deepEqual(
        configure({ ...SHARED, ...bad, scopes }).scopes.map(({ blocked }) => blocked),
        [true, false],
      );
    }
  });

  it('a list of scopes that is no list, or has none that can be used, reads nothing else instead', () => {
    for (const scopes of ['a', {}, [5], null]) {
      const { scopes: parsed, blocked, problems } = configure({ ...SHARED, scopes });
      assert.deepEqual([parsed, blocked, problems.length], [[], true, 1], JSON.stringify(scopes));
    }
  });

  it('holds no more scopes and accounts than can be read (A7)', () => {
    const scopes = Array.from({ length: 51 }, (_, index) => ({ name: `scope ${index}`, accountIds: [] }));
    assert.equal(scopesOf({ scopes }).length, 50);
    assert.deepEqual(problemsOf({ scopes }), ['scopes  tooMany error']);
    const many = [
      { name: 'a', accountIds: toIds(30_000) },
      { name: 'b', accountIds: toIds(30_000) },
    ];
    assert.deepEqual(
      scopesOf({ scopes: many }).map(({ ids }) => ids.length),
      [30_000, 20_000],
    );
    assert.deepEqual(problemsOf({ scopes: many }), ['scopes 1.accountIds tooMany error']);
  });

  it('names keep to one line, and two that look the same are the same', () => {
    const scopes = [{ name: 'a\u202eb\n' }, { name: 'ab' }];
    assert.deepEqual(problemsOf({ scopes }), ['scopes 1.name nameTaken error']);
  });
});
