import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { All, Controller, Inject, Module, Req, Res } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { subscribe } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { Fleet } from '../../core/federation/fleet.js';
import { ANYBODY } from '../../core/model/caller.js';
import { ConcreteTypes } from '../shared/concrete-types.js';
import type { GatewayContext } from '../shared/operation.js';
import { operationContext } from '../shared/operation.js';
import { subscriptionArgs, visibleErrors } from './subscription-request.js';

const PATH = '/graphql';

/** The schema is there once the GraphQL module has started; its host is no provider other modules can name. */
function builtSchema(modules: ModuleRef): GraphQLSchema {
  return modules.get(GraphQLSchemaHost, { strict: false }).schema;
}

/** Subscriptions over WebSocket (graphql-transport-ws) at /graphql. */
class WebSocketStreams implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sockets = new WebSocketServer({ noServer: true });
  private server: ReturnType<typeof useServer> | undefined;

  constructor(
    @Inject(HttpAdapterHost) private readonly http: HttpAdapterHost,
    @Inject(ModuleRef) private readonly modules: ModuleRef,
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(ConcreteTypes) private readonly types: ConcreteTypes,
  ) {}

  onApplicationBootstrap(): void {
    const schema = builtSchema(this.modules);
    this.server = useServer(
      {
        onSubscribe: (_context, _id, payload) => subscriptionArgs(schema, payload, this.context()),
        onNext: (_context, _id, _payload, _args, { data = null, errors }) =>
          errors && { data, errors: visibleErrors(errors).map((error) => error.toJSON()) },
        onError: (_context, _id, _payload, errors) => visibleErrors(errors).map((error) => error.toJSON()),
      },
      this.sockets,
    );
    this.http.httpAdapter
      .getHttpServer()
      .on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (request.url?.split('?')[0] !== PATH) socket.destroy();
        else
          this.sockets.handleUpgrade(request, socket, head, (accepted) =>
            this.sockets.emit('connection', accepted, request),
          );
      });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server?.dispose();
  }

  private context(): GatewayContext {
    return operationContext(ANYBODY, this.fleet, this.types, new AbortController().signal);
  }
}

/** Subscriptions as server-sent events at /graphql/stream, for clients behind proxies that know no WebSocket. */
@Controller('graphql/stream')
class EventStreams {
  private handler: ReturnType<typeof createHandler<GatewayContext>> | undefined;

  constructor(
    @Inject(ModuleRef) private readonly modules: ModuleRef,
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(ConcreteTypes) private readonly types: ConcreteTypes,
  ) {}

  @All()
  async stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.handler ??= createHandler<GatewayContext>({
      onSubscribe: (_request, params) => {
        const context = operationContext(ANYBODY, this.fleet, this.types, new AbortController().signal);
        const args = subscriptionArgs(builtSchema(this.modules), params, context);
        return 'schema' in args ? args : { data: null, errors: visibleErrors(args) };
      },
      // The library takes a result without "data" for no result at all.
      subscribe: async (args) => {
        const result = await subscribe(args);
        return 'data' in result || Symbol.asyncIterator in result ? result : { data: null, ...result };
      },
      onNext: (_context, _request, result) =>
        'errors' in result && result.errors ? { ...result, errors: visibleErrors(result.errors) } : undefined,
    });
    await this.handler(request, reply);
  }
}

@Module({ providers: [WebSocketStreams], controllers: [EventStreams] })
export class StreamsModule {}
