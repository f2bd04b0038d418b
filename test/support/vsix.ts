/** Packs the extension as it would be published, and installs it. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './folders.ts';
import type { Host, HostName } from './hosts.ts';
import { runProgram } from './programs.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { installExtension } from './server.ts';

/** Builds and packs; the package is then at `path`. */
export async function packageExtension(path: string): Promise<void> {
  await runProgram(process.execPath, ['package.mjs', '--out', path], { cwd: projectFolder });
}

/** Installs the package into sandboxes: it is packed and unpacked once for each host, and copied from then on. */
export class Installer {
  readonly #unpacked = new Map<HostName, Promise<Sandbox>>();

  async install(host: Host, { extensions }: Sandbox): Promise<void> {
    const unpacked = this.#unpacked.get(host.name) ?? unpack(host);
    this.#unpacked.set(host.name, unpacked);
    cpSync((await unpacked).extensions, extensions, { recursive: true });
  }
}

/** It lasts until the process ends. */
async function unpack(host: Host): Promise<Sandbox> {
  const sandbox = createSandbox();
  const path = join(sandbox.home, 'extension.vsix');
  await packageExtension(path);
  await installExtension(path, { host, ...sandbox });
  return sandbox;
}
