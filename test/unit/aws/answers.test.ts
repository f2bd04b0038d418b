/** What Inspector answers reaches the reader whole, over the real SDK and a real socket. */
import assert from 'node:assert/strict';
import { ErrorCode, Status } from '@aws-sdk/client-inspector2';
import { ERROR_CODES } from '../../../src/core/answers/errorCodes.ts';
import { KNOWN_SCAN_TYPES, KNOWN_STATUSES } from '../../../src/core/model.ts';
import { allOn, toAccount, toFailed } from '../../emulator/accountAnswers.ts';
import { toJson } from '../../emulator/faults.ts';
import type { RegionScenario, Scenario } from '../../emulator/scenario.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';
import { ALL_ON, toAnswer, toError, toId, toIds, toScanTypes } from '../support/builders.ts';

const ID = toId(1);

function everywhere(region: RegionScenario): Scenario {
  return { description: '', regions: { '*': region } };
}

describe('Inspector source: answers', () => {
  it('reads 100 accounts in one call, each with its five scan types', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    const ids = toIds(100);
    const answers = await bench.askForAnswers({ ids });
    assert.deepEqual(
      [...answers],
      ids.map((id) => [id, ALL_ON]),
    );
    assert.deepEqual(
      bench.emulator.requests.map(({ accountIds }) => accountIds),
      [ids],
    );
  });

  it('keeps a sixth scan type, which the SDK drops (D6)', async () => {
    await using bench = await AwsBench.start({
      scenario: everywhere({ otherAccounts: toAccount('ENABLED', { eks: 'ENABLING', lambdaCode: null }) }),
    });
    const answers = await bench.askForAnswers({ ids: [ID] });
    assert.deepEqual(
      answers.get(ID),
      toAnswer(
        'ENABLED',
        toScanTypes({
          ec2: 'ENABLED',
          ecr: 'ENABLED',
          lambda: 'ENABLED',
          codeRepository: 'ENABLED',
          eks: 'ENABLING',
        }),
      ),
    );
  });

  it('tells accounts apart that are denied, on, in both lists and in neither (D2, D3, D4)', async () => {
    const [on, denied, both, neither] = toIds(4) as [typeof ID, typeof ID, typeof ID, typeof ID];
    await using bench = await AwsBench.start({
      scenario: everywhere({
        accounts: {
          [on]: allOn,
          [denied]: toFailed('ACCESS_DENIED', 'not associated'),
          [both]: { ...allOn, ...toFailed('INTERNAL_ERROR', 'try again') },
          [neither]: {},
        },
        strangers: { '999999999999': allOn },
      }),
    });
    const outcome = await bench.ask({ ids: [on, denied, both, neither] });
    assert.ok(outcome.kind === 'answered');
    assert.deepEqual(
      [...outcome.answers.values()],
      [
        ALL_ON,
        toAnswer(undefined, [], { error: toError('ACCESS_DENIED', 'not associated'), failed: true }),
        toAnswer('ENABLED', undefined, { error: toError('INTERNAL_ERROR', 'try again'), failed: true }),
        { kind: 'notReturned' },
      ],
    );
    assert.equal(outcome.ignoredItems, 1);
    assert.equal(outcome.requestId, bench.emulator.requests[0]?.requestId);
  });

  for (const status of KNOWN_STATUSES) {
    it(`passes ${status} on, of an account and of its scan types`, async () => {
      await using bench = await AwsBench.start({
        scenario: everywhere({ otherAccounts: toAccount(status) }),
      });
      assert.deepEqual((await bench.askForAnswers({ ids: [ID] })).get(ID), toAnswer(status));
    });
  }

  it('passes every error code on, on a scan type, an account and a failed account (D5)', async () => {
    const codes = [...Object.keys(ERROR_CODES), 'NEVER_HEARD_OF'];
    const ids = toIds(codes.length);
    const scenarioOf = (toAccountAnswer: (code: string) => ReturnType<typeof toFailed>) =>
      everywhere({
        accounts: Object.fromEntries(ids.map((id, index) => [id, toAccountAnswer(codes[index] ?? '')])),
      });
    await using bench = await AwsBench.start({ scenario: scenarioOf((code) => toFailed(code, 'm')) });
    const error = (code: string) => ({ status: 'ENABLED', errorCode: code, errorMessage: 'm' });
    const read = async () => {
      const answers = await bench.askForAnswers({ ids });
      return [...answers.values()].map((answer) =>
        answer.kind === 'status'
          ? (answer.error ?? answer.scanTypes.find((each) => each.error)?.error)
          : answer,
      );
    };
    const wanted = codes.map((code) => toError(code, 'm'));
    assert.deepEqual(await read(), wanted);
    bench.emulator.use(scenarioOf((code) => toAccount(error(code))));
    assert.deepEqual(await read(), wanted);
    bench.emulator.use(scenarioOf((code) => toAccount('ENABLED', { ecr: error(code) })));
    assert.deepEqual(await read(), wanted);
  });

  it('keeps hostile text as it came, cut to what fits (D18, D19)', async () => {
    const errorMessage = `[x](command:quit) \u001b[31m \u0000 😀 ${'m'.repeat(100_000)}`;
    await using bench = await AwsBench.start({
      scenario: everywhere({ otherAccounts: toFailed('$(alert)', errorMessage) }),
    });
    const answer = (await bench.askForAnswers({ ids: [ID] })).get(ID);
    assert.ok(answer?.kind === 'status');
    assert.deepEqual(answer.error, toError('$(alert)', errorMessage.slice(0, 2048)));
  });

  it('drops bad items, keeps the good one, and counts (D17)', async () => {
    const body = JSON.stringify({
      accounts: [null, { accountId: 1 }, { accountId: ID, state: { status: 'ENABLED' } }],
      failedAccounts: null,
    });
    await using bench = await AwsBench.start({ scenario: healthyWithFaults({ fault: toJson(body) }) });
    const outcome = await bench.ask({ ids: [ID] });
    assert.ok(outcome.kind === 'answered');
    assert.deepEqual([outcome.ignoredItems, outcome.answers.get(ID)], [2, toAnswer('ENABLED', [])]);
  });

  it('names this program to the service, and signs for the Region', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    await bench.ask({ region: 'eu-south-2' });
    const [request] = bench.emulator.requests;
    assert.match(request?.headers['user-agent'] ?? '', /inspector-account-status\/1\.2\.3/);
    assert.deepEqual([request?.region, request?.operation], ['eu-south-2', 'BatchGetAccountStatus']);
  });

  it('is asked with the keys and the app id of its own profile, whichever profile was asked with before', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    const toKeys = (letter: string) => ({
      aws_access_key_id: `AKIAMADEUP${letter.repeat(10)}`,
      aws_secret_access_key: `made-up-${letter}`,
    });
    bench.home.writeConfig({
      'profile one': { ...toKeys('A') },
      'profile two': { ...toKeys('B') },
      'profile session': { ...toKeys('C'), aws_session_token: 'made-up-token' },
      'profile named': { ...toKeys('D'), sdk_ua_app_id: 'audit-of-anna' },
    });
    const profiles = ['one', 'two', 'session', 'named', 'two', 'named', 'session', 'one'];
    for (const profile of profiles) {
      await bench.askForAnswers({ profile });
    }
    assert.deepEqual(
      bench.emulator.requests.map(({ accessKeyId, headers }) => [
        accessKeyId?.at(-1),
        headers['x-amz-security-token'] !== undefined,
        /app\/audit-of-anna/.test(headers['user-agent'] ?? ''),
      ]),
      profiles.map((profile) => [
        { one: 'A', two: 'B', session: 'C', named: 'D' }[profile],
        profile === 'session',
        profile === 'named',
      ]),
    );
  });

  it('uses one connection again and again', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    for (let call = 0; call < 20; call++) {
      await bench.askForAnswers();
    }
    assert.deepEqual([bench.emulator.requests.length, bench.emulator.maxInFlight], [20, 1]);
  });
});

describe('Inspector source: the SDK’s model', () => {
  it('has no status and no error code that this program does not know', () => {
    assert.deepEqual([...KNOWN_STATUSES].sort(), Object.values(Status).sort());
    assert.deepEqual(Object.keys(ERROR_CODES).sort(), Object.values(ErrorCode).sort());
  });

  it('knows the five scan types', () => {
    assert.equal(KNOWN_SCAN_TYPES.length, 5);
  });
});
