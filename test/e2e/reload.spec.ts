import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { endProcesses, startProcess } from '../support/built-gateway.js';
import type { GatewayProcess } from '../support/built-gateway.js';
import { until } from '../support/until.js';

const PASSWORD = 'planted-secret';

let folder: string;
let file: string;
let berlin: VbrSimulator;
let paris: VbrSimulator;
let gateway: GatewayProcess;
let url: string;

beforeAll(async () => {
  berlin = await startVbrSimulator({ seed: 1, policies: 3, sessions: 10, password: PASSWORD });
  paris = await startVbrSimulator({ seed: 2, policies: 4, sessions: 10, password: PASSWORD });
}, 60_000);
afterAll(async () => {
  await Promise.all([berlin.close(), paris.close()]);
});

beforeEach(async () => {
  for (const { faults } of [berlin, paris]) faults.clear();
  folder = mkdtempSync(join(tmpdir(), 'reload-'));
  file = join(folder, 'gateway.yaml');
  write([server('berlin', berlin)]);
  gateway = startProcess({ GATEWAY_CONFIG: file });
  url = await gateway.listening();
});
afterEach(async () => {
  await endProcesses();
  rmSync(folder, { recursive: true });
});

function server(key: string, { url }: VbrSimulator, more: Record<string, unknown> = {}): object {
  return { key, product: 'VBR', url, username: 'svc-gateway', password: PASSWORD, ...more };
}

function signIns({ requests }: VbrSimulator): number {
  return requests.filter(({ method, url }) => method === 'POST' && url.includes('token')).length;
}

/** Puts another file in the place of the old one, as editors and orchestrators do. */
function write(servers: object[] | string, more: Record<string, unknown> = {}): void {
  const text =
    typeof servers === 'string' ? servers : JSON.stringify({ listen: { port: 0 }, servers, ...more });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

async function said(words: RegExp): Promise<void> {
  await until(() => words.test(gateway.output()), gateway.output);
}

async function ask<T>(query: string): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: T }).data;
}

const keys = async (): Promise<string[]> =>
  (await ask<{ servers: { key: string }[] }>('{ servers { key } }')).servers.map(({ key }) => key);

describe('a server list that changes while the gateway runs', () => {
  it('takes a server that came, on a change of the file alone', async () => {
    expect(await keys()).toEqual(['berlin']);
    write([server('berlin', berlin), server('paris', paris)]);
    await said(/server list reloaded; added: paris/);
    expect(await keys()).toEqual(['berlin', 'paris']);
    const { policies } = await ask<{ policies: { totalCount: number } }>('{ policies { totalCount } }');
    expect(policies.totalCount).toBe(7);
  });

  it('takes it on SIGHUP too, also when only a secret beside the file has changed', async () => {
    const secret = join(folder, 'secret');
    writeFileSync(secret, 'before');
    write([server('berlin', berlin, { password: `\${file:${secret}}` })]);
    await said(/changed: berlin/);
    writeFileSync(secret, 'after');
    gateway.child.kill('SIGHUP');
    await said(/changed: berlin[^]*changed: berlin/);
  });

  it('leaves alone what has not changed: no new sign-in, and nothing said', async () => {
    await ask('{ policies { totalCount } }');
    const before = signIns(berlin);
    write([server('berlin', berlin), server('paris', paris)]);
    await said(/added: paris/);
    await ask('{ policies { totalCount } }');
    expect(signIns(berlin)).toBe(before);
    expect(gateway.output()).not.toMatch(/changed:/);
  });

  it('leaves a refused password alone while it stays, whatever else changes, and sends another at once', async () => {
    const refusal = { kind: 'status', status: 401, retryAfter: 86_400 } as const;
    paris.faults.add({ match: 'POST /api/oauth2/token', fault: refusal });
    write([server('berlin', berlin), server('paris', paris, { password: 'wrong' })]);
    await said(/added: paris/);
    const total = async (): Promise<number | null> =>
      (await ask<{ policies: { totalCount: number | null } }>('{ policies { totalCount } }')).policies
        .totalCount;
    expect(await total()).toBeNull();
    const before = signIns(paris);
    write([server('berlin', berlin), server('paris', paris, { password: 'wrong', name: 'Paris' })]);
    await said(/changed: paris/);
    expect(await total()).toBeNull();
    write([
      server('berlin', berlin, { name: 'B' }),
      server('paris', paris, { password: 'wrong', name: 'Paris' }),
    ]);
    await said(/changed: berlin/);
    expect(await total()).toBeNull();
    expect(signIns(paris)).toBe(before);
    paris.faults.clear();
    write([server('berlin', berlin, { name: 'B' }), server('paris', paris, { name: 'Paris' })]);
    await said(/changed: paris[^]*changed: paris/);
    expect(await total()).toBe(7);
  });

  it('ends answers in flight as they were begun, then forgets the server', async () => {
    write([server('berlin', berlin), server('paris', paris)]);
    await said(/added: paris/);
    paris.faults.add({ match: '/jobs/states', fault: { kind: 'latency', ms: 800 } });
    const pending = ask<{ policies: { totalCount: number; complete: boolean } }>(
      '{ policies { totalCount complete } }',
    );
    await pause(100);
    write([server('berlin', berlin)]);
    await said(/removed: paris/);
    expect(await keys()).toEqual(['berlin']);
    expect((await pending).policies).toEqual({ totalCount: 7, complete: true });
  });

  it('stays as it is on a broken file, and reports every mistake without a secret', async () => {
    write([server('berlin', berlin), { ...server('paris', paris), product: 'VBX' }, server('berlin', paris)]);
    await said(/is not taken/);
    expect(gateway.output()).toMatch(/servers\[1\]\.product/);
    expect(gateway.output()).toMatch(/servers\[2\]\.key/);
    expect(await keys()).toEqual(['berlin']);
    write('servers: [ {');
    await said(/is not taken[^]*is not taken/);
    expect(await keys()).toEqual(['berlin']);
    expect(gateway.output()).not.toContain(PASSWORD);
    write([server('paris', paris)]);
    await said(/added: paris; removed: berlin/);
    expect(await keys()).toEqual(['paris']);
  });

  it('says which other settings count from the next start on only', async () => {
    write([server('berlin', berlin)], { limits: { requestTimeout: 'PT7S' } });
    await said(/read only at start: limits/);
  });

  it('still ends with status 0 on SIGTERM', async () => {
    write([server('paris', paris)]);
    await said(/added: paris; removed: berlin/);
    gateway.child.kill('SIGTERM');
    expect((await gateway.ended()).status).toBe(0);
  });
});
