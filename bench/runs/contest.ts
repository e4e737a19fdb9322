import type { Budget } from '../harness/budget.js';
import { startFloor, startGateway, startNaive } from '../harness/contenders.js';
import type { Contender, Mode } from '../harness/contenders.js';
import { startSimulators } from '../harness/fleet.js';
import { Client } from '../harness/load.js';
import { measure } from '../harness/measure.js';
import type { Result } from '../harness/measure.js';
import { resultTable } from '../harness/table.js';
import type { Options } from '../options.js';
import { WORKLOADS } from '../workloads/queries.js';
import type { Workload } from '../workloads/queries.js';

const FLEET = { servers: 7, policies: 40, sessions: 2000 };

/** B1 to B5: the gateway, the floor and the naive server in turns; the naive one keeps nothing to be warm with. */
export async function compareContenders(
  { only, quick }: Options,
  directory: string,
  budget: Budget,
): Promise<readonly Result[]> {
  const workloads = WORKLOADS.filter(({ name }) => only.some((wanted) => wanted === name));
  if (workloads.length === 0) return [];
  const timing = quick ? { rounds: 2, duration: 300 } : { rounds: 3, duration: 2000 };
  const reserved = only.some((name) => name === 'B6' || name === 'B7') ? (quick ? 20_000 : 120_000) : 0;
  const needed = timing.rounds * timing.duration * 3 + reserved;
  const fleet = await startSimulators(FLEET, directory);
  const contenders: Contender[] = [];
  const client = new Client(quick ? 2 : 4);
  try {
    for (const start of [startGateway, startFloor, startNaive]) contenders.push(await start(fleet.config));
    const results: Result[] = [];
    for (const workload of workloads)
      for (const mode of modesOf(workload)) {
        if (!budget.allows(`${workload.name} ${mode}`, needed)) continue;
        const running = contenders.filter(({ name }) => mode === 'cold' || name !== 'naive');
        const result = await measure(workload, mode, running, fleet.process, client, timing);
        results.push(result);
        process.stdout.write(`\n${workload.name} ${mode}: ${workload.title}\n${resultTable([result])}\n`);
      }
    return results;
  } finally {
    client.close();
    await Promise.all([...contenders, fleet].map((one) => one.process.stop()));
  }
}

/** Without data there is nothing to keep warm. */
function modesOf({ hasMaxAge }: Workload): readonly Mode[] {
  return hasMaxAge ? ['cold', 'warm'] : ['cold'];
}
