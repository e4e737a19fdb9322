import { jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startBalancer } from '../support/balancer.js';
import type { Balancer } from '../support/balancer.js';
import { endProcesses, startProcess } from '../support/built-gateway.js';
import type { GatewayProcess } from '../support/built-gateway.js';
import { callCounter } from '../support/cached-gateway.js';
import { freePort } from '../support/addresses.js';
import { describeWithRedis, startRedis } from '../support/redis.js';
import type { RedisServer } from '../support/redis.js';
import { PRODUCTS, startTrio } from '../support/troubled-fleet.js';
import type { Trio } from '../support/troubled-fleet.js';

jest.setTimeout(180_000);

const INVENTORY =
  '{ list: policies(first: 50) { totalCount complete nodes { name repositories { name } } } }';
const SESSIONS = '{ list: sessions(first: 20) { complete nodes { name result } } }';
const READERS = 3;

interface Replica {
  url: string;
  start(): Promise<void>;
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Reads that are running until `stop`, which tells how many went well, and what the others were answered. */
interface Readers {
  stop(): Promise<{ good: number; bad: string[] }>;
}

describeWithRedis('two replicas with one Redis behind a proxy', () => {
  let folder: string;
  let redis: RedisServer;
  let trio: Trio;
  let replicas: Replica[];
  let proxy: Balancer;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'replicas-'));
    [redis, trio] = await Promise.all([startRedis(), startTrio({ seed: 21 })]);
    replicas = await Promise.all([replica(), replica()]);
    await Promise.all(replicas.map((each) => each.start()));
  });
  afterAll(async () => {
    await endProcesses();
    await trio.close();
    await redis.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    proxy = await startBalancer(replicas.map(({ url }) => url));
  });
  afterEach(async () => {
    for (const product of PRODUCTS) trio[product].faults.clear();
    await proxy.close();
  });

  /** A replica at an address that it keeps over its restarts. */
  async function replica(): Promise<Replica> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const file = join(folder, `gateway-${port}.yaml`);
    const servers = PRODUCTS.map((product) => ({
      key: product,
      product,
      url: trio[product].url,
      username: 'svc-gateway',
      password: 'simulated',
    }));
    const config = {
      listen: { port },
      servers,
      // A process that starts on a busy machine must not take Redis for slow.
      redis: { url: redis.url, encryptionKey: 'c0'.repeat(32), timeout: 'PT20S' },
      cache: { inventory: 'PT10M' },
    };
    writeFileSync(file, JSON.stringify(config));
    let process: GatewayProcess;
    return {
      url,
      start: async () => {
        process = startProcess({ GATEWAY_CONFIG: file });
        await process.listening();
      },
      end: async (signal) => {
        process.child.kill(signal);
        await process.ended();
      },
    };
  }

  const read = async (query: string): Promise<string> => {
    const address = `${proxy.url}/graphql?query=${encodeURIComponent(query)}`;
    const response = await fetch(address, { headers: { 'apollo-require-preflight': 'true' } });
    return `${response.status} ${await response.text()}`;
  };

  function startReaders(query: string): Readers {
    let stopped = false;
    const bad: string[] = [];
    let good = 0;
    const keepReading = async (): Promise<void> => {
      while (!stopped) {
        const answer = await read(query);
        if (/^200 .*"complete":true/.test(answer) && !answer.includes('"errors"')) good += 1;
        else bad.push(answer.slice(0, 300));
        await delay(5);
      }
    };
    const running = Promise.all(Array.from({ length: READERS }, keepReading));
    return {
      stop: async () => {
        stopped = true;
        await running;
        return { good, bad };
      },
    };
  }

  /** Until the replica at `index` has given so many more answers through the proxy. */
  async function untilAnswers(index: number, count: number): Promise<void> {
    const before = proxy.answers[index] ?? 0;
    for (let turn = 0; (proxy.answers[index] ?? 0) < before + count; turn += 1) {
      if (turn > 3_000) throw new Error(`replica ${index} does not answer any more`);
      await delay(10);
    }
  }

  async function endAndStartEach(signal: NodeJS.Signals): Promise<void> {
    for (const [index, each] of replicas.entries()) {
      await each.end(signal);
      await untilAnswers(1 - index, 15);
      await each.start();
      await untilAnswers(index, 5);
    }
  }

  it.each([
    ['killed', 'SIGKILL'],
    ['ended in order', 'SIGTERM'],
  ] as const)('no read fails while either is %s and comes back', async (_how, signal) => {
    // So slow that reads are under way whenever a replica goes.
    for (const product of PRODUCTS)
      trio[product].faults.add({ match: 'session', fault: { kind: 'latency', ms: 40 } });
    const readers = startReaders(SESSIONS);
    await untilAnswers(0, 5);
    await endAndStartEach(signal);
    const { good, bad } = await readers.stop();
    expect(bad.slice(0, 3)).toEqual([]);
    expect(good).toBeGreaterThan(40);
    expect(proxy.sentAgain).toBeGreaterThan(0);
  });

  it('inventory is read once for both, and for those that come after', async () => {
    // Each replica follows the servers' sessions for itself.
    const newCalls = callCounter(trio, /sessions/i);
    await read(INVENTORY);
    expect(newCalls()).toBeGreaterThan(5);
    const readers = startReaders(INVENTORY);
    await untilAnswers(0, 5);
    await endAndStartEach('SIGKILL');
    const { bad } = await readers.stop();
    expect(bad.slice(0, 3)).toEqual([]);
    expect(Math.min(...proxy.answers)).toBeGreaterThan(15);
    expect(newCalls()).toBe(0);
  });
});
