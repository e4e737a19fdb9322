import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Budget } from '../harness/budget.js';
import { startGateway } from '../harness/contenders.js';
import type { Contender } from '../harness/contenders.js';
import { startSimulators } from '../harness/fleet.js';
import { Client } from '../harness/load.js';
import { median } from '../harness/statistics.js';
import { table } from '../harness/table.js';
import type { Workload } from '../workloads/queries.js';

/** How a fleet of one size is answered for. Times are ms. */
export interface FleetSizeResult {
  readonly servers: number;
  readonly firstAnswer: number;
  readonly coldAnswer: number;
  readonly warmAnswer: number;
  readonly coldCpuPerServer: number;
  readonly callsPerServer: number;
  /** What the calls of a cold answer would take if they waited for each other. */
  readonly oneAfterAnother: number;
}

/** Every call takes a server so long. */
const LATENCY_MS = 50;
const SAMPLES = 3;
const QUESTION: Workload = {
  name: 'B6',
  title: 'first 50 policies of all servers',
  hasMaxAge: true,
  query: `query ($maxAge: Duration) {
  policies(first: 50, maxAge: $maxAge) { totalCount complete nodes { name server { key } } }
}`,
  project: ({ policies }) => policies,
};

/** B6: the same question to fleets of growing size whose servers all take their time. */
export async function growFleet(
  quick: boolean,
  directory: string,
  budget: Budget,
): Promise<readonly FleetSizeResult[]> {
  const results: FleetSizeResult[] = [];
  for (const servers of quick ? [1, 10, 50] : [1, 10, 100, 500])
    if (budget.allows(`B6 with ${servers} servers`, 4000 + servers * 80))
      results.push(await ask(servers, directory));
  process.stdout.write(
    `\nB6: ${QUESTION.title}, every call of which takes ${LATENCY_MS} ms\n${show(results)}\n`,
  );
  return results;
}

async function ask(servers: number, directory: string): Promise<FleetSizeResult> {
  const fleet = await startSimulators({ servers, policies: 20, sessions: 100 }, directory);
  const client = new Client(1);
  let gateway: Contender | undefined;
  try {
    await slowDown(fleet.config);
    gateway = await startGateway(fleet.config);
    const first = await answer(gateway, 'cold', client, servers);
    const before = await fleet.process.usage();
    const cold: Answer[] = [];
    for (let sample = 0; sample < SAMPLES; sample += 1)
      cold.push(await answer(gateway, 'cold', client, servers));
    const calls = (await fleet.process.usage()).served - before.served;
    const warm: Answer[] = [];
    for (let sample = 0; sample < SAMPLES; sample += 1)
      warm.push(await answer(gateway, 'warm', client, servers));
    return {
      servers,
      firstAnswer: first.elapsed,
      coldAnswer: median(cold.map(({ elapsed }) => elapsed)),
      warmAnswer: median(warm.map(({ elapsed }) => elapsed)),
      coldCpuPerServer: median(cold.map(({ cpu }) => cpu)) / servers,
      callsPerServer: calls / SAMPLES / servers,
      oneAfterAnother: (calls / SAMPLES) * LATENCY_MS,
    };
  } finally {
    client.close();
    await Promise.all([gateway?.process.stop(), fleet.process.stop()]);
  }
}

interface Answer {
  readonly elapsed: number;
  readonly cpu: number;
}

async function answer(
  gateway: Contender,
  mode: 'cold' | 'warm',
  client: Client,
  servers: number,
): Promise<Answer> {
  const before = await gateway.process.usage();
  const startedAt = performance.now();
  const body = await client.ask(gateway.shot(QUESTION, mode));
  const elapsed = performance.now() - startedAt;
  const after = await gateway.process.usage();
  const { totalCount, complete } = gateway.project(QUESTION, body) as {
    totalCount: number;
    complete: boolean;
  };
  if (!complete || totalCount !== servers * 20) throw new Error(`B6: not the whole fleet answered: ${body}`);
  return { elapsed, cpu: after.cpu - before.cpu };
}

async function slowDown(config: string): Promise<void> {
  const { servers } = parse(readFileSync(config, 'utf8')) as { servers: { url: string }[] };
  const body = JSON.stringify({ fault: { kind: 'latency', ms: LATENCY_MS } });
  const headers = { 'content-type': 'application/json' };
  for (const { url } of servers) await fetch(`${url}/__simulator/faults`, { method: 'POST', headers, body });
}

function show(results: readonly FleetSizeResult[]): string {
  return table(
    [
      'servers',
      'first answer ms',
      'cold ms',
      'warm ms',
      'cold CPU ms/server',
      'calls/server',
      'if one after another ms',
    ],
    results.map((row) => [
      String(row.servers),
      row.firstAnswer.toFixed(0),
      row.coldAnswer.toFixed(0),
      row.warmAnswer.toFixed(0),
      row.coldCpuPerServer.toFixed(2),
      row.callsPerServer.toFixed(1),
      row.oneAfterAnother.toFixed(0),
    ]),
  );
}
