import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { GatewayConfig } from '../../platform/config/gateway-config.js';
import { EXPORT_LIMITS, ExportsController } from './exports.controller.js';

/** Whole lists as files. */
@Module({})
export class ExportsModule {
  static forConfig({ limits }: GatewayConfig): DynamicModule {
    return {
      module: ExportsModule,
      providers: [{ provide: EXPORT_LIMITS, useValue: limits }],
      controllers: [ExportsController],
    };
  }
}
