/** Runs a file of `children` in a fresh Node, and gives what it printed. */
import { fileURLToPath } from 'node:url';
import { runProgram } from '../test/support/programs.ts';

export function runFresh(child: `${string}.ts` | `${string}.cts`, ...args: string[]): Promise<string> {
  const path = fileURLToPath(new URL(`children/${child}`, import.meta.url));
  return runProgram(process.execPath, [path, ...args]);
}
