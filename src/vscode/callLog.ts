// OutputCallLog: one line in the log for each call. Never credentials, and no text of the service but codes.

import type { LogOutputChannel } from 'vscode';
import type { CallLog, CallRecord } from '../core/ports.ts';
import { toSingleLine } from '../core/text.ts';

export class OutputCallLog implements CallLog {
  private readonly channel: LogOutputChannel;

  constructor(channel: LogOutputChannel) {
    this.channel = channel;
  }

  recordCall({ call, outcome, durationMs }: CallRecord): void {
    const [first = '', last = ''] = [call.accountIds[0], call.accountIds.at(-1)];
    const facts = [
      'BatchGetAccountStatus',
      call.region,
      `${call.accountIds.length} accounts (${first}–${last})`,
      `${Math.round(durationMs)} ms`,
      `attempts ${outcome.attempts}`,
    ];
    if (outcome.kind === 'answered') {
      const ignored = outcome.ignoredItems === 0 ? [] : [`${outcome.ignoredItems} items ignored`];
      this.channel.info([...facts, 'answered', ...ignored, describeRequest(outcome.requestId)].join(', '));
    } else {
      const { kind, code, httpStatus, requestId } = outcome.failure;
      const status = httpStatus === undefined ? [] : [`HTTP ${httpStatus}`];
      this.channel.warn(
        [
          ...facts,
          `failed: ${kind} (${toSingleLine(code, 100)})`,
          ...status,
          describeRequest(requestId),
        ].join(', '),
      );
    }
  }
}

function describeRequest(requestId: string | undefined): string {
  return `request ${requestId === undefined ? '-' : toSingleLine(requestId, 64)}`;
}
