// runCredentialProcess: gets keys from the program that a profile names, and leaves nothing of it behind.

import { type ChildProcess, spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AwsCredentialIdentity } from '@smithy/types';
import type { CredentialCode, Failure } from '../../core/model.ts';
import { KnownTrouble } from '../failures.ts';

/** Keys and a token have a few kB. */
const MAX_OUTPUT_BYTES = 1024 * 1024;

/**
 * Runs the command line as the AWS tools do: through the shell of the system, because it is one. In the home
 * folder, so that nothing in a repository is taken for the program. What it writes about errors is thrown away
 * unread, and nothing of its command line or output gets into a failure.
 */
export async function runCredentialProcess(
  command: string,
  end: AbortSignal,
): Promise<AwsCredentialIdentity> {
  const { exitCode, output } = await run(command, end);
  if (output === undefined) {
    throw toTrouble('ProcessTooLarge');
  }
  if (exitCode !== 0) {
    throw toTrouble('ProcessFailed', exitCode === undefined ? {} : { exitCode });
  }
  return parseCredentials(output);
}

interface ProcessEnd {
  readonly exitCode: number | undefined;
  /** Undefined where it is too much. */
  readonly output: string | undefined;
}

function run(command: string, end: AbortSignal): Promise<ProcessEnd> {
  const { promise, resolve } = Promise.withResolvers<ProcessEnd>();
  const child = spawn(command, {
    shell: true,
    cwd: homedir(),
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
    // A group of its own, so that what it starts ends with it.
    detached: process.platform !== 'win32',
  });
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = () => endTree(child);
  if (end.aborted) {
    stop();
  }
  end.addEventListener('abort', stop, { once: true });
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_OUTPUT_BYTES) {
      stop();
    } else {
      chunks.push(chunk);
    }
  });
  const settle = (exitCode: number | null) => {
    end.removeEventListener('abort', stop);
    const output = size > MAX_OUTPUT_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
    resolve({ exitCode: exitCode ?? undefined, output });
  };
  child.once('error', () => settle(null));
  child.once('close', settle);
  return promise;
}

/** The program and all that it has started. */
function endTree(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  if (process.platform === 'win32') {
    const folder = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32');
    spawn(join(folder, 'taskkill.exe'), ['/pid', String(pid), '/t', '/f'], {
      stdio: 'ignore',
      windowsHide: true,
    }).once('error', () => child.kill());
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended in this moment.
  }
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html */
function parseCredentials(output: string): AwsCredentialIdentity {
  let data: Readonly<Record<string, unknown>>;
  try {
    data = JSON.parse(output.trim());
  } catch {
    throw toTrouble('ProcessNotJson');
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw toTrouble('ProcessNotJson');
  }
  const { Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration } = data;
  if (Version !== 1) {
    throw toTrouble('ProcessVersion');
  }
  if (!isText(AccessKeyId) || !isText(SecretAccessKey)) {
    throw toTrouble('ProcessIncomplete');
  }
  const expiration = isText(Expiration) ? new Date(Expiration) : undefined;
  if (expiration !== undefined && !(expiration.getTime() > Date.now())) {
    throw toTrouble('ProcessExpired');
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(isText(SessionToken) ? { sessionToken: SessionToken } : {}),
    ...(expiration === undefined ? {} : { expiration }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function toTrouble(code: CredentialCode, more: Partial<Failure> = {}): KnownTrouble {
  return new KnownTrouble({ kind: 'credentialsFailed', code, ...more });
}
