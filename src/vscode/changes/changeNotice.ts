// ChangeNotice: the one notification that nobody asked for: what a refresh has changed, merged, for whoever wants it.

import { commands, l10n } from 'vscode';
import type { FoundChanges } from '../../core/changes/findChanges.ts';
import type { RecentChanges } from '../../core/changes/recentChanges.ts';
import { type Telling, Untold } from '../../core/changes/untold.ts';
import { type Disposable, DisposableStore } from '../../core/lifetime.ts';
import type { WindowFocus } from '../../core/ports.ts';
import type { ChangesToNotify } from '../../core/settings/configuration.ts';
import { CHANGES_VIEW } from '../ids.ts';
import { showNotification } from '../outlets.ts';
import { describeNumber } from '../wording/numbers.ts';

export interface ChangeNoticeParts {
  readonly changes: Pick<RecentChanges, 'onDidChange' | 'unseenCount'>;
  readonly focus: WindowFocus;
  readonly getWanted: () => ChangesToNotify;
  /** For the person, in every workspace. */
  readonly turnOff: () => Promise<void>;
  /** Handed the work that nobody waits for. */
  readonly inBackground: (work: Promise<void>) => void;
}

/**
 * At most one for each refresh. While the window has no focus there is none: what has changed until somebody comes
 * back is told in one, and of several windows only the one that is looked at tells.
 */
export class ChangeNotice implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly parts: ChangeNoticeParts;
  private readonly untold = new Untold();

  constructor(parts: ChangeNoticeParts) {
    this.parts = parts;
    this.disposables.add(parts.focus.onDidChange(() => this.tell()));
    // What has been looked at before anybody comes back needs no notification.
    this.disposables.add(
      parts.changes.onDidChange(() => parts.changes.unseenCount === 0 && this.untold.forget()),
    );
  }

  take(found: Pick<FoundChanges, 'changedIds' | 'worseIds'>): void {
    this.untold.take(found);
    this.tell();
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private tell(): void {
    const telling = this.parts.focus.isFocused ? this.untold.tell(this.parts.getWanted()) : undefined;
    if (telling !== undefined) {
      this.parts.inBackground(this.show((...buttons) => notify(telling, buttons)));
    }
  }

  private async show(ask: (...buttons: readonly string[]) => Promise<string | undefined>): Promise<void> {
    const [show, turnOff] = [l10n.t('Show'), l10n.t('Do not show again')];
    const chosen = await ask(show, turnOff);
    if (chosen === show) {
      await commands.executeCommand(`${CHANGES_VIEW}.focus`);
    } else if (chosen === turnOff) {
      await this.parts.turnOff();
    }
  }
}

function notify(telling: Telling, buttons: readonly string[]): Promise<string | undefined> {
  const worseCount = describeNumber(telling.worse);
  if (telling.kind === 'worse') {
    return showNotification(
      'warning',
      l10n.t('Amazon Inspector: accounts that got worse, or need attention: {0}.', worseCount),
      ...buttons,
    );
  }
  const accountCount = describeNumber(telling.changed);
  return showNotification(
    'information',
    l10n.t(
      'Amazon Inspector: accounts that have changed: {0}. Of these got worse, or need attention: {1}.',
      accountCount,
      worseCount,
    ),
    ...buttons,
  );
}
