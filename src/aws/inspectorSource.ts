// InspectorSource: asks Amazon Inspector for the status of accounts.

import { BatchGetAccountStatusCommand } from '@aws-sdk/client-inspector2';
import { parseAnswer } from '../core/answers/answer.ts';
import type { StatusCall, StatusOutcome } from '../core/ports.ts';
import type { Asking } from './credentials/mfaCodes.ts';
import type { InspectorCalls } from './inspectorCalls.ts';

export class InspectorSource {
  private readonly calls: InspectorCalls;

  constructor(calls: InspectorCalls) {
    this.calls = calls;
  }

  async fetchStatuses(call: StatusCall, asking: Asking): Promise<StatusOutcome> {
    const { accountIds } = call;
    const question = { Command: BatchGetAccountStatusCommand, input: { accountIds } };
    const outcome = await this.calls.make(call, question, asking);
    if (outcome.kind === 'failed') {
      return outcome;
    }
    const { body, attempts, requestId } = outcome;
    const parsed = parseAnswer(body, accountIds);
    if (parsed.kind === 'unusable') {
      const kind = parsed.reason === 'noData' ? 'noData' : 'badAnswer';
      const failure = {
        kind,
        code: parsed.reason,
        ...(requestId === undefined ? {} : { requestId }),
      } as const;
      return { kind: 'failed', failure, attempts };
    }
    const { answers, ignoredItems } = parsed;
    return { kind: 'answered', answers, ignoredItems, attempts, requestId };
  }
}
