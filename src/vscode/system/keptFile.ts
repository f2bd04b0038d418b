// KeptFile: what survives a restart, in the workspace's own folder of VS Code. Written whole or not at all: readers
// and other windows see the file as it was before or as it is afterwards, whenever the writer dies.

import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeChanges, parseChanges } from '../../core/changes/changesFormat.ts';
import type { ChangeList } from '../../core/changes/recentChanges.ts';
import { encodeSnapshot, MAX_LINE } from '../../core/kept/snapshotFormat.ts';
import { parseSnapshot } from '../../core/kept/snapshotParsing.ts';
import type { Snapshot } from '../../core/model.ts';
import type { Clock, KeptStorage } from '../../core/ports.ts';

/** What is kept in a file, and its text. */
export interface KeptKind<Value> {
  /** The file's, without its ending: lower-case letters. */
  readonly name: string;
  readonly encode: (value: Value) => Iterable<string>;
  readonly parse: (lines: AsyncIterable<string>, now: number) => Promise<Value | undefined>;
}

export const SNAPSHOT: KeptKind<Snapshot> = {
  name: 'snapshot',
  encode: encodeSnapshot,
  parse: parseSnapshot,
};

export const CHANGES: KeptKind<ChangeList> = {
  name: 'changes',
  encode: encodeChanges,
  parse: parseChanges,
};

const TEMPORARY_NAME = /^([a-z]+)\.[0-9a-f-]{36}\.tmp$/;
const MAX_BYTES = 16 * 2 ** 20;
/** A temporary file this old belongs to nobody any more: a save takes seconds, but clocks of file servers differ. */
const STRAY_AFTER_MS = 24 * 60 * 60_000;

export interface KeptFileParts {
  /** Path of a folder, which need not exist. */
  readonly folder: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: { info(message: string): void; warn(message: string): void };
}

export class KeptFile<Value> implements KeptStorage<Value> {
  readonly path: string;
  private readonly kind: KeptKind<Value>;
  private readonly folder: string;
  private readonly clock: KeptFileParts['clock'];
  private readonly log: KeptFileParts['log'];
  /** Why the last save failed; the same reason is told once. */
  private trouble: string | undefined;

  constructor(kind: KeptKind<Value>, { folder, clock, log }: KeptFileParts) {
    this.kind = kind;
    this.folder = folder;
    this.path = join(folder, `${kind.name}.jsonl`);
    this.clock = clock;
    this.log = log;
  }

  /** A file that cannot be understood is kept aside, so that nothing is lost to a broken disk or a newer version. */
  async load(): Promise<Value | undefined> {
    try {
      const { size } = await stat(this.path);
      const value = size <= MAX_BYTES ? await this.read() : undefined;
      if (value === undefined) {
        await rename(this.path, `${this.path}.bad`);
        this.log.info(`${this.path} could not be understood; it is kept with the ending .bad.`);
      }
      return value;
    } catch (error) {
      const code = toErrorCode(error);
      if (code !== 'ENOENT') {
        this.log.warn(`What was read before could not be loaded from ${this.path}: ${code}.`);
      }
      return undefined;
    }
  }

  async save(value: Value): Promise<void> {
    const temporary = join(this.folder, `${this.kind.name}.${randomUUID()}.tmp`);
    try {
      await mkdir(this.folder, { recursive: true });
      await writeLines(temporary, this.kind.encode(value));
      await rename(temporary, this.path);
      this.trouble = undefined;
    } catch (error) {
      const code = toErrorCode(error);
      await rm(temporary, { force: true }).catch(() => undefined);
      if (this.trouble !== code) {
        this.trouble = code;
        this.log.warn(`What was read could not be saved to ${this.path}: ${code}. It is lost at the end.`);
      }
    }
    await this.removeStrays();
  }

  private async read(): Promise<Value | undefined> {
    await using handle = await open(this.path);
    return await this.kind.parse(readLines(handle), this.clock.now());
  }

  /** What writers left behind that were killed. Another window may be doing the same. */
  private async removeStrays(): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names.filter((each) => TEMPORARY_NAME.exec(each)?.[1] === this.kind.name)) {
      const path = join(this.folder, name);
      const file = await stat(path).catch(() => undefined);
      if (file !== undefined && this.clock.now() - file.mtimeMs > STRAY_AFTER_MS) {
        await rm(path, { force: true }).catch(() => undefined);
      }
    }
  }
}

async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  await using handle = await open(path, 'wx', 0o600);
  let bytes = 0;
  for (const line of lines) {
    const buffer = Buffer.from(`${line}\n`);
    bytes += buffer.length;
    if (bytes > MAX_BYTES) {
      throw Object.assign(new Error('It is too large to be kept.'), { code: 'EFBIG' });
    }
    await handle.writeFile(buffer);
  }
  await handle.sync();
}

/** Not by `readline`, for which a line ends at marks that may stand inside a text. */
async function* readLines(handle: FileHandle): AsyncGenerator<string, void> {
  let rest = '';
  for await (const chunk of handle.createReadStream({ encoding: 'utf8', autoClose: false })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > MAX_LINE) {
      break;
    }
  }
  if (rest !== '') {
    yield rest;
  }
}

/** Everything but trouble with files is a bug, and thrown on. */
function toErrorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') {
    throw error;
  }
  return code;
}
