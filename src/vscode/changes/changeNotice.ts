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
    const [show, turnOff] = [l10n.t('Show'), l10n.t('Don’t Show Again')];
    const chosen = await ask(show, turnOff);
    if (chosen === show) {
      await commands.executeCommand(`${CHANGES_VIEW}.focus`);
    } else if (chosen === turnOff) {
      await this.parts.turnOff();
    }
  }
}

function notify(telling: Telling, buttons: readonly string[]): Promise<string | undefined> {
  return telling.kind === 'worse' ? notifyOfWorse(telling, buttons) : notifyOfAll(telling, buttons);
}

function notifyOfWorse({ worse }: Telling, buttons: readonly string[]): Promise<string | undefined> {
  if (worse === 1) {
    return showNotification(
      'warning',
      l10n.t('Amazon Inspector: 1 account got worse or needs attention.'),
      ...buttons,
    );
  }
  const worseCount = describeNumber(worse);
  return showNotification(
    'warning',
    l10n.t('Amazon Inspector: {0} accounts got worse or need attention.', worseCount),
    ...buttons,
  );
}

function notifyOfAll(
  { changed, worse }: Extract<Telling, { readonly kind: 'all' }>,
  buttons: readonly string[],
): Promise<string | undefined> {
  if (changed === 1) {
    return worse === 0
      ? showNotification('information', l10n.t('Amazon Inspector: 1 account has changed.'), ...buttons)
      : showNotification(
          'information',
          l10n.t('Amazon Inspector: 1 account has changed: it got worse or needs attention.'),
          ...buttons,
        );
  }
  const accountCount = describeNumber(changed);
  if (worse === 0) {
    return showNotification(
      'information',
      l10n.t('Amazon Inspector: {0} accounts have changed.', accountCount),
      ...buttons,
    );
  }
  if (worse === 1) {
    return showNotification(
      'information',
      l10n.t(
        'Amazon Inspector: {0} accounts have changed, 1 of them got worse or needs attention.',
        accountCount,
      ),
      ...buttons,
    );
  }
  const worseCount = describeNumber(worse);
  return showNotification(
    'information',
    l10n.t(
      'Amazon Inspector: {0} accounts have changed, {1} of them got worse or need attention.',
      accountCount,
      worseCount,
    ),
    ...buttons,
  );
}
