/** The title of the view and the line above its rows: when, whose choice and where, each said once. */
import { deepEqual, equal, match } from 'node:assert/strict';
import type { RegionReading, Scope, Snapshot } from '../../../src/core/model.ts';
import { summarize } from '../../../src/core/state/tally.ts';
import { describeNotice, describeSource, describeSummary } from '../../../src/vscode/wording/summary.ts';
import { toHoverText } from '../../support/extensionUnderTest.ts';
import { ALL_ON, configure, toAccount, toEntry, toReading, toScope } from '../../unit/support/builders.ts';

const now = new Date(2026, 10, 30, 14, 30).getTime();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Of each scope the Regions, each with the time since it was read; undefined for one that never was. */
function toState(
  regions: readonly (readonly [region: string | undefined, age: number | undefined])[][],
  more: Partial<Scope> = {},
): Snapshot {
  const scopes = regions.map((_, at) => toScope([toAccount(1)], { name: `${at}`, ...more }));
  const readings: RegionReading[] = regions.flatMap((some, at) =>
    some.map(([region, age]) => ({
      ...toReading([toEntry(ALL_ON, { stale: true })], {
        region,
        readAt: age === undefined ? undefined : now - age,
      }),
      scope: scopes[at] as Scope,
    })),
  );
  return { scopes, readings, activity: { kind: 'idle' } };
}

const toTitle = (snapshot: Snapshot, hasNotice = true) =>
  describeSource(snapshot, summarize(snapshot), now, hasNotice);
const toNotice = (snapshot: Snapshot) => describeNotice(snapshot, configure());

describe('The lines around the rows', () => {
  it('say once what the workspace has chosen: above the rows, which leaves room for the Region', () => {
    const chosen = toState([[['us-east-1', 0]]], { profile: 'audit', profileIsWorkspaces: true });
    deepEqual([toTitle(chosen), toNotice(chosen)], ['14:30 · us-east-1', 'audit (chosen by the workspace)']);
    equal(toTitle(chosen, false), '14:30 · audit (chosen by the workspace) · us-east-1');
    const own = toState([[['us-east-1', 0]]], { profile: 'audit' });
    deepEqual([toTitle(own), toNotice(own)], ['14:30 · audit · us-east-1', '']);
  });

  it('say of several scopes, too, that the workspace has chosen', () => {
    const regions = [[['us-east-1', 0]], [['us-east-1', 0]]] as const;
    const chosen = toState(
      regions.map((each) => [...each]),
      { profile: 'x', profileIsWorkspaces: true },
    );
    deepEqual(
      [toTitle(chosen), toNotice(chosen)],
      ['14:30 · us-east-1', '2 scopes (chosen by the workspace)'],
    );
    equal(toTitle(chosen, false), '14:30 · 2 scopes (chosen by the workspace) · us-east-1');
    const own = toState(regions.map((each) => [...each]));
    deepEqual([toTitle(own), toNotice(own)], ['14:30 · 2 scopes · us-east-1', '']);
  });

  it('count a Region once, and none that is not known; how many are read, of one scope alone', () => {
    const count = (...regions: Parameters<typeof toState>[0]) =>
      toTitle(toState(regions)).split(' · ').at(-1);
    const [east, west] = ['us-east-1', 'us-west-2'];
    const [eastIsRead, eastIsNot, westIsRead, westIsNot] = [
      [east, 0],
      [east, undefined],
      [west, 0],
      [west, undefined],
    ] as const;
    equal(count([eastIsRead, westIsNot]), '1 of 2 Regions');
    equal(count([eastIsRead, westIsRead]), '2 Regions');
    equal(count([eastIsNot, westIsNot]), '2 Regions');
    equal(count([eastIsRead], [eastIsNot], [westIsRead]), '2 Regions');
    equal(count([eastIsRead], [westIsRead], [[undefined, undefined]]), '2 Regions');
    equal(count([[undefined, undefined]], [[undefined, undefined]]), '2 scopes');
  });

  it('say of the oldest time that it is, where something else was read long after it', () => {
    const times = (...ages: number[]) =>
      toTitle(toState([ages.map((age, at) => [`us-east-${at + 1}`, age] as const)])).split(' · ')[0];
    deepEqual(
      [
        times(5 * MINUTE_MS, 0),
        times(2 * HOUR_MS, 0),
        times(2 * HOUR_MS, 2 * HOUR_MS),
        times(25 * HOUR_MS, 0),
        times(51 * HOUR_MS, 0),
        times(51 * HOUR_MS, 50 * HOUR_MS + MINUTE_MS),
      ],
      ['14:25', 'oldest from 12:30', '12:30', 'up to 1 day old', 'up to 2 days old', '2 days old'],
    );
  });

  it('and the status bar says so as well, with both times in its hover', () => {
    const snapshot = toState([[['us-east-1', 51 * HOUR_MS]], [['us-east-1', 0]]]);
    const { text, hover } = describeSummary(snapshot, summarize(snapshot), configure(), now);
    equal(text, '$(shield) 2/2 · up to 2 days old');
    match(toHoverText(hover), /\nRead from Nov 28, 2026, 11:30:00 to Nov 30, 2026, 14:30:00\n$/);
  });
});
