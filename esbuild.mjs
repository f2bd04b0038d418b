// Builds the extension: dist/extension.cjs, loaded at activation, and dist/aws.cjs, loaded on the first
// refresh. CommonJS on purpose: named ESM imports of node:https would escape VS Code's proxy support.
import { context } from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** Keeps the AWS code out of the activation file: `import('./aws/…')` becomes a load of dist/aws.cjs. */
const awsStaysOutside = {
  name: 'aws-stays-outside',
  setup(build) {
    build.onResolve({ filter: /^\.\/aws\// }, () => ({ path: './aws.cjs', external: true }));
  },
};

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'info',
};

const contexts = await Promise.all([
  context({
    ...shared,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    external: ['vscode'],
    plugins: [awsStaysOutside],
  }),
  context({
    ...shared,
    entryPoints: ['src/aws/inspectorSource.ts'],
    outfile: 'dist/aws.cjs',
    // The SDK's ES modules tree-shake to two thirds of what its CommonJS build comes to.
    mainFields: ['module', 'main'],
  }),
]);

if (watch) {
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  await Promise.all(contexts.map((each) => each.rebuild()));
  await Promise.all(contexts.map((each) => each.dispose()));
}
