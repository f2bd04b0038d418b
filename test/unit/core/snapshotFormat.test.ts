/** The kept snapshot as text: what comes back is what went in, and whatever comes back is harmless. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { MAX_SERVICE_TEXT } from '../../../src/core/answers/answer.ts';
import { encodeSnapshot } from '../../../src/core/kept/snapshotFormat.ts';
import { parseSnapshot } from '../../../src/core/kept/snapshotParsing.ts';
import { type Entry, KNOWN_STATUSES, type RegionReading, type Snapshot } from '../../../src/core/model.ts';
import { isScannedWithoutProblem } from '../../../src/core/state/summary.ts';
import { summarize } from '../../../src/core/state/tally.ts';
import {
  ALL_ON,
  joinSnapshots,
  NOT_RETURNED,
  toAccount,
  toAccounts,
  toAnswer,
  toEntry,
  toError,
  toFailure,
  toReading,
  toScanTypes,
  toScope,
  toScopedSnapshot,
  toSnapshot,
  UNREAD,
  WAITING,
} from '../support/builders.ts';
import { anyJson, checkAsyncProperty } from '../support/properties.ts';
import { seedTitle } from '../support/seededRandom.ts';
import { anySnapshot, DAY_MS, toKept, toSampleSnapshot } from '../support/snapshots.ts';

const ALL_OFF = toAnswer('DISABLED', []);
const NOW = Date.UTC(2026, 10, 23, 14, 2);

function encode(snapshot: Snapshot): string[] {
  return [...encodeSnapshot(snapshot)];
}

describe('snapshot format: there and back', () => {
  it(`keeps every snapshot as it is, but for what is of the moment [${seedTitle}]`, async function () {
    this.timeout(60_000);
    const property = fc.asyncProperty(
      anySnapshot,
      fc.integer({ min: 0, max: 8.64e15 }),
      async (snapshot, now) => {
        const kept = await parseSnapshot(encode(snapshot), now);
        assert.deepEqual(kept, toKept(snapshot, now));
        assert.deepEqual(await parseSnapshot(encode(kept), now), kept);
      },
    );
    await checkAsyncProperty(property, 2000);
  });

  it('has no line break in a line, whatever the texts', () => {
    const odd = toAnswer('a\nb\r\u2028', [], { error: toError('\n', '\r\n') });
    for (const line of encode(toSnapshot(toReading([toEntry(odd)], { profile: 'a\nb' })))) {
      assert.doesNotMatch(line, /[\n\r]/);
    }
  });

  it('is these lines: what is alike side by side once, with its count', () => {
    const off = toAnswer('DISABLED', toScanTypes({ ec2: 'ENABLED' }), { error: toError('X', 'why') });
    const entries: readonly Entry[] = [
      toEntry(ALL_OFF),
      toEntry(ALL_OFF),
      toEntry(ALL_OFF, { takenAt: 2000 }),
      UNREAD,
      WAITING,
      toEntry(NOT_RETURNED),
      toEntry({ kind: 'refused', message: 'bad id' }),
      toEntry({ kind: 'refused', message: undefined }),
      toEntry(off),
      toEntry({ ...off, failed: true }),
      UNREAD,
    ];
    const accounts = toAccounts(entries.length);
    const endpointUrl = 'https://inspector.example';
    const readings = [
      toReading(entries, { profile: 'audit', endpointUrl }),
      toReading(entries, { region: undefined }),
    ];
    const alike = '{"status":"DISABLED","errorCode":"X","errorMessage":"why"}';
    assert.deepEqual(encode(toScopedSnapshot(accounts, readings)), [
      '{"format":"inspector-account-status snapshot","version":2}',
      JSON.stringify({ scope: '', profile: 'audit', accountIds: accounts.map(({ id }) => id) }),
      '{"region":"us-east-1","endpointUrl":"https://inspector.example","readAt":1000}',
      `[2,{"state":{"status":"DISABLED"},"resourceState":{}},1000,1,0,2000,2,null,0,1,"notReturned",1000,` +
        `1,{"refused":"bad id"},1000,1,{"refused":""},1000,` +
        `1,{"state":${alike},"resourceState":{"ec2":{"status":"ENABLED"}}},1000,` +
        `1,{"state":${alike},"failed":true,"resourceState":{"ec2":{"status":"ENABLED"}}},1000,1,null,0]`,
      '"end"',
    ]);
  });

  it('keeps no scope of which nothing is kept, nor one with a name that is longer than any', () => {
    const long = 'x'.repeat(2048);
    const of = (name: string, more: Partial<RegionReading> & { profile?: string } = {}) => {
      const { profile = '', ...reading } = more;
      const scope = toScope([], { name, profile });
      return toScopedSnapshot([toAccount(1)], [toReading([toEntry(ALL_ON)], { ...reading, scope })]);
    };
    const scopesOf = (...snapshots: readonly Snapshot[]) =>
      encode(joinSnapshots(...snapshots))
        .filter((line) => line.startsWith('{"scope"'))
        .map((line) => JSON.parse(line).scope.length);
    assert.deepEqual(scopesOf(of('a'), of('bc', { region: undefined }), of(long), of(`${long}x`)), [1, 2048]);
    assert.deepEqual(scopesOf(of('a', { profile: long }), of('bc', { profile: `${long}x` })), [1]);
    const endpoint = `https://${'x'.repeat(40)}.example/`;
    const padded = (length: number) => endpoint.padEnd(length, 'y');
    assert.deepEqual(
      scopesOf(of('a', { endpointUrl: padded(2048) }), of('bc', { endpointUrl: padded(2049) })),
      [1],
    );
  });

  it('writes an answer once, however many accounts and Regions share it', () => {
    const readings = ['us-east-1', 'eu-west-1', 'eu-west-2'].map((region) =>
      toReading(Array(4500).fill(toEntry(toAnswer('ENABLED'))), { region }),
    );
    const lines = encode(toSnapshot(...readings));
    const withoutIds = lines.slice(2).join('\n');
    assert.equal(withoutIds.split('"ENABLED"').length - 1, 6);
    assert.ok(withoutIds.length < 1000);
  });

  it('needs at most 50 bytes for each account and Region where no two neighbours are alike', () => {
    const states = KNOWN_STATUSES.map((status) => toAnswer(status));
    const readings = ['us-east-1', 'eu-west-1'].map((region) =>
      toReading(
        Array.from({ length: 5000 }, (_, index) =>
          toEntry(states[index % states.length] ?? ALL_ON, { takenAt: NOW + index }),
        ),
        { region },
      ),
    );
    const { length } = encode(toSnapshot(...readings)).join('\n');
    assert.ok(length / 10_000 < 30, `${length / 10_000} bytes`);
  });

  it('leaves the service’s messages out where they would take megabytes, and nothing else', async () => {
    const entries = Array.from({ length: 3000 }, (_, index) =>
      toEntry(toAnswer('ENABLED', [], { error: toError('ACCESS_DENIED', `${index} `.padEnd(2000, 'x')) })),
    );
    const lines = encode(toSnapshot(toReading(entries)));
    assert.ok(lines.join('\n').length < 700_000);
    const kept = (await parseSnapshot(lines, NOW))?.readings[0]?.entries ?? [];
    const codes = kept.map(
      (entry) => entry.kind === 'read' && entry.answer.kind === 'status' && entry.answer.error,
    );
    assert.equal(codes.length, 3000);
    assert.ok(codes.every((error) => error && error.code === 'ACCESS_DENIED'));
    assert.ok(codes.some((error) => error && error.message === undefined));
  });
});

describe('snapshot format: what is not for the disk', () => {
  it('keeps no failure, no name, and no endpoint that may hold a password (G15)', async () => {
    const secret = 'SECRET';
    const failure = {
      ...toFailure('credentialsFailed', secret),
      message: secret,
      role: secret,
      host: secret,
    };
    const endpoints = ['user:SECRET@host', 'SECRET@host', 'host/?token=SECRET', 'host/#SECRET'];
    const entries = [toEntry(ALL_ON)];
    const snapshot = toScopedSnapshot(
      [toAccount(1, secret)],
      [
        toReading(entries, { failure }),
        ...endpoints.map((each) => toReading(entries, { endpointUrl: `https://${each}` })),
        toReading(entries, { endpointUrl: secret }),
      ],
    );
    const lines = encode(snapshot);
    assert.ok(!lines.join('\n').includes(secret));
    assert.equal((await parseSnapshot(lines, NOW))?.readings.length, 1);
  });
});

describe('snapshot format: age', () => {
  const readAt = async (takenAt: number) => {
    const kept = await parseSnapshot(encode(toSnapshot(toReading([toEntry(ALL_ON, { takenAt })]))), NOW);
    assert.ok(kept);
    return kept;
  };

  it('counts what is more than a day old for nothing, and what is younger as out of date (H6)', async () => {
    for (const [ageMs, isOld] of [
      [0, false],
      [DAY_MS, false],
      [DAY_MS + 1, true],
      [30 * DAY_MS, true],
    ] as const) {
      const kept = await readAt(NOW - ageMs);
      const summary = summarize(kept);
      assert.equal(summary.scannedWithoutProblem, isOld ? 0 : 1);
      assert.equal(summary.stale, 1);
      assert.equal(summary.allWell, false);
      assert.deepEqual(summary.byState, new Map([[isOld ? 'unknown' : 'fullyOn', 1]]));
    }
  });

  it('does not believe a time that is still to come (H6)', async () => {
    const [entry] = (await readAt(NOW + 60_000)).readings[0]?.entries ?? [];
    assert.ok(entry?.kind === 'read' && entry.old && !isScannedWithoutProblem(entry));
  });
});

describe('snapshot format: text from anywhere', () => {
  const sample = encode(toSampleSnapshot(NOW));

  it('is nothing without its last line, and with more after it (H1)', async () => {
    for (let count = 0; count < sample.length; count++) {
      assert.equal(await parseSnapshot(sample.slice(0, count), NOW), undefined);
    }
    assert.equal(await parseSnapshot([...sample, ''], NOW), undefined);
    assert.equal(await parseSnapshot([...sample, '{}'], NOW), undefined);
    assert.ok(await parseSnapshot(sample, NOW));
  });

  it('is nothing in another version or format (H4)', async () => {
    const [header = '', ...rest] = sample;
    for (const [from, to] of [
      ['"version":2', '"version":3'],
      ['"version":2', '"version":1'],
      ['"version":2', '"version":"2"'],
      [',"version":2', ''],
      ['snapshot', 'report'],
    ] as const) {
      const changed = header.replace(from, to);
      assert.notEqual(changed, header);
      assert.equal(await parseSnapshot([changed, ...rest], NOW), undefined);
    }
  });

  it('is a harmless snapshot or none wherever a value is of the wrong type (H1, H7)', async () => {
    const wrong = [null, true, -1, 0.5, 1e300, 99, '', 'x', [], {}, [[]], { state: 5 }, { refused: {} }];
    let tried = 0;
    for (const [at, line] of sample.entries()) {
      for (const path of pathsOf(JSON.parse(line))) {
        for (const value of wrong) {
          const lines = sample.with(at, JSON.stringify(replaceAt(JSON.parse(line), path, value)));
          checkHarmless(await parseSnapshot(lines, NOW));
          tried += 1;
        }
      }
    }
    assert.ok(tried > 1000);
  });

  it(`is a harmless snapshot or none, tampered with 20,000 times (H7) [${seedTitle}]`, async function () {
    this.timeout(60_000);
    let understood = 0;
    const property = fc.asyncProperty(fc.gen(), async (draw) => {
      let lines = [...sample];
      for (let times = 1 + below(draw, 3); times > 0; times--) {
        lines = tamper(draw, lines);
      }
      const snapshot = await parseSnapshot(lines, NOW);
      checkHarmless(snapshot);
      understood += snapshot === undefined ? 0 : 1;
    });
    await checkAsyncProperty(property, 20_000);
    // Most of it is noticed; what is not is as harmless as the rest.
    assert.ok(understood > 100 && understood < 15_000, `${understood} understood`);
  });

  it('is cleaned and cut as what comes over the network (H7)', async () => {
    const answer = {
      state: {
        status: 'S'.repeat(10_000),
        errorCode: 'C'.repeat(10_000),
        errorMessage: `\ud800${'M'.repeat(2 ** 20)}`,
      },
      resourceState: Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`type${index}`, {}])),
      failed: 'yes',
    };
    const [header = '', scope = '', reading = ''] = encode(toSnapshot(toReading([toEntry(ALL_ON)])));
    const kept = await parseSnapshot(
      [header, scope, reading, JSON.stringify([1, answer, NOW]), '"end"'],
      NOW,
    );
    const [entry] = kept?.readings[0]?.entries ?? [];
    assert.ok(entry?.kind === 'read' && entry.answer.kind === 'status');
    assert.equal(entry.answer.status?.length, 128);
    assert.equal(entry.answer.error?.code.length, 128);
    assert.equal(entry.answer.error?.message, `\ufffd${'M'.repeat(MAX_SERVICE_TEXT - 1)}`);
    assert.equal(entry.answer.scanTypes.length, 32);
    assert.equal(entry.answer.failed, false);
  });

  it('is nothing with too many accounts, Regions or entries, or one too long line (H7)', async () => {
    const [header = '', scope = '', reading = '', runs = '', ...rest] = encode(
      toSnapshot(toReading([toEntry(ALL_ON)])),
    );
    const withIds = (accountIds: readonly string[]) => JSON.stringify({ ...JSON.parse(scope), accountIds });
    const toIdText = (index: number) => String(index).padStart(12, '0');
    const tooMany = Array.from({ length: 50_001 }, (_, index) => toIdText(index));
    const all = (...lines: string[]) => [header, ...lines, ...rest];
    for (const lines of [
      all(withIds(tooMany), reading, JSON.stringify([50_001, 'notReturned', NOW])),
      all(withIds([toIdText(1), toIdText(1)]), reading, JSON.stringify([2, 'notReturned', NOW])),
      all(scope, reading, JSON.stringify([2, 'notReturned', NOW])),
      all(scope, reading, runs, runs),
      all(scope, reading, JSON.stringify([0, 'notReturned', NOW])),
      all(runs),
      all(reading, runs),
      all(scope, runs),
      all(scope, ...Array(1001).fill([reading, runs]).flat()),
      all(scope, reading, `${' '.repeat(2_000_000)}${runs}`),
    ]) {
      assert.equal(await parseSnapshot(lines, NOW), undefined);
    }
    assert.ok(await parseSnapshot(all(scope, ...Array(1000).fill([reading, runs]).flat()), NOW));
  });
});

type Path = readonly (string | number)[];

/** The ways to every value inside a JSON value, itself among them. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  return typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...path, key]))]
    : [path];
}

function replaceAt(value: unknown, [first, ...rest]: Path, replacement: unknown): unknown {
  if (first === undefined) {
    return replacement;
  }
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[first] = replaceAt(copy[first], rest, replacement);
  return copy;
}

function below(draw: fc.GeneratorValue, limit: number): number {
  return draw(fc.nat, { max: limit - 1 });
}

function pick<Value>(draw: fc.GeneratorValue, values: readonly Value[]): Value {
  return values[below(draw, values.length)] as Value;
}

function tamper(draw: fc.GeneratorValue, lines: readonly string[]): string[] {
  const at = below(draw, Math.max(1, lines.length));
  const line = lines[at] ?? '';
  switch (below(draw, 6)) {
    case 0: {
      const place = below(draw, line.length + 1);
      const other = pick(draw, [...'0123456789,[]{}":\\\u0000\ud800']);
      return lines.with(at, line.slice(0, place) + other + line.slice(place + below(draw, 2)));
    }
    case 1:
      return lines.with(at, JSON.stringify(draw(anyJson)) ?? '');
    case 2:
      return [...lines.slice(0, at), ...lines.slice(at + 1), ''].slice(0, -1);
    case 3:
      return [...lines.slice(0, at), pick(draw, lines), ...lines.slice(at)];
    case 4:
      return lines.with(at, line.replace(/[0-9]+/, String(below(draw, 1e6))));
    default: {
      const value = parse(line);
      const path = pick(draw, pathsOf(value));
      return lines.with(at, JSON.stringify(replaceAt(value, path, draw(anyJson, 2))) ?? '');
    }
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What every view may rely on, whoever wrote the text. */
function checkHarmless(snapshot: Snapshot | undefined): void {
  if (snapshot === undefined) {
    return;
  }
  for (const { name, profile, accounts } of snapshot.scopes) {
    const ids = accounts.map(({ id }) => id);
    assert.ok(typeof name === 'string' && name.length <= 2048);
    assert.ok(typeof profile === 'string' && profile.length <= 2048);
    assert.ok(ids.every((id) => /^[0-9]{12}$/.test(id)));
    assert.equal(new Set(ids).size, ids.length);
  }
  for (const {
    region,
    scope,
    endpointUrl,
    entries,
    offeredScanTypes,
    readAt,
    failure,
  } of snapshot.readings) {
    assert.match(region ?? '', /^[a-z0-9-]{1,32}$/);
    assert.ok(snapshot.scopes.includes(scope));
    assert.ok(endpointUrl === undefined || new URL(endpointUrl).username === '');
    assert.ok(offeredScanTypes.every((each) => each.length <= 128));
    assert.ok(readAt === undefined || !Number.isNaN(new Date(readAt).getTime()));
    assert.equal(failure, undefined);
    assert.equal(entries.length, scope.accounts.length);
    for (const entry of entries) {
      assert.ok(entry.kind === 'unread' || entry.kind === 'read');
      if (entry.kind === 'read') {
        assert.equal(entry.stale, true);
        assert.ok(!Number.isNaN(new Date(entry.takenAt).getTime()) && entry.takenAt >= 0);
        for (const each of textsOf(entry.answer)) {
          assert.ok(each.length <= MAX_SERVICE_TEXT && each.isWellFormed());
        }
      }
    }
  }
  assert.equal(({} as Record<string, unknown>)['x'], undefined);
  summarize(snapshot);
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
