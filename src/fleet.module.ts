import { Inject, Module } from '@nestjs/common';
import type {
  BeforeApplicationShutdown,
  DynamicModule,
  OnApplicationBootstrap,
  OnApplicationShutdown,
} from '@nestjs/common';
import { ChangeRunner } from './core/federation/change-runner.js';
import { Fleet } from './core/federation/fleet.js';
import type { FollowSetting } from './core/following/follow-setting.js';
import { CapacitySampler } from './core/federation/capacity-sampler.js';
import { HealthProber } from './core/federation/health-prober.js';
import { SessionWatch } from './core/federation/session-watch.js';
import type { Milliseconds } from './core/model/instant.js';
import type { Server } from './core/model/server.js';
import type { CapacityStore } from './core/ports/capacity-store.js';
import type { JournalStore } from './core/ports/journal-store.js';
import type { RedisLink } from './platform/cache/redis-link.js';
import { SignInPauses } from './platform/auth/sign-in-pause.js';
import { RedisSnapshotStore } from './platform/cache/redis-snapshot-store.js';
import { RedisTokenStores } from './platform/cache/redis-token-store.js';
import { REDIS_LINK, RedisModule } from './platform/cache/redis.module.js';
import type { GatewayConfig } from './platform/config/gateway-config.js';
import { CAPACITY_STORE, JOURNAL_STORE } from './platform/history/history.tokens.js';
import type { AdapterFactory } from './platform/products-kit/adapter-factory.js';
import { UnforeseenLog } from './platform/observability/unforeseen-log.js';
import { UPSTREAM_PATIENCE } from './platform/http/upstream-observer.js';
import type { UpstreamPatience } from './platform/http/upstream-observer.js';
import { ConcreteTypes } from './schema/shared/concrete-types.js';
import type { ProductDefinition } from './schema/shared/product-definition.js';
import { ServerList } from './server-list.js';

/** How often servers are looked at without being asked to. */
export interface FleetTiming {
  /** Between two light probes of a server. */
  readonly probe: Milliseconds;
  /** Between two looks at sessions that somebody follows. */
  readonly follow: Milliseconds;
  /** Whether servers are followed, and how full their repositories are is noted; absent: both. */
  readonly following?: boolean;
  /** With servers that fail; the default is as docs/resilience.md says. */
  readonly patience?: UpstreamPatience;
}

export const DEFAULT_TIMING: FleetTiming = { probe: 60_000, follow: 2_000 };

const BETWEEN_SAMPLES: Milliseconds = 30 * 60_000;
const FOLLOWING = Symbol('FOLLOWING');

/** Without a history: as far back as there is room in memory. */
const MEMORY_BACKFILL: Milliseconds = 30 * 24 * 3_600_000;

/** The fleet of the configuration, its health, and what acts on it over time. */
@Module({})
export class FleetModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(ServerList) private readonly servers: ServerList,
    @Inject(HealthProber) private readonly prober: HealthProber,
    @Inject(SessionWatch) private readonly watch: SessionWatch,
    @Inject(CapacitySampler) private readonly sampler: CapacitySampler,
    @Inject(FOLLOWING) private readonly isFollowing: boolean,
  ) {}

  static forProducts(
    config: GatewayConfig,
    products: readonly ProductDefinition[],
    timing: FleetTiming = DEFAULT_TIMING,
    mended: (sessions: number) => void = () => undefined,
  ): DynamicModule {
    return {
      module: FleetModule,
      global: true,
      imports: [RedisModule.forConfig(config.redis), ...products.map(({ module }) => module)],
      providers: [
        {
          provide: Fleet,
          inject: [REDIS_LINK, JOURNAL_STORE, CAPACITY_STORE],
          useFactory: (redis: RedisLink | null, journal: JournalStore, capacity: CapacityStore) =>
            new Fleet(
              [],
              Date.now,
              {
                capacity,
                lifetime: config.cache,
                store: redis && new RedisSnapshotStore(redis, config.redis?.encryptionKey ?? null),
                ...(timing.following !== false && {
                  following: { ...followSetting(config, journal), mended },
                }),
              },
              new UnforeseenLog(() => performance.now()).tell,
            ),
        },
        {
          provide: ServerList,
          inject: [Fleet, REDIS_LINK, ...products.map(({ factory }) => factory)],
          useFactory: (fleet: Fleet, redis: RedisLink | null, ...factories: AdapterFactory[]) => {
            const tokens = tokenStores(config, redis);
            const pauses = new SignInPauses(Date.now, tokens && ((account) => tokens.refusalsOf(account)));
            return new ServerList(
              fleet,
              (connection) =>
                factoryOf(connection.server, factories).create(connection, {
                  store: tokens?.of(connection),
                  pause: pauses.of(connection),
                }),
              config,
            );
          },
        },
        {
          provide: HealthProber,
          inject: [Fleet],
          useFactory: (fleet: Fleet) => new HealthProber(fleet, timing.probe),
        },
        {
          provide: SessionWatch,
          inject: [Fleet],
          useFactory: (fleet: Fleet) => new SessionWatch(fleet, timing.follow),
        },
        {
          provide: CapacitySampler,
          inject: [Fleet],
          useFactory: (fleet: Fleet) => new CapacitySampler(fleet, BETWEEN_SAMPLES),
        },
        { provide: FOLLOWING, useValue: timing.following !== false },
        { provide: ChangeRunner, useFactory: () => new ChangeRunner(Date.now) },
        { provide: ConcreteTypes, useValue: new ConcreteTypes(products) },
        { provide: UPSTREAM_PATIENCE, useValue: timing.patience ?? {} },
      ],
      exports: [Fleet, SessionWatch, ChangeRunner, ConcreteTypes, UPSTREAM_PATIENCE],
    };
  }

  /** Takes the server list of a configuration that was read again; the rest of it counts from the next start on. */
  reload(config: GatewayConfig): void {
    this.servers.apply(config);
    void this.prober.round();
  }

  onApplicationBootstrap(): void {
    this.prober.start();
    this.fleet.follow();
    if (this.isFollowing) this.sampler.start();
  }

  /** What goes on in the background ends before the history that it writes to. */
  beforeApplicationShutdown(): void {
    this.prober.stop();
    this.sampler.stop();
    this.fleet.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    this.watch.stop();
    await this.servers.close();
  }
}

function followSetting({ cache, follow, history }: GatewayConfig, store: JournalStore): FollowSetting {
  return {
    ...follow,
    store,
    backfill: history?.backfill ?? MEMORY_BACKFILL,
    freshness: cache.activity,
  };
}

/** undefined: each replica signs in by itself. */
function tokenStores(config: GatewayConfig, redis: RedisLink | null): RedisTokenStores | undefined {
  const key = config.redis?.encryptionKey;
  return key && redis ? new RedisTokenStores(redis, key, Date.now) : undefined;
}

function factoryOf({ product }: Server, factories: readonly AdapterFactory[]): AdapterFactory {
  const factory = factories.find((candidate) => candidate.product === product);
  if (factory === undefined) throw new RangeError(`no module serves ${product}`);
  return factory;
}
