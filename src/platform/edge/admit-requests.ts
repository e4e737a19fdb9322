import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LimitsConfig } from '../config/gateway-config.js';
import { addressGroup } from '../request/address-group.js';
import type { Pressure } from './pressure.js';
import { limited, refuse } from './refusal.js';
import type { HttpRefusal } from './refusal.js';
import { RequestRates, waitOf } from './request-rates.js';
import { ruleOf } from '../request/routes.js';

/** Requests of one address in a second for what is free: far more than whoever looks after the gateway asks. */
const FREE_PER_SECOND = 5_000;

/** How much the gateway has to do. */
type Load = Pick<Pressure, 'isTooHigh' | 'isDire'>;

const SOON = { 'retry-after': '1' };

/**
 * Refuses requests of callers who ask too often or too much at once, and when the gateway has too much to do those of whoever asks most,
 * before their bodies are read.
 */
export function admitRequests(
  server: FastifyInstance,
  callers: { known(request: IncomingMessage): { readonly id: string } | undefined },
  limits: Pick<LimitsConfig, 'concurrency' | 'concurrencyPerCaller'>,
  pressure: Load,
  rates: RequestRates,
): void {
  const admission = new Admission(limits, pressure);
  const free = new RequestRates(FREE_PER_SECOND);
  const refusalOf = (request: FastifyRequest, reply: FastifyReply): HttpRefusal | undefined => {
    const { admission: kind } = ruleOf(request);
    const address = addressGroup(request.ip);
    if (kind === 'FREE') {
      const wait = free.secondsToWait(address);
      return wait === null ? undefined : limited(wait);
    }
    const caller = callers.known(request.raw)?.id ?? address;
    const standing = rates.count(caller);
    if (standing !== null) void reply.headers(rates.headersOf(standing));
    return admission.refusalOf(caller, waitOf(standing), kind === 'STREAM' ? null : reply);
  };
  server.addHook('onRequest', (request, reply, done) => {
    const refusal = refusalOf(request, reply);
    if (refusal === undefined) done();
    else void refuse(refusal, request, reply);
  });
}

class Admission {
  private readonly running = new Map<string, number>();
  private total = 0;

  constructor(
    private readonly limits: Pick<LimitsConfig, 'concurrency' | 'concurrencyPerCaller'>,
    private readonly pressure: Load,
  ) {}

  /**
   * undefined: the request is let in, and counts until its reply has ended; null for `reply`: it does not count. `wait`: seconds after
   * which the caller may ask again; null: now.
   */
  refusalOf(caller: string, wait: number | null, reply: FastifyReply | null): HttpRefusal | undefined {
    const { concurrency, concurrencyPerCaller } = this.limits;
    if (this.pressure.isTooHigh && (this.pressure.isDire || this.asksMost(caller)))
      return overloaded('the gateway has more to do than it can bear just now; try again soon');
    if (wait !== null) return limited(wait);
    if (reply === null) return undefined;
    if (this.total >= concurrency)
      return overloaded(`the gateway is answering ${concurrency} requests (limits.concurrency)`);
    if (this.runningOf(caller) >= concurrencyPerCaller)
      return {
        ...limited(1),
        message: `${concurrencyPerCaller} of your requests are being answered (limits.concurrencyPerCaller)`,
      };
    this.begin(caller);
    reply.raw.once('close', () => this.end(caller));
    return undefined;
  }

  private runningOf(caller: string): number {
    return this.running.get(caller) ?? 0;
  }

  /** Nobody has more requests running. */
  private asksMost(caller: string): boolean {
    return this.runningOf(caller) >= Math.max(0, ...this.running.values());
  }

  private begin(caller: string): void {
    this.total += 1;
    this.running.set(caller, this.runningOf(caller) + 1);
  }

  private end(caller: string): void {
    this.total -= 1;
    const left = (this.running.get(caller) ?? 1) - 1;
    if (left === 0) this.running.delete(caller);
    else this.running.set(caller, left);
  }
}

function overloaded(message: string): HttpRefusal {
  return { status: 503, code: 'OVERLOADED', message, headers: SOON };
}
