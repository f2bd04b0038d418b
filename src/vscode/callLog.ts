// OutputCallLog: one line in the log for each call. Never credentials, and no text of the service but codes.

import type { Failure } from '../core/model.ts';
import type { CallLog, CallRecord, MembersRecord } from '../core/ports.ts';
import { toSingleLine } from '../core/text.ts';
import type { Log } from './outlets.ts';

type Lines = Pick<Log, 'info' | 'warn'>;

export class OutputCallLog implements CallLog {
  private readonly log: Lines;

  constructor(log: Lines) {
    this.log = log;
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
      this.log.info([...facts, 'answered', ...ignored, describeRequest(outcome.requestId)].join(', '));
    } else {
      const { httpStatus, requestId } = outcome.failure;
      const status = httpStatus === undefined ? [] : [`HTTP ${httpStatus}`];
      this.log.warn(
        [...facts, describeFailure(outcome.failure), ...status, describeRequest(requestId)].join(', '),
      );
    }
  }

  recordMembers({ call, outcome, durationMs }: MembersRecord): void {
    const facts = ['ListMembers', call.region, `${Math.round(durationMs)} ms`];
    if (outcome.kind === 'failed') {
      this.log.warn([...facts, describeFailure(outcome.failure)].join(', '));
      return;
    }
    const { members, isCut, ignoredItems, namesFailure } = outcome;
    const names = members.filter(({ name }) => name !== undefined).length;
    const more = [
      ...(isCut ? ['there are more'] : []),
      ...(ignoredItems === 0 ? [] : [`${ignoredItems} items ignored`]),
      ...(namesFailure === undefined ? [] : [`names ${describeFailure(namesFailure)}`]),
    ];
    this.log.info([...facts, `${members.length} accounts, ${names} with names`, ...more].join(', '));
  }
}

function describeFailure({ kind, code }: Failure): string {
  return `failed: ${kind} (${toSingleLine(code, 100)})`;
}

function describeRequest(requestId: string | undefined): string {
  return `request ${requestId === undefined ? '-' : toSingleLine(requestId, 64)}`;
}
