/** The whole VS Code window with the extension in it, driven and photographed through a browser. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { AccountsTree, toText } from './accountsTree.ts';
import { launchChromium } from './chromium.ts';
import { projectFolder } from './folders.ts';
import { type HostName, hosts } from './hosts.ts';
import { createSandbox, type Sandbox, type Settings } from './sandbox.ts';
import { type Server, startServer } from './server.ts';

export interface WorkbenchOptions {
  /** `newest` when omitted. */
  readonly host?: HostName;
  readonly settings?: Settings;
  readonly workspaceSettings?: Settings;
  /** This project as it was last built, when omitted; else the path of an extension package to install. */
  readonly extension?: 'development' | (string & {});
  /** `dark` when omitted. */
  readonly theme?: Theme;
  /** `false` opens the workspace in Restricted Mode. */
  readonly trusted?: boolean;
  /** Text files below the temporary home: path to content, such as `.aws/config`. */
  readonly home?: Readonly<Record<string, string>>;
  /** Environment of the extension host on top of the made-up one; `undefined` takes a variable away. */
  readonly env?: NodeJS.ProcessEnv;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** 2 for pictures as sharp as on a high-resolution screen. */
  readonly deviceScaleFactor?: number;
}

export type Theme = 'light' | 'dark' | 'high contrast';

const themes: Readonly<Record<Theme, { readonly name: string; readonly file: string }>> = {
  light: { name: 'Default Light Modern', file: 'light_modern' },
  dark: { name: 'Default Dark Modern', file: 'dark_modern' },
  'high contrast': { name: 'Default High Contrast', file: 'hc_black' },
};

export const picturesFolder: string = join(projectFolder, 'test', 'ui', 'pictures');

/** Resolves when the window is drawn in its theme, in Restricted Mode if so, with the extension's icon in it. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const theme = themes[options.theme ?? 'dark'];
  const sandbox = createSandbox({
    userSettings: {
      'workbench.colorTheme': theme.name,
      'workbench.hover.delay': 0,
      // A row that sticks to the top would cover the one to point at.
      'workbench.tree.enableStickyScroll': false,
      // 50 pixels, times this, for each turn of the wheel.
      'workbench.list.mouseWheelScrollSensitivity': 4,
      ...options.settings,
    },
    workspaceSettings: options.workspaceSettings ?? {},
    home: options.home ?? {},
    env: options.env ?? {},
  });
  const open: Open = { sandbox };
  try {
    const vsixPath = options.extension === 'development' ? undefined : options.extension;
    open.server = await startServer({
      host: hosts[options.host ?? 'newest'],
      ...sandbox,
      trusted: options.trusted ?? true,
      vsixPaths: vsixPath === undefined ? [] : [vsixPath],
    });
    open.browser = await launchChromium();
    const context = await open.browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      deviceScaleFactor: options.deviceScaleFactor ?? 1,
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    // VS Code starts slowly where other tests run at the same time.
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    const development = { extensionPath: sandbox.developedExtension };
    await page.goto(open.server.toUrl(sandbox.workspace, vsixPath === undefined ? development : undefined));
    const workbench = new Workbench(page, sandbox, () => close(open));
    await page.locator(`.monaco-workbench[class*="themes-${theme.file}-json"]`).waitFor();
    await workbench.viewTab.waitFor();
    if (options.trusted === false) {
      // VS Code takes a while to find out that it does not trust the workspace.
      await workbench.statusBar('Restricted Mode');
    }
    return workbench;
  } catch (error) {
    await open.browser
      ?.contexts()[0]
      ?.pages()[0]
      ?.screenshot({ path: join(picturesFolder, 'did not open.png') });
    await close(open);
    throw error;
  }
}

interface Open {
  readonly sandbox: Sandbox;
  server?: Server;
  browser?: Browser;
}

async function close({ browser, server, sandbox }: Open): Promise<void> {
  try {
    await browser?.close();
  } finally {
    await server?.close();
    sandbox.remove();
  }
}

export class Workbench {
  readonly page: Page;
  readonly tree: AccountsTree;
  /** The folders of this window alone: a test may change the files in them. */
  readonly sandbox: Sandbox;
  /** Ends the browser and the server, and removes the temporary folders. */
  readonly close: () => Promise<void>;

  /** Takes a page that shows a workbench: see `openWorkbench`. */
  constructor(page: Page, sandbox: Sandbox, closeAll: () => Promise<void>) {
    this.page = page;
    this.sandbox = sandbox;
    this.close = closeAll;
    this.tree = new AccountsTree(page);
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
    await this.page.screenshot({ path });
    return path;
  }

  /** Runs a command by its title in the palette, such as "Inspector Status: Refresh". */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const picker = this.page.locator('.quick-input-widget');
    await picker.locator('input[type="text"]').fill(`>${title}`);
    await picker.locator('.monaco-list-row').getByText(title, { exact: true }).first().click();
  }

  /** All rows of the view as indented text, one a line: icon in brackets, label, description. */
  async rows(): Promise<string> {
    return toText(await this.tree.readRows());
  }

  /** The text of the hover over a row that contains the text, or over anything else on the page. */
  async hover(target: string | Locator): Promise<string> {
    await this.#moveMouseAway();
    const hovers = this.page.locator('.workbench-hover-container .monaco-hover');
    await hovers.first().waitFor({ state: 'hidden' });
    const element = typeof target === 'string' ? await this.tree.findRow(target) : target;
    await element.hover();
    // The hover of a row is made when it is asked for, and says "Loading" until then.
    const filled = hovers.filter({ hasText: /\S/, hasNotText: /^Loading/ }).first();
    await filled.waitFor();
    return (await filled.allInnerTexts()).join('\n');
  }

  /** The item of the status bar that contains the text, once it is there. */
  async statusBar(text: string | RegExp): Promise<Locator> {
    const item = this.page.locator('.statusbar-item').filter({ hasText: text }).first();
    await item.waitFor();
    return item;
  }

  /** The texts of the notifications that are on the screen now. */
  notifications(): Promise<string[]> {
    return this.page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }

  /** What is in the clipboard now. */
  clipboard(): Promise<string> {
    return this.page.evaluate('navigator.clipboard.readText()');
  }

  /** All that the extension has written to its log. */
  readLog(): string {
    const files = globSync(join(this.sandbox.userData, 'logs', '**', 'inspector-account-status.*', '*.log'));
    return files.map((file) => readFileSync(file, 'utf8')).join('');
  }

  /** Into the empty editor area, where nothing shows a hover. */
  async #moveMouseAway(): Promise<void> {
    const size = this.page.viewportSize();
    await this.page.mouse.move((size?.width ?? 0) * 0.7, (size?.height ?? 0) * 0.9);
  }
}
