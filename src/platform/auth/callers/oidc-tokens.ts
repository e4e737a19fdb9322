import { errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import type { Caller } from '../../../core/model/caller.js';
import type { Clock } from '../../../core/model/instant.js';
import type { OidcConfig } from '../../config/auth-settings.js';
import { AccessRefusal } from './access-refusal.js';
import { callerFromClaims } from './claims.js';
import { ProviderKeys } from './provider-keys.js';

/** Access tokens (JWT) of one OpenID provider. */
export class OidcTokens {
  private readonly keys: ProviderKeys;

  constructor(
    private readonly config: OidcConfig,
    private readonly clock: Clock,
  ) {
    this.keys = new ProviderKeys(config.issuer, clock);
  }

  /** Whose token this is. Throws AccessRefusal. */
  async callerOf(token: string): Promise<Caller> {
    const caller = callerFromClaims(await this.verify(token), this.config);
    if (caller === null) throw new AccessRefusal('noRole');
    return caller;
  }

  private async verify(token: string): Promise<JWTPayload> {
    const { issuer, audience, algorithms, clockTolerance } = this.config;
    try {
      const { payload } = await jwtVerify(token, this.keys.find, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: clockTolerance / 1_000,
        requiredClaims: ['exp', 'sub'],
        currentDate: new Date(this.clock()),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new AccessRefusal('expired', error);
      if (error instanceof errors.JOSEError) throw new AccessRefusal('invalid', error);
      throw error;
    }
  }
}
