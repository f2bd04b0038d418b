/** One launch of VS Code that runs a test suite in its extension host, on the desktop or as the server build. */
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import type { HostKind } from './desktop.ts';
import { cacheFolder, projectFolder } from './folders.ts';
import type { Host } from './hosts.ts';
import { runProgram } from './programs.ts';
import type { Sandbox } from './sandbox.ts';

export interface LaunchOptions {
  readonly host: Host;
  readonly kind: HostKind;
  /** `false` opens the workspace in Restricted Mode. */
  readonly trusted: boolean;
  readonly sandbox: Sandbox;
  /** The folder, or `.code-workspace` file, to open. */
  readonly opened: string;
  /** A CommonJS module that exports `run(): Promise<void>`. */
  readonly testsPath: string;
}

/** Resolves when VS Code has ended; rejects when the suite failed or VS Code did not get to it. */
export async function launchTests(options: LaunchOptions): Promise<void> {
  const { kind, sandbox, trusted } = options;
  const profile = [
    options.opened,
    `--user-data-dir=${sandbox.userData}`,
    `--extensions-dir=${sandbox.extensions}`,
    `--locale=${sandbox.language ?? 'en'}`,
  ];
  if (kind === 'server') {
    const standIn = [
      join(projectFolder, 'test', 'support', 'code.ts'),
      `--inspector-host=${options.host.name}`,
    ];
    const trust = trusted ? [] : ['--restricted-mode'];
    await start(process.execPath, [...standIn, ...profile, ...trust], options);
    return;
  }
  const version = options.host.vscode;
  const executable = await downloadAndUnzipVSCode({ version, cachePath: cacheFolder });
  if (trusted) {
    await start(executable, profile, options);
  } else {
    await startRestricted(executable, profile, options);
  }
}

async function start(executable: string, launchArgs: string[], options: LaunchOptions): Promise<void> {
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: options.sandbox.developedExtension,
    extensionTestsPath: options.testsPath,
    extensionTestsEnv: options.sandbox.environment,
    launchArgs,
  });
}

/** Without `runTests`, which always switches workspace trust off. */
async function startRestricted(executable: string, profile: string[], options: LaunchOptions): Promise<void> {
  const args = [
    ...profile,
    '--no-sandbox',
    '--disable-gpu-sandbox',
    '--disable-updates',
    '--skip-welcome',
    '--skip-release-notes',
    `--extensionDevelopmentPath=${options.sandbox.developedExtension}`,
    `--extensionTestsPath=${options.testsPath}`,
  ];
  await runProgram(executable, args, { env: options.sandbox.environment, output: 'show' });
}
