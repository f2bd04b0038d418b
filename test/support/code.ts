/**
 * Stands in for the executable of desktop VS Code: takes its arguments and runs the tests in the server build
 * of VS Code with a browser that has no window. The exit code is that of the tests.
 */
import { dirname, resolve } from 'node:path';
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { type HostName, hosts } from './hosts.ts';
import { startServer } from './server.ts';
import { markVariable, toMarkedText } from './testOutput.ts';

/** How long nothing may be heard of the tests: much longer than VS Code takes to start, or one of them to end. */
const silenceMs = 4 * 60_000;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Ending through `exit` lets every open server and folder clean up behind itself.
  process.once(signal, () => process.exit(1));
}
process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    strict: false,
    options: {
      'inspector-host': { type: 'string' },
      locale: { type: 'string' },
      'restricted-mode': { type: 'boolean' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
      extensionDevelopmentPath: { type: 'string' },
      extensionTestsPath: { type: 'string' },
    },
  });
  const text = (name: string): string => {
    const value = values[name];
    if (typeof value !== 'string') {
      throw new Error(`--${name} is missing.`);
    }
    return value;
  };
  const server = await startServer({
    host: hosts[text('inspector-host') as HostName],
    serverData: dirname(text('user-data-dir')),
    extensions: text('extensions-dir'),
    environment: { ...process.env, [markVariable]: 'yes' },
    trusted: values['restricted-mode'] !== true,
    language: text('locale'),
  });
  try {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage({ permissions: ['clipboard-read', 'clipboard-write'] });
      const url = server.toUrl(resolve(positionals[0] ?? '.'), {
        extensionPath: text('extensionDevelopmentPath'),
        testsPath: text('extensionTestsPath'),
      });
      return await runTestsInPage(page, url);
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

/** Opens the workbench and waits until it reports the exit code of the suite. */
async function runTestsInPage(page: Page, url: string): Promise<number> {
  const exitCode = Promise.withResolvers<number>();
  const otherOutput: string[] = [];
  let testsSpoke = false;
  const timer = setTimeout(
    () => exitCode.reject(new Error(`Nothing was heard of the tests in ${silenceMs / 60_000} minutes.`)),
    silenceMs,
  );
  // VS Code calls these two functions of the page when they are there, as its own tests do.
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
    const text = toMarkedText(args);
    if (text === undefined) {
      // Stack traces of VS Code itself are long and help nobody here.
      otherOutput.push(
        format(...args)
          .split('\n', 3)
          .join('\n'),
      );
    } else {
      testsSpoke = true;
      timer.refresh();
      console.log(text);
    }
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => exitCode.resolve(code));
  page.on('crash', () => exitCode.reject(new Error('The page with the workbench crashed.')));
  page.on('close', () => exitCode.reject(new Error('The page with the workbench was closed.')));
  let ended = false;
  try {
    await page.goto(url);
    const code = await exitCode.promise;
    ended = true;
    return code;
  } finally {
    clearTimeout(timer);
    // Why the tests did not begin, or end, is somewhere in what VS Code itself printed.
    if (!(testsSpoke && ended)) {
      console.error(otherOutput.join('\n'));
    }
  }
}
