import { renameSync, writeFileSync } from 'node:fs';

/**
 * Jest's reporter for summary.mjs. It writes its report anew whenever a file of tests starts or ends, so that a run that is ended has one,
 * too. Jest's own --json leaves none at all where a value that failed refers to itself.
 */
export default class Reporter {
  constructor(_globalConfig, { file = process.env.TEST_REPORT } = {}) {
    this.file = file;
    this.report = { expected: 0, passed: 0, running: [], ended: [] };
  }

  onRunStart({ numTotalTestSuites }) {
    this.report.expected = numTotalTestSuites;
    this.write();
  }

  onTestFileStart({ path }) {
    this.report.running.push(path);
    this.write();
  }

  onTestFileResult({ path }, { failureMessage, testResults, perfStats }) {
    const { report } = this;
    const failures = testResults.filter(({ status }) => status === 'failed');
    report.running = report.running.filter((file) => file !== path);
    report.passed += testResults.filter(({ status }) => status === 'passed').length;
    report.ended.push({
      file: path,
      seconds: perfStats.runtime / 1_000,
      message: failureMessage ?? '',
      failures: failures.map(({ fullName, failureMessages }) => ({ fullName, failureMessages })),
    });
    this.write();
  }

  /** In one step: whoever ends the run may do so at any time. */
  write() {
    writeFileSync(`${this.file}.new`, JSON.stringify(this.report));
    renameSync(`${this.file}.new`, this.file);
  }
}
