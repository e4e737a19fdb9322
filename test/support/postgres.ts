import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from './addresses.js';
import { describeWith } from './programs.js';

const PASSWORD = 'p@ss/w%rd';

/** A real PostgreSQL on a free port, with an account `gateway` that may do everything. */
export interface PostgresServer {
  readonly port: number;
  /** The address of a new, empty database; `port` where it is reached otherwise. */
  database(port?: number): Promise<string>;
  /** Runs statements in a database by an own connection; the rows of the last one. */
  run(url: string, ...statements: string[]): Promise<Record<string, unknown>[]>;
  /** Ends it without a farewell; what it has acknowledged is kept. */
  stop(): Promise<void>;
  /** Starts it again on the same port, with what it held; `options` as of its command line. */
  start(options?: Readonly<Record<string, string>>): Promise<void>;
  /** Stops it for good, and removes its files. */
  remove(): Promise<void>;
  /** Puts files beside it that only its account may read. */
  give(files: Readonly<Record<string, string>>): string;
}

/** `describe` where PostgreSQL is installed. */
export function describeWithPostgres(title: string, body: () => void): void {
  describeWith([`${folderOfPrograms()}/postgres`], title, body);
}

export async function startPostgres(): Promise<PostgresServer> {
  const port = await freePort();
  const account = accountToRun();
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const own = (path: string, mode: number): void => {
    chmodSync(path, mode);
    if (account !== undefined) chownSync(path, account.uid, account.gid);
  };
  const give = (files: Readonly<Record<string, string>>): string => {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text);
      own(join(folder, name), 0o600);
    }
    return folder;
  };
  own(folder, 0o700);
  give({ password: PASSWORD });
  const data = join(folder, 'data');
  const made = spawnSync(
    join(folderOfPrograms(), 'initdb'),
    [
      ...['-D', data, '-U', 'gateway', '--auth=scram-sha-256', `--pwfile=${join(folder, 'password')}`],
      ...['--no-sync', '--encoding=UTF8', '--locale=C.UTF-8'],
    ],
    { ...account, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const url = (name: string, at = port): string =>
    `postgres://gateway:${encodeURIComponent(PASSWORD)}@127.0.0.1:${String(at)}/${name}`;

  let server: ChildProcess | undefined;
  let databases = 0;
  const start = async (options: Readonly<Record<string, string>> = {}): Promise<void> => {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: '',
      fsync: 'off',
      shared_buffers: '32MB',
      ...options,
    };
    const child = spawn(
      join(folderOfPrograms(), 'postgres'),
      ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      { ...account, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    server = child;
    let log = '';
    child.stderr?.on('data', (chunk) => (log = (log + String(chunk)).slice(-10_000)));
    while (!(await answers(url('postgres')))) {
      if (child.exitCode !== null) throw new Error(`postgres ended:\n${log}`);
      await delay(20);
    }
  };
  const stop = async (): Promise<void> => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGQUIT');
    await ended;
  };
  await start();
  return {
    port,
    database: async (at) => {
      const name = `gateway_${String((databases += 1))}`;
      await withClient(url('postgres'), (client) => client.query(`create database ${name}`));
      return url(name, at);
    },
    run: (address, ...statements) =>
      withClient(address, async (client) => {
        let rows: Record<string, unknown>[] = [];
        for (const sql of statements) rows = (await client.query<Record<string, unknown>>(sql)).rows;
        return rows;
      }),
    stop,
    start,
    remove: async () => {
      await stop();
      rmSync(folder, { recursive: true });
    },
    give,
  };
}

/** Where the programs of the newest version are. */
function folderOfPrograms(): string {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).map(Number).filter(Number.isFinite) : [];
  return join(base, String(Math.max(0, ...versions)), 'bin');
}

/** PostgreSQL does not run as root. */
function accountToRun(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u') || 65_534, gid: id('-g') || 65_534 };
}

async function answers(url: string): Promise<boolean> {
  try {
    await withClient(url, (client) => client.query('select 1'));
    return true;
  } catch {
    return false;
  }
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
