import type { FleetTiming } from '../../src/fleet.module.js';
import { startVb365Simulator } from '../../src/simulators/vb365/index.js';
import type { Vb365Options, Vb365Simulator } from '../../src/simulators/vb365/index.js';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import type { VbAwsOptions, VbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator, VbrSimulatorOptions } from '../../src/simulators/vbr/index.js';
import { deadUrl } from './addresses.js';
import { startGateway } from './gateway.js';
import type { RunningGateway, ServerEntry } from './gateway.js';

export interface Fleet {
  gateway: RunningGateway;
  vbr: VbrSimulator;
  vbrOld: VbrSimulator;
  vbaws: VbAwsSimulator;
  vb365: Vb365Simulator;
  vb365Old: Vb365Simulator;
  /** Keys of the servers that answer, in the order of the configuration. */
  alive: string[];
  close(): Promise<void>;
}

export interface FleetOptions {
  vbr?: VbrSimulatorOptions;
  vbaws?: VbAwsOptions;
  vb365?: Vb365Options;
  /** Changes a server's entry in the configuration: another address, a further key. */
  entry?: (entry: ServerEntry) => ServerEntry | Promise<ServerEntry>;
  /** Further keys of the configuration file. */
  config?: Record<string, unknown>;
  timing?: Partial<FleetTiming>;
}

/** No circuits: the dead server fails in the same way however often it is asked. */
const TIMING: Partial<FleetTiming> = { patience: { threshold: Infinity, firstBackoff: 1 } };

/**
 * A mixed fleet with the gateway over it: VBR on its newest and its oldest revision, VB_AWS, VB_M365 on v8 and v6, and one server
 * (`down`) that nothing listens at. Small enough to start in well under a second or two.
 */
export async function startFleet(options: FleetOptions = {}): Promise<Fleet> {
  const size = { policies: 24, sessions: 600 };
  const [vbr, vbrOld, vbaws, vb365, vb365Old, down] = await Promise.all([
    startVbrSimulator({ ...size, seed: 11, ...options.vbr }),
    startVbrSimulator({ ...size, seed: 12, ...options.vbr, revisions: ['1.2-rev1'] }),
    startVbAwsSimulator({ ...size, seed: 13, ...options.vbaws }),
    startVb365Simulator({ ...size, seed: 14, ...options.vb365 }),
    startVb365Simulator({ ...size, seed: 15, ...options.vb365, servedVersions: ['v6'] }),
    deadUrl(),
  ]);
  const servers: ServerEntry[] = [
    { key: 'vbr', product: 'VBR', url: vbr.url, tags: { site: 'berlin', tenant: 'acme' } },
    { key: 'vbr-old', product: 'VBR', url: vbrOld.url, tags: { site: 'paris' } },
    { key: 'down', product: 'VBR', url: down, tags: { site: 'paris' } },
    { key: 'aws', product: 'VB_AWS', url: vbaws.url, tags: { site: 'cloud', tenant: 'acme' } },
    { key: 'm365', product: 'VB_M365', url: vb365.url },
    { key: 'm365-old', product: 'VB_M365', url: vb365Old.url },
  ];
  const { entry } = options;
  const entries = await Promise.all(servers.map(async (server) => (entry ? entry(server) : server)));
  const gateway = await startGateway(entries, options.config, options.timing ?? TIMING);
  const close = async (): Promise<void> => {
    await gateway.close();
    await Promise.all([vbr, vbrOld, vbaws, vb365, vb365Old].map((simulator) => simulator.close()));
  };
  const alive = servers.map(({ key }) => key).filter((key) => key !== 'down');
  return { gateway, vbr, vbrOld, vbaws, vb365, vb365Old, alive, close };
}
