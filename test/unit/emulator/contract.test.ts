/** The emulator keeps to the API model: routes, constraints, elements, errors. */
import assert from 'node:assert/strict';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { faults } from '../../emulator/faults.ts';
import type { Scenario } from '../../emulator/scenario.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { membersPath, post, type RawAnswer, toJson } from './rawClient.ts';

describe('emulator: contract', () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: scenarios.healthy });
  });

  afterEach(() => emulator.close());

  describe('BatchGetAccountStatus', () => {
    it('answers each id once, in the order in which they were asked', async () => {
      const answer = await post(emulator.url, {
        accountIds: ['222222222222', '111111111111', '222222222222'],
      });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers['content-type'], 'application/json');
      const { accounts, failedAccounts } = toJson(answer);
      assert.deepEqual(
        accounts.map((account: { accountId: string }) => account.accountId),
        ['222222222222', '111111111111'],
      );
      assert.deepEqual(failedAccounts, []);
      assert.deepEqual(accounts[0].state, { status: 'ENABLED' });
      assert.deepEqual(Object.keys(accounts[0].resourceState), [
        'ec2',
        'ecr',
        'lambda',
        'lambdaCode',
        'codeRepository',
      ]);
    });

    it('takes an empty, a null and an omitted list for the account of the caller', async () => {
      emulator.use({ ...scenarios.healthy, callerAccountId: '123412341234' });
      for (const body of [{ accountIds: [] }, { accountIds: null }, {}, '']) {
        const { accounts } = toJson(await post(emulator.url, body));
        assert.deepEqual(
          accounts.map((account: { accountId: string }) => account.accountId),
          ['123412341234'],
        );
      }
    });

    it('takes 100 ids and refuses 101', async () => {
      const accountIds = Array.from({ length: 101 }, (_, index) => String(100_000_000_000 + index));
      assert.equal((await post(emulator.url, { accountIds: accountIds.slice(1) })).status, 200);
      assertInvalidField(await post(emulator.url, { accountIds }), 'accountIds');
    });

    for (const id of [
      '123',
      '1234567890123',
      '12345678901a',
      '',
      ' 12345678901',
      '１２３４５６７８９０１２',
      '123456789012\n',
    ]) {
      it(`refuses the batch for the id ${JSON.stringify(id)}`, async () => {
        assertInvalidField(await post(emulator.url, { accountIds: ['123456789012', id] }), 'accountIds');
      });
    }

    for (const body of [
      '{"accountIds":',
      'x',
      '[]',
      'null',
      '"x"',
      '{"accountIds":"x"}',
      '{"accountIds":[123456789012]}',
    ]) {
      it(`cannot read the body ${body}`, async () => {
        assertError(await post(emulator.url, body), 400, 'SerializationException');
      });
    }
  });

  describe('ListMembers', () => {
    const members: Scenario = {
      description: 'members',
      callerAccountId: '999999999999',
      regions: {
        '*': {
          members: Array.from({ length: 120 }, (_, index) => ({
            accountId: String(100_000_000_000 + index),
            relationshipStatus: index % 10 === 0 ? 'REMOVED' : 'ENABLED',
            updatedAt: 1_760_000_000,
          })),
        },
      },
    };

    async function list(input: object) {
      return toJson(await post(emulator.url, input, { path: membersPath }));
    }

    beforeEach(() => emulator.use(members));

    it('gives 50 members a page at most, and each once', async () => {
      const first = await list({ onlyAssociated: false });
      const second = await list({ onlyAssociated: false, nextToken: first.nextToken });
      const third = await list({ onlyAssociated: false, nextToken: second.nextToken });
      assert.deepEqual(
        [first, second, third].map((page) => page.members.length),
        [50, 50, 20],
      );
      assert.equal(third.nextToken, undefined);
      const ids = [first, second, third].flatMap((page) =>
        page.members.map((member: { accountId: string }) => member.accountId),
      );
      assert.equal(new Set(ids).size, 120);
      assert.deepEqual(first.members[1], {
        accountId: '100000000001',
        relationshipStatus: 'ENABLED',
        delegatedAdminAccountId: '999999999999',
        updatedAt: 1_760_000_000,
      });
    });

    it('leaves out accounts that are no longer associated when asked to', async () => {
      const { members: associated } = await list({ onlyAssociated: true, maxResults: 10 });
      assert.equal(associated.length, 10);
      assert.ok(
        associated.every((member: { relationshipStatus: string }) => member.relationshipStatus === 'ENABLED'),
      );
    });

    it('takes the named accounts for members when the scenario has no others', async () => {
      emulator.use({ description: '', regions: { '*': { accounts: { '123456789012': {} } } } });
      assert.equal((await list({})).members[0].accountId, '123456789012');
    });

    for (const [name, input] of [
      ['maxResults', { maxResults: 0 }],
      ['maxResults', { maxResults: 51 }],
      ['nextToken', { nextToken: 'made up' }],
    ] as const) {
      it(`refuses ${JSON.stringify(input)}`, async () => {
        assertInvalidField(await post(emulator.url, input, { path: membersPath }), name);
      });
    }

    for (const input of [
      { maxResults: 1.5 },
      { maxResults: '10' },
      { onlyAssociated: 'yes' },
      { nextToken: 1 },
    ]) {
      it(`cannot read ${JSON.stringify(input)}`, async () => {
        const answer = await post(emulator.url, input, { path: membersPath });
        assertError(answer, 400, 'SerializationException');
      });
    }
  });

  describe('routes', () => {
    for (const [method, path] of [
      ['POST', '/'],
      ['GET', '/status/batch/get'],
      ['POST', '/status/batch/get/'],
      ['POST', '/findings/list'],
      ['POST', '/enable'],
    ] as const) {
      it(`has no operation ${method} ${path}`, async () => {
        assertError(await post(emulator.url, '', { method, path }), 404, 'UnknownOperationException');
      });
    }

    it('takes the Region from the credential scope, and us-east-1 without one', async () => {
      const body = { accountIds: ['123456789012'] };
      await post(emulator.url, body, { region: 'ap-southeast-2' });
      await post(emulator.url, body);
      assert.deepEqual(
        emulator.requests.map(({ region }) => region),
        ['ap-southeast-2', 'us-east-1'],
      );
    });

    it('answers for a Region that the scenario does not have as AWS does for one that is not enabled', async () => {
      emulator.use(scenarios['sample-organisation']);
      const answer = await post(emulator.url, {}, { region: 'me-south-1' });
      assertError(answer, 403, 'UnrecognizedClientException');
    });

    it('refuses a body that is far too large', async () => {
      const answer = await post(emulator.url, 'x'.repeat(3_000_000));
      assertError(answer, 413, 'RequestEntityTooLargeException');
    });
  });

  describe('errors', () => {
    for (const [name, status, type, retryAfter] of [
      ['validation', 400, 'ValidationException', undefined],
      ['access-denied', 403, 'AccessDeniedException', undefined],
      ['not-found', 404, 'ResourceNotFoundException', undefined],
      ['throttling-for-minutes', 429, 'ThrottlingException', '600'],
      ['internal-error', 500, 'InternalServerException', '1'],
      ['unrecognized-client', 403, 'UnrecognizedClientException', undefined],
      ['expired-token', 403, 'ExpiredTokenException', undefined],
      ['clock-skew', 403, 'InvalidSignatureException', undefined],
      ['opt-in-required', 403, 'OptInRequired', undefined],
    ] as const) {
      it(`sends ${type} in the form of restJson1`, async () => {
        emulator.use(healthyWithFaults({ fault: faults[name] }));
        const answer = await post(emulator.url, { accountIds: ['123456789012'] });
        assertError(answer, status, type);
        assert.equal(answer.headers['retry-after'], retryAfter);
        assert.equal(toJson(answer).retryAfterSeconds, undefined);
      });
    }

    it('names the Region and the operation in a denial', async () => {
      emulator.use(scenarios.denied);
      const { message } = toJson(await post(emulator.url, {}, { region: 'eu-west-1', path: membersPath }));
      assert.match(message, /inspector2:ListMembers on resource: arn:aws:inspector2:eu-west-1:/);
    });

    it('turns the clock that it shows with a skewed signature', async () => {
      emulator.use(scenarios['fault-clock-skew']);
      const answer = await post(emulator.url, {});
      const minutes = (Date.parse(answer.headers.date ?? '') - Date.now()) / 60_000;
      assert.ok(minutes > 60 && minutes < 62, `${minutes}`);
    });

    it('refuses a scenario whose error has no known status', () => {
      const fault = { kind: 'serviceError', type: 'WatException', message: '' } as const;
      assert.throws(() => emulator.use(healthyWithFaults({ fault })), /WatException/);
    });
  });

  describe('ListAccounts of AWS Organizations, and GetCallerIdentity of AWS STS', () => {
    const organisation: Scenario = {
      description: 'an organisation',
      callerAccountId: '999999999999',
      accountNames: { '999999999999': 'security' },
      regions: {
        '*': {
          members: Array.from({ length: 30 }, (_, index) => ({
            accountId: String(100_000_000_000 + index),
            relationshipStatus: 'ENABLED',
            updatedAt: 1_760_000_000,
          })),
        },
      },
    };
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSOrganizationsV20161128.ListAccounts',
    };
    const list = (input: object) => post(emulator.url, input, { path: '/', headers });
    const identify = () =>
      post(emulator.url, 'Action=GetCallerIdentity&Version=2011-06-15', {
        path: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });

    beforeEach(() => emulator.use(organisation));

    it('give 20 accounts a page at most, the caller among them, each with a name', async () => {
      const first = toJson(await list({}));
      const second = toJson(await list({ NextToken: first.NextToken }));
      assert.deepEqual([first.Accounts.length, second.Accounts.length], [20, 11]);
      assert.equal(second.NextToken, undefined);
      assert.deepEqual(
        first.Accounts.slice(0, 2).map(({ Id, Name }: Record<string, string>) => [Id, Name]),
        [
          ['999999999999', 'security'],
          ['100000000000', 'account-100000000000'],
        ],
      );
      assert.deepEqual(
        emulator.requests.map(({ operation, callNumber }) => [operation, callNumber]),
        [
          ['ListAccounts', 1],
          ['ListAccounts', 2],
        ],
      );
    });

    it('refuse more accounts a page than 20', async () => {
      assertInvalidField(await list({ MaxResults: 21 }), 'MaxResults');
    });

    it('say who the caller is, or why not, in XML', async () => {
      const known = await identify();
      assert.equal(known.headers['content-type'], 'text/xml');
      assert.match(known.body.toString(), /<Account>999999999999<\/Account>/);
      emulator.use({ ...organisation, regions: { '*': { faults: [{ fault: faults['access-denied'] }] } } });
      const denied = await identify();
      assert.equal(denied.status, 403);
      assert.match(denied.body.toString(), /<Code>AccessDeniedException<\/Code>/);
    });

    it('are no other operations of those services', async () => {
      const other = { ...headers, 'x-amz-target': 'AWSOrganizationsV20161128.CloseAccount' };
      assertError(
        await post(emulator.url, {}, { path: '/', headers: other }),
        404,
        'UnknownOperationException',
      );
    });
  });

  it('gives each answer a request id of its own', async () => {
    const first = await post(emulator.url, {});
    const second = await post(emulator.url, '', { path: '/nowhere' });
    assert.match(String(first.headers['x-amzn-requestid']), /^[\da-f-]{36}$/);
    assert.notEqual(first.headers['x-amzn-requestid'], second.headers['x-amzn-requestid']);
  });
});

function assertError(answer: RawAnswer, status: number, type: string): void {
  assert.equal(answer.status, status);
  assert.equal(answer.headers['x-amzn-errortype'], type);
  assert.equal(answer.headers['content-type'], 'application/json');
  const { __type, message } = toJson(answer);
  assert.equal(__type, type);
  assert.equal(typeof message, 'string');
}

function assertInvalidField(answer: RawAnswer, field: string): void {
  assertError(answer, 400, 'ValidationException');
  const { reason, fields } = toJson(answer);
  assert.equal(reason, 'FIELD_VALIDATION_FAILED');
  assert.equal(fields[0].name, field);
  assert.equal(typeof fields[0].message, 'string');
}
