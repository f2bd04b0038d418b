/** Runs test/integration: every folder in it is one launch of a real VS Code, on a workspace of its own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { TestRunFailedError } from '@vscode/test-electron';
import { bundleSuite } from './bundle.ts';
import { addCounts, type Counts, countsVariable, noCounts, readCounts, toFailure } from './counts.ts';
import { chooseHostKind, type HostKind } from './desktop.ts';
import { cacheFolder, createTemporaryFolder, findTestFiles, projectFolder } from './folders.ts';
import type { Host } from './hosts.ts';
import { launchTests } from './launch.ts';
import { createSandbox, type Settings } from './sandbox.ts';

/** The file `launch.json` in a folder of test/integration; a folder without one is a trusted workspace. */
interface Launch {
  /** `false` opens the workspace in Restricted Mode. */
  readonly trusted?: boolean;
  /** A `.code-workspace` file in the workspace, to be opened instead of the folder. */
  readonly open?: string;
  /** VS Code’s language, such as `de`; English without one. */
  readonly language?: string;
  readonly userSettings?: Settings;
  readonly env?: Readonly<Record<string, string>>;
}

/** Takes test files whose path contains `part`. Stops before the next launch when the signal is aborted. */
export async function runIntegration(host: Host, part: string, signal: AbortSignal): Promise<Counts> {
  const kind = await chooseHostKind();
  console.log(`integration: VS Code ${host.vscode}, ${kind === 'server' ? 'server build' : 'desktop'}`);
  let counts = noCounts;
  for (const folder of listLaunchFolders()) {
    if (signal.aborted) {
      break;
    }
    const files = findTestFiles(folder, part);
    if (files.length === 0) {
      continue;
    }
    const name = `${basename(folder)} (VS Code ${host.vscode})`;
    console.log(`\n${name}`);
    try {
      counts = addCounts(counts, await runLaunch(folder, files, name, host, kind));
    } catch (error) {
      console.error(error);
      counts = addCounts(counts, toFailure(`${name}: did not start`));
    }
  }
  return counts;
}

function listLaunchFolders(): string[] {
  const root = join(projectFolder, 'test', 'integration');
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, entry.name))
    .sort();
}

async function runLaunch(
  folder: string,
  files: readonly string[],
  name: string,
  host: Host,
  kind: HostKind,
): Promise<Counts> {
  const launch = readLaunch(folder);
  const workspaceTemplate = join(folder, 'workspace');
  // Inside the project, because the bundle finds mocha in its node_modules.
  const output = createTemporaryFolder(join(cacheFolder, 'suites'));
  const countsFile = join(output.path, 'counts.json');
  const sandbox = createSandbox({
    ...(launch.userSettings === undefined ? {} : { userSettings: launch.userSettings }),
    ...(launch.language === undefined ? {} : { language: launch.language }),
    ...(existsSync(workspaceTemplate) ? { workspaceTemplate } : {}),
    env: { ...launch.env, [countsVariable]: countsFile },
  });
  try {
    const testsPath = join(output.path, 'suite.cjs');
    await bundleSuite(files, testsPath);
    const trouble = await launchTests({
      host,
      kind,
      trusted: launch.trusted !== false,
      opened: join(sandbox.workspace, launch.open ?? ''),
      sandbox,
      testsPath,
    }).then(
      () => undefined,
      (error: Error) => error,
    );
    const counts = readCounts(countsFile, name);
    if (trouble !== undefined && !(trouble instanceof TestRunFailedError)) {
      console.error(trouble.message);
    }
    // A suite that failed says so itself; this is for a VS Code that dies after its tests.
    return trouble !== undefined && counts.failed === 0
      ? addCounts(counts, toFailure(`${name}: ${trouble.message}`))
      : counts;
  } finally {
    sandbox.remove();
    output.remove();
  }
}

function readLaunch(folder: string): Launch {
  const path = join(folder, 'launch.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}
