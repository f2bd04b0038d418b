// The only ways that text takes out of the extension besides what the views draw: the log, the clipboard, files and
// notifications. All of it is redacted here; `test/unit/quiet.test.ts` sees to it that there is no other way.

import { env, type LogOutputChannel, l10n, ProgressLocation, window } from 'vscode';
import type { Disposable } from '../core/lifetime.ts';
import { redact } from '../core/redact.ts';
import { toInertMessage } from './wording/inert.ts';

export class Log implements Disposable {
  private readonly channel: LogOutputChannel = window.createOutputChannel(
    l10n.t('Account Status for Amazon Inspector'),
    { log: true },
  );

  info(text: string): void {
    this.channel.info(redact(text));
  }

  warn(text: string): void {
    this.channel.warn(redact(text));
  }

  /** Writes a bug with its causes. */
  recordBug(where: string, error: unknown): void {
    let cause = error;
    for (let depth = 0; cause !== undefined && depth < 5; depth++) {
      const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      this.channel.error(redact(`${depth === 0 ? where : 'caused by'}: ${text}`));
      cause = cause instanceof Error ? cause.cause : undefined;
    }
  }

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.channel.dispose();
  }
}

export async function copyToClipboard(text: string): Promise<void> {
  await env.clipboard.writeText(redact(text));
}

/** Of what is read there nothing is kept but what a person chooses. */
export async function readClipboard(): Promise<string> {
  return env.clipboard.readText();
}

/** Text for a file that a person has asked for. */
export class FileText {
  private readonly parts: Uint8Array[] = [];
  private count = 0;

  get byteCount(): number {
    return this.count;
  }

  add(text: string): void {
    const part = Buffer.from(redact(text));
    this.parts.push(part);
    this.count += part.length;
  }

  /** What is known only at the end. */
  addInFront(text: string): void {
    const part = Buffer.from(redact(text));
    this.parts.unshift(part);
    this.count += part.length;
  }

  toBytes(): Uint8Array {
    return Buffer.concat(this.parts);
  }
}

/**
 * Never with words of the service: VS Code makes links in notifications work. Only for a person who has asked for
 * something, but for the one of what has changed. Resolves to the button that was chosen.
 */
export async function showNotification(
  severity: 'error' | 'warning' | 'information',
  text: string,
  ...buttons: readonly string[]
): Promise<string | undefined> {
  switch (severity) {
    case 'error':
      return window.showErrorMessage(redact(toInertMessage(text)), ...buttons);
    case 'warning':
      return window.showWarningMessage(redact(toInertMessage(text)), ...buttons);
    case 'information':
      return window.showInformationMessage(redact(toInertMessage(text)), ...buttons);
  }
}

/** A notification for as long as the work takes, with a button that aborts the signal. `show` says how far it is. */
export async function showProgressNotification<T>(
  title: string,
  step: string,
  work: (signal: AbortSignal, show: (step: string) => void) => Promise<T>,
): Promise<T> {
  const options = {
    location: ProgressLocation.Notification,
    title: redact(toInertMessage(title)),
    cancellable: true,
  };
  return window.withProgress(options, async (progress, cancellation) => {
    const abort = new AbortController();
    cancellation.onCancellationRequested(() => abort.abort());
    const show = (message: string) => progress.report({ message: redact(toInertMessage(message)) });
    show(step);
    return work(abort.signal, show);
  });
}
