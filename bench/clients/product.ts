/** The way of the extension: engine, source and store, with the AWS bundle that ships. */

import type { Disposable as Owned } from '../../src/core/lifetime.ts';
import type { StatusSource } from '../../src/core/ports.ts';
import { RefreshEngine } from '../../src/core/refresh/refresh.ts';
import { parseConfiguration } from '../../src/core/settings/configuration.ts';
import { SnapshotStore } from '../../src/core/state/store.ts';
import { systemClock } from '../../src/vscode/system/systemClock.ts';
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
  /** One, when omitted. */
  readonly regions?: readonly string[];
  readonly openSource?: () => Promise<StatusSource & Owned>;
}

/** The first `fetchAll` fills the empty store, those after it refresh what is there. */
export function createProduct(options: ProductOptions): Product {
  const store = new SnapshotStore();
  let source: Promise<StatusSource & Owned> | undefined;
  const engine = new RefreshEngine({
    store,
    openSource: () => {
      source ??= (options.openSource ?? openShippedSource)();
      return source;
    },
    clock: systemClock,
    log: { recordCall() {}, recordMembers() {} },
  });
  const configuration = parseConfiguration({
    accountIds: options.accountIds,
    accountNames: undefined,
    profile: undefined,
    scopes: undefined,
    requiredScanTypes: undefined,
    regions: options.regions ?? [REGION],
    refreshIntervalMinutes: 0,
    maxConcurrentRequests: options.inFlight,
    endpointUrl: options.url,
    showStatusBar: undefined,
    notifyOfChanges: undefined,
    editorHovers: undefined,
  });
  let isConfigured = false;
  return {
    store,
    async fetchAll() {
      if (isConfigured) {
        await engine.refresh('person');
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
      void source?.then((opened) => opened.dispose());
      store.dispose();
    },
  };
}
