import { Logger } from '@nestjs/common';
import { createRemoteJWKSet, customFetch, errors } from 'jose';
import type { FetchImplementation, JWTVerifyGetKey } from 'jose';
import { isLoopbackHost } from '../../config/addresses.js';
import type { Clock, Instant, Milliseconds } from '../../../core/model/instant.js';
import { AccessRefusal } from './access-refusal.js';

/** How long the provider may take for one answer. */
const PATIENCE: Milliseconds = 5_000;
/** A provider that failed is not asked again for so long; keys known by then go on working. */
const PAUSE: Milliseconds = 5_000;
/** An unknown key makes the provider's list be read again, but not more often than this. */
const COOLDOWN: Milliseconds = 30_000;
const KEYS_FRESH: Milliseconds = 10 * 60_000;

/** The keys an OpenID provider signs with, found through its discovery document and read again when they rotate. */
export class ProviderKeys {
  private readonly logger = new Logger('OpenId');
  private keySet: Promise<JWTVerifyGetKey> | undefined;
  private pausedUntil: Instant = 0;

  constructor(
    private readonly issuer: string,
    private readonly clock: Clock,
    private readonly patience: Milliseconds = PATIENCE,
  ) {}

  /** The key that a token names. Throws JWKSNoMatchingKey when there is none, and AccessRefusal when nobody can tell. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    try {
      this.keySet ??= this.discover();
      const find = await this.keySet;
      return await find(header, token);
    } catch (error) {
      if (isFaultOfToken(error)) throw error;
      throw error instanceof AccessRefusal ? error : new AccessRefusal('unavailable', error);
    }
  };

  private async discover(): Promise<JWTVerifyGetKey> {
    try {
      const address = `${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
      const response = await this.fetch(address, {
        headers: new Headers({ accept: 'application/json' }),
        method: 'GET',
        redirect: 'manual',
        signal: AbortSignal.timeout(this.patience),
      });
      const url = keysAddress(await response.json(), this.issuer);
      return createRemoteJWKSet(url, {
        timeoutDuration: this.patience,
        cooldownDuration: COOLDOWN,
        cacheMaxAge: KEYS_FRESH,
        [customFetch]: this.fetch,
      });
    } catch (error) {
      this.keySet = undefined;
      throw this.pause(error);
    }
  }

  private readonly fetch: FetchImplementation = async (url, options) => {
    if (this.clock() < this.pausedUntil) throw new AccessRefusal('unavailable');
    try {
      const response = await fetch(url, options);
      if (response.status !== 200) throw new Error(`${url} answered with status ${response.status}`);
      return response;
    } catch (error) {
      throw this.pause(error);
    }
  };

  private pause(cause: unknown): AccessRefusal {
    if (cause instanceof AccessRefusal) return cause;
    this.pausedUntil = this.clock() + PAUSE;
    this.logger.warn(`tokens of ${this.issuer} cannot be checked: ${String(cause)}`);
    return new AccessRefusal('unavailable', cause);
  }
}

function isFaultOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

/** Where the keys are, from a discovery document; it must be of the issuer that was asked for. */
function keysAddress(document: unknown, issuer: string): URL {
  const { issuer: named, jwks_uri: address } = document as { issuer?: unknown; jwks_uri?: unknown };
  if (named !== issuer) throw new Error(`the discovery document of ${issuer} is of another issuer`);
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname))) return url;
  throw new Error(`the discovery document of ${issuer} names no https:// address of keys`);
}
