import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { GatewayConfig } from '../config/gateway-config.js';
import { Connections } from './connections.js';
import { ForeignOrigins } from './cors.js';
import { Pressure } from './pressure.js';
import { RequestRates, StrangerRates } from './request-rates.js';
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
          useFactory: () => new Connections(limits, listen.trustedProxies),
        },
        { provide: ForeignOrigins, useFactory: () => new ForeignOrigins(cors.origins) },
        { provide: RequestRates, useFactory: () => new RequestRates(limits.requestsPerSecond) },
        { provide: StrangerRates, useFactory: () => new StrangerRates(limits.refusedPerSecond) },
        {
          provide: Upgrades,
          inject: [Connections, ForeignOrigins, StrangerRates],
          useFactory: (connections: Connections, origins: ForeignOrigins, strangers: StrangerRates) =>
            new Upgrades(connections, origins, strangers),
        },
      ],
      exports: [Pressure, Connections, ForeignOrigins, RequestRates, StrangerRates, Upgrades],
    };
  }
}
