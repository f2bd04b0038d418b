// ChangePace: turns a burst of changes outside into one piece of work, and changes without end into little.

import type { Disposable } from '../lifetime.ts';
import type { Clock } from '../ports.ts';

/** Programs write several files in a row, and some of them in parts. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
/** What changes so soon after the work, something that the work began may have changed. */
const ECHO_MS = 1000;
/** A person who corrects a file in vain, and again at once, is not kept waiting. */
const FREE_ECHOES = 2;

export interface ChangePaceParts {
  readonly clock: Clock;
  /** Gives another text when something has changed. Must not reject. */
  readonly look: () => Promise<string>;
  /** Must not reject. */
  readonly work: () => Promise<void>;
  /** Whether work would be of use. When it has mended all, what changes next cannot make a loop. */
  readonly isWaitedFor: () => boolean;
  /** Whether anybody would see what the work brings. */
  readonly isWatched: () => boolean;
}

/**
 * Whoever notes a change only says where to look: there is work where something else is found than what the latest
 * work has taken in. Getting credentials can itself renew a file that is watched. So that work does not lead to a
 * change and that change to work at full speed, the pause grows while the one follows the other.
 */
export class ChangePace implements Disposable {
  private readonly parts: ChangePaceParts;
  /** What was found before the latest work began, or before there was any; undefined where that is not known. */
  private taken: string | undefined;
  /** Changes in a row that followed work so closely that they may come from it. */
  private echoes = 0;
  private endedAt = Number.NEGATIVE_INFINITY;
  private timer: Disposable | undefined;
  private isBusy = true;
  private isNoted = false;
  /** Something was noted while nobody would have seen what comes of it. */
  private isLeft = false;
  private disposed = false;

  /** Takes a first look, for which nobody has to wait. */
  constructor(parts: ChangePaceParts) {
    this.parts = parts;
    void this.takeFirstLook();
  }

  /** Looks after a pause, once for all changes noted in it; those noted meanwhile make another look follow. */
  note(): void {
    if (!this.parts.isWatched()) {
      this.isLeft = true;
    } else if (this.isBusy) {
      this.isNoted = true;
    } else {
      this.startPause();
    }
  }

  /** To be called when somebody looks at the window again. */
  catchUp(): void {
    if (this.isLeft) {
      this.isLeft = false;
      this.note();
    }
  }

  dispose(): void {
    this.disposed = true;
    this.timer?.dispose();
    this.timer = undefined;
  }

  /**
   * What is noted before that has ended may have been read already or not, and what is waited for by then may have been
   * read before what was found: either makes work.
   */
  private async takeFirstLook(): Promise<void> {
    const found = await this.parts.look();
    this.isBusy = false;
    if (this.isNoted || this.parts.isWaitedFor()) {
      this.startPause();
    } else {
      this.taken = found;
    }
  }

  private startPause(): void {
    if (this.timer !== undefined || this.disposed) {
      return;
    }
    const mayBeEcho = this.parts.clock.now() - this.endedAt < ECHO_MS;
    const echoes = mayBeEcho ? this.echoes + 1 : 0;
    const pauseMs = FIRST_PAUSE_MS * 2 ** Math.max(0, echoes - FREE_ECHOES);
    this.timer = this.parts.clock.startTimer(Math.min(pauseMs, LONGEST_PAUSE_MS), () => {
      this.timer = undefined;
      void this.see(echoes);
    });
  }

  private async see(echoes: number): Promise<void> {
    this.isBusy = true;
    this.isNoted = false;
    const before = await this.parts.look();
    let isOther = false;
    if (before !== this.taken && !this.disposed) {
      this.taken = before;
      this.echoes = echoes;
      await this.parts.work();
      isOther = (await this.parts.look()) !== before;
      this.endedAt = this.parts.isWaitedFor() ? this.parts.clock.now() : Number.NEGATIVE_INFINITY;
    }
    this.isBusy = false;
    if (isOther || this.isNoted) {
      this.startPause();
    }
  }
}
