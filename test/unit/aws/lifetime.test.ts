/** A source ends what it began: at once when a refresh is aborted, altogether when it is disposed of. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createAwsConnection } from '../../../src/aws/connection.ts';
import { type FaultName, faults } from '../../emulator/faults.ts';
import { healthyWithFaults } from '../../emulator/scenarios/healthyBut.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench } from '../support/awsBench.ts';
import { AwsHome, KEYS } from '../support/awsHome.ts';
import { toIds } from '../support/builders.ts';

const run = promisify(execFile);

function toProgram(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

describe('Inspector source: aborted', () => {
  for (const fault of ['hang', 'stalled-body', 'drip-body', 'big-body'] as const satisfies FaultName[]) {
    it(`ends a call at once that meets "${fault}", long before its deadlines (E14, C18)`, async () => {
      await using bench = await AwsBench.start({ scenario: healthyWithFaults({ fault: faults[fault] }) });
      const abort = new AbortController();
      const events: string[] = [];
      const asked = bench.ask({ signal: abort.signal }).then(
        () => events.push('answered'),
        (error: unknown) => events.push(`rejected with ${String(error)}`),
      );
      await bench.emulator.waitForRequests(1);
      events.push('aborted');
      abort.abort(new Error('enough'));
      await asked;
      await bench.emulator.waitForIdle();
      assert.deepEqual(events, ['aborted', 'rejected with Error: enough']);
      assert.deepEqual(
        bench.emulator.requests.map(({ outcome }) => outcome),
        ['abandoned'],
      );
    });
  }

  it('ends the pause between two attempts (E14)', async () => {
    await using bench = await AwsBench.start({
      scenario: healthyWithFaults({ fault: faults['internal-error'] }),
    });
    const abort = new AbortController();
    const asked = bench.ask({ signal: abort.signal });
    await bench.emulator.waitForRequests(1);
    await bench.emulator.waitForIdle();
    abort.abort(new Error('enough'));
    await assert.rejects(asked, /enough/);
    assert.equal(bench.emulator.requests.length, 1);
  });

  it('makes no call for a refresh that is over already', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    await assert.rejects(bench.ask({ signal: AbortSignal.abort(new Error('enough')) }), /enough/);
    assert.equal(bench.emulator.requests.length, 0);
  });

  it('ends all of many calls, and works afterwards', async () => {
    await using bench = await AwsBench.start({ scenario: scenarios.healthy });
    bench.emulator.hold();
    const abort = new AbortController();
    const calls = Array.from({ length: 20 }, (_, index) =>
      bench.ask({ region: `xx-test-${index}`, signal: abort.signal }),
    );
    await bench.emulator.waitForHeld(20);
    abort.abort(new Error('enough'));
    const ends = await Promise.allSettled(calls);
    assert.ok(ends.every(({ status }) => status === 'rejected'));
    await bench.emulator.waitForIdle();
    bench.emulator.release();
    await bench.askForAnswers();
  });
});

describe('Inspector source: disposed of', () => {
  it('leaves no connection open', async () => {
    using home = new AwsHome();
    home.writeCredentials({ default: KEYS });
    const sockets = new Set<Socket>();
    const ids = toIds(1);
    const body = JSON.stringify({ accounts: [{ accountId: ids[0], state: { status: 'ENABLED' } }] });
    const server = createServer((_, response) => response.end(body));
    // A connection that nobody ends stays open.
    server.keepAliveTimeout = 0;
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const source = createAwsConnection({ version: '0', askForCode: async () => undefined });
    const endpointUrl = `http://127.0.0.1:${port}`;
    const { signal } = new AbortController();
    await Promise.all(
      ['us-east-1', 'eu-west-1', 'sa-east-1'].map((region) =>
        source.fetchStatuses({ profile: '', region, endpointUrl, accountIds: ids }, signal),
      ),
    );
    assert.ok(sockets.size >= 1, 'the connections are kept for the next refresh');
    const closed = Promise.all([...sockets].map((socket) => once(socket, 'close')));
    source.dispose();
    await closed;
    assert.equal(sockets.size, 0);
    server.close();
    await once(server, 'close');
  });

  it('keeps no process alive: no timer, no socket (E6)', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({
      scenario: healthyWithFaults({ call: 2, fault: faults.hang }),
    });
    const program = run(process.execPath, [toProgram('disposedSource.ts'), bench.emulator.url], {
      timeout: 15_000,
    });
    await bench.emulator.waitForRequests(2);
    program.child.stdin?.end('abort');
    const { stdout } = await program;
    assert.equal(stdout, 'answered, aborted, disposed of\n');
  });

  it('needs less than 60 MB for a body of 200 MB (C20)', async function () {
    this.timeout(30_000);
    await using bench = await AwsBench.start({
      scenario: healthyWithFaults({ fromCall: 2, fault: faults['big-body'] }),
    });
    const { stdout } = await run(process.execPath, [toProgram('bigBody.ts'), bench.emulator.url], {
      timeout: 25_000,
    });
    const { kinds, grownMegabytes } = JSON.parse(stdout);
    assert.deepEqual(kinds, ['answered', 'badAnswer', 'badAnswer', 'badAnswer']);
    assert.ok(grownMegabytes < 60, `${grownMegabytes} MB`);
  });
});
