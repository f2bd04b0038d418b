/** The whole VS Code window with the extension in it, driven and photographed through a browser. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { AccountsTree, toText } from './accountsTree.ts';
import { projectFolder } from './folders.ts';
import { readHostErrors } from './hostLog.ts';
import { createSandbox, type Sandbox, type SandboxOptions, type Settings } from './sandbox.ts';
import { openWindow, type Window, type WindowOptions } from './windows.ts';

export interface WorkbenchOptions
  extends WindowOptions,
    Pick<SandboxOptions, 'workspaceSettings' | 'language' | 'keybindings' | 'home' | 'env'> {
  /** The person’s own. */
  readonly settings?: Settings;
  /** `dark` when omitted. */
  readonly theme?: Theme;
}

export type Theme = 'light' | 'dark' | 'high contrast';

/** What a window is told of the system, and the theme that it then has. */
const themes = {
  light: { colorScheme: 'light', forcedColors: 'none', file: 'light_modern' },
  dark: { colorScheme: 'dark', forcedColors: 'none', file: 'dark_modern' },
  'high contrast': { colorScheme: 'dark', forcedColors: 'active', file: 'hc_black' },
} as const satisfies Record<Theme, object>;
const allThemes = Object.keys(themes) as Theme[];

/** How long a part of what `Workbench.persist` does may take before it is begun again. */
export const PATIENCE_MS = 10_000;

/** The menu of an account that is not pinned. */
export const ACCOUNT_MENU: readonly string[] = [
  'Refresh This Account',
  'Open in AWS Console',
  'Pin Account to Top',
  'Copy Account ID',
  'Copy Details',
  'Copy Details As',
  'Copy Fix',
  'Export This…',
];

export const picturesFolder: string = join(projectFolder, 'test', 'ui', 'pictures');

/** Resolves when the window is drawn in its theme, in Restricted Mode if so, with the extension's icon in it. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const sandbox = createSandbox({
    ...options,
    userSettings: {
      'window.autoDetectColorScheme': true,
      'window.autoDetectHighContrast': true,
      'workbench.preferredLightColorTheme': 'Default Light Modern',
      'workbench.preferredDarkColorTheme': 'Default Dark Modern',
      'workbench.preferredHighContrastColorTheme': 'Default High Contrast',
      'workbench.hover.delay': 0,
      // A row that sticks to the top would cover the one to point at.
      'workbench.tree.enableStickyScroll': false,
      // 50 pixels, times this, for each turn of the wheel.
      'workbench.list.mouseWheelScrollSensitivity': 4,
      ...options.settings,
    },
  });
  const window = await openWindow(sandbox, options);
  const workbench = new Workbench(window, sandbox);
  try {
    await window.load();
    await workbench.useTheme(options.theme ?? 'dark');
    await workbench.viewTab.waitFor();
    if (options.trusted === false) {
      // VS Code takes a while to find out that it does not trust the workspace.
      await workbench.statusBar('Restricted Mode');
    }
    return workbench;
  } catch (error) {
    await workbench.screenshot('did not open');
    await workbench.close();
    throw error;
  }
}

/** What the manifest says in the language. */
function readNames(language: string | undefined): { 'view.accounts': string; 'view.changes': string } {
  const file = language === undefined ? 'package.nls.json' : `package.nls.${language}.json`;
  return JSON.parse(readFileSync(join(projectFolder, file), 'utf8'));
}

export class Workbench {
  readonly page: Page;
  readonly tree: AccountsTree;
  readonly changes: AccountsTree;
  /** The folders of this window alone: a test may change the files in them. */
  readonly sandbox: Sandbox;
  /** Closes the page, ends the server, and removes the temporary folders. Rejects after an unhandled rejection. */
  readonly close: () => Promise<void>;
  #theme: Theme | undefined;

  /** Takes a window that shows a workbench: see `openWorkbench`. */
  constructor(window: Window, sandbox: Sandbox) {
    this.page = window.page;
    this.sandbox = sandbox;
    this.close = async () => {
      await window.close();
      const errors = readHostErrors(sandbox.userData);
      sandbox.remove();
      if (errors.length > 0) {
        throw new Error(`The extension host met errors that nobody handled:\n${errors.join('\n')}`);
      }
    };
    const names = readNames(sandbox.language);
    this.tree = new AccountsTree(this.page, names['view.accounts']);
    this.changes = new AccountsTree(this.page, names['view.changes']);
  }

  /** Gives the window another theme, as if the system had got it; nothing else in it changes. */
  async useTheme(theme: Theme): Promise<void> {
    const { colorScheme, forcedColors, file } = themes[theme];
    await this.page.emulateMedia({ colorScheme, forcedColors });
    await this.page.locator(`.monaco-workbench[class*="themes-${file}-json"]`).waitFor();
    this.#theme = theme;
  }

  /** The icon of the extension in the activity bar. */
  get viewTab(): Locator {
    const icon = this.page.locator('[class*="workbench-view-extension-inspectorStatus"]');
    return this.page.getByRole('tab').filter({ has: icon });
  }

  /** Shows the view of accounts, whatever it contains. */
  async openView(): Promise<void> {
    if ((await this.viewTab.getAttribute('aria-selected')) !== 'true') {
      await this.viewTab.click();
    }
    await this.page.locator('.part.sidebar .pane-body').first().waitFor();
    await this.#moveMouseAway();
  }

  /** A button in the title of the accounts view: VS Code shows them while the mouse is there. */
  async titleButton(name: string | RegExp): Promise<Locator> {
    const title = this.page.locator('.pane-header').filter({ hasText: /^Accounts/ });
    await title.hover();
    return title.getByRole('button', { name });
  }

  /** Opens the menu of the accounts view, and in it the submenu, until the entry is there. */
  async openTitleMenu(submenu: string, entry: string): Promise<void> {
    // VS Code closes the menu when it draws the title anew.
    await this.persist(async () => {
      await (await this.titleButton(/More Actions/)).click();
      await this.page.getByRole('menuitem', { name: submenu }).hover({ timeout: PATIENCE_MS });
      await this.page.getByRole('menuitem', { name: entry }).waitFor({ timeout: PATIENCE_MS });
    });
  }

  /**
   * Does again what VS Code undoes without a word when it draws anew in the same moment: up to four times, each after
   * Escape has closed what is left of the one before. What is waited for in it takes `PATIENCE_MS`.
   */
  async persist<T>(act: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await act();
      } catch (error) {
        if (attempt === 4) {
          throw error;
        }
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Clicks an entry of the menu that is open. */
  async chooseInMenu(entry: string): Promise<void> {
    // VS Code takes no button that is released in the first 100 ms of a menu: it may be that of the click that opened it.
    await this.page.getByRole('menuitem', { name: entry, exact: true }).click({ delay: 200 });
  }

  /** Gives the side bar this width in pixels. */
  async resizeSideBar(width: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (!box) {
      throw new Error('The side bar is not visible.');
    }
    const height = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width, height);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, height, { steps: 5 });
    await this.page.mouse.up();
    await this.#moveMouseAway();
  }

  /** Resolves when no view shows progress: a refresh is over, or none has begun. */
  async waitUntilQuiet(): Promise<void> {
    for (const progress of ['.progress-badge', '.pane-composite-part .monaco-progress-container.active']) {
      await this.page
        .locator(progress)
        .and(this.page.locator(':visible'))
        .first()
        .waitFor({ state: 'hidden' });
    }
  }

  /** Writes `<folder>/<name>.png`, in `test/ui/pictures` when no folder is given, and returns its path. */
  async screenshot(name: string, folder: string = picturesFolder): Promise<string> {
    const path = join(folder, `${name}.png`);
    // What fades in is there already.
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  /**
   * A screenshot in each theme, called `<name> light`, `<name> dark` and `<name> high contrast`; with the hover over a row
   * that contains the text, or over anything else, where one is given.
   */
  async pictures(name: string, hovered?: string | Locator): Promise<void> {
    const present = this.#theme ?? 'dark';
    for (const theme of [present, ...allThemes.filter((each) => each !== present)]) {
      await this.useTheme(theme);
      do {
        // The one that was open closes some time after the theme has changed, when the rows are drawn anew.
        if (hovered !== undefined) {
          await this.hover(hovered);
        }
        await this.screenshot(`${name} ${theme}`);
      } while (hovered !== undefined && !(await this.#hovers.first().isVisible()));
    }
  }

  /** Runs a command by its title in the palette, such as "Inspector Status: Refresh". */
  async runCommand(title: string): Promise<void> {
    const picker = this.page.locator('.quick-input-widget');
    const input = picker.locator('input[type="text"]');
    // A palette that opens while the one before closes is closed with it.
    await this.persist(async () => {
      await this.page.keyboard.press('F1');
      await input.fill(`>${title}`, { timeout: PATIENCE_MS });
    });
    await picker.locator('.monaco-list-row').getByText(title, { exact: true }).first().click();
  }

  /** All rows of the view as indented text, one a line: icon in brackets, label, description. */
  async rows(): Promise<string> {
    return toText(await this.tree.readRows());
  }

  /** The same once every row has its answer. One that is unfolded while VS Code draws all of them folds again. */
  async readRows(): Promise<string> {
    await this.waitUntilQuiet();
    return this.rowsOnce((rows) => rows !== '' && !rows.includes('Reading…'));
  }

  /** The same once it is as wanted: VS Code draws the rows later than title and status bar. */
  async rowsOnce(isAsWanted: (rows: string) => boolean): Promise<string> {
    const giveUpAt = Date.now() + 60_000;
    let rows = await this.rows();
    while (!isAsWanted(rows)) {
      if (Date.now() > giveUpAt) {
        throw new Error(`The rows did not become as wanted:\n${rows}`);
      }
      rows = await this.rows();
    }
    return rows;
  }

  /** The text of the hover over a row that contains the text, or over anything else on the page. */
  async hover(target: string | Locator): Promise<string> {
    // The hover of a row is made when it is asked for, and says "Loading" until then.
    const filled = this.#hovers.filter({ hasText: /\S/, hasNotText: /^Loading/ }).first();
    // VS Code shows none where the row was drawn anew in the moment before.
    return this.persist(async () => {
      await this.#moveMouseAway();
      await this.#hovers.first().waitFor({ state: 'hidden' });
      const element = typeof target === 'string' ? await this.tree.findRow(target) : target;
      await element.hover();
      await filled.waitFor({ timeout: PATIENCE_MS });
      return (await filled.allInnerTexts()).join('\n');
    });
  }

  get #hovers(): Locator {
    return this.page.locator('.workbench-hover-container .monaco-hover');
  }

  /** The item of the status bar that contains the text, once it is there. */
  async statusBar(text: string | RegExp): Promise<Locator> {
    const item = this.page.locator('.statusbar-item').filter({ hasText: text }).first();
    await item.waitFor();
    return item;
  }

  /** The texts of all notifications that nobody has dismissed; their list stays open until `hideNotifications`. */
  async notifications(): Promise<string[]> {
    // VS Code pops none up while it is under test. Its list has them all.
    await this.runCommand('Notifications: Show Notifications');
    const center = this.page.locator('.notifications-center.visible');
    await center.waitFor();
    return center.locator('.notification-list-item-message').allInnerTexts();
  }

  async hideNotifications(): Promise<void> {
    await this.runCommand('Notifications: Hide Notifications');
    await this.page.locator('.notifications-center.visible').waitFor({ state: 'hidden' });
  }

  /** What is in the clipboard now. */
  clipboard(): Promise<string> {
    return this.page.evaluate('navigator.clipboard.readText()');
  }

  /** The same once there is something in it: VS Code writes there a moment after it was told to. */
  async clipboardOnceFilled(): Promise<string> {
    const giveUpAt = Date.now() + 60_000;
    let text = await this.clipboard();
    while (text === '') {
      if (Date.now() > giveUpAt) {
        throw new Error('Nothing was copied.');
      }
      text = await this.clipboard();
    }
    return text;
  }

  /** All that the extension has written to its log. */
  readLog(): string {
    const files = globSync(join(this.sandbox.userData, 'logs', '**', 'inspector-account-status.*', '*.log'));
    return files.map((file) => readFileSync(file, 'utf8')).join('');
  }

  /** Into the empty part of the status bar: nothing shows a hover there, and no hover of a row reaches it. */
  async #moveMouseAway(): Promise<void> {
    const size = this.page.viewportSize();
    await this.page.mouse.move((size?.width ?? 0) * 0.6, (size?.height ?? 0) - 8);
  }
}
