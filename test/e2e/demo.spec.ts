import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../support/until.js';

interface Running {
  process: ChildProcess;
  output: () => string;
  url: string;
  directory: string;
}

interface Fleet {
  servers: { product: string; url: string }[];
  policies: { complete: boolean; sources: { status: string; count: number | null }[] };
}

const started: Running[] = [];

afterEach(() => {
  for (const { process: child, directory } of started.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  }
});

/** Starts a command as a terminal does, in a process group of its own, and waits until it names its address. */
async function start(command: string, args: string[]): Promise<Running> {
  const directory = mkdtempSync(join(tmpdir(), 'demo-spec-'));
  const child = spawn(command, args, {
    detached: true,
    env: { ...process.env, TMPDIR: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
      const address = /Open (\S+) in a browser/.exec(output)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', () => reject(new Error(`the demo ended:\n${output}`)));
  });
  const running = { process: child, output: () => output, url, directory };
  started.push(running);
  return running;
}

const ask = (url: string): Promise<Fleet> =>
  query(url, '{ servers { product url } policies(first: 1) { complete sources { status count } } }');

async function query<T>(url: string, query: string): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: T }).data;
}

async function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = createConnection(Number(port), hostname);
  const outcome = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return outcome;
}

async function expectAllClosed(urls: string[]): Promise<void> {
  let open = urls;
  await until(async () => {
    const states = await Promise.all(open.map(listens));
    open = open.filter((_, index) => states[index]);
    return open.length === 0;
  });
  expect(open).toEqual([]);
}

describe('npm run demo', () => {
  it('shows a fleet of three products with one server down, and Ctrl-C stops everything', async () => {
    const demo = await start('npm', ['run', 'demo']);
    const { servers, policies } = await ask(demo.url);
    const products = servers.map(({ product }) => product).sort();
    expect(products).toEqual(['VBR', 'VBR', 'VBR', 'VB_AWS', 'VB_AWS', 'VB_M365', 'VB_M365']);
    expect(policies.complete).toBe(false);
    const failed = policies.sources.filter(({ status }) => status === 'FAILED');
    expect(failed).toEqual([{ status: 'FAILED', count: null }]);
    for (const source of policies.sources)
      if (source.status !== 'FAILED') expect(source).toEqual({ status: 'OK', count: 40 });
    expect(demo.output()).toContain('query FailedSessions');
    expect(demo.output()).toContain('"code": "UNREACHABLE"');

    // Only what has been followed once can stand in.
    const told = '{ sessions(first: 1) { sources { status upstreamCalls } } }';
    const isFollowed = ({ status, upstreamCalls }: { status: string; upstreamCalls: number }): boolean =>
      status === 'FAILED' || upstreamCalls === 0;
    await until(async () => {
      const { sessions } = await query<{ sessions: { sources: Parameters<typeof isFollowed>[0][] } }>(
        demo.url,
        told,
      );
      return sessions.sources.every(isFollowed);
    });
    const [, faults = '', rule = ''] = /curl -X POST (\S+) .* -d '(.*)'/.exec(demo.output()) ?? [];
    await fetch(faults, { method: 'POST', headers: { 'content-type': 'application/json' }, body: rule });
    const sessions = '{ sessions(first: 1, maxAge: "PT0S") { sources { status } } }';
    const without = await query<{ sessions: { sources: { status: string }[] } }>(demo.url, sessions);
    const troubled = without.sessions.sources.filter(({ status }) => status !== 'OK');
    // What it told of its sessions before stands in for the one that answered until now.
    expect(troubled.map(({ status }) => status).sort()).toEqual(['FAILED', 'STALE']);

    const ended = once(demo.process, 'exit');
    process.kill(-(demo.process.pid ?? 0), 'SIGINT');
    await ended;
    await expectAllClosed([demo.url, ...servers.map(({ url }) => url)]);
    expect(readdirSync(demo.directory).filter((name) => name.startsWith('veeam-graphql-gateway'))).toEqual(
      [],
    );
  }, 180_000);

  it('ends when npm is told to', async () => {
    const demo = await start('npm', ['run', 'demo']);
    const { servers } = await ask(demo.url);
    demo.process.kill('SIGTERM');
    await expectAllClosed([demo.url, ...servers.map(({ url }) => url)]);
  }, 180_000);

  it('leaves no simulated server behind when it is killed', async () => {
    const demo = await start(process.execPath, ['scripts/run.mjs', 'scripts/demo.mjs']);
    const { servers } = await ask(demo.url);
    demo.process.kill('SIGKILL');
    await expectAllClosed([demo.url, ...servers.map(({ url }) => url)]);
  }, 180_000);
});

/** Here, and without building anew, because they run what the demo has built; those of a production install are in commands.spec.ts. */
describe('the commands of a developer', () => {
  it('say with --help how they are used, and do nothing', async () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const names = Object.keys(scripts).filter((name) =>
      / scripts\/run\.mjs (--development )?scripts\/|\/documents\/build\.mjs$/.test(scripts[name] ?? ''),
    );
    expect(names).toEqual(expect.arrayContaining(['configuration', 'documents']));
    const written = statSync('board/documents/documents.ts').mtimeMs;
    const run = promisify(execFile);
    const answers = await Promise.all(
      names.map((name) => run(process.execPath, [scripts[name]?.split(' ').at(-1) ?? '', '--help'])),
    );
    for (const [index, { stdout }] of answers.entries()) expect(stdout).toContain(`npm run ${names[index]}`);
    expect(statSync('board/documents/documents.ts').mtimeMs).toBe(written);
  }, 120_000);
});
