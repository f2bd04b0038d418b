/** `npm run emulator`, as a person runs it. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startEmulator } from '../../emulator/emulator.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { post } from './rawClient.ts';

const program = fileURLToPath(new URL('../../emulator/main.ts', import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves once the output matches. */
  readonly waitFor: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly exit: Promise<number | null>;
}

function start(...args: string[]): Running {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const waits = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const check of waits) {
        check();
      }
    });
  }
  return {
    child,
    output: () => output,
    waitFor: (pattern) =>
      new Promise((resolve) => {
        const check = () => {
          const match = pattern.exec(output);
          if (match) {
            waits.delete(check);
            resolve(match);
          }
        };
        waits.add(check);
        check();
      }),
    exit: once(child, 'close').then(([code]) => code),
  };
}

describe('emulator: command line', function () {
  this.timeout(20_000);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`serves until ${signal}, and tells each request`, async function () {
      if (process.platform === 'win32') {
        // Windows has no signals: kill ends the process without its knowledge.
        this.skip();
      }
      const { child, output, waitFor, exit } = start('--scenario', 'healthy');
      const [, url = ''] = await waitFor(/Listening on (http:\/\/127\.0\.0\.1:\d+)/);
      await waitFor(/Ctrl\+C/);
      assert.ok(output().includes(`"inspectorStatus.endpointUrl": "${url}"`));
      await post(url, { accountIds: ['123456789012'] }, { region: 'eu-west-1' });
      await waitFor(/eu-west-1 .*BatchGetAccountStatus {2}1 account {2}200/);
      child.kill(signal);
      assert.equal(await exit, 0);
    });
  }

  it('lists the scenarios', async () => {
    const { output, exit } = start('--list');
    assert.equal(await exit, 0);
    for (const [name, { description }] of Object.entries(scenarios)) {
      assert.ok(output().includes(name) && output().includes(description), name);
    }
  });

  it('explains itself', async () => {
    const { output, exit } = start('--help');
    assert.equal(await exit, 0);
    assert.match(output(), /--scenario NAME/);
  });

  for (const [args, message] of [
    [['--scenario', 'nope'], /no scenario "nope"[\s\S]*sample-organisation/],
    [['--scenario', 'toString'], /no scenario "toString"/],
    [['--port', '70000'], /port must be a number from 0 to 65535/],
    [['--nope'], /--nope[\s\S]*Usage:/],
    [['healthy'], /healthy[\s\S]*Usage:/],
  ] as const) {
    it(`refuses ${args.join(' ')}`, async () => {
      const { output, exit } = start(...args);
      assert.equal(await exit, 2);
      assert.match(output(), message);
      assert.doesNotMatch(output(), /\n {4}at /);
    });
  }

  it('says when the port is taken', async () => {
    await using emulator = await startEmulator({ scenario: scenarios.healthy });
    const { output, exit } = start('--port', String(emulator.port));
    assert.equal(await exit, 1);
    assert.match(output(), /EADDRINUSE/);
    assert.doesNotMatch(output(), /\n {4}at /);
  });
});
