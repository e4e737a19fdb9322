import { Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Clock, Instant, Milliseconds } from '../../core/model/instant.js';

/** A server that sends the same again and again fills no disk. */
const PAUSE: Milliseconds = 60_000;
/** Servers come and go with the configuration. */
const MOST_SERVERS = 1_000;

/** Writes down, with its stack, what reading a server's answers ran into and nobody had thought of: at most once a minute and server. */
export class UnforeseenLog {
  private readonly logger = new Logger('Upstream');
  private readonly toldAt = new LRUCache<string, Instant>({ max: MOST_SERVERS });

  constructor(private readonly clock: Clock) {}

  readonly tell = (cause: unknown, server: string): void => {
    const now = this.clock();
    if (now - (this.toldAt.get(server) ?? -Infinity) < PAUSE) return;
    this.toldAt.set(server, now);
    const { stack } = cause instanceof Error ? cause : new Error(String(cause));
    this.logger.error(`reading an answer of ${server} failed in a way that nobody thought of`, stack);
  };
}
