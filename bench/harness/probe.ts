// Loaded before a measured program (node --import): tells the benchmark what the process has used, without touching the program.
import { subscribe } from 'node:diagnostics_channel';
import type { Usage } from './usage.js';

let served = 0;
subscribe('http.server.request.start', () => (served += 1));

process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  const { rss } = process.memoryUsage();
  const usage: Usage = {
    cpu: (user + system) / 1000,
    memory: rss,
    peakMemory: process.resourceUsage().maxRSS * 1024,
    served,
  };
  process.send?.({ usage });
});
// The channel alone keeps no process alive.
process.channel?.unref();
