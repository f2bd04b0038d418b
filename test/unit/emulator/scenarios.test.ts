/** The named scenarios hold what their descriptions promise. */
import assert from 'node:assert/strict';
import { ErrorCode, Status } from '@aws-sdk/client-inspector2';
import { scanTypes } from '../../emulator/accountAnswers.ts';
import { RegionAnswers } from '../../emulator/answers.ts';
import { errorCodes } from '../../emulator/errorCodes.ts';
import type { AccountEntry, FailedEntry, Scenario } from '../../emulator/scenario.ts';
import { hostileTexts } from '../../emulator/scenarios/hostileText.ts';
import { toLargeAccountIds } from '../../emulator/scenarios/large.ts';
import { sampleAccounts, sampleRegions } from '../../emulator/scenarios/sampleAccounts.ts';
import { scenarios } from '../../emulator/scenarios.ts';

interface Body {
  readonly accounts: readonly (AccountEntry & { readonly accountId: string })[];
  readonly failedAccounts: readonly (FailedEntry & { readonly accountId: string })[];
}

/** What a Region answers about all of its named accounts, or about `accountIds`. */
function ask(scenario: Scenario, regionName: string, accountIds?: readonly string[]): Body {
  const region = scenario.regions[regionName] ?? {};
  const ids = accountIds ?? Object.keys(region.accounts ?? {});
  const answers = new RegionAnswers(region, '999999999999');
  return JSON.parse(answers.toReply({ operation: 'BatchGetAccountStatus', accountIds: ids }).body);
}

function toSortedCodes(codes: Iterable<string | undefined>): string[] {
  return [...new Set(codes)].filter((code) => code !== undefined).sort();
}

const modelCodes = toSortedCodes(Object.values(ErrorCode));

describe('emulator: scenarios', function () {
  // Texts of 1 MB are compared, which takes a busy machine a while.
  this.timeout(20_000);

  it('are plain data', () => {
    for (const [name, scenario] of Object.entries(scenarios)) {
      assert.deepEqual(JSON.parse(JSON.stringify(scenario)), scenario, name);
    }
  });

  it('know every error code of the API model', () => {
    assert.deepEqual(toSortedCodes(errorCodes.map(({ code }) => code)), modelCodes);
  });

  it('name accounts by 12 digits', () => {
    for (const [name, { regions }] of Object.entries(scenarios) as [string, Scenario][]) {
      for (const { accounts = {}, strangers = {} } of Object.values(regions)) {
        for (const id of [...Object.keys(accounts), ...Object.keys(strangers)]) {
          assert.match(id, /^\d{12}$/, name);
        }
      }
    }
  });

  it('every-error-code has each code as a failed account, on an account and on a scan type', () => {
    const { accounts, failedAccounts } = ask(scenarios['every-error-code'], '*');
    const onAccounts = accounts.map(({ state }) => state.errorCode);
    const onScanTypes = accounts.flatMap(({ resourceState }) =>
      Object.values(resourceState).map(({ errorCode }) => errorCode),
    );
    assert.deepEqual(toSortedCodes(onAccounts), modelCodes);
    assert.deepEqual(toSortedCodes(onScanTypes), modelCodes);
    assert.deepEqual(
      toSortedCodes(failedAccounts.map(({ errorCode }) => errorCode)),
      [...modelCodes, 'WAREHOUSE_FULL'].sort(),
    );
  });

  it('every-status has each status on accounts, on each scan type and on failed accounts', () => {
    const { accounts, failedAccounts } = ask(scenarios['every-status'], '*');
    for (const status of [...Object.values(Status), 'HIBERNATING']) {
      assert.ok(accounts.some(({ state }) => state.status === status));
      assert.ok(failedAccounts.some((failed) => failed.status === status));
      for (const scanType of scanTypes) {
        assert.ok(accounts.some(({ resourceState }) => resourceState[scanType]?.status === status));
      }
    }
  });

  it('hostile-text has each text as a message', () => {
    const { accounts, failedAccounts } = ask(scenarios['hostile-text'], '*');
    const texts = Object.values(hostileTexts);
    assert.deepEqual(new Set(failedAccounts.map(({ errorMessage }) => errorMessage)), new Set(texts));
    assert.deepEqual(new Set(accounts.map(({ state }) => state.errorMessage)), new Set(texts));
    assert.ok(accounts.some(({ resourceState }) => Object.hasOwn(resourceState, '__proto__')));
    assert.ok(texts.some((text) => text.length > 1_000_000));
  });

  it('large has an answer for everybody, of realistic size', () => {
    const accountIds = toLargeAccountIds(100);
    const { accounts, failedAccounts } = ask(scenarios.large, '*', accountIds);
    assert.equal(accounts.length + failedAccounts.length, 100);
    assert.ok(accounts.filter(({ state }) => state.status === 'ENABLED').length > 80);
  });

  describe('sample-organisation', () => {
    const sample = scenarios['sample-organisation'];
    const bodies = sampleRegions.map((region) => ask(sample, region));

    it('has 120 accounts, each with its own id and name, and some without a name', () => {
      assert.equal(sampleAccounts.length, 120);
      assert.equal(new Set(sampleAccounts.map(({ id }) => id)).size, 120);
      const names = sampleAccounts.flatMap(({ name }) => name ?? []);
      assert.equal(new Set(names).size, names.length);
      assert.ok(names.length < 120 && names.length > 100);
      assert.deepEqual(Object.values(sample.accountNames ?? {}), names);
    });

    it('is mostly on, in every Region', () => {
      for (const { accounts, failedAccounts } of bodies) {
        const failed = new Set(failedAccounts.map(({ accountId }) => accountId));
        const on = accounts.filter(
          ({ accountId, state, resourceState }) =>
            state.status === 'ENABLED' &&
            !failed.has(accountId) &&
            Object.values(resourceState).some(({ status }) => status === 'ENABLED'),
        );
        assert.ok(on.length >= 93 && on.length <= 99, `${on.length}`);
      }
    });

    it('shows every status, and one that nobody knows', () => {
      const statuses = new Set(bodies.flatMap(({ accounts }) => accounts.map(({ state }) => state.status)));
      assert.deepEqual([...statuses].sort(), [...Object.values(Status), 'PARTIALLY_ENABLED'].sort());
    });

    it('shows every error code as a failed account, on an account and on a scan type', () => {
      const accounts = bodies.flatMap((body) => body.accounts);
      const failed = bodies.flatMap(({ failedAccounts }) => failedAccounts);
      assert.deepEqual(toSortedCodes(failed.map(({ errorCode }) => errorCode)), modelCodes);
      assert.deepEqual(toSortedCodes(accounts.map(({ state }) => state.errorCode)), modelCodes);
      const scans = accounts.flatMap(({ resourceState }) => Object.values(resourceState));
      assert.deepEqual(toSortedCodes(scans.map(({ errorCode }) => errorCode)), modelCodes);
    });

    it('shows accounts in both lists and in neither, and ones with nothing on', () => {
      for (const { accounts, failedAccounts } of bodies) {
        const answered = new Set(accounts.map(({ accountId }) => accountId));
        const failed = new Set(failedAccounts.map(({ accountId }) => accountId));
        assert.ok([...failed].some((id) => answered.has(id)));
        assert.ok(sampleAccounts.some(({ id }) => !answered.has(id) && !failed.has(id)));
        assert.ok(
          accounts.some(
            ({ state, resourceState }) =>
              state.status === 'ENABLED' &&
              Object.values(resourceState).every(({ status }) => status === 'DISABLED'),
          ),
        );
      }
    });

    it('has a sixth scan type, and no code repositories in ap-southeast-2', () => {
      for (const [index, { accounts }] of bodies.entries()) {
        const offered = new Set(accounts.flatMap(({ resourceState }) => Object.keys(resourceState)));
        assert.ok(offered.has('eks'));
        assert.equal(offered.has('codeRepository'), sampleRegions[index] !== 'ap-southeast-2');
      }
    });
  });
});
