/** A running server build of VS Code, with a throw-away profile. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Host } from './hosts.ts';
import { runProgram, startGroup } from './programs.ts';
import { ensureServerBuild } from './serverBuild.ts';

export interface ServerOptions {
  readonly host: Host;
  readonly serverData: string;
  readonly extensions: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Without trust every folder opens in Restricted Mode. */
  readonly trusted: boolean;
  /** One that there is a language pack for; English when omitted. */
  readonly language?: string;
  /** The port of an earlier server, where what a browser has kept of it is of use; another one when it is taken. */
  readonly port?: number | undefined;
}

export interface Server {
  readonly port: number;
  /** The address of a workbench on a folder, or on a `.code-workspace` file. */
  toUrl(workspace: string, development?: Development): string;
  close(): Promise<void>;
}

export interface Development {
  readonly extensionPath: string;
  /** A CommonJS module that exports `run(): Promise<void>`. */
  readonly testsPath?: string;
}

const startDeadlineMs = 60_000;

export async function startServer(options: ServerOptions): Promise<Server> {
  const { node, serverMain } = await ensureServerBuild(options.host);
  const start = async (port: number): Promise<Server> => {
    const group = startGroup(
      node,
      [
        serverMain,
        ...toProfile(options),
        '--host=127.0.0.1',
        `--port=${port}`,
        '--without-connection-token',
        '--telemetry-level=off',
        // A login shell could bring back the variables that the sandbox took away.
        '--force-disable-user-env',
        // Only with this does the server accept a development extension in the address.
        '--enable-smoke-test-driver',
        `--locale=${options.language ?? 'en'}`,
        ...(options.trusted ? ['--disable-workspace-trust'] : []),
      ],
      { env: { ...options.environment, EXTENSIONS_GALLERY: '{}' }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    try {
      const found = await readPort(group.leader);
      return {
        port: found,
        toUrl: (workspace, development) => toUrl(found, workspace, development),
        close: group.end,
      };
    } catch (error) {
      await group.end();
      throw error;
    }
  };
  return options.port === undefined ? start(0) : start(options.port).catch(() => start(0));
}

/** Installs an extension package for the servers that are started with these folders. */
export async function installExtension(
  vsixPath: string,
  options: Pick<ServerOptions, 'host' | 'serverData' | 'extensions' | 'environment'>,
): Promise<void> {
  const { node, serverMain } = await ensureServerBuild(options.host);
  await runProgram(node, [serverMain, ...toProfile(options), '--install-extension', vsixPath], {
    env: options.environment,
  });
}

function toProfile({
  serverData,
  extensions,
}: Pick<ServerOptions, 'serverData' | 'extensions'>): readonly string[] {
  return [
    '--accept-server-license-terms',
    `--server-data-dir=${serverData}`,
    `--extensions-dir=${extensions}`,
  ];
}

/** Waits for the line that names the port. Rejects, with what was printed, when the server ends before that. */
async function readPort(leader: ReturnType<typeof startGroup>['leader']): Promise<number> {
  const printed: string[] = [];
  const port = new Promise<number>((resolve) => {
    for (const input of [leader.stdout, leader.stderr]) {
      if (input) {
        createInterface({ input }).on('line', (line) => {
          printed.push(line);
          const found = /Extension host agent listening on (\d+)/.exec(line)?.[1];
          if (found !== undefined) {
            resolve(Number(found));
          }
        });
      }
    }
  });
  const deadline = AbortSignal.timeout(startDeadlineMs);
  const ended = once(leader, 'exit', { signal: deadline }).then(
    ([code, signal]) => `it ended with ${code ?? signal}`,
    (error: Error) => (deadline.aborted ? `it named no port in ${startDeadlineMs / 1000} s` : error.message),
  );
  const outcome = await Promise.race([port, ended]);
  if (typeof outcome === 'string') {
    throw new Error(`The VS Code server did not start: ${outcome}.\n${printed.join('\n')}`);
  }
  return outcome;
}

function toUrl(port: number, workspace: string, development?: Development): string {
  const authority = `127.0.0.1:${port}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  if (development !== undefined) {
    payload.push(['extensionDevelopmentPath', `vscode-remote://${authority}${development.extensionPath}`]);
    if (development.testsPath !== undefined) {
      payload.push(['extensionTestsPath', `vscode-remote://${authority}${development.testsPath}`]);
    }
  }
  const url = new URL(`http://${authority}/`);
  url.searchParams.set(workspace.endsWith('.code-workspace') ? 'workspace' : 'folder', workspace);
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}
