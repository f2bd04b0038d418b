/** The local Inspector in a child process. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CallCounts, EmulatorArguments } from './children/emulator.ts';

export interface EmulatorProcess extends AsyncDisposable {
  readonly url: string;
  /** Counts of the calls since the last time. */
  takeCounts(): Promise<CallCounts>;
}

export async function startEmulatorProcess(args: EmulatorArguments): Promise<EmulatorProcess> {
  const child = fork(
    fileURLToPath(new URL('children/emulator.ts', import.meta.url)),
    [JSON.stringify(args)],
    // Flags such as --cpu-prof are meant for what is measured.
    { execArgv: [] },
  );
  const receive = async (): Promise<unknown> => {
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`The emulator ended with ${code}.`);
    });
    const [message] = await Promise.race([once(child, 'message'), ended]);
    return message;
  };
  const url = (await receive()) as string;
  return {
    url,
    async takeCounts() {
      const answer = receive();
      child.send('counts');
      return (await answer) as CallCounts;
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
