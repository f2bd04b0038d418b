/** AwsHome: a temporary home with made-up AWS files, and an environment without any other AWS setting. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTemporaryFolder, type TemporaryFolder } from '../../support/folders.ts';

export const KEYS = {
  aws_access_key_id: 'AKIAMADEUPFORTESTS00',
  aws_secret_access_key: 'made-up-secret-key',
};

/** Sections of an ini file: `{ 'profile audit': { region: 'eu-west-1' } }`. */
export type Sections = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Nothing of the machine's own AWS settings is seen until it is disposed of; then all is as it was. */
export class AwsHome implements Disposable {
  private readonly folder: TemporaryFolder = createTemporaryFolder();
  private readonly earlier = { ...process.env };

  constructor(environment: Readonly<Record<string, string>> = {}) {
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('AWS_') || name.startsWith('AMAZON_')) {
        delete process.env[name];
      }
    }
    Object.assign(process.env, {
      HOME: this.path,
      USERPROFILE: this.path,
      AWS_CONFIG_FILE: join(this.path, '.aws', 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(this.path, '.aws', 'credentials'),
      // No test asks the machine it runs on who it is.
      AWS_EC2_METADATA_DISABLED: 'true',
      ...environment,
    });
  }

  get path(): string {
    return this.folder.path;
  }

  writeConfig(sections: Sections): void {
    this.write('.aws/config', toIni(sections));
  }

  writeCredentials(sections: Sections): void {
    this.write('.aws/credentials', toIni(sections));
  }

  /** Gives the full path. */
  write(name: string, text: string | Buffer): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  [Symbol.dispose](): void {
    for (const name of Object.keys(process.env)) {
      if (!Object.hasOwn(this.earlier, name)) {
        delete process.env[name];
      }
    }
    Object.assign(process.env, this.earlier);
    this.folder.remove();
  }
}

function toIni(sections: Sections): string {
  return Object.entries(sections)
    .map(([name, settings]) =>
      [`[${name}]`, ...Object.entries(settings).map(([key, value]) => `${key} = ${value}`), ''].join('\n'),
    )
    .join('\n');
}
