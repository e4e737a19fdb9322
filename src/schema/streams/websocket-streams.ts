import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Inject } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef } from '@nestjs/core';
import { subscribe } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import type { Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { Fleet } from '../../core/federation/fleet.js';
import { AccessRefusal } from '../../platform/auth/callers/access-refusal.js';
import { Callers } from '../../platform/auth/callers/callers.js';
import { whileWelcome } from '../../platform/auth/callers/while-welcome.js';
import { clientSignal } from '../../platform/graphql/client-signal.js';
import { Observability } from '../../platform/observability/observability.js';
import { StreamLimits } from '../../platform/graphql/checks/stream-limits.js';
import { isOriginWelcome } from '../../platform/wire/cors.js';
import { ConcreteTypes } from '../shared/concrete-types.js';
import type { GatewayContext } from '../shared/operation.js';
import { operationContext } from '../shared/operation.js';
import { builtSchema } from './built-schema.js';
import { subscriptionArgs, visibleErrors } from './subscription-request.js';

const PATH = '/graphql';
/** What graphql-ws closes with when a connection is refused; clients may come again with another token. */
const LARGEST_MESSAGE = 2 ** 20;
const FORBIDDEN = 4403;
const FORBIDDEN_ORIGIN = 'HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';
const TRY_AGAIN_LATER = 1013;

/**
 * Subscriptions over WebSocket (graphql-transport-ws) at /graphql. The key or token comes in the Authorization header, or, since
 * browsers cannot send one, as `authorization` in the payload of the connection's first message.
 */
export class WebSocketStreams implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE });
  private server: ReturnType<typeof useServer> | undefined;

  constructor(
    @Inject(HttpAdapterHost) private readonly http: HttpAdapterHost,
    @Inject(ModuleRef) private readonly modules: ModuleRef,
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(ConcreteTypes) private readonly types: ConcreteTypes,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(StreamLimits) private readonly limits: StreamLimits,
    @Inject(Observability) private readonly observability: Observability,
  ) {}

  onApplicationBootstrap(): void {
    const schema = builtSchema(this.modules);
    this.server = useServer(
      {
        onConnect: ({ extra, connectionParams }) => this.welcome(extra, connectionParams?.['authorization']),
        onSubscribe: ({ extra }, _id, payload) =>
          subscriptionArgs(schema, payload, this.contextOf(extra.request), this.limits),
        subscribe: async (args) =>
          this.limits.counted((args.contextValue as GatewayContext).caller, async () => subscribe(args)),
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
        else if (!isOriginWelcome(request, this.limits.origins)) socket.end(FORBIDDEN_ORIGIN);
        else
          this.sockets.handleUpgrade(request, socket, head, (accepted) =>
            this.sockets.emit('connection', accepted, request),
          );
      });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server?.dispose();
  }

  /** Whether the connection may stay; it is closed when its key or token ends. */
  private async welcome({ request, socket }: Extra, given: unknown): Promise<boolean> {
    try {
      await this.callers.identify(request, typeof given === 'string' ? given : undefined);
    } catch (error) {
      if (!(error instanceof AccessRefusal)) throw error;
      this.observability.accessRefused(request);
      if (error.reason === 'unavailable') socket.close(TRY_AGAIN_LATER, 'Try again later');
      return false;
    }
    const stop = whileWelcome(this.callers, request, () => socket.close(FORBIDDEN, 'Forbidden'));
    socket.once('close', stop);
    return true;
  }

  private contextOf(request: IncomingMessage): GatewayContext {
    const signal = clientSignal(request.socket);
    const { upstreamCalls } = this.limits.query;
    return operationContext(
      this.callers.of(request),
      this.fleet,
      this.types,
      signal,
      undefined,
      upstreamCalls,
    );
  }
}
