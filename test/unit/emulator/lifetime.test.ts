/** The emulator ends everything it has begun when it is closed. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Scenario } from '../../emulator/scenario.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { post } from './rawClient.ts';

const endless: Record<string, Scenario> = {
  'a held answer': { description: '', regions: { '*': { hold: true } } },
  'a slow answer': scenarios.slow,
  silence: scenarios['fault-hang'],
  'a stalled body': scenarios['fault-stalled-body'],
  'a dripping body': scenarios['fault-drip-body'],
  'a big body': scenarios['fault-big-body'],
};

describe('emulator: lifetime', () => {
  for (const [name, scenario] of Object.entries(endless)) {
    it(`close ends ${name} at once`, async () => {
      const emulator = await startEmulator({ scenario });
      const answer = post(emulator.url, { accountIds: ['123456789012'] });
      await emulator.waitForRequests(1);
      await emulator.close();
      assert.equal((await answer).ending, 'ECONNRESET');
      assert.equal(emulator.requests[0]?.outcome, 'closed');
      assert.equal(emulator.inFlight, 0);
    });
  }

  it('close ends connections that have not asked anything', async () => {
    const emulator = await startEmulator({ scenario: scenarios.healthy });
    const socket = connect(emulator.port, '127.0.0.1');
    await once(socket, 'connect');
    // The connection is only known to be accepted once a later one has been answered.
    await post(emulator.url, {});
    const closed = once(socket, 'close');
    await Promise.all([emulator.close(), closed]);
  });

  it('close can be called twice, and rejects those who still wait', async () => {
    const emulator = await startEmulator({ scenario: scenarios.healthy });
    const waiting = assert.rejects(emulator.waitForRequests(1), /closed after 0 requests/);
    await Promise.all([emulator.close(), emulator.close(), waiting]);
    await assert.rejects(emulator.waitForHeld(1), /closed/);
    assert.equal((await post(emulator.url, {})).ending, 'ECONNREFUSED');
  });

  it('keeps no process alive once it is closed', async function () {
    this.timeout(20_000);
    const program = fileURLToPath(new URL('closedEmulator.ts', import.meta.url));
    await promisify(execFile)(process.execPath, [program], { timeout: 15_000 });
  });

  it('listens on loopback only', async () => {
    for (const host of ['0.0.0.0', '::', '192.168.1.5', 'example.com']) {
      await assert.rejects(startEmulator({ scenario: scenarios.healthy, host }), /loopback/);
    }
  });

  it('listens on IPv6 when asked to', async function () {
    if (!Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))) {
      console.log('      skipped: this machine has no IPv6 loopback');
      this.skip();
    }
    await using emulator = await startEmulator({ scenario: scenarios.healthy, host: '::1' });
    assert.match(emulator.url, /^http:\/\/\[::1\]:\d+$/);
    assert.equal((await post(emulator.url, {})).status, 200);
  });

  it('does not start with a scenario that has a mistake', async () => {
    const scenario = healthyWithFaults({
      fault: { kind: 'serviceError', type: 'WatException', message: '' },
    });
    await assert.rejects(startEmulator({ scenario }), /WatException/);
  });

  it('says when the port is taken', async () => {
    await using emulator = await startEmulator({ scenario: scenarios.healthy });
    await assert.rejects(startEmulator({ scenario: scenarios.healthy, port: emulator.port }), {
      code: 'EADDRINUSE',
    });
  });
});
