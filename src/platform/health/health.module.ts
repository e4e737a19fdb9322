import { Controller, Get, Inject, Module, ServiceUnavailableException } from '@nestjs/common';
import { Lifecycle } from './lifecycle.js';

/** Liveness and readiness for orchestrators. Readiness never waits for an upstream: what it needs is there once we listen. */
@Controller('health')
class HealthController {
  constructor(@Inject(Lifecycle) private readonly lifecycle: Lifecycle) {}

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  ready(): { status: 'ok' } {
    if (!this.lifecycle.isReady) throw new ServiceUnavailableException({ status: 'stopping' });
    return { status: 'ok' };
  }
}

@Module({ controllers: [HealthController], providers: [Lifecycle], exports: [Lifecycle] })
export class HealthModule {}
