/** The log has one line for each call, which says what was asked, how it ended, and what was left out of the answer. */
import assert from 'node:assert/strict';
import type { CallRecord, StatusOutcome } from '../../../src/core/ports.ts';
import { OutputCallLog } from '../../../src/vscode/callLog.ts';
import { toFailure, toId, toIds } from '../support/builders.ts';

const CALL: CallRecord['call'] = {
  profile: 'audit',
  region: 'us-east-1',
  endpointUrl: undefined,
  accountIds: toIds(3, 111122223333),
};

function toLines(outcome: StatusOutcome, durationMs = 12.6): string[] {
  const lines: string[] = [];
  const log = new OutputCallLog({
    info: (text) => lines.push(`info ${text}`),
    warn: (text) => lines.push(`warn ${text}`),
  });
  log.recordCall({ call: CALL, outcome, durationMs });
  return lines;
}

function toAnswered(ignoredItems: number): StatusOutcome {
  return { kind: 'answered', answers: new Map(), ignoredItems, attempts: 2, requestId: 'r-1' };
}

const START = 'BatchGetAccountStatus, us-east-1, 3 accounts (111122223333–111122223335), 13 ms, attempts 2';

describe('call log', () => {
  it('says how a call was answered', () => {
    assert.deepEqual(toLines(toAnswered(0)), [`info ${START}, answered, request r-1`]);
  });

  it('counts what nobody had asked for or could understand (D4, D17)', () => {
    assert.deepEqual(toLines(toAnswered(2)), [`info ${START}, answered, 2 items ignored, request r-1`]);
  });

  it('says how a call failed, by code, with the status and without the words of the service', () => {
    const failure = {
      kind: 'accessDenied',
      code: 'AccessDenied\nException',
      message: 'CANARY',
      httpStatus: 403,
      requestId: 'r-2',
    } as const;
    assert.deepEqual(toLines({ kind: 'failed', attempts: 2, failure }), [
      `warn ${START}, failed: accessDenied (AccessDenied Exception), HTTP 403, request r-2`,
    ]);
    assert.deepEqual(
      toLines({ kind: 'failed', attempts: 2, failure: { kind: 'offline', code: 'ENOTFOUND' } }),
      [`warn ${START}, failed: offline (ENOTFOUND), request -`],
    );
  });

  it('writes one line for a list of members, with what is not as it should be', () => {
    const call = { profile: 'corp', region: 'eu-west-1', endpointUrl: undefined, withNames: true };
    const members = [
      { id: toId(1), name: 'secret-project', relationship: 'ENABLED' },
      { id: toId(2), name: undefined, relationship: undefined },
    ];
    const listed = {
      kind: 'listed',
      members,
      isCut: false,
      ignoredItems: 0,
      namesFailure: undefined,
    } as const;
    const written: string[] = [];
    const log = new OutputCallLog({
      info: (line) => written.push(`info ${line}`),
      warn: (line) => written.push(`warn ${line}`),
    });
    log.recordMembers({ call, durationMs: 12.4, outcome: listed });
    log.recordMembers({
      call,
      durationMs: 7,
      outcome: {
        ...listed,
        isCut: true,
        ignoredItems: 3,
        namesFailure: toFailure('accessDenied', 'AccessDeniedException'),
      },
    });
    const failure = { ...toFailure('throttled', 'ThrottlingException'), message: 'the service says more' };
    log.recordMembers({ call, durationMs: 7, outcome: { kind: 'failed', failure } });
    assert.deepEqual(written, [
      'info ListMembers, eu-west-1, 12 ms, 2 accounts, 1 with names',
      'info ListMembers, eu-west-1, 7 ms, 2 accounts, 1 with names, there are more, 3 items ignored, names failed: accessDenied (AccessDeniedException)',
      'warn ListMembers, eu-west-1, 7 ms, failed: throttled (ThrottlingException)',
    ]);
  });
});
