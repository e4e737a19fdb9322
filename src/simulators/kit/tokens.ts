import type { Random } from './random.js';

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  /** Seconds the access token lives. */
  expiresIn: number;
  issuedAt: number;
  expiresAt: number;
}

export interface TokenLifetimes {
  accessSeconds: number;
  refreshSeconds: number;
}

/** Bearer tokens as the products issue them: access tokens that expire, refresh tokens that work once. */
export class Tokens {
  private readonly access = new Map<string, TokenPair>();
  private readonly refresh = new Map<string, number>();

  constructor(
    private readonly random: Random,
    private readonly now: () => number,
    private readonly lifetimes: TokenLifetimes,
  ) {}

  issue(): TokenPair {
    return this.issueWith(this.lifetimes.refreshSeconds);
  }

  /** A pair whose refresh token outlives the access token by no more than `extraSeconds`. */
  issueShortTerm(extraSeconds: number): TokenPair {
    return this.issueWith(this.lifetimes.accessSeconds + extraSeconds);
  }

  private issueWith(refreshSeconds: number): TokenPair {
    const issuedAt = this.now();
    const pair: TokenPair = {
      accessToken: this.secret(),
      refreshToken: this.secret(),
      expiresIn: this.lifetimes.accessSeconds,
      issuedAt,
      expiresAt: issuedAt + this.lifetimes.accessSeconds * 1000,
    };
    this.access.set(pair.accessToken, pair);
    this.refresh.set(pair.refreshToken, issuedAt + refreshSeconds * 1000);
    return pair;
  }

  /** A new pair for a refresh token that is still good; undefined when it is unknown, used or expired. */
  renew(refreshToken: string): TokenPair | undefined {
    const expiresAt = this.refresh.get(refreshToken);
    this.refresh.delete(refreshToken);
    return expiresAt !== undefined && expiresAt > this.now() ? this.issue() : undefined;
  }

  isValid(authorization: string | undefined): boolean {
    const pair = this.pairOf(authorization);
    return pair !== undefined && pair.expiresAt > this.now();
  }

  /** Signs out: the access token and the refresh token issued with it stop working. */
  revoke(authorization: string | undefined): void {
    const pair = this.pairOf(authorization);
    if (!pair) return;
    this.access.delete(pair.accessToken);
    this.refresh.delete(pair.refreshToken);
  }

  /** Every access token stops working at once; refresh tokens too unless told otherwise. */
  expireAll({ keepRefresh = false } = {}): void {
    this.access.clear();
    if (!keepRefresh) this.refresh.clear();
  }

  private pairOf(authorization: string | undefined): TokenPair | undefined {
    const token = /^bearer (.+)$/i.exec(authorization ?? '')?.[1];
    return token === undefined ? undefined : this.access.get(token);
  }

  private secret(): string {
    return Array.from({ length: 4 }, () => this.random.uuid().replaceAll('-', '')).join('');
  }
}
