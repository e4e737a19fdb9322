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
  private readonly access = new Map<string, number>();
  private readonly refresh = new Map<string, number>();

  constructor(
    private readonly random: Random,
    private readonly now: () => number,
    private readonly lifetimes: TokenLifetimes,
  ) {}

  issue(): TokenPair {
    const issuedAt = this.now();
    const pair: TokenPair = {
      accessToken: this.secret(),
      refreshToken: this.secret(),
      expiresIn: this.lifetimes.accessSeconds,
      issuedAt,
      expiresAt: issuedAt + this.lifetimes.accessSeconds * 1000,
    };
    this.access.set(pair.accessToken, pair.expiresAt);
    this.refresh.set(pair.refreshToken, issuedAt + this.lifetimes.refreshSeconds * 1000);
    return pair;
  }

  /** A new pair for a refresh token that is still good; undefined when it is unknown, used or expired. */
  renew(refreshToken: string): TokenPair | undefined {
    const expiresAt = this.refresh.get(refreshToken);
    this.refresh.delete(refreshToken);
    return expiresAt !== undefined && expiresAt > this.now() ? this.issue() : undefined;
  }

  isValid(authorization: string | undefined): boolean {
    const token = /^bearer (.+)$/i.exec(authorization ?? '')?.[1];
    const expiresAt = token === undefined ? undefined : this.access.get(token);
    return expiresAt !== undefined && expiresAt > this.now();
  }

  revoke(authorization: string | undefined): void {
    const token = /^bearer (.+)$/i.exec(authorization ?? '')?.[1];
    if (token !== undefined) this.access.delete(token);
  }

  /** Every access token stops working at once; refresh tokens too unless told otherwise. */
  expireAll({ keepRefresh = false } = {}): void {
    this.access.clear();
    if (!keepRefresh) this.refresh.clear();
  }

  private secret(): string {
    return Array.from({ length: 4 }, () => this.random.uuid().replaceAll('-', '')).join('');
  }
}
