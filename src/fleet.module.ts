import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Fleet } from './core/federation/fleet.js';
import { HealthProber } from './core/federation/health-prober.js';
import type { Server } from './core/model/server.js';
import type { ServerAdapter } from './core/ports/server-adapter.js';
import type { GatewayConfig } from './platform/config/gateway-config.js';
import type { AdapterFactory } from './platform/http/adapter-factory.js';
import { ConcreteTypes } from './schema/shared/concrete-types.js';
import type { ProductDefinition } from './schema/shared/product-definition.js';

const PROBE_INTERVAL = 60_000;

/** The fleet of the configuration and its health, for everything that asks servers. */
@Module({})
export class FleetModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly prober: HealthProber;

  constructor(@Inject(Fleet) private readonly fleet: Fleet) {
    this.prober = new HealthProber(fleet, PROBE_INTERVAL);
  }

  static forProducts(config: GatewayConfig, products: readonly ProductDefinition[]): DynamicModule {
    return {
      module: FleetModule,
      global: true,
      imports: products.map(({ module }) => module),
      providers: [
        {
          provide: Fleet,
          inject: products.map(({ factory }) => factory),
          useFactory: (...factories: AdapterFactory[]) => new Fleet(adapters(config, factories), Date.now),
        },
        { provide: ConcreteTypes, useValue: new ConcreteTypes(products) },
      ],
      exports: [Fleet, ConcreteTypes],
    };
  }

  onApplicationBootstrap(): void {
    this.prober.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.prober.stop();
    await this.fleet.close();
  }
}

function adapters(config: GatewayConfig, factories: readonly AdapterFactory[]): ServerAdapter[] {
  return config.connections.map((connection) => factoryOf(connection.server, factories).create(connection));
}

function factoryOf({ product }: Server, factories: readonly AdapterFactory[]): AdapterFactory {
  const factory = factories.find((candidate) => candidate.product === product);
  if (factory === undefined) throw new RangeError(`no module serves ${product}`);
  return factory;
}
