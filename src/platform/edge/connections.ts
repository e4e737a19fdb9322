import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import proxyAddress from '@fastify/proxy-addr';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { Milliseconds } from '../../core/model/instant.js';
import type { LimitsConfig } from '../config/gateway-config.js';
import { addressGroup } from '../request/address-group.js';
import { UntakenAnswers } from './untaken-answers.js';
import { refuse } from './refusal.js';
import { ruleOf } from '../request/routes.js';

/** Connections beyond the limit on which nothing but probes are answered. */
const RESERVE = 8;
/** A connection is idle when nothing was asked over it for so long. */
const IDLE: Milliseconds = 1_000;
/** Requests that wait for their answers over one connection; who sends more ahead of them is cut off. */
const MOST_AHEAD = 100;

/** What bounds connections. */
export type ConnectionLimits = Pick<LimitsConfig, 'connections' | 'connectionsPerAddress' | 'receiveTimeout'>;

interface Connection {
  readonly socket: Socket;
  readonly peer: string;
  /** Address and port of the peer. A TLS socket shares them with the one that it reads from. */
  readonly endpoint: string;
  /** Answers that have not left yet, in their order. */
  readonly answers: Set<ServerResponse>;
  /** Whether it has turned to another protocol. */
  isUpgraded: boolean;
  /** Whether only probes are answered over it. */
  readonly isReserve: boolean;
}

/**
 * Every connection to the gateway from its first packet to its end, whatever protocol it turns to: none is without somebody who hears
 * its errors, and where there are too many the one that has been idle longest makes room.
 */
export class Connections implements OnApplicationShutdown {
  private readonly logger = new Logger('Connections');
  private readonly bySocket = new WeakMap<Socket, Connection>();
  private readonly byEndpoint = new Map<string, Connection>();
  private readonly byPeer = new Map<string, number>();
  /** Over which nothing is being asked, and since when; longest first. */
  private readonly idle = new Map<Connection, Milliseconds>();
  private readonly untaken: UntakenAnswers;
  private reserve = 0;

  /** Where a request came from; what a proxy says of that is believed where the proxy is. undefined: the client is gone. */
  readonly addressOf: (request: IncomingMessage) => string | undefined;
  /** Whether a peer is a proxy, which speaks for many. */
  private readonly isProxy: (address: string) => boolean;

  /** A client that has taken nothing of its answer for so long takes no more. */
  private readonly stalledAfter: Milliseconds;

  constructor(
    private readonly limits: ConnectionLimits,
    trustedProxies: readonly string[],
  ) {
    this.stalledAfter = 2 * limits.receiveTimeout;
    this.untaken = new UntakenAnswers(this.stalledAfter, () => this.answering());
    const trust = proxyAddress.compile([...trustedProxies]);
    this.addressOf = (request) => proxyAddress(request, trust);
    this.isProxy = (address) => trust(address, 0);
  }

  /** Looks after all connections of a server. */
  attach(server: Server): void {
    server.maxConnections = this.limits.connections + RESERVE;
    server.timeout = this.stalledAfter;
    server.prependListener('connection', (socket: Socket) => this.opened(socket));
    server.prependListener('secureConnection', (socket: TLSSocket) => this.secured(socket));
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) =>
      this.began(request, response),
    );
    server.on('timeout', (socket: Socket) => this.stalled(socket));
  }

  /** Whether nothing but probes may be answered over a socket: all other connections are taken. */
  isReserve(socket: Socket): boolean {
    return this.bySocket.get(socket)?.isReserve ?? false;
  }

  /** Whether requests over a socket are being answered. */
  isBusy(socket: Socket): boolean {
    const connection = this.bySocket.get(socket);
    return connection !== undefined && (connection.isUpgraded || connection.answers.size > 0);
  }

  /** The socket now speaks another protocol, and ends when whoever does so ends it. */
  upgraded(socket: Socket): void {
    const connection = this.bySocket.get(socket);
    if (connection === undefined) return;
    connection.isUpgraded = true;
    this.idle.delete(connection);
  }

  onApplicationShutdown(): void {
    this.untaken.stop();
    for (const { socket } of this.byEndpoint.values()) socket.destroy();
  }

  private opened(socket: Socket): void {
    const { remoteAddress: address, remotePort } = socket;
    // A request that was handed back by whoever looks at upgrades.
    if (this.bySocket.has(socket)) return;
    this.hear(socket);
    // Whoever it was is gone already.
    if (address === undefined) {
      socket.destroy();
      return;
    }
    const peer = addressGroup(address);
    if (this.isTooMuch(peer, address)) this.makeRoom(peer, address);
    const isReserve = this.isTooMuch(peer, address);
    if (isReserve && this.reserve >= RESERVE) this.closeFirst((connection) => connection.isReserve);
    if (isReserve && this.reserve >= RESERVE) {
      socket.destroy();
      return;
    }
    const endpoint = `${address} ${remotePort}`;
    const connection = {
      socket,
      peer,
      endpoint,
      answers: new Set<ServerResponse>(),
      isUpgraded: false,
      isReserve,
    };
    this.bySocket.set(socket, connection);
    this.byEndpoint.set(connection.endpoint, connection);
    this.byPeer.set(peer, this.openOf(peer) + 1);
    if (isReserve) this.reserve += 1;
    this.idle.set(connection, performance.now());
    socket.once('close', () => {
      this.closed(connection);
      // Node has told the first of them then, and forgets those that wait behind it.
      setImmediate(() => connection.answers.forEach((answer) => answer.destroy().emit('close')));
    });
  }

  private isTooMuch(peer: string, address: string): boolean {
    return this.byEndpoint.size >= this.limits.connections || this.isTooMuchOf(peer, address);
  }

  private isTooMuchOf(peer: string, address: string): boolean {
    return this.openOf(peer) >= this.limits.connectionsPerAddress && !this.isProxy(address);
  }

  /** Closes what has been idle longest: of this address where it holds too many, else of any. */
  private makeRoom(peer: string, address: string): void {
    const isItsOwn = this.isTooMuchOf(peer, address);
    const now = performance.now();
    this.closeFirst((connection, since) => now - since >= IDLE && (!isItsOwn || connection.peer === peer));
  }

  private closeFirst(suits: (connection: Connection, since: Milliseconds) => boolean): void {
    for (const [connection, since] of this.idle)
      if (suits(connection, since)) {
        this.closed(connection);
        connection.socket.destroy();
        return;
      }
  }

  private secured(socket: TLSSocket): void {
    if (this.bySocket.has(socket)) return;
    this.hear(socket);
    const connection = this.byEndpoint.get(`${socket.remoteAddress} ${socket.remotePort}`);
    if (connection !== undefined) this.bySocket.set(socket, connection);
  }

  private began({ socket }: IncomingMessage, response: ServerResponse): void {
    const connection = this.bySocket.get(socket);
    if (connection === undefined) return;
    connection.answers.add(response);
    this.idle.delete(connection);
    response.once('close', () => {
      connection.answers.delete(response);
      if (connection.answers.size === 0 && !connection.socket.destroyed)
        this.idle.set(connection, performance.now());
    });
    if (connection.answers.size > MOST_AHEAD) socket.destroy();
  }

  /** Sockets over which something is being answered. */
  private *answering(): Generator<Socket> {
    for (const { answers } of this.byEndpoint.values()) {
      const [first] = answers;
      if (first?.socket) yield first.socket;
    }
  }

  /** Nothing was sent or received for a while: right where it waits for us, and the end where we wait for it. */
  private stalled(socket: Socket): void {
    if (this.isBusy(socket) && socket.writableLength === 0) socket.setTimeout(this.stalledAfter);
    else socket.destroy();
  }

  private hear(socket: Socket): void {
    socket.on('error', (error) => this.logger.debug(`a connection failed: ${error.message}`));
  }

  private closed(connection: Connection): void {
    const { peer, endpoint, isReserve } = connection;
    this.idle.delete(connection);
    if (this.byEndpoint.get(endpoint) !== connection) return;
    this.byEndpoint.delete(endpoint);
    if (isReserve) this.reserve -= 1;
    const left = this.openOf(peer) - 1;
    if (left === 0) this.byPeer.delete(peer);
    else this.byPeer.set(peer, left);
  }

  private openOf(peer: string): number {
    return this.byPeer.get(peer) ?? 0;
  }
}

/** Answers nothing but probes over connections beyond the limit. */
export function keepPlaceForProbes(server: FastifyInstance, connections: Connections): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (!connections.isReserve(request.raw.socket) || ruleOf(request).isProbe) return done();
    const message = 'the gateway has too many connections (limits.connections); try again soon';
    const headers = { 'retry-after': '1' };
    void refuse({ status: 503, code: 'OVERLOADED', message, headers }, request, reply);
  });
}

/** Does nothing for requests whose connection has ended before they were looked at: many may come in one packet. */
export function leaveLostRequests(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (request.raw.socket.destroyed) reply.hijack();
    else done();
  });
}
