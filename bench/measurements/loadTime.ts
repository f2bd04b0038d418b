/** Time to load the files that ship, against an empty file, each in fresh processes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryFolder } from '../../test/support/folders.ts';
import { applicationFile, awsFile, buildShippedFiles, extensionFile } from '../builtFiles.ts';
import { type Measurement, toFigure, toRatios } from '../figure.ts';
import { runFresh } from '../freshProcess.ts';
import { runInterleaved } from '../interleaved.ts';

export const loadTime: Measurement = {
  name: 'load',
  title: 'Loading a file in a fresh process',
  async measure({ runs }) {
    await buildShippedFiles();
    const folder = createTemporaryFolder();
    try {
      const emptyFile = join(folder.path, 'empty.cjs');
      const wakingFile = join(folder.path, 'waking.cjs');
      writeFileSync(emptyFile, '');
      writeFileSync(wakingFile, '');
      const load = (path: string) => async () => Number(await runFresh('loadFile.cts', wakingFile, path));
      const times = await runInterleaved(
        {
          empty: load(emptyFile),
          extension: load(extensionFile),
          application: load(applicationFile),
          aws: load(awsFile),
        },
        // A process is quick to run, and a load is short: more runs than elsewhere.
        2 * runs + 1,
      );
      return [
        toFigure('an empty file', times.empty, 'ms'),
        toFigure('extension.cjs', times.extension, 'ms'),
        toFigure('extension.cjs against an empty file', toRatios(times.extension, times.empty), '×', {
          goal: 6,
        }),
        toFigure('application.cjs', times.application, 'ms'),
        toFigure('aws.cjs', times.aws, 'ms'),
      ];
    } finally {
      folder.remove();
    }
  },
};
