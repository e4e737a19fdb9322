import { HttpService } from '@nestjs/axios';
import { Axios } from 'axios';
import type { AxiosAdapter, AxiosInstance, AxiosRequestConfig } from 'axios';
import { AbandonedCall, SourceFailure } from '../../core/errors/source-failure.js';
import { loopTurns } from '../../core/fairness/loop-turns.js';
import type { Clock, Milliseconds } from '../../core/model/instant.js';
import type { Server } from '../../core/model/server.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { ServerConnection } from '../config/server-connection.js';
import { CallTimeout } from './call-timeout.js';
import { ACCEPTED_ENCODINGS, ExchangeError, exchangeAdapter } from './exchange.js';
import { requestUrl } from './upstream-request.js';
import { readJson, readLeniently, refuseHtml } from './response-body.js';
import { createAgent, dropIdleConnections } from './server-agent.js';
import { statusFailure } from './status-failure.js';
import type { RawResponse } from './status-failure.js';
import { lookAtTls } from './tls-look.js';
import type { TlsSight } from './tls-look.js';
import {
  StaleConnection,
  isRefusalOfPlainHttp,
  plainHttpRefused,
  transportFailure,
} from './transport-failure.js';
import { observedCall } from './observed-call.js';
import { SlowAnswer } from './too-much.js';
import type { CallObserver, UpstreamObserver } from './upstream-observer.js';
import type { UpstreamRequest, UpstreamResponse } from './upstream-request.js';
import type { ClosableSender } from './upstream-sender.js';

/** What stands at a port whose connections fail is looked at this seldom, and no longer. */
const LOOK_AGAIN: Milliseconds = 2_000;
const LONGEST_LOOK: Milliseconds = 2_000;

export interface UpstreamHttpOptions {
  readonly observer?: UpstreamObserver;
  /** Reads a Retry-After date against it; the default is the system's clock. */
  readonly clock?: Clock;
}

/**
 * One attempt over the wire: the server's trust, a time limit, and the one place where everything that is no answer becomes a
 * SourceFailure. Signs nothing in, holds nothing back and repeats nothing: those are senders around this one.
 */
export class UpstreamHttp implements ClosableSender {
  private readonly server: Server;
  private readonly agent: ReturnType<typeof createAgent>;
  private readonly http: HttpService;
  /** What the server's address has before every path. */
  private readonly prefix: string;
  private readonly observer: UpstreamObserver | undefined;
  private readonly clock: Clock;
  private isClosed = false;
  private lastLook: { readonly at: number; readonly sight: Promise<TlsSight> } | undefined;

  constructor(
    private readonly connection: ServerConnection,
    options: UpstreamHttpOptions = {},
  ) {
    this.server = connection.server;
    this.agent = createAgent(connection, (seen) => options.observer?.certificateSeen?.(seen));
    this.http = new HttpService(bareAxios(exchangeAdapter(this.server.url, this.agent)));
    this.prefix = new URL(this.server.url).pathname.replace(/\/$/, '');
    this.observer = options.observer;
    this.clock = options.clock ?? Date.now;
  }

  async send(request: UpstreamRequest, scope: CallScope): Promise<UpstreamResponse> {
    if (this.isClosed) throw closed();
    const limit = this.limitOf(request);
    const deadline = new CallTimeout(scope.signal, limit);
    const startedAt = performance.now();
    const watch = this.observer?.sent?.(observedCall(request, scope.span));
    try {
      const response = await this.call(request, scope, deadline.signal, watch);
      watch?.ended(null);
      return response;
    } catch (error) {
      const took = performance.now() - startedAt;
      const failure = this.isClosed ? closed() : await this.failureOf(error, deadline, { limit, took });
      if (failure instanceof StaleConnection) dropIdleConnections(this.agent);
      if (!(failure instanceof AbandonedCall)) this.observer?.failed?.(failure);
      watch?.ended(failure);
      throw failure;
    } finally {
      deadline.dispose();
    }
  }

  /** Closes the connections, those in use included; nothing is sent after this. */
  close(): void {
    this.isClosed = true;
    this.agent.destroy();
  }

  private async call(
    request: UpstreamRequest,
    scope: CallScope,
    signal: AbortSignal,
    watch: CallObserver | undefined,
  ): Promise<UpstreamResponse> {
    signal.throwIfAborted();
    if (request.uncounted !== true) scope.tally.count();
    // Hundreds of calls may become due in one turn of the event loop, and as many answers come in one.
    if (loopTurns.isOver) await scope.tally.budget.laterTurn(scope.turn);
    const startedAt = performance.now();
    const { data } = await this.http.axiosRef.request<RawResponse>(
      toAxios(request, this.prefix, signal, watch?.headers),
    );
    if (loopTurns.isOver) await scope.tally.budget.laterTurn(scope.turn);
    const response = await this.interpret(request, data, signal).finally(() => data.release());
    this.observer?.succeeded?.(performance.now() - startedAt);
    return response;
  }

  private async interpret(
    request: UpstreamRequest,
    raw: RawResponse,
    signal: AbortSignal,
  ): Promise<UpstreamResponse> {
    const { status, headers, bytes } = raw;
    const size = bytes.length;
    const body = { bytes, contentType: headers['content-type'] };
    if (status === 400 && isRefusalOfPlainHttp(this.server, bytes)) throw plainHttpRefused();
    // A portal in between answers 200 to anything: not even a change without an answer went well then.
    if (status < 300 && request.expect !== 'text') refuseHtml(body, this.server);
    if (request.accept?.includes(status) === true)
      return { status, headers, data: await readLeniently(body, signal), size };
    if (!isGood(status, request)) throw statusFailure(raw, this.server, this.clock());
    if (request.expect === 'nothing') return { status, headers, data: undefined, size };
    if (request.expect === 'text') return { status, headers, data: bytes.toString(), size };
    return { status, headers, data: await readJson(body, this.server, signal), size };
  }

  /** Looked at once for all calls that fail in a short time. */
  private look(): Promise<TlsSight> {
    const now = performance.now();
    if (this.lastLook === undefined || now - this.lastLook.at > LOOK_AGAIN) {
      const sight = lookAtTls(this.server, AbortSignal.timeout(LONGEST_LOOK));
      this.lastLook = { at: now, sight };
    }
    return this.lastLook.sight;
  }

  /** A write takes as long as it takes; a read may have a limit of its own, so that there is time to repeat it. */
  private limitOf({ method = 'GET' }: UpstreamRequest): Milliseconds {
    const { timeout } = this.server;
    return method === 'GET' ? Math.min(timeout, this.connection.callTimeout ?? timeout) : timeout;
  }

  private async failureOf(error: unknown, deadline: CallTimeout, time: CallTime): Promise<SourceFailure> {
    if (error instanceof SourceFailure) return error;
    switch (deadline.endedBy) {
      case 'limit':
        return new SlowAnswer(`the server did not answer within ${seconds(time.limit)}`);
      case 'deadline':
        return cutShort(time);
      case 'caller':
        return new AbandonedCall('the request ended before the server answered');
      case undefined:
        if (!(error instanceof ExchangeError)) throw error;
        return transportFailure(error, this.connection, () => this.look());
    }
  }
}

const GOOD_FOR_CHANGES: ReadonlySet<number> = new Set([200, 201, 202, 204]);

/** Of the good statuses those that mean what was asked for; others tell of a part (206), of somebody in between (203), of several things (207). */
function isGood(status: number, { method = 'GET' }: UpstreamRequest): boolean {
  return method === 'GET' ? status === 200 || status === 204 : GOOD_FOR_CHANGES.has(status);
}

interface CallTime {
  readonly limit: Milliseconds;
  readonly took: Milliseconds;
}

/** The caller's deadline came before the call's own. It is held against the server only when the server had at least half of its time. */
function cutShort({ limit, took }: CallTime): SourceFailure {
  const message = 'the server did not answer before the deadline of the request';
  return took * 2 >= limit ? new SlowAnswer(message) : new AbandonedCall(message);
}

function closed(): AbandonedCall {
  return new AbandonedCall('the gateway has closed its connections to the server');
}

/**
 * axios without its defaults, which it merges into each request anew: that takes half as long as sending it. Without them nothing is
 * transformed either. An instance that is no function, of which Nest's service makes no use.
 */
function bareAxios(adapter: AxiosAdapter): AxiosInstance {
  return new Axios({ adapter }) as AxiosInstance;
}

function toAxios(
  request: UpstreamRequest,
  prefix: string,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>> = {},
): AxiosRequestConfig {
  const body = requestBody(request);
  return {
    method: request.method ?? 'GET',
    url: requestUrl(prefix, request),
    headers: {
      Accept: 'application/json',
      'Accept-Encoding': ACCEPTED_ENCODINGS,
      'User-Agent': 'veeam-graphql-gateway',
      // false: otherwise axios declares a form on a POST without a body.
      'Content-Type': body?.type ?? false,
      ...headers,
      ...request.headers,
    },
    ...(body && { data: body.text }),
    signal,
  };
}

function requestBody(request: UpstreamRequest): { type: string; text: string } | undefined {
  if (request.form)
    return { type: 'application/x-www-form-urlencoded', text: new URLSearchParams(request.form).toString() };
  if (request.json !== undefined) return { type: 'application/json', text: JSON.stringify(request.json) };
  return undefined;
}

function seconds(duration: Milliseconds): string {
  return `${duration / 1000} s`;
}
