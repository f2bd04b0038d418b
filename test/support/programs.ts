/** Runs other programs: to their end, or as a group of processes that is ended as a whole. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the program early. */
  readonly signal?: AbortSignal;
  /** `quiet` keeps the output for the error message, `show` streams it. */
  readonly output?: 'quiet' | 'show';
}

/** Runs a program to its end. Rejects, with what it printed, when the exit code is not 0. */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const shown = options.output === 'show';
  const child = spawn(file, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: options.env ?? process.env,
    stdio: ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
  });
  const kill = () => child.kill();
  options.signal?.addEventListener('abort', kill);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const [code, signal] = await once(child, 'close').finally(() => {
    options.signal?.removeEventListener('abort', kill);
  });
  if (code !== 0) {
    throw new Error(`${file} ${args.join(' ')} ended with ${code ?? signal}\n${printed}`.trimEnd());
  }
  return printed;
}

export interface ProcessGroup {
  readonly leader: ChildProcess;
  /** Ends the program and all it started, and waits until the program is gone. */
  end(): Promise<void>;
}

/** Starts a program that lives until `end()`, and never longer than this process. */
export function startGroup(file: string, args: readonly string[], options: SpawnOptions): ProcessGroup {
  const leader = spawn(file, args, { ...options, detached: true });
  // An 'error' event without a listener would end this process; whoever waits for the program sees it too.
  leader.on('error', () => {});
  const exited = new Promise<void>((resolve) => {
    leader.once('exit', () => resolve());
    leader.once('error', () => resolve());
  });
  const kill = () => {
    try {
      if (leader.pid !== undefined) {
        process.kill(-leader.pid, 'SIGKILL');
      }
    } catch {
      // The group is gone already, which is what was wanted.
    }
  };
  // Before what was set up earlier is taken away, such as the folder that the program writes to.
  process.prependOnceListener('exit', kill);
  return {
    leader,
    async end() {
      process.off('exit', kill);
      kill();
      await exited;
    },
  };
}
