import { jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { builtModule, endProcesses, startProcess } from '../support/built-gateway.js';
import { describeWithPostgres, startPostgres } from '../support/postgres.js';
import type { PostgresServer } from '../support/postgres.js';
import { until } from '../support/until.js';

jest.setTimeout(180_000);

describeWithPostgres('a history in PostgreSQL', () => {
  let folder: string;
  let vbr: VbrSimulator;
  let postgres: PostgresServer;
  let url: string;

  beforeAll(async () => {
    [vbr, postgres] = await Promise.all([startVbrSimulator({ policies: 3, sessions: 30 }), startPostgres()]);
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'postgres-history-'));
    url = await postgres.database();
    configure(url);
  });
  afterEach(async () => {
    await endProcesses();
    rmSync(folder, { recursive: true });
  });
  afterAll(async () => {
    await vbr.close();
    await postgres.remove();
  });

  const file = (): string => join(folder, 'gateway.yaml');

  function configure(address: string): void {
    const server = { key: 'vbr', name: 'vbr', product: 'VBR', url: vbr.url };
    const account = { username: 'svc-gateway', password: 'simulated' };
    const listen = { host: '127.0.0.1', port: 0 };
    writeFileSync(
      file(),
      JSON.stringify({ listen, servers: [{ ...server, ...account }], history: { url: address } }),
    );
  }

  async function history(...args: string[]): Promise<{ status: number | null; out: string; err: string }> {
    const child = spawn(process.execPath, [builtModule('cli/history.js'), ...args], {
      env: { PATH: process.env['PATH'], GATEWAY_CONFIG: file() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const written = { out: '', err: '' };
    child.stdout.on('data', (chunk) => (written.out += String(chunk)));
    child.stderr.on('data', (chunk) => (written.err += String(chunk)));
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, ...written };
  }

  it('is kept for the next gateway, and can be looked at, copied and filled beside one that runs', async () => {
    const first = startProcess({ GATEWAY_CONFIG: file() });
    await first.listening();
    const kept = async (): Promise<number> =>
      Number((await postgres.run(url, 'select count(*) as kept from journal.session'))[0]?.['kept'] ?? 0);
    await until(async () => (await kept()) >= 30);
    expect((await history('status')).out).toMatch(/^vbr: \d+ sessions, .*nothing is missing since /);
    expect(await history('check')).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^\d+ sessions were read\n$/),
    });
    const exported = (await history('export')).out.trimEnd().split('\n');
    expect(exported.length).toBeGreaterThanOrEqual(30);
    for (const line of exported) expect(JSON.parse(line)).toMatchObject({ server: 'vbr' });

    const past = join(folder, 'past.csv');
    const lines = Array.from({ length: 60 }, (_none, day) => {
      const time = new Date(Date.now() - (day + 1) * 86_400_000).toISOString();
      return `${time},vbr,of-the-past,1000000000000,${String(500_000_000_000 + day)},`;
    });
    writeFileSync(past, ['time,server,repository,capacity,free,used', ...lines].join('\n'));
    expect(await history('import', past, '--dry-run')).toMatchObject({ status: 0 });
    const days = `select count(*)::integer as days from journal.capacity where repository = 'of-the-past' and step = 'DAY'`;
    expect(await postgres.run(url, days)).toEqual([{ days: 0 }]);
    for (const _twice of [1, 2])
      expect(await history('import', past)).toEqual({
        status: 0,
        out: '60 records of 1 repositories were taken\n',
        err: '',
      });
    expect(await postgres.run(url, days)).toEqual([{ days: 60 }]);
    expect(await history('compact')).toEqual({ status: 0, out: '', err: '' });

    first.child.kill('SIGTERM');
    expect((await first.ended()).status).toBe(0);
    expect(await kept()).toBeGreaterThanOrEqual(30);
  });

  it.each([
    [
      'a password that is wrong',
      (right: string) => right.replace('p%40ss', 'secret'),
      /history\.url: password authentication failed/,
    ],
    [
      'a database that is none',
      (right: string) => `${right}_none`,
      /history\.url: database "\S+" does not exist/,
    ],
  ])('keeps a gateway from starting with %s, and the command from working', async (_case, wrong, says) => {
    configure(wrong(url));
    const gateway = startProcess({ GATEWAY_CONFIG: file() });
    expect((await gateway.ended()).status).toBe(78);
    expect(gateway.output()).toMatch(says);
    expect(gateway.output()).not.toMatch(/secret|p@ss|p%40ss/);
    expect(await history('status')).toMatchObject({ status: 1, out: '' });
  });
});
