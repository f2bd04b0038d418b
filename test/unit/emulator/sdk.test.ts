/** The emulator as the AWS SDK for JavaScript sees it. */
import assert from 'node:assert/strict';
import { BatchGetAccountStatusCommand, Inspector2Client } from '@aws-sdk/client-inspector2';
import { type Emulator, startEmulator } from '../../emulator/emulator.ts';
import { sampleAccounts } from '../../emulator/scenarios/sampleAccounts.ts';
import { scenarios } from '../../emulator/scenarios.ts';

describe('emulator: AWS SDK', () => {
  let emulator: Emulator;
  let client: Inspector2Client;

  beforeEach(async () => {
    emulator = await startEmulator({ scenario: scenarios['sample-organisation'] });
    client = new Inspector2Client({
      region: 'eu-central-1',
      endpoint: emulator.url,
      credentials: { accessKeyId: 'AKIAEMULATOR', secretAccessKey: 'secret', sessionToken: 'token' },
    });
  });

  afterEach(async () => {
    client.destroy();
    await emulator.close();
  });

  it('reads the status of a hundred accounts', async () => {
    const accountIds = sampleAccounts.slice(0, 100).map(({ id }) => id);
    const answer = await client.send(new BatchGetAccountStatusCommand({ accountIds }));
    assert.ok((answer.accounts?.length ?? 0) > 80);
    assert.deepEqual(emulator.requests[0]?.accountIds, accountIds);
    assert.equal(emulator.requests[0]?.region, 'eu-central-1');
    assert.equal(answer.$metadata.requestId, emulator.requests[0]?.requestId);
  });

  it('waits while its answer is held', async () => {
    emulator.use(scenarios.healthy);
    emulator.hold();
    const answer = client.send(new BatchGetAccountStatusCommand({ accountIds: ['123456789012'] }));
    await emulator.waitForHeld(1);
    emulator.release();
    assert.equal((await answer).accounts?.[0]?.state?.status, 'ENABLED');
    assert.equal(emulator.requests[0]?.outcome, 'answered');
  });
});
