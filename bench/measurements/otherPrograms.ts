/** 1,000 accounts read by other programs that people use for this, each with its whole process. */

import { toBatches } from '../../src/core/batches.ts';
import { toLargeAccountIds } from '../../test/emulator/scenarios/large.ts';
import { runProgram } from '../../test/support/programs.ts';
import { buildShippedFiles } from '../builtFiles.ts';
import type { FirstRefreshArguments } from '../children/firstRefresh.ts';
import { startEmulatorProcess } from '../emulatorProcess.ts';
import { REGION, toMeasuredEnvironment } from '../environment.ts';
import { type Figure, type Measurement, toFigure, toMissing, toRatios } from '../figure.ts';
import { runFresh } from '../freshProcess.ts';
import { runInterleaved, timed } from '../interleaved.ts';

const LATENCY_MS = 50;
const ACCOUNTS = 1_000;
const IN_FLIGHT = 8;
/** The CLI is so slow that its calls for them are counted, not made. */
const MANY_ACCOUNTS = 10_000;
/** The CLI takes seconds for each of ten calls. */
const MAX_RUNS = 3;

const BOTO3 = `
import json, sys, boto3
from concurrent.futures import ThreadPoolExecutor
url, region, in_flight, batches = json.loads(sys.argv[1])
client = boto3.client('inspector2', region_name=region, endpoint_url=url)
read = lambda batch: len(client.batch_get_account_status(accountIds=batch)['accounts'])
with ThreadPoolExecutor(in_flight) as pool:
    print(sum(pool.map(read, batches)))
`;

export const otherPrograms: Measurement = {
  name: 'others',
  title: `${ACCOUNTS.toLocaleString('en')} accounts, ${LATENCY_MS} ms a call, whole processes`,
  async measure({ runs }) {
    await buildShippedFiles();
    await using emulator = await startEmulatorProcess({ latencyMs: LATENCY_MS });
    const { url } = emulator;
    const accountIds = toLargeAccountIds(ACCOUNTS);
    const batches = toBatches(accountIds);
    const env = toMeasuredEnvironment();
    const cliArguments = ['--endpoint-url', url, '--region', REGION];
    const callCli = (ids: readonly string[]) =>
      runProgram(
        'aws',
        [...cliArguments, 'inspector2', 'batch-get-account-status', '--account-ids', ...ids],
        {
          env,
        },
      );
    const callBoto3 = () =>
      runProgram('python3', ['-c', BOTO3, JSON.stringify([url, REGION, IN_FLIGHT, batches])], { env });
    const args: FirstRefreshArguments = { url, accounts: ACCOUNTS, inFlight: IN_FLIGHT };

    const hasCli = await works(runProgram('aws', ['--version'], { env }));
    const hasBoto3 = await works(runProgram('python3', ['-c', 'import boto3'], { env }));
    const readAll = (accounts: number) => () =>
      timed(() => runFresh('firstRefresh.ts', JSON.stringify({ ...args, accounts })));
    const cli = () =>
      timed(async () => {
        for (const batch of batches) {
          await callCli(batch);
        }
      });
    const boto3 = () => timed(callBoto3);
    const variants: Record<string, () => Promise<number>> = {
      product: readAll(ACCOUNTS),
      many: readAll(MANY_ACCOUNTS),
      ...(hasCli ? { cli } : {}),
      ...(hasBoto3 ? { boto3 } : {}),
    };
    const times = await runInterleaved(variants, Math.min(runs, MAX_RUNS));
    const ours = times['product'] ?? [];
    const compare = (name: string, key: string, goal: Pick<Figure, 'atLeast'> = {}): Figure[] => {
      const samples = times[key];
      return samples === undefined
        ? [toMissing(name, 's', 'not installed')]
        : [
            toFigure(name, samples.map(toSeconds), 's'),
            toFigure(`${name}, against the extension`, toRatios(samples, ours), '×', goal),
          ];
    };
    return [
      toFigure(`the extension’s parts in plain Node, ${IN_FLIGHT} in flight`, ours.map(toSeconds), 's'),
      ...compare(`boto3, ${IN_FLIGHT} threads`, 'boto3', { atLeast: 1 }),
      ...compare('AWS CLI, one call after the other', 'cli'),
      ...(times['cli'] === undefined
        ? []
        : [
            toFigure(
              'AWS CLI with ten times as many calls, against the extension with 10,000 accounts',
              toRatios(
                times['cli'].map((ms) => (ms * MANY_ACCOUNTS) / ACCOUNTS),
                times['many'] ?? [],
              ),
              '×',
              { atLeast: 50 },
            ),
          ]),
    ];
  },
};

function toSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}

async function works(program: Promise<unknown>): Promise<boolean> {
  try {
    await program;
    return true;
  } catch {
    return false;
  }
}
