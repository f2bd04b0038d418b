/** The local Inspector with the scenario `large`, in a process of its own: it must not share the measured thread. */
import { subscribe } from 'node:diagnostics_channel';
import { startEmulator } from '../../test/emulator/emulator.ts';
import type { RateLimit } from '../../test/emulator/scenario.ts';
import { large } from '../../test/emulator/scenarios/large.ts';

export interface EmulatorArguments {
  readonly latencyMs: number;
  readonly rateLimit?: RateLimit;
  /** The only Region that the rate limit is for; all when omitted. */
  readonly limitedRegion?: string;
}

/** What is known of the calls since the last time that somebody asked. */
export interface CallCounts {
  readonly calls: number;
  readonly throttled: number;
  readonly maxInFlight: number;
  /** When connections were opened, in milliseconds since 1970. */
  readonly connectedAt: readonly number[];
}

let connectedAt: number[] = [];
subscribe('net.server.socket', () => connectedAt.push(Date.now()));
const { latencyMs, rateLimit, limitedRegion }: EmulatorArguments = JSON.parse(process.argv[2] ?? '');
const usual = { ...large.regions['*'], latencyMs };
const limited = { ...usual, ...(rateLimit === undefined ? {} : { rateLimit }) };
const emulator = await startEmulator({
  scenario: {
    ...large,
    regions: limitedRegion === undefined ? { '*': limited } : { '*': usual, [limitedRegion]: limited },
  },
});
process.on('message', () => {
  const { requests, maxInFlight } = emulator;
  const throttled = requests.filter((request) => request.fault === 'rateLimit').length;
  process.send?.({ calls: requests.length, throttled, maxInFlight, connectedAt } satisfies CallCounts);
  emulator.clearRequests();
  connectedAt = [];
});
process.once('disconnect', () => process.exit());
process.send?.(emulator.url);
