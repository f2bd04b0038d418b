/** Codes of MFA devices: asked for once, only for a person, and not again before a person acts. */
import assert from 'node:assert/strict';
import type { AskForCode, CodeRequest } from '../../../src/core/ports.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';
import { KEYS, type Sections } from '../support/awsHome.ts';
import { AwsServices, toKeyId, WRONG_CODE } from '../support/awsServices.ts';

const AUDIT = { profile: 'audit' };
const DEVICE = 'arn:aws:iam::111122223333:mfa/jane';
const REGIONS = Array.from({ length: 20 }, (_, index) => `xx-test-${index}`);
const ROLE = { role_arn: 'arn:aws:iam::111122223333:role/Audit', mfa_serial: DEVICE };
const CONFIG: Sections = {
  'profile audit': { ...ROLE, source_profile: 'default' },
  'profile billing': {
    ...ROLE,
    role_arn: 'arn:aws:iam::111122223333:role/Billing',
    source_profile: 'default',
  },
};

/** The code is needed only after an answer of AWS. */
const VIA_MIDDLE: Sections = {
  'profile middle': { role_arn: 'arn:aws:iam::111122223333:role/Middle', source_profile: 'default' },
  'profile audit': { ...ROLE, source_profile: 'middle' },
};

/** A person who types these codes, one after the other, and then no more. */
class Person {
  readonly asked: CodeRequest[] = [];
  open = 0;
  mostOpen = 0;
  private readonly codes: (string | undefined)[];

  constructor(...codes: (string | undefined)[]) {
    this.codes = codes;
  }

  readonly askForCode: AskForCode = async (request) => {
    this.asked.push(request);
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    await new Promise((resolve) => setImmediate(resolve));
    this.open -= 1;
    return this.codes.shift();
  };
}

async function readToEnd(steps: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of steps) {
    // Nothing of it is wanted.
  }
}

async function start(
  services: AwsServices,
  askForCode: AskForCode,
  more: { config?: Sections; deadlines?: object } = {},
): Promise<AwsBench> {
  const bench = await AwsBench.start({
    scenario: scenarios.healthy,
    environment: services.environment,
    askForCode,
    deadlines: more.deadlines ?? {},
  });
  bench.home.writeConfig(more.config ?? CONFIG);
  return bench;
}

describe('MFA', () => {
  it('asks a person once for all Regions, and sends the code with the device (B24)', async () => {
    await using services = await AwsServices.start();
    const person = new Person('123456');
    await using bench = await start(services, person.askForCode);
    bench.source.beginRefresh('person');
    await Promise.all(REGIONS.map((region) => bench.askForAnswers({ ...AUDIT, region })));
    assert.deepEqual(person.asked, [{ profile: 'audit', device: DEVICE, isRepeated: false }]);
    assert.deepEqual(
      services.requests.map(({ parameters }) => [parameters['SerialNumber'], parameters['TokenCode']]),
      [[DEVICE, '123456']],
    );
    assert.equal(bench.emulator.requests[0]?.accessKeyId, toKeyId('Audit'));
  });

  for (const cause of ['schedule', 'change'] as const) {
    it(`asks nobody in a refresh of cause “${cause}”`, async () => {
      await using services = await AwsServices.start();
      const person = new Person('123456');
      await using bench = await start(services, person.askForCode);
      bench.source.beginRefresh(cause);
      assert.deepEqual(await bench.askForFailure(AUDIT), { kind: 'codeNeeded', code: 'CodeNotAskedFor' });
      assert.deepEqual([person.asked.length, services.requests.length], [0, 0]);
      bench.source.beginRefresh('person');
      await bench.askForAnswers(AUDIT);
    });
  }

  it('keeps what a code was typed for until it ends, through refreshes of any cause', async () => {
    await using services = await AwsServices.start();
    services.lifeMs = 4 * 60_000;
    const person = new Person('123456', '654321');
    await using bench = await start(services, person.askForCode);
    for (const cause of ['person', 'schedule', 'change', 'person'] as const) {
      bench.source.beginRefresh(cause);
      await bench.askForAnswers(AUDIT);
    }
    assert.equal(person.asked.length, 1);
  });

  it('needs nothing of the source while what a code was typed for lasts', async () => {
    await using services = await AwsServices.start();
    services.lifeMs = 4 * 60_000;
    const person = new Person('123456');
    await using bench = await start(services, person.askForCode, {
      config: {
        'profile audit': { ...ROLE, source_profile: 'middle' },
        'profile middle': { role_arn: 'arn:aws:iam::111122223333:role/Middle', source_profile: 'default' },
      },
    });
    bench.source.beginRefresh('person');
    await bench.askForAnswers(AUDIT);
    for (let refresh = 0; refresh < 2; refresh++) {
      bench.source.beginRefresh('schedule');
      await bench.askForAnswers(AUDIT);
    }
    assert.deepEqual([services.requests.length, person.asked.length], [2, 1]);
  });

  it('asks again when what a code was typed for has ended', async () => {
    await using services = await AwsServices.start();
    services.lifeMs = 10_000;
    const person = new Person('123456', '654321');
    await using bench = await start(services, person.askForCode);
    bench.source.beginRefresh('person');
    await bench.askForAnswers(AUDIT);
    bench.source.beginRefresh('schedule');
    assert.equal((await bench.askForFailure(AUDIT)).kind, 'codeNeeded');
    bench.source.beginRefresh('person');
    await bench.askForAnswers(AUDIT);
    assert.equal(person.asked.length, 2);
  });

  it('asks again when AWS does not take any more what a code was typed for', async () => {
    await using services = await AwsServices.start();
    const person = new Person('123456', '654321');
    await using bench = await start(services, person.askForCode, {
      config: {
        'profile middle': { ...ROLE, source_profile: 'default' },
        'profile audit': { role_arn: 'arn:aws:iam::111122223333:role/Onward', source_profile: 'middle' },
      },
    });
    bench.source.beginRefresh('person');
    await bench.askForAnswers({ profile: 'middle' });
    services.fail('AssumeRole', { kind: 'error', status: 403, code: 'ExpiredToken' }, 1);
    assert.equal((await bench.askForFailure(AUDIT)).kind, 'credentialsExpired');
    bench.source.beginRefresh('person');
    await bench.askForAnswers(AUDIT);
    assert.equal(person.asked.length, 2);
  });

  it('takes no for an answer until a person acts again, for all Regions and profiles of the device (B13)', async () => {
    await using services = await AwsServices.start();
    const person = new Person(undefined, '123456');
    await using bench = await start(services, person.askForCode);
    bench.source.beginRefresh('person');
    const failures = await Promise.all(
      REGIONS.flatMap((region) => [
        bench.askForFailure({ ...AUDIT, region }),
        bench.askForFailure({ profile: 'billing', region }),
      ]),
    );
    assert.deepEqual(new Set(failures.map(({ kind }) => kind)), new Set(['codeNeeded']));
    for (const cause of ['schedule', 'change'] as const) {
      bench.source.beginRefresh(cause);
      await bench.askForFailure(AUDIT);
    }
    assert.deepEqual([person.asked.length, services.requests.length], [1, 0]);
    bench.source.beginRefresh('person');
    await bench.askForAnswers(AUDIT);
    assert.equal(person.asked.length, 2);
  });

  it('asks for one code of a device at a time, for two roles too', async () => {
    await using services = await AwsServices.start();
    const person = new Person('123456', '654321');
    await using bench = await start(services, person.askForCode);
    bench.source.beginRefresh('person');
    await Promise.all([bench.askForAnswers(AUDIT), bench.askForAnswers({ profile: 'billing' })]);
    assert.deepEqual([person.asked.length, person.mostOpen], [2, 1]);
  });

  it('asks nobody where the source profile fails, which rejects nothing unseen (B13)', async () => {
    await using services = await AwsServices.start();
    const person = new Person('123456');
    await using bench = await start(services, person.askForCode, {
      config: { 'profile audit': { ...ROLE, source_profile: 'nope' } },
    });
    bench.source.beginRefresh('person');
    assert.equal((await bench.askForFailure(AUDIT)).code, 'SourceProfileMissing');
    assert.equal(person.asked.length, 0);
  });

  it('asks once more after a wrong code, and says so (B14)', async () => {
    await using services = await AwsServices.start();
    services.fail('AssumeRole', WRONG_CODE, 1);
    const person = new Person('000000', '123456');
    await using bench = await start(services, person.askForCode);
    bench.source.beginRefresh('person');
    await bench.askForAnswers(AUDIT);
    assert.deepEqual(
      person.asked.map(({ isRepeated }) => isRepeated),
      [false, true],
    );
  });

  it('says that the code was not accepted after a second wrong one, and may be asked again (B14)', async () => {
    await using services = await AwsServices.start();
    services.fail('AssumeRole', WRONG_CODE, 2);
    const person = new Person('000000', '111111', '123456');
    await using bench = await start(services, person.askForCode);
    bench.source.beginRefresh('person');
    assert.deepEqual(await bench.askForFailure(AUDIT), {
      kind: 'credentialsFailed',
      code: 'CodeRejected',
      role: ROLE.role_arn,
      profileChain: ['audit'],
    });
    bench.source.beginRefresh('person');
    await bench.askForAnswers(AUDIT);
    assert.equal(person.asked.length, 3);
  });

  it('does not take a denied role for a wrong code (B14, B18)', async () => {
    await using services = await AwsServices.start();
    services.fail('AssumeRole', {
      kind: 'error',
      status: 403,
      code: 'AccessDenied',
      message: 'Not authorized',
    });
    const person = new Person('123456', '123456');
    await using bench = await start(services, person.askForCode);
    bench.source.beginRefresh('person');
    assert.equal((await bench.askForFailure(AUDIT)).code, 'RoleDenied');
    assert.equal(person.asked.length, 1);
  });

  it('gives a person more time than the credentials, but not for ever', async () => {
    await using services = await AwsServices.start();
    const typed = Promise.withResolvers<string | undefined>();
    const signals: AbortSignal[] = [];
    const askForCode: AskForCode = (_, signal) => {
      signals.push(signal);
      return typed.promise;
    };
    await using bench = await start(services, askForCode, { deadlines: { credentials: 1000, code: 2000 } });
    bench.source.beginRefresh('person');
    assert.equal((await bench.askForFailure(AUDIT)).kind, 'codeNeeded');
    assert.equal(signals[0]?.aborted, true, 'the prompt is closed');
  });

  it('closes the prompt of a refresh that is aborted, and opens one for the next (E14)', async () => {
    await using services = await AwsServices.start();
    const signals: AbortSignal[] = [];
    const opened = Promise.withResolvers<void>();
    const askForCode: AskForCode = async (_, signal) => {
      signals.push(signal);
      opened.resolve();
      return signals.length === 1 ? new Promise(() => {}) : '123456';
    };
    await using bench = await start(services, askForCode);
    bench.source.beginRefresh('person');
    const abort = new AbortController();
    const first = assert.rejects(bench.ask({ ...AUDIT, signal: abort.signal }), /enough/);
    await opened.promise;
    abort.abort(new Error('enough'));
    bench.source.beginRefresh('person');
    await bench.askForAnswers(AUDIT);
    await first;
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true, false],
    );
  });

  for (const asker of ['a test of the connection', 'the list of members'] as const) {
    it(`asks the person who waits for ${asker}, also when a refresh begins by itself meanwhile`, async () => {
      await using services = await AwsServices.start();
      const person = new Person('123456');
      await using bench = await start(services, person.askForCode, { config: VIA_MIDDLE });
      const release = services.hold();
      const plan = { profile: 'audit', regions: ['us-east-1'], endpointUrl: bench.emulator.url };
      const ended = new AbortController();
      const waiting =
        asker === 'the list of members'
          ? bench.source.listMembers(plan, () => undefined, ended.signal)
          : readToEnd(bench.source.testConnection({ ...plan, accountId: undefined }, ended.signal));
      await services.waitFor('AssumeRole');
      bench.source.beginRefresh('schedule');
      const background = bench.ask(AUDIT);
      release();
      await Promise.all([waiting, background]);
      assert.equal(person.asked.length, 1);
    });
  }

  it('asks nobody once the person who waited has gone', async () => {
    await using services = await AwsServices.start();
    const person = new Person('123456');
    await using bench = await start(services, person.askForCode, { config: VIA_MIDDLE });
    const release = services.hold();
    bench.source.beginRefresh('person');
    const gone = new AbortController();
    const waiting = bench.ask({ ...AUDIT, signal: gone.signal }).catch(() => undefined);
    await services.waitFor('AssumeRole');
    gone.abort();
    bench.source.beginRefresh('schedule');
    const background = bench.askForFailure(AUDIT);
    release();
    assert.deepEqual(await background, { kind: 'codeNeeded', code: 'CodeNotAskedFor' });
    await waiting;
    assert.equal(person.asked.length, 0);
  });

  it('asks for the code of a role in the middle of a chain', async () => {
    await using services = await AwsServices.start();
    const person = new Person('123456');
    await using bench = await start(services, person.askForCode, {
      config: {
        'profile base': KEYS,
        'profile middle': {
          ...ROLE,
          role_arn: 'arn:aws:iam::111122223333:role/Middle',
          source_profile: 'base',
        },
        'profile audit': { role_arn: ROLE.role_arn, source_profile: 'middle' },
      },
    });
    bench.source.beginRefresh('person');
    await bench.askForAnswers(AUDIT);
    assert.deepEqual(
      person.asked.map(({ profile }) => profile),
      ['middle'],
    );
  });
});
