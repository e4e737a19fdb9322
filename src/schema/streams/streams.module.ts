import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { GatewayConfig } from '../../platform/config/gateway-config.js';
import { OperationChecks } from '../../platform/graphql/checks/operation-checks.js';
import { StreamLimits } from '../../platform/graphql/checks/stream-limits.js';
import { EventStreams } from './event-streams.js';
import { WebSocketStreams } from './websocket-streams.js';

/** What can be followed, over either transport. */
@Module({})
export class StreamsModule {
  static forConfig({ limits }: GatewayConfig): DynamicModule {
    return {
      module: StreamsModule,
      providers: [
        WebSocketStreams,
        {
          provide: StreamLimits,
          inject: [OperationChecks],
          useFactory: (checks: OperationChecks) => new StreamLimits(limits, checks),
        },
      ],
      controllers: [EventStreams],
    };
  }
}
