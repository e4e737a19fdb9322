// node .ci/summary.mjs REPORT...: which tests failed, and how many passed, of what reporter.mjs has written. A report that is missing is a failure.
import { readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const WIDTH = 240;
const LINES = 4;

const runs = process.argv.slice(2).map((file) => runOf(basename(file, '.json'), file));
for (const { name, failures } of runs)
  for (const { place, message } of failures)
    console.log(`FAILED on ${name}: ${place}\n${beginningOf(message)}`);
for (const { name, passed, failures } of runs)
  console.log(`${name}: ${passed} passed, ${failures.length} failed`);
const sum = (of) => runs.reduce((total, run) => total + of(run), 0);
console.log(`${sum(({ passed }) => passed)} passed, ${sum(({ failures }) => failures.length)} failed`);

function runOf(name, file) {
  const report = reportOf(file);
  if (report === null)
    return { name, passed: 0, failures: [{ place: 'the whole run', message: 'left no report' }] };
  return { name, passed: report.numPassedTests, failures: report.testResults.flatMap(failuresOf) };
}

function reportOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Of one file of tests: those that failed, or the file itself where it could not even be run. */
function failuresOf({ name, status, message, assertionResults }) {
  const spec = relative(process.cwd(), name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (status === 'failed' && failed.length === 0) return [{ place: spec, message }];
  return failed.map((test) => ({
    place: `${spec}: ${test.fullName}`,
    message: test.failureMessages.join('\n'),
  }));
}

function beginningOf(message) {
  const lines = stripVTControlCharacters(message).split('\n');
  const told = lines.filter((line) => line.trim() !== '' && !/^\s+at /.test(line)).slice(0, LINES);
  return told.map((line) => `    ${line.slice(0, WIDTH)}`).join('\n');
}
