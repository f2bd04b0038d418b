/** Scenarios in which every account is healthy, and one thing goes wrong on the way. */
import { allOn } from '../accountAnswers.ts';
import { type FaultName, faults } from '../faults.ts';
import type { FaultRule, RegionScenario, Scenario } from '../scenario.ts';
import { sampleAccounts } from './sampleAccounts.ts';

export const healthy: Scenario = healthyBut('every account that is asked for has every scan type on', {});

export const throttled = healthyBut('10 calls a second in each Region, the rest is throttled', {
  rateLimit: { callsPerSecond: 10 },
});

export const denied = healthyBut('every call is denied', { faults: [{ fault: faults['access-denied'] }] });

export const slow = healthyBut('every call takes 10 seconds', { latencyMs: 10_000 });

export const signedOut = healthyBut(
  'the first call of each Region is answered, then the credentials expire',
  {
    faults: [{ fromCall: 2, fault: faults['expired-token'] }],
  },
);

export const refusedAccount = healthyBut('a batch is refused as invalid while one certain account is in it', {
  faults: [{ accountId: sampleAccounts[7]?.id ?? '', fault: faults.validation }],
});

export const offlineRegion: Scenario = {
  description: 'eu-central-1 accepts calls and never answers, the other Regions are fine',
  regions: {
    '*': { otherAccounts: allOn, latencyMs: 120 },
    'eu-central-1': { otherAccounts: allOn, faults: [{ fault: faults.hang }] },
  },
};

/** Faults that end by themselves, so that a long run meets many of them. */
const quickFaults = [
  faults.reset,
  faults['reset-mid-body'],
  faults['cut-body'],
  faults['bad-gateway'],
  faults['proxy-unavailable'],
  faults['half-json'],
  faults.throttling,
  faults['internal-error'],
];

export const unreliable: Scenario = {
  ...healthyBut('one call in five fails, each time in another way; the same ones in every run', {
    latencyMs: 20,
    faults: [{ chance: 0.2, fault: quickFaults }],
  }),
  seed: 7,
};

/** The healthy scenario with these rules in every Region. */
export function healthyWithFaults(...rules: readonly FaultRule[]): Scenario {
  return healthyBut('healthy, with faults', { faults: rules });
}

/** For each fault a scenario in which every call meets it. */
export const faultScenarios = Object.fromEntries(
  Object.entries(faults).map(([name, fault]) => [
    `fault-${name}`,
    healthyBut(`every call meets the fault "${name}"`, { faults: [{ fault }] }),
  ]),
) as Readonly<Record<`fault-${FaultName}`, Scenario>>;

function healthyBut(description: string, region: RegionScenario): Scenario {
  return { description, regions: { '*': { otherAccounts: allOn, ...region } } };
}
