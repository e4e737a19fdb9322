import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { MeasuredProcess } from './process.js';

export const PASSWORD = { SIMULATORS_PASSWORD: 'simulated' };

export interface FleetSize {
  readonly servers: number;
  readonly policies: number;
  readonly sessions: number;
}

/** Simulated servers in one process, and the gateway.yaml that names them. */
export interface SimulatedFleet {
  readonly process: MeasuredProcess;
  readonly config: string;
}

export async function startSimulators(
  { servers, policies, sessions }: FleetSize,
  directory: string,
): Promise<SimulatedFleet> {
  const config = join(directory, `fleet-${servers}-${sessions}.yaml`);
  const size = { servers, policies, sessions, down: 0, port: 0 };
  const options = Object.entries(size).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const process = MeasuredProcess.start({
    module: built('simulators/main.js'),
    args: [...options, '--config', config],
    env: PASSWORD,
    nodeOptions: ['--max-old-space-size=4096'],
  });
  await process.message((message) => (message === 'ready' ? true : undefined));
  return { process, config };
}

/** A configuration like `file`, with a free port to listen on. */
export async function listenFreely(file: string): Promise<{ config: string; port: number }> {
  const port = await freePort();
  const config = file.replace(/\.yaml$/, `-${port}.yaml`);
  const content = parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(config, stringify({ listen: { host: '127.0.0.1', port }, ...content }));
  return { config, port };
}

/** A module of the build that this one is a part of. */
export function built(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
