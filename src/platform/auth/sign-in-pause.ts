import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { AbandonedCall, SourceFailure } from '../../core/errors/source-failure.js';
import type { SourceErrorCode } from '../../core/errors/source-failure.js';
import type { Clock, Instant, Milliseconds } from '../../core/model/instant.js';
import { SignInRefused } from './sign-in-refused.js';
import type { ServerConnection } from '../config/server-connection.js';

/** After the first refusal, which may be a mistake of the server's. */
const SHORT: Milliseconds = 30_000;
/** After each further one: accounts lock after three to five refusals within half an hour. */
const LONG: Milliseconds = 1_800_000;
/** After answers nobody understands, each time twice as long as the last. */
const LONGEST_UNCLEAR: Milliseconds = 600_000;
/** A server that asks for more is not believed. */
const LONGEST_NAMED: Milliseconds = 86_400_000;

/** What a failure after which the password must rest tells, so that replicas can pass it on. */
export interface SignInRefusal {
  readonly code: SourceErrorCode;
  readonly message: string;
  readonly upstreamStatus: number | null;
  /** The account was refused; false: what the server answered could not be understood. */
  readonly ofAccount: boolean;
  /** Passwords in a row that were not accepted. */
  readonly count: number;
  readonly begunAt: Instant;
  readonly length: Milliseconds;
}

/** Where replicas share refusals of one password. Nothing here rejects: a store that is lost is empty. */
export interface SignInRefusalStore {
  get(): Promise<SignInRefusal | null>;
  /** null: the password was accepted. */
  put(refusal: SignInRefusal | null): Promise<void>;
}

/**
 * How long one account's password is not sent to one server. Refused twice, it is sent once in half an hour at most, or later where the
 * server names a time.
 */
export class SignInPause {
  private refusal: SignInRefusal | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly store?: SignInRefusalStore,
  ) {}

  /** Throws the remembered failure, with the seconds left, while the pause lasts. */
  async check(): Promise<void> {
    const shared = (await this.store?.get()) ?? null;
    if (shared && endOf(shared) > endOf(this.refusal)) this.refusal = shared;
    const left = this.left();
    if (this.refusal && left > 0) throw failureFrom(this.refusal, left);
  }

  /** The password was sent, or should have been, and was not accepted; gives what to tell of it. */
  async failed(failure: SourceFailure): Promise<SourceFailure> {
    const length = lengthAfter(failure, this.refusal);
    if (length === 0) return failure;
    const refusal: SignInRefusal = {
      code: failure.code,
      message: failure.message,
      upstreamStatus: failure.upstreamStatus,
      ofAccount: failure instanceof SignInRefused || this.refusal?.ofAccount === true,
      count: (this.refusal?.count ?? 0) + 1,
      begunAt: this.clock(),
      length,
    };
    this.refusal = refusal;
    await this.store?.put(refusal);
    return failureFrom(refusal, length);
  }

  async accepted(): Promise<void> {
    if (this.refusal === null) return;
    this.refusal = null;
    await this.store?.put(null);
  }

  /** Whether the account was refused when its password was last sent. */
  get isRefused(): boolean {
    return this.refusal?.ofAccount === true;
  }

  /** A clock that was set back makes no pause longer than it was. */
  private left(): Milliseconds {
    if (this.refusal === null) return 0;
    const now = this.clock();
    if (now < this.refusal.begunAt) this.refusal = { ...this.refusal, begunAt: now };
    return endOf(this.refusal) - now;
  }
}

function lengthAfter(failure: SourceFailure, before: SignInRefusal | null): Milliseconds {
  if (!mayHaveReached(failure)) return 0;
  const named = Math.min((failure.retryAfterSeconds ?? 0) * 1000, LONGEST_NAMED);
  return Math.max(named, ownLength(failure, before));
}

/** Zero where nothing was refused: the circuit sees to servers that fail. */
function ownLength(failure: SourceFailure, before: SignInRefusal | null): Milliseconds {
  if (failure instanceof SignInRefused || before?.ofAccount === true) return before === null ? SHORT : LONG;
  if (failure.retryable) return 0;
  return Math.min(LONGEST_UNCLEAR, SHORT * 2 ** (before?.count ?? 0));
}

/** Whether the password may have come as far as to the server's judgement. */
function mayHaveReached(failure: SourceFailure): boolean {
  if (failure instanceof AbandonedCall) return false;
  return failure.code !== 'UNREACHABLE' && failure.code !== 'TLS' && failure.code !== 'CIRCUIT_OPEN';
}

function endOf(refusal: SignInRefusal | null): Instant {
  return refusal === null ? -Infinity : refusal.begunAt + refusal.length;
}

function failureFrom(refusal: SignInRefusal, left: Milliseconds): SourceFailure {
  const { code, message, upstreamStatus, ofAccount } = refusal;
  const details = {
    ...(upstreamStatus !== null && { upstreamStatus }),
    retryAfterSeconds: Math.ceil(left / 1000),
  };
  return ofAccount && code === 'UNAUTHORIZED'
    ? new SignInRefused(message, details)
    : new SourceFailure(code, message, details);
}

/** More than any configuration has; passwords that were replaced go first. Who holds a pause keeps it. */
const MOST_ACCOUNTS = 10_000;

/** The pauses of all accounts. They outlive a configuration that is read again, as long as it names the same password. */
export class SignInPauses {
  private readonly pauses = new LRUCache<string, SignInPause>({ max: MOST_ACCOUNTS });

  /** @param stores where replicas share refusals; absent: each replica has its own. */
  constructor(
    private readonly clock: Clock,
    private readonly stores?: (connection: ServerConnection) => SignInRefusalStore,
  ) {}

  /** The pause of one account with one password on one server. */
  of(connection: ServerConnection): SignInPause {
    const { server, username, password } = connection;
    const key = createHash('sha256')
      .update(JSON.stringify([server.url, username, password.reveal()]))
      .digest('hex');
    const known = this.pauses.get(key) ?? new SignInPause(this.clock, this.stores?.(connection));
    this.pauses.set(key, known);
    return known;
  }
}
