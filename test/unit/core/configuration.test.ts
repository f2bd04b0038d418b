/** Settings of any shape give the accounts that work and a problem for each that does not. */
import assert from 'node:assert/strict';
import { parseConfiguration, type SettingName } from '../../../src/core/configuration.ts';
import { configure, NO_SETTINGS, toIds } from '../support/builders.ts';
import { randomJson } from '../support/randomJson.ts';
import { repeat, seedTitle } from '../support/seededRandom.ts';

/** `setting[at] code value`, for each problem. */
function problemsOf(settings: Parameters<typeof configure>[0]): string[] {
  return configure(settings).problems.map(({ setting, at, code, value }) =>
    [`${setting}${at === undefined ? '' : `[${at}]`}`, code, value]
      .filter((part) => part !== undefined)
      .join(' '),
  );
}

function idsOf(accountIds: unknown): string[] {
  return configure({ accountIds }).accounts.map(({ id }) => id);
}

describe('configuration: accounts', () => {
  it('has no accounts and no problem when nothing is set (A1)', () => {
    const { accounts, problems, blocked, ...rest } = configure();
    assert.deepEqual([accounts, problems, blocked], [[], [], false]);
    assert.deepEqual(rest, {
      profile: '',
      regions: [],
      refreshIntervalMinutes: 15,
      maxConcurrentRequests: 6,
      endpointUrl: undefined,
      showStatusBar: true,
    });
  });

  it('names each entry that is no account id, and reads the others (A2)', () => {
    const accountIds = ['123', '111122223333', '12345678901a', '1234567890123', ''];
    assert.deepEqual(idsOf(accountIds), ['111122223333']);
    assert.deepEqual(problemsOf({ accountIds }), [
      'accountIds[0] wrongLength 3',
      'accountIds[2] badCharacters',
      'accountIds[3] wrongLength 13',
      'accountIds[4] empty',
    ]);
    assert.equal(configure({ accountIds }).problems[1]?.entry, '12345678901a');
    assert.ok(configure({ accountIds }).problems.every(({ severity }) => severity === 'error'));
  });

  it('takes a number of 12 digits, and asks about one of 11 instead of guessing (A3)', () => {
    const accountIds = [123456789012, 12345678901, 5, -123456789012, 123456789012.5, 1e21, Number.NaN];
    assert.deepEqual(idsOf(accountIds), ['123456789012']);
    assert.deepEqual(problemsOf({ accountIds }), [
      'accountIds[1] lostZero 012345678901',
      'accountIds[2] wrongLength 1',
      'accountIds[3] notText',
      'accountIds[4] notText',
      'accountIds[5] notText',
      'accountIds[6] notText',
    ]);
  });

  it('forgives blanks around an id and the dashes of 1234-5678-9012 (A4)', () => {
    const accountIds = [
      ' 100000000001\t',
      '1000-0000-0002',
      '1000 0000 0003',
      '\u00a0100000000004',
      '\ufeff100000000005',
    ];
    assert.deepEqual(idsOf(accountIds), toIds(5, 100000000001));
    assert.deepEqual(problemsOf({ accountIds }), []);
  });

  it('does not take other digits, or characters in the middle, for an id (A4)', () => {
    const accountIds = [
      '１２３４５６７８９０１２',
      '٠١٢٣٤٥٦٧٨٩٠١',
      '1234\u00a05678\u00a09012',
      '123456\u200b789012',
      '12345-6789012',
      '1234-5678 9012',
      '123456789012\n123456789013',
      '0x1234567890',
    ];
    assert.deepEqual(idsOf(accountIds), []);
    assert.deepEqual(
      problemsOf({ accountIds }),
      accountIds.map((_, index) => `accountIds[${index}] badCharacters`),
    );
  });

  it('shows an account once that is listed twice, and notes it (A5)', () => {
    const accountIds = ['111122223333', 111122223333, '1111-2222-3333'];
    assert.deepEqual(idsOf(accountIds), ['111122223333']);
    const { problems } = configure({ accountIds });
    assert.deepEqual(
      problems.map(({ at, code, severity }) => [at, code, severity]),
      [
        [1, 'listedTwice', 'note'],
        [2, 'listedTwice', 'note'],
      ],
    );
  });

  it('reads 50,000 accounts of a longer list, and says that there are more (A7)', function () {
    this.timeout(20_000);
    const accountIds = toIds(100_000);
    const { accounts, problems } = configure({ accountIds });
    assert.equal(accounts.length, 50_000);
    assert.deepEqual(
      problems.map(({ code, entry, value }) => [code, entry, value]),
      [['tooMany', '100000', '50000']],
    );
  });

  it('takes 5 MB of nonsense apart without keeping it (A7)', function () {
    this.timeout(20_000);
    const { accounts, problems } = configure({ accountIds: ['9'.repeat(5_000_000), ' '.repeat(5_000_000)] });
    assert.deepEqual(accounts, []);
    assert.equal(problems.length, 2);
    assert.ok(problems.every(({ entry }) => entry.length <= 60));
  });

  for (const value of [null, 'x', {}, 5, true]) {
    it(`says that ${JSON.stringify(value)} is no list of accounts (A8)`, () => {
      assert.deepEqual(problemsOf({ accountIds: value }), ['accountIds notAList']);
      assert.deepEqual(idsOf(value), []);
    });
  }

  it('names entries of the wrong type among good ones (A8)', () => {
    const accountIds = [['111122223333'], null, {}, true, '111122223333', undefined];
    assert.deepEqual(idsOf(accountIds), ['111122223333']);
    assert.deepEqual(problemsOf({ accountIds }), [
      'accountIds[0] notText',
      'accountIds[1] notText',
      'accountIds[2] notText',
      'accountIds[3] notText',
      'accountIds[5] notText',
    ]);
    assert.deepEqual(
      configure({ accountIds }).problems.map(({ entry }) => entry),
      ['[…]', 'null', '{…}', 'true', 'undefined'],
    );
  });
});

describe('configuration: names', () => {
  it('orders accounts by name, then id, those without a name last', () => {
    const accountNames = {
      '000000000004': 'team 10',
      '000000000002': 'team 9',
      '000000000005': 'Team 1',
      '000000000001': 'team 9',
    };
    const { accounts } = configure({ accountIds: toIds(6).reverse(), accountNames });
    assert.deepEqual(
      accounts.map(({ id, name }) => `${Number(id)} ${name ?? '-'}`),
      ['5 Team 1', '1 team 9', '2 team 9', '4 team 10', '3 -', '6 -'],
    );
  });

  it('orders accounts whose names differ only in case or accents the same way every time', () => {
    const names = ['Äpfel', 'apfel', 'APFEL', 'äpfel', 'a\u0308pfel'];
    const ids = toIds(names.length);
    const accountNames = Object.fromEntries(ids.map((id, index) => [id, names[index]]));
    const order = configure({ accountIds: ids, accountNames }).accounts;
    assert.deepEqual(configure({ accountIds: ids.toReversed(), accountNames }).accounts, order);
  });

  it('accepts ids as keys that an entry of the list may have (A4)', () => {
    const { accounts } = configure({
      accountIds: ['111122223333'],
      accountNames: { '1111-2222-3333': 'pay' },
    });
    assert.deepEqual(accounts, [{ id: '111122223333', name: 'pay' }]);
  });

  it('refuses keys that are no ids, __proto__ among them, and pollutes nothing (A9, G11)', () => {
    const accountNames = JSON.parse(
      '{"__proto__":"a","constructor":"b","toString":"c","111122223333":"pay","x":{"polluted":1}}',
    );
    const { accounts } = configure({ accountIds: ['111122223333'], accountNames });
    assert.deepEqual(accounts, [{ id: '111122223333', name: 'pay' }]);
    assert.deepEqual(
      problemsOf({ accountNames }).sort(),
      ['__proto__', 'constructor', 'toString', 'x'].map((key) => `accountNames[${key}] badCharacters`).sort(),
    );
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    assert.equal(Object.getPrototypeOf({}), Object.prototype);
  });

  it('cuts long names, and takes out what turns text around (A17)', () => {
    const ids = toIds(4);
    const names = ['n'.repeat(10_240), '\u202elive\u202c\nprod', '📦 lake', ' \u200b\u0000 '];
    const accountNames = Object.fromEntries(ids.map((id, index) => [id, names[index]]));
    const named = new Map(
      configure({ accountIds: ids, accountNames }).accounts.map(({ id, name }) => [id, name]),
    );
    assert.deepEqual(
      ids.map((id) => named.get(id)),
      [`${'n'.repeat(99)}…`, 'live prod', '📦 lake', undefined],
    );
  });

  for (const value of ['x', [], 5]) {
    it(`says that ${JSON.stringify(value)} is no table of names (A8)`, () => {
      assert.deepEqual(problemsOf({ accountNames: value }), ['accountNames notAnObject']);
    });
  }

  it('says which name is no text (A8)', () => {
    assert.deepEqual(problemsOf({ accountNames: { '111122223333': 5 } }), [
      'accountNames[111122223333] notText',
    ]);
  });
});

const SETTINGS = Object.keys(NO_SETTINGS) as SettingName[];

describe('configuration: anything at all', () => {
  for (const setting of SETTINGS) {
    it(`gives a configuration for 20,000 random values of ${setting} (A20, ${seedTitle})`, function () {
      this.timeout(30_000);
      repeat(20_000, (random) =>
        checkSound(parseConfiguration({ ...NO_SETTINGS, [setting]: randomJson(random, 2) })),
      );
    });
  }

  it(`gives a configuration for random values of everything at once (A20, ${seedTitle})`, function () {
    this.timeout(30_000);
    repeat(2_000, (random) => {
      const raw = Object.fromEntries(SETTINGS.map((setting) => [setting, randomJson(random)]));
      checkSound(configure(raw));
    });
    assert.equal(Object.keys(Object.prototype).length, 0);
  });
});

/** What holds for the configuration of any settings. */
function checkSound(configuration: ReturnType<typeof parseConfiguration>): void {
  const { accounts, regions, problems } = configuration;
  assert.ok(accounts.every(({ id, name }) => /^[0-9]{12}$/.test(id) && (name?.length ?? 0) <= 100));
  assert.equal(new Set(accounts.map(({ id }) => id)).size, accounts.length);
  assert.ok(regions.every((region) => /^[a-z0-9-]{1,32}$/.test(region)));
  assert.equal(new Set(regions).size, regions.length);
  const { refreshIntervalMinutes: minutes, maxConcurrentRequests: calls, endpointUrl } = configuration;
  assert.ok(minutes === 0 || (minutes >= 1 && minutes <= 1440));
  assert.ok(Number.isInteger(calls) && calls >= 1 && calls <= 32);
  assert.ok(
    endpointUrl === undefined || /^(https:\/\/[^@]+|http:\/\/(localhost|127\.|\[::1\]))/.test(endpointUrl),
  );
  assert.equal(typeof configuration.profile, 'string');
  assert.equal(typeof configuration.showStatusBar, 'boolean');
  for (const { setting, entry, severity, value } of problems) {
    assert.ok(entry.length <= 60 && (value?.length ?? 0) <= 60);
    assert.doesNotMatch(entry, setting === 'endpointUrl' ? /secret/ : /[\p{Cc}\p{Cf}]/u);
    assert.ok(severity === 'error' || severity === 'note');
  }
}
