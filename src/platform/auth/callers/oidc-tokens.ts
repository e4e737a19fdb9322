import { errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import type { Caller, CallerScope, Role } from '../../../core/model/caller.js';
import type { Clock } from '../../../core/model/instant.js';
import type { OidcConfig, OidcScope } from '../../config/auth-settings.js';
import { AccessRefusal } from './access-refusal.js';
import { ProviderKeys } from './provider-keys.js';
import { EVERY_SERVER, ROLES, callerOf } from '../../../core/model/caller.js';

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

/** Claims that hold words with spaces between them (RFC 8693 and Entra ID); others may have values with spaces. */
const WORD_LISTS = new Set(['scope', 'scp']);

/** The caller that a verified token speaks for; null: its claims give no role, or no scope where one is needed. */
function callerFromClaims(claims: JWTPayload, config: OidcConfig): Caller | null {
  const role = roleOf(claims, config);
  if (role === null) return null;
  const { sub = '', exp = 0 } = claims;
  const [name = sub] = valuesOf(claims, config.nameClaim);
  return callerOf({
    id: `oidc ${sub}`,
    name,
    role,
    scope: config.scope.unscopedRoles.includes(role) ? EVERY_SERVER : scopeOf(claims, config.scope),
    expiresAt: exp * 1_000 + config.clockTolerance,
  });
}

/** The highest role that the claim's values stand for. */
function roleOf(claims: JWTPayload, { roleClaim, roles }: OidcConfig): Role | null {
  const held = valuesOf(claims, roleClaim).map((value) => roles.get(value));
  return ROLES.findLast((role) => held.includes(role)) ?? null;
}

/** A claim that is missing is an empty list, so its holder sees nothing. */
function scopeOf(claims: JWTPayload, { serversClaim, tagClaims }: OidcScope): CallerScope {
  if (serversClaim === null && tagClaims.size === 0) return EVERY_SERVER;
  return {
    servers: serversClaim === null ? null : valuesOf(claims, serversClaim),
    tags: [...tagClaims].map(([key, claim]) => ({ key, values: valuesOf(claims, claim) })),
  };
}

function valuesOf(claims: JWTPayload, name: string): readonly string[] {
  const value = claimOf(claims, name);
  if (typeof value === 'string') return WORD_LISTS.has(name) ? value.split(' ') : [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A claim by its whole name (which may be an address with dots), else by the names of groups it is in: `realm_access.roles`. */
function claimOf(claims: JWTPayload, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split('.').reduce<unknown>((group, step) => {
    const isGroup = typeof group === 'object' && group !== null && Object.hasOwn(group, step);
    return isGroup ? (group as Record<string, unknown>)[step] : undefined;
  }, claims);
}
