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

export function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}
