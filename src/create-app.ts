import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { FleetTiming } from './fleet.module.js';
import type { GatewayConfig } from './platform/config/gateway-config.js';

export interface AppOptions {
  /** What is logged; the default is everything from "log" on, as JSON lines. */
  readonly quiet?: boolean;
  /** How often servers are looked at; tests follow sessions faster. */
  readonly timing?: FleetTiming;
}

/** The gateway, ready to listen. Tests use it as main does. */
export async function createApp(
  config: GatewayConfig,
  options: AppOptions = {},
): Promise<NestFastifyApplication> {
  return NestFactory.create<NestFastifyApplication>(
    AppModule.forConfig(config, options.timing),
    new FastifyAdapter({ forceCloseConnections: true }),
    {
      logger: new ConsoleLogger({
        json: true,
        logLevels: options.quiet ? ['error', 'fatal'] : ['log', 'warn', 'error', 'fatal'],
      }),
    },
  );
}
