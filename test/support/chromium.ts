/** The browser that shows the workbench: Chrome, Chromium or Edge of the machine. */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { runProgram } from './programs.ts';

/** Starts the browser without a window. On Debian, as root, it is installed when there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = (await findChromium()) ?? (await installChromium());
  return chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** The path of a browser that starts: `CHROME_PATH` when it is set, else the first that is installed. */
async function findChromium(): Promise<string | undefined> {
  const chosen = process.env['CHROME_PATH'];
  for (const path of chosen === undefined ? knownPaths().filter(existsSync) : [chosen]) {
    if (await starts(path)) {
      return path;
    }
  }
  if (chosen !== undefined) {
    throw new Error(`CHROME_PATH names ${chosen}, which does not start.`);
  }
  return undefined;
}

function knownPaths(): string[] {
  const names = [
    'google-chrome',
    'google-chrome-stable',
    'chromium',
    'chromium-browser',
    'microsoft-edge',
    'microsoft-edge-stable',
  ];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const applications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
  return [
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...applications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
  ];
}

/** Ubuntu has a `chromium-browser` that only tells to install a snap, so being there is not enough. */
async function starts(path: string): Promise<boolean> {
  try {
    await runProgram(path, ['--version']);
    return true;
  } catch {
    return false;
  }
}

async function installChromium(): Promise<string> {
  if (!isDebian() || process.getuid?.() !== 0) {
    throw new Error(
      'These tests need Chrome, Chromium or Edge and found none. Install one (on Debian: sudo apt-get install chromium), or set CHROME_PATH.',
    );
  }
  console.log('Installing Chromium …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', 'chromium'];
  // Another installation may hold the lock of the package database.
  const patience = ['-o', 'DPkg::Lock::Timeout=120'];
  try {
    await runProgram('apt-get', [...patience, ...install], { env });
  } catch {
    await runProgram('apt-get', [...patience, 'update'], { env });
    await runProgram('apt-get', [...patience, ...install], { env });
  }
  const installed = await findChromium();
  if (installed === undefined) {
    throw new Error('Chromium was installed and still does not start.');
  }
  return installed;
}

function isDebian(): boolean {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
