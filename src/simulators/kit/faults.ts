import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Random } from './random.js';

/**
 * What can go wrong on demand.
 *
 * `latency` waits `ms` and up to `jitter` ms more, then answers as usual. `status` answers `status` with `body` (default: empty) and, if given,
 * `Retry-After: retryAfter` (seconds). `reset` drops the connection before any byte. `hang` never answers. `truncate`
 * announces more bytes than it sends, then drops the connection. `drip` sends the real head, then one byte per second.
 * `raw` answers 200 with `body` as `contentType` (broken JSON, HTML, another product's answer, 10 MB of spaces …).
 * `redirect` answers 302 to `location`.
 */
export type FaultKind =
  | { kind: 'latency'; ms: number; jitter?: number }
  | { kind: 'status'; status: number; body?: string; contentType?: string; retryAfter?: number }
  | { kind: 'reset' }
  | { kind: 'hang' }
  | { kind: 'truncate' }
  | { kind: 'drip' }
  | { kind: 'raw'; body: string; contentType?: string }
  | { kind: 'redirect'; location: string };

export interface FaultRule {
  /** Which requests: a part of "METHOD /path?query", compared without case. Absent: all. */
  match?: string;
  /** How many requests it hits before it is spent. Absent: until cleared. */
  times?: number;
  fault: FaultKind;
}

/** The faults of one simulated server; rules are tried in the order they were added. */
export class Faults {
  private rules: { rule: FaultRule; left: number }[] = [];
  private readonly hanging = new Set<FastifyReply>();
  private readonly random = new Random(1);

  add(rule: FaultRule): void {
    this.rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.rules = [];
    this.release();
  }

  /** Drops connections that `hang` and `drip` hold, so that the server can close. */
  release(): void {
    for (const reply of this.hanging) reply.raw.destroy();
    this.hanging.clear();
  }

  /** Applies the first matching rule. True: the request has been dealt with and must not be handled further. */
  async apply(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const line = `${request.method} ${request.url}`.toLowerCase();
    const entry = this.rules.find(
      ({ rule, left }) => left > 0 && line.includes((rule.match ?? '').toLowerCase()),
    );
    if (!entry) return false;
    entry.left -= 1;
    return this.perform(entry.rule.fault, reply);
  }

  private async perform(fault: FaultKind, reply: FastifyReply): Promise<boolean> {
    switch (fault.kind) {
      case 'latency':
        await delay(fault.ms + this.random.next() * (fault.jitter ?? 0));
        return false;
      case 'status':
        if (fault.retryAfter !== undefined) reply.header('retry-after', String(fault.retryAfter));
        if (fault.contentType !== undefined) reply.type(fault.contentType);
        await reply.code(fault.status).send(fault.body ?? '');
        return true;
      case 'raw':
        await reply
          .code(200)
          .type(fault.contentType ?? 'application/json')
          .send(fault.body);
        return true;
      case 'redirect':
        await reply.code(302).header('location', fault.location).send('');
        return true;
      case 'reset':
        reply.hijack();
        reply.raw.destroy();
        return true;
      case 'hang':
        reply.hijack();
        this.hanging.add(reply);
        return true;
      case 'truncate':
        reply.hijack();
        reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': '4096' });
        reply.raw.write('{"data":[{"id":"', () => reply.raw.destroy());
        return true;
      case 'drip':
        this.drip(reply);
        return true;
    }
  }

  private drip(reply: FastifyReply): void {
    reply.hijack();
    this.hanging.add(reply);
    reply.raw.writeHead(200, { 'content-type': 'application/json' });
    reply.raw.write('{"data":[');
    const timer = setInterval(() => reply.raw.write(' '), 1000);
    reply.raw.on('close', () => {
      clearInterval(timer);
      this.hanging.delete(reply);
    });
  }
}
