/**
 * Saves snapshots with growing numbers until it is killed: `node savingProcess.ts <folder> [<from>] [<count>]`.
 * Prints each number once it is saved, and everything that goes to the log.
 */
import { writeSync } from 'node:fs';
import { KeptFile, SNAPSHOT } from '../../../src/vscode/system/keptFile.ts';
import { toNumberedSnapshot } from './numberedSnapshots.ts';

const [folder = '', from = '1', count = '1000000'] = process.argv.slice(2);
const tell = (line: string) => writeSync(1, `${line}\n`);
const file = new KeptFile(SNAPSHOT, {
  folder,
  clock: { now: () => Date.now() },
  log: { info: tell, warn: tell },
});
for (let number = Number(from); number < Number(from) + Number(count); number++) {
  await file.save(toNumberedSnapshot(number));
  tell(`saved ${number}`);
}
