import { SourceFailure } from '../../core/errors/source-failure.js';
import type { Clock, Instant, Milliseconds } from '../../core/model/instant.js';
import { CallTally } from '../../core/ports/call-scope.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { UpstreamRequest, UpstreamResponse } from '../http/upstream-request.js';
import type { UpstreamSender } from '../http/upstream-sender.js';
import type { Token, TokenIssuer } from './token-issuer.js';
import type { TokenStore } from './token-store.js';
import { SignInPause } from './sign-in-pause.js';
import { whileWanted } from './while-wanted.js';

const RENEW_EARLY: Milliseconds = 60_000;
const SIGN_OUT_LIMIT: Milliseconds = 3_000;
/** Accounts often lock after five refusals within half an hour. */
const LONGEST_PAUSE: Milliseconds = 600_000;

interface HeldToken {
  readonly token: Token;
  readonly renewAt: Instant;
  readonly expiresAt: Instant;
}

export interface TokenSessionOptions {
  /** How long a sign-in or a renewal may take, whoever waits for it; the default is 30 s. */
  readonly signInLimit?: Milliseconds;
  /** Where replicas of the gateway share the sign-in; absent: each has its own. */
  readonly store?: TokenStore | undefined;
}

/**
 * Sends requests under one sign-in that all callers share. Renews it before it expires; after a 401 renews once and repeats
 * that request once. A refused sign-in is not tried again for a while, so that callers cannot lock the account.
 */
export class TokenSession implements UpstreamSender {
  private held: HeldToken | undefined;
  private pending: Promise<HeldToken> | undefined;
  /** After the server refused the account: no sign-in, no renewal. */
  private readonly refused: SignInPause;
  /** After a renewed token got a 401 as well: a further 401 is about the request, not about the token. */
  private readonly futile: SignInPause;
  private readonly closing = new AbortController();
  private readonly signInLimit: Milliseconds;
  private readonly store: TokenStore | undefined;

  constructor(
    private readonly http: UpstreamSender,
    private readonly issuer: TokenIssuer,
    private readonly clock: Clock,
    options: TokenSessionOptions = {},
  ) {
    this.refused = new SignInPause(clock, LONGEST_PAUSE);
    this.futile = new SignInPause(clock);
    this.signInLimit = options.signInLimit ?? 30_000;
    this.store = options.store;
  }

  async send(request: UpstreamRequest, scope: CallScope): Promise<UpstreamResponse> {
    const held = this.fresh ?? (await whileWanted(() => this.current(), scope.signal));
    try {
      return await this.sendWith(held, request, scope);
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      const renewed = await whileWanted(() => this.replacement(held, error), scope.signal);
      return this.repeat(request, renewed, scope);
    }
  }

  /** Signs out as far as the server lets it, unless other replicas may use the sign-in; never fails. */
  async close(): Promise<void> {
    this.closing.abort();
    const held = this.held;
    this.held = undefined;
    if (!held || !this.issuer.signOut || this.store) return;
    const scope = { signal: AbortSignal.timeout(SIGN_OUT_LIMIT), tally: new CallTally() };
    await this.issuer.signOut(held.token.accessToken, scope).catch(() => undefined);
  }

  private sendWith(held: HeldToken, request: UpstreamRequest, scope: CallScope): Promise<UpstreamResponse> {
    const headers = { ...request.headers, Authorization: `Bearer ${held.token.accessToken.reveal()}` };
    return this.http.send({ ...request, headers }, scope);
  }

  private async repeat(
    request: UpstreamRequest,
    held: HeldToken,
    scope: CallScope,
  ): Promise<UpstreamResponse> {
    try {
      return await this.sendWith(held, request, scope);
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      const failure = new SourceFailure(
        'UNAUTHORIZED',
        'the server accepted the sign-in but answers 401 to the request that follows it',
        { upstreamStatus: 401, cause: error },
      );
      if (held === this.held) this.futile.begin(failure);
      throw failure;
    }
  }

  /** A token that is not near its end. */
  private get fresh(): HeldToken | undefined {
    return this.held !== undefined && this.clock() < this.held.renewAt ? this.held : undefined;
  }

  /** A token near its end is renewed in the background; waited for only when it has expired, or when there is none. */
  private current(): Promise<HeldToken> {
    const held = this.held;
    const renewal = this.obtain();
    if (!held || this.clock() >= held.expiresAt) return renewal;
    renewal.catch(() => undefined);
    return Promise.resolve(held);
  }

  /** What to repeat a request with that got a 401 under `refused`: the newer token there is, or a renewed one. */
  private replacement(refused: HeldToken, error: SourceFailure): Promise<HeldToken> {
    if (this.held && this.held.token !== refused.token) return Promise.resolve(this.held);
    if (!this.pending && this.futile.active) return Promise.reject(error);
    this.held = { token: refused.token, renewAt: 0, expiresAt: 0 };
    return this.obtain();
  }

  /** One sign-in or renewal at a time; everybody who needs one waits for the same. */
  private obtain(): Promise<HeldToken> {
    this.pending ??= this.renewOrSignIn().finally(() => (this.pending = undefined));
    return this.pending;
  }

  private async renewOrSignIn(): Promise<HeldToken> {
    this.refused.check();
    const scope = {
      signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(this.signInLimit)]),
      tally: new CallTally(),
    };
    const shared = await this.takeShared();
    if (shared !== undefined) {
      this.issuer.adopt?.(shared.token);
      this.held = shared;
      return shared;
    }
    const askedAt = this.clock();
    const token = (await this.renew(scope)) ?? (await this.signIn(scope));
    this.held = hold(token, askedAt);
    await this.store?.put({ token, askedAt });
    return this.held;
  }

  /** What another replica has signed in with; undefined: nothing, or only what does not serve us any more. */
  private async takeShared(): Promise<HeldToken | undefined> {
    const stored = await this.store?.get();
    if (stored == null) return undefined;
    const held = hold(stored.token, stored.askedAt);
    const isOurs = stored.token.accessToken.reveal() === this.held?.token.accessToken.reveal();
    return isOurs || this.clock() >= held.renewAt ? undefined : held;
  }

  /** undefined: there is nothing to renew, or the server does not renew it. */
  private async renew(scope: CallScope): Promise<Token | undefined> {
    const refreshToken = this.held?.token.refreshToken;
    if (!refreshToken) return undefined;
    try {
      return (await this.issuer.renew(refreshToken, scope)) ?? undefined;
    } catch (error) {
      if (error instanceof SourceFailure && !error.retryable && error.code !== 'TLS') return undefined;
      throw error;
    }
  }

  private async signIn(scope: CallScope): Promise<Token> {
    try {
      const token = await this.issuer.signIn(scope);
      this.refused.end();
      return token;
    } catch (error) {
      if (isRefusal(error)) this.refused.begin(error);
      throw error;
    }
  }
}

function hold(token: Token, askedAt: Instant): HeldToken {
  const lifetime = token.expiresIn * 1000;
  const early = Math.min(RENEW_EARLY, lifetime / 2);
  return { token, renewAt: askedAt + lifetime - early, expiresAt: askedAt + lifetime };
}

function isUnauthorized(error: unknown): error is SourceFailure {
  return error instanceof SourceFailure && error.code === 'UNAUTHORIZED';
}

function isRefusal(error: unknown): error is SourceFailure {
  return error instanceof SourceFailure && (error.code === 'UNAUTHORIZED' || error.code === 'FORBIDDEN');
}
