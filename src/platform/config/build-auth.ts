import { dirname, resolve } from 'node:path';
import { EVERY_SERVER, callerOf } from '../../core/model/caller.js';
import type { CallerScope } from '../../core/model/caller.js';
import { parseDuration } from '../../core/model/duration.js';
import type { ApiKey, ApiKeysConfig, AuthConfig, OidcConfig } from './auth-config.js';
import type { ApiKeyEntry, ApiKeysEntry, AuthEntry, OidcEntry } from './auth-entries.js';
import { instantOf } from './auth-values.js';

const DEFAULT_TOLERANCE = 30_000;

/** Who may call, from an entry without mistakes; paths are relative to `file`. */
export function buildAuth({ apiKeys, oidc }: Partial<AuthEntry>, file: string): AuthConfig {
  return {
    apiKeys: apiKeys ? buildApiKeys(apiKeys, file) : null,
    oidc: oidc ? buildOidc(oidc) : null,
  };
}

/** Where a keys file named in the configuration is. */
export function keysFilePath(named: string, file: string): string {
  return resolve(dirname(file), named);
}

export function buildApiKey(entry: ApiKeyEntry): ApiKey {
  const [, salt = '', digest = ''] = entry.hash.split(':');
  const caller = callerOf({
    id: `key ${entry.id}`,
    name: entry.name,
    role: entry.role,
    scope: scopeOf(entry),
    expiresAt: entry.expires === undefined ? null : instantOf(entry.expires),
  });
  return { id: entry.id, salt, digest, caller };
}

function buildApiKeys({ keys, file }: ApiKeysEntry, configuration: string): ApiKeysConfig {
  return {
    keys: (keys ?? []).map(buildApiKey),
    file: file === undefined ? null : keysFilePath(file, configuration),
  };
}

function scopeOf({ servers, tags }: ApiKeyEntry): CallerScope {
  if (!servers && !tags) return EVERY_SERVER;
  return {
    servers: servers ?? null,
    tags: Object.entries(tags ?? {}).map(([key, values]) => ({ key, values: [values].flat() })),
  };
}

function buildOidc(entry: OidcEntry): OidcConfig {
  const { issuer, audience, roleClaim, roles, scope } = entry;
  return {
    issuer,
    audience,
    algorithms: entry.algorithms ?? ['RS256', 'PS256', 'ES256', 'EdDSA'],
    clockTolerance:
      entry.clockTolerance === undefined ? DEFAULT_TOLERANCE : (parseDuration(entry.clockTolerance) ?? 0),
    nameClaim: entry.nameClaim ?? 'sub',
    roleClaim,
    roles: new Map(Object.entries(roles)),
    scope: {
      serversClaim: scope?.serversClaim ?? null,
      tagClaims: new Map(Object.entries(scope?.tagClaims ?? {})),
      unscopedRoles: scope?.unscopedRoles ?? [],
    },
  };
}
