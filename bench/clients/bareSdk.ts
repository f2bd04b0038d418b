/** The AWS SDK as its documentation shows it: a default client, `send` in a loop. */
import { BatchGetAccountStatusCommand, Inspector2Client } from '@aws-sdk/client-inspector2';
import { CREDENTIALS, REGION } from '../environment.ts';
import { callInBatches, type StatusClient } from './workers.ts';

export function createBareSdkClient(
  url: string,
  accountIds: readonly string[],
  inFlight: number,
): StatusClient {
  const client = new Inspector2Client({ region: REGION, endpoint: url, credentials: CREDENTIALS });
  return {
    fetchAll: () =>
      callInBatches(accountIds, inFlight, (batch) =>
        client.send(new BatchGetAccountStatusCommand({ accountIds: [...batch] })),
      ),
    [Symbol.dispose]: () => client.destroy(),
  };
}
