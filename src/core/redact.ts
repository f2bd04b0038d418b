// redact: takes secrets out of a text before it is kept, shown, logged or copied.

/** What stands in place of a secret. */
const MARK = '***';

/** Names whose values are secret. A bare "token" is one too, but the end of `ExpiredToken` is an error's name. */
const NAMES = [
  'secret[-_ ]?access[-_ ]?key',
  '(?:secret|private|api|account|access|signing|encryption|shared)[-_ ]?key',
  'secret',
  'passw(?:or)?d|passphrase|passcode|(?<![a-z])pwd',
  '(?:access|refresh|session|security|id|auth|bearer|api|identity|private|personal|csrf)[-_ ]?token',
  '(?<![a-z])token',
  '(?:device|user|authorization|token|mfa|otp)[-_ ]?code|code[-_ ]?verifier',
  'x-amz-(?:signature|credential)|signature|(?<![a-z])credential',
  'saml(?:response|assertion|request)',
].join('|');

/** Between two things on one line. */
const BLANKS = String.raw`[^\S\r\n]{0,20}`;
/** From the end of a name to its value. */
const SEPARATOR = String.raw`[\\"']{0,4}${BLANKS}(?:[:=]|%3d)${BLANKS}`;
/**
 * Text with secrets may stand in JSON, CSV or a table of Markdown, of which no part may be taken out with them: a quote
 * that ends a text or a cell, half of an escaped character, a bar between two cells, the end of a line.
 */
const OPENING_QUOTE = String.raw`"(?![,}\]\r\n]|$)`;
/** Nor is it one of the two that stand for one in CSV. */
const INNER_QUOTE = String.raw`\\?"(?!["},\]\r\n]|$)`;
const NO_BAR = String.raw`(?!\|(?:\s|$))`;
/** In quotes, which groups 2 to 4 keep, in quotes that are themselves quoted, or bare. With what a backslash escapes. */
const VALUE = [
  String.raw`(${OPENING_QUOTE})(?:[^"\\\r\n]|\\[^\r\n])+`,
  String.raw`(')(?:${NO_BAR}[^'"\\\r\n]|\\[^"\r\n]|${INNER_QUOTE})+`,
  String.raw`(\\{1,4}(?:${OPENING_QUOTE}|'))[^"'\\\r\n]+`,
  String.raw`${NO_BAR}(?:[^\s"'\\&]|\\[^\r\n"'])+`,
].join('|');

/** Headers whose whole value is secret, to the end of the line or of the quotes. */
const HEADERS =
  '(?:proxy-)?authorization|x-amz-security-token|x-amz-sso[-_]bearer[-_]token|x-api-key|(?:set-)?cookie';

/** Each is linear: no part can begin to match at more than a bounded number of places of the same run. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g, MARK],
  [
    new RegExp(
      String.raw`((?:${HEADERS})[\\"']{0,4}${BLANKS}[:=]${BLANKS}[\\"'[]{0,4})(?!(?<=")[,}\]])${NO_BAR}[^\s"'\\](?:${NO_BAR}[^\r\n"'\\])*`,
      'gi',
    ),
    `$1${MARK}`,
  ],
  // The key of an object in JSON: what follows it begins with a quote, whatever comes next.
  [new RegExp(String.raw`((?:${NAMES})"${BLANKS}:${BLANKS}")(?:[^"\\\r\n]|\\[^\r\n])+`, 'gi'), `$1${MARK}`],
  [new RegExp(`((?:${NAMES})${SEPARATOR})(?:${VALUE})`, 'gi'), `$1$2$3$4${MARK}`],
  [
    new RegExp(String.raw`(<[\w:-]{0,40}?(?:${NAMES})>)(?:[^<"\\\r\n]|\\[^"\r\n]|${INNER_QUOTE})+`, 'gi'),
    `$1${MARK}`,
  ],
  [
    new RegExp(String.raw`((?<![\w-])--?[\w-]{0,40}?(?:${NAMES})[^\S\r\n]{1,20}(?!-))(?:${VALUE})`, 'gi'),
    `$1$2$3$4${MARK}`,
  ],
  [/([?&](?:sig|code|key|auth)=)(?:[^\s"'&<>\\]|\\[^\s"'&<>])+/gi, `$1${MARK}`],
  [/(:\/\/)[^\s/?#"'<>]+@/g, `$1${MARK}@`],
  [/(\b(?:bearer|basic)[^\S\r\n]{1,20})(?=[\w.~+/-]{0,100}[0-9=])[\w.~+/-]{8,}=*/gi, `$1${MARK}`],
  [/(?<![\w-])eyJ[\w-]{5,}(?:\.[\w-]*){1,4}/g, MARK],
  [/(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16,}/g, MARK],
  [/(?:gh[oprsu]_|github_pat_|gl[a-z]{2,5}-|xox[a-z]-|xapp-|npm_|AIza|ya29\.|[rs]k[-_])[\w.-]{16,}/g, MARK],
  [/(hooks\.slack\.com\/services\/)[\w/-]+/gi, `$1${MARK}`],
  [
    /((?<![a-z])(?:mfa|t?otp|one[- ]time|pass ?code|verification code)(?![a-z])[^\d\n]{0,40}(?<=[\s"':=(]))\d{6,8}(?!\d)/gi,
    `$1${MARK}`,
  ],
];

/** Long enough to be a secret access key, a session token or a token of the SSO portal that nothing names. */
const LONG_RUN = /(?<![\w+/-])[\w+/-]{40,}={0,2}/g;

/**
 * Total, and linear in the length of the text. Never touches account ids, ARNs, Region codes, UUIDs, error codes,
 * paths and times.
 */
export function redact(text: string): string {
  return PLAIN.test(text)
    ? text
    : RULES.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text).replace(
        LONG_RUN,
        (run) => (looksRandom(run) ? MARK : run),
      );
}

/** Short words: no rule finds anything in them. An export has a million. */
const PLAIN = /^(?:[A-Za-z_ ]{0,15}|[\w-]{0,15})$/;

/** The same for a text that stands alone, such as a message: a name may stand in one line and its value in the next. */
export function redactMessage(text: string): string {
  const redacted = redact(text);
  const joined = redacted.replace(/[\r\n]/g, ' ');
  const again = joined === redacted ? joined : redact(joined);
  return again === joined ? redacted : again;
}

/** What the characters of a text may be. */
const SORTS = [/[A-Z]+/g, /[a-z]+/g, /[0-9]+/g, /[^A-Za-z0-9]+/g];

/** Words, paths, and hexadecimal digits change less often between capitals, small letters and digits. */
function looksRandom(run: string): boolean {
  const stretches = SORTS.map((sort) => run.match(sort)?.length ?? 0);
  const changes = stretches.reduce((sum, each) => sum + each) - 1;
  return changes > run.length * 0.35 && stretches.filter((each) => each > 0).length > 2;
}
