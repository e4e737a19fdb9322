import type { JWTPayload } from 'jose';
import { EVERY_SERVER, ROLES, callerOf } from '../../../core/model/caller.js';
import type { Caller, CallerScope, Role } from '../../../core/model/caller.js';
import type { OidcConfig, OidcScope } from '../../config/auth-settings.js';

/** Claims that hold words with spaces between them (RFC 8693 and Entra ID); others may have values with spaces. */
const WORD_LISTS = new Set(['scope', 'scp']);

/** The caller that a verified token speaks for; null: its claims give no role, or no scope where one is needed. */
export function callerFromClaims(claims: JWTPayload, config: OidcConfig): Caller | null {
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
