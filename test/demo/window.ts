/** The window of the demonstration: desktop VS Code where it is installed, else a page in the browser. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasDisplay } from '../support/desktop.ts';
import { hosts } from '../support/hosts.ts';
import { runProgram, startGroup } from '../support/programs.ts';
import type { Sandbox } from '../support/sandbox.ts';
import { startServer } from '../support/server.ts';

export interface Window {
  /** Resolves when the user closes the window; never for a page in the browser. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Undefined where there is no `code` command, or no display. */
export async function openDesktop(sandbox: Sandbox): Promise<Window | undefined> {
  if (!hasDisplay()) {
    return undefined;
  }
  try {
    await runProgram('code', ['--version']);
  } catch {
    return undefined;
  }
  const group = startGroup(
    'code',
    [
      '--wait',
      '--new-window',
      '--disable-workspace-trust',
      `--user-data-dir=${sandbox.userData}`,
      `--extensions-dir=${sandbox.extensions}`,
      `--extensionDevelopmentPath=${sandbox.developedExtension}`,
      sandbox.workspace,
    ],
    { env: sandbox.environment, stdio: 'ignore' },
  );
  console.log('VS Code opens with the sample organisation. Ctrl+C ends all.');
  return {
    closed: new Promise((resolve) => group.leader.once('exit', () => resolve())),
    async close() {
      endDesktop(sandbox);
      await group.end();
    },
  };
}

/** The `code` command starts the window outside its own process group; VS Code notes its process id here. */
function endDesktop(sandbox: Sandbox): void {
  try {
    process.kill(Number(readFileSync(join(sandbox.userData, 'code.lock'), 'utf8')));
  } catch {
    // The window is closed already.
  }
}

export async function openServer(sandbox: Sandbox): Promise<Window> {
  const server = await startServer({ host: hosts.newest, ...sandbox, trusted: true });
  console.log(
    'VS Code with the sample organisation is at this address, on this machine only. Ctrl+C ends all.\n',
  );
  console.log(server.toUrl(sandbox.workspace, { extensionPath: sandbox.developedExtension }));
  return { closed: new Promise(() => {}), close: server.close };
}
