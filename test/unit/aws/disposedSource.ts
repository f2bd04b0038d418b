/** Asks twice, aborts the second question when told to, disposes of the source, and has nothing left that keeps it running. */
import { createAwsConnection } from '../../../src/aws/connection.ts';
import { toIds } from '../support/builders.ts';

const [endpointUrl] = process.argv.slice(2);
const source = createAwsConnection({ version: '0', askForCode: async () => undefined });
const abort = new AbortController();
const call = { profile: '', region: 'us-east-1', endpointUrl, accountIds: toIds(1) };
const { kind } = await source.fetchStatuses(call, abort.signal);
const second = source.fetchStatuses(call, abort.signal).catch(() => 'aborted');
process.stdin.once('data', () => abort.abort());
const ending = await second;
source.dispose();
console.log(`${kind}, ${ending}, disposed of`);
