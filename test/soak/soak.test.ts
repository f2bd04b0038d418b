/** Thousands of refreshes with faults among them leave nothing behind: no memory, no sockets, no wrong state. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Emulator, startEmulator } from '../emulator/emulator.ts';
import { type FaultName, faults } from '../emulator/faults.ts';
import { healthy, healthyWithFaults } from '../emulator/scenarios/healthyBut.ts';
import { AwsHome, KEYS } from '../unit/support/awsHome.ts';
import { seed, seedTitle } from '../unit/support/seededRandom.ts';
import type { Soaked } from './refreshes.ts';

const REFRESHES = 2_000;
/** The first refreshes fill caches and have the code compiled. */
const WARM_UP = 400;
/** Those that take no time of their own. */
const QUICK_FAULTS: readonly FaultName[] = [
  'reset',
  'reset-mid-body',
  'cut-body',
  'web-page',
  'redirect',
  'proxy-login',
  'proxy-unavailable',
  'server-error-without-body',
  'forbidden-without-reason',
  'empty-object',
  'numeric-ids',
  'half-json',
  'trailing-garbage',
  'access-denied',
  'validation',
  'not-found',
  'throttling',
  'service-unavailable',
  'unrecognized-client',
  'expired-token',
  'clock-skew',
];

/** Refreshes so often against the emulator as it is, and a last time when all is healthy. */
async function soak(emulator: Emulator, refreshes: number): Promise<Soaked> {
  const path = fileURLToPath(new URL('refreshes.ts', import.meta.url));
  const child = fork(path, [emulator.url, String(refreshes)]);
  const ended = once(child, 'exit');
  const receive = async (): Promise<unknown> => {
    const early = ended.then(([code]) => Promise.reject(new Error(`The process ended with ${code}.`)));
    return (await Promise.race([once(child, 'message'), early]))[0];
  };
  try {
    assert.equal(await receive(), 'done');
    emulator.use(healthy);
    child.send('go on');
    const soaked = (await receive()) as Soaked;
    assert.deepEqual(await ended, [0, null]);
    return soaked;
  } finally {
    child.kill();
  }
}

/** By least squares: how much the second grows with the first. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  const [x, y] = [mean(points.map(([each]) => each)), mean(points.map(([, each]) => each))];
  const [above, below] = points.reduce<[number, number]>(
    ([products, squares], [px, py]) => [products + (px - x) * (py - y), squares + (px - x) ** 2],
    [0, 0],
  );
  return above / below;
}

describe('Soak', () => {
  it(`${REFRESHES} refreshes with faults in a fifth of the calls leave nothing behind (E17) [${seedTitle}]`, async function () {
    this.timeout(300_000);
    using home = new AwsHome();
    home.writeCredentials({ default: KEYS });
    const fault = QUICK_FAULTS.map((name) => faults[name]);
    await using emulator = await startEmulator({
      scenario: { ...healthyWithFaults({ chance: 0.2, fault }), seed },
    });
    const soaked = await soak(emulator, REFRESHES);
    const withoutFaults = await soak(emulator, 0);
    assert.equal(soaked.state, withoutFaults.state);
    assert.match(soaked.state, /ENABLED/);
    assert.ok(
      soaked.failedRefreshes > REFRESHES / 5 && soaked.failedRefreshes < REFRESHES,
      `${soaked.failedRefreshes} refreshes failed`,
    );
    assert.ok(soaked.maxSockets >= 1 && soaked.maxSockets <= 8, `${soaked.maxSockets} sockets`);
    const slope = slopeOf(soaked.heap.filter(([refreshes]) => refreshes > WARM_UP));
    console.log(
      `${Math.round(slope)} bytes of heap a refresh, at most ${soaked.maxSockets} sockets, ${soaked.failedRefreshes} refreshes with a failure`,
    );
    assert.ok(slope < 1000, `${Math.round(slope)} bytes a refresh: ${JSON.stringify(soaked.heap)}`);
  });
});
