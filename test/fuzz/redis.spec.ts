import { serialize } from 'node:v8';
import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { startCachedGateway } from '../support/cached-gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { describeWithRedis, startRedis } from '../support/redis.js';
import type { RedisServer } from '../support/redis.js';
import { PRODUCTS, startTrio } from '../support/troubled-fleet.js';
import type { Trio } from '../support/troubled-fleet.js';
import { Dice } from './dice.js';
import { fuzz, FUZZ_TIMEOUT } from './fuzz.js';
import { ODD_WORDS, oddValue } from './odd-json.js';

const QUERY = `{
  policies(first: 200) { complete nodes { id name enabled lastResult lastSession { id result } repositories { name } } }
  repositories(first: 200) { complete nodes { id name capacity free } }
  sessions(first: 200) { complete nodes { id state result } }
  servers { key health { status } }
}`;
const PREFIX = 'veeam-graphql-gateway:';

/** A refusal as it would be if nothing hid what is in it. */
const MADE_UP = { code: 'NONE', message: 'x', ofAccount: true, begunAt: Date.now(), length: 1e12 };

/** What somebody who can write to Redis does there: to how many of the keys, and what. */
interface Harm {
  seed: number;
  kinds: (keyof typeof HARMS)[];
  /** One key of so many. */
  keys: number;
}

const HARMS = {
  bytes: async (redis: Redis, key: string, dice: Dice) => {
    const bytes = await redis.getBuffer(key).catch(() => null);
    if (bytes === null) return;
    for (let count = 0; count < 4 && bytes.length > 0; count += 1)
      bytes[dice.below(bytes.length)] = dice.below(256);
    await redis.set(key, bytes, 'KEEPTTL');
  },
  cut: async (redis: Redis, key: string, dice: Dice) => {
    const bytes = await redis.getBuffer(key).catch(() => null);
    if (bytes !== null) await redis.set(key, bytes.subarray(0, dice.below(bytes.length + 1)), 'KEEPTTL');
  },
  word: (redis: Redis, key: string, dice: Dice) => redis.set(key, dice.pick(ODD_WORDS), 'PX', 60_000),
  value: (redis: Redis, key: string, dice: Dice) =>
    redis.set(key, serialize({ id: 'x', age: 0, life: 60_000, value: oddValue(dice) }), 'PX', 60_000),
  json: (redis: Redis, key: string, dice: Dice) => redis.set(key, JSON.stringify(oddValue(dice))),
  refusal: (redis: Redis, key: string) => redis.set(key, JSON.stringify(MADE_UP)),
  forEver: (redis: Redis, key: string) => redis.persist(key),
  soon: (redis: Redis, key: string) => redis.pexpire(key, 1),
  list: (redis: Redis, key: string) => redis.pipeline().del(key).lpush(key, 'a', 'b').exec(),
  hash: (redis: Redis, key: string) => redis.pipeline().del(key).hset(key, 'a', 'b').exec(),
  large: (redis: Redis, key: string) => redis.pipeline().del(key).setrange(key, 3_000_000, 'x').exec(),
  claim: (redis: Redis, key: string) => redis.set(key.endsWith(':claim') ? key : `${key}:claim`, 'mine'),
  elsewhere: async (redis: Redis, key: string, dice: Dice) => {
    const keys = (await redis.keys('*')).toSorted();
    await redis.copy(key, dice.pick(keys), 'REPLACE').catch(() => undefined);
  },
  message: (redis: Redis, _key: string, dice: Dice) =>
    redis.publish(
      `${PREFIX}changed`,
      dice.pick([...ODD_WORDS, JSON.stringify({ server: oddValue(dice) }), '{']),
    ),
};

const harms: fc.Arbitrary<Harm> = fc.record({
  seed: fc.nat(),
  kinds: fc.subarray(Object.keys(HARMS) as (keyof typeof HARMS)[], { minLength: 1, maxLength: 4 }),
  keys: fc.constantFrom(1, 2, 5),
});

describeWithRedis('what somebody has written to Redis', () => {
  let redis: RedisServer;
  let trio: Trio;
  let expected: unknown;

  beforeAll(async () => {
    [redis, trio] = await Promise.all([startRedis(), startTrio({ seed: 8, policies: 5, sessions: 20 })]);
    await using(start(false), async (gateway) => {
      expected = (await gateway.ask(QUERY)).data;
    });
  });
  afterAll(async () => {
    await trio.close();
    await redis.stop();
  });

  const start = (withRedis = true): Promise<RunningGateway> =>
    startCachedGateway(
      trio,
      { inventory: 'PT30S', staleIfError: 'PT1H' },
      withRedis ? { redis: { url: redis.url, encryptionKey: 'c0'.repeat(32) } } : {},
    );

  const expectTheSame = async (gateway: RunningGateway): Promise<void> => {
    const { data, errors } = await gateway.ask(QUERY);
    expect({ data, errors }).toEqual({ data: expected, errors: [] });
  };

  it(
    'changes no answer, of gateways that run or start',
    async () => {
      await fuzz(harms, 3, async ({ seed, kinds, keys }) => {
        await redis.use((client) => client.flushall());
        await using(start(), async (first) => {
          await expectTheSame(first);
          const dice = new Dice(seed);
          await redis.use(async (client) => {
            for (const key of (await client.keys('*')).toSorted())
              if (dice.once(keys)) for (const kind of kinds) await HARMS[kind](client, key, dice);
          });
          await Promise.all([expectTheSame(first), using(start(), expectTheSame)]);
        });
      });
    },
    FUZZ_TIMEOUT,
  );

  it('holds back no sign-in, neither as a refusal nor as a claim', async () => {
    await redis.use((client) => client.flushall());
    const names = await using(start(), async () =>
      (await redis.keys()).filter((key) => key.includes('sign-in:')),
    );
    const accounts = names.filter((key) => !key.endsWith(':claim'));
    expect(accounts).toHaveLength(3);
    await redis.use(async (client) => {
      for (const key of accounts) {
        await client.set(key, 'x'.repeat(100_000));
        await client.set(`${key}:claim`, 'mine');
      }
    });
    await using(start(), expectTheSame);
  });

  it('makes up no refusal of a password', async () => {
    await redis.use((client) => client.flushall());
    for (const product of PRODUCTS)
      trio[product].faults.add({ match: '/token', fault: { kind: 'status', status: 401 } });
    await using(start(), async () => undefined);
    for (const product of PRODUCTS) trio[product].faults.clear();
    const refusals = (await redis.keys()).filter((key) => key.includes('sign-in-refused'));
    expect(refusals).not.toEqual([]);
    await redis.use(async (client) => {
      for (const key of refusals) await client.set(key, JSON.stringify(MADE_UP));
    });
    await using(start(), expectTheSame);
  });
});

async function using<T>(
  starting: Promise<RunningGateway>,
  use: (gateway: RunningGateway) => Promise<T>,
): Promise<T> {
  const gateway = await starting;
  try {
    return await use(gateway);
  } finally {
    await gateway.close();
  }
}
