// SignIn: lets the AWS CLI sign a person in, without a shell, once for each SSO session however many ask.

import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import type { Disposable } from '../../core/lifetime.ts';
import type { SignInOutcome } from '../../core/ports.ts';
import type { SignInProfile } from '../profiles.ts';

interface Running {
  readonly outcome: Promise<SignInOutcome>;
  /** Those who wait for it; it ends when the last one has gone. */
  readonly waiting: Set<AbortSignal>;
  readonly abort: AbortController;
}

const CANCELLED: SignInOutcome = { kind: 'cancelled' };

export class SignIn implements Disposable {
  private readonly running = new Map<string, Running>();

  async run(target: SignInProfile | undefined, signal: AbortSignal): Promise<SignInOutcome> {
    if (target === undefined) {
      return toFailed('notNeeded');
    }
    // The CLI gets the name as one argument, but no system hands a NUL to a program.
    if (/\p{Cc}/u.test(target.name)) {
      return toFailed('nameRefused');
    }
    if (signal.aborted) {
      return CANCELLED;
    }
    const running = this.running.get(target.session) ?? this.start(target);
    running.waiting.add(signal);
    const gone = Promise.withResolvers<SignInOutcome>();
    const onAbort = () => {
      running.waiting.delete(signal);
      if (running.waiting.size === 0) {
        running.abort.abort();
      }
      gone.resolve(CANCELLED);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([running.outcome, gone.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  dispose(): void {
    for (const { abort } of this.running.values()) {
      abort.abort();
    }
  }

  private start({ name, session, command }: SignInProfile): Running {
    const abort = new AbortController();
    const running: Running = {
      outcome: signInWithCli([...command, `--profile=${name}`], abort.signal).finally(() => {
        if (this.running.get(session) === running) {
          this.running.delete(session);
        }
      }),
      waiting: new Set(),
      abort,
    };
    // One that is being ended must not catch those who come after.
    abort.signal.addEventListener('abort', () => this.running.delete(session), { once: true });
    this.running.set(session, running);
    return running;
  }
}

function toFailed(
  reason: Extract<SignInOutcome, { kind: 'failed' }>['reason'],
  exitCode?: number,
): SignInOutcome {
  return { kind: 'failed', reason, exitCode };
}

async function signInWithCli(args: readonly string[], signal: AbortSignal): Promise<SignInOutcome> {
  const ended = await runCli(args, signal);
  if (signal.aborted) {
    return CANCELLED;
  }
  if (ended.kind === 'missing') {
    return toFailed('cliMissing');
  }
  if (ended.exitCode === 0) {
    return { kind: 'signedIn' };
  }
  // Version 1 knows no `sso login`; what it answers differs from one release to the next.
  const version = await runCli(['--version'], signal, true);
  const isOld = version.kind === 'ended' && /^aws-cli\/[01]\./.test(version.output);
  return signal.aborted ? CANCELLED : toFailed(isOld ? 'cliMissing' : 'cliFailed', ended.exitCode);
}

type CliEnd =
  | { readonly kind: 'missing' }
  | { readonly kind: 'ended'; readonly exitCode: number | undefined; readonly output: string };

/**
 * In the home folder, so that no `aws` of a repository is found; without a shell, so that a name is only a name.
 * What it prints is kept only where `wantsOutput`: it may hold a code that signs somebody in.
 */
function runCli(args: readonly string[], signal: AbortSignal, wantsOutput = false): Promise<CliEnd> {
  const { promise, resolve } = Promise.withResolvers<CliEnd>();
  let output = '';
  // On Windows only `.exe` files are programs without a shell; the CLI of version 2 is one.
  const child = spawn(process.platform === 'win32' ? 'aws.exe' : 'aws', args, {
    cwd: homedir(),
    stdio: ['ignore', wantsOutput ? 'pipe' : 'ignore', 'ignore'],
    windowsHide: true,
    signal,
  });
  child.stdout?.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString('latin1')).slice(0, 200);
  });
  child.once('error', () => {
    if (child.pid === undefined) {
      resolve({ kind: 'missing' });
    }
  });
  // A browser that it started may hold its pipes open, so that nobody waits for them where nothing is read.
  child.once(wantsOutput ? 'close' : 'exit', (exitCode: number | null) =>
    resolve({ kind: 'ended', exitCode: exitCode ?? undefined, output }),
  );
  return promise;
}
