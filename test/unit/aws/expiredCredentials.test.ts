/** Credentials that the service takes for expired are got anew once; who cancels waits for none. */
import assert from 'node:assert/strict';
import { RefreshEngine } from '../../../src/core/refresh/refresh.ts';
import { SnapshotStore } from '../../../src/core/state/store.ts';
import { faults } from '../../emulator/faults.ts';
import type { Scenario } from '../../emulator/scenario.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';
import { AwsServices } from '../support/awsServices.ts';
import { configure, toIds } from '../support/builders.ts';
import { countStarts, HangingProgram, toProcessOutput, writeProgram } from '../support/keyProcess.ts';
import { HurriedClock } from '../support/virtualClock.ts';

const AUDIT = { profile: 'audit' };
const ENABLED = 'us-east-1';
const DISABLED = 'af-south-1';
const ONE_REGION: Scenario = {
  description: 'one Region is enabled',
  regions: { [ENABLED]: scenarios.healthy.regions['*'] ?? {} },
};

/** The profile `audit` gets keys from a program, which names each set after how often it has run. */
function useNumberedKeys(bench: AwsBench): void {
  const output = toProcessOutput('ASIANUMBER', {
    SessionToken: 'made-up-token',
    Expiration: new Date(Date.now() + 3600_000).toISOString(),
  });
  const runs = JSON.stringify(`${bench.home.path}/runs`);
  const program = `
    import { readFileSync } from 'node:fs';
    appendFileSync(${runs}, 'x');
    const run = readFileSync(${runs}, 'utf8').length;
    console.log(${JSON.stringify(output)}.replace('ASIANUMBER', 'ASIANUMBER' + run));`;
  bench.home.writeConfig({
    'profile audit': { credential_process: writeProgram(bench.home, 'numbered', program) },
  });
}

describe('Inspector source: credentials that a Region does not take', () => {
  it('are got anew in the next refresh, not in this one (B19)', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({ scenario: { description: '', regions: {} } });
    useNumberedKeys(bench);
    for (const region of ['us-east-1', 'af-south-1']) {
      assert.equal((await bench.askForFailure({ ...AUDIT, region })).kind, 'credentialsRejected');
    }
    assert.equal(countStarts(bench.home), 1);
    bench.source.beginRefresh('schedule');
    await bench.askForFailure(AUDIT);
    assert.equal(countStarts(bench.home), 2);
  });

  /** One Region takes the keys, the others refuse them as they do where they are not enabled. */
  async function startWithOneRegion(services?: AwsServices): Promise<AwsBench> {
    const bench = await AwsBench.start({
      scenario: ONE_REGION,
      environment: services?.environment ?? {},
    });
    useNumberedKeys(bench);
    return bench;
  }

  /** A refresh that asks these Regions one after the other: how each call ended. */
  async function refresh(bench: AwsBench, ...regions: readonly string[]): Promise<string[]> {
    bench.source.beginRefresh('schedule');
    const ends: string[] = [];
    for (const region of regions) {
      const outcome = await bench.ask({ ...AUDIT, region });
      ends.push(outcome.kind === 'failed' ? outcome.failure.kind : outcome.kind);
    }
    return ends;
  }

  it('stay where another Region takes them, before or after: nobody is asked for a code again', async function () {
    this.timeout(20_000);
    await using bench = await startWithOneRegion();
    for (const regions of [
      [DISABLED, ENABLED],
      [ENABLED, DISABLED],
    ]) {
      const ends = await refresh(bench, ...regions);
      assert.deepEqual(ends.sort(), ['answered', 'credentialsRejected']);
    }
    bench.source.beginRefresh('schedule');
    await bench.ask({ ...AUDIT, region: ENABLED });
    assert.equal(countStarts(bench.home), 1);
  });

  it('stay through a refresh that asks only the Region that refuses them, once another has taken them', async function () {
    this.timeout(20_000);
    await using bench = await startWithOneRegion();
    await refresh(bench, ENABLED, DISABLED);
    for (let row = 0; row < 3; row++) {
      assert.deepEqual(await refresh(bench, DISABLED), ['credentialsRejected']);
    }
    assert.deepEqual(await refresh(bench, ENABLED, DISABLED), ['answered', 'credentialsRejected']);
    assert.equal(countStarts(bench.home), 1);
  });

  it('stay while the Region that takes them has trouble of its own', async function () {
    this.timeout(20_000);
    await using bench = await startWithOneRegion();
    await refresh(bench, ENABLED, DISABLED);
    bench.emulator.use({
      description: 'the enabled Region is down',
      regions: { [ENABLED]: { faults: [{ fault: faults['service-unavailable'] }] } },
    });
    assert.deepEqual(await refresh(bench, ENABLED, DISABLED), ['serviceFault', 'credentialsRejected']);
    bench.emulator.use(ONE_REGION);
    assert.deepEqual(await refresh(bench, ENABLED, DISABLED), ['answered', 'credentialsRejected']);
    assert.equal(countStarts(bench.home), 1);
  });

  it('are got anew once a Region refuses them that has taken them before (B19)', async function () {
    this.timeout(20_000);
    await using bench = await startWithOneRegion();
    await refresh(bench, ENABLED, DISABLED);
    bench.emulator.use({ description: 'the keys are no more', regions: {} });
    assert.deepEqual(await refresh(bench, ENABLED), ['credentialsRejected']);
    assert.equal(countStarts(bench.home), 1);
    bench.emulator.use(ONE_REGION);
    assert.deepEqual(await refresh(bench, ENABLED), ['answered']);
    assert.equal(countStarts(bench.home), 2);
  });

  it('stay when a Region that refused them takes them a moment later', async function () {
    this.timeout(20_000);
    await using bench = await startWithOneRegion();
    bench.emulator.use({ description: 'new keys are not known everywhere yet', regions: {} });
    await refresh(bench, ENABLED);
    bench.emulator.use(ONE_REGION);
    await bench.ask({ ...AUDIT, region: ENABLED });
    await refresh(bench, ENABLED);
    assert.equal(countStarts(bench.home), 1);
  });

  for (const what of ['a test of the connection', 'a list of members'] as const) {
    async function interrupt(bench: AwsBench, region: string): Promise<void> {
      const { signal } = new AbortController();
      const plan = { profile: 'audit', regions: [region], endpointUrl: bench.emulator.url };
      if (what === 'a list of members') {
        await bench.source.listMembers(plan, () => {}, signal);
        return;
      }
      const kinds: string[] = [];
      for await (const { result } of bench.source.testConnection({ ...plan, accountId: undefined }, signal)) {
        kinds.push(result.kind);
      }
      assert.ok(kinds.includes('identity'), kinds.join());
    }

    it(`stay when a person wants ${what} in the middle of a refresh`, async function () {
      this.timeout(20_000);
      await using services = await AwsServices.start();
      await using bench = await startWithOneRegion(services);
      await refresh(bench, DISABLED);
      await interrupt(bench, DISABLED);
      await bench.ask({ ...AUDIT, region: ENABLED });
      await interrupt(bench, DISABLED);
      await bench.ask({ ...AUDIT, region: DISABLED });
      await refresh(bench, ENABLED, DISABLED);
      assert.equal(countStarts(bench.home), 1);
    });

    it(`are got anew for ${what} where a Region that every account has refused them (B19)`, async function () {
      this.timeout(20_000);
      await using services = await AwsServices.start();
      await using bench = await startWithOneRegion(services);
      bench.emulator.use({ description: 'no Region takes them', regions: {} });
      await refresh(bench, ENABLED);
      await interrupt(bench, ENABLED);
      assert.equal(countStarts(bench.home), 2);
    });
  }
});

describe('Inspector source: credentials that AWS says are expired', () => {
  it('are got anew once, although they say that they last, and the call is made again (B22)', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({
      scenario: healthyWithFaults({ firstCalls: 1, fault: faults['expired-token'] }),
    });
    useNumberedKeys(bench);
    await bench.askForAnswers(AUDIT);
    assert.deepEqual(
      bench.emulator.requests.map(({ accessKeyId }) => accessKeyId),
      ['ASIANUMBER1', 'ASIANUMBER2'],
    );
    assert.equal(countStarts(bench.home), 2);
  });

  it('are said to be so when the new ones are expired too, after one more call (B22)', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({
      scenario: healthyWithFaults({ fault: faults['expired-token'] }),
    });
    useNumberedKeys(bench);
    assert.equal((await bench.askForFailure(AUDIT)).kind, 'credentialsExpired');
    assert.deepEqual(
      bench.emulator.requests.map(({ accessKeyId }) => accessKeyId),
      ['ASIANUMBER1', 'ASIANUMBER2'],
    );
    bench.emulator.use(scenarios.healthy);
    bench.source.beginRefresh('schedule');
    await bench.askForAnswers(AUDIT);
  });
});

describe('engine and SDK: cancelled while credentials are got', () => {
  it('ends within 200 ms, and what the program says later is for the next refresh (E14)', async function () {
    this.timeout(20_000);
    await using program = await HangingProgram.start();
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    bench.home.writeConfig({ 'profile audit': { credential_process: program.write(bench.home) } });
    const store = new SnapshotStore();
    const engine = new RefreshEngine({
      store,
      clock: new HurriedClock(),
      openSource: async () => bench.source,
      log: { recordCall() {}, recordMembers() {} },
    });
    const { url: endpointUrl } = bench.emulator;
    const reading = engine.configure(
      configure({ profile: 'audit', accountIds: toIds(2), regions: ['us-east-1'], endpointUrl }),
    );
    await program.waitForStart();
    assert.equal(store.current.activity.kind, 'refreshing');
    const cancelledAt = performance.now();
    engine.cancel();
    await reading;
    const tookMs = performance.now() - cancelledAt;
    assert.ok(tookMs < 200, `${tookMs} ms`);
    assert.equal(store.current.activity.kind, 'idle');
    assert.equal(bench.emulator.requests.length, 0);
    program.print(toProcessOutput('AKIALATE'));
    await engine.refresh('person');
    assert.ok(store.current.readings[0]?.entries.every(({ kind }) => kind === 'read'));
    assert.deepEqual([bench.emulator.requests[0]?.accessKeyId, countStarts(bench.home)], ['AKIALATE', 1]);
    engine.dispose();
  });
});
