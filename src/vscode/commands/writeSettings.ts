// writeSettings: writes what a person has chosen, which is not lost where the settings cannot be written right now.

import { l10n } from 'vscode';
import { type Log, showNotification } from '../outlets.ts';
import { UnwritableSettingsError } from '../settings/settingsWriter.ts';

/** Until it is written, or the person wants it no more. `ask` tells of what is not written, and gives the button chosen. */
export async function writeSettings(
  write: () => Promise<void>,
  log: Pick<Log, 'warn'>,
  ask: (again: string) => Promise<string | undefined> = askWhetherAgain,
): Promise<void> {
  const again = l10n.t('Try Again');
  let chosen: string | undefined;
  do {
    try {
      await write();
      return;
    } catch (error) {
      if (!(error instanceof UnwritableSettingsError)) {
        throw error;
      }
      log.warn(`${error.message} could not be written`);
    }
    chosen = await ask(again);
  } while (chosen === again);
}

function askWhetherAgain(again: string): Promise<string | undefined> {
  return showNotification(
    'error',
    l10n.t('The settings could not be written. Open settings.json, correct or save it, then try again.'),
    again,
  );
}
