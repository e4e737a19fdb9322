import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { LimitsConfig } from '../../platform/config/limits-config.js';
import { StreamLimits } from '../../platform/graphql/limits/stream-limits.js';
import { EventStreams } from './event-streams.js';
import { WebSocketStreams } from './websocket-streams.js';

/** What can be followed, over either transport. */
@Module({})
export class StreamsModule {
  static forConfig(limits: LimitsConfig, origins: readonly string[]): DynamicModule {
    return {
      module: StreamsModule,
      providers: [WebSocketStreams, { provide: StreamLimits, useValue: new StreamLimits(limits, origins) }],
      controllers: [EventStreams],
    };
  }
}
