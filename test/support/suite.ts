/** What VS Code loads to run the tests of one launch. It is bundled together with the test files. */
import { writeCounts } from './counts.ts';
import { runMocha, type TestFile } from './mochaRun.ts';
import { createStackMapper } from './sourceStack.ts';
import { markConsole, markVariable } from './testOutput.ts';

/** Rejects when a test failed, which VS Code turns into its exit code. */
export async function runSuite(files: readonly TestFile[], bundlePath: string): Promise<void> {
  if (process.env[markVariable] !== undefined) {
    markConsole();
  }
  const counts = await runMocha(files, {
    timeoutMs: 60_000,
    toReadableStack: createStackMapper(bundlePath),
  });
  writeCounts(counts);
  if (counts.failed > 0) {
    throw new Error(`${counts.failed} failed`);
  }
}
