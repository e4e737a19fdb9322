import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { GatewayConfig } from '../../config/gateway-config.js';
import { OperationChecks } from './operation-checks.js';

/** The checks of operations, for requests and for streams. */
@Global()
@Module({})
export class OperationChecksModule {
  static forConfig({ limits, introspection, trustedDocuments: trusted }: GatewayConfig): DynamicModule {
    const checks = new OperationChecks({ limits, introspection, trusted });
    return {
      module: OperationChecksModule,
      providers: [{ provide: OperationChecks, useValue: checks }],
      exports: [OperationChecks],
    };
  }
}
