import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { GatewayConfig } from '../../platform/config/gateway-config.js';
import { StreamLimits } from '../../platform/graphql/limits/stream-limits.js';
import { EventStreams } from './event-streams.js';
import { WebSocketStreams } from './websocket-streams.js';

/** What can be followed, over either transport. */
@Module({})
export class StreamsModule {
  static forConfig({ limits, trustedDocuments, cors }: GatewayConfig): DynamicModule {
    return {
      module: StreamsModule,
      providers: [
        WebSocketStreams,
        { provide: StreamLimits, useValue: new StreamLimits(limits, trustedDocuments, cors.origins) },
      ],
      controllers: [EventStreams],
    };
  }
}
