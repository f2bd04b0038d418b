// MfaCodes: asks a person for codes of MFA devices, one prompt for each device at a time.

import { untilAborted } from '../../core/abort.ts';
import type { AskForCode, CodeRequest } from '../../core/ports.ts';
import { KnownTrouble } from '../failures.ts';

/** On whose behalf credentials are got. */
export interface Asking {
  /** Whether anything may be asked on the screen. */
  readonly mayAsk: boolean;
  readonly signal: AbortSignal;
}

/** Who may be asked while credentials are got, and when a person is typing: that time is not the credentials'. */
export interface Typing {
  /** Those of the askers who may be asked, for as long as they wait; the latest comes last. */
  readonly persons: Set<Pick<Asking, 'signal'>>;
  /** Also while the person types another code first. */
  isTyping: boolean;
  /** When that ended, by `performance.now()`; undefined before it has. */
  typedAt: number | undefined;
}

export class MfaCodes {
  private readonly askForCode: AskForCode;
  private readonly deadlineMs: number;
  private readonly prompts = new Map<string, Promise<unknown>>();
  /** Nobody is asked for these again before somebody acts. */
  private readonly declined = new Set<string>();

  constructor(askForCode: AskForCode, deadlineMs: number) {
    this.askForCode = askForCode;
    this.deadlineMs = deadlineMs;
  }

  /** To be called when a person acts. */
  forgetDeclined(): void {
    this.declined.clear();
  }

  /** The code; throws where nobody may be asked, or nobody wants to tell. */
  async ask(request: CodeRequest, typing: Typing): Promise<string> {
    this.findPerson(request, typing);
    typing.isTyping = true;
    try {
      // The next one in the queue waits for the one before, who may decline for both.
      for (let prompt = this.prompts.get(request.device); prompt !== undefined; ) {
        await prompt;
        prompt = this.prompts.get(request.device);
      }
      const prompt = this.prompt(request, this.findPerson(request, typing));
      this.prompts.set(request.device, prompt);
      const code = await prompt;
      if (code === undefined) {
        throw toCodeNeeded('CodeDeclined');
      }
      return code;
    } finally {
      typing.isTyping = false;
      typing.typedAt = performance.now();
    }
  }

  /** The signal of the person who is asked. */
  private findPerson({ device }: CodeRequest, typing: Typing): AbortSignal {
    const signal = findWaiting(typing);
    if (signal === undefined || this.declined.has(device)) {
      throw toCodeNeeded(signal === undefined ? 'CodeNotAskedFor' : 'CodeDeclined');
    }
    return signal;
  }

  private async prompt(request: CodeRequest, signal: AbortSignal): Promise<string | undefined> {
    try {
      const either = AbortSignal.any([signal, AbortSignal.timeout(this.deadlineMs)]);
      const code = await untilAborted(this.askForCode(request, either), either);
      if (code === undefined && !signal.aborted) {
        this.declined.add(request.device);
      }
      return code;
    } finally {
      this.prompts.delete(request.device);
    }
  }
}

/** The signal of the latest person who still waits. */
export function findWaiting({ persons }: Typing): AbortSignal | undefined {
  return [...persons].findLast(({ signal }) => !signal.aborted)?.signal;
}

function toCodeNeeded(code: string): KnownTrouble {
  return new KnownTrouble({ kind: 'codeNeeded', code });
}
