import { Controller, Get, Inject, Module, Query, Req, Res } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { OperationEnded } from '../../core/errors/operation-ended.js';
import { OperationBudget } from '../../core/fairness/operation-budget.js';
import { FleetReader } from '../../core/federation/fleet-reader.js';
import { Fleet } from '../../core/federation/fleet.js';
import { Callers } from '../../platform/auth/callers/callers.js';
import type { GatewayConfig } from '../../platform/config/gateway-config.js';
import { refuse } from '../../platform/edge/refusal.js';
import { requestEnd } from '../../platform/graphql/request-end.js';
import { FLEET_METRICS_PATH } from '../../platform/request/routes.js';
import { TooManySeries, fleetMetrics } from './fleet-series.js';

const BOUNDS = Symbol('BOUNDS');
type Bounds = Pick<GatewayConfig, 'limits' | 'metrics'>;

/** The state of the fleet for Prometheus: of the servers that the caller may see. */
@Controller(FLEET_METRICS_PATH)
class FleetMetricsController {
  constructor(
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(BOUNDS) private readonly bounds: Bounds,
  ) {}

  /** `server`: keys of servers, to ask for some of them. */
  @Get()
  async show(
    @Query('server') server: string | string[] | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { limits, metrics } = this.bounds;
    const caller = this.callers.of(request.raw);
    const { signal } = requestEnd(reply.raw, limits.requestTimeout);
    const budget = new OperationBudget(limits, { name: caller.id, signal });
    const fleet = FleetReader.bounded(this.fleet.seenBy(caller.scope), signal, budget);
    try {
      const servers = server === undefined ? undefined : [server].flat();
      const text = await fleetMetrics(fleet, servers, metrics.fleetSeries);
      await reply.type(Registry.PROMETHEUS_CONTENT_TYPE).header('cache-control', 'no-store').send(text);
    } catch (error) {
      if (!(error instanceof TooManySeries || error instanceof OperationEnded)) throw error;
      refuse({ status: 422, code: 'QUERY_LIMIT_EXCEEDED', message: error.message }, request, reply);
    }
  }
}

/** `/metrics/fleet`, unless metrics are off. */
@Module({})
export class FleetMetricsModule {
  static forConfig({ limits, metrics }: GatewayConfig): DynamicModule {
    return {
      module: FleetMetricsModule,
      providers: [{ provide: BOUNDS, useValue: { limits, metrics } satisfies Bounds }],
      controllers: metrics.enabled ? [FleetMetricsController] : [],
    };
  }
}
