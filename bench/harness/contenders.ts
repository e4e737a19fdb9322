import { setTimeout as delay } from 'node:timers/promises';
import type { Workload } from '../workloads/queries.js';
import { PASSWORD, built, listenFreely } from './fleet.js';
import type { Shot } from './load.js';
import { MeasuredProcess } from './process.js';

export type Mode = 'cold' | 'warm';

/** A server that answers the workloads, in a process of its own. */
export interface Contender {
  readonly name: 'gateway' | 'floor' | 'naive';
  readonly process: MeasuredProcess;
  /** Where it takes GraphQL; of the floor: where it is. */
  readonly url: URL;
  shot(workload: Workload, mode: Mode): Shot;
  /** A request after which warm answers show what the servers say now. */
  refresh(workload: Workload): Shot;
  /** The comparable part of an answer. */
  project(workload: Workload, body: string): unknown;
}

const READY_WITHIN_MS = 30_000;

export async function startGateway(
  fleetConfig: string,
  nodeOptions: readonly string[] = [],
): Promise<Contender> {
  const { config, port } = await listenFreely(fleetConfig);
  const env = { ...PASSWORD, GATEWAY_CONFIG: config, NODE_ENV: 'production' };
  const process = MeasuredProcess.start({ module: built('main.js'), env, nodeOptions });
  const url = new URL(`http://127.0.0.1:${port}/graphql`);
  await whenAnswering(url, process);
  const shot = ({ query, hasMaxAge }: Workload, maxAge: string): Shot => ({
    url,
    body: JSON.stringify({ query, ...(hasMaxAge && { variables: { maxAge } }) }),
  });
  return {
    name: 'gateway',
    process,
    url,
    shot: (workload, mode) => shot(workload, mode === 'cold' ? 'PT0S' : 'PT10M'),
    refresh: (workload) => shot(workload, 'PT0S'),
    project: projectGraphQl,
  };
}

export async function startFloor(fleetConfig: string): Promise<Contender> {
  const { process, port } = await startOwn('floor/main.js', fleetConfig);
  const url = new URL(`http://127.0.0.1:${port}`);
  const shot = ({ name }: Workload, path: string): Shot => ({ url: new URL(`/${name}/${path}`, url) });
  return {
    name: 'floor',
    process,
    url,
    shot,
    refresh: (workload) => shot(workload, 'read'),
    project: (_workload, body) => (JSON.parse(body) as { data: unknown }).data,
  };
}

export async function startNaive(fleetConfig: string): Promise<Contender> {
  const { process, port } = await startOwn('naive/main.js', fleetConfig);
  const url = new URL(`http://127.0.0.1:${port}/graphql`);
  // It keeps nothing, so that it has no use for a maxAge, nor a scalar for it.
  const shot = ({ query }: Workload): Shot => ({
    url,
    body: JSON.stringify({ query: query.replace('($maxAge: Duration)', '($maxAge: String)') }),
  });
  return { name: 'naive', process, url, shot, refresh: shot, project: projectGraphQl };
}

async function startOwn(
  module: string,
  fleetConfig: string,
): Promise<{ process: MeasuredProcess; port: number }> {
  const env = { ...PASSWORD, NODE_ENV: 'production' };
  const process = MeasuredProcess.start({ module: built(`bench/${module}`), args: [fleetConfig], env });
  const port = await process.message((message) => (message as { port?: number }).port);
  return { process, port };
}

function projectGraphQl(workload: Workload, body: string): unknown {
  const { data, errors } = JSON.parse(body) as { data: Record<string, unknown>; errors?: unknown };
  if (errors !== undefined) throw new Error(`${workload.name}: ${JSON.stringify(errors).slice(0, 500)}`);
  return workload.project(data);
}

async function whenAnswering(url: URL, process: MeasuredProcess): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until && process.isRunning) {
    const answer = await fetch(new URL('/health/live', url)).catch(() => undefined);
    if (answer?.ok === true) return;
    await delay(50);
  }
  throw new Error(`the gateway does not answer:\n${process.output}`);
}
