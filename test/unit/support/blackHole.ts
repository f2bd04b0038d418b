/** Listens on the address and port given, takes no connection, and stops: who comes later is never let in. */
import { createServer } from 'node:net';

const [host, port] = process.argv.slice(2);
const server = createServer();
server.listen({ host, port: Number(port), backlog: 1 }, () => {
  process.send?.(server.address());
  // Without its thread nobody takes the connections in: when their queue is full, Linux drops what comes.
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
});
