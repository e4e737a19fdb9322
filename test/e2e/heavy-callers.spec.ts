import { jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { worstRequests } from '../../bench/workloads/worst.js';
import type { WorstTargets } from '../../bench/workloads/worst.js';
import { startVb365Simulator } from '../../src/simulators/vb365/index.js';
import { startVbAwsSimulator } from '../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import { endProcesses, startProcess } from '../support/built-gateway.js';
import type { GatewayProcess } from '../support/built-gateway.js';
import { askAs, keyAuth, testKey } from '../support/callers.js';

jest.setTimeout(400_000);

/** As deploy/kubernetes has it. */
const HEAP = '--max-old-space-size=640';
const PASSWORD = 'Tr0ub4dor-and-3';
const SERVERS_OF_A_PRODUCT = 7;
const SIZE = { policies: 40, sessions: 1000 };

const [heavy, small] = [testKey({ name: 'heavy' }), testKey({ name: 'small' })];
let folder: string;
let file: string;
let simulators: { readonly url: string; close(): Promise<unknown> }[];
let gateway: GatewayProcess;
let url: string;
let targets: WorstTargets;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heavy-callers-'));
  file = join(folder, 'gateway.yaml');
  const products = ['VBR', 'VB_AWS', 'VB_M365'];
  simulators = await Promise.all([
    startVbrSimulator(SIZE),
    startVbAwsSimulator(SIZE),
    startVb365Simulator(SIZE),
  ]);
  const servers = simulators.flatMap((simulator, kind) =>
    Array.from({ length: SERVERS_OF_A_PRODUCT }, (_none, index) => ({
      key: `server-${kind}-${index}`,
      product: products[kind],
      url: simulator.url,
      username: 'svc',
      password: PASSWORD,
    })),
  );
  // Shorter than by default, so that the test ends; what memory it takes is decided in the first seconds.
  const limits = { requestTimeout: 'PT2S' };
  writeFileSync(file, JSON.stringify({ listen: { port: 0 }, auth: keyAuth(heavy, small), servers, limits }));
  // One for all of them: what one leaves behind is there for the next.
  gateway = startProcess({ GATEWAY_CONFIG: file, NODE_OPTIONS: HEAP });
  url = await gateway.listening();
  targets = { policyIds: await policyIds() };
});
afterAll(async () => {
  await endProcesses();
  await Promise.all(simulators.map((simulator) => simulator.close()));
  rmSync(folder, { recursive: true });
});

async function policyIds(): Promise<string[]> {
  const { data } = await askAs<{ policies: { nodes: { id: string }[] } }>(
    heavy.credential,
    url,
    '{ policies(first: 500) { nodes { id } } }',
  );
  return data.policies.nodes.map(({ id }) => id);
}

interface Body {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

it.each<[number, string]>([
  ...worstRequests({ policyIds: [''] }).map(({ name }): [number, string] => [8, name]),
  [20, '45 reports'],
])('%d at once of "%s" by one caller end nothing, and others are answered', async (atOnce, name) => {
  const worst = worstRequests(targets).find((one) => one.name === name);
  const answers = Array.from({ length: atOnce }, async (_none, index) => {
    const { query, variables } = worst?.body(index) as Body;
    const { status } = await askAs(heavy.credential, url, query, variables);
    return status;
  });
  const others = await Promise.all([
    askAs(small.credential, url, '{ servers { key } }'),
    fetch(new URL('/health/live', url)),
  ]);
  expect(others.map(({ status }) => status)).toEqual([200, 200]);
  for (const status of await Promise.all(answers)) expect([200, 400, 503, 504]).toContain(status);
  expect(gateway.child.exitCode).toBeNull();
  expect((await askAs(heavy.credential, url, '{ servers { key } }')).status).toBe(200);
});
