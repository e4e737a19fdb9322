import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { subscribe } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import { Fleet } from '../../core/federation/fleet.js';
import { Callers } from '../../platform/auth/callers/callers.js';
import { clientSignal } from '../../platform/graphql/client-signal.js';
import { StreamLimits } from '../../platform/graphql/checks/stream-limits.js';
import { ConcreteTypes } from '../shared/concrete-types.js';
import type { GatewayContext } from '../shared/operation.js';
import { operationContext } from '../shared/operation.js';
import { builtSchema } from './built-schema.js';
import { subscriptionArgs, visibleErrors } from './subscription-request.js';
import { WelcomeStream } from './welcome-stream.js';

/** Subscriptions as server-sent events at /graphql/stream, for clients behind proxies that know no WebSocket. */
@Controller('graphql/stream')
export class EventStreams {
  private handler: ReturnType<typeof createHandler<StreamContext>> | undefined;

  constructor(
    @Inject(ModuleRef) private readonly modules: ModuleRef,
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(ConcreteTypes) private readonly types: ConcreteTypes,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(StreamLimits) private readonly limits: StreamLimits,
  ) {}

  @All()
  async stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.handler ??= this.createHandler();
    await this.handler(request, reply);
  }

  private createHandler(): ReturnType<typeof createHandler<StreamContext>> {
    return createHandler<StreamContext>({
      onSubscribe: ({ raw, context: { reply } }, params) => {
        const args = subscriptionArgs(
          builtSchema(this.modules),
          params,
          this.contextOf(raw, reply),
          this.limits,
        );
        return 'schema' in args ? args : { data: null, errors: visibleErrors(args) };
      },
      subscribe: async (args) => {
        const context = args.contextValue as StreamContext;
        const result = await this.limits.counted(context.caller, async () => subscribe(args));
        // The library takes a result without "data" for no result at all.
        if (!(Symbol.asyncIterator in result)) return 'data' in result ? result : { data: null, ...result };
        return new WelcomeStream(result, this.callers, context.http);
      },
      onNext: (_context, _request, result) =>
        'errors' in result && result.errors ? { ...result, errors: visibleErrors(result.errors) } : undefined,
    });
  }

  /** Where events come over a connection of their own, the answer to the request that asks for them ends at once and tells nothing. */
  private contextOf({ raw, headers }: FastifyRequest, reply: FastifyReply): StreamContext {
    const isStream = headers.accept?.includes('text/event-stream') === true;
    const signal = isStream ? clientSignal(reply.raw) : new AbortController().signal;
    const { upstreamCalls } = this.limits.query;
    const context = operationContext(
      this.callers.of(raw),
      this.fleet,
      this.types,
      signal,
      undefined,
      upstreamCalls,
    );
    return { ...context, http: raw };
  }
}

/** A context that knows the request its events answer. */
type StreamContext = GatewayContext & { readonly http: FastifyRequest['raw'] };
