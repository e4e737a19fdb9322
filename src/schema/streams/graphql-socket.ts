import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import type { Context, WebSocket as Transport } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Milliseconds } from '../../core/model/instant.js';

/** Why a connection is closed: codes of the protocol, and of WebSocket itself. */
export const CLOSE = {
  normal: 1000,
  goingAway: 1001,
  internalError: 1011,
  tryAgainLater: 1013,
  forbidden: 4403,
  tooMany: 4429,
} as const;

/** How often a connection is looked at, and a client has to show that it is there. */
const LOOK_EVERY: Milliseconds = 12_000;
/** How long a client may take to say goodbye. */
const FAREWELL: Milliseconds = 2_000;
/** Messages, pings and pongs of a connection between two looks; more is a flood. */
const MOST_MESSAGES = 1_200;
/** Bytes that wait for a client to take them. */
const MOST_WAITING = 2 ** 20;

/**
 * One WebSocket connection as graphql-ws speaks over it: it hears errors to its end, and ends when the client is gone, takes nothing,
 * floods, or follows nothing for long.
 */
export class GraphQLSocket implements Transport {
  private readonly logger = new Logger('WebSockets');
  private readonly timer: NodeJS.Timeout;
  private context: Pick<Context, 'subscriptions'> | undefined;
  private isAlive = true;
  private pings = 0;
  private messages = 0;
  private readonly idle: NodeJS.Timeout;

  constructor(
    private readonly socket: WebSocket,
    readonly request: IncomingMessage,
    longestIdle: Milliseconds,
  ) {
    socket.on('error', (error) => this.logger.debug(`a WebSocket failed: ${error.message}`));
    socket.on('pong', (data) => {
      // Whoever takes nothing cannot say it back.
      if (this.mayGoOn()) this.isAlive ||= String(data) === String(this.pings);
    });
    socket.on('ping', (data) => {
      if (this.mayGoOn()) socket.pong(data);
    });
    this.timer = setInterval(() => this.look(), LOOK_EVERY).unref();
    this.idle = setTimeout(() => this.wasQuiet(), longestIdle).unref();
    this.onceClosed(() => {
      clearInterval(this.timer);
      clearTimeout(this.idle);
    });
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  /** Resolves when the text has left, or will never leave: events wait for the client to take those before. */
  send(text: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.socket.readyState !== this.socket.OPEN || !this.mayGoOn(0)) resolve();
      else {
        this.idle.refresh();
        this.socket.send(text, () => resolve());
      }
    });
  }

  /** Says goodbye; a client that does not answer that is cut off. */
  close(code: number, reason: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.socket.close(code, reason);
    const timer = setTimeout(() => this.socket.terminate(), FAREWELL).unref();
    this.onceClosed(() => clearTimeout(timer));
  }

  onMessage(take: (text: string) => Promise<void>): void {
    this.socket.on('message', (data) => {
      if (!this.mayGoOn()) return;
      this.idle.refresh();
      // Buffers only: the server was not asked for others.
      take(String(data)).catch((error: unknown) => this.failed(error));
    });
  }

  /** What is followed over the connection is known from now on. */
  accepted(context: Pick<Context, 'subscriptions'>): void {
    this.context = context;
  }

  /** Tells when the connection is closed. */
  follow(closed: (code: number, reason: string) => Promise<void>): void {
    this.socket.once('close', (code, reason) => {
      closed(code, String(reason)).catch((error: unknown) => this.failed(error));
    });
  }

  onceClosed(work: () => void): void {
    this.socket.once('close', work);
  }

  /** Counts what came in, and ends the connection of a client that floods it or takes nothing. */
  private mayGoOn(came = 1): boolean {
    this.messages += came;
    if (this.socket.bufferedAmount > MOST_WAITING) this.socket.terminate();
    else if (this.messages === MOST_MESSAGES + 1) this.close(CLOSE.tooMany, 'Too many messages');
    return this.messages <= MOST_MESSAGES && this.socket.bufferedAmount <= MOST_WAITING;
  }

  private look(): void {
    // Who flooded it is being told goodbye.
    if (this.messages <= MOST_MESSAGES) this.messages = 0;
    if (!this.isAlive) this.socket.terminate();
    else {
      this.isAlive = false;
      this.pings += 1;
      this.socket.ping(String(this.pings));
    }
  }

  private wasQuiet(): void {
    const followed = Object.keys(this.context?.subscriptions ?? {}).length;
    if (followed > 0) this.idle.refresh();
    else this.close(CLOSE.normal, 'Idle');
  }

  private failed(error: unknown): void {
    this.logger.error(error);
    this.close(CLOSE.internalError, 'Internal server error');
  }
}
