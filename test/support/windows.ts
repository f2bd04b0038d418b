/**
 * Windows of VS Code: each has a server, a home and a profile of its own. They share a browser, of which they see
 * nothing but that its cache spares each but the first the half of its start.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { type HostName, hosts } from './hosts.ts';
import type { Sandbox } from './sandbox.ts';
import { startServer } from './server.ts';
import { Installer } from './vsix.ts';

export interface WindowOptions {
  /** `newest` when omitted. */
  readonly host?: HostName;
  /** This project as it was last built, when omitted; else its package, which is installed. */
  readonly extension?: 'development' | 'package';
  /** `false` opens the workspace in Restricted Mode. */
  readonly trusted?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** 2 for pictures as sharp as on a high-resolution screen. */
  readonly deviceScaleFactor?: number;
}

export interface Window {
  readonly page: Page;
  /** Goes to the workbench; resolves before it is drawn. */
  load(): Promise<void>;
  /** Closes the page and ends the server. */
  close(): Promise<void>;
}

export async function openWindow(sandbox: Sandbox, options: WindowOptions): Promise<Window> {
  const host = hosts[options.host ?? 'newest'];
  const { extension = 'development', trusted = true } = options;
  if (extension !== 'development') {
    await installer.install(host, sandbox);
  }
  const server = await startServer({ host, ...sandbox, trusted, port: browser.takePort() });
  try {
    const page = await browser.openPage(options);
    return {
      page,
      load: () => {
        const development =
          extension === 'development' ? { extensionPath: sandbox.developedExtension } : undefined;
        return browser.visit(page, server.toUrl(sandbox.workspace, development));
      },
      close: async () => {
        // First the server: an extension that loses its window sees all that is under way fail, and says so.
        await server.close();
        browser.givePort(server.port);
        await browser.closePage(page);
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Before the browser ends by itself once the last page is closed: time for the next test to begin. */
const lingerMs = 2000;
/** What a page leaves behind for others at the same address. The cache is no part of it. */
const storageTypes = 'cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage';

class SharedBrowser {
  #browser: Promise<Browser> | undefined;
  /** One for each scale of the screen, which is a matter of the context. */
  readonly #contexts = new Map<number, Promise<BrowserContext>>();
  #ending: NodeJS.Timeout | undefined;
  #openCount = 0;
  #port: number | undefined;

  /** The port of a server that has ended and whose files are in the cache. Nobody else gets it meanwhile. */
  takePort(): number | undefined {
    const port = this.#port;
    this.#port = undefined;
    return port;
  }

  givePort(port: number): void {
    this.#port = port;
  }

  async openPage({ viewport, deviceScaleFactor = 1 }: WindowOptions): Promise<Page> {
    clearTimeout(this.#ending);
    this.#browser ??= launchChromium();
    const browser = await this.#browser;
    const context = this.#contexts.get(deviceScaleFactor) ?? createContext(browser, deviceScaleFactor);
    this.#contexts.set(deviceScaleFactor, context);
    const page = await (await context).newPage();
    this.#openCount++;
    await page.setViewportSize(viewport ?? { width: 1280, height: 800 });
    return page;
  }

  /** Goes to the address without a trace of pages that were there before. */
  async visit(page: Page, url: string): Promise<void> {
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('Storage.clearDataForOrigin', { origin: new URL(url).origin, storageTypes });
    await devTools.detach();
    await page.goto(url);
    await page.evaluate("navigator.clipboard.writeText('')");
  }

  async closePage(page: Page): Promise<void> {
    await page.close();
    this.#openCount--;
    if (this.#openCount === 0) {
      this.#ending = setTimeout(() => void this.#end(), lingerMs);
    }
  }

  async #end(): Promise<void> {
    const browser = this.#browser;
    this.#browser = undefined;
    this.#contexts.clear();
    await (await browser)?.close();
  }
}

async function createContext(browser: Browser, deviceScaleFactor: number): Promise<BrowserContext> {
  const context = await browser.newContext({
    deviceScaleFactor,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  // VS Code starts slowly where other tests run at the same time.
  context.setDefaultTimeout(60_000);
  return context;
}

const browser = new SharedBrowser();
const installer = new Installer();
