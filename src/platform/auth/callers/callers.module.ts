import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { AuthConfig } from '../../config/gateway-config.js';
import { Callers } from './callers.js';

/** Who may call, for whatever answers requests. */
@Module({})
export class CallersModule {
  static forConfig(config: AuthConfig): DynamicModule {
    return {
      module: CallersModule,
      global: true,
      providers: [{ provide: Callers, useFactory: () => new Callers(config, Date.now) }],
      exports: [Callers],
    };
  }
}
