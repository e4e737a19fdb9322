import { setTimeout as delay } from 'node:timers/promises';
import { RedisLink } from '../../../src/platform/cache/redis-link.js';
import { RedisSnapshotStore } from '../../../src/platform/cache/redis-snapshot-store.js';
import { Secret } from '../../../src/platform/config/secret.js';
import { MemorySnapshotStore, StoreMemory } from '../../support/memory-snapshot-store.js';
import { describeWithRedis, startRedis } from '../../support/redis.js';
import { describeSnapshotStore } from '../../support/snapshot-store-contract.js';

describeSnapshotStore('memory', async () => {
  let now = 0;
  const memory = new StoreMemory(() => now);
  return {
    replicas: [new MemorySnapshotStore(memory), new MemorySnapshotStore(memory)],
    pass: async (milliseconds) => void (now += milliseconds),
    lose: async () => void (memory.isLost = true),
    close: async () => undefined,
  };
});

describeWithRedis('with Redis', () => {
  describeSnapshotStore('Redis', async () => {
    const redis = await startRedis();
    const settings = { url: new Secret(redis.url), keyPrefix: 'test:', timeout: 60_000, encryptionKey: null };
    const links = [new RedisLink(settings, Date.now), new RedisLink(settings, Date.now)] as const;
    for (const link of links) await link.open();
    return {
      replicas: [new RedisSnapshotStore(links[0], null), new RedisSnapshotStore(links[1], null)],
      pass: async (milliseconds) => void (await delay(milliseconds)),
      lose: () => redis.stop(),
      close: async () => {
        for (const link of links) link.close();
        await redis.stop();
      },
    };
  });
});
