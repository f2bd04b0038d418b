/** The way of the extension: engine, source and store, with the AWS bundle that ships. */
import { parseConfiguration } from '../../src/core/configuration.ts';
import type { Disposable as Owned } from '../../src/core/lifetime.ts';
import type { StatusSource } from '../../src/core/ports.ts';
import { RefreshEngine } from '../../src/core/refresh.ts';
import { SnapshotStore } from '../../src/core/store.ts';
import { systemClock } from '../../src/vscode/systemClock.ts';
import { openShippedSource } from '../builtFiles.ts';
import { REGION } from '../environment.ts';
import type { StatusClient } from './workers.ts';

export interface Product extends StatusClient {
  readonly store: SnapshotStore;
  /** Accounts that the latest refresh did not read. */
  countLost(): number;
}

export interface ProductOptions {
  readonly url: string;
  readonly accountIds: readonly string[];
  readonly inFlight: number;
  readonly openSource?: (endpointUrl: string | undefined) => Promise<StatusSource & Owned>;
}

/** The first `fetchAll` fills the empty store, those after it refresh what is there. */
export function createProduct(options: ProductOptions): Product {
  const store = new SnapshotStore();
  const engine = new RefreshEngine({
    store,
    openSource: options.openSource ?? openShippedSource,
    clock: systemClock,
    log: { recordCall() {} },
  });
  const configuration = parseConfiguration({
    accountIds: options.accountIds,
    accountNames: undefined,
    profile: undefined,
    regions: [REGION],
    refreshIntervalMinutes: 0,
    maxConcurrentRequests: options.inFlight,
    endpointUrl: options.url,
    showStatusBar: undefined,
  });
  let isConfigured = false;
  return {
    store,
    async fetchAll() {
      if (isConfigured) {
        await engine.refresh();
      } else {
        isConfigured = true;
        await engine.configure(configuration);
      }
    },
    countLost: () =>
      store.current.readings.reduce(
        (lost, { entries }) => lost + entries.filter((entry) => entry.kind !== 'read' || entry.stale).length,
        0,
      ),
    [Symbol.dispose]() {
      engine.dispose();
      store.dispose();
    },
  };
}
