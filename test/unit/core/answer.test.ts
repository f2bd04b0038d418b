/** An answer of Inspector, of whatever shape, says something of exactly the accounts that were asked for. */
import assert from 'node:assert/strict';
import { isSameAnswer, MAX_SERVICE_TEXT, parseAnswer } from '../../../src/core/answers/answer.ts';
import type { AccountId, Answer } from '../../../src/core/model.ts';
import { toAnswer, toError, toId, toIds, toScanTypes } from '../support/builders.ts';

const ID = toId(1);

function toAccountItem(id: string, status = 'ENABLED', scanTypes: Record<string, unknown> = {}): object {
  return { accountId: id, state: { status }, resourceState: scanTypes };
}

function toFailedItem(id: string, errorCode = 'ACCESS_DENIED', rest: object = {}): object {
  return { accountId: id, errorCode, errorMessage: `${errorCode} message`, ...rest };
}

function read(body: unknown, ids: readonly AccountId[] = [ID]): ReadonlyMap<AccountId, Answer> {
  const parsed = parseAnswer(body, ids);
  assert.equal(parsed.kind, 'answers');
  assert.ok(parsed.kind === 'answers');
  assert.deepEqual([...parsed.answers.keys()], ids);
  return parsed.answers;
}

function readStatus(body: unknown): Extract<Answer, { kind: 'status' }> {
  const answer = read(body).get(ID);
  assert.ok(answer?.kind === 'status');
  return answer;
}

describe('answer: where an account turns up', () => {
  it('reads an account of `accounts` with its scan types in the order of the service', () => {
    const item = {
      accountId: ID,
      state: { status: 'ENABLED', errorCode: null, errorMessage: null },
      resourceState: {
        codeRepository: { status: 'DISABLED' },
        lambda: { status: 'ENABLING', errorCode: 'ENABLE_IN_PROGRESS', errorMessage: 'wait' },
        ec2: { status: 'ENABLED' },
        lambdaCode: null,
      },
    };
    assert.deepEqual(readStatus({ accounts: [item], failedAccounts: [] }), {
      ...toAnswer('ENABLED'),
      scanTypes: [
        { scanType: 'ec2', status: 'ENABLED', error: undefined },
        { scanType: 'lambda', status: 'ENABLING', error: toError('ENABLE_IN_PROGRESS', 'wait') },
        { scanType: 'codeRepository', status: 'DISABLED', error: undefined },
      ],
    });
  });

  it('reads an account of `failedAccounts`, whose states are plain text (D2)', () => {
    const item = toFailedItem(ID, 'INTERNAL_ERROR', {
      status: 'ENABLED',
      resourceStatus: { ecr: 'DISABLED', ec2: 'ENABLED' },
    });
    assert.deepEqual(
      readStatus({ failedAccounts: [item] }),
      toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', ecr: 'DISABLED' }), {
        error: toError('INTERNAL_ERROR', 'INTERNAL_ERROR message'),
        failed: true,
      }),
    );
  });

  it('shows 93 of 100 accounts and why the other 7 are not (D2)', () => {
    const ids = toIds(100);
    const answers = read(
      {
        accounts: ids.slice(7).map((id) => toAccountItem(id)),
        failedAccounts: ids.slice(0, 7).map((id) => toFailedItem(id)),
      },
      ids,
    );
    const failed = ids.filter((id) => {
      const answer = answers.get(id);
      return answer?.kind === 'status' && answer.failed;
    });
    assert.deepEqual(failed, ids.slice(0, 7));
  });

  it('says of an account in neither list that it was not returned, which is not "disabled" (D3)', () => {
    const answers = read({ accounts: [toAccountItem(toId(2))], failedAccounts: [] }, toIds(2));
    assert.deepEqual(answers.get(ID), { kind: 'notReturned' });
  });

  it('joins an account in both lists: states of the one, error of the other (D4)', () => {
    const body = {
      accounts: [toAccountItem(ID, 'ENABLED', { ec2: { status: 'ENABLED' } })],
      failedAccounts: [
        toFailedItem(ID, 'INTERNAL_ERROR', { status: 'DISABLED', resourceStatus: { ec2: 'DISABLED' } }),
      ],
    };
    const joined = toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED' }), {
      error: toError('INTERNAL_ERROR', 'INTERNAL_ERROR message'),
      failed: true,
    });
    assert.deepEqual(readStatus(body), joined);
  });

  it('fills from `failedAccounts` what `accounts` leaves out (D4)', () => {
    const body = {
      accounts: [{ accountId: ID }],
      failedAccounts: [{ accountId: ID, status: 'DISABLED', resourceStatus: { ec2: 'DISABLED' } }],
    };
    assert.deepEqual(
      readStatus(body),
      toAnswer('DISABLED', toScanTypes({ ec2: 'DISABLED' }), { failed: true }),
    );
  });

  it('takes the error of `failedAccounts` where both have one (D4)', () => {
    const body = {
      accounts: [{ accountId: ID, state: { status: 'ENABLED', errorCode: 'SSM_THROTTLED' } }],
      failedAccounts: [toFailedItem(ID, 'INTERNAL_ERROR')],
    };
    assert.equal(readStatus(body).error?.code, 'INTERNAL_ERROR');
  });

  it('keeps the error of `accounts` where `failedAccounts` has none (D4)', () => {
    const body = {
      accounts: [{ accountId: ID, state: { status: 'ENABLED', errorCode: 'SSM_THROTTLED' } }],
      failedAccounts: [{ accountId: ID }],
    };
    assert.deepEqual(readStatus(body).error, toError('SSM_THROTTLED'));
  });

  it('does not let mere information of `failedAccounts` hide the fault of `accounts` (D4)', () => {
    const body = {
      accounts: [{ accountId: ID, state: { status: 'ENABLED', errorCode: 'INTERNAL_ERROR' } }],
      failedAccounts: [toFailedItem(ID, 'ALREADY_ENABLED')],
    };
    assert.equal(readStatus(body).error?.code, 'INTERNAL_ERROR');
  });

  it('keeps what `failedAccounts` has to say where neither list has a fault (D4)', () => {
    const body = { accounts: [toAccountItem(ID)], failedAccounts: [toFailedItem(ID, 'ALREADY_ENABLED')] };
    assert.equal(readStatus(body).error?.code, 'ALREADY_ENABLED');
  });

  for (const list of ['accounts', 'failedAccounts'] as const) {
    const item = (status: string, errorCode?: string) =>
      list === 'accounts'
        ? { accountId: ID, state: { status, errorCode } }
        : { accountId: ID, status, errorCode };

    it(`takes the first of two items of \`${list}\` when neither has a fault, or both (D4)`, () => {
      assert.equal(readStatus({ [list]: [item('ENABLED'), item('DISABLED')] }).status, 'ENABLED');
      const both = [item('ENABLED', 'SSM_THROTTLED'), item('DISABLED', 'INTERNAL_ERROR')];
      assert.equal(readStatus({ [list]: both }).error?.code, 'SSM_THROTTLED');
    });

    it(`takes the item of \`${list}\` that has a fault, wherever it stands (D4)`, () => {
      for (const items of [
        [item('ENABLED'), item('DISABLED', 'INTERNAL_ERROR')],
        [item('DISABLED', 'INTERNAL_ERROR'), item('ENABLED')],
      ]) {
        assert.equal(readStatus({ [list]: items }).error?.code, 'INTERNAL_ERROR');
      }
    });

    it(`does not let mere information in \`${list}\` hide a fault (D4)`, () => {
      const items = [item('ENABLED', 'ALREADY_ENABLED'), item('ENABLED', 'INTERNAL_ERROR')];
      assert.equal(readStatus({ [list]: items }).error?.code, 'INTERNAL_ERROR');
    });
  }

  it('takes the item whose scan type has a fault (D4)', () => {
    const faulty = { ecr: { status: 'ENABLED', errorCode: 'SSM_UNAVAILABLE' } };
    const well = { ecr: { status: 'ENABLED' } };
    const body = { accounts: [toAccountItem(ID, 'ENABLED', well), toAccountItem(ID, 'ENABLED', faulty)] };
    assert.equal(readStatus(body).scanTypes[0]?.error?.code, 'SSM_UNAVAILABLE');
  });

  it('ignores accounts that nobody asked about, and counts them (D4)', () => {
    const body = {
      accounts: [toAccountItem(ID), toAccountItem(toId(2))],
      failedAccounts: [toFailedItem(toId(3))],
    };
    const parsed = parseAnswer(body, [ID]);
    assert.ok(parsed.kind === 'answers');
    assert.deepEqual([...parsed.answers.keys()], [ID]);
    assert.equal(parsed.ignoredItems, 2);
  });

  it('ignores nothing of an answer that has only one of the lists', () => {
    for (const body of [{ accounts: [toAccountItem(ID)] }, { failedAccounts: [toFailedItem(ID)] }]) {
      const parsed = parseAnswer(body, [ID]);
      assert.ok(parsed.kind === 'answers');
      assert.equal(parsed.ignoredItems, 0);
    }
  });

  it('believes `failedAccounts` beside `accounts` that nobody can read (D17)', () => {
    const answer = readStatus({ accounts: [null], failedAccounts: [toFailedItem(ID)] });
    assert.equal(answer.error?.code, 'ACCESS_DENIED');
  });
});

describe('answer: what it says', () => {
  it('passes statuses and error codes on that it does not know (D5)', () => {
    const answer = readStatus({
      accounts: [
        {
          accountId: ID,
          state: { status: 'WAT', errorCode: 'BRAND_NEW', errorMessage: 'new' },
          resourceState: { ec2: { status: 'PARTLY', errorCode: 'BLOCKED_BY_ORGANIZATION_POLICY' } },
        },
      ],
    });
    assert.equal(answer.status, 'WAT');
    assert.deepEqual(answer.error, toError('BRAND_NEW', 'new'));
    assert.deepEqual(answer.scanTypes, [
      { scanType: 'ec2', status: 'PARTLY', error: toError('BLOCKED_BY_ORGANIZATION_POLICY') },
    ]);
  });

  it('lists scan types that are newer than this program, after those it knows (D6)', () => {
    const states = { eks: { status: 'ENABLING' }, ecr: { status: 'ENABLED' }, s3: { status: 'DISABLED' } };
    const { scanTypes } = readStatus({ accounts: [toAccountItem(ID, 'ENABLED', states)] });
    assert.deepEqual(
      scanTypes.map(({ scanType, status }) => `${scanType} ${status}`),
      ['ecr ENABLED', 'eks ENABLING', 's3 DISABLED'],
    );
  });

  it('leaves out scan types that are not reported: absent is not disabled (D6)', () => {
    const states = { ec2: { status: 'ENABLED' }, lambdaCode: null };
    const { scanTypes } = readStatus({ accounts: [toAccountItem(ID, 'ENABLED', states)] });
    assert.deepEqual(
      scanTypes.map(({ scanType }) => scanType),
      ['ec2'],
    );
  });

  it('takes __proto__ for the name of a scan type, and pollutes nothing (A9)', () => {
    const body = JSON.parse(
      `{"accounts":[{"accountId":"${ID}","resourceState":{"__proto__":{"status":"ENABLED"},"toString":{"status":"DISABLED"}}}]}`,
    );
    assert.deepEqual(
      readStatus(body).scanTypes.map(({ scanType, status }) => `${scanType} ${status}`),
      ['__proto__ ENABLED', 'toString DISABLED'],
    );
    assert.equal(({} as { status?: unknown }).status, undefined);
  });

  it('bounds what it keeps of endless lists and texts (D18)', () => {
    const states = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`new${index}`, {}]));
    const huge = 'm'.repeat(10_000_000);
    const answer = readStatus({
      accounts: [
        {
          accountId: ID,
          state: { status: huge, errorCode: huge, errorMessage: huge },
          resourceState: states,
        },
      ],
    });
    assert.equal(answer.error?.message?.length, MAX_SERVICE_TEXT);
    assert.ok((answer.error?.code.length ?? 0) <= 128 && (answer.status?.length ?? 0) <= 128);
    assert.ok(answer.scanTypes.length <= 40);
  });

  it('leaves out scan types with endless names (D18)', () => {
    const longest = 'n'.repeat(128);
    const states = { [longest]: { status: 'ENABLED' }, [`${longest}n`]: { status: 'ENABLED' } };
    const { scanTypes } = readStatus({ accounts: [toAccountItem(ID, 'ENABLED', states)] });
    assert.deepEqual(
      scanTypes.map(({ scanType }) => scanType),
      [longest],
    );
  });

  it('keeps hostile text as text, without half characters (D19)', () => {
    const errorMessage = '[x](command:quit) <b>\u001b[31m\u0000 \ud800 $(alert)';
    const answer = readStatus({
      failedAccounts: [{ accountId: ID, errorCode: '$(sync~spin)', errorMessage }],
    });
    assert.deepEqual(answer.error, toError('$(sync~spin)', errorMessage.toWellFormed()));
  });

  it('reads an error that has only a code, or only a message', () => {
    assert.deepEqual(readStatus({ failedAccounts: [{ accountId: ID, errorCode: 'X' }] }).error, toError('X'));
    assert.deepEqual(
      readStatus({ failedAccounts: [{ accountId: ID, errorMessage: 'why' }] }).error,
      toError('', 'why'),
    );
  });
});

describe('answer: the same or not', () => {
  const base = toAnswer('ENABLED', toScanTypes({ ec2: 'ENABLED', ecr: 'DISABLED' }), {
    error: toError('A', 'm'),
  });
  const others: Record<string, Answer> = {
    'another status': { ...base, status: 'DISABLED' },
    'no status': { ...base, status: undefined },
    'no error': { ...base, error: undefined },
    'another error code': { ...base, error: toError('B', 'm') },
    'another error message': { ...base, error: toError('A', 'n') },
    'another list': { ...base, failed: true },
    'its first scan type missing': { ...base, scanTypes: base.scanTypes.slice(1) },
    'its last scan type missing': { ...base, scanTypes: base.scanTypes.slice(0, -1) },
    'another scan type': { ...base, scanTypes: toScanTypes({ ec2: 'ENABLED', lambda: 'DISABLED' }) },
    'another status of a scan type': { ...base, scanTypes: toScanTypes({ ec2: 'ENABLED', ecr: 'ENABLED' }) },
    'an error of a scan type': {
      ...base,
      scanTypes: base.scanTypes.map((each) => ({ ...each, error: toError('A') })),
    },
    'not returned': { kind: 'notReturned' },
    refused: { kind: 'refused', message: 'm' },
    'refused in other words': { kind: 'refused', message: 'n' },
    'refused without a word': { kind: 'refused', message: undefined },
  };

  it('is the same when every word is', () => {
    for (const answer of [base, ...Object.values(others)]) {
      assert.ok(isSameAnswer(answer, structuredClone(answer)), JSON.stringify(answer));
    }
  });

  for (const [difference, other] of Object.entries(others)) {
    it(`is not the same with ${difference}`, () => {
      assert.ok(!isSameAnswer(base, other) && !isSameAnswer(other, base));
    });
  }

  it('tells refusals in other words apart', () => {
    assert.ok(!isSameAnswer({ kind: 'refused', message: 'a' }, { kind: 'refused', message: 'b' }));
  });
});
