import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import type { RedisConfig } from '../config/gateway-config.js';
import { RedisLink } from './redis-link.js';

/** Injection token of the RedisLink; null where Redis is not configured. */
export const REDIS_LINK = Symbol('REDIS_LINK');

/** The connection to Redis, tried before the gateway listens. */
@Module({})
export class RedisModule implements OnApplicationShutdown {
  constructor(@Inject(REDIS_LINK) private readonly link: RedisLink | null) {}

  static forConfig(config: RedisConfig | null): DynamicModule {
    const connect = async (): Promise<RedisLink | null> => {
      if (config === null) return null;
      const link = new RedisLink(config, Date.now);
      await link.open();
      return link;
    };
    return {
      module: RedisModule,
      global: true,
      providers: [{ provide: REDIS_LINK, useFactory: connect }],
      exports: [REDIS_LINK],
    };
  }

  onApplicationShutdown(): void {
    this.link?.close();
  }
}
