import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { HELP, readOptions } from './options.js';
import type { Options } from './options.js';
import { compareContenders } from './runs/contest.js';
import { pageDeep } from './runs/deep-page.js';
import { growFleet } from './runs/fleet-sizes.js';

const USAGE_EXIT_STATUS = 64;
const RESULTS = 'bench/results.json';

function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    process.stderr.write(`${error.message}\n\n${HELP}`);
    process.exit(USAGE_EXIT_STATUS);
  }
}

async function run(options: Options): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
  const startedAt = new Date();
  try {
    const contest = await compareContenders(options, directory);
    const fleetSizes = options.only.includes('B6') ? await growFleet(options.quick, directory) : [];
    const deepPage = options.only.includes('B7') ? await pageDeep(options.quick, directory) : null;
    const machine = {
      node: process.version,
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 1024 ** 3),
    };
    const seconds = Math.round((Date.now() - startedAt.getTime()) / 1000);
    const results = { startedAt, seconds, quick: options.quick, machine, contest, fleetSizes, deepPage };
    writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
    process.stdout.write(`\n${seconds} s in all. The same as data: ${RESULTS}\n`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const options = optionsOrExit();
if (options.help) process.stdout.write(HELP);
else await run(options);
