/** What the suite is told, and what it tells: between the extension host and the process that started it. */

/** The environment variable with the arguments, as JSON. */
export const argumentsVariable = 'INSPECTOR_STATUS_BENCH';

export interface SuiteArguments {
  readonly url: string;
  readonly accounts: number;
  readonly inFlight: number;
  readonly runs: number;
  readonly resultFile: string;
  /** The beginning of the paths of CPU profiles of the extension host, one for each kind; none when omitted. */
  readonly profilePrefix?: string;
}

/**
 * - `raw`: the calls alone, by bare HTTP.
 * - `visible`, `hidden`: a refresh that fills empty rows, with the view on the screen or not.
 * - `flat`: the same on the screen, with all rows side by side instead of in groups.
 * - `unchanged`: a refresh that finds everything as it was, with the view on the screen.
 */
export const KINDS = ['raw', 'visible', 'flat', 'hidden', 'unchanged'] as const;
export type Kind = (typeof KINDS)[number];

export interface WindowRun {
  readonly kind: Kind;
  /** Milliseconds since 1970, as everything here that ends in `At`. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** When nothing more was under way, and the next run could begin. */
  readonly quietAt: number;
  /** When the last row was made; undefined when none was. */
  readonly lastRowAt: number | undefined;
  readonly rowsMade: number;
  /** The longest time that the extension host did not turn to anything else, in milliseconds. */
  readonly longestBlockMs: number;
  /** CPU of the extension host in all of it, in milliseconds. */
  readonly cpuMs: number;
}

/**
 * A view that is empty on the screen gets its rows:
 * - `groups`, `flat`: those of the extension, activated anew, from the kept snapshot; in groups or side by side.
 * - `bareGroups`, `bareFlat`: as many of a tree that has nothing but their texts at hand.
 */
export const OPENINGS = ['groups', 'bareGroups', 'flat', 'bareFlat'] as const;
export type Opening = (typeof OPENINGS)[number];

export interface OpeningRun {
  readonly opening: Opening;
  readonly startedAt: number;
  readonly quietAt: number;
  readonly rowsMade: number;
  readonly longestBlockMs: number;
}
