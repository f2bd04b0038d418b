// getRowDetails: what is known of any row, in codes alone, for text that programs read.

import {
  type RowDetails,
  toAccountDetails,
  toGroupDetails,
  toProblemDetails,
  toTroubleDetails,
} from '../../core/rows/details.ts';
import { parseRowKey, type RowKey } from '../../core/rows/rows.ts';
import type { Configuration } from '../../core/settings/configuration.ts';
import type { AccountTree } from './accountTree.ts';

/** Undefined for a row that is not there. */
export function getRowDetails(
  key: RowKey,
  tree: Pick<AccountTree, 'getPlaces' | 'getTrouble' | 'getCounts'>,
  configuration: Configuration | undefined,
): RowDetails | undefined {
  const row = parseRowKey(key);
  switch (row?.kind) {
    case 'problem': {
      const problem = configuration?.problems[row.index];
      return problem && toProblemDetails(problem);
    }
    case 'trouble': {
      const trouble = tree.getTrouble(row);
      return trouble && toTroubleDetails(trouble);
    }
    case 'account':
    case 'region':
    case 'scanType':
      return toAccountDetails(tree.getPlaces(row), (time) => new Date(time).toISOString());
    case 'scope':
    case 'regionGroup':
    case 'stateGroup': {
      const counts = tree.getCounts(row);
      return counts && toGroupDetails(row, counts);
    }
    case undefined:
      return undefined;
  }
}
