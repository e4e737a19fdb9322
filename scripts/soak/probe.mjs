// Loaded into the gateway's process with --import and --expose-gc: tells on request what the process holds. A channel of its own
// keeps nothing alive.
import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

process.on('message', (message) => {
  if (message === 'measure') void measure();
});
process.channel?.unref();

async function measure() {
  // What one collection frees may hold on to what the next one can.
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc();
    await delay(20);
  }
  const { heapUsed, rss } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  process.send({
    heap: heapUsed,
    resident: rss,
    files: openFiles(),
    timers: resources.filter((name) => name === 'Timeout').length,
    sockets: resources.filter((name) => /TCP|TLS/.test(name)).length,
  });
}

/** 0 where the system does not tell. */
function openFiles() {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}
