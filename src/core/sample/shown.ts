// Shown: what the views show and commands refresh: the accounts of the settings or, while somebody looks at them, those
// of the sample. They never meet: each has a store and an engine of its own, and the views see one of the stores.

import { type Disposable, DisposableStore, Emitter } from '../lifetime.ts';
import type { CallLog, Clock, RefreshCause } from '../ports.ts';
import { Ageing } from '../refresh/ageing.ts';
import type { RefreshRequest } from '../refresh/plan.ts';
import { RefreshEngine } from '../refresh/refresh.ts';
import type { Configuration } from '../settings/configuration.ts';
import { SnapshotStore } from '../state/store.ts';
import { createSample } from './sample.ts';

export interface ShownParts {
  /** Those of the accounts of the settings. */
  readonly store: SnapshotStore;
  readonly engine: RefreshEngine;
  readonly getConfiguration: () => Configuration | undefined;
  readonly clock: Clock;
  /** Handed the work that nobody waits for. */
  readonly inBackground: (work: Promise<void>) => void;
}

/** Nothing is called for the sample, so that there is nothing to record. */
const NO_CALLS: CallLog = { recordCall: () => undefined, recordMembers: () => undefined };

export class Shown implements Disposable {
  /** What is shown. Replaced by nobody else. */
  readonly store = new SnapshotStore();
  private readonly parts: ShownParts;
  private readonly switchEmitter = new Emitter<void>();
  /** Fires when the one is shown instead of the other. */
  readonly onDidSwitch = this.switchEmitter.event;
  private following: Disposable;
  private sample:
    | {
        readonly configuration: Configuration;
        readonly engine: RefreshEngine;
        readonly parts: DisposableStore;
      }
    | undefined;

  constructor(parts: ShownParts) {
    this.parts = parts;
    this.following = this.follow(parts.store);
  }

  get isSample(): boolean {
    return this.sample !== undefined;
  }

  /** That of what is shown. */
  get configuration(): Configuration | undefined {
    return this.sample?.configuration ?? this.parts.getConfiguration();
  }

  /** Nothing is read for the accounts of the settings from now on, until the sample is left. */
  showSample(): void {
    if (this.sample !== undefined) {
      return;
    }
    const { clock, engine: own, getConfiguration, inBackground } = this.parts;
    own.suspend();
    const parts = new DisposableStore();
    const store = parts.add(new SnapshotStore());
    const { configuration, source, kept } = createSample(clock, {
      // Whoever wants nothing in the status bar wants no sample there either.
      showStatusBar: getConfiguration()?.showStatusBar,
      editorHovers: getConfiguration()?.editorHovers,
    });
    const openSource = async () => source;
    const engine = parts.add(new RefreshEngine({ store, clock, log: NO_CALLS, openSource }));
    parts.add(new Ageing({ store, clock, engine }));
    inBackground(engine.configure(configuration, kept));
    this.sample = { configuration, engine, parts };
    this.switchTo(store);
    inBackground(engine.refresh('person'));
  }

  leaveSample(): void {
    if (this.sample !== undefined) {
      const { store, engine, inBackground } = this.parts;
      this.sample.parts.dispose();
      this.sample = undefined;
      this.switchTo(store);
      inBackground(engine.resume());
    }
  }

  /** Reads again what is shown. */
  async refresh(cause: RefreshCause, request?: RefreshRequest): Promise<void> {
    await this.engine.refresh(cause, request);
  }

  /** Ends the refresh of what is shown. */
  cancel(): void {
    this.engine.cancel();
  }

  dispose(): void {
    this.following.dispose();
    this.sample?.parts.dispose();
    this.switchEmitter.dispose();
    this.store.dispose();
  }

  private get engine(): RefreshEngine {
    return this.sample?.engine ?? this.parts.engine;
  }

  private switchTo(store: SnapshotStore): void {
    this.following.dispose();
    this.following = this.follow(store);
    this.switchEmitter.fire();
  }

  private follow(store: SnapshotStore): Disposable {
    this.store.replace(store.current);
    return store.onDidChange((snapshot) => this.store.replace(snapshot));
  }
}
