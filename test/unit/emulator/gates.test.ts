/** Tests can hold answers back and let them go, in any order. */
import assert from 'node:assert/strict';
import { allOn, toAccount } from '../../emulator/accountAnswers.ts';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { faults } from '../../emulator/faults.ts';
import type { RegionScenario, Scenario } from '../../emulator/scenario.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { post, type RawAnswer, toJson } from './rawClient.ts';

function everywhere(region: RegionScenario): Scenario {
  return { description: '', regions: { '*': { otherAccounts: allOn, ...region } } };
}

describe('emulator: gates', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: scenarios.healthy });
  });

  afterEach(() => emulator.close());

  function call(region = 'us-east-1', accountId = '123456789012'): Promise<RawAnswer> {
    return post(emulator.url, { accountIds: [accountId] }, { region });
  }

  it('holds answers from hold to release', async () => {
    emulator.hold();
    const answer = call();
    const [held] = await emulator.waitForHeld(1);
    assert.equal(held?.outcome, 'held');
    assert.equal(emulator.inFlight, 1);
    emulator.release();
    assert.equal((await answer).status, 200);
    assert.equal(held?.outcome, 'answered');
    assert.equal((await call()).status, 200);
  });

  it('holds one Region while the others answer', async () => {
    emulator.hold('eu-west-1');
    const held = call('eu-west-1');
    await emulator.waitForHeld(1, 'eu-west-1');
    assert.equal((await call('us-east-1')).status, 200);
    emulator.release('us-east-1');
    assert.equal(emulator.held.length, 1);
    emulator.release('eu-west-1');
    assert.equal((await held).status, 200);
  });

  it('lets answers go one by one, in the order that the test chooses', async () => {
    emulator.hold();
    const answered: string[] = [];
    const calls = ['111111111111', '222222222222', '333333333333'].map(async (id) => {
      const answer = await call('us-east-1', id);
      answered.push(toJson(answer).accounts[0].accountId);
    });
    await emulator.waitForHeld(3);
    for (const id of ['222222222222', '333333333333', '111111111111']) {
      emulator.held.find(({ accountIds }) => accountIds.includes(id))?.release();
      const index = ['111111111111', '222222222222', '333333333333'].indexOf(id);
      await calls[index];
    }
    assert.deepEqual(answered, ['222222222222', '333333333333', '111111111111']);
  });

  it('holds what the scenario names, until released', async () => {
    emulator.use(everywhere({ hold: [{ call: 2 }, { accountId: '222222222222' }] }));
    assert.equal((await call()).status, 200);
    const second = call();
    const third = call('us-east-1', '222222222222');
    await emulator.waitForHeld(2);
    emulator.release();
    assert.deepEqual([(await second).status, (await third).status], [200, 200]);
    assert.equal((await call('us-east-1', '222222222222')).status, 200);
  });

  it('answers held calls by the scenario that they came in under', async () => {
    emulator.use(everywhere({ hold: true }));
    const early = call();
    await emulator.waitForHeld(1);
    emulator.use(everywhere({ otherAccounts: toAccount('DISABLED') }));
    const late = await call();
    assert.equal(toJson(late).accounts[0].state.status, 'DISABLED');
    assert.equal(emulator.held.length, 1);
    emulator.release();
    assert.equal(toJson(await early).accounts[0].state.status, 'ENABLED');
  });

  it('spoils a held answer only when it is let go', async () => {
    emulator.use(everywhere({ hold: true, faults: [{ fault: faults.reset }] }));
    const answer = call();
    await emulator.waitForHeld(1);
    emulator.release();
    assert.equal((await answer).ending, 'ECONNRESET');
  });

  it('forgets a held answer whose client leaves', async () => {
    emulator.hold();
    const answer = post(
      emulator.url,
      {},
      { onSent: (sent) => emulator.waitForHeld(1).then(() => sent.destroy()) },
    );
    assert.equal((await answer).ending, 'ECONNRESET');
    await emulator.waitForIdle();
    assert.equal(emulator.requests[0]?.outcome, 'abandoned');
    assert.deepEqual(emulator.held, []);
  });
});
