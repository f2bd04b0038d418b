/** The least a program can do: keep-alive `node:http` and `JSON.parse`, unsigned, nothing checked. */
import { Agent, request } from 'node:http';
import { callInBatches, type StatusClient } from './workers.ts';

export function createRawClient(url: string, accountIds: readonly string[], inFlight: number): StatusClient {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const send = (batch: readonly string[]) =>
    new Promise<unknown>((resolve, reject) => {
      const body = JSON.stringify({ accountIds: batch });
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        // Otherwise VS Code has every connection closed: https://github.com/microsoft/vscode/issues/173861
        connection: 'keep-alive',
      };
      const sent = request(`${url}/status/batch/get`, { agent, method: 'POST', headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    fetchAll: () => callInBatches(accountIds, inFlight, send),
    [Symbol.dispose]: () => agent.destroy(),
  };
}
