/** Holds answers back until the test lets them go. */

interface HeldAnswer {
  readonly region: string;
  readonly letGo: () => void;
}

export class Gates {
  readonly #held = new Set<HeldAnswer>();
  readonly #closedByRegion = new Map<string, boolean>();
  #closed: boolean | undefined;

  /** Whether the test closed or opened the gate; undefined leaves it to the scenario. */
  isClosed(region: string): boolean | undefined {
    return this.#closedByRegion.get(region) ?? this.#closed;
  }

  /** Holds the calls that come in from now on. */
  close(region?: string): void {
    this.#set(region, true);
  }

  /** Lets all go that wait, and holds none that comes in from now on. */
  open(region?: string): void {
    this.#set(region, false);
    for (const answer of this.#held) {
      if (region === undefined || answer.region === region) {
        answer.letGo();
      }
    }
  }

  /** Leaves the calls that come in from now on to the scenario. */
  reset(): void {
    this.#closedByRegion.clear();
    this.#closed = undefined;
  }

  /** Holds one answer: `released` resolves when `letGo` is called or the gate opens. */
  wait(region: string): { readonly released: Promise<void>; readonly letGo: () => void } {
    const { promise: released, resolve } = Promise.withResolvers<void>();
    const letGo = () => {
      this.#held.delete(answer);
      resolve();
    };
    const answer: HeldAnswer = { region, letGo };
    this.#held.add(answer);
    return { released, letGo };
  }

  #set(region: string | undefined, closed: boolean): void {
    if (region === undefined) {
      this.#closedByRegion.clear();
      this.#closed = closed;
    } else {
      this.#closedByRegion.set(region, closed);
    }
  }
}
