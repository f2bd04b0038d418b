// Builds three bundles: dist/extension.cjs, loaded at activation; dist/application.cjs, loaded once there is
// something to show; dist/aws.cjs, loaded on the first refresh. CommonJS on purpose: named ESM imports of
// node:https would escape VS Code's proxy support. Beside them it puts the licences of what they hold.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { context } from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const outdir =
  process.argv.find((argument) => argument.startsWith('--outdir='))?.slice('--outdir='.length) ?? 'dist';

/** Dynamic imports are where the bundles part: each becomes a load of the bundle that holds the module. */
const BUNDLES = { './application.ts': './application.cjs', './aws/connection.ts': './aws.cjs' };
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
 * Each client describes all its operations, those that change an account included. Their computed keys keep esbuild
 * from leaving out the ones that nothing calls; with the keys written out, only those that are called are left.
 */
const calledOperations = {
  name: 'called-operations',
  setup(build) {
    build.onLoad(
      { filter: /[\\/]client-(?:inspector2|sts)[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
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

/**
 * Parts of the SDK that nothing here comes to use: the client of STS of its own that the credential providers bring, which
 * src/aws/credentials/credentialSteps.ts does without, and answers that are streams of events.
 */
const ABSENT = {
  '@aws-sdk/nested-clients/sts': ['getDefaultRoleAssumer', 'getDefaultRoleAssumerWithWebIdentity'],
  '@smithy/core/event-streams': ['EventStreamSerde', 'eventStreamSerdeProvider'],
};
const absentParts = {
  name: 'absent-parts',
  setup(build) {
    build.onResolve({ filter: /^@/ }, ({ path }) =>
      path in ABSENT ? { path, namespace: 'absent' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'absent' }, ({ path }) => ({
      contents: ABSENT[path]
        .map((name) => `export function ${name}() { throw new Error('Not in this bundle'); }`)
        .join('\n'),
    }));
  },
};

/**
 * The SDK loads its credential providers when they are needed. In one file that saves nothing, and keeps esbuild from
 * leaving out what they do not use of the modules that they share with the rest.
 */
const importedAtOnce = {
  name: 'imported-at-once',
  setup(build) {
    build.onLoad({ filter: /[\\/]@(?:aws-sdk|smithy)[\\/].*[\\/]dist-es[\\/].*\.js$/ }, ({ path }) => {
      const imports = new Set();
      const contents = readFileSync(path, 'utf8').replace(
        /const (\{[^}]+\}) = await import\(("[@.][^"]+")\);/g,
        (_, names, from) => {
          imports.add(`import ${names} from ${from};\n`);
          return '';
        },
      );
      return imports.size === 0 ? undefined : { contents: [...imports].join('') + contents, loader: 'js' };
    });
  },
};

/** What is the same stays as it is: tests may be running the extension while others build it again. */
const changesAlone = {
  name: 'changes-alone',
  setup(build) {
    build.onEnd(({ outputFiles = [] }) => {
      for (const { path, contents } of outputFiles) {
        writeChanged(path, contents);
      }
    });
  },
};

function writeChanged(path, contents) {
  if (!existsSync(path) || !readFileSync(path).equals(Buffer.from(contents))) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
}

/** @type {import('esbuild').BuildOptions} */
const shared = {
  write: false,
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  minify: production,
  sourcemap: production ? false : 'linked',
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  logLevel: 'info',
  // As `require`: `import()` reads through all of a CommonJS file for the names that it exports, and to import node:http
  // loads Node's WebSocket with it.
  supported: { 'dynamic-import': false },
};

const contexts = await Promise.all([
  context({
    ...shared,
    entryPoints: ['src/extension.ts', 'src/application.ts'],
    outdir,
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
    plugins: [bundlesPart, changesAlone],
  }),
  context({
    ...shared,
    entryPoints: ['src/aws/connection.ts'],
    outfile: `${outdir}/aws.cjs`,
    // The SDK's ES modules tree-shake to two thirds of what its CommonJS build comes to.
    mainFields: ['module', 'main'],
    plugins: [onlyVersions, calledOperations, absentParts, importedAtOnce, changesAlone],
  }),
]);

if (watch) {
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  const results = await Promise.all(contexts.map((each) => each.rebuild()));
  const packages = findBundledPackages(results.map(({ metafile }) => metafile));
  writeChanged(`${outdir}/THIRD_PARTY_LICENSES.txt`, toLicences(packages));
  await Promise.all(contexts.map((each) => each.dispose()));
}

/** The folders of the packages of which something is in a bundle. */
function findBundledPackages(metafiles) {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.entries(inputs));
  const folders = inputs.flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? (/^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? []) : [],
  );
  return [...new Set(folders)].sort().map((folder) => {
    const { name, version, license, repository } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const texts = readdirSync(folder)
      .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
      .sort()
      .map((file) => readFileSync(`${folder}/${file}`, 'utf8').replaceAll('\r\n', '\n').trim());
    return {
      title: `${name} ${version}`,
      license,
      address: repository?.url ?? repository,
      text: texts.join('\n\n'),
    };
  });
}

/** Each text once, under the packages that it is of. A few packages of the SDK come without a file of their own. */
function toLicences(packages) {
  const groups = Map.groupBy(packages, ({ title, license, text }) => {
    const shared = text || packages.find((each) => each.license === license && each.text)?.text;
    if (shared === undefined) {
      throw new Error(`${title} comes without the text of its licence, ${license}`);
    }
    return shared;
  });
  return ['This extension contains parts of these packages.']
    .concat(
      [...groups].map(([text, each]) =>
        [
          ...each.map(({ title, license, address }) => `${title} (${license}) ${address ?? ''}`.trim()),
          '',
          text,
        ].join('\n'),
      ),
    )
    .join(`\n\n${'-'.repeat(80)}\n\n`)
    .concat('\n');
}
