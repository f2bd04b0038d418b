/** Bundles test files into the one CommonJS module that VS Code loads as `extensionTestsPath`. */
import { relative } from 'node:path';
import { build } from 'esbuild';
import { projectFolder } from './folders.ts';

export async function bundleSuite(files: readonly string[], outfile: string): Promise<void> {
  const entries = files.map((file) => {
    const name = JSON.stringify(relative(projectFolder, file));
    return `{ name: ${name}, load: () => import(${JSON.stringify(file)}) }`;
  });
  await build({
    stdin: {
      contents: `import { runSuite } from './test/support/suite.ts';
        export const run = () => runSuite([${entries.join(', ')}], __filename);`,
      resolveDir: projectFolder,
    },
    outfile,
    absWorkingDir: projectFolder,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'warning',
  });
}
