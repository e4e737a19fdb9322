// Loaded before a measured program (node --import): tells the benchmark what the process has used, without touching the program.
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import type { Usage } from './usage.js';

const LOOK_EVERY_MS = 5;

let served = 0;
subscribe('http.server.request.start', () => (served += 1));

/**
 * The most processor time of the main thread between two looks at it, which come every few ms unless the loop is held. Unlike elapsed time
 * it does not count what other processes on the machine take.
 */
let longestHold = 0;
let before = ofMainThread();
setInterval(() => {
  const now = ofMainThread();
  longestHold = Math.max(longestHold, now - before);
  before = now;
}, LOOK_EVERY_MS).unref();

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** ms; Linux tells it of a thread, elsewhere that of all threads has to do. */
function ofMainThread(): number {
  if (process.platform !== 'linux') return cpu();
  const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ');
  return Number(nanoseconds) / 1e6;
}

process.on('message', (message) => {
  if (message !== 'usage') return;
  const { rss } = process.memoryUsage();
  const usage: Usage = {
    cpu: cpu(),
    memory: rss,
    peakMemory: process.resourceUsage().maxRSS * 1024,
    served,
    longestHold,
  };
  longestHold = 0;
  process.send?.({ usage });
});
// The channel alone keeps no process alive.
process.channel?.unref();
