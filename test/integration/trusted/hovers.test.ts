/** Hovers of rows: the table of scan types and Regions, what they explain once, and what they link to. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { MarkdownString } from 'vscode';
import { ERROR_CODES } from '../../../src/core/answers/errorCodes.ts';
import type { Answer } from '../../../src/core/model.ts';
import { KNOWN_SCAN_TYPES } from '../../../src/core/model.ts';
import type { Place } from '../../../src/core/rows/rows.ts';
import { WORST_FIRST } from '../../../src/core/state/summary.ts';
import { describeDetails } from '../../../src/vscode/wording/details.ts';
import {
  ACCOUNTS_PAGE,
  getConditionPage,
  getErrorPage,
  getScanTypePage,
} from '../../../src/vscode/wording/documentation.ts';
import { createAccountHover, createScanTypeHover } from '../../../src/vscode/wording/hovers.ts';
import { hostileTexts } from '../../emulator/scenarios/hostileText.ts';
import { toHoverText } from '../../support/extensionUnderTest.ts';
import {
  ALL_ON,
  DENIED,
  NOT_RETURNED,
  toAccount,
  toAnswer,
  toEntry,
  toError,
  toId,
  toReading,
  toScanTypes,
  toScope,
  WAITING,
} from '../../unit/support/builders.ts';

const account = toAccount(1, 'payments');
const scope = toScope([account], { profile: 'audit' });
const now = Date.UTC(2026, 10, 29, 12);
const key = 'account//000000000001';

function toPlace(region: string, answer: Answer | undefined, failure?: Place['reading']['failure']): Place {
  const entry = answer === undefined ? { kind: 'unread' as const } : toEntry(answer, { takenAt: now });
  const reading = toReading([entry], { scope, region, failure, offeredScanTypes: [...KNOWN_SCAN_TYPES] });
  return { account, reading, entry };
}

/** The lines of the table as a person reads them, one cell after the other. */
function readTable(hover: MarkdownString): string[] {
  return hover.value
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| :---'))
    .map((line) =>
      toHoverText(new MarkdownString(line.slice(2, -2).replaceAll('&nbsp;', ' ')))
        .split(' | ')
        .map((cell) => cell.trim())
        .join(', '),
    );
}

const throttledEcr = toAnswer('ENABLED', [
  { scanType: 'ec2', status: 'ENABLED', error: undefined },
  { scanType: 'ecr', status: 'ENABLED', error: toError('SSM_THROTTLED') },
  { scanType: 'lambda', status: 'DISABLED', error: undefined },
]);

describe('The hover of a row', () => {
  it('of one Region has its scan types in one line, and the state in the title alone', () => {
    const hover = createAccountHover(account, [toPlace('us-east-1', throttledEcr)], {
      key,
      now,
      isAutomatic: true,
    });
    deepEqual(readTable(hover), [
      'Region, EC2, ECR, Lambda standard, Lambda code, Code repository',
      'us-east-1, ✓ on, ✗ fails, ○ off, –, –',
    ]);
    match(toHoverText(hover), /^payments 000000000001: Enabled · 2 of 5 on · ECR fails\n/);
    match(toHoverText(hover), /Systems Manager throttled · ECR: AWS Systems Manager slowed/);
    match(toHoverText(hover), /AWS profile “audit” · us-east-1/);
  });

  it('of several Regions has the worst first, and says each thing once', () => {
    const places = [
      toPlace('us-east-1', ALL_ON),
      toPlace('eu-west-1', throttledEcr),
      toPlace('eu-central-1', throttledEcr),
      toPlace('sa-east-1', DENIED),
      toPlace('ca-central-1', toAnswer('SUSPENDED')),
    ];
    const hover = createAccountHover(account, places, { key, now, isAutomatic: true });
    deepEqual(readTable(hover), [
      'Region, State, EC2, ECR, Lambda standard, Lambda code, Code repository',
      'sa-east-1, Access denied, –, –, –, –, –',
      'ca-central-1, Suspended, ‖, ‖, ‖, ‖, ‖',
      'eu-west-1, Enabled, ✓ on, ✗ fails, ○ off, –, –',
      'eu-central-1, Enabled, ✓ on, ✗ fails, ○ off, –, –',
      'us-east-1, Enabled, ✓ on, ✓ on, ✓ on, ✓ on, ✓ on',
    ]);
    const text = toHoverText(hover);
    equal(text.match(/Systems Manager throttled ·/g)?.length, 1);
    match(text, /Systems Manager throttled · ECR in eu-west-1, ECR in eu-central-1: /);
    match(text, /Access denied · sa-east-1: /);
  });

  it('of 33 Regions shows eight, and says what the others come to', () => {
    const names = Array.from({ length: 33 }, (_, at) => `us-east-${at + 1}`);
    const show = (toAnswerOf: (at: number) => Answer) =>
      createAccountHover(
        account,
        names.map((name, at) => toPlace(name, toAnswerOf(at))),
        { key, now, isAutomatic: true },
      );
    const oneDenied = show((at) => (at === 20 ? DENIED : ALL_ON));
    equal(readTable(oneDenied).length, 9);
    match(readTable(oneDenied)[1] ?? '', /^us-east-21, Access denied/);
    match(toHoverText(oneDenied), /and 25 more Regions, all with every scan type on/);
    match(
      toHoverText(show((at) => (at % 3 === 0 ? throttledEcr : ALL_ON))),
      /and 25 more Regions: 3 with some scan types on, 22 with every scan type on/,
    );
    equal(readTable(show(() => ALL_ON)).length, 9);
    ok(toHoverText(show((at) => (at % 2 === 0 ? DENIED : throttledEcr))).length < 3000, 'no wall of text');
  });

  it('says whose role the profile is, where that is known', () => {
    const [places, identity] = [[toPlace('us-east-1', ALL_ON)], { accountId: toId(7), roleName: 'Audit' }];
    const say = (more: Partial<typeof identity>) =>
      toHoverText(
        createAccountHover(account, places, {
          key,
          now,
          isAutomatic: true,
          identity: { ...identity, ...more } as never,
        }),
      );
    match(say({}), /AWS profile “audit” · role Audit of account 000000000007 · us-east-1/);
    match(say({ roleName: undefined as never }), /AWS profile “audit” · of account 000000000007 · us-east-1/);
    match(say({ accountId: undefined as never }), /AWS profile “audit” · us-east-1/);
  });

  it('of nine Regions shows them all: no line stands for one alone', () => {
    const places = Array.from({ length: 9 }, (_, at) => toPlace(`us-east-${at + 1}`, ALL_ON));
    equal(readTable(createAccountHover(account, places, { key, now, isAutomatic: true })).length, 10);
  });

  it('names Regions that were not read below the table, in which a dash means not reported', () => {
    const failure = { kind: 'accessDenied', code: 'AccessDeniedException' } as const;
    const unread = Array.from({ length: 12 }, (_, at) => toPlace(`eu-west-${at + 1}`, undefined, failure));
    const [first] = unread;
    ok(first);
    const waiting = { ...first, entry: WAITING, reading: { ...first.reading, region: 'sa-east-1' } };
    const hover = createAccountHover(account, [...unread, waiting, toPlace('us-east-1', throttledEcr)], {
      key,
      now,
      isAutomatic: true,
    });
    deepEqual(readTable(hover), [
      'Region, State, EC2, ECR, Lambda standard, Lambda code, Code repository',
      'us-east-1, Enabled, ✓ on, ✗ fails, ○ off, –, –',
    ]);
    match(toHoverText(hover), /\nNot read: eu-west-1, eu-west-2, .*, eu-west-12\n\nBeing read: sa-east-1\n/);
    const none = createAccountHover(account, unread, { key, now, isAutomatic: true });
    deepEqual(readTable(none), []);
    match(toHoverText(none), /^payments 000000000001: Not read · all Regions\n\nNot read: eu-west-1, /);
  });

  it('has room for each Region on one line, without a character in it that would be copied along', () => {
    const { value } = createAccountHover(
      account,
      [toPlace('ap-southeast-2', ALL_ON), toPlace('us-east-1', ALL_ON)],
      { key, now, isAutomatic: true },
    );
    const [header = '', , ...rows] = value.split('\n').filter((line) => line.startsWith('|'));
    match(header, /^\| Region(&nbsp;){17} \| /);
    match(
      toHoverText(new MarkdownString(rows.join('\n'))),
      /^\| ap-southeast-2&nbsp; \| [\s\S]*^\| us-east-1&nbsp; \| /m,
    );
  });

  it('says why a Region was not read, and what an account in neither list means', () => {
    const failure = { kind: 'accessDenied', code: 'AccessDeniedException' } as const;
    const hover = toHoverText(
      createAccountHover(
        account,
        [toPlace('us-east-1', undefined, failure), toPlace('eu-west-1', NOT_RETURNED)],
        { key, now, isAutomatic: true },
      ),
    );
    match(hover, /Access denied · us-east-1: AWS profile “audit” may not call Inspector here/);
    match(hover, /eu-west-1: Inspector answered, but did not mention this account/);
  });

  it('caps what it explains', () => {
    const codes = Object.keys(ERROR_CODES).slice(0, 6);
    const places = codes.map((code, at) =>
      toPlace(`us-east-${at + 1}`, toAnswer('ENABLED', [], { error: toError(code) })),
    );
    const text = toHoverText(createAccountHover(account, places, { key, now, isAutomatic: true }));
    equal(text.match(/Next step/g)?.length, 3);
    match(text, /and 3 more, in the rows below this one/);
  });

  it('says why what is out of date could not be read again', () => {
    const failure = { kind: 'accessDenied', code: 'AccessDeniedException' } as const;
    const place = toPlace('us-east-1', ALL_ON, failure);
    const say = (stale: boolean) =>
      toHoverText(
        createAccountHover(account, [{ ...place, entry: toEntry(ALL_ON, { takenAt: now, stale }) }], {
          key,
          now,
          isAutomatic: true,
        }),
      );
    match(say(true), /Access denied: AWS profile “audit” may not call Inspector here\.\n\nNext step: Allow/);
    ok(!say(false).includes('may not call'));
  });

  it('is copied as text: why, the next step, what is not reported, and who chose the profile', () => {
    const failure = { kind: 'accessDenied', code: 'AccessDeniedException' } as const;
    const corp = toScope([account], { name: 'Corp', profile: 'audit', profileIsWorkspaces: true });
    const stale = {
      ...toPlace('us-east-1', throttledEcr, failure),
      entry: toEntry(throttledEcr, { takenAt: now, stale: true }),
    };
    const places = [stale, toPlace('eu-west-1', undefined, failure), toPlace('sa-east-1', NOT_RETURNED)].map(
      (place) => ({ ...place, reading: { ...place.reading, scope: corp } }),
    );
    const identity = { accountId: toId(7), roleName: 'Audit' } as never;
    const denied =
      '  Access denied: AWS profile “audit” may not call Inspector here. Next step: Allow the action inspector2:BatchGetAccountStatus for this identity, for example with the managed policy AmazonInspector2ReadOnlyAccess, and check service control policies.';
    const source =
      'AWS profile “audit” (chosen by the workspace) · role Audit of account 000000000007 · Corp';
    const text = describeDetails(places, { now, isAutomatic: true, identity });
    deepEqual(
      text
        .replace(/as of [0-9:]+/g, 'as of …')
        .replace(/at [^·\n]+:00 ·/g, 'at … ·')
        .split('\n'),
      [
        'payments 000000000001: Not returned by Inspector in sa-east-1 · not read in eu-west-1 · 2 of 5 on · ECR fails · as of …',
        'us-east-1: Enabled · 2 of 5 on · ECR fails · as of …',
        '  EC2: Enabled · as of …',
        '  ECR: Enabled · Systems Manager throttled · as of …',
        '  Lambda standard: Disabled · as of …',
        '  Lambda code: Not reported · as of …',
        '  Code repository: Not reported · as of …',
        '  Systems Manager throttled · ECR: AWS Systems Manager slowed Inspector down in this account. Next step: Wait, then refresh: it goes away by itself.',
        '    SSM_THROTTLED',
        '    https://docs.aws.amazon.com/inspector/latest/user/scanning-ec2.html',
        denied,
        `  Read at … · not confirmed since · ${source}`,
        'eu-west-1: Not read',
        denied,
        `  ${source}`,
        'sa-east-1: Not returned by Inspector',
        '  Inspector answered, but did not mention this account. This does not mean that Inspector is disabled. Check the id, and read as the delegated administrator in this Region.',
        '    https://docs.aws.amazon.com/inspector/latest/user/managing-multiple-accounts.html',
        `  Read at … · ${source}`,
      ],
    );
  });

  it('of a scan type compares it with the other Regions', () => {
    const places = [toPlace('us-east-1', throttledEcr), toPlace('eu-west-1', ALL_ON)];
    const [place] = places;
    ok(place);
    const hover = createScanTypeHover(place, 'ecr', places, { key, now, isAutomatic: true });
    deepEqual(readTable(hover), [
      'Region, State, ECR',
      'us-east-1, Enabled, ✗ fails',
      'eu-west-1, Enabled, ✓ on',
    ]);
    match(toHoverText(hover), /^ECR: Enabled · Systems Manager throttled\n\npayments 000000000001\n/);
  });

  it('links to pages of the AWS documentation, and to no others', () => {
    const pages = [
      ACCOUNTS_PAGE,
      ...Object.keys(ERROR_CODES).map(getErrorPage),
      getErrorPage('A_NEW_CODE'),
      ...WORST_FIRST.flatMap((condition) => getConditionPage(condition) ?? []),
      ...KNOWN_SCAN_TYPES.map((scanType) => getScanTypePage(scanType) ?? ''),
    ];
    for (const page of pages) {
      match(page, /^https:\/\/docs\.aws\.amazon\.com\/(inspector|organizations)\/[\w/.-]+\.html$/);
    }
  });

  it('keeps its table whatever the Region, the scan types and the statuses are called (F1, F2, F4, F5)', () => {
    const texts = [
      ...Object.values(hostileTexts),
      'a | b',
      '\n| x | y |\n|---|---|',
      '``` | ```',
      '<b>|</b>',
    ];
    for (const text of texts) {
      const answer = toAnswer(text, [
        ...toScanTypes({ ec2: 'ENABLED' }),
        { scanType: text, status: text, error: toError(text) },
      ]);
      const places = [toPlace(text, answer), toPlace('eu-west-1', ALL_ON)];
      const { value } = createAccountHover(account, places, { key, now, isAutomatic: true });
      const outsideOfRawText = value.replace(/\n(`{3,})text\n[^\n]*\n\1\n/g, '');
      const rows = outsideOfRawText.split('\n').filter((line) => line.startsWith('|'));
      equal(rows.length, 4, value);
      equal(new Set(rows.map((row) => row.split('|').length)).size, 1, rows.join('\n'));
      ok(!/[[\]<>`$]/.test(rows.join('')), rows.join('\n'));
    }
  });
});
