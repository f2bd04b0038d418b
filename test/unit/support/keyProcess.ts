/** KeyProcess: a credential_process that does what the test says, and counts how often it was started. */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { AwsHome } from './awsHome.ts';

/** What a `credential_process` prints. */
export function toProcessOutput(accessKeyId: string, more: object = {}): string {
  return JSON.stringify({
    Version: 1,
    AccessKeyId: accessKeyId,
    SecretAccessKey: 'made-up-secret-key',
    ...more,
  });
}

/** A line for the config file that runs this program with Node. Writes a line into `started` at each start. */
export function writeProgram(home: AwsHome, name: string, program: string): string {
  const started = JSON.stringify(`${home.path}/started`);
  const begin = `import { appendFileSync } from 'node:fs';\nappendFileSync(${started}, 'started\\n');\n`;
  return `"${process.execPath}" "${home.write(`${name}.mjs`, begin + program)}"`;
}

export function countStarts(home: AwsHome): number {
  try {
    return readFileSync(`${home.path}/started`, 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
}

/** A program that hangs until it is told what to print; it ends when this is disposed of. */
export class HangingProgram implements AsyncDisposable {
  private readonly server: Server;
  private readonly sockets: Socket[] = [];

  static async start(): Promise<HangingProgram> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new HangingProgram(server);
  }

  private constructor(server: Server) {
    this.server = server;
    server.on('connection', (socket) => {
      this.sockets.push(socket);
      // Who was ended does not say goodbye.
      socket.on('error', () => {});
      socket.resume();
    });
  }

  /** Whom a program connects to that is to hang. */
  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The line for the config file. */
  write(home: AwsHome): string {
    return writeProgram(
      home,
      'hanging',
      `import { connect } from 'node:net';
connect(${this.port}, '127.0.0.1').pipe(process.stdout);`,
    );
  }

  async waitForStart(): Promise<void> {
    if (this.sockets.length === 0) {
      await once(this.server, 'connection');
    }
  }

  /** Until every program that was started has ended, by itself or by others. */
  async waitForEnd(): Promise<void> {
    await Promise.all(this.sockets.map((socket) => (socket.destroyed ? undefined : once(socket, 'close'))));
  }

  /** Lets every program that hangs print this and end. */
  print(text: string): void {
    for (const socket of this.sockets) {
      socket.end(text);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) {
      socket.destroy();
    }
    this.server.close();
    await once(this.server, 'close');
  }
}
