import { ApolloDriver } from '@nestjs/apollo';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { Fleet } from './core/federation/fleet.js';
import type { FleetTiming } from './fleet.module.js';
import { FleetModule } from './fleet.module.js';
import { Callers } from './platform/auth/callers/callers.js';
import { BoardModule } from './platform/board/board.module.js';
import { CallersModule } from './platform/auth/callers/callers.module.js';
import type { GatewayConfig } from './platform/config/gateway-config.js';
import { AnswerCache } from './platform/graphql/answer-cache/answer-cache.js';
import { OperationChecks } from './platform/graphql/checks/operation-checks.js';
import { OperationChecksModule } from './platform/graphql/checks/operation-checks.module.js';
import { AnswerCacheModule } from './platform/graphql/answer-cache/answer-cache.module.js';
import { EdgeModule } from './platform/edge/edge.module.js';
import type { History } from './platform/history/history.js';
import { HistoryModule } from './platform/history/history.module.js';
import { HealthModule } from './platform/health/health.module.js';
import type { Observability } from './platform/observability/observability.js';
import { MetricsModule } from './platform/observability/metrics/metrics.module.js';
import { ObservabilityModule } from './platform/observability/observability.module.js';
import { QueryPageModule } from './platform/query-page/query-page.module.js';
import { PRODUCTS } from './products/index.js';
import { graphqlOptions } from './schema/graphql-options.js';
import { ExportsModule } from './schema/exports/exports.module.js';
import { FleetMetricsModule } from './schema/fleet-metrics/fleet-metrics.module.js';
import { SchemaModule } from './schema/schema.module.js';
import { StreamsModule } from './schema/streams/streams.module.js';
import { ConcreteTypes } from './schema/shared/concrete-types.js';

/** Puts the gateway together; the only module that names the products. */
@Module({})
export class AppModule {
  static forConfig(
    config: GatewayConfig,
    observability: Observability,
    history: History,
    timing?: FleetTiming,
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ObservabilityModule.of(observability),
        HistoryModule.of(history, config.history?.keep ?? Infinity),
        EdgeModule.forConfig(config),
        AnswerCacheModule,
        OperationChecksModule.forConfig(config),
        CallersModule.forConfig(config.auth),
        FleetModule.forProducts(config, PRODUCTS, timing, (sessions) =>
          observability.history.mended(sessions),
        ),
        GraphQLModule.forRootAsync<ApolloDriverConfig>({
          driver: ApolloDriver,
          inject: [Fleet, ConcreteTypes, Callers, AnswerCache, OperationChecks],
          useFactory: (
            fleet: Fleet,
            types: ConcreteTypes,
            callers: Callers,
            answers: AnswerCache,
            checks: OperationChecks,
          ) => graphqlOptions(config, fleet, types, callers, PRODUCTS, observability, answers, checks),
        }),
        SchemaModule,
        StreamsModule.forConfig(config),
        ExportsModule.forConfig(config),
        FleetMetricsModule.forConfig(config),
        HealthModule,
        MetricsModule.forConfig(config.metrics),
        QueryPageModule,
        BoardModule.forConfig(config),
      ],
    };
  }
}
