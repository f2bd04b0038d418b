// toFilterTexts: what the filter finds of an account in a Region: the words of its rows, and the service's own.

import { faultOf } from '../../core/answers/errorCodes.ts';
import { type Entry, KNOWN_SCAN_TYPES, type ServiceError } from '../../core/model.ts';
import type { AccountState } from '../../core/state/accountStates.ts';
import type { Expected } from '../../core/state/lacking.ts';
import { describeAccountState } from './groups.ts';
import { toRequiredTexts } from './required.ts';
import { describeScanTypeStatus, describeState } from './rows.ts';
import { describeScanType } from './states.ts';

/** One text for each scan type, so that "ECR disabled" finds those whose ECR is disabled. */
export function toFilterTexts(entry: Entry, state: AccountState, expected: Expected): readonly string[] {
  const answer = entry.kind === 'read' ? entry.answer : undefined;
  const account = [describeAccountState(state), describeState(entry)];
  if (answer?.kind !== 'status') {
    return [toText(account)];
  }
  account.push(answer.status ?? '', ...toErrorTexts(answer.error));
  if (answer.scanTypes.length === 0) {
    return [toText([...account, ...toRequiredTexts(entry, expected)])];
  }
  const newer = answer.scanTypes.map((each) => each.scanType);
  return [...new Set<string>([...KNOWN_SCAN_TYPES, ...newer])].map((scanType) => {
    const status = answer.scanTypes.find((each) => each.scanType === scanType);
    return toText([
      ...account,
      scanType,
      describeScanType(scanType),
      describeScanTypeStatus(status),
      status?.status ?? '',
      ...toErrorTexts(status?.error),
      ...toRequiredTexts(entry, expected, scanType),
    ]);
  });
}

function toErrorTexts(error: ServiceError | undefined): string[] {
  return faultOf(error) === undefined ? [] : [error?.code ?? ''];
}

function toText(parts: readonly string[]): string {
  return parts.join('\n').toLowerCase();
}
