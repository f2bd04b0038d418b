/** The scenarios that have a name. */
import type { Scenario } from './scenario.ts';
import { healthy } from './scenarios/healthy.ts';
import { sampleOrganisation } from './scenarios/sampleOrganisation.ts';

export const scenarios = {
  healthy,
  'sample-organisation': sampleOrganisation,
} satisfies Record<string, Scenario>;
