import { request } from 'node:http';
import { startGateway } from '../harness/contenders.js';
import type { Contender } from '../harness/contenders.js';
import { startSimulators } from '../harness/fleet.js';
import { LiveProbe } from '../harness/live-probe.js';
import { mebibytes, table } from '../harness/table.js';
import { worstRequests } from '../workloads/worst.js';
import type { WorstRequest } from '../workloads/worst.js';

/** What one worst request, or many of them at once, came to. Times are ms, memory is resident bytes. */
export interface WorstResult {
  readonly name: string;
  readonly atOnce: number;
  readonly elapsed: number;
  readonly cpu: number;
  /** Of the largest answer. */
  readonly bytes: number;
  readonly peakMemory: number;
  /** The most processor time in one turn of the event loop. */
  readonly longestHold: number;
  /** The longest wait of GET /health/live meanwhile. */
  readonly longestWait: number;
  /** What they were answered: "ok", or the first error's code. */
  readonly outcomes: readonly string[];
}

const FLEET = { servers: 20, policies: 40, sessions: 2000 };
const AT_ONCE = 8;
/** As deploy/kubernetes has it. */
const HEAP = '--max-old-space-size=640';

/** B8: the worst allowed request of each kind, alone and eight at once, each with a gateway of its own. */
export async function askTheWorst(quick: boolean, directory: string): Promise<readonly WorstResult[]> {
  const fleet = await startSimulators(FLEET, directory);
  const results: WorstResult[] = [];
  try {
    const names = worstRequests({ policyIds: [''] }).map(({ name }) => name);
    for (const name of names)
      for (const atOnce of quick ? [1] : [1, AT_ONCE])
        results.push(await measure(fleet.config, name, atOnce));
    process.stdout.write(`\nB8: the worst allowed requests, heap ${HEAP}\n${show(results)}\n`);
    return results;
  } finally {
    await fleet.process.stop();
  }
}

async function measure(config: string, name: string, atOnce: number): Promise<WorstResult> {
  const gateway = await startGateway(config, [HEAP]);
  try {
    const policyIds = await readPolicyIds(gateway);
    const worst = worstRequests({ policyIds }).find((one) => one.name === name);
    if (worst === undefined) throw new TypeError(`no worst request "${name}"`);
    return await ask(gateway, worst, atOnce);
  } finally {
    await gateway.process.stop();
  }
}

async function ask(gateway: Contender, worst: WorstRequest, atOnce: number): Promise<WorstResult> {
  const before = await gateway.process.usage();
  const probe = new LiveProbe(gateway.url);
  const startedAt = performance.now();
  const answers = await Promise.all(
    Array.from({ length: atOnce }, (_none, index) => post(gateway.url, JSON.stringify(worst.body(index)))),
  );
  const elapsed = performance.now() - startedAt;
  const longestWait = await probe.stop();
  const after = gateway.process.isRunning
    ? await gateway.process.usage()
    : { ...before, cpu: NaN, longestHold: NaN };
  return {
    name: worst.name,
    atOnce,
    elapsed,
    cpu: after.cpu - before.cpu,
    bytes: Math.max(...answers.map(({ bytes }) => bytes)),
    peakMemory: gateway.process.isRunning ? after.peakMemory : Infinity,
    longestHold: after.longestHold,
    longestWait,
    outcomes: [...new Set(answers.map(({ outcome }) => outcome))],
  };
}

interface Answered {
  readonly bytes: number;
  readonly outcome: string;
}

/** Only the end and the beginning of an answer are kept: its errors stand first, if it has any. */
function post(url: URL, body: string): Promise<Answered> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' };
    const call = request(url, { method: 'POST', headers, agent: false }, (response) => {
      let beginning = '';
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (beginning.length < 2000) beginning += chunk.toString('latin1');
      });
      response.on('close', () => resolve({ bytes, outcome: outcomeOf(beginning) }));
    });
    call.on('error', () => resolve({ bytes: 0, outcome: 'no answer' }));
    call.end(body);
  });
}

function outcomeOf(beginning: string): string {
  if (!beginning.startsWith('{"errors"')) return 'ok';
  return /"code":"(\w+)"/.exec(beginning)?.[1] ?? 'error';
}

async function readPolicyIds(gateway: Contender): Promise<readonly string[]> {
  const body = JSON.stringify({ query: '{ policies(first: 500) { nodes { id } } }' });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(gateway.url, { method: 'POST', headers, body });
  const { data } = (await answer.json()) as { data: { policies: { nodes: { id: string }[] } } };
  return data.policies.nodes.map(({ id }) => id);
}

function show(results: readonly WorstResult[]): string {
  return table(
    [
      'request',
      'at once',
      'ms',
      'CPU ms',
      'answer KB',
      'peak MiB',
      'loop held CPU ms',
      'health waited ms',
      'answered',
    ],
    results.map((row) => [
      row.name,
      String(row.atOnce),
      row.elapsed.toFixed(0),
      row.cpu.toFixed(0),
      (row.bytes / 1000).toFixed(0),
      mebibytes(row.peakMemory),
      row.longestHold.toFixed(0),
      row.longestWait.toFixed(0),
      row.outcomes.join(', '),
    ]),
  );
}
