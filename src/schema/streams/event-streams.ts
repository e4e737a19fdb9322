import { All, Controller, Inject, Logger, Req, Res } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { subscribe } from 'graphql';
import { createHandler } from 'graphql-sse';
import type { Handler } from 'graphql-sse';
import { Fleet } from '../../core/federation/fleet.js';
import { Callers } from '../../platform/auth/callers/callers.js';
import { refuse } from '../../platform/edge/refusal.js';
import type { HttpRefusal } from '../../platform/edge/refusal.js';
import { STREAM_PATH } from '../../platform/request/routes.js';
import { clientSignal } from '../../platform/graphql/client-signal.js';
import { StreamLimits } from '../../platform/graphql/checks/stream-limits.js';
import { ConcreteTypes } from '../shared/concrete-types.js';
import type { GatewayContext } from '../shared/operation.js';
import { operationContext } from '../shared/operation.js';
import { builtSchema } from './built-schema.js';
import { excessOf, subscriptionArgs, visibleErrors } from './subscription-request.js';
import { AuthorizedStream } from './authorized-stream.js';
import { writeEvents } from './write-events.js';

const EVENTS = 'text/event-stream';

/** A context that knows the request its events answer. */
type StreamContext = GatewayContext & { readonly http: FastifyRequest['raw'] };

type EventHandler = Handler<FastifyRequest, { readonly reply: FastifyReply }>;

/**
 * Subscriptions as server-sent events at /graphql/stream, for clients behind proxies that know no WebSocket. Each has a connection of
 * its own: what shares one needs tokens, by which callers would hear each other's events.
 */
@Controller(STREAM_PATH)
export class EventStreams {
  private readonly logger = new Logger('EventStreams');
  private handler: EventHandler | undefined;

  constructor(
    @Inject(ModuleRef) private readonly modules: ModuleRef,
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(ConcreteTypes) private readonly types: ConcreteTypes,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(StreamLimits) private readonly limits: StreamLimits,
  ) {}

  @All()
  async stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const refusal = refusalOf(request);
    if (refusal !== undefined) {
      refuse(refusal, request, reply);
      return;
    }
    this.handler ??= this.createHandler();
    const answer = await this.handler({
      method: request.method,
      url: request.url,
      // The library takes nothing but the plain name, and tokens from another header.
      headers: { get: (name) => (name === 'accept' ? EVENTS : textOf(request.headers[name])) },
      body: request.body as Record<string, unknown> | null,
      raw: request,
      context: { reply },
    });
    await writeEvents(answer, reply).catch((error: unknown) =>
      this.logger.debug(`a client went away: ${String(error)}`),
    );
  }

  private createHandler(): EventHandler {
    return createHandler<FastifyRequest, { readonly reply: FastifyReply }, StreamContext>({
      authenticate: () => null,
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
        return new AuthorizedStream(result, this.callers, context.http);
      },
      onNext: (_context, _request, event) => {
        const excess = excessOf(event, this.limits);
        if (excess !== undefined) return { data: null, errors: [excess] };
        return 'errors' in event && event.errors
          ? { ...event, errors: visibleErrors(event.errors) }
          : undefined;
      },
    });
  }

  private contextOf({ raw }: FastifyRequest, reply: FastifyReply): StreamContext {
    const bounds = { signal: clientSignal(reply.raw), limits: this.limits.query };
    return { ...operationContext(this.callers.of(raw), this.fleet, this.types, bounds), http: raw };
  }
}

/** undefined: it takes events. */
function refusalOf({ headers }: FastifyRequest): HttpRefusal | undefined {
  const accepted = headers.accept ?? '*/*';
  if (accepted.includes(EVENTS) || accepted.includes('*/*')) return undefined;
  return { status: 406, code: 'BAD_REQUEST', message: `expected a client that accepts ${EVENTS}` };
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
