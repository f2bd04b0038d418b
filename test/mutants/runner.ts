/** MochaRunner: runs the unit tests on code that Stryker has changed, one change at a time, in its sandbox. */
import { globSync } from 'node:fs';
import { basename, parse, resolve } from 'node:path';
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type FailedTestResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import Mocha from 'mocha';

/** Neither network nor child processes: what only other tests would notice counts as not noticed. */
const testFiles = ['test/unit/core/**/*.test.ts', 'test/unit/aws/failures*.test.ts'];

/** Longer than any of the tests takes; a change that makes one wait for ever counts as noticed then. */
const timeoutMs = 5_000;

/**
 * Two sorts of tests are left out, known by their titles. Those with random input say their seed; they take longer
 * than all others together, and what they notice they notice by chance. Those that hold up nothing for long measure
 * time, and code that can be changed while it runs is slower.
 */
const leftOut = /\bseed \d|holds up nothing for long/;
const others = new RegExp(`^(?!.*(?:${leftOut.source}))`, 's');

export class MochaRunner implements TestRunner {
  private readonly all = new Suite(findTestFiles());

  /** A module that Node has loaded stays: what is changed in the loading itself needs a process of its own. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun({ disableBail }: DryRunOptions): Promise<DryRunResult> {
    const tests = await this.all.run(disableBail, others);
    const { mutantCoverage } = getContext();
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, sandboxFileName, hitLimit, disableBail } = options;
    const context = getContext();
    const hitCount = hitLimit === undefined ? undefined : 0;
    // Before the files are loaded: what is changed may be computed then. Stryker starts a new process for it.
    Object.assign(context, { activeMutant: activeMutant.id, hitLimit, hitCount });
    const tests =
      testFilter === undefined
        ? await runNearFirst(parse(sandboxFileName).name, disableBail)
        : await this.all.run(disableBail, toPattern(testFilter));
    return toMutantRunResult(
      determineHitLimitReached(context.hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests },
    );
  }
}

/** Test files that are loaded together, when they are needed. */
class Suite {
  private readonly mocha = new Mocha({ ui: 'bdd', reporter: Mocha.reporters.Base, timeout: timeoutMs });
  private loading: Promise<void> | undefined;

  constructor(files: readonly string[]) {
    for (const file of files) {
      this.mocha.addFile(resolve(file));
    }
    this.mocha.cleanReferencesAfterRun(false);
    this.mocha.suite.beforeEach(function () {
      const title = this.currentTest?.fullTitle();
      if (title !== undefined) {
        getContext().currentTestId = title;
      }
    });
  }

  async run(disableBail: boolean, titles: RegExp): Promise<TestResult[]> {
    this.loading ??= this.mocha.loadFilesAsync();
    try {
      await this.loading;
    } catch (error) {
      // Code that cannot even be loaded is noticed by whoever loads it.
      return [toFailed('loading', String(error))];
    }
    this.mocha.grep(titles);
    setBail(this.mocha.suite, !disableBail);
    const tests: TestResult[] = [];
    await new Promise<void>((done) => {
      const runner = this.mocha.run(() => done());
      runner.on('pass', (test) => {
        const id = test.fullTitle();
        tests.push({
          id,
          name: id,
          timeSpentMs: test.duration ?? 0,
          status: TestStatus.Success,
          ...toFile(test),
        });
      });
      // A hook that fails comes here too.
      runner.on('fail', (test, error: Error) => {
        tests.push({
          ...toFailed((test.ctx?.currentTest ?? test).fullTitle(), error.message),
          ...toFile(test),
        });
      });
    });
    return tests;
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'unit', MochaRunner)];

function findTestFiles(): string[] {
  return globSync(testFiles).sort();
}

/** The tests that are named after the changed file, and the others only when those have noticed nothing. */
async function runNearFirst(changedName: string, disableBail: boolean): Promise<TestResult[]> {
  const files = findTestFiles();
  const isNear = (file: string) => basename(file).startsWith(changedName);
  const tests = await new Suite(files.filter(isNear)).run(disableBail, others);
  return !disableBail && tests.some(({ status }) => status === TestStatus.Failed)
    ? tests
    : [...tests, ...(await new Suite(files.filter((file) => !isNear(file))).run(disableBail, others))];
}

function getContext(): InstrumenterContext {
  const holder = globalThis as unknown as Record<string, InstrumenterContext>;
  holder[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {} as InstrumenterContext;
  return holder[INSTRUMENTER_CONSTANTS.NAMESPACE] as InstrumenterContext;
}

function toFailed(id: string, failureMessage: string): FailedTestResult {
  return { id, name: id, timeSpentMs: 0, status: TestStatus.Failed, failureMessage };
}

function toFile({ file }: Mocha.Runnable): { fileName?: string } {
  return file === undefined ? {} : { fileName: file };
}

function setBail(suite: Mocha.Suite, bail: boolean): void {
  suite.bail(bail);
  for (const each of suite.suites) {
    setBail(each, bail);
  }
}

function toPattern(titles: readonly string[]): RegExp {
  return new RegExp(`^(?:${titles.map((title) => title.replace(/[^\w ]/gu, toEscape)).join('|')})$`, 'u');
}

function toEscape(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
