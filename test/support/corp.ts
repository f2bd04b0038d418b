/** A made-up company: its AWS files, and an AWS CLI that signs in there without a browser. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const START_URL = 'https://corp.awsapps.example/start';
const HOUR = 3_600_000;
/** The one that `AwsServices` knows. */
const TOKEN = 'made-up-token';
const TOKEN_FILE = `${createHash('sha1').update('corp').digest('hex')}.json`;

/** Profiles of several kinds. `audit` and `sandbox` share the SSO session “corp”. */
export const corpConfig = `[sso-session corp]
sso_start_url = ${START_URL}
sso_region = us-east-1

[profile audit]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = ReadOnly
region = us-east-1

[profile sandbox]
sso_session = corp
sso_account_id = 222233334444
sso_role_name = ReadOnly

[profile deploy]
role_arn = arn:aws:iam::333344445555:role/Deploy
source_profile = keys
mfa_serial = arn:aws:iam::444455556666:mfa/anna
region = eu-central-1

[profile keys]
aws_access_key_id = AKIAMADEUPFORTESTS00
aws_secret_access_key = made-up-secret-key

[profile vault]
credential_process = false
`;

export function writeConfig(home: string, text: string = corpConfig): void {
  write(join(home, '.aws', 'config'), text);
}

/** What a sign-in leaves behind: the session “corp” that lasts so long from now on, or has ended when below 0. */
export function writeToken(home: string, lifeMs: number = HOUR): void {
  write(join(home, '.aws', 'sso', 'cache', TOKEN_FILE), toToken(lifeMs));
}

function toToken(lifeMs: number): string {
  const expiresAt = new Date(Date.now() + lifeMs).toISOString();
  return JSON.stringify({ startUrl: START_URL, region: 'us-east-1', accessToken: TOKEN, expiresAt });
}

/**
 * Puts a program called `aws` into the folder, for a PATH. It adds its arguments, one a line, to `aws-calls` in the
 * home folder; then it runs the lines given, in which \`$HOME\` is the home folder.
 */
export function writeCli(folder: string, ...lines: readonly string[]): void {
  const path = join(folder, 'aws');
  write(path, ['#!/bin/sh', 'printf "%s\\n" "$@" >> "$HOME/aws-calls"', ...lines, ''].join('\n'));
  chmodSync(path, 0o755);
}

/** Lines for `writeCli` that leave behind what a sign-in does. */
export function toSigningIn(lifeMs: number = HOUR): string[] {
  return [
    'mkdir -p "$HOME/.aws/sso/cache"',
    `cat > "$HOME/.aws/sso/cache/${TOKEN_FILE}" <<'TOKEN'`,
    toToken(lifeMs),
    'TOKEN',
  ];
}

function write(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}
