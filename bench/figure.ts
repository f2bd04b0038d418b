/** Figure: one measured number, beside the goal where there is one; it never passes or fails anything. */

export type Unit = 'ms' | 's' | 'kB' | 'MB' | '×' | '%' | '';

export interface Figure {
  readonly what: string;
  /** The median; undefined where it could not be measured, and the note says why. */
  readonly value: number | undefined;
  readonly unit: Unit;
  /** At most. */
  readonly goal?: number;
  readonly atLeast?: number;
  /** For the table and the plot of how cost grows: milliseconds of what, for how many accounts. */
  readonly growth?: { readonly series: string; readonly accounts: number };
  /** The lowest and the highest of the runs. */
  readonly spread?: readonly [number, number];
  readonly note?: string;
}

export interface Measurement {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  measure(plan: Plan): Promise<readonly Figure[]>;
}

export interface Plan {
  /** How often each variant is run, besides once to warm up. */
  readonly runs: number;
  /** Where a measurement that can take CPU profiles puts them. */
  readonly profileFolder?: string;
}

export function toFigure(
  what: string,
  samples: readonly number[],
  unit: Unit,
  more: Pick<Figure, 'goal' | 'atLeast' | 'growth' | 'note'> = {},
): Figure {
  return {
    what,
    value: median(samples),
    unit,
    ...(samples.length > 1 ? { spread: [Math.min(...samples), Math.max(...samples)] as const } : {}),
    ...more,
  };
}

/** A figure that this machine cannot give. */
export function toMissing(what: string, unit: Unit, why: string): Figure {
  return { what, value: undefined, unit, note: why };
}

export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const lower = sorted[sorted.length % 2 === 0 ? middle - 1 : middle];
  if (upper === undefined || lower === undefined) {
    throw new RangeError('There is no median of nothing.');
  }
  return (upper + lower) / 2;
}

/** Each sample against the one of the same run: what slows a whole run down cancels out. */
export function toRatios(samples: readonly number[], against: readonly number[]): number[] {
  return samples.map((sample, run) => sample / (against[run] ?? Number.NaN));
}
