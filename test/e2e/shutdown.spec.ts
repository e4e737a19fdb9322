import { once } from 'node:events';
import { jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { verifyAudit } from '../../src/cli/audit/verify-audit.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { endProcesses, startProcess } from '../support/built-gateway.js';
import type { GatewayProcess } from '../support/built-gateway.js';
import { until } from '../support/until.js';

jest.setTimeout(120_000);

let folder: string;
let vbr: VbrSimulator;
let gateway: GatewayProcess;
let url: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shutdown-'));
});
beforeEach(async () => {
  vbr = await startVbrSimulator({ policies: 3, sessions: 5 });
});
afterEach(async () => {
  await endProcesses();
  await vbr.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function start(shutdown: Record<string, string>): Promise<void> {
  const file = join(folder, 'gateway.yaml');
  const servers = [
    { key: 'berlin', product: 'VBR', url: vbr.url, username: 'svc-gateway', password: 'simulated' },
  ];
  const audit = { to: 'file', path: 'audit.log' };
  writeFileSync(
    file,
    JSON.stringify({ listen: { port: 0 }, servers, shutdown, audit, log: { level: 'debug' } }),
  );
  gateway = startProcess({ GATEWAY_CONFIG: file });
  url = await gateway.listening();
}

const ask = (query: string): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
const sessions = (): Promise<Response> => ask('{ sessions(first: 5) { nodes { name } complete } }');
const ready = async (): Promise<number> => (await fetch(new URL('/health/ready', url))).status;
const signedOut = (): number => vbr.requests.filter(({ url: path }) => path.includes('logout')).length;

describe('a gateway that is told to end', () => {
  it('is not ready at once, finishes what runs, refuses what is new, signs out, and leaves a whole audit', async () => {
    await start({ delay: 'PT0.3S', grace: 'PT20S' });
    await sessions();
    vbr.faults.add({ match: 'GET /api/v1/sessions', fault: { kind: 'latency', ms: 3_000 } });
    const running = sessions();
    await new Promise((resolve) => setTimeout(resolve, 50));
    gateway.child.kill('SIGTERM');
    await until(async () => (await ready()) === 503);
    expect((await ask('{ __typename }')).status).toBe(200);
    await until(async () => (await ask('{ __typename }')).status === 503);
    const answer = await running;
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ data: { sessions: { complete: true } } });
    expect((await gateway.ended()).status).toBe(0);
    expect(signedOut()).toBe(1);
    expect(readFileSync(join(folder, 'audit.log'), 'utf8')).toMatch(/"event":"stop"[^\n]*\n$/);
    expect(await verifyAudit([join(folder, 'audit.log')], () => undefined)).toBe(0);
  });

  it('says goodbye to WebSockets, and signs out', async () => {
    await start({ grace: 'PT1M' });
    await sessions();
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    const goodbye = once(socket, 'close');
    gateway.child.kill('SIGTERM');
    expect((await goodbye)[0]).toBe(1001);
    expect((await gateway.ended()).status).toBe(0);
    expect(signedOut()).toBe(1);
  });

  it('cuts off what runs longer than the grace', async () => {
    await start({ grace: 'PT0.2S' });
    vbr.faults.add({ match: 'GET /api/v1/sessions', fault: { kind: 'hang' } });
    const running = sessions().catch(() => 'cut off');
    await new Promise((resolve) => setTimeout(resolve, 200));
    gateway.child.kill('SIGTERM');
    const { status, milliseconds } = await gateway.ended();
    expect(status).toBe(0);
    expect(milliseconds).toBeLessThan(20_000);
    expect(await running).toBe('cut off');
    expect(gateway.output()).toContain('1 requests were cut off');
  });

  it('ends at once on a second signal', async () => {
    await start({ grace: 'PT1M' });
    vbr.faults.add({ match: 'GET /api/v1/sessions', fault: { kind: 'hang' } });
    const running = sessions().catch(() => 'cut off');
    await new Promise((resolve) => setTimeout(resolve, 200));
    gateway.child.kill('SIGTERM');
    await until(() => gateway.output().includes('SIGTERM: ending'), gateway.output);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    gateway.child.kill('SIGTERM');
    const { status, milliseconds } = await gateway.ended();
    expect(status).toBe(1);
    expect(milliseconds).toBeLessThan(20_000);
    await running;
  });
});
