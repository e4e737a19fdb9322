import { writeFileSync } from 'node:fs';

/** Jest's reporter for summary.mjs. Jest's own --json leaves no report at all where a value that failed refers to itself. */
export default class Reporter {
  constructor(_globalConfig, { file = process.env.TEST_REPORT } = {}) {
    this.file = file;
  }

  onRunComplete(_contexts, { numPassedTests, testResults }) {
    const suites = testResults.map(({ testFilePath, failureMessage, testResults: tests }) => ({
      name: testFilePath,
      status: failureMessage ? 'failed' : 'passed',
      message: failureMessage ?? '',
      assertionResults: tests.map(({ status, fullName, failureMessages }) => ({
        status,
        fullName,
        failureMessages,
      })),
    }));
    writeFileSync(this.file, JSON.stringify({ numPassedTests, testResults: suites }));
  }
}
