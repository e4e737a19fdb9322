import { AbandonedCall } from '../../core/errors/source-failure.js';
import type { SourceFailure } from '../../core/errors/source-failure.js';
import type { Clock, Instant, Milliseconds } from '../../core/model/instant.js';
import type { Server } from '../../core/model/server.js';
import type { CircuitChange } from '../http/circuit.js';
import { SignInRefused } from '../auth/sign-in-refused.js';
import type { SignInAttempt, UpstreamObserver } from '../http/upstream-observer.js';
import type { Log } from './log.js';

/** A server that fails and recovers all the time is told of no more often than this. */
const PAUSE: Milliseconds = 30_000;

/** Says once when a server begins to fail and once when it answers again, not for each call. */
export class UpstreamLog implements UpstreamObserver {
  private failingSince: Instant | null = null;
  private toldFailing = false;
  private toldAt: Instant = -Infinity;
  /** Why the last sign-in failed; null: it did not. */
  private toldOfSignIn: string | null = null;

  constructor(
    private readonly server: Server,
    private readonly log: Log,
    private readonly clock: Clock,
  ) {}

  succeeded(): void {
    const since = this.failingSince;
    this.failingSince = null;
    if (!this.isDue(false)) return;
    this.log.info('server answers again', {
      ...this.names(),
      ...(since !== null && { failingForMs: this.clock() - since }),
    });
  }

  failed(failure: SourceFailure): void {
    if (!concernsTheServer(failure)) return;
    this.failingSince ??= this.clock();
    if (!this.isDue(true)) return;
    const { code, upstreamStatus, message } = failure;
    this.log.warn('server fails', { ...this.names(), code, upstreamStatus, reason: message });
  }

  /** A refusal is told each time, for each may lock the account; what else keeps the gateway out only when it changes. */
  signInEnded({ kind, failure }: SignInAttempt): void {
    if (kind === 'renewal' || failure instanceof AbandonedCall) return;
    const told = this.toldOfSignIn;
    this.toldOfSignIn = failure?.message ?? null;
    if (failure === null) {
      if (told !== null) this.log.info('server accepts the sign-in again', this.names());
      return;
    }
    const { code, upstreamStatus, retryAfterSeconds, message } = failure;
    const details = { ...this.names(), code, upstreamStatus, retryAfterSeconds, reason: message };
    if (failure instanceof SignInRefused)
      this.log.warn(
        'server refuses the sign-in: correct username and password, or unlock the account',
        details,
      );
    else if (told !== message) this.log.warn('the sign-in to the server failed', details);
  }

  /** Probes that fail again are no news. */
  circuitChanged({ from, to, openFor, failure }: CircuitChange): void {
    if (from === 'CLOSED')
      this.log.warn('server is left alone, it kept failing', {
        ...this.names(),
        openForMs: openFor,
        reason: failure?.message,
      });
    if (to === 'CLOSED') this.log.info('server is asked as before', this.names());
  }

  /** Whether this state is news that may be told now. */
  private isDue(failing: boolean): boolean {
    const now = this.clock();
    if (failing === this.toldFailing || now - this.toldAt < PAUSE) return false;
    this.toldFailing = failing;
    this.toldAt = now;
    return true;
  }

  private names(): { server: string; product: string } {
    return { server: this.server.key, product: this.server.product };
  }
}

/** What one request may not, or cannot, do says nothing about the server. */
function concernsTheServer({ code, upstreamStatus }: SourceFailure): boolean {
  if (code === 'FORBIDDEN' || code === 'UNSUPPORTED') return false;
  return code !== 'UPSTREAM_ERROR' || upstreamStatus === null || upstreamStatus >= 500;
}
