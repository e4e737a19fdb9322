import type { IncomingMessage } from 'node:http';
import { Inject } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { GraphQLError, subscribe } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import type { Context } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { Fleet } from '../../core/federation/fleet.js';
import { AccessRefusal } from '../../platform/auth/callers/access-refusal.js';
import { Callers } from '../../platform/auth/callers/callers.js';
import { whileAuthorized } from '../../platform/auth/callers/while-authorized.js';
import { addressGroup } from '../../platform/request/address-group.js';
import { Connections } from '../../platform/edge/connections.js';
import { RequestRates, StrangerRates } from '../../platform/edge/request-rates.js';
import { Upgrades } from '../../platform/edge/upgrades.js';
import { clientSignal } from '../../platform/graphql/client-signal.js';
import { Observability } from '../../platform/observability/observability.js';
import { StreamLimits } from '../../platform/graphql/checks/stream-limits.js';
import { ConcreteTypes } from '../shared/concrete-types.js';
import type { GatewayContext } from '../shared/operation.js';
import { operationContext } from '../shared/operation.js';
import { builtSchema } from './built-schema.js';
import { CLOSE, GraphQLSocket } from './graphql-socket.js';
import { excessOf, subscriptionArgs, visibleErrors } from './subscription-request.js';

const LARGEST_MESSAGE = 2 ** 20;
/** Pieces of one message; each takes far more memory than its bytes. */
const MOST_FRAGMENTS = 64;

type SocketContext = Context<Record<string, unknown>, GraphQLSocket>;

/**
 * Subscriptions over WebSocket (graphql-transport-ws) at /graphql. The key or token comes in the Authorization header, or, since
 * browsers cannot send one, as `authorization` in the payload of the connection's first message.
 */
export class WebSocketStreams implements OnApplicationBootstrap {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE,
    maxFragments: MOST_FRAGMENTS,
    autoPong: false,
    handleProtocols,
  });
  private readonly following = new Set<GraphQLSocket>();
  /** How many connections each caller has. */
  private readonly open = new Map<string, number>();

  constructor(
    @Inject(HttpAdapterHost) private readonly http: HttpAdapterHost,
    @Inject(ModuleRef) private readonly modules: ModuleRef,
    @Inject(Fleet) private readonly fleet: Fleet,
    @Inject(ConcreteTypes) private readonly types: ConcreteTypes,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(StreamLimits) private readonly limits: StreamLimits,
    @Inject(Connections) private readonly connections: Connections,
    @Inject(RequestRates) private readonly rates: RequestRates,
    @Inject(StrangerRates) private readonly strangers: StrangerRates,
    @Inject(Upgrades) private readonly upgrades: Upgrades,
    @Inject(Observability) private readonly observability: Observability,
  ) {}

  onApplicationBootstrap(): void {
    const schema = builtSchema(this.modules);
    const server = makeServer<Record<string, unknown>, GraphQLSocket>({
      onConnect: (context) => this.authorize(context),
      onSubscribe: ({ extra: { request } }, _id, payload) => {
        const wait = this.rates.secondsToWait(this.callers.of(request).id);
        if (wait !== null) return [tooMany(wait)];
        return subscriptionArgs(schema, payload, this.contextOf(request), this.limits);
      },
      subscribe: async (args) =>
        this.limits.counted((args.contextValue as GatewayContext).caller, async () => subscribe(args)),
      onNext: (_context, _id, _payload, _args, event) => {
        const excess = excessOf(event, this.limits);
        if (excess !== undefined) return { data: null, errors: [excess.toJSON()] };
        const { data = null, errors } = event;
        return errors && { data, errors: visibleErrors(errors).map((error) => error.toJSON()) };
      },
      onError: (_context, _id, _payload, errors) => visibleErrors(errors).map((error) => error.toJSON()),
    });
    this.upgrades.attach(this.http.httpAdapter.getHttpServer(), (request, socket, head) =>
      this.sockets.handleUpgrade(request, socket, head, (accepted) => {
        const connection = new GraphQLSocket(accepted, request, this.limits.query.socketIdle);
        this.following.add(connection);
        connection.onceClosed(() => this.following.delete(connection));
        connection.follow(server.opened(connection, connection));
      }),
    );
    // No hook of Nest's is early enough: Apollo closes the server in its own, and that waits for every connection.
    this.http.httpAdapter.getInstance<FastifyInstance>().addHook('preClose', () => this.sayGoodbye());
  }

  private async sayGoodbye(): Promise<void> {
    const closed = new Promise((resolve) => this.sockets.close(resolve));
    for (const connection of this.following) connection.close(CLOSE.goingAway, 'Going away');
    await closed;
  }

  /** Whether the connection may stay; it is closed when its key or token ends. */
  private async authorize(context: SocketContext): Promise<boolean> {
    const connection = context.extra;
    const { request } = connection;
    try {
      const { id } = await this.callers.identify(request, authorizationIn(context.connectionParams));
      if (!this.count(id, connection)) {
        connection.close(CLOSE.tooMany, 'Too many connections');
        return false;
      }
    } catch (error) {
      if (!(error instanceof AccessRefusal)) throw error;
      const address = this.connections.addressOf(request);
      if (this.strangers.secondsToWait(addressGroup(address)) === null)
        this.observability.accessRefused(request, address ?? 'unknown');
      if (error.reason === 'unavailable') connection.close(CLOSE.tryAgainLater, 'Try again later');
      return false;
    }
    connection.accepted(context);
    connection.onceClosed(
      whileAuthorized(this.callers, request, () => connection.close(CLOSE.forbidden, 'Forbidden')),
    );
    return true;
  }

  /** false: this caller has too many connections already. */
  private count(caller: string, connection: GraphQLSocket): boolean {
    const open = this.open.get(caller) ?? 0;
    if (open >= this.limits.query.socketsPerCaller) return false;
    this.open.set(caller, open + 1);
    connection.onceClosed(() => {
      const left = (this.open.get(caller) ?? 1) - 1;
      if (left === 0) this.open.delete(caller);
      else this.open.set(caller, left);
    });
    return true;
  }

  private contextOf(request: IncomingMessage): GatewayContext {
    const signal = clientSignal(request.socket);
    const bounds = { signal, limits: this.limits.query };
    return operationContext(this.callers.of(request), this.fleet, this.types, bounds);
  }
}

/** Names of headers are the same in any case, and pages write this one as they write the header. */
function authorizationIn(params: Readonly<Record<string, unknown>> = {}): string | undefined {
  const [, given] = Object.entries(params).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return typeof given === 'string' ? given : undefined;
}

function tooMany(retryAfterSeconds: number): GraphQLError {
  return new GraphQLError('too many requests (limits.requestsPerSecond)', {
    extensions: { code: 'RATE_LIMITED', retryAfterSeconds },
  });
}
