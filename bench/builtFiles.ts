/** The files that ship, built as for a release, and what they export. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { createAwsConnection } from '../src/aws/connection.ts';
import { projectFolder } from '../test/support/folders.ts';
import { runProgram } from '../test/support/programs.ts';

export const extensionFile: string = join(projectFolder, 'dist', 'extension.cjs');
export const applicationFile: string = join(projectFolder, 'dist', 'application.cjs');
export const awsFile: string = join(projectFolder, 'dist', 'aws.cjs');

let build: Promise<unknown> | undefined;

/** Builds them once in the life of this process. */
export async function buildShippedFiles(): Promise<void> {
  build ??= runProgram(process.execPath, ['esbuild.mjs', '--production'], { cwd: projectFolder });
  await build;
}

/** Opens the source that the built AWS file exports. */
export async function openShippedSource(): Promise<ReturnType<typeof createAwsConnection>> {
  const aws: { createAwsConnection: typeof createAwsConnection } = createRequire(import.meta.url)(awsFile);
  return aws.createAwsConnection({ version: '0.0.0', askForCode: async () => undefined });
}
