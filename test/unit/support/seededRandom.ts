/** Random numbers that can be repeated: whoever sees a failure reads the seed that makes it come again. */

/** `TEST_SEED=n` repeats a run; without it every run is the same one. */
export const seed: number = Number(process.env['TEST_SEED'] ?? 20261123);

/** For the title of a test, so that every run prints its seed. */
export const seedTitle: string = `seed ${seed}`;

/** At least 0, less than 1. */
export type Random = () => number;

/** Mulberry32 by Tommy Ettinger, public domain. */
export function createRandom(start: number): Random {
  let state = start | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs the check so many times, each with random numbers of its own; a failure names them. */
export function repeat(times: number, check: (random: Random, round: number) => void): void {
  for (let round = 0; round < times; round++) {
    try {
      check(createRandom(toRoundSeed(round)), round);
    } catch (error) {
      throw new Error(`With TEST_SEED=${seed}, round ${round}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
}

export async function repeatAsync(
  times: number,
  check: (random: Random, round: number) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < times; round++) {
    try {
      await check(createRandom(toRoundSeed(round)), round);
    } catch (error) {
      throw new Error(`With TEST_SEED=${seed}, round ${round}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
}

function toRoundSeed(round: number): number {
  return Math.imul(seed + round * 7919, 0x9e3779b1);
}

export function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

export function pick<T>(random: Random, values: readonly T[]): T {
  return values[below(random, values.length)] as T;
}

export function shuffle<T>(random: Random, values: readonly T[]): T[] {
  const shuffled = [...values];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = below(random, last + 1);
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}
