import { appendFileSync, writeSync } from 'node:fs';
import { clearTimeout, setTimeout } from 'node:timers';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

/** How long after its time is up the process may take to say what it waits for. */
const LAST_WORDS = 1_000;

/**
 * Ends this process when a test file runs for longer than `limit` milliseconds, and says which and in which test: Jest takes the file for
 * failed and goes on with the next. The watch is kept in a thread of its own, since a loop without an end lets no timer of this one run.
 */
export class Watch {
  constructor(limit) {
    this.thread = new Worker(new URL(import.meta.url), { workerData: { limit }, stdin: false });
    this.thread.on('message', () => this.thread.postMessage({ resources: process.getActiveResourcesInfo() }));
    this.thread.unref();
  }

  /** `file` runs from now on; null: none does. */
  file(file) {
    this.thread.postMessage({ file });
  }

  /** What of the file runs from now on. */
  test(test) {
    this.thread.postMessage({ test });
  }
}

if (!isMainThread && workerData?.limit) keepWatch(workerData.limit);

function keepWatch(limit) {
  const running = { file: null, test: null, resources: null };
  let timer;
  parentPort.on('message', (news) => {
    Object.assign(running, news);
    if (!('file' in news)) return;
    running.test = null;
    clearTimeout(timer);
    if (news.file !== null) timer = setTimeout(timeIsUp, limit);
  });

  function timeIsUp() {
    parentPort.postMessage('timeIsUp');
    setTimeout(end, LAST_WORDS);
  }

  function end() {
    const { file, test, resources } = running;
    const waits = resources ? `waits for ${count(resources)}` : 'its loop stands still';
    const words = `${file} is ended after ${limit / 1_000} s, in ${test ?? 'no test'}: ${waits}\n`;
    writeSync(2, words);
    if (process.env.TEST_REPORT) appendFileSync(`${process.env.TEST_REPORT}.ended`, words);
    process.kill(process.pid, 'SIGKILL');
  }
}

/** "3 TCPSocketWrap, 1 Timeout" */
function count(resources) {
  const counts = new Map();
  for (const name of resources) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, times]) => `${times} ${name}`).join(', ');
}
