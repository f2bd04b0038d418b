/** `npm run demo`: VS Code with the extension and an emulated organisation. `--check` looks at it and reports. */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { startEmulator } from '../emulator/emulator.ts';
import { scenarios } from '../emulator/scenarios.ts';
import { projectFolder } from '../support/folders.ts';
import { runProgram } from '../support/programs.ts';
import { createSandbox } from '../support/sandbox.ts';
import { checkDemo } from './check.ts';
import { toUserSettings, toWorkspaceSettings } from './sampleSettings.ts';
import { openDesktop, openServer } from './window.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
// Ending through `exit` lets every open server and folder clean up behind itself.
const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);

await runProgram(process.execPath, ['esbuild.mjs'], { cwd: projectFolder });
const emulator = await startEmulator({ scenario: scenarios['sample-organisation'] });
try {
  process.exitCode = values.check === true ? await check() : await show();
} finally {
  await emulator.close();
}

async function check(): Promise<number> {
  void interrupted.then(() => process.exit(1));
  const missing = await checkDemo(emulator.url);
  for (const sentence of missing) {
    console.error(sentence);
  }
  console.log(missing.length === 0 ? 'The demonstration is complete.' : `${missing.length} missing.`);
  return missing.length === 0 ? 0 : 1;
}

/** Shows the window until it is closed, or Ctrl+C. */
async function show(): Promise<number> {
  const sandbox = createSandbox({
    userSettings: toUserSettings(emulator.url),
    workspaceSettings: toWorkspaceSettings(),
  });
  const window = (await openDesktop(sandbox)) ?? (await openServer(sandbox));
  try {
    await Promise.race([interrupted, window.closed]);
    return 0;
  } finally {
    await window.close();
    sandbox.remove();
  }
}
