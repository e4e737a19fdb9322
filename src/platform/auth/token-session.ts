import { SourceFailure, AbandonedCall } from '../../core/errors/source-failure.js';
import type { Clock, Instant, Milliseconds } from '../../core/model/instant.js';
import { CallTally } from '../../core/ports/call-scope.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { SignInListener } from '../http/upstream-observer.js';
import type { UpstreamRequest, UpstreamResponse } from '../http/upstream-request.js';
import type { UpstreamSender } from '../http/upstream-sender.js';
import { SignInPause } from './sign-in-pause.js';
import type { TokenIssuer } from './token-issuer.js';
import type { TokenStore } from './token-store.js';
import { TokenSupply } from './token-supply.js';
import type { HeldToken } from './token-supply.js';

const SIGN_OUT_LIMIT: Milliseconds = 3_000;
const SIGN_IN_LIMIT: Milliseconds = 30_000;
/** How long a server is believed that answers 401 under a token of a fresh sign-in. */
const FUTILE: Milliseconds = 30_000;
/** Under the token at hand, a renewed one, and one of a sign-in. */
const MOST_ATTEMPTS = 3;

/** What outlives one session with a server: shared with other replicas, or with the session that comes after a reload. */
export interface SharedSignIn {
  /** Where replicas of the gateway share the sign-in; absent: each has its own. */
  readonly store?: TokenStore | undefined;
  /** How long the password rests after refusals; absent: as long as this session remembers. */
  readonly pause?: SignInPause;
}

export interface TokenSessionOptions extends SharedSignIn {
  /** How long a sign-in with its renewal may take, whoever waits for it; 30 s at most. */
  readonly signInLimit?: Milliseconds;
  /** Hears how sign-ins and renewals went. */
  readonly listener?: SignInListener | undefined;
}

type Attempt = { readonly response: UpstreamResponse } | { readonly failure: unknown };

/**
 * Sends requests under one sign-in that all callers share. Renews it before it expires. A token that is refused is replaced and the request
 * repeated: by a renewal first, and where that does not help by one sign-in with the password, which a refused account is spared.
 */
export class TokenSession implements UpstreamSender {
  private held: HeldToken | undefined;
  private pending: Promise<HeldToken> | undefined;
  /** Until then a 401 is about the request, not about the token. */
  private futileUntil: Instant = -Infinity;
  private readonly closing = new AbortController();
  private readonly supply: TokenSupply;
  private readonly isShared: boolean;

  constructor(
    private readonly http: UpstreamSender,
    private readonly issuer: TokenIssuer,
    private readonly clock: Clock,
    options: TokenSessionOptions = {},
  ) {
    const { store, listener, signInLimit = SIGN_IN_LIMIT, pause = new SignInPause(clock) } = options;
    this.isShared = store !== undefined;
    const limit = Math.min(SIGN_IN_LIMIT, signInLimit);
    this.supply = new TokenSupply(issuer, clock, {
      store,
      listener,
      limit,
      pause,
      closing: this.closing.signal,
    });
  }

  async send(request: UpstreamRequest, scope: CallScope): Promise<UpstreamResponse> {
    let held = this.fresh ?? (await whileWanted(() => this.current(), scope.signal));
    for (let attempts = 1; ; attempts += 1) {
      const attempt = await this.attempt(held, request, scope);
      const refused = held;
      if (!isTokenInDoubt(attempt, refused, attempts)) return this.settle(attempt, refused, attempts);
      held = await whileWanted(() => this.replacement(refused, attempt), scope.signal);
    }
  }

  /** Signs out as far as the server lets it, unless other replicas may use the sign-in; never fails. */
  async close(): Promise<void> {
    this.closing.abort();
    const held = this.held;
    this.held = undefined;
    if (!held || !this.issuer.signOut || this.isShared) return;
    const scope = { signal: AbortSignal.timeout(SIGN_OUT_LIMIT), tally: new CallTally() };
    await this.issuer.signOut(held.token.accessToken, scope).catch(() => undefined);
  }

  private async attempt(held: HeldToken, request: UpstreamRequest, scope: CallScope): Promise<Attempt> {
    const headers = { ...request.headers, Authorization: `Bearer ${held.token.accessToken.reveal()}` };
    try {
      return { response: await this.http.send({ ...request, headers }, scope) };
    } catch (failure) {
      return { failure };
    }
  }

  private settle(attempt: Attempt, held: HeldToken, attempts: number): UpstreamResponse {
    if ('response' in attempt) return attempt.response;
    if (statusOf(attempt) !== 401 || attempts === 1) throw attempt.failure;
    if (held === this.held) this.futileUntil = this.clock() + FUTILE;
    throw new SourceFailure(
      'UNAUTHORIZED',
      'the server accepted the sign-in but answers 401 to the request that follows it',
      { upstreamStatus: 401, cause: attempt.failure },
    );
  }

  /** A token that is not near its end. */
  private get fresh(): HeldToken | undefined {
    return this.held !== undefined && this.clock() < this.held.renewAt ? this.held : undefined;
  }

  /** A token near its end is renewed in the background; waited for only when it has expired, or when there is none. */
  private current(): Promise<HeldToken> {
    const held = this.held;
    const renewal = this.obtain(false);
    if (!held || this.clock() >= held.expiresAt) return renewal;
    renewal.catch(() => undefined);
    return Promise.resolve(held);
  }

  /** What to repeat a request with that was refused under `refused`: the newer token there is, or a new one. */
  private replacement(refused: HeldToken, attempt: Attempt): Promise<HeldToken> {
    if (this.held && this.held.token !== refused.token) return Promise.resolve(this.held);
    if (statusOf(attempt) === 401) {
      if (!this.pending && this.clock() < this.futileUntil) return Promise.reject(failureOf(attempt));
      this.held = { ...refused, renewAt: 0, expiresAt: 0 };
    }
    return this.obtain(refused.isRenewed);
  }

  /** One sign-in or renewal at a time; everybody who needs one waits for the same. */
  private obtain(passwordOnly: boolean): Promise<HeldToken> {
    this.pending ??= this.supply
      .next(this.held, passwordOnly)
      .then((held) => (this.held = held))
      .finally(() => (this.pending = undefined));
    return this.pending;
  }
}

/**
 * A 401 puts a token in doubt, unless it came of a sign-in just now. So does a 403 where it was renewed: some servers renew a sign-in and
 * then refuse everything under it. Under a token of the password a 403 is a right that is missing.
 */
function isTokenInDoubt(attempt: Attempt, held: HeldToken, attempts: number): boolean {
  const status = statusOf(attempt);
  if (attempts >= MOST_ATTEMPTS || (status !== 401 && status !== 403)) return false;
  return held.isRenewed || (status === 401 && attempts === 1);
}

function statusOf(attempt: Attempt): number | null {
  if ('response' in attempt) return attempt.response.status;
  const { failure } = attempt;
  if (!(failure instanceof SourceFailure)) return null;
  return failure.code === 'UNAUTHORIZED' || failure.code === 'FORBIDDEN' ? failure.upstreamStatus : null;
}

function failureOf(attempt: Attempt): Error {
  const failure = 'failure' in attempt ? attempt.failure : undefined;
  return failure instanceof Error ? failure : new Error('the token was refused', { cause: failure });
}

/** Starts or joins shared work and waits for it as long as this caller's signal lets it; the work itself goes on for the others. */
async function whileWanted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw callerLeft();
  let leave = (): void => undefined;
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => reject(callerLeft());
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([work(), left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

function callerLeft(): AbandonedCall {
  return new AbandonedCall('the request ended before the server had signed the gateway in');
}
