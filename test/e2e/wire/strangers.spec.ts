import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { bearer, keyAuth, testKey } from '../../support/callers.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { LogLines } from '../../support/log-lines.js';
import { samplesOf, total } from '../../support/metrics.js';

const NOWHERE = { key: 'vbr', product: 'VBR', url: 'http://127.0.0.1:9' };
const viewer = testKey({ name: 'Vera', role: 'VIEWER' });
const BODY = JSON.stringify({ query: '{ servers { key } }' });

let folder: string;
let gateway: RunningGateway | undefined;
let lines: LogLines;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strangers-'));
});
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
  rmSync(folder, { recursive: true });
});

async function start(rest: Record<string, unknown> = {}): Promise<void> {
  lines = new LogLines();
  const config = {
    auth: keyAuth(viewer),
    audit: { to: 'file', path: join(folder, 'audit.log') },
    listen: { host: '127.0.0.1', port: 0, trustedProxies: ['127.0.0.1'] },
    limits: { requestsPerSecond: 1 },
    ...rest,
  };
  gateway = await startGateway([NOWHERE], config, undefined, lines);
}

const send = (headers: Record<string, string>, body = BODY): Promise<Response> =>
  fetch(gateway?.url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });

/** What the audit says of refused access, once the gateway has written all that it counted. */
async function refusals(): Promise<Record<string, unknown>[]> {
  await gateway?.close();
  gateway = undefined;
  const text = readFileSync(join(folder, 'audit.log'), 'utf8').trimEnd();
  return text
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ event }) => event === 'refused');
}

async function statuses(
  count: number,
  headersOf: (turn: number) => Record<string, string>,
): Promise<number[]> {
  const found: number[] = [];
  for (let turn = 0; turn < count; turn += 1) found.push((await send(headersOf(turn))).status);
  return found;
}

it.each([
  ['without a key', () => ({})],
  ['with wrong keys', () => bearer(testKey().credential)],
  ['with nonsense', () => ({ authorization: 'Basic YTpi' })],
])(
  'an address that keeps asking %s has to wait; others and whoever has a key need not',
  async (_title, given) => {
    await start();
    const found = await statuses(12, () => ({ ...from('192.0.2.1'), ...given() }));
    expect(found).toEqual([...Array<number>(10).fill(401), 429, 429]);
    const refused = await send({ ...from('192.0.2.1'), ...given() });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect((await send({ ...from('192.0.2.2'), ...given() })).status).toBe(401);
    expect((await send({ ...from('192.0.2.1'), ...bearer(viewer.credential) })).status).toBe(200);
    expect((await fetch(new URL('/health/live', gateway?.url), { headers: from('192.0.2.1') })).status).toBe(
      200,
    );
  },
);

it('addresses that cannot be decoded pass what all others pass, and are not quoted', async () => {
  await start();
  const ask = (): Promise<Response> =>
    fetch(new URL('/%zz<script>', gateway?.url), { headers: from('192.0.2.1') });
  const first = await ask();
  expect(first.status).toBe(401);
  expect(first.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await first.text()).not.toContain('script');
  const found: number[] = [];
  for (let turn = 0; turn < 11; turn += 1) found.push((await ask()).status);
  expect(found).toEqual([...Array<number>(9).fill(401), 429, 429]);
});

it('addresses of one IPv6 network count as one', async () => {
  await start();
  const found = await statuses(12, (turn) => from(`2001:db8:1:2::${turn}`));
  expect(found.slice(-2)).toEqual([429, 429]);
  expect((await send(from('2001:db8:1:3::1'))).status).toBe(401);
});

it('refusals of a caller are one record a minute, with their number', async () => {
  await start({ limits: {} });
  await statuses(40, () => from('192.0.2.1'));
  await statuses(3, () => from('192.0.2.2'));
  const found = (await refusals()).map(({ address, count }) => `${String(address)} ${String(count)}`);
  expect(found.sort()).toEqual(['192.0.2.1 1', '192.0.2.1 39', '192.0.2.2 1', '192.0.2.2 2']);
  expect(lines.where({ context: 'Requests', level: 'warn' }).length).toBeLessThanOrEqual(2);
});

it('a flood from everywhere leaves a bounded number of records', async () => {
  await start({ limits: {} });
  await statuses(250, (turn) => from(`198.51.100.${turn}`));
  const found = await refusals();
  expect(found.length).toBeLessThan(120);
  expect(found.reduce((sum, { count }) => sum + Number(count), 0)).toBe(250);
});

it('what callers send is written down in short', async () => {
  await start({ limits: { bodySize: 2 ** 20 } });
  const name = `A${'b'.repeat(700_000)}`;
  const mutation = `mutation ${name} { startPolicy(input: { policy: "x" }) { userErrors { code } } }`;
  await send(bearer(viewer.credential), JSON.stringify({ query: mutation }));
  await send(
    { ...bearer(viewer.credential), 'x-long': 'x' },
    JSON.stringify({ query: `query ${name} { nothing }` }),
  );
  await fetch(new URL(`/${'p'.repeat(10_000)}`, gateway?.url));
  const found = await refusals();
  expect(found.length).toBeGreaterThan(0);
  for (const record of found) expect(JSON.stringify(record).length).toBeLessThan(1_500);
  for (const line of lines.all()) expect(JSON.stringify(line).length).toBeLessThan(10_000);
});

it('WebSockets of an address count, and so do their messages', async () => {
  await start();
  const open = async (headers: Record<string, string>): Promise<WebSocket> => {
    const socket = new WebSocket((gateway?.url ?? '').replace('http', 'ws'), 'graphql-transport-ws', {
      headers: { ...from('192.0.2.9'), ...headers },
    });
    await once(socket, 'open');
    return socket;
  };
  const socket = await open(bearer(viewer.credential));
  const received: { type: string; id?: string; payload?: { extensions: { code: string } }[] }[] = [];
  socket.on('message', (data) => received.push(JSON.parse(String(data)) as (typeof received)[number]));
  socket.send(JSON.stringify({ type: 'connection_init' }));
  while (received.length < 1) await once(socket, 'message');
  const payload = { query: 'subscription { nothing }' };
  for (let id = 0; id < 12; id += 1)
    socket.send(JSON.stringify({ type: 'subscribe', id: String(id), payload }));
  while (received.length < 13) await once(socket, 'message');
  const codes = received
    .filter(({ type }) => type === 'error')
    .map((message) => message.payload?.[0]?.extensions?.code);
  expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(2);
  socket.terminate();
  for (let turn = 0; turn < 9; turn += 1) (await open({})).terminate();
  await expect(open({})).rejects.toThrow('429');
});

it('preflights of pages that may not ask are no refused access', async () => {
  await start({ limits: {} });
  for (let turn = 0; turn < 3; turn += 1) {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    expect((await fetch(gateway?.url ?? '', { method: 'OPTIONS', headers })).status).toBe(204);
  }
  expect(lines.where({ context: 'Cors', level: 'warn' })).toMatchObject([
    { msg: expect.stringContaining('https://evil.example') },
  ]);
  expect(await refusals()).toEqual([]);
});

it('what is refused before GraphQL is asked counts among the errors of requests', async () => {
  const admin = testKey({ role: 'ADMIN' });
  await start({ auth: keyAuth(viewer, admin) });
  const of = async (code: string): Promise<number> => {
    const url = new URL('/metrics', gateway?.url);
    const text = await (await fetch(url, { headers: bearer(admin.credential) })).text();
    return total(samplesOf(text), 'veeam_gateway_request_errors_total', { code }) ?? 0;
  };
  expect(await statuses(11, () => from('192.0.2.1'))).toEqual([...Array<number>(10).fill(401), 429]);
  expect(await of('UNAUTHENTICATED')).toBe(10);
  expect(await of('RATE_LIMITED')).toBe(1);
  await send(
    bearer(viewer.credential),
    JSON.stringify({ query: 'mutation { startPolicy(input: { policy: "x" }) { userErrors { code } } }' }),
  );
  expect(await of('FORBIDDEN')).toBe(1);
});

it('has a rate of its own where one is configured', async () => {
  await start({ limits: { requestsPerSecond: 100, refusedPerSecond: 1 } });
  expect(await statuses(11, () => from('192.0.2.1'))).toEqual([...Array<number>(10).fill(401), 429]);
  expect(await statuses(11, () => bearer(viewer.credential))).toEqual(Array<number>(11).fill(200));
});
