/** The scenarios that have a name. */
import type { Scenario } from './scenario.ts';
import { everyErrorCode, everyStatus } from './scenarios/everyState.ts';
import {
  denied,
  faultScenarios,
  healthy,
  offlineRegion,
  refusedAccount,
  signedOut,
  slow,
  throttled,
  unreliable,
} from './scenarios/healthyBut.ts';
import { hostileText } from './scenarios/hostileText.ts';
import { large } from './scenarios/large.ts';
import { sampleOrganisation } from './scenarios/sampleOrganisation.ts';

export const scenarios = {
  'sample-organisation': sampleOrganisation,
  healthy,
  large,
  'every-status': everyStatus,
  'every-error-code': everyErrorCode,
  'hostile-text': hostileText,
  throttled,
  denied,
  'signed-out': signedOut,
  slow,
  'offline-region': offlineRegion,
  'refused-account': refusedAccount,
  unreliable,
  ...faultScenarios,
} satisfies Record<string, Scenario>;
