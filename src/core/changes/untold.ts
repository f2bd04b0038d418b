// Untold: what refreshes have changed of which nobody has been told yet, merged: accounts count once.

import type { AccountId } from '../model.ts';
import type { ChangesToNotify } from '../settings/configuration.ts';
import type { FoundChanges } from './findChanges.ts';

/** Numbers of accounts. */
export type Telling =
  | { readonly kind: 'worse'; readonly worse: number }
  | { readonly kind: 'all'; readonly changed: number; readonly worse: number };

export class Untold {
  private readonly changed = new Set<AccountId>();
  private readonly worse = new Set<AccountId>();

  take({ changedIds, worseIds }: Pick<FoundChanges, 'changedIds' | 'worseIds'>): void {
    for (const id of changedIds) {
      this.changed.add(id);
    }
    for (const id of worseIds) {
      this.worse.add(id);
    }
  }

  forget(): void {
    this.changed.clear();
    this.worse.clear();
  }

  /** What is to be told now; it is told with that, and what nobody wants to hear is forgotten. */
  tell(wanted: ChangesToNotify): Telling | undefined {
    const [changed, worse] = [this.changed.size, this.worse.size];
    this.forget();
    if (wanted === 'all' && changed > 0) {
      return { kind: 'all', changed, worse };
    }
    return wanted === 'problems' && worse > 0 ? { kind: 'worse', worse } : undefined;
  }
}
