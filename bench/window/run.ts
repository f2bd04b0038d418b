/** Runs the suite in a real VS Code, in its server build with a browser that has no window. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { toLargeAccountIds } from '../../test/emulator/scenarios/large.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import { createTemporaryFolder, projectFolder } from '../../test/support/folders.ts';
import { hosts } from '../../test/support/hosts.ts';
import { createSandbox } from '../../test/support/sandbox.ts';
import { startServer } from '../../test/support/server.ts';
import { REGION } from '../environment.ts';
import { argumentsVariable, type OpeningRun, type SuiteArguments, type WindowRun } from './contract.ts';
import { type Frame, readFrames, watchScreen } from './screen.ts';

export interface WindowResult<Run> {
  readonly runs: readonly Run[];
  readonly frames: readonly Frame[];
}

/** Suites by the names of their files, and what they tell. */
interface Suites {
  readonly refreshes: WindowRun;
  readonly openings: OpeningRun;
}

const DEADLINE_MS = 10 * 60_000;

export async function runInWindow<Suite extends keyof Suites>(
  suite: Suite,
  args: Omit<SuiteArguments, 'resultFile'>,
): Promise<WindowResult<Suites[Suite]>> {
  const folder = createTemporaryFolder();
  const testsPath = join(folder.path, 'suite.cjs');
  const resultFile = join(folder.path, 'result.json');
  await bundle(suite, testsPath);
  const sandbox = createSandbox({
    userSettings: { 'inspectorStatus.endpointUrl': args.url, 'workbench.reduceMotion': 'on' },
    workspaceSettings: {
      'inspectorStatus.accountIds': toLargeAccountIds(args.accounts),
      'inspectorStatus.regions': [REGION],
      'inspectorStatus.refreshIntervalMinutes': 0,
      'inspectorStatus.maxConcurrentRequests': args.inFlight,
    },
    env: { [argumentsVariable]: JSON.stringify({ ...args, resultFile } satisfies SuiteArguments) },
  });
  try {
    const server = await startServer({ host: hosts.newest, ...sandbox, trusted: true });
    try {
      const browser = await launchChromium();
      try {
        const page = await browser.newPage({
          viewport: { width: 1280, height: 800 },
          // Without a graphics card, spinners and progress bars would take the CPU that is measured.
          reducedMotion: 'reduce',
        });
        const development = { extensionPath: sandbox.developedExtension, testsPath };
        const frames = await runSuite(page, server.toUrl(sandbox.workspace, development));
        return { runs: JSON.parse(readFileSync(resultFile, 'utf8')), frames };
      } finally {
        await browser.close();
      }
    } finally {
      await server.close();
    }
  } finally {
    sandbox.remove();
    folder.remove();
  }
}

async function runSuite(page: Page, url: string): Promise<Frame[]> {
  const exitCode = Promise.withResolvers<number>();
  const printed: string[] = [];
  // VS Code calls these two functions of the page when they are there, as its own tests do.
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
    printed.push(args.join(' '));
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => exitCode.resolve(code));
  page.on('crash', () => exitCode.reject(new Error('The page with the workbench crashed.')));
  const timer = setTimeout(() => exitCode.reject(new Error('The window took too long.')), DEADLINE_MS);
  try {
    await page.goto(url);
    await watchScreen(page);
    if ((await exitCode.promise) !== 0) {
      throw new Error(`The suite failed:\n${printed.join('\n')}`);
    }
    return await readFrames(page);
  } finally {
    clearTimeout(timer);
  }
}

async function bundle(suite: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [join(projectFolder, 'bench', 'window', `${suite}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
}
