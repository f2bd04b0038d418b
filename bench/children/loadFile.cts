/**
 * Loads one CommonJS file as VS Code would, in a fresh process, and prints how many milliseconds that took.
 * CommonJS itself, as the extension host is.
 */
const loader: { _load(request: string, ...rest: unknown[]): unknown } = require('node:module');

const load = loader._load;
/** Whatever is looked for in it is there, and has the same in it. */
const anything: object = new Proxy(() => undefined, {
  get: (_, name) => (name === Symbol.toPrimitive ? () => '' : anything),
});
// The extension host answers for this name in the same way, without looking at the disk.
loader._load = (request, ...rest) => (request === 'vscode' ? anything : load.call(loader, request, ...rest));

const [wakingFile = '', measuredFile = ''] = process.argv.slice(2);
// In the extension host, others have loaded files before.
require('./hostModules.cts');
require(wakingFile);
const startedAt = performance.now();
require(measuredFile);
const took = performance.now() - startedAt;
// Only now: opening the output takes longer than loading a small file.
process.stdout.write(String(took));
