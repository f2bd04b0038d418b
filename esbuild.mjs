// Builds three bundles: dist/extension.cjs, loaded at activation; dist/application.cjs, loaded once there is
// something to show; dist/aws.cjs, loaded on the first refresh. CommonJS on purpose: named ESM imports of
// node:https would escape VS Code's proxy support.
import { readFileSync } from 'node:fs';
import { context } from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** Dynamic imports are where the bundles part: each becomes a load of the bundle that holds the module. */
const BUNDLES = { './application.ts': './application.cjs', './aws/inspectorSource.ts': './aws.cjs' };
const bundlesPart = {
  name: 'bundles-part',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: BUNDLES[path], external: true } : undefined,
    );
  },
};

/** The SDK takes whole package.json files in to read one version. */
const onlyVersions = {
  name: 'only-versions',
  setup(build) {
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/].*[\\/]package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/**
 * The client describes all its operations, those that change an account included. Their computed keys keep esbuild
 * from leaving out the ones that nothing calls; with the keys written out, one operation is left.
 */
const oneOperation = {
  name: 'one-operation',
  setup(build) {
    build.onLoad(
      { filter: /[\\/]client-inspector2[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      ({ path }) => {
        const source = readFileSync(path, 'utf8');
        const names = new Map(
          [...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name, text]),
        );
        const contents = source.replace(/\[(_\w+)\]:/g, (key, name) =>
          names.has(name) ? `${names.get(name)}:` : key,
        );
        return { contents, loader: 'js' };
      },
    );
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
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'info',
};

const contexts = await Promise.all([
  context({
    ...shared,
    entryPoints: ['src/extension.ts', 'src/application.ts'],
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
    plugins: [bundlesPart],
  }),
  context({
    ...shared,
    entryPoints: ['src/aws/inspectorSource.ts'],
    outfile: 'dist/aws.cjs',
    // The SDK's ES modules tree-shake to two thirds of what its CommonJS build comes to.
    mainFields: ['module', 'main'],
    plugins: [onlyVersions, oneOperation],
  }),
]);

if (watch) {
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  await Promise.all(contexts.map((each) => each.rebuild()));
  await Promise.all(contexts.map((each) => each.dispose()));
}
