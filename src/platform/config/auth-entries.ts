import { IsOptional } from 'class-validator';
import { ROLES } from '../../core/model/caller.js';
import type { Role } from '../../core/model/caller.js';
import { instantOf } from './auth-values.js';
import {
  Expect,
  ExpectDuration,
  ExpectOneOf,
  ExpectText,
  ListOf,
  Section,
  isMapping,
} from './expectations.js';

/** Who may call, as it is written in the configuration file and in the file of API keys. */

export const AUTH_MODES = ['none', 'apiKey', 'oidc'] as const;
export type AuthMode = (typeof AUTH_MODES)[number];

/** Asymmetric ones only: with HMAC whoever can check a token can also make one. */
export const TOKEN_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

const MINUTE = 60_000;
const KEY_ID = /^[0-9a-f]{12}$/;
const KEY_HASH = /^sha256:[\w-]{22}:[\w-]{43}$/;
/** What a person types; nothing that could break a line of a log. */
const NAME = /^[^\p{C}]{1,100}$/u;

export class ApiKeyEntry {
  @Expect('twelve hexadecimal digits, as npm run key prints them', matches(KEY_ID))
  id!: string;

  @Expect('a name of at most 100 characters, in one line', matches(NAME))
  name!: string;

  @ExpectOneOf(ROLES)
  role!: Role;

  @IsOptional()
  @Expect('a list of server keys', isTexts)
  servers?: string[];

  @IsOptional()
  @Expect('tags with the values to see, such as { tenant: acme } or { tenant: [acme, globex] }', isTagScope)
  tags?: Record<string, string | string[]>;

  @IsOptional()
  @Expect('a date such as 2027-01-31, or a date and time such as 2027-01-31T12:00:00Z', isInstant)
  expires?: string;

  @Expect('what npm run key prints: sha256:…', matches(KEY_HASH))
  hash!: string;
}

/** The file of API keys. */
export class ApiKeysFileEntry {
  @IsOptional()
  @ListOf(() => ApiKeyEntry, 'a list of keys', 0)
  keys?: ApiKeyEntry[];
}

export class ApiKeysEntry extends ApiKeysFileEntry {
  @IsOptional()
  @ExpectText('the path of a file of keys')
  file?: string;
}

export class OidcScopeEntry {
  @IsOptional()
  @ExpectText('the name of the claim that lists server keys')
  serversClaim?: string;

  @IsOptional()
  @Expect(
    'tags with the claims that hold the values to see, such as { tenant: tenants }',
    (value) => isMapping(value) && Object.values(value).every((claim) => typeof claim === 'string'),
  )
  tagClaims?: Record<string, string>;

  @IsOptional()
  @Expect('a list of roles', isListOf(ROLES), ROLES)
  unscopedRoles?: Role[];
}

export class OidcEntry {
  @ExpectText('the address of an OpenID provider such as https://login.example.org/realms/backup')
  issuer!: string;

  @ExpectText('the audience that tokens for this gateway carry')
  audience!: string;

  @IsOptional()
  @Expect(
    `a list of ${TOKEN_ALGORITHMS.join(', ')}`,
    (value) => Array.isArray(value) && value.length > 0 && isListOf(TOKEN_ALGORITHMS)(value),
  )
  algorithms?: TokenAlgorithm[];

  @IsOptional()
  @ExpectDuration(0, 5 * MINUTE, 'PT30S')
  clockTolerance?: string;

  @IsOptional()
  @ExpectText('the name of the claim that names the caller')
  nameClaim?: string;

  @ExpectText('the name of the claim that holds roles or groups')
  roleClaim!: string;

  @Expect(
    `values of the claim with roles (${ROLES.join(', ')}), such as { backup-admins: ADMIN }`,
    (value) => isMapping(value) && Object.keys(value).length > 0 && isListOf(ROLES)(Object.values(value)),
  )
  roles!: Record<string, Role>;

  @Section(() => OidcScopeEntry)
  scope?: OidcScopeEntry;
}

export class AuthEntry {
  @Expect(
    'none, apiKey, oidc or [apiKey, oidc]',
    (value) => isOneOf(AUTH_MODES, value) || (isListOf(['apiKey', 'oidc'])(value) && !isEmpty(value)),
    AUTH_MODES,
  )
  mode!: AuthMode | AuthMode[];

  @Section(() => ApiKeysEntry)
  apiKeys?: ApiKeysEntry;

  @Section(() => OidcEntry)
  oidc?: OidcEntry;
}

function matches(shape: RegExp): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && shape.test(value);
}

function isOneOf(words: readonly string[], value: unknown): boolean {
  return words.some((word) => word === value);
}

function isListOf(words: readonly string[]): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.every((item) => isOneOf(words, item));
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');
}

function isTagScope(value: unknown): boolean {
  return (
    isMapping(value) &&
    Object.values(value).every((values) => (typeof values === 'string' && values !== '') || isTexts(values))
  );
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && instantOf(value) !== null;
}
