// readConfigFiles: the sections of the shared AWS files, and the lines in them that are not understood.

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import { getHomeDir } from '@smithy/core/config';

export type Section = Readonly<Record<string, string | undefined>>;

export interface MalformedLine {
  /** From 1. */
  readonly line: number;
  /** The section that it stands in; undefined where it may hide one. */
  readonly section: string | undefined;
}

export interface ConfigFile {
  /** For people: with `~` for the home folder. */
  readonly shownPath: string;
  readonly isThere: boolean;
  /** Why it is there, but cannot be read: the code of the system, or `NotText`. */
  readonly unreadable: string | undefined;
  /** Profiles by their names, the other kinds as `sso-session.NAME` and `services.NAME`. */
  readonly sections: ReadonlyMap<string, Section>;
  readonly malformed: readonly MalformedLine[];
  /** Headers that mean something else than they seem to: `[audit]` in the config file. Name to line. */
  readonly ignored: ReadonlyMap<string, number>;
}

export interface ConfigFiles {
  readonly config: ConfigFile;
  readonly credentials: ConfigFile;
}

/** Nobody has files like that; a larger one is no AWS file. */
const MAX_FILE_BYTES = 1024 * 1024;

/** Reads both anew each time. */
export async function readConfigFiles(): Promise<ConfigFiles> {
  const { config, credentials } = getConfigPaths();
  const [configFile, credentialsFile] = await Promise.all([
    readConfigFile(config, true),
    readConfigFile(credentials, false),
  ]);
  return { config: configFile, credentials: credentialsFile };
}

/** Where the AWS tools look for the two files. */
export function getConfigPaths(): { readonly config: string; readonly credentials: string } {
  const { env } = process;
  const home = getHomeDir();
  const resolve = (path: string | undefined, name: string) =>
    path ? path.replace(/^~\//, `${home}/`) : join(home, '.aws', name);
  return {
    config: resolve(env['AWS_CONFIG_FILE'], 'config'),
    credentials: resolve(env['AWS_SHARED_CREDENTIALS_FILE'], 'credentials'),
  };
}

/** The path with `~` for the home folder. */
export function toShownPath(path: string): string {
  const home = homedir();
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}

async function readConfigFile(path: string, isConfig: boolean): Promise<ConfigFile> {
  const shownPath = toShownPath(path);
  const empty = { sections: new Map(), malformed: [], ignored: new Map() };
  try {
    const text = await readText(path);
    return { shownPath, isThere: true, unreadable: undefined, ...parseConfigFile(text, isConfig) };
  } catch (error) {
    const { code = 'Unknown' } = error as { readonly code?: string };
    return code === 'ENOENT'
      ? { shownPath, isThere: false, unreadable: undefined, ...empty }
      : { shownPath, isThere: true, unreadable: code, ...empty };
  }
}

async function readText(path: string): Promise<string> {
  // Without waiting for the other end, should it be a pipe.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size > MAX_FILE_BYTES) {
      const code = found.isDirectory() ? 'EISDIR' : found.isFile() ? 'EFBIG' : 'NotText';
      throw Object.assign(new Error(code), { code });
    }
    const bytes = await file.readFile();
    if (bytes.includes(0) && !isUtf8(bytes)) {
      throw Object.assign(new Error('No text'), { code: 'NotText' });
    }
    return bytes.toString('utf8');
  } finally {
    await file.close();
  }
}

/** Where a file has no NUL, single letters of another encoding do no harm. */
function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Sections of these kinds have a name after the kind. The characters of a name are those of the AWS SDK. */
const NAMED_HEADER = /^([\w-]+)\s(["'])?([\w\-@+.%:/]+)\2$/;

type Parsed = Pick<ConfigFile, 'sections' | 'malformed' | 'ignored'>;

/**
 * Understands what the AWS SDK for JavaScript understands, which reads the files by itself for some steps, and
 * notes what that passes over in silence.
 */
export function parseConfigFile(text: string, isConfig: boolean): Parsed {
  const sections = new Map<string, Record<string, string>>();
  const malformed: MalformedLine[] = [];
  const ignored = new Map<string, number>();
  let section: string | undefined;
  let isInIgnored = false;
  let group: string | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const content = (raw.split(/(?:^|\s)[;#]/)[0] ?? '').trim();
    const equals = content.indexOf('=');
    if (content.includes('\0')) {
      malformed.push({ line, section });
    } else if (content.startsWith('[')) {
      const header = parseHeader(content, isConfig);
      section = header.kind === 'section' ? header.name : undefined;
      isInIgnored = header.kind === 'ignored';
      group = undefined;
      if (header.kind === 'poisoned') {
        // The SDK throws the whole file away for it.
        return { sections: new Map(), malformed: [{ line, section: undefined }], ignored };
      }
      if (header.kind === 'malformed') {
        malformed.push({ line, section: undefined });
      } else if (header.kind === 'ignored') {
        ignored.set(header.name, line);
      } else if (!sections.has(header.name)) {
        sections.set(header.name, Object.create(null) as Record<string, string>);
      }
    } else if (content !== '' && !isInIgnored) {
      const isIndented = /^\s/.test(raw);
      if (equals <= 0) {
        if (!isIndented) {
          malformed.push({ line, section });
        }
        continue;
      }
      const settings = section === undefined ? undefined : sections.get(section);
      if (settings === undefined) {
        malformed.push({ line, section });
        continue;
      }
      const name = content.slice(0, equals).trim();
      const value = content.slice(equals + 1).trim();
      if (value === '') {
        group = name;
        continue;
      }
      if (!isIndented) {
        group = undefined;
      }
      settings[group === undefined ? name : `${group}.${name}`] = value;
    }
  }
  return { sections, malformed, ignored };
}

type Header =
  | { readonly kind: 'section'; readonly name: string }
  | { readonly kind: 'ignored'; readonly name: string }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'poisoned' };

function parseHeader(content: string, isConfig: boolean): Header {
  const text = content.slice(1, -1);
  if (!content.endsWith(']') || text.trim() === '') {
    return { kind: 'malformed' };
  }
  if (/^(profile )?__proto__$/.test(text)) {
    return { kind: 'poisoned' };
  }
  const [, kind, , name = ''] = NAMED_HEADER.exec(text) ?? [];
  if (isConfig && (kind === 'sso-session' || kind === 'services')) {
    return { kind: 'section', name: `${kind}.${name}` };
  }
  if (isConfig ? kind === 'profile' || text === 'default' : kind === undefined) {
    return { kind: 'section', name: kind === undefined ? text : name };
  }
  // In the config file a profile is a `[profile NAME]`, in the credentials file it is a `[NAME]`.
  return { kind: 'ignored', name: text.replace(/^profile\s+(["']?)(.*)\1$/, '$2') };
}
