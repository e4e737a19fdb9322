// npm run bench: builds the benchmark beside the gateway and runs it.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.bench.json'],
  { stdio: 'inherit' },
);
if (status !== 0) process.exit(status ?? 1);
await import('../dist/bench/main.js');
