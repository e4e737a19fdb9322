import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import { builtModule, endProcesses, startProcess } from '../support/built-gateway.js';
import type { GatewayProcess } from '../support/built-gateway.js';
import { askAs, keyAuth, testKey } from '../support/callers.js';

jest.setTimeout(240_000);

const admin = testKey({ role: 'ADMIN' });
const viewer = testKey({ role: 'VIEWER' });
const CHANGE = 'mutation { startPolicy(input: { policy: "x" }) { userErrors { code } } }';
let folder: string;
let running: GatewayProcess;
let url: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scarce-room-'));
});
afterEach(async () => {
  await endProcesses();
  rmSync(folder, { recursive: true });
});

/** Runs the gateway over a file system on which so much is left. */
async function run(
  left: number,
  size: number,
  rest: Record<string, unknown> = {},
  vbr = 'http://127.0.0.1:9',
): Promise<void> {
  const file = join(folder, 'gateway.yaml');
  const server = { key: 'vbr', product: 'VBR', url: vbr, username: 'svc-gateway', password: 'simulated' };
  const audit = { to: 'file', path: join(folder, 'audit.log') };
  const listen = { host: '127.0.0.1', port: 0 };
  writeFileSync(
    file,
    JSON.stringify({ listen, audit, auth: keyAuth(admin, viewer), servers: [server], ...rest }),
  );
  const script = `
    import { promises } from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    promises.statfs = async () => ({ bsize: 4096, bavail: ${left / 4_096}, blocks: ${size / 4_096} });
    syncBuiltinESMExports();
    await import(${JSON.stringify(builtModule('main.js'))});`;
  running = startProcess({ GATEWAY_CONFIG: file }, { script });
  url = await running.listening();
}

/** The events of the audit once the gateway has ended in order. */
async function events(): Promise<unknown[]> {
  running.child.kill('SIGTERM');
  await running.ended();
  return readFileSync(join(folder, 'audit.log'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { event: unknown }).event);
}

const MEBIBYTE = 2 ** 20;

it.each([
  ['of a large one', 60 * MEBIBYTE, 1_000 * MEBIBYTE],
  ['of a small one', 120_000, MEBIBYTE / 4],
])('the last of the disk, %s, is for changes', async (_which, left, size) => {
  await run(left, size);
  for (let turn = 0; turn < 3; turn += 1) {
    expect((await askAs(undefined, url, '{ servers { key } }')).status).toBe(401);
    expect((await askAs(viewer.credential, url, CHANGE)).status).toBe(403);
  }
  expect((await askAs(admin.credential, url, CHANGE)).status).toBe(200);
  expect(await events()).toEqual(['start', 'attempt', 'outcome', 'stop']);
  expect(running.output()).toContain('refused access was left out of the audit');
});

it('while there is room, refused access is noted too', async () => {
  await run(500 * MEBIBYTE, 1_000 * MEBIBYTE);
  expect((await askAs(undefined, url, '{ servers { key } }')).status).toBe(401);
  expect(await events()).toEqual(['start', 'refused', 'stop']);
});

it('the last of the disk is not for what servers tell, who are asked themselves then', async () => {
  const vbr = await startVbrSimulator({ seed: 5, policies: 4, sessions: 50 });
  try {
    await run(200 * MEBIBYTE, 1_000 * MEBIBYTE, { history: { path: './kept' } }, vbr.url);
    while (!running.output().includes('nothing more is kept until there is room')) await delay(20);
    const query = '{ sessions(first: 50) { complete sources { status coveredFrom } edges { node { id } } } }';
    const { data } = await askAs<{ sessions: { edges: unknown[] } }>(viewer.credential, url, query);
    expect(data.sessions).toMatchObject({ complete: true, sources: [{ status: 'OK', coveredFrom: null }] });
    expect(data.sessions.edges).toHaveLength(50);
    expect(running.output().match(/nothing more is kept/g)).toHaveLength(1);
  } finally {
    await vbr.close();
  }
});
