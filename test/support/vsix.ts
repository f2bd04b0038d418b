/** Packs the extension as it would be published, and installs it. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './folders.ts';
import type { Host } from './hosts.ts';
import { runProgram } from './programs.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { installExtension } from './server.ts';

/** Builds and packs; the package is then at `path`. */
export async function packageExtension(path: string): Promise<void> {
  await runProgram(process.execPath, ['package.mjs', '--out', path], { cwd: projectFolder });
}

/** Installs extensions into sandboxes: each is unpacked once, and copied from then on. */
export class Installer {
  readonly #unpacked = new Map<string, Promise<Sandbox>>();

  /** `package`, or the path of a package to install. */
  async install(extension: string, host: Host, { extensions }: Sandbox): Promise<void> {
    const key = JSON.stringify([host.name, extension]);
    const unpacked = this.#unpacked.get(key) ?? unpack(extension, host);
    this.#unpacked.set(key, unpacked);
    cpSync((await unpacked).extensions, extensions, { recursive: true });
  }
}

/** It lasts until the process ends. */
async function unpack(extension: string, host: Host): Promise<Sandbox> {
  const sandbox = createSandbox();
  const ownPath = join(sandbox.home, 'extension.vsix');
  if (extension === 'package') {
    await packageExtension(ownPath);
  }
  await installExtension(extension === 'package' ? ownPath : extension, { host, ...sandbox });
  return sandbox;
}
