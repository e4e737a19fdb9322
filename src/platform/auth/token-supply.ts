import { setTimeout as delay } from 'node:timers/promises';
import { AbandonedCall, SourceFailure } from '../../core/errors/source-failure.js';
import type { Clock, Instant, Milliseconds } from '../../core/model/instant.js';
import { CallTally } from '../../core/ports/call-scope.js';
import type { CallScope } from '../../core/ports/call-scope.js';
import type { SignInListener } from '../http/upstream-observer.js';
import type { SignInPause } from './sign-in-pause.js';
import type { Token, TokenIssuer } from './token-issuer.js';
import type { StoredToken, TokenStore } from './token-store.js';

const RENEW_EARLY: Milliseconds = 60_000;
/** A server that says less is mistaken: whether its token is taken shows when it is used. */
const SHORTEST_LIFE: Milliseconds = 10_000;
/** Between two looks at whether another replica has signed in. */
const LOOK_AGAIN: Milliseconds = 100;

/** A token as it is used here. */
export interface HeldToken {
  readonly token: Token;
  /** It came of a renewal, not of a sign-in with the password: some servers renew and then refuse what they gave. */
  readonly isRenewed: boolean;
  readonly renewAt: Instant;
  readonly expiresAt: Instant;
}

export interface TokenSupplyOptions {
  readonly pause: SignInPause;
  /** How long getting a token may take, whoever waits for it. */
  readonly limit: Milliseconds;
  readonly store: TokenStore | undefined;
  readonly listener: SignInListener | undefined;
  /** Ends what is under way. */
  readonly closing: AbortSignal;
}

/** Where tokens come from: another replica, a renewal, or the password, in this order. The password is sent as seldom as possible. */
export class TokenSupply {
  private isIdentified = false;
  /** The last token whose renewal was tried; a refresh token is good for one try. */
  private renewedFrom: Token | undefined;

  constructor(
    private readonly issuer: TokenIssuer,
    private readonly clock: Clock,
    private readonly options: TokenSupplyOptions,
  ) {}

  /** A token in place of `former`; with `passwordOnly` it is not renewed. */
  async next(former: HeldToken | undefined, passwordOnly: boolean): Promise<HeldToken> {
    const { store, limit, closing } = this.options;
    const signal = AbortSignal.any([closing, AbortSignal.timeout(limit)]);
    const shared = await this.sharedOrClaimed(former, signal);
    if (shared !== undefined) return shared;
    try {
      const renewed = passwordOnly ? undefined : await this.renewed(former?.token, signal);
      const stored = renewed ?? (await this.signedIn(signal));
      await store?.put(stored);
      return hold(stored);
    } finally {
      await store?.release();
    }
  }

  /** What another replica has signed in with; undefined: it is up to this one. */
  private async sharedOrClaimed(
    former: HeldToken | undefined,
    signal: AbortSignal,
  ): Promise<HeldToken | undefined> {
    const { store, limit } = this.options;
    if (store === undefined) return undefined;
    for (;;) {
      const shared = await this.shared(store, former);
      if (shared !== undefined || (await store.claim(limit))) return shared;
      await delay(LOOK_AGAIN, undefined, { signal }).catch(() => {
        throw new AbandonedCall('another replica of the gateway is still signing in to the server');
      });
    }
  }

  private async shared(store: TokenStore, former: HeldToken | undefined): Promise<HeldToken | undefined> {
    const stored = await store.get();
    if (stored === null || hasSameText(stored.token, former?.token)) return undefined;
    const held = hold(stored);
    if (this.clock() >= held.renewAt) return undefined;
    this.issuer.adopt?.(stored.token);
    this.options.listener?.accountStands('accepted');
    return held;
  }

  /** undefined: there is nothing to renew, or nothing came of it, whatever the reason. */
  private async renewed(former: Token | undefined, signal: AbortSignal): Promise<StoredToken | undefined> {
    if (!former?.refreshToken || former === this.renewedFrom) return undefined;
    this.renewedFrom = former;
    const askedAt = this.clock();
    // What is left of the time is for the sign-in.
    const limited = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(this.options.limit / 3))]);
    try {
      const token = await this.issuer.renew(former.refreshToken, scopeOf(limited));
      if (token === null || hasSameText(token, former)) throw notRenewed();
      this.options.listener?.signInEnded({ kind: 'renewal', failure: null });
      return { token, askedAt, isRenewed: true };
    } catch (error) {
      if (!(error instanceof SourceFailure) || signal.aborted) throw error;
      this.options.listener?.signInEnded({ kind: 'renewal', failure: error });
      return undefined;
    }
  }

  private async signedIn(signal: AbortSignal): Promise<StoredToken> {
    const { pause, listener } = this.options;
    try {
      await pause.check();
      return await this.identifiedAndSignedIn(signal);
    } finally {
      listener?.accountStands(pause.isRefused ? 'refused' : 'accepted');
    }
  }

  private async identifiedAndSignedIn(signal: AbortSignal): Promise<StoredToken> {
    const { listener } = this.options;
    try {
      if (!this.isIdentified) await this.issuer.identify?.(scopeOf(signal));
      this.isIdentified = true;
      const stored = await this.withPassword(signal);
      listener?.signInEnded({ kind: 'sign-in', failure: null });
      return stored;
    } catch (error) {
      if (error instanceof SourceFailure) listener?.signInEnded({ kind: 'sign-in', failure: error });
      throw error;
    }
  }

  private async withPassword(signal: AbortSignal): Promise<StoredToken> {
    const { pause } = this.options;
    const askedAt = this.clock();
    try {
      const token = await this.issuer.signIn(scopeOf(signal));
      await pause.accepted();
      return { token, askedAt, isRenewed: false };
    } catch (error) {
      throw error instanceof SourceFailure ? await pause.failed(error) : error;
    }
  }
}

function hold({ token, askedAt, isRenewed }: StoredToken): HeldToken {
  const lifetime = Math.max(SHORTEST_LIFE, token.expiresIn * 1000);
  const early = Math.min(RENEW_EARLY, lifetime / 2);
  return { token, isRenewed, renewAt: askedAt + lifetime - early, expiresAt: askedAt + lifetime };
}

function hasSameText(token: Token, other: Token | undefined): boolean {
  return token.accessToken.reveal() === other?.accessToken.reveal();
}

function notRenewed(): SourceFailure {
  return new SourceFailure('UNAUTHORIZED', 'the server does not renew the sign-in');
}

function scopeOf(signal: AbortSignal): CallScope {
  return { signal, tally: new CallTally() };
}
