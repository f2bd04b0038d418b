/** Runs programs side by side, and shows what they print as if one had come after the other. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Task {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs so many at once, in their order. Resolves with the milliseconds that each took, also where it failed. The first
 * that has not ended prints at once; what the others print waits for it.
 */
export async function runSideBySide(
  tasks: readonly Task[],
  atOnce: number,
  signal: AbortSignal,
): Promise<number[]> {
  const waiting: Buffer[][] = tasks.map(() => []);
  const ended = new Set<number>();
  const durations: number[] = tasks.map(() => 0);
  let shown = 0;
  const print = () => {
    for (; shown < tasks.length; shown++) {
      for (const chunk of waiting[shown]?.splice(0) ?? []) {
        process.stdout.write(chunk);
      }
      if (!ended.has(shown)) {
        return;
      }
    }
  };
  const left = [...tasks.entries()];
  const work = async () => {
    for (let next = left.shift(); next !== undefined && !signal.aborted; next = left.shift()) {
      const [index, task] = next;
      const startedAt = performance.now();
      const child = start(task, signal);
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk: Buffer) => {
          waiting[index]?.push(chunk);
          print();
        });
      }
      await once(child, 'close');
      durations[index] = performance.now() - startedAt;
      ended.add(index);
      print();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return durations;
}

function start({ file, args, env }: Task, signal: AbortSignal): ChildProcess {
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill();
  signal.addEventListener('abort', kill);
  child.once('close', () => signal.removeEventListener('abort', kill));
  return child;
}
