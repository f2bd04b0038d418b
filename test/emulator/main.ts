/** `npm run emulator`: starts the emulated Inspector and says what to put into VS Code's settings. */
import { parseArgs } from 'node:util';
import { type Emulator, startEmulator } from './emulator.ts';
import type { RecordedRequest } from './requestLog.ts';
import type { Scenario } from './scenario.ts';
import { sampleAccounts } from './scenarios/sampleAccounts.ts';
import { scenarios } from './scenarios.ts';

const usage = `Usage: npm run emulator -- [--scenario NAME] [--port N]

  --scenario NAME  what to answer; sample-organisation when omitted
  --port N         0 to 65535; a free port when omitted
  --list           show the scenarios
  --help           show this text`;

interface Choice {
  readonly name: string;
  readonly scenario: Scenario;
  readonly port: number;
}

class UsageError extends Error {}

await run();

async function run(): Promise<void> {
  try {
    const choice = readArguments();
    if (choice) {
      await serve(choice);
    }
  } catch (error) {
    const expected = error instanceof UsageError || (error instanceof Error && 'code' in error);
    console.error(expected ? (error as Error).message : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/** What to serve, or undefined when the arguments asked for text alone. */
function readArguments(): Choice | undefined {
  const { scenario: name = 'sample-organisation', port = '0', list, help } = parse();
  if (help) {
    console.log(usage);
    return undefined;
  }
  if (list) {
    console.log(describeScenarios());
    return undefined;
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`The port must be a number from 0 to 65535, not "${port}".`);
  }
  const scenario = Object.entries(scenarios).find(([known]) => known === name)?.[1];
  if (scenario === undefined) {
    throw new UsageError(`There is no scenario "${name}". There are:\n${describeScenarios()}`);
  }
  return { name, scenario, port: Number(port) };
}

function parse() {
  try {
    return parseArgs({
      options: {
        scenario: { type: 'string' },
        port: { type: 'string' },
        list: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}

async function serve({ name, scenario, port }: Choice): Promise<void> {
  const emulator = await startEmulator({ scenario, port });
  emulator.observe({ onFinished: (request) => console.log(describeRequest(request)) });
  console.log(describeStart(name, scenario, emulator));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void emulator.close();
    });
  }
}

function describeScenarios(): string {
  const width = Math.max(...Object.keys(scenarios).map((name) => name.length));
  return Object.entries(scenarios)
    .map(([name, { description }]) => `  ${name.padEnd(width)}  ${description}`)
    .join('\n');
}

function describeStart(name: string, scenario: Scenario, { url }: Emulator): string {
  const named = Object.values(scenario.regions).flatMap(({ accounts = {} }) => Object.keys(accounts));
  const regions = Object.keys(scenario.regions).map((region) => (region === '*' ? 'us-east-1' : region));
  const accountIds = named.length > 0 ? [...new Set(named)] : sampleAccounts.slice(0, 10).map(({ id }) => id);
  const settings = {
    'inspectorStatus.endpointUrl': url,
    'inspectorStatus.regions': [...new Set(regions)],
    'inspectorStatus.accountIds': accountIds,
    'inspectorStatus.accountNames': scenario.accountNames,
  };
  // A line for each setting: a hundred accounts would otherwise push everything else off the screen.
  const lines = Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `${name}: ${scenario.description}
Listening on ${url}

Paste into your user settings (the endpoint is not taken from a workspace):
${lines.join(',\n')}

Any access key will do, for example AWS_ACCESS_KEY_ID=AKIAEMULATOR AWS_SECRET_ACCESS_KEY=emulator.
Stop with Ctrl+C.
`;
}

function describeRequest(request: RecordedRequest): string {
  const { operation, method, path, region, accountIds, outcome, status, fault } = request;
  const parts = [
    new Date(request.receivedAt).toISOString().slice(11, 23),
    region.padEnd(14),
    operation ?? `${method} ${path}`,
    operation === 'BatchGetAccountStatus' &&
      `${accountIds.length} ${accountIds.length === 1 ? 'account' : 'accounts'}`,
    status ?? outcome,
    fault && `(${fault})`,
    `${Math.round((request.finishedAt ?? request.receivedAt) - request.receivedAt)} ms`,
  ];
  return parts.filter(Boolean).join('  ');
}
