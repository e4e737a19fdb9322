import { setTimeout as delay } from 'node:timers/promises';
import { serialize } from 'node:v8';
import type { Redis } from 'ioredis';
import type { SeenRequest } from '../../src/simulators/kit/upstream.js';
import { callCounter, startCachedGateway } from '../support/cached-gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { describeWithRedis, startRedis } from '../support/redis.js';
import type { RedisServer } from '../support/redis.js';
import { PRODUCTS, startTrio } from '../support/troubled-fleet.js';
import type { Trio } from '../support/troubled-fleet.js';
import { until } from '../support/until.js';

const QUERY = `{
  policies(first: 200) {
    complete
    sources { status upstreamCalls }
    edges { node { id name enabled server { key } lastResult lastSuccess lastSession { id result }
      repositories { name immutability { enabled } }
      ... on VbrJob { sourcePolicies { name } } } }
  }
  vbM365Proxies { edges { node { name } } }
}`;

interface Answered {
  policies: {
    complete: boolean;
    edges: { node: { id: string; enabled: boolean; server: { key: string } } }[];
  };
}

describeWithRedis('replicas that share a Redis', () => {
  let redis: RedisServer;
  let trio: Trio;
  let first: RunningGateway;
  let second: RunningGateway;
  let newCalls: () => number;

  // On a busy machine Redis must not be taken for slow where it is not.
  const start = (timeout = 'PT10S'): Promise<RunningGateway> =>
    startCachedGateway(
      trio,
      { inventory: 'PT30S', staleIfError: 'PT1H' },
      { redis: { url: redis.url, timeout } },
    );

  beforeEach(async () => {
    [redis, trio] = await Promise.all([startRedis(), startTrio({ seed: 8 })]);
    first = await start();
    second = await start();
    newCalls = callCounter(trio);
  });
  afterEach(async () => {
    redis.resume();
    await first.close();
    await second.close();
    await trio.close();
    await redis.stop();
  });

  const ask = async (gateway: RunningGateway): Promise<Answered> => {
    const { data, errors } = await gateway.ask<Answered>(QUERY);
    expect(errors).toEqual([]);
    expect(data.policies.complete).toBe(true);
    return data;
  };

  it('answer with what another one has read, without a call', async () => {
    const own = await ask(first);
    expect(newCalls()).toBeGreaterThan(20);
    const shared = await ask(second);
    expect(newCalls()).toBe(0);
    expect(shared.policies.edges).toEqual(own.policies.edges);
  });

  it('read the inventory once when they are asked at the same time', async () => {
    const inventory = '{ policies(first: 200) { complete edges { node { name lastSession { id } } } } }';
    await first.ask(inventory);
    const alone = newCalls();
    await first.close();
    await second.close();
    await redis.stop();
    await redis.start();
    first = await start();
    second = await start();
    newCalls();
    await Promise.all([first.ask(inventory), second.ask(inventory)]);
    expect(newCalls()).toBe(alone);
  });

  it('see a change that another one has made', async () => {
    const before = await ask(second);
    await ask(first);
    for (const key of ['VBR', 'VB_AWS', 'VB_M365']) {
      const policy = before.policies.edges.find(({ node }) => node.enabled && node.server.key === key)?.node;
      await first.ask(
        'mutation ($input: PolicyActionInput!) { disablePolicy(input: $input) { userErrors { code } } }',
        { input: { policy: policy?.id } },
      );
      await until(async () => {
        const { policies } = await ask(second);
        return policies.edges.find(({ node }) => node.id === policy?.id)?.node.enabled === false;
      });
    }
  });

  it('go on alone when it is lost, and share again when it is back', async () => {
    await ask(first);
    await redis.stop();
    await ask(first);
    await ask(second);
    expect(newCalls()).toBeGreaterThan(20);
    await redis.start();
    const third = await start();
    await until(async () => {
      await first.ask('{ policies(first: 1, maxAge: "PT0S") { complete } }');
      return (await redis.keys()).some((key) => key.includes('policies'));
    });
    await third.close();
  });

  it('go on alone when it does not answer', async () => {
    const third = await start('PT0.3S');
    newCalls();
    redis.pause();
    await ask(third);
    expect(newCalls()).toBeGreaterThan(20);
    await third.close();
  });

  it('start without it', async () => {
    await redis.stop();
    const third = await start();
    await ask(third);
    await third.close();
  });

  it('take what they did not put there for nothing, whatever it is', async () => {
    const own = await ask(first);
    const calls = newCalls();
    const readings = (await redis.keys()).filter((key) => key.includes(':snapshot:'));
    expect(readings.length).toBeGreaterThan(5);
    const odd: ((key: string) => (client: Redis) => Promise<unknown>)[] = [
      (key) => (client) => client.set(key, 'not what it was', 'PX', 60_000),
      (key) => (client) => client.set(key, serialize({ id: 'x', age: 0, value: 42 }), 'PX', 60_000),
      (key) => (client) => client.set(key, '', 'PX', 60_000),
      (key) => (client) => client.pipeline().del(key).lpush(key, 'a list').exec(),
      (key) => (client) => client.persist(key),
    ];
    for (const [index, put] of odd.entries()) {
      for (const key of readings) await redis.use(put(key));
      const third = await start();
      newCalls();
      expect((await ask(third)).policies.edges).toEqual(own.policies.edges);
      expect([index, newCalls()]).toEqual([index, calls]);
      await third.close();
    }
  });

  it('do not mix up what lies under one key with what lies under another', async () => {
    await ask(first);
    const [one = '', two = ''] = (await redis.keys()).filter((key) => key.endsWith(':repositories'));
    await redis.use(async (client) => {
      await client.copy(one, two, 'REPLACE');
    });
    const third = await start();
    const answer = await third.ask<{ repositories: { nodes: { server: { key: string } }[] } }>(
      '{ repositories(first: 200) { nodes { name server { key } } } }',
    );
    const own = await first.ask('{ repositories(first: 200) { nodes { name server { key } } } }');
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual(own.data);
    await third.close();
  });

  it.each([
    'not json',
    'null',
    '7',
    '[]',
    '{}',
    '{"server":{}}',
    '{"server":["VBR"]}',
    `"${'x'.repeat(99_999)}"`,
  ])('go on after the message %.20s', async (message) => {
    await ask(first);
    newCalls();
    await redis.use((client) => client.publish('veeam-graphql-gateway:changed', message));
    await ask(first);
    expect(newCalls()).toBe(0);
  });

  it('tell each other how old something is, not when it was read: their clocks differ', async () => {
    const now = Date.now;
    try {
      Date.now = () => now() + 3_600_000;
      await ask(first);
    } finally {
      Date.now = now;
    }
    await delay(120);
    newCalls();
    await ask(second);
    expect(newCalls()).toBe(0);
    const { data } = await second.ask<{
      policies: { sources: { fetchedAt: string; upstreamCalls: number }[] };
    }>('{ policies(first: 1, maxAge: "PT0.1S") { sources { fetchedAt upstreamCalls } } }');
    for (const { fetchedAt, upstreamCalls } of data.policies.sources) {
      expect(Date.parse(fetchedAt)).toBeLessThanOrEqual(Date.now());
      expect(upstreamCalls).toBeGreaterThan(0);
    }
  });

  it('keep to their keys, and share no sign-in without a key to encrypt it', async () => {
    await ask(first);
    const keys = await redis.keys();
    expect(keys.length).toBeGreaterThan(5);
    expect(keys.filter((key) => !key.startsWith('veeam-graphql-gateway:'))).toEqual([]);
    expect(keys.filter((key) => key.includes('sign-in'))).toEqual([]);
  });
});

describeWithRedis('replicas that share their sign-ins', () => {
  const KEY = 'c0'.repeat(32);
  const OTHER_KEY = 'd1'.repeat(32);
  let redis: RedisServer;
  let trio: Trio;
  const open: RunningGateway[] = [];

  beforeEach(async () => {
    [redis, trio] = await Promise.all([startRedis(), startTrio({ seed: 9 })]);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((gateway) => gateway.close()));
    await trio.close();
    await redis.stop();
  });

  const start = async (encryptionKey?: string): Promise<RunningGateway> => {
    const options = { url: redis.url, timeout: 'PT10S', ...(encryptionKey && { encryptionKey }) };
    const cache = { inventory: 'PT0S', staleIfError: 'PT0S' };
    const gateway = await startCachedGateway(trio, cache, { redis: options });
    open.push(gateway);
    return gateway;
  };
  const signIns = (): number =>
    PRODUCTS.reduce((sum, product) => {
      const asked = ({ method, url, status }: SeenRequest): boolean =>
        method === 'POST' && status < 300 && /\/token/i.test(url);
      return sum + trio[product].requests.filter(asked).length;
    }, 0);

  it('sign in once for all of them, also after one has left', async () => {
    await start(KEY);
    await start(KEY);
    expect(signIns()).toBe(3);
    await open.shift()?.close();
    const third = await start(KEY);
    expect((await third.ask<Answered>(QUERY)).data.policies.complete).toBe(true);
    expect(signIns()).toBe(3);
  });

  it('sign in again when the server has ended the sign-in', async () => {
    const first = await start(KEY);
    const second = await start(KEY);
    for (const product of PRODUCTS) trio[product].tokens.expireAll();
    for (const gateway of [first, second])
      expect((await gateway.ask<Answered>(QUERY)).data.policies.complete).toBe(true);
    expect(signIns()).toBe(6);
  });

  it.each([
    ['without a key', undefined],
    ['with another key', OTHER_KEY],
  ])('sign in by themselves %s', async (_how, key) => {
    await start(KEY);
    await start(key);
    expect(signIns()).toBe(6);
  });

  it('leave nothing readable in Redis', async () => {
    await start(KEY);
    const keys = (await redis.keys()).filter((key) => key.includes('sign-in'));
    expect(keys).toHaveLength(3);
    const values = await Promise.all(keys.map((key) => redis.value(key)));
    for (const value of values) expect(value).not.toMatch(/access|refresh|expires|askedAt/);
  });
});
