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
 * - `unchanged`: a refresh that finds everything as it was, with the view on the screen.
 */
export const KINDS = ['raw', 'visible', 'hidden', 'unchanged'] as const;
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
