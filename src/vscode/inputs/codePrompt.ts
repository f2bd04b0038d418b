// CodePrompt: asks a person for the code of an MFA device, for one device after the other.

import { l10n, window } from 'vscode';
import { type Disposable, Emitter } from '../../core/lifetime.ts';
import type { AskForCode, CodeRequest } from '../../core/ports.ts';
import { toSingleLine } from '../../core/text.ts';
import { describeProfile } from '../wording/credentials.ts';

const DIGITS = 6;

export class CodePrompt implements Disposable {
  private readonly closeEmitter = new Emitter<void>();
  private latest: Promise<unknown> = Promise.resolve();
  private shown = false;

  /** Fires when the input box has closed, whatever was typed. */
  readonly onDidClose = this.closeEmitter.event;

  /** VS Code shows one box at a time: as long as this one is shown, no list is. */
  get isShown(): boolean {
    return this.shown;
  }

  /** What is still open when the signal is aborted closes by itself. */
  readonly ask: AskForCode = (request, signal) => {
    const answer = this.latest.then(async () => {
      if (signal.aborted) {
        return undefined;
      }
      this.shown = true;
      const code = await showCodeBox(request, signal);
      this.shown = false;
      this.closeEmitter.fire();
      return code;
    });
    this.latest = answer;
    return answer;
  };

  dispose(): void {
    this.closeEmitter.dispose();
  }
}

function showCodeBox(
  { profile, device, isRepeated }: CodeRequest,
  signal: AbortSignal,
): Promise<string | undefined> {
  const input = window.createInputBox();
  input.title = l10n.t('MFA Code of {0}: {1}', toSingleLine(device, 100), describeProfile(profile));
  input.prompt = l10n.t('The code that the device shows now');
  input.placeholder = l10n.t('{0} digits', DIGITS);
  input.password = true;
  // Somebody who looks at a phone, or copies the code from another window, must not have to begin again.
  input.ignoreFocusOut = true;
  const complain = (text: string | undefined) => {
    input.validationMessage = text;
  };
  if (isRepeated) {
    complain(l10n.t('AWS did not accept the last code. Wait for the next one: each works once.'));
  }
  return new Promise((resolve) => {
    const end = (code: string | undefined) => {
      signal.removeEventListener('abort', cancel);
      resolve(code);
      input.dispose();
    };
    const cancel = () => end(undefined);
    signal.addEventListener('abort', cancel);
    input.onDidHide(cancel);
    input.onDidChangeValue((value) => {
      const isRight = /^[0-9]*$/.test(value.trim()) && value.trim().length <= DIGITS;
      complain(isRight ? undefined : describeForm());
    });
    input.onDidAccept(() => {
      const code = input.value.trim();
      if (/^[0-9]+$/.test(code) && code.length === DIGITS) {
        end(code);
      } else {
        complain(describeForm());
      }
    });
    input.show();
  });
}

function describeForm(): string {
  return l10n.t('The code consists of {0} digits only.', DIGITS);
}
