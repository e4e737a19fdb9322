// node .ci/summary.mjs REPORT...: which tests failed, which files took longest, and how many tests passed, of what reporter.mjs has written. A
// report that is missing is a failure, and so is a file that never ended or was never begun.
import { existsSync, readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const WIDTH = 240;
const LINES = 4;
const SLOWEST = 8;

const runs = process.argv.slice(2).map((file) => runOf(basename(file, '.json'), file));
for (const { name, slowest } of runs) console.log(`slowest on ${name}: ${slowest}`);
for (const { name, failures } of runs)
  for (const { place, message } of failures)
    console.log(`FAILED on ${name}: ${place}\n${beginningOf(message)}`);
for (const { name, passed, failures } of runs)
  console.log(`${name}: ${passed} passed, ${failures.length} failed`);
const sum = (of) => runs.reduce((total, run) => total + of(run), 0);
console.log(`${sum(({ passed }) => passed)} passed, ${sum(({ failures }) => failures.length)} failed`);

function runOf(name, file) {
  if (!existsSync(file))
    return { name, passed: 0, failures: [failureOf('the whole run', 'left no report')], slowest: 'none' };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const failures = [...report.ended.flatMap(failuresOf), ...unfinishedOf(report), ...endedByWatch(file)];
  return { name, passed: report.passed, failures, slowest: slowestOf(report.ended) };
}

/** Of one file of tests: those that failed, or the file itself where it could not even be run. */
function failuresOf({ file, message, failures }) {
  if (message !== '' && failures.length === 0) return [failureOf(specOf(file), message)];
  return failures.map(({ fullName, failureMessages }) =>
    failureOf(`${specOf(file)}: ${fullName}`, failureMessages.join('\n')),
  );
}

function unfinishedOf({ expected, running, ended }) {
  const left = expected - ended.length - running.length;
  const failures = running.map((file) => failureOf(specOf(file), 'had not ended when the run did'));
  return left > 0 ? [...failures, failureOf(`${left} files`, 'were never begun')] : failures;
}

/** What test/host/watch.mjs said of the files that it ended; Jest knows only that their processes are gone. */
function endedByWatch(report) {
  const words = `${report}.ended`;
  return existsSync(words) ? [failureOf('files that took too long', readFileSync(words, 'utf8'))] : [];
}

function slowestOf(ended) {
  const sorted = [...ended].sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
  return sorted.map(({ file, seconds }) => `${specOf(file)} ${Math.round(seconds)} s`).join(', ');
}

function failureOf(place, message) {
  return { place, message };
}

function specOf(file) {
  return relative(process.cwd(), file);
}

function beginningOf(message) {
  const lines = stripVTControlCharacters(message).split('\n');
  const told = lines.filter((line) => line.trim() !== '' && !/^\s+at /.test(line)).slice(0, LINES);
  return told.map((line) => `    ${line.slice(0, WIDTH)}`).join('\n');
}
