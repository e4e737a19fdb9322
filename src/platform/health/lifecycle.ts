import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { Milliseconds } from '../../core/model/instant.js';
import { refuse } from '../edge/refusal.js';
import type { HttpRefusal } from '../edge/refusal.js';
import { ruleOf } from '../request/routes.js';

const CLOSED: HttpRefusal = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  message: 'the gateway is being stopped; another one, or this one soon, will answer',
  headers: { connection: 'close', 'retry-after': '1' },
};

/** How far the gateway is on its way out: it says that it is not ready, takes nothing new, and waits for what runs. */
@Injectable()
export class Lifecycle {
  private phase: 'running' | 'leaving' | 'closed' = 'running';
  private running = 0;
  private idle: () => void = () => undefined;

  get isReady(): boolean {
    return this.phase === 'running';
  }

  /** Resolves when nothing runs any more, or when the grace is over. The number of requests that are still running then. */
  async leave({ delay, grace }: { delay: Milliseconds; grace: Milliseconds }): Promise<number> {
    this.phase = 'leaving';
    await sleep(delay);
    this.phase = 'closed';
    const over = new AbortController();
    const idle = new Promise<void>((resolve) => (this.idle = resolve));
    if (this.running > 0)
      await Promise.race([idle, sleep(grace, undefined, { signal: over.signal })]).finally(() =>
        over.abort(),
      );
    return this.running;
  }

  /** Counts what runs, and refuses what comes once nothing is taken any more. */
  watch(http: FastifyInstance): void {
    http.addHook('onRequest', (request, reply, done) => {
      // Streams are ended by their transports, and what is free is for whoever looks after the gateway.
      if (ruleOf(request).admission !== 'REQUEST') return done();
      if (this.phase === 'closed') return void refuse(CLOSED, request, reply);
      this.running += 1;
      reply.raw.once('close', () => this.ended());
      return done();
    });
  }

  private ended(): void {
    this.running -= 1;
    if (this.running === 0) this.idle();
  }
}
