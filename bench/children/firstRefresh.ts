/** Reads accounts once in a fresh process, as the first refresh after the start does, and prints the times. */

import './hostModules.cts';
import { toLargeAccountIds } from '../../test/emulator/scenarios/large.ts';
import { openShippedSource } from '../builtFiles.ts';
import { createProduct } from '../clients/product.ts';

export interface FirstRefreshArguments {
  readonly url: string;
  readonly accounts: number;
  readonly inFlight: number;
}

/** In milliseconds. */
export interface FirstRefreshTimes {
  readonly load: number;
  /** With the load in it. */
  readonly refresh: number;
}

const { url, accounts, inFlight }: FirstRefreshArguments = JSON.parse(process.argv[2] ?? '');
let load = 0;
using product = createProduct({
  url,
  accountIds: toLargeAccountIds(accounts),
  inFlight,
  async openSource() {
    const startedAt = performance.now();
    const source = await openShippedSource();
    load = performance.now() - startedAt;
    return source;
  },
});
const startedAt = performance.now();
await product.fetchAll();
const refresh = performance.now() - startedAt;
if (product.countLost() > 0) {
  throw new Error(`${product.countLost()} accounts were not read.`);
}
process.stdout.write(JSON.stringify({ load, refresh } satisfies FirstRefreshTimes));
