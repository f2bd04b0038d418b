/** Inside the extension host: notes the rows that VS Code asks for, and waits. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Application } from '../../src/application.ts';
import type { Snapshot } from '../../src/core/model.ts';

/** So long without a new row means that drawing is over. */
export const QUIET_MS = 2_000;

export interface RowWatch {
  made: number;
  /** When the last one was made; undefined while none was. */
  lastAt: number | undefined;
  forget(): void;
}

/** Notes each row that VS Code asks for, of this application and of those that come after it. */
export function watchRows({ tree }: Pick<Application, 'tree'>): RowWatch {
  const watch: RowWatch = {
    made: 0,
    lastAt: undefined,
    forget() {
      this.made = 0;
      this.lastAt = undefined;
    },
  };
  const shared: typeof tree = Object.getPrototypeOf(tree);
  const { getTreeItem } = shared;
  shared.getTreeItem = function (key) {
    watch.made += 1;
    const item = getTreeItem.call(this, key);
    watch.lastAt = Date.now();
    return item;
  };
  return watch;
}

/** Every account has been answered, and nothing is under way. */
export function isRead({ readings, activity }: Snapshot): boolean {
  return (
    readings.length > 0 &&
    activity.kind === 'idle' &&
    readings.every(({ entries }) => entries.every((entry) => entry.kind === 'read'))
  );
}

/** Looks again and again. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await delay(50);
  }
}
