/** Entries of the settings at the edge of what is taken, and how what is wrong with them is named. */
import assert from 'node:assert/strict';
import type { RawSettings } from '../../../src/core/settings/configuration.ts';
import { configureOne, toIds } from '../support/builders.ts';

/** `setting code value`, for each problem. */
function problemsOf(settings: Partial<RawSettings>): string[] {
  return configureOne(settings).problems.map(({ setting, code, value }) =>
    [setting, code, value].filter((part) => part !== undefined).join(' '),
  );
}

/** The names of accounts 1, 2, 3… in the order of the view. */
function orderOf(names: readonly string[]): (string | undefined)[] {
  const accountIds = toIds(names.length);
  const accountNames = Object.fromEntries(accountIds.map((id, index) => [id, names[index]]));
  return configureOne({ accountIds, accountNames }).accounts.map(({ name }) => name);
}

describe('setting entries: ids', () => {
  const wrong: readonly [unknown, string][] = [
    [0, 'wrongLength 1'],
    ['1234-5678-90123', 'badCharacters'],
    ['01234-5678-9012', 'badCharacters'],
    ['1234-5678', 'badCharacters'],
    ['-', 'badCharacters'],
    ['   ', 'empty'],
    [' 123 ', 'wrongLength 3'],
  ];
  for (const [entry, problem] of wrong) {
    it(`${JSON.stringify(entry)} is ${problem}`, () => {
      assert.deepEqual(problemsOf({ accountIds: [entry] }), [`accountIds ${problem}`]);
      assert.deepEqual(configureOne({ accountIds: [entry] }).accounts, []);
    });
  }

  it('names an entry as it stands there, whatever it is', () => {
    const accountIds = [5, 'x', true, null, ['y'], { z: 1 }];
    assert.deepEqual(
      configureOne({ accountIds }).problems.map(({ entry }) => entry),
      ['5', 'x', 'true', 'null', '[…]', '{…}'],
    );
  });
});

describe('setting entries: names', () => {
  it('no table at all is said, null among them', () => {
    assert.deepEqual(problemsOf({ accountNames: null }), ['accountNames notAnObject']);
  });

  it('what is wrong with a name or its key is said at the key', () => {
    const { problems } = configureOne({ accountNames: { '123': 'x', '111122223333': null } });
    assert.deepEqual(
      problems.map(({ at, entry, code, value }) => [at, entry, code, value]),
      [
        [['123'], '123', 'wrongLength', '3'],
        [['111122223333'], 'null', 'notText', undefined],
      ],
    );
  });

  it('numbers in names count as numbers, with zeros in front or without, of any length', () => {
    const long = '9'.repeat(30);
    assert.deepEqual(orderOf(['t 10', 't 9', 't 007', 't 0', 't 100', `t 1${long}`, `t ${long}`, 't 8']), [
      't 0',
      't 007',
      't 8',
      't 9',
      't 10',
      't 100',
      `t ${long}`,
      `t 1${long}`,
    ]);
  });

  it('numbers count wherever they stand in a name', () => {
    assert.deepEqual(orderOf(['10 b 2', '9 b 10', '9 b 9', '10 b 10', '10 a 3']), [
      '9 b 9',
      '9 b 10',
      '10 a 3',
      '10 b 2',
      '10 b 10',
    ]);
  });

  it('accounts of one name stand in the order of their ids', () => {
    const accountIds = toIds(4).reverse();
    const accountNames = Object.fromEntries(accountIds.map((id) => [id, 'same']));
    for (const settings of [{ accountIds, accountNames }, { accountIds }]) {
      assert.deepEqual(
        configureOne(settings).accounts.map(({ id }) => id),
        toIds(4),
      );
    }
  });
});

describe('setting entries: everything else', () => {
  it('each problem names its setting', () => {
    assert.deepEqual(
      problemsOf({ profile: 5, endpointUrl: 5, showStatusBar: 5, regions: 5, refreshIntervalMinutes: 'x' }),
      [
        'profile notText',
        'endpointUrl notText',
        'regions notAList',
        'showStatusBar notABoolean true',
        'refreshIntervalMinutes notANumber 15',
      ],
    );
  });

  it('an address with a password in it is refused, and no part of it but the host is repeated', () => {
    for (const endpointUrl of [
      'https://user:SECRET@host.example',
      'https://:SECRET@host.example',
      'https://SECRET@host.example',
    ]) {
      const [problem] = configureOne({ endpointUrl }).problems;
      assert.deepEqual([problem?.code, problem?.entry], ['urlWithCredentials', 'host.example'], endpointUrl);
    }
    const [malformed] = configureOne({ endpointUrl: 'ftp://user:SECRET@host.example' }).problems;
    assert.deepEqual([malformed?.code, malformed?.entry], ['malformedUrl', '']);
  });

  it('100 Regions are taken without a word, a hundred and first is said', () => {
    const regions = Array.from(
      { length: 101 },
      (_, index) => `us-moon${'abcdefghij'[index % 10]}-${index % 97}`,
    );
    const distinct = [...new Set(regions)];
    const problems = (count: number) =>
      problemsOf({ regions: distinct.slice(0, count) }).filter((problem) => problem.includes('tooMany'));
    assert.ok(distinct.length === 101);
    assert.deepEqual([problems(100), problems(101)], [[], ['regions tooMany 100']]);
  });
});

describe('setting entries: scan types that must be on', () => {
  const requiredOf = (requiredScanTypes: unknown) => configureOne({ requiredScanTypes }).requiredScanTypes;

  it('are keys of the service, in the order of the settings', () => {
    const requiredScanTypes = ['codeRepository', 'ec2', 'lambdaCode'];
    assert.deepEqual(requiredOf(requiredScanTypes), requiredScanTypes);
    assert.deepEqual(problemsOf({ requiredScanTypes }), []);
    assert.deepEqual(requiredOf(undefined), []);
  });

  it('are also understood as the resource types of the service’s API', () => {
    assert.deepEqual(requiredOf(['EC2', ' LAMBDA_CODE ', 'CODE_REPOSITORY']), [
      'ec2',
      'lambdaCode',
      'codeRepository',
    ]);
  });

  it('are taken when they are newer than this program, with a note', () => {
    const requiredScanTypes = ['ec2', 'eksPods'];
    assert.deepEqual(requiredOf(requiredScanTypes), requiredScanTypes);
    const [problem] = configureOne({ requiredScanTypes }).problems;
    assert.deepEqual([problem?.code, problem?.at, problem?.severity], ['unknownScanType', [1], 'note']);
  });

  it('are left out and named where they are none', () => {
    const requiredScanTypes = ['ec2', 5, '', 'Lambda standard', 'EC2', '<b>', null, 'x'.repeat(61), 'ecr'];
    assert.deepEqual(requiredOf(requiredScanTypes), ['ec2', 'ecr']);
    assert.deepEqual(
      configureOne({ requiredScanTypes }).problems.map(({ at, code }) => `${at} ${code}`),
      [
        '1 notText',
        '2 malformedScanType',
        '3 malformedScanType',
        '4 listedTwice',
        '5 malformedScanType',
        '6 notText',
        '7 malformedScanType',
      ],
    );
    assert.deepEqual(problemsOf({ requiredScanTypes: 'ec2' }), ['requiredScanTypes notAList']);
  });

  it('are 50 at most', () => {
    const many = Array.from({ length: 51 }, (_, index) => `scanType${index}`);
    assert.equal(requiredOf(many).length, 50);
    assert.ok(problemsOf({ requiredScanTypes: many }).includes('requiredScanTypes tooMany 50'));
  });
});
