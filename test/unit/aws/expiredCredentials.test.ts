/** Credentials that the service takes for expired are got anew once; who cancels waits for none. */
import assert from 'node:assert/strict';
import { RefreshEngine } from '../../../src/core/refresh/refresh.ts';
import { SnapshotStore } from '../../../src/core/state/store.ts';
import { faults } from '../../emulator/faults.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';
import { configure, toIds } from '../support/builders.ts';
import { countStarts, HangingProgram, toProcessOutput, writeProgram } from '../support/keyProcess.ts';
import { HurriedClock } from '../support/virtualClock.ts';

const AUDIT = { profile: 'audit' };

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

  it('stay where another Region takes them, before or after: nobody is asked for a code again', async function () {
    this.timeout(20_000);
    const { regions } = scenarios.healthy;
    const everywhere = regions['*'];
    assert.ok(everywhere);
    await using bench = await AwsBench.start({
      scenario: { description: 'one Region is enabled', regions: { 'us-east-1': everywhere } },
    });
    useNumberedKeys(bench);
    const enabled = { ...AUDIT, region: 'us-east-1' };
    const disabled = { ...AUDIT, region: 'af-south-1' };
    for (const asks of [
      [disabled, enabled],
      [enabled, disabled],
    ]) {
      const kinds: string[] = [];
      for (const ask of asks) {
        const outcome = await bench.ask(ask);
        kinds.push(outcome.kind);
      }
      assert.deepEqual(kinds.sort(), ['answered', 'failed']);
      bench.source.beginRefresh('schedule');
    }
    assert.equal(countStarts(bench.home), 1);
  });
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
