// writeSettings: writes what a person has chosen, which is not lost where the settings cannot be written right now.

import { l10n } from 'vscode';
import { type Log, showNotification } from '../outlets.ts';
import { UnwritableSettingsError } from '../settings/settingsWriter.ts';

export interface Unwritten {
  /** What is not done yet, and what to do. */
  readonly message: string;
  /** Another way to keep what was chosen. */
  readonly copy: { readonly label: string; readonly run: () => Promise<void> };
}

/** Until it is written, or the person has what was chosen in another way, or wants it no more. */
export async function writeSettings(
  write: () => Promise<void>,
  log: Pick<Log, 'warn'>,
  unwritten?: Unwritten,
): Promise<void> {
  const again = l10n.t('Try Again');
  const { copy } = unwritten ?? {};
  for (;;) {
    try {
      await write();
      return;
    } catch (error) {
      if (!(error instanceof UnwritableSettingsError)) {
        throw error;
      }
      log.warn(`${error.message} could not be written`);
    }
    const chosen = await showNotification(
      'error',
      unwritten?.message ??
        l10n.t('The settings could not be written. Open settings.json, correct or save it, then try again.'),
      again,
      ...(copy === undefined ? [] : [copy.label]),
    );
    if (chosen === copy?.label) {
      await copy?.run();
    }
    if (chosen !== again) {
      return;
    }
  }
}
