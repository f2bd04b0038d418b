/** Runs test files in plain Node: `node test/support/plain.ts <timeout in ms> <file>…`. */
import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeCounts } from './counts.ts';
import { projectFolder } from './folders.ts';
import { runMocha } from './mochaRun.ts';

/** How long what the tests left open may take to end by itself. */
const lingerMs = 5_000;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Ending through `exit` lets every open server and folder clean up behind itself.
  process.once(signal, () => process.exit(1));
}
const [timeoutMs, ...paths] = process.argv.slice(2);
const files = paths.map((path) => ({
  name: relative(projectFolder, path),
  load: () => import(pathToFileURL(path).href),
}));
const counts = await runMocha(files, { timeoutMs: Number(timeoutMs) });
writeCounts(counts);
process.exitCode = counts.failed > 0 ? 1 : 0;
setTimeout(() => {
  console.error(`Still open after the tests: ${process.getActiveResourcesInfo().join(', ')}`);
  process.exit(1);
}, lingerMs).unref();
