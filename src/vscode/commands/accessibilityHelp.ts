// createAccessibilityHelp: the help of the view for keyboard and screen reader, as a page to read line by line.

import { type Extension, l10n, Uri, window, workspace } from 'vscode';
import type { Disposable } from '../../core/lifetime.ts';
import { ACCOUNTS_VIEW, HELP_SCHEME, SETTINGS_SECTION } from '../ids.ts';

export interface AccessibilityHelp extends Disposable {
  show(): Promise<void>;
}

interface Manifest {
  readonly contributes: {
    readonly views: Record<
      string,
      readonly { readonly id: string; readonly accessibilityHelpContent: string }[]
    >;
  };
}

/**
 * The text is that of the manifest, in the language of VS Code. VS Code itself does not show it yet: it takes
 * `accessibilityHelpContent` only from extensions that are allowed to use proposed API.
 */
export function createAccessibilityHelp({ packageJSON }: Extension<unknown>): AccessibilityHelp {
  const { views } = (packageJSON as Manifest).contributes;
  const view = views[SETTINGS_SECTION]?.find(({ id }) => id === ACCOUNTS_VIEW);
  // VS Code would say the key of the command there; extensions cannot find it out.
  const text = view?.accessibilityHelpContent.replace(/ <keybinding:[^>]*>/g, '') ?? '';
  const provider = workspace.registerTextDocumentContentProvider(HELP_SCHEME, {
    provideTextDocumentContent: () => text,
  });
  return {
    async show() {
      const uri = Uri.from({ scheme: HELP_SCHEME, path: `/${l10n.t('Accessibility Help')}.md` });
      await window.showTextDocument(uri);
    },
    dispose: () => provider.dispose(),
  };
}
