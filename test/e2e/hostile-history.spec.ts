import { jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { endProcesses, startProcess } from '../support/built-gateway.js';
import type { GatewayProcess } from '../support/built-gateway.js';
import { startRewritingProxy } from '../support/rewriting-proxy.js';
import type { Json, RewritingProxy } from '../support/rewriting-proxy.js';

jest.setTimeout(400_000);

/** Less than half of what deploy/kubernetes gives it. */
const HEAP = '--max-old-space-size=256';
const SECOND = 1_000;

let folder: string;
let good: VbrSimulator;
let evil: RewritingProxy;
let looks: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-history-'));
  good = await startVbrSimulator({ seed: 5, policies: 8, sessions: 300 });
});
afterEach(async () => {
  await endProcesses();
  await Promise.all([good.close(), evil.close()]);
  rmSync(folder, { recursive: true });
});

type Row = Record<string, Json>;
type RowsOf = (sample: Row, from: number, limit: number) => Row[];

/** A server whose list of sessions has no end; `looks` counts how often it is begun with. */
async function startEvil(rowsOf: RowsOf): Promise<void> {
  looks = 0;
  evil = await startRewritingProxy(good.url, (body, line) => {
    const path = line.split(' ', 2)[1] ?? '';
    if (!path.startsWith('/api/v1/sessions?')) return body;
    const asked = new URL(path, good.url).searchParams;
    const [from, limit] = ['skip', 'limit'].map((name) => Number(asked.get(name) ?? 0)) as [number, number];
    if (from === 0) looks += 1;
    const { data, pagination } = body as { data: Row[]; pagination: Row };
    const rows = rowsOf(data[0] ?? {}, from, limit);
    return { data: rows, pagination: { ...pagination, total: 10_000_000, count: rows.length, skip: from } };
  });
}

/** A row that differs from all others. */
function rowOf(sample: Row, number: number, startTime: number, more: Row = {}): Row {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const creationTime = new Date(startTime).toISOString();
  const endTime = new Date(startTime + SECOND).toISOString();
  return { ...sample, id, name: `n${number}`, creationTime, endTime, ...more };
}

function start(rest: Record<string, unknown>): GatewayProcess {
  const servers = [
    ['good', good.url],
    ['evil', evil.url],
  ].map(([key, url]) => ({ key, product: 'VBR', url, username: 'svc-gateway', password: 'simulated' }));
  const file = join(folder, 'gateway.yaml');
  const follow = { active: 'PT1S', idle: 'PT1S' };
  writeFileSync(file, JSON.stringify({ listen: { host: '127.0.0.1', port: 0 }, servers, follow, ...rest }));
  return startProcess({ GATEWAY_CONFIG: file, NODE_OPTIONS: HEAP });
}

interface Sessions {
  edges: unknown[];
  sources: { status: string; coveredFrom: string | null }[];
}

async function sessionsOfGood(gateway: GatewayProcess): Promise<Sessions> {
  const query =
    '{ sessions(first: 200, filter: { servers: ["good"] }) { edges { node { id } } sources { status coveredFrom } } }';
  const response = await fetch(await gateway.listening(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: { sessions: Sessions } }).data.sessions;
}

const LISTS: Readonly<Record<string, RowsOf>> = {
  'texts that are just short enough to be kept, each time other ones': (sample, from, limit) =>
    Array.from({ length: limit }, (_none, index) =>
      rowOf(sample, looks * 100_000 + from + index, Date.now() - (from + index) * SECOND, {
        result: { result: 'Success', message: 'x'.repeat(50_000) },
      }),
    ),
  'sessions in no order, all of them under way': (sample, from, limit) =>
    Array.from({ length: limit }, (_none, index) =>
      rowOf(sample, from + index, Date.now() - (((from + index) * 7919) % 86_400) * SECOND, {
        state: 'Working',
        result: { result: 'None', message: 'x'.repeat(500) },
      }),
    ),
};

it.each([
  ['sessions in no order, all of them under way', 'off'],
  ['sessions in no order, all of them under way', { path: './kept' }],
  ['texts that are just short enough to be kept, each time other ones', { path: './kept' }],
])(
  '%s without end, with the history %j, cost neither the process nor what is kept of others',
  async (what, history) => {
    await startEvil(LISTS[what] as RowsOf);
    const gateway = start({ history });
    await gateway.listening();
    const hasEnded = (): boolean => gateway.child.exitCode !== null || gateway.child.signalCode !== null;
    while (looks < 2 && !hasEnded()) await delay(20);
    let kept = await sessionsOfGood(gateway);
    while (kept.sources[0]?.coveredFrom == null) kept = await sessionsOfGood(gateway);
    expect(kept.edges).toHaveLength(200);
    expect(kept.sources).toMatchObject([{ status: 'OK' }]);
    expect(gateway.child.exitCode).toBeNull();
    expect(gateway.output()).not.toMatch(/"level":"(error|fatal)"/);
  },
);
