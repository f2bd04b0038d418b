/** Signing in: a made-up `aws` on the PATH notes with which arguments, where and how often it is started. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { createAwsConnection } from '../../../src/aws/connection.ts';
import type { Deadlines } from '../../../src/aws/deadline.ts';
import type { AwsConnection, SignInOutcome } from '../../../src/core/ports.ts';
import { AwsHome } from '../support/awsHome.ts';
import { HangingProgram } from '../support/keyProcess.ts';

const SSO = { sso_account_id: '111122223333', sso_role_name: 'ReadOnly' };
const NAMES = [
  'x; touch pwned',
  '$(touch pwned)',
  '`touch pwned`',
  '--debug',
  'a"b',
  '%COMSPEC%',
  "it's",
  '-',
  'ünï',
];

interface Start {
  readonly args: readonly string[];
  readonly folder: string;
}

/** A home with profiles, and a PATH with nothing on it but this `aws`. */
class Desk implements Disposable {
  readonly home = new AwsHome();
  readonly connection: AwsConnection;
  readonly bin: string;
  private readonly path = process.env['PATH'];

  constructor(program: string | undefined, deadlines: Partial<Deadlines> = {}) {
    this.connection = createAwsConnection({ version: '0', askForCode: async () => undefined, deadlines });
    this.bin = join(this.home.path, 'bin');
    mkdirSync(this.bin);
    process.env['PATH'] = this.bin;
    if (program !== undefined) {
      this.writeCli(this.bin, program);
    }
    this.home.writeConfig({
      'profile corp': { sso_session: 'corp', ...SSO },
      'profile second': { sso_session: 'corp', ...SSO, sso_role_name: 'Other' },
      'profile other': { sso_session: 'other', ...SSO },
      'profile onward': { role_arn: 'arn:aws:iam::111122223333:role/R', source_profile: 'corp' },
      'profile around': { role_arn: 'arn:aws:iam::111122223333:role/R', source_profile: 'around' },
      'profile jane': { login_session: 'arn:aws:iam::111122223333:user/jane' },
      'sso-session corp': { sso_start_url: 'https://corp.awsapps.example/start', sso_region: 'us-east-1' },
    });
    this.home.writeCredentials(
      Object.fromEntries(
        [...NAMES, 'keys'].map((name) => [
          name,
          name === 'keys'
            ? { aws_access_key_id: 'A', aws_secret_access_key: 's' }
            : { sso_start_url: `https://${NAMES.indexOf(name)}.example`, sso_region: 'us-east-1' },
        ]),
      ),
    );
  }

  writeCli(folder: string, program: string): void {
    const started = JSON.stringify(join(this.home.path, 'started'));
    const path = join(folder, 'aws');
    const lines = [
      `#!${process.execPath}`,
      `const { appendFileSync } = require('node:fs');`,
      `const note = { args: process.argv.slice(2), folder: process.cwd() };`,
      `appendFileSync(${started}, JSON.stringify(note) + '\\n');`,
      program,
    ];
    this.home.write(path.slice(this.home.path.length + 1), lines.join('\n'));
    chmodSync(path, 0o755);
  }

  get starts(): Start[] {
    const path = join(this.home.path, 'started');
    return existsSync(path)
      ? readFileSync(path, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [];
  }

  signIn(profile: string, signal: AbortSignal = new AbortController().signal): Promise<SignInOutcome> {
    return this.connection.signIn(profile, signal);
  }

  [Symbol.dispose](): void {
    this.connection.dispose();
    process.env['PATH'] = this.path;
    this.home[Symbol.dispose]();
  }
}

function toFailed(reason: string, exitCode?: number): object {
  return { kind: 'failed', reason, exitCode };
}

describe('sign-in', function () {
  this.timeout(20_000);

  before(function () {
    if (process.platform === 'win32') {
      // There a program has to be an .exe file, which no test can write.
      this.skip();
    }
  });

  it('runs the AWS CLI in the home folder, for either kind of session, and for the source of a role', async () => {
    using desk = new Desk('');
    for (const profile of ['corp', 'jane', 'onward']) {
      assert.deepEqual(await desk.signIn(profile), { kind: 'signedIn' });
    }
    const folder = desk.home.path;
    assert.deepEqual(desk.starts, [
      { args: ['sso', 'login', '--profile=corp'], folder },
      { args: ['login', '--profile=jane'], folder },
      { args: ['sso', 'login', '--profile=corp'], folder },
    ]);
  });

  it('signs in with the default profile where none is named', async () => {
    using desk = new Desk('');
    process.env['AWS_PROFILE'] = 'other';
    assert.deepEqual(await desk.signIn(''), { kind: 'signedIn' });
    assert.deepEqual(desk.starts[0]?.args, ['sso', 'login', '--profile=other']);
  });

  for (const name of NAMES) {
    it(`hands the name ${name} over as it is, to no shell (G6)`, async () => {
      using desk = new Desk('');
      assert.deepEqual(await desk.signIn(name), { kind: 'signedIn' });
      assert.deepEqual(
        desk.starts.map(({ args }) => args),
        [['sso', 'login', `--profile=${name}`]],
      );
      assert.equal(existsSync(join(desk.home.path, 'pwned')), false);
    });
  }

  for (const name of ['a\u0007b', 'a\u001b[31mb', 'a\u0085b']) {
    it(`refuses the name ${JSON.stringify(name)} (G6)`, async () => {
      using desk = new Desk('');
      desk.home.writeCredentials({ [name]: { sso_start_url: 'https://x.example' } });
      assert.deepEqual(await desk.signIn(name), toFailed('nameRefused'));
      assert.equal(desk.starts.length, 0);
    });
  }

  it('does not run an aws of the folder that is open (G7)', async () => {
    using desk = new Desk(undefined);
    const repository = join(desk.home.path, 'repository');
    mkdirSync(repository);
    desk.writeCli(repository, '');
    const earlier = process.cwd();
    process.chdir(repository);
    try {
      // What a person may have on the PATH, and means the current folder.
      for (const path of [desk.bin, `${desk.bin}${delimiter}.`, `${delimiter}${desk.bin}`]) {
        process.env['PATH'] = path;
        assert.deepEqual(await desk.signIn('corp'), toFailed('cliMissing'));
      }
    } finally {
      process.chdir(earlier);
    }
    assert.equal(desk.starts.length, 0);
  });

  it('says that there is no AWS CLI where there is none', async () => {
    using desk = new Desk(undefined);
    assert.deepEqual(await desk.signIn('corp'), toFailed('cliMissing'));
  });

  it('says so of version 1, which has no such command', async () => {
    using desk = new Desk(
      `if (note.args[0] === '--version') console.log('aws-cli/1.44.2 Python/3.12.1'); else process.exit(2);`,
    );
    assert.deepEqual(await desk.signIn('corp'), toFailed('cliMissing', 2));
  });

  it('says how the AWS CLI ended', async () => {
    using desk = new Desk(
      `if (note.args[0] === '--version') console.log('aws-cli/2.31.0 Python/3.13.7'); else process.exit(255);`,
    );
    assert.deepEqual(await desk.signIn('corp'), toFailed('cliFailed', 255));
  });

  it('starts nothing for a profile that nobody signs in to', async () => {
    using desk = new Desk('');
    for (const profile of ['keys', 'around', 'nope', '']) {
      assert.deepEqual(await desk.signIn(profile), toFailed('notNeeded'), profile);
    }
    assert.equal(desk.starts.length, 0);
  });

  /** An `aws` that hangs until it is told to end. */
  async function startHanging(): Promise<{ desk: Desk; cli: HangingProgram } & AsyncDisposable> {
    const cli = await HangingProgram.start();
    const desk = new Desk(
      `require('node:net').connect(${cli.port}, '127.0.0.1').on('end', () => process.exit(0)).resume();`,
    );
    return {
      desk,
      cli,
      async [Symbol.asyncDispose]() {
        desk[Symbol.dispose]();
        await cli[Symbol.asyncDispose]();
      },
    };
  }

  it('runs once for all profiles of a session, and for each session', async () => {
    await using started = await startHanging();
    const { desk, cli } = started;
    const signIns = ['corp', 'second', 'onward', 'corp'].map((profile) => desk.signIn(profile));
    await cli.waitForStart();
    cli.print('');
    assert.deepEqual(
      (await Promise.all(signIns)).map(({ kind }) => kind),
      ['signedIn', 'signedIn', 'signedIn', 'signedIn'],
    );
    assert.equal(desk.starts.length, 1);
  });

  it('ends the program when it is cancelled, and runs another one after it', async () => {
    await using started = await startHanging();
    const { desk, cli } = started;
    const abort = new AbortController();
    const signIn = desk.signIn('corp', abort.signal);
    await cli.waitForStart();
    abort.abort();
    assert.deepEqual(await signIn, { kind: 'cancelled' });
    await cli.waitForEnd();
    desk.writeCli(desk.bin, '');
    assert.deepEqual(await desk.signIn('corp'), { kind: 'signedIn' });
  });

  it('goes on while somebody still waits for it', async () => {
    await using started = await startHanging();
    const { desk, cli } = started;
    const abort = new AbortController();
    const first = desk.signIn('corp', abort.signal);
    const second = desk.signIn('second');
    await cli.waitForStart();
    abort.abort();
    assert.deepEqual(await first, { kind: 'cancelled' });
    cli.print('');
    assert.deepEqual(await second, { kind: 'signedIn' });
  });

  it('ends the program at the end', async () => {
    await using started = await startHanging();
    const { desk, cli } = started;
    const signIn = desk.signIn('corp');
    await cli.waitForStart();
    desk.connection.dispose();
    await cli.waitForEnd();
    assert.deepEqual(await signIn, { kind: 'cancelled' });
  });

  describe('in a home folder that hangs', () => {
    const { open } = promises;

    beforeEach(() => {
      promises.open = () => new Promise(() => {});
      syncBuiltinESMExports();
    });

    afterEach(() => {
      promises.open = open;
      syncBuiltinESMExports();
    });

    it('is cancelled at once, and the next one reads anew', async () => {
      using desk = new Desk('');
      const abort = new AbortController();
      const signIn = desk.signIn('corp', abort.signal);
      abort.abort();
      assert.deepEqual(await signIn, { kind: 'cancelled' });
      promises.open = open;
      syncBuiltinESMExports();
      assert.deepEqual(await desk.signIn('corp'), { kind: 'signedIn' });
    });

    it('is given up, and starts nothing', async () => {
      using desk = new Desk('', { credentials: 100 });
      assert.deepEqual(await desk.signIn('corp'), toFailed('filesLate'));
      assert.equal(desk.starts.length, 0);
    });
  });

  it('starts nothing for who has cancelled already', async () => {
    using desk = new Desk('');
    assert.deepEqual(await desk.signIn('corp', AbortSignal.abort()), { kind: 'cancelled' });
    assert.equal(desk.starts.length, 0);
  });

  it('is watched for in the folder where tokens are kept, and so are the files', () => {
    using desk = new Desk('');
    const folder = dirname(join(desk.home.path, '.aws', 'config'));
    assert.deepEqual(desk.connection.watchedPaths, [
      join(folder, 'config'),
      join(folder, 'credentials'),
      join(folder, 'sso', 'cache'),
    ]);
  });
});
