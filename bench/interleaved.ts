/** Runs variants in turn, so that what else the machine does falls on all of them alike. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes of the heap of this process that are in use. */
export function measureHeap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** The results of each variant, run by run; one more run before them warms up and does not count. */
export async function runInterleaved<Name extends string, Result>(
  variants: Readonly<Record<Name, () => Promise<Result> | Result>>,
  runs: number,
): Promise<Record<Name, Result[]>> {
  const names = Object.keys(variants) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>;
  for (let run = 0; run <= runs; run++) {
    // Another one begins each time: what one leaves behind does not always meet the same next one.
    const shift = run % names.length;
    for (const name of [...names.slice(shift), ...names.slice(0, shift)]) {
      // No variant pays for the garbage of the one before it.
      collectGarbage();
      const result = await variants[name]();
      if (run > 0) {
        results[name].push(result);
      }
    }
  }
  return results;
}

/** How long it took, in milliseconds. */
export async function timed(work: () => Promise<unknown> | unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The CPU of this process that it took, on all threads, user and system, in milliseconds. */
export async function timedCpu(work: () => Promise<unknown> | unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
