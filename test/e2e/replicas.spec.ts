import { setTimeout as delay } from 'node:timers/promises';
import { callCounter, startCachedGateway } from '../support/cached-gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { describeWithRedis, startRedis } from '../support/redis.js';
import type { RedisServer } from '../support/redis.js';
import { startTrio } from '../support/troubled-fleet.js';
import type { Trio } from '../support/troubled-fleet.js';

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
  let newCalls: () => Promise<number>;

  const start = (inventory = 'PT30S'): Promise<RunningGateway> =>
    startCachedGateway(trio, { inventory, staleIfError: 'PT1H' }, { redis: { url: redis.url } });

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
    expect(await newCalls()).toBeGreaterThan(20);
    const shared = await ask(second);
    expect(await newCalls()).toBe(0);
    expect(shared.policies.edges).toEqual(own.policies.edges);
  });

  it('read the inventory once when they are asked at the same time', async () => {
    const inventory = '{ policies(first: 200) { complete edges { node { name lastSession { id } } } } }';
    await first.ask(inventory);
    const alone = await newCalls();
    await first.close();
    await second.close();
    await redis.stop();
    await redis.start();
    first = await start();
    second = await start();
    await newCalls();
    await Promise.all([first.ask(inventory), second.ask(inventory)]);
    expect(await newCalls()).toBe(alone);
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
    expect(await newCalls()).toBeGreaterThan(20);
    await redis.start();
    const third = await start();
    await until(async () => {
      await first.ask('{ policies(first: 1, maxAge: "PT0S") { complete } }');
      return (await redis.keys()).some((key) => key.includes('policies'));
    });
    await third.close();
  });

  it('go on alone when it does not answer', async () => {
    redis.pause();
    const startedAt = performance.now();
    await ask(first);
    await ask(second);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('start without it', async () => {
    await redis.stop();
    const third = await start();
    await ask(third);
    await third.close();
  });

  it('leave nothing in it that tells a password or a token', async () => {
    await ask(first);
    const keys = await redis.keys();
    expect(keys.length).toBeGreaterThan(5);
    expect(keys.filter((key) => !key.startsWith('veeam-graphql-gateway:'))).toEqual([]);
    expect(keys.filter((key) => key.includes('token'))).toEqual([]);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    if (await holds()) return;
    await delay(20);
  }
  throw new Error('it did not come about');
}
