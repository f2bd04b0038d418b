/** Credentials: the right ones, in time, asked for once, and new ones as soon as there are any. */
import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import type { Deadlines } from '../../../src/aws/deadline.ts';
import type { CredentialCode } from '../../../src/core/model.ts';
import { faults } from '../../emulator/faults.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';
import { KEYS } from '../support/awsHome.ts';
import { countStarts, HangingProgram, toProcessOutput, writeProgram } from '../support/keyProcess.ts';

const REGIONS = Array.from({ length: 50 }, (_, index) => `xx-test-${index}`);

function toKeys(accessKeyId: string): Record<string, string> {
  return { ...KEYS, aws_access_key_id: accessKeyId };
}

describe('Inspector source: keys', () => {
  it('uses the profile that is named, and the default chain for none', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    bench.home.writeCredentials({ default: toKeys('AKIADEFAULT'), audit: toKeys('AKIAAUDIT') });
    await bench.askForAnswers({ profile: '' });
    await bench.askForAnswers({ profile: 'audit' });
    assert.deepEqual(
      bench.emulator.requests.map(({ accessKeyId }) => accessKeyId),
      ['AKIADEFAULT', 'AKIAAUDIT'],
    );
  });

  it('prefers the profile that is named to what the environment says (B23)', async () => {
    await using bench = await AwsBench.start({
      scenario: scenarios.healthy,
      environment: {
        AWS_PROFILE: 'other',
        AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT',
        AWS_SECRET_ACCESS_KEY: 'made-up-secret-key',
      },
    });
    bench.home.writeCredentials({ other: toKeys('AKIAOTHER'), audit: toKeys('AKIAAUDIT') });
    await bench.askForAnswers({ profile: 'audit' });
    assert.equal(bench.emulator.requests[0]?.accessKeyId, 'AKIAAUDIT');
  });

  it('uses the keys of the environment, session token and all, where no profile is named', async () => {
    await using bench = await AwsBench.start({
      scenario: scenarios.healthy,
      environment: {
        AWS_ACCESS_KEY_ID: 'ASIAENVIRONMENT',
        AWS_SECRET_ACCESS_KEY: 'made-up-secret-key',
        AWS_SESSION_TOKEN: 'made-up-token',
      },
    });
    await bench.askForAnswers();
    const [request] = bench.emulator.requests;
    assert.equal(request?.accessKeyId, 'ASIAENVIRONMENT');
    assert.ok(request?.headers['x-amz-security-token']);
  });

  it('uses the keys that were rotated in the file with the next refresh (B20)', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    for (const key of ['AKIAFIRST', 'AKIASECOND', 'AKIATHIRD']) {
      bench.home.writeCredentials({ default: toKeys(key), audit: toKeys(`${key}AUDIT`) });
      bench.source.beginRefresh('person');
      await bench.askForAnswers();
      await bench.askForAnswers({ profile: 'audit' });
    }
    assert.deepEqual(
      bench.emulator.requests.map(({ accessKeyId }) => accessKeyId),
      ['AKIAFIRST', 'AKIAFIRSTAUDIT', 'AKIASECOND', 'AKIASECONDAUDIT', 'AKIATHIRD', 'AKIATHIRDAUDIT'],
    );
  });

  it('finds a profile that was added later, without a new source (B21)', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    assert.equal((await bench.askForFailure({ profile: 'new' })).kind, 'profileMissing');
    bench.home.writeConfig({ 'profile new': toKeys('AKIANEW') });
    bench.source.beginRefresh('person');
    await bench.askForAnswers({ profile: 'new' });
    assert.equal(bench.emulator.requests[0]?.accessKeyId, 'AKIANEW');
  });

  it('lists the profiles there are when the one that is named is not (B1)', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    bench.home.writeConfig({
      'profile live': { region: 'eu-west-1' },
      'sso-session corp': {},
      'services x': {},
    });
    bench.home.writeCredentials({ default: KEYS, audit: KEYS });
    assert.deepEqual(await bench.askForFailure({ profile: 'adit' }), {
      kind: 'profileMissing',
      code: 'ProfileNotFound',
      availableProfiles: ['audit', 'default', 'live'],
      files: ['~/.aws/config', '~/.aws/credentials'],
      machine: hostname(),
    });
    assert.equal(bench.emulator.requests.length, 0);
  });

  it('says that there are no credentials where there are no files at all (B2)', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    bench.home.writeCredentials({});
    assert.equal((await bench.askForFailure()).kind, 'credentialsMissing');
    assert.deepEqual((await bench.askForFailure({ profile: 'audit' })).availableProfiles, []);
  });

  it('takes a profile without any credentials for a failure of the profile', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    bench.home.writeConfig({ 'profile bare': { region: 'eu-west-1' } });
    assert.equal((await bench.askForFailure({ profile: 'bare' })).kind, 'credentialsFailed');
    assert.equal(bench.emulator.requests.length, 0);
  });

  for (const fault of ['expired-token', 'unrecognized-client'] as const) {
    it(`asks for new keys in the next refresh after "${fault}" (B19, B22)`, async () => {
      await using bench = await AwsBench.start({
        scenario: healthyWithFaults({ accessKeyId: 'ASIAFIRST', fault: faults[fault] }),
      });
      const expiration = new Date(Date.now() + 3600_000).toISOString();
      const use = (key: string) =>
        bench.home.writeConfig({
          'profile session': {
            credential_process: writeProgram(
              bench.home,
              key,
              `console.log(${JSON.stringify(toProcessOutput(key, { SessionToken: 't', Expiration: expiration }))});`,
            ),
          },
        });
      use('ASIAFIRST');
      await bench.askForFailure({ profile: 'session' });
      use('ASIASECOND');
      bench.source.beginRefresh('person');
      await bench.askForAnswers({ profile: 'session' });
      assert.equal(bench.emulator.requests.at(-1)?.accessKeyId, 'ASIASECOND');
    });
  }

  it('asks once more with new keys before it says that they are expired (B22)', async () => {
    await using bench = await AwsBench.start({
      scenario: healthyWithFaults({ firstCalls: 1, fault: faults['expired-token'] }),
    });
    assert.equal((await bench.ask()).kind, 'answered');
    assert.equal(bench.emulator.requests.length, 2);
  });

  it('does not ask for ever when new keys are expired too (B22)', async () => {
    await using bench = await AwsBench.start({
      scenario: healthyWithFaults({ fault: faults['expired-token'] }),
    });
    assert.equal((await bench.askForFailure()).kind, 'credentialsExpired');
    assert.ok(bench.emulator.requests.length <= 2);
  });
});

describe('Inspector source: credential_process', () => {
  it('runs the program once when 50 Regions ask at once (B24)', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    const program = `console.log(${JSON.stringify(toProcessOutput('AKIAPROCESS'))});`;
    bench.home.writeConfig({
      'profile audit': { credential_process: writeProgram(bench.home, 'keys', program) },
    });
    bench.source.beginRefresh('person');
    await Promise.all(REGIONS.map((region) => bench.askForAnswers({ region, profile: 'audit' })));
    assert.equal(countStarts(bench.home), 1);
    assert.deepEqual(
      new Set(bench.emulator.requests.map(({ accessKeyId }) => accessKeyId)),
      new Set(['AKIAPROCESS']),
    );
    bench.source.beginRefresh('person');
    await Promise.all(REGIONS.map((region) => bench.askForAnswers({ region, profile: 'audit' })));
    assert.equal(countStarts(bench.home), 2, 'keys without an end may be others by now');
  });

  /** Lets the profile `audit` have keys with this much life left, from a program. */
  function useKeysThatEndIn(bench: AwsBench, ms: number): void {
    const output = toProcessOutput('ASIASESSION', {
      SessionToken: 'made-up-token',
      Expiration: new Date(Date.now() + ms).toISOString(),
    });
    const program = `console.log(${JSON.stringify(output)});`;
    bench.home.writeConfig({
      'profile audit': { credential_process: writeProgram(bench.home, 'keys', program) },
    });
  }

  it('keeps keys that end over several refreshes, and gets others when their end is near', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    useKeysThatEndIn(bench, 3600_000);
    for (let refresh = 0; refresh < 3; refresh++) {
      bench.source.beginRefresh('person');
      await bench.askForAnswers({ profile: 'audit' });
    }
    assert.equal(countStarts(bench.home), 1);
    await using other = await AwsBench.start({ scenario: scenarios.healthy });
    useKeysThatEndIn(other, 60_000);
    await other.askForAnswers({ profile: 'audit' });
    other.source.beginRefresh('person');
    await other.askForAnswers({ profile: 'audit' });
    assert.ok(countStarts(other.home) >= 2);
  });

  it('runs the program once for all Regions also when its keys last only minutes (B24)', async function () {
    this.timeout(60_000);
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    useKeysThatEndIn(bench, 4 * 60_000);
    bench.source.beginRefresh('person');
    await Promise.all(
      REGIONS.slice(0, 10).map((region) => bench.askForAnswers({ region, profile: 'audit' })),
    );
    for (const region of REGIONS.slice(10, 15)) {
      await bench.askForAnswers({ region, profile: 'audit' });
    }
    assert.equal(countStarts(bench.home), 1);
  });

  it('gives up a program that hangs, does not start it twice, and uses what it says later (B16)', async function () {
    this.timeout(20_000);
    await using program = await HangingProgram.start();
    await using bench = await AwsBench.start({
      scenario: scenarios.healthy,
      deadlines: { credentials: 100 },
    });
    bench.home.writeConfig({ 'profile slow': { credential_process: program.write(bench.home) } });
    const failure = await bench.askForFailure({ profile: 'slow' });
    assert.deepEqual([failure.kind, failure.deadlineSeconds], ['credentialsTimedOut', 0.1]);
    await program.waitForStart();
    bench.source.beginRefresh('person');
    const again = await Promise.all(
      REGIONS.slice(0, 5).map((region) => bench.askForFailure({ profile: 'slow', region })),
    );
    assert.ok(again.every(({ kind }) => kind === 'credentialsTimedOut'));
    assert.equal(countStarts(bench.home), 1);
    assert.equal(bench.emulator.requests.length, 0);
    program.print(toProcessOutput('AKIALATE'));
    // How long the program takes to end is not ours to say; each question waits for it a moment.
    let outcome = await bench.ask({ profile: 'slow' });
    while (outcome.kind === 'failed' && outcome.failure.kind === 'credentialsTimedOut') {
      bench.source.beginRefresh('person');
      outcome = await bench.ask({ profile: 'slow' });
    }
    assert.equal(outcome.kind, 'answered');
    assert.deepEqual([bench.emulator.requests[0]?.accessKeyId, countStarts(bench.home)], ['AKIALATE', 1]);
  });

  it('leaves the other profiles alone while one hangs (B16)', async function () {
    this.timeout(20_000);
    await using program = await HangingProgram.start();
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    bench.home.writeConfig({ 'profile slow': { credential_process: program.write(bench.home) } });
    const abort = new AbortController();
    const hanging = bench.ask({ profile: 'slow', signal: abort.signal });
    await program.waitForStart();
    await bench.askForAnswers();
    abort.abort(new Error('enough'));
    program.print(toProcessOutput('AKIALATE'));
    await assert.rejects(hanging, /enough/);
    assert.equal(bench.emulator.requests.length, 1, 'the call that was aborted is not made');
  });

  /** Asks until the program has started: on a busy machine reading the profiles alone takes all of the time. */
  async function startHanging(bench: AwsBench, program: HangingProgram, limitMs: number): Promise<boolean> {
    let isStarted = false;
    void program.waitForStart().then(() => {
      isStarted = true;
    });
    const giveUpAt = Date.now() + limitMs;
    while (!isStarted && Date.now() < giveUpAt) {
      bench.source.beginRefresh('person');
      assert.equal((await bench.askForFailure({ profile: 'slow' })).kind, 'credentialsTimedOut');
    }
    return isStarted;
  }

  /**
   * Lets the profile's program hang, ends it in some way once it has started, and waits until it has ended. False
   * where it did not start within the time.
   */
  async function endHanging(
    deadlines: Partial<Deadlines>,
    end: (bench: AwsBench) => void,
    limitMs = 30_000,
  ): Promise<boolean> {
    await using program = await HangingProgram.start();
    await using bench = await AwsBench.start({ scenario: scenarios.healthy, deadlines });
    bench.home.writeConfig({ 'profile slow': { credential_process: program.write(bench.home) } });
    const isStarted = await startHanging(bench, program, limitMs);
    if (isStarted) {
      end(bench);
      await program.waitForEnd();
    }
    return isStarted;
  }

  it('leaves no program behind that is replaced (B16)', async function () {
    this.timeout(60_000);
    const isStarted = await endHanging({ credentials: 50 }, (bench) => {
      bench.home.writeConfig({ 'profile slow': toKeys('AKIACORRECTED') });
      bench.source.beginRefresh('change');
      void bench.ask({ profile: 'slow' });
    });
    assert.ok(isStarted);
  });

  it('leaves no program behind at the end (B16)', async function () {
    this.timeout(60_000);
    assert.ok(await endHanging({ credentials: 50 }, (bench) => bench.source.dispose()));
  });

  it('leaves no program behind that is given up (B16)', async function () {
    this.timeout(60_000);
    // A program that is given up before it has started tells nothing: a busy machine needs longer to start one.
    for (const hanging of [1500, 5000, 20_000]) {
      if (await endHanging({ credentials: 50, hanging }, () => {}, hanging + 500)) {
        return;
      }
    }
    assert.fail('the program never started');
  });

  it('ends also what the program has started (B16)', async function () {
    this.timeout(20_000);
    await using program = await HangingProgram.start();
    await using bench = await AwsBench.start({ scenario: scenarios.healthy, deadlines: { credentials: 50 } });
    bench.home.writeConfig({ 'profile slow': { credential_process: `${program.write(bench.home)}; true` } });
    assert.ok(await startHanging(bench, program, 15_000));
    bench.source.dispose();
    await program.waitForEnd();
  });

  it('says how a program ended that fails, and shows neither its command line nor what it prints (B15)', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    const program = `console.error('CANARY of stderr');\nconsole.log('CANARY of stdout');\nprocess.exit(3);`;
    const line = `${writeProgram(bench.home, 'failing', program)} --password CANARY-of-argv`;
    bench.home.writeConfig({ 'profile audit': { credential_process: line } });
    assert.deepEqual(await bench.ask({ profile: 'audit' }), {
      kind: 'failed',
      failure: { kind: 'credentialsFailed', code: 'ProcessFailed', exitCode: 3 },
      attempts: 0,
    });
  });

  it('says so of a program that there is not (B15)', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    bench.home.writeConfig({ 'profile audit': { credential_process: 'no-such-program-CANARY' } });
    const failure = await bench.askForFailure({ profile: 'audit' });
    assert.equal(failure.code, 'ProcessFailed');
    assert.doesNotMatch(JSON.stringify(failure), /CANARY/);
  });

  it('runs in the home folder, not where the editor was started', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    const program = `console.log(JSON.stringify({ Version: 1, AccessKeyId: process.cwd().slice(-6), SecretAccessKey: 's' }));`;
    bench.home.writeConfig({
      'profile audit': { credential_process: writeProgram(bench.home, 'where', program) },
    });
    await bench.askForAnswers({ profile: 'audit' });
    assert.equal(bench.emulator.requests[0]?.accessKeyId, bench.home.path.slice(-6));
  });

  const outputs: readonly [string, string, CredentialCode][] = [
    ['a web page', '<!DOCTYPE html><p>CANARY</p>', 'ProcessNotJson'],
    ['nothing', '', 'ProcessNotJson'],
    ['null', 'null', 'ProcessNotJson'],
    ['a list', '["CANARY"]', 'ProcessNotJson'],
    ['version 2', '{"Version":2,"AccessKeyId":"CANARY","SecretAccessKey":"CANARY"}', 'ProcessVersion'],
    ['no key', '{"Version":1}', 'ProcessIncomplete'],
    ['no secret', '{"Version":1,"AccessKeyId":"CANARY"}', 'ProcessIncomplete'],
    ['keys of another kind', '{"Version":1,"AccessKeyId":5,"SecretAccessKey":[]}', 'ProcessIncomplete'],
    ['expired keys', toProcessOutput('CANARY', { Expiration: '2001-01-01T00:00:00Z' }), 'ProcessExpired'],
    ['an end that is no time', toProcessOutput('CANARY', { Expiration: 'soon' }), 'ProcessExpired'],
    ['3 MB', `${' '.repeat(3 * 1024 * 1024)}{}`, 'ProcessTooLarge'],
  ];
  for (const [what, output, code] of outputs) {
    it(`takes ${what} of a program for ${code}, and asks nobody with it (B17)`, async function () {
      this.timeout(20_000);
      await using bench = await AwsBench.start({ scenario: scenarios.healthy });
      const program = `process.stdout.write(${output.length > 1e6 ? `' '.repeat(${output.length})` : JSON.stringify(output)});`;
      bench.home.writeConfig({
        'profile audit': { credential_process: writeProgram(bench.home, 'odd', program) },
      });
      assert.deepEqual(await bench.askForFailure({ profile: 'audit' }), { kind: 'credentialsFailed', code });
      assert.equal(bench.emulator.requests.length, 0);
    });
  }
});
