/** A program of its own for lifetime.test.ts: closes an emulator in the middle of its work, and so must end. */
import { startEmulator } from '../../emulator/emulator.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { post } from './rawClient.ts';

const emulator = await startEmulator({
  scenario: { description: 'an answer in an hour', regions: { '*': { latencyMs: 3_600_000 } } },
});
const slow = post(emulator.url, {});
await emulator.waitForRequests(1);
emulator.use(scenarios['fault-drip-body']);
const dripping = post(emulator.url, {});
await emulator.waitForRequests(2);
emulator.hold();
const held = post(emulator.url, {});
await emulator.waitForHeld(1);
await emulator.close();
await Promise.all([slow, dripping, held]);
