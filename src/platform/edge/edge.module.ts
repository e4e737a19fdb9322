import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { GatewayConfig } from '../config/gateway-config.js';
import { Connections } from './connections.js';
import { ForeignOrigins } from './cors.js';
import { Pressure } from './pressure.js';
import { RequestRates } from './request-rates.js';
import { Upgrades } from './upgrades.js';

/** What everything that takes requests shares, whichever transport they come over. */
@Module({})
export class EdgeModule {
  static forConfig({ limits, cors, listen }: GatewayConfig): DynamicModule {
    return {
      module: EdgeModule,
      global: true,
      providers: [
        { provide: Pressure, useFactory: () => new Pressure(limits) },
        {
          provide: Connections,
          useFactory: () => new Connections(limits.connections, listen.trustedProxies),
        },
        { provide: ForeignOrigins, useFactory: () => new ForeignOrigins(cors.origins) },
        { provide: RequestRates, useFactory: () => new RequestRates(limits.requestsPerSecond) },
        {
          provide: Upgrades,
          inject: [Connections, ForeignOrigins, RequestRates],
          useFactory: (connections: Connections, origins: ForeignOrigins, rates: RequestRates) =>
            new Upgrades(connections, origins, rates),
        },
      ],
      exports: [Pressure, Connections, ForeignOrigins, RequestRates, Upgrades],
    };
  }
}
