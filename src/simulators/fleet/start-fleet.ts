import { once } from 'node:events';
import { connect } from 'node:net';
import type { Upstream } from '../kit/upstream.js';
import { startVb365Simulator } from '../vb365/index.js';
import type { ServedVersion } from '../vb365/index.js';
import { startVbAwsSimulator } from '../vbaws/index.js';
import { startVbrSimulator } from '../vbr/index.js';
import { REVISIONS } from '../vbr/revisions.js';
import { planFleet } from './plan.js';
import type { FleetSize, PlannedServer } from './plan.js';

export interface FleetOptions extends FleetSize {
  /** Policies of each server. */
  readonly policies: number;
  /** Sessions of each server at the start. */
  readonly sessions: number;
  /** The first server's port, the others follow; 0: any free ports. */
  readonly port: number;
  /** What every server asks for at sign-in. */
  readonly username: string;
  readonly password: string;
}

export interface FleetMember {
  readonly server: PlannedServer;
  readonly url: string;
}

export interface RunningFleet {
  /** In the order planned, those that are down included. */
  readonly members: readonly FleetMember[];
  close(): Promise<void>;
}

const VERSIONS: readonly ServedVersion[] = ['v6', 'v7', 'v8'];

/** Starts a fleet of simulated servers on the loopback address. Rejects when a port is taken; nothing is left running then. */
export async function startFleet(options: FleetOptions): Promise<RunningFleet> {
  const upstreams: Upstream[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(upstreams.map((upstream) => upstream.close()));
  };
  const members: FleetMember[] = [];
  let deadPort = 0;
  try {
    for (const [index, server] of planFleet(options).entries()) {
      const port = options.port === 0 ? 0 : options.port + index;
      if (server.down) {
        deadPort = port === 0 ? await refusingPort(deadPort) : port;
        members.push({ server, url: `http://127.0.0.1:${deadPort}` });
      } else {
        const upstream = await startServer(server, port, options);
        upstreams.push(upstream);
        members.push({ server, url: upstream.url });
      }
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { members, close };
}

/** A server speaks its newest revision and those before it. */
function startServer(
  { kind, seed, timeZone }: PlannedServer,
  port: number,
  { policies, sessions, username, password }: FleetOptions,
): Promise<Upstream> {
  const common = { port, seed, policies, sessions, username, password };
  switch (kind.product) {
    case 'VBR':
      return startVbrSimulator({ ...common, timeZone, revisions: upTo(REVISIONS, kind.revision) });
    case 'VB_AWS':
      return startVbAwsSimulator(common);
    case 'VB_M365':
      return startVb365Simulator({ ...common, servedVersions: upTo(VERSIONS, kind.version) });
  }
}

function upTo<T>(oldestFirst: readonly T[], newest: T): T[] {
  return oldestFirst.slice(0, oldestFirst.indexOf(newest) + 1);
}

/** A port that refuses connections and goes on doing so: below 1024, where no system gives ports to whoever asks for any. */
async function refusingPort(above: number): Promise<number> {
  const port = above + 1;
  return (await listens(port)) ? refusingPort(port) : port;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
