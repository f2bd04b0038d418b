// How `npm run mutants` changes the code to see which tests notice; docs/mutants.md says what came of it.

/** Everything that the run writes, out of sight of Git, Biome and the VSIX. */
const output = '.stryker';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
// biome-ignore lint/style/noDefaultExport: Stryker takes nothing else.
export default {
  mutate: [
    'src/core/**/*.ts',
    'src/aws/failure*.ts',
    'src/aws/sdkErrors.ts',
    // Made-up names and messages: others would do as well.
    '!src/core/sample/{organisations,failures}.ts',
  ],
  plugins: ['./test/mutants/runner.ts'],
  testRunner: 'unit',
  coverageAnalysis: 'perTest',
  concurrency: 1,
  // Copied for the run: no more than the tests read.
  ignorePatterns: ['/*', '!/src', '!/test', '!/docs', '!/package.json', '!/package.nls.json'],
  disableTypeChecks: false,
  tempDirName: `${output}/sandbox`,
  // The results of earlier runs: only what has changed since is tried again.
  incremental: true,
  incrementalFile: `${output}/incremental.json`,
  reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
  jsonReporter: { fileName: `${output}/mutants.json` },
  htmlReporter: { fileName: `${output}/mutants.html` },
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  allowConsoleColors: false,
  thresholds: { high: 95, low: 90, break: 85 },
};
