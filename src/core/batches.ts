// toBatches: account ids in as many as one call of Amazon Inspector takes: both to read their status and to enable them.

/**
 * https://docs.aws.amazon.com/inspector/v2/APIReference/API_BatchGetAccountStatus.html
 * https://docs.aws.amazon.com/inspector/v2/APIReference/API_Enable.html
 */
export const MAX_BATCH_SIZE = 100;

/** Batches of 1 to 100 items, in order, each item once. No items: no batch, never an empty one. */
export function toBatches<T>(items: Iterable<T>): T[][] {
  const unique = [...new Set(items)];
  const batches: T[][] = [];
  for (let start = 0; start < unique.length; start += MAX_BATCH_SIZE) {
    batches.push(unique.slice(start, start + MAX_BATCH_SIZE));
  }
  return batches;
}

/** Both halves of a batch of at least two, the first one the larger. */
export function halve<T>(batch: readonly T[]): [T[], T[]] {
  const middle = Math.ceil(batch.length / 2);
  return [batch.slice(0, middle), batch.slice(middle)];
}
