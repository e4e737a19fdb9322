import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Budget } from './harness/budget.js';
import { HELP, readOptions } from './options.js';
import type { Options } from './options.js';
import { compareContenders } from './runs/contest.js';
import { pageDeep } from './runs/deep-page.js';
import { growFleet } from './runs/fleet-sizes.js';
import { askTheWorst } from './runs/worst-requests.js';

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
  const budget = new Budget(options.quick ? 55_000 : 350_000);
  try {
    const contest = await compareContenders(options, directory, budget);
    const hasFleets = options.only.includes('B6');
    const fleetSizes = hasFleets ? await growFleet(options.quick, directory, budget) : [];
    const hasDeepPage = options.only.includes('B7') && budget.allows('B7', options.quick ? 8000 : 40_000);
    const deepPage = hasDeepPage ? await pageDeep(options.quick, directory) : null;
    const hasWorst = options.only.includes('B8') && budget.allows('B8', options.quick ? 30_000 : 150_000);
    const worst = hasWorst ? await askTheWorst(options.quick, directory) : [];
    const machine = {
      node: process.version,
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 1024 ** 3),
    };
    const seconds = Math.round((Date.now() - startedAt.getTime()) / 1000);
    const results = {
      startedAt,
      seconds,
      quick: options.quick,
      machine,
      skipped: budget.skipped,
      contest,
      fleetSizes,
      deepPage,
      worst,
    };
    writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
    if (budget.skipped.length > 0)
      process.stdout.write(`\nLeft out for want of time: ${budget.skipped.join(', ')}\n`);
    process.stdout.write(`\n${seconds} s in all. The same as data: ${RESULTS}\n`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const options = optionsOrExit();
if (options.help) process.stdout.write(HELP);
else await run(options);
