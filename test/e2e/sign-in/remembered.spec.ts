import { describeWithRedis, startRedis } from '../../support/redis.js';
import type { RedisServer } from '../../support/redis.js';
import type { RunningGateway } from '../../support/gateway.js';
import { ALL_WELL, PRODUCTS, askThrough, startStage } from './stage.js';
import type { Stage } from './stage.js';

describeWithRedis('a refused password, with replicas that share Redis,', () => {
  let redis: RedisServer;
  let stage: Stage;
  let entry: { password?: string };
  const others: RunningGateway[] = [];

  beforeEach(async () => {
    redis = await startRedis();
    entry = { password: 'wrong' };
    const shared = { url: redis.url, timeout: 'PT20S', encryptionKey: 'c0'.repeat(32) };
    stage = await startStage({ entry: () => entry, rest: { redis: shared } });
  });
  afterEach(async () => {
    await Promise.all(others.splice(0).map((gateway) => gateway.close()));
    await stage.close();
    await redis.stop();
  });

  const another = async (): Promise<RunningGateway> => {
    const gateway = await stage.another();
    others.push(gateway);
    return gateway;
  };
  const passwords = (): number[] => PRODUCTS.map((product) => stage.servers[product].passwords.length);

  async function expectRefused(gateway: RunningGateway): Promise<void> {
    const seen = await askThrough(gateway);
    for (const product of PRODUCTS)
      expect(seen[product].error).toMatchObject({
        code: 'UNAUTHORIZED',
        retryAfterSeconds: expect.any(Number) as number,
      });
  }

  it('rests on all of them, on those that start later, and after a restart', async () => {
    await expectRefused(stage.gateway);
    const second = await another();
    await expectRefused(second);
    expect(passwords()).toEqual([1, 1, 1]);
    stage.clock.advance(31_000);
    await expectRefused(second);
    expect(passwords()).toEqual([2, 2, 2]);
    stage.clock.advance(31_000);
    await expectRefused(stage.gateway);
    await stage.gateway.close();
    await expectRefused(await another());
    expect(passwords()).toEqual([2, 2, 2]);
  });

  it('does not hold up another password of the same account', async () => {
    await expectRefused(stage.gateway);
    entry = {};
    const seen = await askThrough(await another());
    for (const product of PRODUCTS) expect([product, seen[product]]).toEqual([product, ALL_WELL]);
  });
});
