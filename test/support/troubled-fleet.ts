import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FleetTiming } from '../../src/fleet.module.js';
import type { FaultRule } from '../../src/simulators/kit/faults.js';
import type { CertificateAndKey } from '../../src/simulators/kit/upstream.js';
import { startVb365Simulator } from '../../src/simulators/vb365/index.js';
import type { Vb365Simulator } from '../../src/simulators/vb365/index.js';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import type { VbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { startGateway } from './gateway.js';
import type { RunningGateway, ServerEntry } from './gateway.js';

export const PRODUCTS = ['VBR', 'VB_AWS', 'VB_M365'] as const;
export type Product = (typeof PRODUCTS)[number];

/** One simulated server of each product. */
export interface Trio {
  VBR: VbrSimulator;
  VB_AWS: VbAwsSimulator;
  VB_M365: Vb365Simulator;
  close(): Promise<void>;
}

/** What is wrong with a server: an odd entry in the configuration, or odd answers. */
export interface Trouble {
  entry?: Partial<ServerEntry>;
  faults?: readonly FaultRule[];
}

export interface TrioOptions {
  seed: number;
  policies?: number;
  sessions?: number;
  oddities?: boolean;
  tls?: CertificateAndKey;
  /** The servers' clock in epoch milliseconds. */
  now?: () => number;
}

export async function startTrio({ policies = 12, sessions = 150, ...rest }: TrioOptions): Promise<Trio> {
  const options = { policies, sessions, ...rest };
  const [VBR, VB_AWS, VB_M365] = await Promise.all([
    startVbrSimulator(options),
    startVbAwsSimulator(options),
    startVb365Simulator(options),
  ]);
  const close = async (): Promise<void> => {
    await Promise.all([VBR, VB_AWS, VB_M365].map((simulator) => simulator.close()));
  };
  return { VBR, VB_AWS, VB_M365, close };
}

/** Key of the good server of a product. */
export function goodKey(product: Product): string {
  return `good-${product}`;
}

/** Key of the troubled server of a product. */
export function troubledKey(product: Product): string {
  return `troubled-${product}`;
}

/** Sends failed reads again without a pause to speak of, and never leaves a server alone: every failure is the server's own. */
const HURRIED: Partial<FleetTiming> = { patience: { threshold: Infinity, firstBackoff: 1 } };

/** A gateway over a good and a troubled server of each product. */
export async function startTroubledGateway(
  good: Trio,
  troubled: Trio,
  troubleOf: (product: Product) => Trouble,
): Promise<RunningGateway> {
  const goodEntries = PRODUCTS.map((product): ServerEntry => ({
    key: goodKey(product),
    product,
    url: good[product].url,
  }));
  const troubledEntries = PRODUCTS.map((product): ServerEntry => {
    const { entry, faults = [] } = troubleOf(product);
    troubled[product].faults.clear();
    for (const rule of faults) troubled[product].faults.add(rule);
    return { key: troubledKey(product), product, url: troubled[product].url, ...entry };
  });
  return startGateway([...goodEntries, ...troubledEntries], {}, HURRIED);
}

export interface Stranger {
  url: string;
  /** Requests it has seen. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** A server that nobody configured, to be led to. */
export async function startStranger(): Promise<Stranger> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, requests, close };
}

export interface Source {
  server: { key: string };
  status: string;
  count: number | null;
  error: {
    code: string;
    message: string;
    retryable: boolean;
    retryAfterSeconds: number | null;
    upstreamStatus: number | null;
  } | null;
}

/** What every list and report tells of its sources. */
export interface Part {
  complete: boolean;
  totalCount?: number | null;
  sources: Source[];
  nodes?: { server: { key: string } }[];
}

export const PARTS = [
  'policies',
  'repositories',
  'sessions',
  'runs',
  'capacity',
  'protection',
  'search',
] as const;
export type PartName = (typeof PARTS)[number];

const SOURCES = `complete sources {
  server { key } status count error { code message retryable retryAfterSeconds upstreamStatus }
}`;

export const EVERYTHING = `query {
  policies(first: 500) { totalCount ${SOURCES} nodes { server { key } } }
  repositories(first: 500) { totalCount ${SOURCES} nodes { server { key } } }
  sessions(first: 500) { totalCount ${SOURCES} nodes { server { key } } }
  report {
    runs: sessions(window: { last: "P30D" }, groupBy: [POLICY]) { ${SOURCES} }
    capacity { ${SOURCES} }
    protection { ${SOURCES} }
  }
  search(text: "e") { ${SOURCES} }
}`;

export interface EverythingData {
  policies: Part;
  repositories: Part;
  sessions: Part;
  report: { runs: Part; capacity: Part; protection: Part };
  search: Part;
}

export function partOf(data: EverythingData, name: PartName): Part {
  return name === 'runs' || name === 'capacity' || name === 'protection' ? data.report[name] : data[name];
}

export function sourceOf(part: Part, key: string): Source | undefined {
  return part.sources.find(({ server }) => server.key === key);
}
