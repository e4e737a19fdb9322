import { jest } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../src/simulators/vbr/index.js';
import { builtModule, endProcesses, startProcess } from '../support/built-gateway.js';

jest.setTimeout(180_000);

const DAY = 86_400_000;
const GIB = 2 ** 30;
const HEADER = 'time,server,repository,capacity,free,used';

let folder: string;
let config: string;
let vbr: VbrSimulator;
beforeAll(async () => {
  vbr = await startVbrSimulator({ policies: 3, sessions: 30 });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-command-'));
  config = configure({});
});
afterEach(async () => {
  await endProcesses();
  rmSync(folder, { recursive: true });
});
afterAll(() => vbr.close());

function configure(rest: Record<string, unknown>): string {
  const server = {
    key: 'vbr',
    name: 'vbr',
    product: 'VBR',
    url: vbr.url,
    username: 'svc-gateway',
    password: 'simulated',
  };
  const listen = { host: '127.0.0.1', port: 0 };
  const path = join(folder, 'gateway.yaml');
  writeFileSync(
    path,
    JSON.stringify({ listen, servers: [server], history: { path: join(folder, 'kept') }, ...rest }),
  );
  return path;
}

async function history(...args: string[]): Promise<{ status: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [builtModule('cli/history.js'), ...args], {
    env: { PATH: process.env['PATH'], GATEWAY_CONFIG: config },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (written.out += String(chunk)));
  child.stderr.on('data', (chunk) => (written.err += String(chunk)));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...written };
}

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const ago = (days: number): string => new Date(Date.now() - days * DAY).toISOString();

async function ask<T>(url: string, query: string): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: T }).data;
}

interface Repositories {
  readonly repositories: {
    readonly nodes: readonly {
      readonly nativeId: string;
      readonly capacity: number | null;
      readonly forecast: { readonly samples: number };
      readonly history: { readonly points: readonly { readonly coverage: number }[] };
    }[];
  };
}
const REPOSITORIES = `{ repositories { nodes { nativeId capacity forecast { samples }
  history(window: { last: "P30D" }) { points { coverage } } } } }`;

it('takes past figures, and a gateway foresees with them; meanwhile it is told to wait', async () => {
  const first = startProcess({ GATEWAY_CONFIG: config });
  const { repositories } = await ask<Repositories>(await first.listening(), REPOSITORIES);
  expect(repositories.nodes).toContainEqual(expect.objectContaining({ capacity: expect.any(Number) }));
  const known = repositories.nodes.find(({ capacity }) => capacity !== null);
  if (known === undefined) return;
  const blocked = await history('status');
  expect(blocked).toMatchObject({ status: 1, out: '' });
  expect(blocked.err).toMatch(/^the history is in use: stop the gateway first/);
  first.child.kill('SIGTERM');
  await first.ended();

  const capacity = Math.ceil((known.capacity ?? 0) / GIB) * GIB;
  const lines = Array.from({ length: 60 }, (_none, days) => {
    const free = capacity * 0.2 + (capacity / 1000) * days;
    return `${ago(days + 0.5)},vbr,"${known.nativeId.toUpperCase()}",${String(capacity)},${String(Math.floor(free))},`;
  });
  const csv = file('past.csv', [HEADER, ...lines]);
  expect(await history('import', csv, '--dry-run')).toEqual({
    status: 0,
    out: '60 records of 1 repositories can be taken\n',
    err: '',
  });
  for (const _twice of [1, 2])
    expect(await history('import', csv)).toEqual({
      status: 0,
      out: '60 records of 1 repositories were taken\n',
      err: '',
    });
  expect((await history('status')).out).toMatch(/^vbr: \d+ sessions.*\nvbr: capacity of \d+ repositories, /);

  const second = startProcess({ GATEWAY_CONFIG: config });
  const after = await ask<Repositories>(await second.listening(), REPOSITORIES);
  const told = after.repositories.nodes.find(({ nativeId }) => nativeId === known.nativeId);
  expect(told?.forecast.samples).toBeGreaterThanOrEqual(60);
  // One time a day tells of the whole day; today may be told of by the gateway alone.
  expect(new Set(told?.history.points.slice(0, -2).map(({ coverage }) => coverage))).toEqual(new Set([1]));
  second.child.kill('SIGTERM');
  await second.ended();

  expect(await history('check')).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^\d+ sessions were read\n$/),
  });
  expect(await history('compact')).toEqual({ status: 0, out: '', err: '' });
  const { status, out } = await history('export');
  expect(status).toBe(0);
  const records = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { server: string });
  expect(records.length).toBeGreaterThanOrEqual(30);
  expect(new Set(records.map(({ server }) => server))).toEqual(new Set(['vbr']));
});

it('takes lines of JSON, and nothing at all with one mistake in them', async () => {
  const record = { time: ago(1), server: 'vbr', repository: 'a', capacity: 2 ** 40, free: 2 ** 39 };
  const good = file('good.ndjson', [
    JSON.stringify(record),
    JSON.stringify({ ...record, time: ago(2), used: 7 }),
  ]);
  expect(await history('import', good)).toMatchObject({
    status: 0,
    out: '2 records of 1 repositories were taken\n',
  });
  const bad = file('bad.ndjson', [
    JSON.stringify({ ...record, repository: 'b' }),
    JSON.stringify({ ...record, repository: 'c', capacity: 'much' }),
    'not json',
  ]);
  const { status, out, err } = await history('import', bad);
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toBe(
    [
      'record 2: capacity: expected a whole number of bytes, got "much"',
      'record 3: time: missing',
      '3 records of 3 repositories were read, 2 are wrong: nothing was taken\n',
    ].join('\n'),
  );
  expect((await history('status')).out).toMatch(/^vbr: capacity of 1 repositories, /);
});

it('names every mistake by its record', async () => {
  const line = (values: Partial<Record<string, string>>): string =>
    Object.values({
      time: ago(1),
      server: 'vbr',
      repository: 'r',
      capacity: '1e12',
      free: '5e11',
      used: '',
      ...values,
    }).join(',');
  const csv = file('wrong.csv', [
    HEADER,
    line({ time: '2026-03-01 10:00' }),
    line({ time: '2026-02-30T00:00:00Z' }),
    line({ time: ago(-2) }),
    line({ time: '2001-01-01T00:00:00Z' }),
    line({ server: 'nobody' }),
    line({ server: '' }),
    line({ repository: '' }),
    line({ capacity: '-1' }),
    line({ capacity: '4000', free: '1' }),
    line({ capacity: '1.5e0' }),
    line({ free: '2e12' }),
    line({ used: 'x' }),
    line({ repository: 'twice', time: '2026-11-01T00:00:00Z' }),
    line({ repository: 'twice', time: '2026-11-01T01:00:00+01:00' }),
  ]);
  const { status, err } = await history('import', csv);
  expect(status).toBe(1);
  expect(err.trimEnd().split('\n')).toEqual([
    expect.stringContaining('record 1: time: expected RFC 3339 with an offset'),
    expect.stringContaining('record 2: time: expected RFC 3339 with an offset'),
    expect.stringMatching(/^record 3: time: \S+ is still to come$/),
    expect.stringContaining('record 4: time: 2001-01-01T00:00:00Z is longer ago than the five years'),
    'record 5: server: no server of the configuration has the key "nobody"',
    'record 6: server: missing',
    'record 7: repository: missing',
    'record 8: capacity: expected a whole number of bytes, got "-1"',
    'record 9: capacity: 4000 bytes is less than 100 MiB: is it in another unit?',
    'record 10: capacity: expected a whole number of bytes, got "1.5e0"',
    'record 11: free: more than the capacity',
    'record 12: used: expected a whole number of bytes, got "x"',
    'record 13: time: the repository is told of twice for this time',
    'record 14: time: the repository is told of twice for this time',
    '14 records of 5 repositories were read, 14 are wrong: nothing was taken',
  ]);
});

it('says what is wrong with its words, the file and the configuration', async () => {
  expect(await history('--help')).toMatchObject({
    status: 0,
    err: '',
    out: expect.stringMatching(/^usage: /),
  });
  const wrong = [
    [],
    ['statsu'],
    ['import'],
    ['status', 'x'],
    ['status', '--dry-run'],
    ['import', '--dry', 'x.csv'],
  ];
  for (const answer of await Promise.all(wrong.map((words) => history(...words))))
    expect(answer).toMatchObject({ status: 64, out: '', err: expect.stringContaining('usage: ') });
  expect((await history('status')).err).toMatch(/^nothing is kept yet: there is no \S+history.duckdb\n$/);
  expect((await history('import', join(folder, 'none.csv'))).err).toMatch(
    /none.csv: there is no such file\n$/,
  );
  expect((await history('import', config)).err).toMatch(
    /expected a name that ends in .csv, .ndjson or .parquet\n$/,
  );
  const columns = await history('import', file('columns.csv', ['time,server,capacity', '1,2,3']));
  expect(columns).toMatchObject({
    status: 1,
    err: expect.stringMatching(/there is no column repository, free; expected /),
  });
  config = configure({ history: 'off' });
  expect(await history('status')).toMatchObject({ status: 1, err: expect.stringMatching(/^history is off/) });
  config = configure({ histroy: 'off' });
  expect(await history('status')).toMatchObject({ status: 78, err: expect.stringContaining('histroy') });
});

it('takes the file that was named, whatever its name, and no other', async () => {
  const record = `${ago(2)},vbr,r1,${String(GIB)},${String(GIB / 2)},`;
  for (const name of ['past?.csv', 'past[1].csv', 'past*.csv', "o'past.csv"]) file(name, [HEADER, record]);
  for (const name of ['past1.csv', 'pasts.csv']) file(name, [HEADER, `nonsense,vbr,r1,1,1,`]);
  for (const name of ['past?.csv', 'past[1].csv', 'past*.csv', "o'past.csv"])
    expect(await history('import', join(folder, name), '--dry-run')).toEqual({
      status: 0,
      out: '1 records of 1 repositories can be taken\n',
      err: '',
    });
});

it('says in few words what is wrong with files that are meant to break it, and ends', async () => {
  const long = await history('import', file('long.csv', [HEADER, 'x'.repeat(4_000_000)]));
  expect(long).toMatchObject({ status: 1, out: '' });
  expect(long.err.length).toBeLessThan(1_100);
  const pipe = join(folder, 'pipe.csv');
  execFileSync('mkfifo', [pipe]);
  expect(await history('import', pipe)).toMatchObject({
    status: 1,
    err: expect.stringMatching(/pipe.csv: there is no such file\n$/),
  });
});

it('ends without a word when whoever reads it has seen enough', async () => {
  const child = spawn(process.execPath, [builtModule('cli/history.js'), '--help'], {
    env: { PATH: process.env['PATH'], GATEWAY_CONFIG: config },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let err = '';
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(err).toBe('');
});

it('looks at a file without making a history for it', async () => {
  await history('import', file('columns.csv', ['time,server,capacity', '1,2,3']).replace('.csv', '.txt'));
  await history('import', join(folder, 'none.csv'));
  expect(existsSync(join(folder, 'kept'))).toBe(false);
});

it('tells a damaged file from one that is in use', async () => {
  const csv = file('one.csv', [HEADER, `${ago(1)},vbr,a,1000000000000,500000000000,`]);
  expect((await history('import', csv)).status).toBe(0);
  const path = join(folder, 'kept', 'history.duckdb');
  const bytes = readFileSync(path);
  bytes.fill(0xff, 4096, bytes.length);
  writeFileSync(path, bytes);
  const { status, err } = await history('check');
  expect(status).toBe(1);
  expect(err).not.toMatch(/in use/);
});
