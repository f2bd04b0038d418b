/** Scenarios that differ from `healthy` in a single respect. */
import { allOn } from '../accountAnswers.ts';
import type { Scenario } from '../scenario.ts';

export const healthy: Scenario = {
  description: 'every account that is asked for has every scan type on',
  regions: { '*': { otherAccounts: allOn } },
};
