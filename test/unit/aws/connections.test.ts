/** Between this computer and AWS: connections that do not come about, and certificates that are not AWS's. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import dns from 'node:dns';
import { once } from 'node:events';
import http from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { DEADLINES } from '../../../src/aws/deadline.ts';
import { scenarios } from '../../emulator/scenarios.ts';
import { AwsBench, type AwsBenchOptions } from '../support/awsBench.ts';
import { type Certificate, createCertificate } from '../support/certificate.ts';

type Deadlines = NonNullable<AwsBenchOptions['deadlines']>;

function startBench(endpointUrl: string, deadlines: Deadlines = {}): Promise<AwsBench> {
  return AwsBench.start({ scenario: scenarios.healthy, endpointUrl, deadlines });
}

/** Whatever comes in is ended with it. */
class Listener implements AsyncDisposable {
  readonly sockets = new Set<Socket>();
  private readonly server = createServer((socket) => {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });

  async listen(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) {
      socket.destroy();
    }
    this.server.close();
    await once(this.server, 'close');
  }
}

/** Now and then Linux lets one in on the client's side alone: the attempt after that one hangs. */
const SLIPPED_MS = 1000;

/** An address where connections hang, as behind a firewall that drops what it does not like. */
class BlackHole implements AsyncDisposable {
  private readonly child;
  private readonly waiting: Socket[] = [];

  private constructor(host: string, port: number) {
    this.child = fork(join(import.meta.dirname, '..', 'support', 'blackHole.ts'), [host, String(port)]);
  }

  static async open(host: string, port = 0): Promise<{ hole: BlackHole; port: number }> {
    const hole = new BlackHole(host, port);
    const [address] = (await once(hole.child, 'message')) as [AddressInfo];
    // More than the queue takes, which is two.
    const full = Promise.withResolvers<void>();
    for (let count = 0; count < 16; count++) {
      const socket = connect(address.port, host).on('error', () => undefined);
      socket.on('connect', () => hole.hanging <= 14 && full.resolve());
      hole.waiting.push(socket);
    }
    await full.promise;
    return { hole, port: address.port };
  }

  /** Connections that did not come about. */
  get hanging(): number {
    return this.waiting.filter(({ connecting }) => connecting).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.waiting) {
      socket.destroy();
    }
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}

function hasIPv6(): boolean {
  return Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));
}

describe('Inspector source: connections', () => {
  it('that are taken, and then say nothing of TLS, end with the time for an answer (C6)', async function () {
    this.timeout(20_000);
    await using listener = new Listener();
    await using bench = await startBench(`https://127.0.0.1:${await listener.listen()}`, { request: 250 });
    const outcome = await bench.ask();
    assert.ok(outcome.kind === 'failed');
    assert.deepEqual(
      [outcome.failure.kind, outcome.failure.deadlineSeconds, outcome.attempts, listener.sockets.size],
      ['timedOut', 0.25, 4, 4],
    );
  });

  it('that are taken, and then say nothing of TLS, end with the time for a call at the latest (C6)', async function () {
    this.timeout(20_000);
    await using listener = new Listener();
    await using bench = await startBench(`https://127.0.0.1:${await listener.listen()}`, { call: 300 });
    const failure = await bench.askForFailure();
    assert.deepEqual([failure.kind, failure.deadlineSeconds], ['timedOut', 0.3]);
  });

  it('that never come about end with the time for a connection, and say so (C9)', async function () {
    this.timeout(20_000);
    if (process.platform !== 'linux') {
      this.skip();
    }
    const { hole, port } = await BlackHole.open('127.0.0.1');
    await using _hole = hole;
    assert.ok(hole.hanging > 0, 'the hole swallows connections');
    await using bench = await startBench(`http://127.0.0.1:${port}`, { connect: 300, request: SLIPPED_MS });
    const failure = await bench.askForFailure();
    assert.deepEqual(
      [failure.kind, failure.code, failure.deadlineSeconds, failure.host],
      ['timedOut', 'ConnectTimeout', 0.3, `127.0.0.1:${port}`],
    );
  });

  it('have five seconds to come about (C9)', () => {
    assert.deepEqual(DEADLINES, { ...DEADLINES, connect: 5000, request: 15_000, call: 45_000 });
  });

  describe('where IPv6 is broken', () => {
    const { lookup } = dns;

    // As a system does that believes in its IPv6: that address first.
    before(() => {
      dns.lookup = ((host: string, options: dns.LookupOptions, done: (...results: unknown[]) => void) => {
        if (host !== 'localhost') {
          lookup(host, options, done);
          return;
        }
        const addresses = [
          { address: '::1', family: 6 },
          { address: '127.0.0.1', family: 4 },
        ];
        process.nextTick(() => (options.all === true ? done(null, addresses) : done(null, '::1', 6)));
      }) as typeof dns.lookup;
    });

    after(() => {
      dns.lookup = lookup;
    });

    it('and refuses, the other address answers (C16)', async () => {
      await using bench = await AwsBench.start({ scenario: scenarios.healthy });
      await using other = await startBench(`http://localhost:${bench.emulator.port}`);
      assert.equal((await other.askForAnswers()).size, 2);
      assert.equal(bench.emulator.requests.length, 1);
    });

    it('and swallows what is sent, the other address answers all the same (C16)', async function () {
      this.timeout(20_000);
      if (process.platform !== 'linux' || !hasIPv6()) {
        this.skip();
      }
      await using bench = await AwsBench.start({ scenario: scenarios.healthy });
      const { hole } = await BlackHole.open('::1', bench.emulator.port);
      await using _hole = hole;
      assert.ok(hole.hanging > 0, 'the hole swallows connections');
      const url = `http://localhost:${bench.emulator.port}`;
      await using other = await startBench(url, { request: SLIPPED_MS });
      assert.equal((await other.askForAnswers()).size, 2);
    });
  });
});

describe('Inspector source: certificates', () => {
  const certificates = tls.getCACertificates('default');

  afterEach(() => tls.setDefaultCACertificates(certificates));

  /** What a call comes to that meets a server with the certificate. */
  async function ask(certificate: Certificate) {
    const received: string[] = [];
    const server = createSecureServer(certificate, (request, response) => {
      received.push(request.url ?? '');
      response.end('{}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      await using bench = await startBench(`https://127.0.0.1:${(server.address() as AddressInfo).port}`);
      return { failure: await bench.askForFailure(), received };
    } finally {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  }

  it('that nobody vouches for are not trusted, and nothing is sent (C10)', async () => {
    const { failure, received } = await ask(createCertificate());
    assert.deepEqual(
      [failure.kind, failure.code, received],
      ['untrustedCertificate', 'DEPTH_ZERO_SELF_SIGNED_CERT', []],
    );
  });

  it('that the system vouches for are: the proxy of a company (C10)', async () => {
    const certificate = createCertificate();
    tls.setDefaultCACertificates([...certificates, certificate.cert]);
    const { failure, received } = await ask(certificate);
    assert.equal(failure.kind, 'noData', 'the server answers with an empty object');
    assert.equal(received.length, 1);
  });

  for (const [what, from, to, code] of [
    ['have ended', -7200, -3600, 'CERT_HAS_EXPIRED'],
    ['have not begun', 3600, 7200, 'CERT_NOT_YET_VALID'],
  ] as const) {
    it(`that ${what} are told from those that nobody vouches for (C11)`, async () => {
      const certificate = createCertificate(from, to);
      tls.setDefaultCACertificates([...certificates, certificate.cert]);
      const { failure, received } = await ask(certificate);
      assert.deepEqual([failure.kind, failure.code, received], ['untrustedCertificate', code, []]);
    });
  }
});

describe('Inspector source: proxies that are looked up', () => {
  // VS Code puts an agent of its own in place of ours, which looks for a proxy before it connects.
  const { addRequest } = http.Agent.prototype as unknown as { addRequest: unknown };
  const usePatch = (patched: (request: http.ClientRequest) => void) =>
    Object.assign(http.Agent.prototype, { addRequest: patched });

  afterEach(() => Object.assign(http.Agent.prototype, { addRequest }));

  it('for ever end with the time for a connection (C15)', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({
      scenario: scenarios.healthy,
      deadlines: { connect: 250, request: 1000 },
    });
    usePatch(() => undefined);
    const failure = await bench.askForFailure();
    assert.deepEqual([failure.kind, failure.deadlineSeconds], ['timedOut', 0.25]);
    assert.equal(bench.emulator.requests.length, 0);
  });

  it('for ever end with the time for a call at the latest (C15)', async function () {
    this.timeout(20_000);
    await using bench = await AwsBench.start({
      scenario: scenarios.healthy,
      deadlines: { call: 250, connect: 500, request: 1000 },
    });
    usePatch(() => undefined);
    const failure = await bench.askForFailure();
    assert.deepEqual([failure.kind, failure.deadlineSeconds], ['timedOut', 0.25]);
  });

  for (const [how, patch] of [
    [
      'throws',
      () => {
        throw new Error('PAC script: ReferenceError');
      },
    ],
    [
      'fails later',
      (request: http.ClientRequest) =>
        void setImmediate(() => request.emit('error', new Error('PAC script'))),
    ],
  ] as const) {
    it(`with a script that ${how} are a failure, and the next call works (C15)`, async function () {
      this.timeout(20_000);
      await using bench = await AwsBench.start({
        scenario: scenarios.healthy,
        // The SDK's timers go on where the request has never had a socket.
        deadlines: { connect: 2000, request: 2000 },
      });
      usePatch(patch);
      assert.equal((await bench.askForFailure()).kind, 'unexpected');
      Object.assign(http.Agent.prototype, { addRequest });
      assert.equal((await bench.askForAnswers()).size, 2);
    });
  }
});
