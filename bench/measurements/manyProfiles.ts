/** 1,000 profiles in the config file: what the first call with one more of them costs against a further one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StatusCall } from '../../src/core/ports.ts';
import { toLargeAccountIds } from '../../test/emulator/scenarios/large.ts';
import { createTemporaryFolder } from '../../test/support/folders.ts';
import { buildShippedFiles, openShippedSource } from '../builtFiles.ts';
import { createBareSdkClient } from '../clients/bareSdk.ts';
import { startEmulatorProcess } from '../emulatorProcess.ts';
import { CREDENTIALS, REGION } from '../environment.ts';
import { type Measurement, toFigure, toRatios } from '../figure.ts';
import { timedCpu } from '../interleaved.ts';

const PROFILES = 1_000;
/** Clients made in a run: the clock of the CPU is coarse. */
const USED = 50;

export const manyProfiles: Measurement = {
  name: 'profiles',
  title: `CPU of a call with one account, ${PROFILES.toLocaleString('en')} profiles in the config file`,
  async measure({ runs }) {
    await buildShippedFiles();
    const folder = createTemporaryFolder();
    const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = process.env;
    try {
      const path = join(folder.path, 'config');
      writeFileSync(path, Array.from({ length: PROFILES }, (_, index) => toSection(index)).join('\n'));
      // One that is not there has no profiles.
      const credentialsPath = join(folder.path, 'credentials');
      Object.assign(process.env, { AWS_CONFIG_FILE: path, AWS_SHARED_CREDENTIALS_FILE: credentialsPath });
      await using emulator = await startEmulatorProcess({ latencyMs: 0 });
      const extra: number[] = [];
      const shared: number[] = [];
      const bare: number[] = [];
      using sdk = createBareSdkClient(emulator.url, toLargeAccountIds(1), 1);
      await sdk.fetchAll();
      for (let run = 0; run <= runs; run++) {
        const source = await openShippedSource();
        source.beginRefresh('person');
        const callAll = (profileOf: (index: number) => string) => async () => {
          for (let index = 1; index <= USED; index++) {
            await callOnce(source, emulator.url, profileOf(index));
          }
        };
        await callOnce(source, emulator.url, toName(0));
        const first = await timedCpu(callAll((index) => toName(index * 10)));
        const further = await timedCpu(callAll(() => toName(0)));
        const throughSdk = await timedCpu(async () => {
          for (let index = 1; index <= USED; index++) {
            await sdk.fetchAll();
          }
        });
        if (run > 0) {
          extra.push(first / USED);
          shared.push(further / USED);
          bare.push(throughSdk / USED);
        }
        source.dispose();
      }
      return [
        toFigure('a bare SDK client that is there', bare, 'ms'),
        toFigure('a client that is there', shared, 'ms'),
        toFigure('a client of its own', extra, 'ms'),
        toFigure('a client of its own against one that is there', toRatios(extra, shared), '×', { goal: 2 }),
        toFigure('a client of its own against a bare SDK client that is there', toRatios(extra, bare), '×'),
      ];
    } finally {
      Object.assign(process.env, { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE });
      folder.remove();
    }
  },
};

type Source = Awaited<ReturnType<typeof openShippedSource>>;

async function callOnce(source: Source, url: string, profile: string): Promise<void> {
  const accountIds = toLargeAccountIds(1) as unknown as StatusCall['accountIds'];
  const call: StatusCall = { profile, region: REGION, endpointUrl: url, accountIds };
  const outcome = await source.fetchStatuses(call, new AbortController().signal);
  if (outcome.kind === 'failed') {
    throw new Error(`${outcome.failure.kind} ${outcome.failure.code}`);
  }
}

function toName(index: number): string {
  return `account-${index}`;
}

function toSection(index: number): string {
  return [
    `[profile ${toName(index)}]`,
    `region = ${REGION}`,
    `aws_access_key_id = ${CREDENTIALS.accessKeyId}`,
    `aws_secret_access_key = ${CREDENTIALS.secretAccessKey}`,
    '',
  ].join('\n');
}
