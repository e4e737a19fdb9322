import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './addresses.js';
import { describeWith, installed } from './programs.js';

const PROGRAMS = ['redis-server', 'valkey-server'];

/** A real Redis (or Valkey) on a free port, without files. */
export interface RedisServer {
  readonly url: string;
  /** Ends the process; connections break. */
  stop(): Promise<void>;
  /** Starts it again on the same port, empty. */
  start(): Promise<void>;
  /** Stops it from answering, with connections open, until `resume`. */
  pause(): void;
  resume(): void;
  keys(): Promise<string[]>;
  /** Runs commands of a client of its own. */
  use<T>(work: (client: Redis) => Promise<T>): Promise<T>;
  value(key: string): Promise<string>;
}

/** `describe` where Redis or Valkey is installed. */
export function describeWithRedis(title: string, body: () => void): void {
  describeWith([PROGRAMS.join('|')], title, body);
}

export async function startRedis(): Promise<RedisServer> {
  const port = String(await freePort());
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess;
  const start = async (): Promise<void> => {
    const options = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    server = spawn(installed(PROGRAMS) ?? '', options, { stdio: 'ignore' });
    while (!(await answers(url))) await delay(10);
  };
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    url,
    start,
    stop,
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    keys: () => withClient(url, (client) => client.keys('*')),
    use: (work) => withClient(url, work),
    value: (key) => withClient(url, async (client) => String(await client.getBuffer(key))),
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await withClient(url, (client) => client.ping())) === 'PONG';
  } catch {
    return false;
  }
}

async function withClient<T>(url: string, use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: null });
  client.on('error', () => undefined);
  // One that could not connect ends by itself; told to, it would keep the process for two more seconds.
  await client.connect();
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}
