/** EngineBench: a refresh engine on a scripted source and a clock that stands still. */

import { Emitter } from '../../../src/core/lifetime.ts';
import type { Entry, Snapshot } from '../../../src/core/model.ts';
import type { CallRecord, MembersRecord, RefreshCause, WindowFocus } from '../../../src/core/ports.ts';
import type { RefreshRequest } from '../../../src/core/refresh/plan.ts';
import { RefreshEngine } from '../../../src/core/refresh/refresh.ts';
import type { RawSettings } from '../../../src/core/settings/configuration.ts';
import { SnapshotStore } from '../../../src/core/state/store.ts';
import { configure } from './builders.ts';
import { flush } from './flush.ts';
import { type ScriptedCall, ScriptedSource } from './scriptedSource.ts';
import { VirtualClock } from './virtualClock.ts';

/** A promise of the engine's, and how it came out. */
export interface Watched {
  state: 'pending' | 'resolved' | 'rejected';
  error?: unknown;
}

export class EngineBench {
  readonly clock = new VirtualClock();
  readonly store = new SnapshotStore();
  readonly source = new ScriptedSource();
  readonly records: CallRecord[] = [];
  readonly memberRecords: MembersRecord[] = [];
  openCount = 0;
  /** Nobody looks, unless the test says otherwise. */
  isFocused = false;
  private readonly focusEmitter = new Emitter<boolean>();
  /** Of refreshes of everything. */
  finishCount = 0;
  /** What opening the source gives; by default the scripted source. */
  openSource: () => Promise<ScriptedSource> = async () => this.source;
  readonly engine: RefreshEngine;

  constructor() {
    this.engine = new RefreshEngine({
      store: this.store,
      clock: this.clock,
      log: {
        recordCall: (record) => this.records.push(record),
        recordMembers: (record) => this.memberRecords.push(record),
      },
      openSource: () => {
        this.openCount += 1;
        return this.openSource();
      },
      focus: focusOf(this, this.focusEmitter.event),
    });
    this.engine.onDidFinish(({ kind }) => {
      this.finishCount += kind === 'all' ? 1 : 0;
    });
  }

  get snapshot(): Snapshot {
    return this.store.current;
  }

  /** Sets these settings and lets the refresh that they cause begin. */
  async set(settings: Partial<RawSettings>): Promise<Watched> {
    const watched = watch(this.engine.configure(configure(settings)));
    await flush();
    return watched;
  }

  async refresh(request?: RefreshRequest, cause: RefreshCause = 'person'): Promise<Watched> {
    const watched = watch(this.engine.refresh(cause, request));
    await flush();
    return watched;
  }

  setFocus(isFocused: boolean): void {
    this.isFocused = isFocused;
    this.focusEmitter.fire(isFocused);
  }

  /** Does the same with every open call, and with those that follow, until there is none. */
  async answerAll(how: (call: ScriptedCall) => void = (call) => call.answer()): Promise<void> {
    for (let open = this.source.open; open.length > 0; open = this.source.open) {
      open.forEach(how);
      await flush();
    }
    await flush();
  }

  /** The entries of one reading in short: `ENABLED`, `ENABLED*` when stale, or the kind of what is no status. */
  read(reading = 0): string[] {
    return this.snapshot.readings[reading]?.entries.map(toShort) ?? [];
  }
}

function focusOf(bench: EngineBench, onDidChange: WindowFocus['onDidChange']): WindowFocus {
  return {
    get isFocused() {
      return bench.isFocused;
    },
    onDidChange,
  };
}

export function watch(promise: Promise<void>): Watched {
  const watched: Watched = { state: 'pending' };
  promise.then(
    () => {
      watched.state = 'resolved';
    },
    (error: unknown) => {
      watched.state = 'rejected';
      watched.error = error;
    },
  );
  return watched;
}

function toShort(entry: Entry): string {
  if (entry.kind !== 'read') {
    return entry.kind;
  }
  const { answer } = entry;
  const words = answer.kind === 'status' ? (answer.status ?? answer.error?.code ?? 'none') : answer.kind;
  return entry.stale ? `${words}*` : words;
}
