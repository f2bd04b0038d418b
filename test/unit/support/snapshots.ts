/** Snapshots to keep: random ones, one that holds a bit of everything, and what a start makes of them. */
import * as fc from 'fast-check';
import { MAX_SERVICE_TEXT, readText } from '../../../src/core/answers/answer.ts';
import {
  type Answer,
  type Entry,
  KNOWN_SCAN_TYPES,
  KNOWN_STATUSES,
  type RegionReading,
  type Scope,
  type ServiceError,
  type Snapshot,
} from '../../../src/core/model.ts';
import { findOfferedScanTypes } from '../../../src/core/state/summary.ts';
import {
  ALL_ON,
  DENIED,
  joinSnapshots,
  NOT_RETURNED,
  toAccount,
  toAnswer,
  toEntry,
  toError,
  toId,
  toReading,
  toScope,
  toScopedSnapshot,
  toSnapshot,
  UNREAD,
} from './builders.ts';

export const DAY_MS = 24 * 60 * 60_000;

const text = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
    fc.constantFrom('\u2028', '"', '\n', '__proto__'),
  )
  // Such as comes out of an answer of the service.
  .filter((each) => readText(each, MAX_SERVICE_TEXT) === each);
const optionalText = fc.option(text, { nil: undefined });

const error: fc.Arbitrary<ServiceError | undefined> = fc.option(
  fc.record({ code: text, message: optionalText }, { noNullPrototype: true }),
  {
    nil: undefined,
  },
);
const state = fc.record(
  {
    status: fc.option(fc.oneof(fc.constantFrom(...KNOWN_STATUSES), text), { nil: undefined }),
    error,
  },
  { noNullPrototype: true },
);

/** Known ones first in the service's order; no numbers, which objects put before other keys. */
const scanTypeNames = fc
  .tuple(
    fc.subarray([...KNOWN_SCAN_TYPES]),
    fc.uniqueArray(
      text.filter(
        (name) => !/^[0-9]+$/.test(name) && !(KNOWN_SCAN_TYPES as readonly string[]).includes(name),
      ),
      { maxLength: 2 },
    ),
  )
  .map(([known, newer]) => [...known, ...newer]);

const answer: fc.Arbitrary<Answer> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(state, fc.boolean(), scanTypeNames, fc.array(state, { minLength: 7, maxLength: 7 }))
      .map(
        ([own, failed, names, states]): Answer => ({
          kind: 'status',
          ...own,
          failed,
          scanTypes: names.map((scanType, index) => ({
            scanType,
            status: states[index]?.status,
            error: states[index]?.error,
          })),
        }),
      ),
  },
  fc.constant<Answer>(NOT_RETURNED),
  optionalText.map((message): Answer => ({ kind: 'refused', message })),
);

const time = fc.integer({ min: 0, max: 8.64e15 });

const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.constantFrom<Entry>({ kind: 'unread' }, { kind: 'waiting' }),
  fc
    .record(
      { answer, takenAt: fc.oneof(time, fc.constantFrom(1, 2)), stale: fc.boolean() },
      { noNullPrototype: true },
    )
    .map((read): Entry => ({ kind: 'read', ...read })),
);

const readingOf = (count: number): fc.Arbitrary<RegionReading> =>
  fc
    .record({
      // Few different ones, so that neighbours say the same now and then.
      pool: fc.array(entry, { minLength: 1, maxLength: 3 }),
      picks: fc.array(fc.nat(2), { minLength: count, maxLength: count }),
      profile: fc.string({ unit: 'binary', maxLength: 10 }).map((each) => each.toWellFormed()),
      region: fc.constantFrom('us-east-1', 'eu-west-1', 'ap-southeast-2', undefined),
      endpointUrl: fc.constantFrom(undefined, 'http://127.0.0.1:4000', 'https://inspector.example/path'),
      readAt: fc.option(time, { nil: undefined }),
      requiredScanTypes: fc.subarray(['ec2', 'ecr', 'lambda', 'eks']),
    })
    .map(({ pool, picks, ...reading }) =>
      toReading(
        picks.map((pick) => pool[pick % pool.length] ?? UNREAD),
        reading,
      ),
    );

/** What is known of a list of members besides the accounts; undefined where the settings name the accounts. */
const listFacts = fc.option(
  fc.record(
    {
      readAt: time,
      region: fc.constantFrom('us-east-1', 'eu-west-1', undefined),
      accountId: fc.constantFrom(toId(1), undefined),
      namesAskedAt: time,
      namesAreDenied: fc.boolean(),
    },
    { noNullPrototype: true },
  ),
  {
    nil: undefined,
  },
);

/** One scope. */
const scopeSnapshot: fc.Arbitrary<Snapshot> = fc
  .nat(8)
  .chain((count) => fc.tuple(fc.constant(count), fc.array(readingOf(count), { maxLength: 4 }), listFacts))
  .map(([count, readings, facts]) => {
    const accounts = Array.from({ length: count }, (_, index) => toAccount(index + 1, `Account ${index}`));
    const snapshot = toScopedSnapshot(accounts, readings);
    const listed = accounts.map(({ id }, index) => ({
      id,
      name: index % 2 === 0 ? `Member ${index}` : undefined,
    }));
    return facts === undefined
      ? snapshot
      : changeScopes(snapshot, (scope) => ({
          ...scope,
          members: { kind: 'read', accounts: listed, ...facts },
        }));
  });

/** Up to three scopes, each with accounts of its own. */
export const anySnapshot: fc.Arbitrary<Snapshot> = fc
  .array(scopeSnapshot, { maxLength: 3 })
  .map((snapshots) =>
    joinSnapshots(
      ...snapshots.map((each, index) =>
        changeScopes(each, (scope) => ({ ...scope, name: `Scope ${index}` })),
      ),
    ),
  );

function changeScopes({ scopes, readings, activity }: Snapshot, change: (scope: Scope) => Scope): Snapshot {
  const changed = new Map(scopes.map((scope) => [scope, change(scope)]));
  return {
    scopes: [...changed.values()],
    readings: readings.map((reading) => ({ ...reading, scope: changed.get(reading.scope) ?? reading.scope })),
    activity,
  };
}

/** What a start at this time is to know of the snapshot: no names but those of members, no failures, nothing fresh. */
export function toKept({ scopes, readings }: Snapshot, now: number): Snapshot {
  const kept = new Map(
    scopes
      // A scope of which nothing is kept is not kept itself.
      .filter((scope) => readings.some((each) => each.scope === scope && each.region !== undefined))
      .map((scope) => [scope, toKeptScope(scope)]),
  );
  return {
    scopes: [...kept.values()],
    readings: readings
      .filter(({ region }) => region !== undefined)
      .map((reading) => {
        const entries = reading.entries.map((each): Entry => {
          if (each.kind !== 'read') {
            return UNREAD;
          }
          const isOld = each.takenAt > now || now - each.takenAt > DAY_MS;
          return { ...each, stale: true, ...(isOld ? { old: true } : {}) };
        });
        const offeredScanTypes = findOfferedScanTypes(entries);
        const scope = kept.get(reading.scope) ?? reading.scope;
        return {
          ...reading,
          scope,
          entries,
          offeredScanTypes,
          requiredScanTypes: [],
          failure: undefined,
          nextTryAt: undefined,
          heldUntil: undefined,
        };
      }),
    activity: { kind: 'idle' },
  };
}

function toKeptScope({ name, profile, accounts, members }: Scope): Scope {
  if (members?.kind !== 'read') {
    return toScope(
      accounts.map(({ id }) => ({ id, name: undefined })),
      { name, profile },
    );
  }
  const { trouble, ...list } = members;
  return toScope(list.accounts, {
    name,
    profile,
    members: list,
  });
}

/** A bit of everything, read at this time with this profile. */
export function toSampleSnapshot(takenAt: number, profile = 'audit'): Snapshot {
  const failing: Answer = toAnswer('ENABLED', [
    { scanType: 'ec2', status: 'ENABLED', error: toError('SSM_THROTTLED', 'Slow down, “please”.\u2028<b>') },
    { scanType: 'ecr', status: 'DISABLED', error: undefined },
    { scanType: 'eks', status: 'WAT', error: undefined },
  ]);
  const refused: Answer = { kind: 'refused', message: 'Value at accountIds failed to satisfy constraint.' };
  const answers = [ALL_ON, ALL_ON, failing, DENIED, NOT_RETURNED, refused, toAnswer('SUSPENDED', []), ALL_ON];
  const entries = answers.map((each) => toEntry(each, { takenAt }));
  const more = { profile, readAt: takenAt + 5 };
  return toSnapshot(
    toReading(entries, { ...more, region: 'us-east-1' }),
    toReading([...entries.slice(0, 6), UNREAD, UNREAD], {
      ...more,
      region: 'eu-west-1',
      readAt: undefined,
    }),
  );
}
