/**
 * A process that does nothing but refresh, as an extension host does for days: `refreshes.ts <endpoint> <count>`.
 * After so many refreshes it says `done` and, once told to go on, refreshes a last time; then it sends what it saw.
 */
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createAwsConnection } from '../../src/aws/connection.ts';
import { RefreshEngine } from '../../src/core/refresh/refresh.ts';
import { SnapshotStore } from '../../src/core/state/store.ts';
import { configure, toIds } from '../unit/support/builders.ts';
import { HurriedClock } from '../unit/support/virtualClock.ts';

export interface Soaked {
  /** After each so many refreshes: how many there were, and the bytes in use right after a collection. */
  readonly heap: readonly (readonly [refreshes: number, bytes: number])[];
  /** The most sockets that were open at one time. */
  readonly maxSockets: number;
  readonly failedRefreshes: number;
  /** What is known in the end, but for times. */
  readonly state: string;
}

const SAMPLE_EVERY = 50;
const [endpointUrl = '', count = ''] = process.argv.slice(2);

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
// The SDK multiplies its pauses between attempts by this.
Math.random = () => 0;

const source = createAwsConnection({ version: '1.2.3', askForCode: async () => undefined });
const store = new SnapshotStore();
let maxSockets = 0;
const engine = new RefreshEngine({
  store,
  clock: new HurriedClock(),
  openSource: async () => source,
  log: { recordCall: () => {}, recordMembers: () => {} },
});
store.onDidChange(() => {
  const sockets = process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;
  maxSockets = Math.max(maxSockets, sockets);
});

const heap: [number, number][] = [];
let failedRefreshes = 0;
await engine.configure(
  configure({
    accountIds: toIds(5),
    regions: ['us-east-1', 'eu-west-1', 'eu-central-1', 'sa-east-1'],
    endpointUrl,
    maxConcurrentRequests: 8,
  }),
);
for (let refresh = 1; refresh <= Number(count); refresh++) {
  await engine.refresh('person');
  failedRefreshes += store.current.readings.some(({ failure }) => failure !== undefined) ? 1 : 0;
  if (refresh % SAMPLE_EVERY === 0) {
    collectGarbage();
    heap.push([refresh, process.memoryUsage().heapUsed]);
  }
}
process.send?.('done');
await once(process, 'message');
await engine.refresh('person');
const state = JSON.stringify(store.current.readings, (key, value) =>
  key === 'takenAt' || key === 'readAt' ? undefined : value,
);
process.send?.({ heap, maxSockets, failedRefreshes, state } satisfies Soaked);
engine.dispose();
source.dispose();
process.disconnect();
