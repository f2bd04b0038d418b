/** Made-up secrets of twenty kinds, each in a text such as it would come in. Whatever shows one of them has leaked. */

export interface Canary {
  readonly kind: string;
  /** What must not come out. */
  readonly secret: string;
  /** The secret, with what stands around it. */
  readonly text: string;
}

const KEY_ID = 'AKIACANARYCANARY2345';
const SECRET_KEY = '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';
const LONG_TOKEN = `IQoJb3JpZ2luX2VjE${'c4N7/rY2kQ9+Lw3Zp8XbT'.repeat(12)}==`;
const JWT = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlY2FuYXJ5`;

function make(kind: string, secret: string, toText: (secret: string) => string): Canary {
  return { kind, secret, text: toText(secret) };
}

export const CANARIES: readonly Canary[] = [
  make('an access key id', KEY_ID, (secret) => `the key ${secret} is not active`),
  make('a temporary access key id', 'ASIACANARYCANARY6789', (secret) => `Credential ${secret}/20260101`),
  make('a secret access key in an ini file', 'ini-canary-1', (secret) => `aws_secret_access_key = ${secret}`),
  make('a secret access key in JSON', 'json "canary" 2', (secret) =>
    JSON.stringify({ Version: 1, SecretAccessKey: secret }),
  ),
  make('a secret access key in JSON in JSON', 'nested-canary-3', (secret) =>
    JSON.stringify({ body: JSON.stringify({ SecretAccessKey: secret }) }),
  ),
  make(
    'a secret access key in XML',
    'xml-canary-4',
    (secret) => `<SecretAccessKey>${secret}</SecretAccessKey>`,
  ),
  make('a secret access key alone', SECRET_KEY, (secret) => `tried ${secret}, refused`),
  make('a session token', LONG_TOKEN, (secret) => `security token ${secret} is invalid`),
  make('an SSO access token', 'sso-canary-5', (secret) => JSON.stringify({ accessToken: secret })),
  make(
    'an SSO refresh token',
    'sso-canary-6',
    (secret) => `refresh_token=${secret}&grant_type=refresh_token`,
  ),
  make('an SSO client secret', 'sso-canary-7', (secret) => `{ clientId: 'x', clientSecret: '${secret}' }`),
  make(
    'a signed header',
    'canary8canary8canary8',
    (secret) =>
      `authorization: AWS4-HMAC-SHA256 Credential=${KEY_ID}/20260101/us-east-1/inspector2/aws4_request, SignedHeaders=host, Signature=${secret}`,
  ),
  make('a security token header', 'header-canary-9', (secret) => `host:x\nx-amz-security-token:${secret}\n`),
  make(
    'a signed address',
    'query-canary-10',
    (secret) => `https://sts.amazonaws.com/?Action=x&X-Amz-Security-Token=${secret}&X-Amz-Expires=60`,
  ),
  make('a bearer token', 'bearer-canary-11', (secret) => `curl -H "x: Bearer ${secret}"`),
  make('a JSON web token', JWT, (secret) => `assertion ${secret} expired`),
  make(
    'a private key',
    'MIICANARY12MIICANARY12',
    (secret) => `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----`,
  ),
  make(
    'a password in an address',
    'url-canary-13',
    (secret) => `https://user:${secret}@proxy.example.com:3128/`,
  ),
  make(
    'a password of a command line',
    'cli canary 14',
    (secret) => `get-keys --user x --password "${secret}" --json`,
  ),
  make('a password of the environment', 'env-canary-15', (secret) => `DB_PASSWORD=${secret} get-keys`),
  make('a GitHub token', 'ghp_canary16canary16canary16canary16abcd', (secret) => `git clone with ${secret}`),
  make('a GitLab token', 'glpat-canary17canary17cana', (secret) => `remote: ${secret}`),
  make('a Slack token', ['xoxb', '181818181818', 'canary18canary'].join('-'), (secret) => `slack ${secret}`),
  make(
    'a code of an MFA device',
    '190219',
    (secret) => `MultiFactorAuthentication failed: MFA code ${secret}`,
  ),
  make('a cookie', 'canary20', (secret) => `set-cookie: session=${secret}; Secure`),
];

/** All of them in one text. */
export const ALL_CANARIES: string = CANARIES.map(({ text }) => text).join('\n');

/** The kinds of those whose secret is in the text, as it is or as JSON would write it. */
export function findCanaries(text: string): string[] {
  return CANARIES.filter(
    ({ secret }) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)),
  ).map(({ kind }) => kind);
}
