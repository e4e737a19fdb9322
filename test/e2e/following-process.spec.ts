import { jest } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcesses, startProcess } from '../support/built-gateway.js';
import type { GatewayProcess } from '../support/built-gateway.js';
import { PRODUCTS, startTrio } from '../support/troubled-fleet.js';
import type { Trio } from '../support/troubled-fleet.js';
import { until } from '../support/until.js';

jest.setTimeout(180_000);

interface Sessions {
  complete: boolean;
  sources: { status: string; coveredFrom: string | null; fetchedAt: string | null }[];
  edges: { node: { id: string } }[];
}

let folder: string;
let trio: Trio;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'following-process-'));
  trio = await startTrio({ seed: 5, sessions: 300 });
});
afterEach(async () => {
  await endProcesses();
  await trio.close();
  rmSync(folder, { recursive: true });
});

/** The gateway over the trio, with this of its configuration. */
function start(rest: Record<string, unknown>): GatewayProcess {
  const servers = PRODUCTS.map((product) => ({
    key: product,
    name: product,
    product,
    url: trio[product].url,
    username: 'svc-gateway',
    password: 'simulated',
  }));
  const file = join(folder, 'gateway.yaml');
  writeFileSync(file, JSON.stringify({ listen: { host: '127.0.0.1', port: 0 }, servers, ...rest }));
  return startProcess({ GATEWAY_CONFIG: file });
}

async function sessions(gateway: GatewayProcess, maxAge = 'PT0S'): Promise<Sessions> {
  const query = `{ sessions(first: 200, maxAge: "${maxAge}") { complete sources { status coveredFrom fetchedAt } edges { node { id } } } }`;
  const response = await fetch(await gateway.listening(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: { sessions: Sessions } }).data.sessions;
}

/** The first answer of which it holds. */
async function sessionsOnce(
  gateway: GatewayProcess,
  holds: (answer: Sessions) => boolean,
): Promise<Sessions> {
  let answer = await sessions(gateway);
  await until(
    async () => holds(answer) || holds((answer = await sessions(gateway))),
    () => JSON.stringify(answer.sources),
  );
  return answer;
}

const areKept = ({ complete, sources }: Sessions): boolean =>
  complete && sources.every(({ coveredFrom }) => coveredFrom !== null);

async function metrics(gateway: GatewayProcess): Promise<string> {
  return (await fetch(new URL('/metrics', await gateway.listening()))).text();
}

it('knows after a kill, while every server is down, what they told before', async () => {
  const first = start({ history: { path: './kept' } });
  const told = await sessionsOnce(first, areKept);
  const end = new Date().toISOString();
  first.child.kill('SIGKILL');
  await first.ended();
  await trio.close();

  const second = start({ history: { path: './kept' } });
  const kept = await sessionsOnce(second, ({ sources }) => sources.every(({ status }) => status === 'STALE'));
  expect(kept.edges).toEqual(told.edges);
  expect(kept.complete).toBe(false);
  for (const { fetchedAt } of kept.sources) expect(fetchedAt && fetchedAt < end).toBe(true);
});

it('keeps in memory what no folder may hold, and makes none', async () => {
  const gateway = start({ history: 'off' });
  await sessionsOnce(gateway, areKept);
  expect(existsSync(join(folder, 'data'))).toBe(false);
  expect(await metrics(gateway)).not.toMatch(/^veeam_gateway_history_up /m);
});

it('does not start without the folder that was named', async () => {
  const gateway = start({ history: { path: './gateway.yaml/kept' } });
  expect((await gateway.ended()).status).toBe(78);
  expect(gateway.output()).toMatch(/history\.path: the folder \S+ cannot be used: .*ENOTDIR/);
});

it('does not start with a folder that another gateway has, and names it', async () => {
  const first = start({ history: { path: './kept' } });
  await first.listening();
  const second = start({ history: { path: './kept' } });
  expect((await second.ended()).status).toBe(78);
  expect(second.output()).toMatch(/history\.path: .*lock.*\bPID \d+/i);
  expect((await sessions(first)).edges.length).toBe(200);
});

it('goes on in memory where nobody named a folder and the usual one cannot be used, and says so', async () => {
  const first = start({});
  await first.listening();
  expect(existsSync(join(folder, 'data', 'history.duckdb'))).toBe(true);
  const second = start({});
  await sessionsOnce(second, areKept);
  expect(second.output()).toMatch(/sessions are kept in memory only/);
  expect(await metrics(second)).toMatch(/^veeam_gateway_history_up 0$/m);
  expect(await metrics(first)).toMatch(/^veeam_gateway_history_up 1$/m);
});
