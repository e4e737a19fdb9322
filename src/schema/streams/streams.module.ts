import { Module } from '@nestjs/common';
import { EventStreams } from './event-streams.js';
import { WebSocketStreams } from './websocket-streams.js';

/** What can be followed, over either transport. */
@Module({ providers: [WebSocketStreams], controllers: [EventStreams] })
export class StreamsModule {}
