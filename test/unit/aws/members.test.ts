/** The accounts of an organisation are listed to the end, over real sockets, or not at all. */
import assert from 'node:assert/strict';
import type { Member, MembersCall, MembersOutcome } from '../../../src/core/ports.ts';
import { faults, toJson } from '../../emulator/faults.ts';
import type { Fault, FaultRule, Operation, Scenario } from '../../emulator/scenario.ts';
import { AwsBench, type AwsBenchOptions } from '../support/awsBench.ts';

const ADMINISTRATOR = '999999999999';
const FIRST = 100_000_000_000;

interface Organisation {
  readonly members?: number;
  readonly faults?: readonly FaultRule[];
  /** Where Organizations and STS are said to be; the emulator unless it says otherwise. */
  readonly isElsewhere?: boolean;
  readonly bench?: Partial<AwsBenchOptions>;
}

async function start({ members = 120, faults = [], isElsewhere = false, bench = {} }: Organisation = {}) {
  const ids = Array.from({ length: members }, (_, index) => String(FIRST + index));
  const scenario: Scenario = {
    description: 'an organisation',
    callerAccountId: ADMINISTRATOR,
    accountNames: { [ADMINISTRATOR]: 'security', [String(FIRST)]: 'payments-live' },
    regions: {
      '*': {
        members: ids.map((accountId, index) => ({
          accountId,
          relationshipStatus: index === 1 ? 'CREATED' : 'ENABLED',
          updatedAt: 1_760_000_000,
        })),
        faults,
      },
    },
  };
  const started = await AwsBench.start({ scenario, ...bench });
  if (!isElsewhere) {
    process.env['AWS_ENDPOINT_URL_ORGANIZATIONS'] = started.emulator.url;
    process.env['AWS_ENDPOINT_URL_STS'] = started.emulator.url;
  }
  return started;
}

function fetch(bench: AwsBench, call: Partial<MembersCall> = {}, signal = new AbortController().signal) {
  const endpointUrl = bench.emulator.url;
  const whole = { profile: '', region: 'eu-central-1', endpointUrl, withNames: true, ...call };
  return bench.source.fetchMembers(whole, signal);
}

async function fetchListed(bench: AwsBench, call?: Partial<MembersCall>) {
  const outcome = await fetch(bench, call);
  assert.ok(outcome.kind === 'listed', JSON.stringify(outcome));
  return outcome;
}

async function fetchFailure(bench: AwsBench) {
  const outcome = await fetch(bench);
  assert.ok(outcome.kind === 'failed', JSON.stringify(outcome));
  return outcome.failure;
}

const toThrottling = (type: string, retryAfterSeconds: number): Fault => ({
  kind: 'serviceError',
  type,
  message: 'Rate exceeded',
  retryAfterSeconds,
});

const countCalls = ({ emulator }: AwsBench, operation: Operation) =>
  emulator.requests.filter((request) => request.operation === operation).length;

/** Short only where one is to pass: a busy machine takes its time for the answers before. */
function toDeadlines(kind: string) {
  return kind === 'timedOut' ? { request: 1500, call: 1500 } : {};
}

describe('members of an organisation', () => {
  it('are listed page by page, with the administrator and the names', async () => {
    await using bench = await start();
    const { members, ...rest } = await fetchListed(bench);
    assert.deepEqual(rest, { kind: 'listed', isCut: false, ignoredItems: 0, namesFailure: undefined });
    assert.equal(members.length, 121);
    assert.deepEqual(members.slice(0, 3), [
      { id: ADMINISTRATOR, name: 'security', relationship: undefined },
      { id: String(FIRST), name: 'payments-live', relationship: 'ENABLED' },
      { id: String(FIRST + 1), name: `account-${FIRST + 1}`, relationship: 'CREATED' },
    ]);
    assert.ok(members.every(({ name }) => name !== undefined));
    const scopes = bench.emulator.requests.map(({ headers }) =>
      headers['authorization']?.split('/').slice(2, 4).join('/'),
    );
    assert.deepEqual(scopes, [
      ...Array<string>(3).fill('eu-central-1/inspector2'),
      ...Array<string>(7).fill('us-east-1/organizations'),
    ]);
    const agents = bench.emulator.requests.map(({ headers }) => headers['user-agent']);
    assert.ok(agents.every((agent) => agent?.includes('inspector-account-status/1.2.3')));
  });

  it('are listed without asking anybody but Inspector where no names are wanted', async () => {
    await using bench = await start();
    const { members } = await fetchListed(bench, { withNames: false });
    assert.ok(members.every(({ name }) => name === undefined));
    assert.equal(bench.emulator.requests.length, 3);
  });

  it('are nobody but the administrator where there are none: AWS STS says who that is', async () => {
    await using bench = await start({ members: 0 });
    const { members } = await fetchListed(bench, { withNames: false });
    assert.deepEqual(members, [{ id: ADMINISTRATOR, name: undefined, relationship: undefined }]);
    assert.equal(countCalls(bench, 'GetCallerIdentity'), 1);
  });

  it('are nobody at all where nobody says who the administrator is', async () => {
    const fault = faults['access-denied'];
    await using bench = await start({ members: 0, faults: [{ operation: 'GetCallerIdentity', fault }] });
    assert.deepEqual((await fetchListed(bench)).members, []);
  });

  it('of an emulator are looked for nowhere else, unless the other services are there, too', async () => {
    await using bench = await start({ members: 0, isElsewhere: true });
    const outcome = await fetchListed(bench);
    assert.deepEqual([outcome.members, outcome.namesFailure], [[], undefined]);
    assert.deepEqual(
      bench.emulator.requests.map(({ operation }) => operation),
      ['ListMembers'],
    );
  });

  it('are not asked for again after a denial, and neither are their names', async () => {
    await using bench = await start({ faults: [{ fault: faults['access-denied'] }] });
    const failure = await fetchFailure(bench);
    assert.equal(failure.kind, 'accessDenied');
    assert.equal(failure.action, 'inspector2:ListMembers');
    assert.match(failure.message ?? '', /inspector2:ListMembers/);
    assert.equal(bench.emulator.requests.length, 1);
  });

  it('are as good as none where a later page is denied: who is missing has not left', async () => {
    const fault = faults['access-denied'];
    await using bench = await start({ faults: [{ operation: 'ListMembers', call: 3, fault }] });
    assert.equal((await fetchFailure(bench)).kind, 'accessDenied');
    assert.equal(bench.emulator.requests.length, 3);
  });

  it('have no names where Organizations is denied, which is said and keeps nobody out', async () => {
    await using bench = await start({
      faults: [{ operation: 'ListAccounts', fault: faults['access-denied'] }],
    });
    const { members, namesFailure } = await fetchListed(bench);
    assert.deepEqual([members.length, members[0]?.name], [121, undefined]);
    assert.deepEqual(
      [namesFailure?.kind, namesFailure?.code, namesFailure?.action],
      ['accessDenied', 'AccessDeniedException', 'organizations:ListAccounts'],
    );
    assert.equal(countCalls(bench, 'ListAccounts'), 1);
  });

  for (const [what, fault, kind] of [
    ['a web page answers', faults['web-page'], 'webPage'],
    ['the answer is no JSON', toJson('{"Accounts":['), 'badAnswer'],
    ['the answer has no list', toJson('{"Accounts":"x"}'), 'badAnswer'],
    ['the answer is too large', faults['big-body'], 'badAnswer'],
    ['the connection breaks', faults.reset, 'unreachable'],
    ['it is never answered', faults.hang, 'timedOut'],
  ] as const satisfies readonly (readonly [string, Fault, string])[]) {
    it(`have the names that came before ${what}`, async () => {
      await using bench = await start({
        faults: [{ operation: 'ListAccounts', call: 2, fault }],
        bench: { deadlines: toDeadlines(kind) },
      });
      const { members, namesFailure } = await fetchListed(bench);
      assert.equal(members.filter(({ name }) => name !== undefined).length, 20);
      assert.equal(namesFailure?.kind, kind);
    });
  }

  for (const [what, headers, body, kind, code] of [
    [
      'with its namespace',
      {},
      { __type: 'com.amazonaws.organizations#TooManyRequestsException' },
      'throttled',
      'TooManyRequestsException',
    ],
    [
      'with an address behind it',
      { 'x-amzn-errortype': 'AccessDeniedException:http://x' },
      {},
      'accessDenied',
      'AccessDeniedException',
    ],
    [
      'of an account in no organisation',
      {},
      { __type: 'AWSOrganizationsNotInUseException' },
      'unexpected',
      'AWSOrganizationsNotInUseException',
    ],
    ['without a name', {}, {}, 'unexpected', 'Unknown'],
    ['that is no object', {}, null, 'unexpected', 'Unknown'],
  ] as const) {
    it(`have no names for an error of Organizations ${what}`, async () => {
      const fault = { kind: 'reply', status: 400, headers, body: JSON.stringify(body) } as const;
      await using bench = await start({ members: 1, faults: [{ operation: 'ListAccounts', fault }] });
      const { namesFailure } = await fetchListed(bench);
      assert.deepEqual([namesFailure?.kind, namesFailure?.code], [kind, code]);
    });
  }

  it('are listed at the pace that the service takes', async () => {
    const waits: number[] = [];
    await using bench = await start({
      faults: [
        { operation: 'ListMembers', call: 2, fault: faults.throttling },
        { operation: 'ListMembers', call: 3, fault: toThrottling('ThrottlingException', 3) },
        {
          operation: 'ListAccounts',
          firstCalls: 1,
          fault: toThrottling('TooManyRequestsException', 1),
        },
      ],
      bench: { pause: async (delayMs) => void waits.push(delayMs) },
    });
    assert.equal((await fetchListed(bench)).members.length, 121);
    assert.deepEqual(waits, [500, 3000, 1000]);
    assert.equal(countCalls(bench, 'ListMembers'), 5);
  });

  for (const [what, fault, calls] of [
    ['does not stop throttling', faults.throttling, 5],
    ['asks to wait for minutes', faults['throttling-for-minutes'], 1],
  ] as const) {
    it(`are given up where the service ${what}`, async () => {
      await using bench = await start({ faults: [{ fault }] });
      assert.equal((await fetchFailure(bench)).kind, 'throttled');
      assert.equal(bench.emulator.requests.length, calls);
    });
  }

  for (const [what, fault, kind] of [
    ['a web page answers', faults['web-page'], 'webPage'],
    ['the list is none', toJson('{"members":"x"}'), 'badAnswer'],
    ['the answer is empty', faults['empty-body'], 'badAnswer'],
    ['the answer is too large', faults['big-body'], 'badAnswer'],
    ['the page is always the same', toJson('{"members":[],"nextToken":"again"}'), 'badAnswer'],
    ['the service never answers', faults.hang, 'timedOut'],
    ['the body drips', faults['drip-body'], 'timedOut'],
  ] as const) {
    it(`fail with ${kind} where ${what}`, async () => {
      await using bench = await start({
        faults: [{ operation: 'ListMembers', fromCall: 2, fault }],
        bench: { deadlines: toDeadlines(kind) },
      });
      assert.equal((await fetchFailure(bench)).kind, kind);
      assert.equal(countCalls(bench, 'ListAccounts'), 0);
    });
  }

  it('are listed without the items that are not understood, which are counted', async () => {
    const body = '{"members":[null,{"accountId":7},{"accountId":"111111111111"}]}';
    await using bench = await start({ faults: [{ operation: 'ListMembers', fault: toJson(body) }] });
    const { members, ignoredItems } = await fetchListed(bench, { withNames: false });
    assert.deepEqual(
      members.map(({ id }: Member) => id),
      [ADMINISTRATOR, '111111111111'],
    );
    assert.equal(ignoredItems, 2);
  });

  it('are no more than anybody lists, and it is said that there are more', async () => {
    const members = Array.from({ length: 50_001 }, (_, index) => ({ accountId: String(FIRST + index) }));
    const fault = toJson(JSON.stringify({ members, nextToken: 'more' }));
    await using bench = await start({ faults: [{ operation: 'ListMembers', fault }] });
    const outcome = await fetchListed(bench, { withNames: false });
    assert.deepEqual([outcome.members.length, outcome.isCut], [50_000, true]);
    assert.equal(countCalls(bench, 'ListMembers'), 1);
  });

  for (const [page, operation] of [
    [1, 'ListMembers'],
    [2, 'ListMembers'],
    [3, 'ListMembers'],
    [1, 'ListAccounts'],
    [4, 'ListAccounts'],
    [7, 'ListAccounts'],
  ] as const) {
    it(`are asked for no further once that is cancelled during page ${page} of ${operation}`, async () => {
      await using bench = await start({ faults: [{ operation, call: page, fault: faults.hang }] });
      const abort = new AbortController();
      const listing = fetch(bench, {}, abort.signal);
      const calls = operation === 'ListMembers' ? page : 3 + page;
      await bench.emulator.waitForRequests(calls);
      abort.abort();
      await assert.rejects(listing, { name: 'AbortError' });
      await bench.emulator.waitForIdle();
      assert.equal(bench.emulator.requests.length, calls);
    });
  }

  it('are cancelled while the service wants to be waited for', async () => {
    const abort = new AbortController();
    await using bench = await start({
      faults: [{ fault: faults.throttling }],
      bench: {
        pause: async (_, signal) => {
          abort.abort();
          signal?.throwIfAborted();
        },
      },
    });
    await assert.rejects(fetch(bench, {}, abort.signal), { name: 'AbortError' });
    assert.equal(bench.emulator.requests.length, 1);
  });

  it('fail as the profile does, with nothing called', async () => {
    await using bench = await start();
    const outcome = await fetch(bench, { profile: 'nobody' });
    assert.equal(outcome.kind === 'failed' && outcome.failure.kind, 'profileMissing');
    assert.equal(bench.emulator.requests.length, 0);
  });

  it('are listed with new credentials where the first have ended', async () => {
    await using bench = await start({ faults: [{ call: 1, fault: faults['expired-token'] }] });
    assert.equal((await fetchListed(bench, { withNames: false })).members.length, 121);
  });
});

describe('members for a person', () => {
  const list = (bench: AwsBench, more: object = {}, onProgress: (count: number) => void = () => {}) =>
    bench.source.listMembers(
      { profile: '', regions: ['eu-west-1', 'us-east-1'], endpointUrl: bench.emulator.url, ...more },
      onProgress,
      new AbortController().signal,
    );

  it('come from the first of the Regions, and are counted on the way', async () => {
    await using bench = await start();
    const counts: number[] = [];
    const outcome = await list(bench, {}, (count) => counts.push(count));
    assert.equal(outcome.kind === 'listed' && outcome.members.length, 121);
    assert.deepEqual(counts, [50, 100, 120]);
    assert.equal(bench.emulator.requests[0]?.region, 'eu-west-1');
  });

  it('come from the Region of the profile where the settings name none', async () => {
    await using bench = await start();
    bench.home.writeConfig({ 'profile audit': { region: 'sa-east-1', source_profile: 'default' } });
    bench.home.writeCredentials({
      audit: { aws_access_key_id: 'AKIAAUDIT', aws_secret_access_key: 'made-up' },
    });
    await list(bench, { profile: 'audit', regions: [] });
    assert.equal(bench.emulator.requests[0]?.region, 'sa-east-1');
  });

  it('are asked for nowhere without a Region', async () => {
    await using bench = await start();
    const outcome: MembersOutcome = await list(bench, { regions: [] });
    assert.equal(outcome.kind === 'failed' && outcome.failure.kind, 'noRegion');
    assert.equal(bench.emulator.requests.length, 0);
  });

  it('are asked for with what the files say now, also after a failure', async () => {
    await using bench = await start();
    const first = await list(bench, { profile: 'audit' });
    assert.equal(first.kind === 'failed' && first.failure.kind, 'profileMissing');
    bench.home.writeCredentials({
      audit: { aws_access_key_id: 'AKIAAUDIT', aws_secret_access_key: 'made-up' },
    });
    assert.equal((await list(bench, { profile: 'audit' })).kind, 'listed');
  });
});
