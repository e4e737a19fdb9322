import { Controller, Get, Module } from '@nestjs/common';

/** Liveness and readiness for orchestrators. Readiness never waits for an upstream: what it needs is there once we listen. */
@Controller('health')
export class HealthController {
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  ready(): { status: 'ok' } {
    return { status: 'ok' };
  }
}

@Module({ controllers: [HealthController] })
export class HealthModule {}
