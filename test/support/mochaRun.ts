/** Runs test files with mocha, in whatever process this is: plain Node or VS Code's extension host. */
import { inspect } from 'node:util';
import type Mocha from 'mocha';
import { type Counts, noCounts } from './counts.ts';

export interface TestFile {
  readonly name: string;
  load(): Promise<unknown>;
}

export interface MochaOptions {
  readonly timeoutMs: number;
  /** Where stack traces name other places than the author of a test knows. */
  readonly toReadableStack?: (stack: string) => string;
}

/** Prints mocha's own report while it runs. Never rejects for what the tests do: that is in the counts. */
export async function runMocha(files: readonly TestFile[], options: MochaOptions): Promise<Counts> {
  // Mocha is an ES module; the extension host runs this file as CommonJS.
  const { default: MochaClass } = await import('mocha');
  const mocha = new MochaClass({
    ui: 'bdd',
    reporter: 'spec',
    timeout: options.timeoutMs,
    forbidOnly: process.env['CI'] !== undefined,
  });
  const { toReadableStack = (stack) => stack } = options;
  const strays: string[] = [];
  const noteStray = (where: string, error: unknown) => {
    strays.push(where);
    console.error(toReadableStack(`${where}: ${inspect(error)}`));
  };
  // Mocha announces each unhandled rejection once more.
  const seen = new Set<unknown>();
  const noteRejection = (reason: unknown, promise: unknown) => {
    if (!seen.has(promise)) {
      seen.add(promise);
      noteStray('Unhandled rejection', reason);
    }
  };
  process.on('unhandledRejection', noteRejection);
  try {
    for (const file of files) {
      mocha.suite.emit('pre-require', globalThis, file.name, mocha);
      try {
        await file.load();
      } catch (error) {
        noteStray(`Loading ${file.name}`, error);
      }
    }
    const counts = await run(mocha, toReadableStack);
    // Node reports a rejection only after the microtasks of the turn in which it happened.
    await new Promise((resolve) => setImmediate(resolve));
    return {
      ...counts,
      failed: counts.failed + strays.length,
      failedTitles: [...counts.failedTitles, ...strays],
    };
  } finally {
    process.off('unhandledRejection', noteRejection);
  }
}

function run(mocha: Mocha, toReadableStack: (stack: string) => string): Promise<Counts> {
  const counts = { ...noCounts, passedTitles: [] as string[], failedTitles: [] as string[] };
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve(counts));
    runner.on('pass', (test) => {
      counts.passed += 1;
      counts.passedTitles.push(test.fullTitle());
    });
    runner.on('pending', () => {
      counts.skipped += 1;
    });
    // A hook that fails comes here too.
    runner.on('fail', (test, error: Error) => {
      // The report is printed from this at the end.
      if (typeof error.stack === 'string') {
        error.stack = toReadableStack(error.stack);
      }
      counts.failed += 1;
      counts.failedTitles.push(test.fullTitle());
    });
  });
}
