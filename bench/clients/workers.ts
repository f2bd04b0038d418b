/** Calls for batches of accounts, so many in flight. */
import { toBatches } from '../../src/core/batches.ts';

/** Something that can ask for accounts, and is done with when disposed. */
export interface StatusClient extends Disposable {
  fetchAll(): Promise<void>;
}

/** Calls `send` for each batch of 100 ids, `inFlight` at a time. */
export async function callInBatches(
  accountIds: readonly string[],
  inFlight: number,
  send: (batch: readonly string[]) => Promise<unknown>,
): Promise<void> {
  const batches = toBatches(accountIds);
  const work = async () => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      await send(batch);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}
