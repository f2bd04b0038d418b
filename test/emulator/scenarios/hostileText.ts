/** Texts that would come alive in a careless view, as error messages, codes, statuses and scan types. */
import { toAccount, toFailed } from '../accountAnswers.ts';
import type { AccountAnswer, Scenario } from '../scenario.ts';

export const hostileTexts: Readonly<Record<string, string>> = {
  'command link': '[Sign in](command:workbench.action.quit)',
  'web link': '[Sign in](https://example.invalid/login) <https://example.invalid/auto>',
  'remote image': '![status](https://example.invalid/beacon.png)',
  html: '<img src=x onerror="alert(1)"><script>alert(2)</script><span style="color:red">red</span>',
  icon: '$(alert) $(sync~spin)',
  'code fence': '```\n[x](command:workbench.action.quit)\n```\n``` ```` `````',
  ansi: '\u001B[31mred\u001B[0m \u001B]8;;https://example.invalid\u0007link\u001B]8;;\u0007 \u001B[2J',
  'control characters': 'before\u0000NUL\u0007BEL\b\b\b\rcarriage return',
  'lone surrogate': 'high \uD800 low \uDC00 end',
  'right-to-left override': 'safe\u202Egnp.exe\u202C \u2066isolated\u2069 zero\u200Bwidth',
  'line breaks': `first line\nsecond line\r\n\tthird line\u2028fourth line${'\n'.repeat(200)}`,
  formula: '=HYPERLINK("https://example.invalid","click")',
  placeholders: '{0} {1} %s %d {{name}} {region}',
  prototype: '__proto__',
  // An answer that holds all of these is still one that is read.
  '1 MB': 'Lorem ipsum dolor sit amet. '.repeat(37_500),
};

/** Each text as a failed account's message, then as message, code and status of an account and a scan type. */
function toAnswers(text: string): readonly AccountAnswer[] {
  const short = text.slice(0, 200);
  return [
    toFailed('INTERNAL_ERROR', text),
    toAccount(
      { status: 'ENABLED', errorCode: short, errorMessage: text },
      { ec2: { status: short, errorCode: 'SSM_UNAVAILABLE', errorMessage: text }, [short]: 'ENABLED' },
    ),
  ];
}

const accounts = Object.entries(hostileTexts).flatMap(([name, text], textIndex) =>
  toAnswers(text).map((answer, index) => ({
    id: String(600_000_000_001 + 2 * textIndex + index),
    name: `${name}, ${index === 0 ? 'failed' : 'enabled'}`,
    answer,
  })),
);

export const hostileText: Scenario = {
  description: 'messages, codes and statuses with links, markup, control characters and 1 MB of text',
  accountNames: Object.fromEntries(accounts.map(({ id, name }) => [id, name])),
  regions: { '*': { accounts: Object.fromEntries(accounts.map(({ id, answer }) => [id, answer])) } },
};
