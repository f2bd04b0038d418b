// EditorHovers: says in any file what is known of a configured account whose id the mouse is over. Never fetches.

import { Hover, type HoverProvider, languages, Range } from 'vscode';
import { findAccountIdAt } from '../core/accountIdAt.ts';
import { AccountIndex } from '../core/accountIndex.ts';
import type { Disposable } from '../core/lifetime.ts';
import type { AccountId } from '../core/model.ts';
import type { Clock } from '../core/ports.ts';
import type { SnapshotStore } from '../core/state/store.ts';
import { createEditorHover, type ScopedPlaces } from './wording/editorHover.ts';

export interface EditorHoversParts {
  readonly store: SnapshotStore;
  /** Whether the settings want them; false without trust. */
  readonly isWanted: () => boolean;
  readonly clock: Clock;
}

export class EditorHovers implements Disposable {
  private readonly parts: EditorHoversParts;
  private readonly accountIndex = new AccountIndex();
  private readonly subscription: Disposable;
  private registration: Disposable | undefined;

  constructor(parts: EditorHoversParts) {
    this.parts = parts;
    this.subscription = parts.store.onDidChange(() => this.update());
  }

  /** To be called when the settings have changed: VS Code asks nobody where there is nothing to say. */
  update(): void {
    const { store, isWanted } = this.parts;
    const hasAccounts = store.current.scopes.some(({ accounts }) => accounts.length > 0);
    if (!(isWanted() && hasAccounts)) {
      this.registration?.dispose();
      this.registration = undefined;
    } else {
      this.registration ??= languages.registerHoverProvider({ scheme: '*' }, this.provider);
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.registration?.dispose();
    this.registration = undefined;
  }

  private readonly provider: HoverProvider = {
    provideHover: (document, position) => {
      const found = findAccountIdAt(document.lineAt(position).text, position.character);
      const scopes = found === undefined ? [] : this.find(found.id);
      return found === undefined || scopes.length === 0
        ? undefined
        : new Hover(
            createEditorHover(scopes, this.parts.clock.now()),
            new Range(position.line, found.start, position.line, found.end),
          );
    },
  };

  /** In each scope that has it, in all Regions. */
  private find(id: AccountId): ScopedPlaces[] {
    const { scopes, readings } = this.parts.store.current;
    return scopes.flatMap((scope) => {
      const place = this.accountIndex.find(scope.accounts, id);
      const account = place === undefined ? undefined : scope.accounts[place];
      if (place === undefined || account === undefined) {
        return [];
      }
      const places = readings.flatMap((reading) => {
        const entry = reading.scope === scope ? reading.entries[place] : undefined;
        return entry === undefined ? [] : [{ account, reading, entry }];
      });
      return { scope, account, places };
    });
  }
}
