import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { verifyAudit } from '../../src/cli/audit/verify-audit.js';
import { encodeId } from '../../src/core/model/ids.js';
import { startVb365Simulator } from '../../src/simulators/vb365/index.js';
import type { Vb365Simulator } from '../../src/simulators/vb365/index.js';
import { askAs, keyAuth, testKey } from '../support/callers.js';
import type { Reply } from '../support/callers.js';
import { one } from '../support/changes-vb365.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { LogLines } from '../support/log-lines.js';
import { until } from '../support/until.js';

const PASSWORD = 'planted-Pa55word';
const admin = testKey({ name: 'Root', role: 'ADMIN' });
const viewer = testKey({ name: 'Vera', role: 'VIEWER' });

let folder: string;
let path: string;
let m365: Vb365Simulator;
let gateway: RunningGateway;
const lines = new LogLines();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'audit-e2e-'));
  path = join(folder, 'audit.log');
  m365 = await startVb365Simulator({ policies: 4, sessions: 20, switches: { workSeconds: 0 } });
  gateway = await startGateway(
    [{ key: 'm365', product: 'VB_M365', url: m365.url }],
    { auth: keyAuth(admin, viewer), audit: { to: 'file', path } },
    undefined,
    lines,
  );
});

afterAll(async () => {
  await gateway.close();
  await m365.close();
  rmSync(folder, { recursive: true });
});

const records = (): Record<string, unknown>[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const latest = (count: number): Record<string, unknown>[] => records().slice(-count);
const changes = (): number =>
  m365.requests.filter(({ method, url }) => method === 'POST' && !url.includes('oken')).length;

function removeProxy(credential: string | undefined, confirmName?: string): Promise<Reply<unknown>> {
  const proxy = one(m365.world.proxies.find(({ hostName }) => hostName === 'm365-px01'));
  for (const repository of m365.world.repositories) if (repository.proxy === proxy) repository.proxy = null;
  const input = {
    proxy: encodeId({ type: 'VbM365Proxy', server: 'm365', nativeId: proxy.id }),
    confirmName: confirmName ?? proxy.hostName,
    credentials: { windows: { userName: 'Administrator', password: PASSWORD } },
  };
  const document =
    'mutation Remove($input: VbM365RemoveProxyInput!) { vbM365RemoveProxy(input: $input) { userErrors { code } } }';
  return askAs(credential, gateway.url, document, { input });
}

async function settled(count: number): Promise<void> {
  await until(() => records().length >= count);
}

describe('the audit', () => {
  it('holds who asked for what, where, and what came of it, without secrets', async () => {
    await removeProxy(admin.credential, 'another-name');
    const [attempt, outcome] = latest(2);
    expect(attempt).toMatchObject({
      event: 'attempt',
      caller: { name: 'Root', role: 'ADMIN' },
      address: '127.0.0.1',
      operation: 'vbM365RemoveProxy',
      servers: ['m365'],
      arguments: {
        input: {
          confirmName: 'another-name',
          credentials: { windows: { userName: 'Administrator', password: '[secret]' } },
        },
      },
    });
    expect(outcome).toMatchObject({
      event: 'outcome',
      requestId: attempt?.['requestId'],
      attempt: attempt?.['seq'],
      outcome: 'REFUSED',
      codes: ['INVALID_INPUT'],
    });
    expect(readFileSync(path, 'utf8')).not.toContain(PASSWORD);
  });

  it('names the upstream session of work that was accepted', async () => {
    const job = one(m365.world.jobs[0]);
    const policy = encodeId({ type: 'VbM365Job', server: 'm365', nativeId: job.id });
    const { data } = await askAs<{ startPolicy: { session: { nativeId: string } } }>(
      admin.credential,
      gateway.url,
      'mutation ($input: PolicyActionInput!) { startPolicy(input: $input) { session { nativeId } userErrors { code } } }',
      { input: { policy } },
    );
    expect(latest(1)).toMatchObject([
      { outcome: 'OK', sessions: [{ server: 'm365', session: data.startPolicy.session.nativeId }] },
    ]);
  });

  it('holds refused access, by nobody and by somebody who may not', async () => {
    const before = records().length;
    await removeProxy(undefined);
    await removeProxy(viewer.credential);
    await settled(before + 2);
    expect(latest(2)).toMatchObject([
      { event: 'refused', caller: null, codes: ['UNAUTHENTICATED'], path: '/graphql', status: 401 },
      {
        event: 'refused',
        caller: { name: 'Vera', role: 'VIEWER' },
        codes: ['FORBIDDEN'],
        operation: 'Remove',
      },
    ]);
  });

  it('holds who was not let in over a WebSocket', async () => {
    const before = records().length;
    const socket = new WebSocket(gateway.url.replace('http:', 'ws:'), 'graphql-transport-ws');
    const closed = once(socket, 'close');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer nonsense' } }));
    await closed;
    await settled(before + 1);
    expect(latest(1)).toMatchObject([
      { event: 'refused', caller: null, path: '/graphql', address: '127.0.0.1' },
    ]);
  });

  it('refuses a change that it cannot hold, before anything is sent', async () => {
    renameSync(path, `${path}.kept`);
    mkdirSync(path);
    const before = changes();
    const { errors } = await removeProxy(admin.credential);
    expect(errors).toMatchObject([{ extensions: { code: 'AUDIT_UNAVAILABLE' } }]);
    expect(changes()).toBe(before);
    expect(lines.where({ level: 'error', context: 'Audit' })).toHaveLength(1);
    rmSync(path, { recursive: true });
    renameSync(`${path}.kept`, path);
    await removeProxy(admin.credential);
    expect(changes()).toBe(before + 1);
    expect(latest(2)).toMatchObject([{ event: 'attempt' }, { event: 'outcome' }]);
  });

  it('is a whole chain', async () => {
    const said: string[] = [];
    expect(await verifyAudit([path], (line) => said.push(line))).toBe(0);
    writeFileSync(path, readFileSync(path, 'utf8').replace('Root', 'Rood'));
    expect(await verifyAudit([path], (line) => said.push(line))).toBe(1);
  });
});
