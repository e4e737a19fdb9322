import type { Upstream } from '../../src/simulators/kit/upstream.js';
import { startVb365Simulator } from '../../src/simulators/vb365/index.js';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import { deadUrl } from './addresses.js';
import type { ServerEntry } from './gateway.js';
import { vb365Truth } from './truth-vb365.js';
import { vbAwsTruth } from './truth-vbaws.js';
import { vbrTruth } from './truth-vbr.js';
import type { FleetTruth, ServerTruth } from './truth.js';

/** Fifty servers of all products and several revisions, one in ten of which fails in its own way. */
export interface LargeFleet {
  healthy: ServerEntry[];
  failing: ServerEntry[];
  simulators: Upstream[];
  /** What the healthy ones know now. */
  truth(): FleetTruth;
  close(): Promise<void>;
}

/** The code by which an answer names each failing server, unless its time is up or its circuit has opened. */
export const FAILURE_CODES: Readonly<Record<string, readonly string[]>> = {
  'failing-down': ['UNREACHABLE'],
  'failing-silent': ['TIMEOUT'],
  'failing-500': ['UPSTREAM_ERROR'],
  'failing-garbled': ['BAD_RESPONSE'],
  'failing-refusing': ['UNAUTHORIZED'],
};

const SIZE = { policies: 8, sessions: 60 };
const REVISIONS = [undefined, ['1.3-rev1'], ['1.3-rev0'], ['1.2-rev1']];
const VERSIONS = [['v8', 'v7', 'v6'], ['v7', 'v6'], ['v6']] as const;

interface Member {
  entry: ServerEntry;
  simulator: Upstream;
  truth(): ServerTruth;
}

export async function startLargeFleet(): Promise<LargeFleet> {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_none, index) => index);
  const members = await Promise.all([
    ...numbers(17).map(startVbr),
    ...numbers(14).map(startAws),
    ...numbers(14).map(startM365),
  ]);
  const broken = await Promise.all([1, 2, 3, 4].map((seed) => startVbrSimulator({ ...SIZE, seed })));
  const [silent, erring, garbled, refusing] = broken;
  silent?.faults.add({ fault: { kind: 'hang' } });
  erring?.faults.add({ fault: { kind: 'status', status: 500 }, match: 'GET' });
  garbled?.faults.add({ fault: { kind: 'raw', body: '{"data":[{"id":' }, match: 'GET' });
  refusing?.faults.add({ fault: { kind: 'status', status: 401 } });
  const urls = [await deadUrl(), ...broken.map(({ url }) => url)];
  const simulators = [...members.map(({ simulator }) => simulator), ...broken];
  return {
    healthy: members.map(({ entry }) => entry),
    failing: Object.keys(FAILURE_CODES).map((key, index) => ({
      key,
      product: 'VBR',
      url: urls[index] ?? '',
      ...(key === 'failing-silent' && { limits: { timeout: 'PT0.3S' } }),
    })),
    simulators,
    truth: () => together(members.map((member) => member.truth())),
    close: async () => {
      await Promise.all(simulators.map((simulator) => simulator.close()));
    },
  };
}

async function startVbr(index: number): Promise<Member> {
  const revisions = REVISIONS[index % REVISIONS.length];
  const simulator = await startVbrSimulator({ ...SIZE, seed: 100 + index, ...(revisions && { revisions }) });
  const key = `vbr-${index}`;
  return { entry: entryOf(key, 'VBR', simulator), simulator, truth: () => vbrTruth(key, simulator) };
}

async function startAws(index: number): Promise<Member> {
  const simulator = await startVbAwsSimulator({ ...SIZE, policies: 12, seed: 200 + index });
  const key = `aws-${index}`;
  return { entry: entryOf(key, 'VB_AWS', simulator), simulator, truth: () => vbAwsTruth(key, simulator) };
}

async function startM365(index: number): Promise<Member> {
  const servedVersions = VERSIONS[index % VERSIONS.length] ?? ['v8'];
  const simulator = await startVb365Simulator({ ...SIZE, seed: 300 + index, servedVersions });
  const key = `m365-${index}`;
  const version = Number(servedVersions[0].slice(1)) as 6 | 7 | 8;
  return {
    entry: entryOf(key, 'VB_M365', simulator),
    simulator,
    truth: () => vb365Truth(key, simulator, version),
  };
}

function entryOf(key: string, product: string, { url }: Upstream): ServerEntry {
  return { key, product, url };
}

function together(parts: readonly ServerTruth[]): FleetTruth {
  return {
    sessions: parts.flatMap(({ sessions }) => sessions),
    policies: parts.flatMap(({ policies }) => policies),
    repositories: parts.flatMap(({ repositories }) => repositories),
  };
}
