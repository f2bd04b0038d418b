/** Asks once, then three times more, and says by how much the most memory ever used has grown with the latter. */
import { createAwsConnection } from '../../../src/aws/connection.ts';
import { toIds } from '../support/builders.ts';

const [endpointUrl] = process.argv.slice(2);
const source = createAwsConnection({ version: '0', askForCode: async () => undefined });
const kinds: string[] = [];

async function ask(): Promise<void> {
  const call = { profile: '', region: 'us-east-1', endpointUrl, accountIds: toIds(1) };
  const outcome = await source.fetchStatuses(call, new AbortController().signal);
  kinds.push(outcome.kind === 'failed' ? outcome.failure.kind : outcome.kind);
}

function getPeakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}

await ask();
const before = getPeakMegabytes();
for (let call = 0; call < 3; call++) {
  await ask();
}
source.dispose();
console.log(JSON.stringify({ kinds, grownMegabytes: Math.round(getPeakMegabytes() - before) }));
