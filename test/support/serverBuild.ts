/** Installs the server build of VS Code from npm: the workbench and the Node extension host, no desktop. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, createTemporaryFolder, projectFolder } from './folders.ts';
import type { Host } from './hosts.ts';
import { runProgram } from './programs.ts';

export interface ServerBuild {
  readonly node: string;
  readonly serverMain: string;
}

/** The server build of a host, installed below `.vscode-test/server` when it is missing. */
export async function ensureServerBuild(host: Host): Promise<ServerBuild> {
  const folder = join(cacheFolder, 'server', host.name);
  const manifest = toManifest(host);
  if (readInstalledManifest(folder) !== manifest) {
    console.log(`Installing the server build of VS Code ${host.vscode} …`);
    await install(folder, manifest);
  }
  return {
    node: join(folder, 'node_modules', nodePackage(), 'bin', 'node'),
    serverMain: join(folder, vscodeFolder, 'out', 'server-main.js'),
  };
}

const vscodeFolder = join('node_modules', 'code-server', 'lib', 'vscode');
/** Says that it found nothing: without a search program VS Code leaves rejected promises unhandled. */
const search = '#!/bin/sh\nexit 1\n';
const loggerSource = join(projectFolder, 'test', 'support', 'spdlog.cjs');

function nodePackage(): string {
  if (process.platform === 'win32') {
    throw new Error('The server build of VS Code runs on Linux and macOS only: use desktop VS Code here.');
  }
  return `node-${process.platform}-${process.arch}`;
}

function toManifest(host: Host): string {
  const dependencies = { 'code-server': host.codeServer, [nodePackage()]: host.node };
  const standIns = createHash('sha256').update(readFileSync(loggerSource)).update(search).digest('hex');
  return `${JSON.stringify({ private: true, dependencies, standIns }, undefined, 2)}\n`;
}

function readInstalledManifest(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'package.json'), 'utf8');
  } catch {
    return undefined;
  }
}

/** Installs beside the final place and renames at the end, so that a folder that is there is complete. */
async function install(folder: string, manifest: string): Promise<void> {
  const parent = join(cacheFolder, 'server');
  const partial = createTemporaryFolder(parent);
  const outdated = createTemporaryFolder(parent);
  try {
    writeFileSync(join(partial.path, 'package.json'), manifest);
    await npmInstall(partial.path);
    await npmInstall(join(partial.path, vscodeFolder), '--omit=dev');
    placeStandIns(join(partial.path, vscodeFolder, 'node_modules', '@vscode'));
    // npm may have rewritten its manifest: this text is what marks the installed versions.
    writeFileSync(join(partial.path, 'package.json'), manifest);
    if (readInstalledManifest(folder) !== manifest) {
      mkdirSync(folder, { recursive: true });
      renameSync(folder, join(outdated.path, 'server'));
      renameSync(partial.path, folder);
    }
  } finally {
    partial.remove();
    outdated.remove();
  }
}

/** For what the install scripts would have built or downloaded, and VS Code cannot do without. */
function placeStandIns(packages: string): void {
  copyFileSync(loggerSource, join(packages, 'spdlog', 'index.js'));
  // Newer builds carry the search program in the package itself.
  if (existsSync(join(packages, 'ripgrep'))) {
    mkdirSync(join(packages, 'ripgrep', 'bin'), { recursive: true });
    writeFileSync(join(packages, 'ripgrep', 'bin', 'rg'), search, { mode: 0o755 });
  }
}

/**
 * Without install scripts: they would compile native modules and download programs.
 * The packages bring their own npm-shrinkwrap.json, so every version below them is exact too.
 */
async function npmInstall(folder: string, ...flags: string[]): Promise<void> {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await runProgram('npm', ['install', '--prefix', folder, ...quiet, ...flags], { cwd: folder });
}
