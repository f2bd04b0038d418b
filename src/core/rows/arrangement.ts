// Arrangement: how a person wants the accounts of the view grouped and sorted.

/**
 * `automatic`: scopes where there are several, and under one row no more than 300 accounts that are not grouped by
 * state. The others are what they are called, whatever the number.
 */
export const GROUPINGS = ['automatic', 'none', 'state', 'region', 'scope'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** `name`: by name, then id. `state`: the worst first, then by name. */
export const SORTINGS = ['name', 'id', 'state'] as const;
export type Sorting = (typeof SORTINGS)[number];

export interface Arrangement {
  readonly grouping: Grouping;
  readonly sorting: Sorting;
}

export const DEFAULT_ARRANGEMENT: Arrangement = { grouping: 'automatic', sorting: 'name' };

/** What was kept, as far as it is understood. */
export function parseArrangement(kept: unknown): Arrangement {
  const { grouping, sorting } = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<
    keyof Arrangement,
    unknown
  >;
  return {
    grouping: GROUPINGS.find((each) => each === grouping) ?? DEFAULT_ARRANGEMENT.grouping,
    sorting: SORTINGS.find((each) => each === sorting) ?? DEFAULT_ARRANGEMENT.sorting,
  };
}
