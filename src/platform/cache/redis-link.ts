import { Logger } from '@nestjs/common';
import { Redis, ReplyError } from 'ioredis';
import type { Clock, Instant, Milliseconds } from '../../core/model/instant.js';
import type { RedisConfig } from '../config/gateway-config.js';

const CONNECT_LIMIT: Milliseconds = 1_000;
/** The library holds the process so long for a connection that is broken when it is closed. */
const LONGEST_CLOSE: Milliseconds = 100;
const LONGEST_RECONNECT_WAIT: Milliseconds = 2_000;
/** A Redis that was too slow is not asked again for so long. */
const PAUSE: Milliseconds = 2_000;

/** READY: it answers. FAILING: it is connected, but answers too late or with errors. LOST: there is no connection. */
type LinkState = 'READY' | 'FAILING' | 'LOST';

const NEWS: Readonly<Record<LinkState, string>> = {
  READY: 'Redis answers: sharing with other replicas',
  FAILING: 'Redis is connected but does not answer as it should: going on alone until it does',
  LOST: 'Redis is lost: going on alone until it is back',
};

/** The connections to Redis. They come back by themselves; while they are lost nobody waits for them. */
export class RedisLink {
  readonly prefix: string;
  private readonly logger = new Logger('Redis');
  private readonly commands: Redis;
  private readonly messages: Redis;
  private state: LinkState = 'LOST';
  private pausedUntil: Instant = 0;

  constructor(
    config: RedisConfig,
    private readonly clock: Clock,
  ) {
    this.prefix = config.keyPrefix;
    this.commands = new Redis(config.url.reveal(), {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: config.timeout,
      connectTimeout: Math.max(CONNECT_LIMIT, config.timeout),
      disconnectTimeout: LONGEST_CLOSE,
      retryStrategy: (attempt) => Math.min(LONGEST_RECONNECT_WAIT, 50 * 2 ** attempt),
    });
    this.messages = this.commands.duplicate();
    this.commands.on('ready', () => this.enter('READY'));
    this.commands.on('close', () => this.enter('LOST'));
    // What happened is told by `close`; an error that nobody hears would end the process.
    for (const connection of [this.commands, this.messages]) connection.on('error', () => undefined);
  }

  /** Settles when it is connected, or when it is plain that it is not for now. */
  async open(): Promise<void> {
    await Promise.allSettled([this.commands.connect(), this.messages.connect()]);
    if (this.state === 'LOST') this.logger.warn(NEWS.LOST);
  }

  /** The command's result; null: Redis is lost, slow or refuses, or something of another type lies under the key. */
  async ask<T>(command: (redis: Redis) => Promise<T>): Promise<T | null> {
    if (this.state === 'LOST' || this.clock() < this.pausedUntil) return null;
    try {
      const answer = await command(this.commands);
      this.enter('READY');
      return answer;
    } catch (error) {
      if (isWrongType(error)) return null;
      this.pausedUntil = this.clock() + PAUSE;
      if (this.commands.status === 'ready') this.enter('FAILING');
      return null;
    }
  }

  /** Hears what is published, by whomever: `heard` must not throw. `missed` is called when the connection is back, after which something may have been missed. */
  listen(channel: string, heard: (message: string) => void, missed: () => void): void {
    this.messages.on('message', (from: string, message: string) => {
      if (from === channel) heard(message);
    });
    const subscribe = (): void => void this.messages.subscribe(channel).catch(() => undefined);
    if (this.messages.status === 'ready') subscribe();
    // A subscription is renewed by the library when the connection comes back.
    else this.messages.once('ready', subscribe);
    this.messages.on('ready', missed);
  }

  close(): void {
    this.commands.removeAllListeners('close');
    this.commands.disconnect();
    this.messages.disconnect();
  }

  private enter(state: LinkState): void {
    if (state === this.state) return;
    this.state = state;
    if (state === 'READY') {
      this.pausedUntil = 0;
      this.logger.log(NEWS.READY);
    } else this.logger.warn(NEWS[state]);
  }
}

function isWrongType(error: unknown): boolean {
  return error instanceof ReplyError && String(error).includes('WRONGTYPE');
}
