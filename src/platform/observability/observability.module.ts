import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { UPSTREAM_OBSERVERS } from '../http/upstream-observer.js';
import { Observability } from './observability.js';

/** Lets everything be seen: provides the Observability, and the observers of upstream calls. */
@Module({})
export class ObservabilityModule implements OnApplicationShutdown {
  constructor(@Inject(Observability) private readonly observability: Observability) {}

  static of(observability: Observability): DynamicModule {
    return {
      module: ObservabilityModule,
      global: true,
      providers: [
        { provide: Observability, useValue: observability },
        { provide: UPSTREAM_OBSERVERS, useValue: observability.upstream },
      ],
      exports: [Observability, UPSTREAM_OBSERVERS],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.observability.stop();
  }
}
