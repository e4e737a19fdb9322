import type { FastifyInstance, FastifyReply } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Callers } from '../auth/callers/callers.js';
import type { LimitsConfig } from '../config/gateway-config.js';
import type { Pressure } from './pressure.js';
import { refuse } from './refusal.js';
import type { Refusal } from './refusal.js';

/** Whoever looks after the gateway gets through even when nothing else does; the page's files cost nothing. */
const UNLIMITED = /^\/(health|metrics|graphql\/page)\b/;
/** Open for as long as somebody watches: bounded by their number. */
const STREAM = /^\/graphql\/stream\b/;
/** Seconds over which the rate of a caller counts, so that a page may ask much at once. */
const WINDOW = 10;

const OVERLOADED: Omit<Refusal, 'message'> = { status: 503, code: 'OVERLOADED', retryAfter: 1 };
const LIMITED: Omit<Refusal, 'message'> = { status: 429, code: 'RATE_LIMITED', retryAfter: 1 };

/**
 * Refuses requests of callers who ask too often or too much at once, and of anybody when the gateway has too much to do, before their
 * bodies are read. Has to hook in after what asks who the caller is.
 */
export function admitRequests(
  server: FastifyInstance,
  callers: Callers,
  limits: LimitsConfig,
  pressure: Pressure,
): void {
  const admission = new Admission(limits, pressure);
  const rate = Number.isFinite(limits.requestsPerSecond)
    ? new RateLimiterMemory({ points: limits.requestsPerSecond * WINDOW, duration: WINDOW })
    : null;
  server.addHook('onRequest', (request, reply, done) => {
    if (UNLIMITED.test(request.url)) return done();
    const caller = callers.known(request.raw)?.id ?? request.ip;
    const decide = (wait: number | null): void => {
      const refusal = admission.refusalOf(caller, wait, STREAM.test(request.url) ? null : reply);
      if (refusal === undefined) done();
      else void refuse(refusal, request, reply);
    };
    if (rate === null) decide(null);
    else secondsToWait(rate, caller).then(decide, done);
  });
}

class Admission {
  private readonly running = new Map<string, number>();
  private total = 0;

  constructor(
    private readonly limits: LimitsConfig,
    private readonly pressure: Pressure,
  ) {}

  /**
   * undefined: the request is let in, and counts until its reply has ended; null for `reply`: it does not count. `wait`: seconds after
   * which the caller may ask again; null: now.
   */
  refusalOf(caller: string, wait: number | null, reply: FastifyReply | null): Refusal | undefined {
    const { concurrency, concurrencyPerCaller } = this.limits;
    if (this.pressure.isTooHigh)
      return {
        ...OVERLOADED,
        message: 'the gateway has more to do than it can bear just now; try again soon',
      };
    if (wait !== null)
      return { ...LIMITED, message: 'too many requests (limits.requestsPerSecond)', retryAfter: wait };
    if (reply === null) return undefined;
    if (this.total >= concurrency)
      return {
        ...OVERLOADED,
        message: `the gateway is answering ${concurrency} requests (limits.concurrency)`,
      };
    if ((this.running.get(caller) ?? 0) >= concurrencyPerCaller)
      return {
        ...LIMITED,
        message: `${concurrencyPerCaller} of your requests are being answered (limits.concurrencyPerCaller)`,
      };
    this.begin(caller);
    reply.raw.once('close', () => this.end(caller));
    return undefined;
  }

  private begin(caller: string): void {
    this.total += 1;
    this.running.set(caller, (this.running.get(caller) ?? 0) + 1);
  }

  private end(caller: string): void {
    this.total -= 1;
    const left = (this.running.get(caller) ?? 1) - 1;
    if (left === 0) this.running.delete(caller);
    else this.running.set(caller, left);
  }
}

async function secondsToWait(rate: RateLimiterMemory, caller: string): Promise<number | null> {
  try {
    await rate.consume(caller);
    return null;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
  }
}
