/** The settings that say where, as whom and how often Inspector is asked. */
import assert from 'node:assert/strict';
import { configureOne } from '../support/builders.ts';

function codesOf(settings: Parameters<typeof configureOne>[0]): string[] {
  return configureOne(settings).problems.map(({ code }) => code);
}

describe('configuration: Regions', () => {
  for (const entry of [
    'evil.com#',
    'a@b',
    'us-east-1\n',
    'us-east-1\0',
    'us_east_1',
    '*',
    'u'.repeat(64),
    'us-east-1/',
    'abcde-abcdefghijkl-abcdefghijkl-1x-1',
    'abcde-abcdefghijkl-abcdefghijkl-abcdef-1',
    '../..',
  ]) {
    it(`refuses ${JSON.stringify(entry.slice(0, 20))} (A10)`, () => {
      const { regions, problems, blocked } = configureOne({ regions: [entry] });
      assert.deepEqual(regions, []);
      assert.deepEqual(
        problems.map(({ at, code, severity }) => [at, code, severity]),
        [[[0], 'malformedRegion', 'error']],
      );
      assert.ok(blocked, 'the Region of the profile is no answer to a Region that is mistyped');
    });
  }

  for (const entry of [5, {}, null, ['us-east-1'], true]) {
    it(`refuses ${JSON.stringify(entry)} as a Region (A10)`, () => {
      assert.deepEqual(codesOf({ regions: [entry] }), ['notText']);
      assert.ok(configureOne({ regions: [entry] }).blocked);
    });
  }

  it('warns of a Region that it does not know, and reads it (A11)', () => {
    const { regions, problems, blocked } = configureOne({ regions: ['us-moon-1'] });
    assert.deepEqual([regions, blocked], [['us-moon-1'], false]);
    assert.deepEqual(
      problems.map(({ code, entry, severity }) => [code, entry, severity]),
      [['unknownRegion', 'us-moon-1', 'note']],
    );
  });

  it('names the partition of Regions that no credentials of the first one work in (A15)', () => {
    const regions = ['us-east-1', 'cn-north-1', 'eu-central-1', 'us-gov-west-1'];
    const { problems, blocked, ...rest } = configureOne({ regions });
    assert.deepEqual([rest.regions, blocked], [regions, false]);
    assert.deepEqual(
      problems.map(({ at, code, entry, value, severity }) => [at, code, entry, value, severity]),
      [
        [[1], 'otherPartition', 'cn-north-1', 'aws-cn', 'note'],
        [[3], 'otherPartition', 'us-gov-west-1', 'aws-us-gov', 'note'],
      ],
    );
    assert.deepEqual(codesOf({ regions: ['cn-north-1', 'cn-northwest-1'] }), []);
  });

  it('forgives capitals and blanks, and notes a Region that comes twice (A12)', () => {
    const { regions, blocked } = configureOne({ regions: ['US-EAST-1', ' us-east-1 ', 'eu-central-1'] });
    assert.deepEqual([regions, blocked], [['us-east-1', 'eu-central-1'], false]);
    assert.deepEqual(codesOf({ regions: ['US-EAST-1', ' us-east-1 '] }), ['listedTwice']);
  });

  for (const entry of ['fips-us-east-1', 'us-gov-west-1-fips', 'FIPS-US-EAST-1']) {
    it(`refuses ${entry} and says why: the SDK would ask another endpoint (A12)`, () => {
      assert.deepEqual(codesOf({ regions: [entry] }), ['fipsRegion']);
      assert.ok(configureOne({ regions: [entry] }).blocked);
    });
  }

  for (const regions of [undefined, []]) {
    it(`leaves the Region to the profile for ${JSON.stringify(regions)}: there is no default (A13)`, () => {
      const configuration = configureOne({ regions });
      assert.deepEqual([configuration.regions, configuration.blocked], [[], false]);
      assert.deepEqual(configuration.problems, []);
    });
  }

  it('leaves out a bad Region among good ones, as it does a bad account', () => {
    const { regions, blocked } = configureOne({ regions: ['us-east-1', 'nope!'] });
    assert.deepEqual([regions, blocked], [['us-east-1'], false]);
    assert.deepEqual(codesOf({ regions: ['us-east-1', 'nope!'] }), ['malformedRegion']);
  });

  it('reads nothing when the list of Regions is no list', () => {
    for (const regions of ['us-east-1', {}, 5]) {
      assert.deepEqual(codesOf({ regions }), ['notAList']);
      assert.ok(configureOne({ regions }).blocked);
    }
  });
});

describe('configuration: profile', () => {
  it('trims the name of the profile', () => {
    assert.equal(configureOne({ profile: ' audit ' }).profile, 'audit');
  });

  it('reads nothing when the profile is no text: nobody knows as whom', () => {
    for (const profile of [5, {}, ['audit'], true]) {
      assert.deepEqual(codesOf({ profile }), ['notText']);
      assert.ok(configureOne({ profile }).blocked);
    }
  });
});

describe('configuration: endpoint', () => {
  for (const [endpointUrl, used] of [
    [
      'https://vpce-1.inspector2.us-east-1.vpce.amazonaws.com',
      'https://vpce-1.inspector2.us-east-1.vpce.amazonaws.com',
    ],
    ['https://example.com:8443/base/', 'https://example.com:8443/base'],
    ['HTTPS://EXAMPLE.com', 'https://example.com'],
    ['http://localhost:4600', 'http://localhost:4600'],
    ['http://127.0.0.1:4600/', 'http://127.0.0.1:4600'],
    ['http://127.8.9.10', 'http://127.8.9.10'],
    ['http://[::1]:4600', 'http://[::1]:4600'],
    ['  https://example.com  ', 'https://example.com'],
    ['', undefined],
    ['   ', undefined],
  ] as const) {
    it(`takes ${JSON.stringify(endpointUrl)}`, () => {
      const configuration = configureOne({ endpointUrl });
      assert.deepEqual([configuration.endpointUrl, configuration.blocked], [used, false]);
      assert.deepEqual(configuration.problems, []);
    });
  }

  for (const [endpointUrl, code] of [
    ['http://example.com', 'insecureUrl'],
    ['http://192.168.1.5', 'insecureUrl'],
    ['http://0.0.0.0:80', 'insecureUrl'],
    ['http://127.0.0.1.example.com', 'insecureUrl'],
    ['http://localhost.example.com', 'insecureUrl'],
    ['http://[::ffff:10.0.0.1]', 'insecureUrl'],
    ['https://user:secret@example.com', 'urlWithCredentials'],
    ['https://user@example.com', 'urlWithCredentials'],
    ['http://localhost:80@example.com', 'urlWithCredentials'],
    ['ftp://example.com', 'malformedUrl'],
    ['javascript:alert(1)', 'malformedUrl'],
    ['file:///etc/passwd', 'malformedUrl'],
    ['example.com', 'malformedUrl'],
    ['localhost:4600', 'malformedUrl'],
    ['https://', 'malformedUrl'],
    ['https://example.com/?token=secret', 'malformedUrl'],
    ['https://example.com/#secret', 'malformedUrl'],
  ] as const) {
    it(`refuses ${endpointUrl} and reads nothing meanwhile`, () => {
      const configuration = configureOne({ endpointUrl });
      assert.deepEqual([configuration.endpointUrl, configuration.blocked], [undefined, true]);
      assert.deepEqual(
        configuration.problems.map((problem) => problem.code),
        [code],
      );
      assert.doesNotMatch(JSON.stringify(configuration), /secret/);
    });
  }

  it('reads nothing when the endpoint is no text', () => {
    for (const endpointUrl of [5, {}, ['https://example.com'], true]) {
      assert.deepEqual(codesOf({ endpointUrl }), ['notText']);
      assert.ok(configureOne({ endpointUrl }).blocked);
    }
  });
});

describe('configuration: numbers and switches', () => {
  for (const [value, used, code] of [
    [0, 0, undefined],
    [1, 1, undefined],
    [1440, 1440, undefined],
    [0.5, 1, 'outOfRange'],
    [-5, 1, 'outOfRange'],
    [1e9, 1440, 'outOfRange'],
    [Number.POSITIVE_INFINITY, 1440, 'outOfRange'],
    ['abc', 15, 'notANumber'],
    ['5', 15, 'notANumber'],
    [Number.NaN, 15, 'notANumber'],
    [{}, 15, 'notANumber'],
    [undefined, 15, undefined],
  ] as const) {
    it(`refreshes every ${used} minutes for ${String(value)}${code ? `, and says so: ${code}` : ''} (A16)`, () => {
      const configuration = configureOne({ refreshIntervalMinutes: value });
      assert.equal(configuration.refreshIntervalMinutes, used);
      assert.deepEqual(
        configuration.problems.map((problem) => [problem.code, problem.value]),
        code === undefined ? [] : [[code, String(used)]],
      );
      assert.equal(configuration.blocked, false);
    });
  }

  it('keeps the number of calls in flight from 1 to 32, whole, and says so', () => {
    for (const [value, used] of [
      [6, 6],
      [1, 1],
      [32, 32],
      [0, 1],
      [-1, 1],
      [1000, 32],
      [2.9, 2],
      ['6', 6],
    ] as const) {
      assert.equal(configureOne({ maxConcurrentRequests: value }).maxConcurrentRequests, used);
    }
    assert.deepEqual(codesOf({ maxConcurrentRequests: 0 }), ['outOfRange']);
    assert.deepEqual(codesOf({ maxConcurrentRequests: '6' }), ['notANumber']);
  });

  it('shows the status bar unless it is switched off', () => {
    assert.equal(configureOne({ showStatusBar: false }).showStatusBar, false);
    assert.equal(configureOne({ showStatusBar: 'no' }).showStatusBar, true);
    assert.deepEqual(codesOf({ showStatusBar: 'no' }), ['notABoolean']);
    assert.equal(configureOne({ editorHovers: false }).editorHovers, false);
    assert.equal(configureOne({ editorHovers: 0 }).editorHovers, true);
    assert.deepEqual(codesOf({ editorHovers: 0 }), ['notABoolean']);
  });

  it('notifies of problems unless it is told otherwise, and in words that it knows (A20)', () => {
    for (const wanted of ['off', 'problems', 'all']) {
      assert.equal(configureOne({ notifyOfChanges: wanted }).notifyOfChanges, wanted);
    }
    for (const wanted of ['OFF', false, null, ['all']]) {
      assert.equal(configureOne({ notifyOfChanges: wanted }).notifyOfChanges, 'problems');
      assert.deepEqual(codesOf({ notifyOfChanges: wanted }), ['notAChoice']);
    }
  });
});
