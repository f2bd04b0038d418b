/** `npm run bench`: measures what a person waits for, and prints each figure beside its goal. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder } from '../test/support/folders.ts';
import { useMeasuredEnvironment } from './environment.ts';
import { type Measurement, type Plan, toMissing } from './figure.ts';
import { toGrowthPlot, toGrowthTable } from './growth.ts';
import { builtSize } from './measurements/builtSize.ts';
import { callCpu } from './measurements/callCpu.ts';
import { firstRefresh } from './measurements/firstRefresh.ts';
import { insideVsCode } from './measurements/insideVsCode.ts';
import { keptSnapshot } from './measurements/keptSnapshot.ts';
import { loadTime } from './measurements/loadTime.ts';
import { manyProfiles } from './measurements/manyProfiles.ts';
import { manyRegions } from './measurements/manyRegions.ts';
import { opening } from './measurements/opening.ts';
import { otherPrograms } from './measurements/otherPrograms.ts';
import { refreshTime } from './measurements/refreshTime.ts';
import { rowModels } from './measurements/rowModels.ts';
import { throttled } from './measurements/throttled.ts';
import { type Chapter, toJson, toTable } from './report.ts';

const measurements: readonly Measurement[] = [
  refreshTime,
  callCpu,
  firstRefresh,
  otherPrograms,
  throttled,
  manyRegions,
  manyProfiles,
  rowModels,
  keptSnapshot,
  builtSize,
  loadTime,
  insideVsCode,
  opening,
];

const usage = `Usage: npm run bench -- [--only NAME]… [--runs N] [--json FILE] [--plot FILE] [--profile FOLDER]

  --only NAME       one measurement; may be given several times
  --runs N          runs of each variant; 7 when omitted
  --json FILE       where the figures go; .vscode-test/bench.json when omitted
  --plot FILE       an SVG of how cost grows, such as docs/growth.svg
  --profile FOLDER  CPU profiles of the extension host; the last runs are slower for them

Measurements:
${measurements.map(({ name, title }) => `  ${name.padEnd(11)}  ${title}`).join('\n')}`;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Ending through `exit` ends the processes and removes the folders that were made.
  process.once(signal, () => process.exit(1));
}
process.exitCode = await main();

async function main(): Promise<number> {
  const options = readArguments();
  if (typeof options === 'string') {
    console.error(options);
    return 2;
  }
  useMeasuredEnvironment();
  const chapters: Chapter[] = [];
  for (const measurement of options.chosen) {
    const { name, title } = measurement;
    // One that cannot be taken here must not keep the others from being taken.
    const figures = await measurement.measure(options).catch((error: unknown) => {
      console.error(error);
      process.exitCode = 1;
      return [toMissing('not measured', '', String(error))];
    });
    chapters.push({ name, title, figures });
    console.log(`${toTable({ name, title, figures })}\n`);
    mkdirSync(dirname(options.json), { recursive: true });
    writeFileSync(options.json, toJson(chapters, options.runs));
  }
  const plot = toGrowthPlot(chapters);
  if (plot !== undefined) {
    console.log(`${toGrowthTable(chapters)}\n`);
  }
  if (plot !== undefined && options.plot !== undefined) {
    writeFileSync(options.plot, plot);
  }
  return Number(process.exitCode ?? 0);
}

interface Options extends Plan {
  readonly chosen: readonly Measurement[];
  readonly json: string;
  readonly plot: string | undefined;
}

/** The options, or the text that says what is wrong with them. */
function readArguments(): Options | string {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true },
        runs: { type: 'string', default: '7' },
        profile: { type: 'string' },
        plot: { type: 'string' },
        json: { type: 'string', default: join(cacheFolder, 'bench.json') },
      },
    });
    const { only, runs, json, plot, profile } = values;
    const unknown = only?.find((name) => measurements.every((each) => each.name !== name));
    if (unknown !== undefined) {
      return `There is no measurement "${unknown}".\n\n${usage}`;
    }
    if (!/^[1-9][0-9]?$/.test(runs)) {
      return `The runs must be a number from 1 to 99, not "${runs}".`;
    }
    const chosen = measurements.filter(({ name }) => only === undefined || only.includes(name));
    if (profile !== undefined) {
      mkdirSync(profile, { recursive: true });
    }
    return {
      chosen,
      runs: Number(runs),
      json,
      plot,
      ...(profile === undefined ? {} : { profileFolder: resolve(profile) }),
    };
  } catch (error) {
    return `${(error as Error).message}\n\n${usage}`;
  }
}
