import * as v from 'valibot';
import { DateTime } from 'luxon';
import { EVERY_SERVER, ROLES, callerOf } from '../../core/model/caller.js';
import type { Caller, CallerScope } from '../../core/model/caller.js';
import type { Instant } from '../../core/model/instant.js';
import { isLoopbackHost } from './addresses.js';
import {
  address,
  duration,
  kind,
  listOf,
  manyOf,
  namesWith,
  oneOf,
  optional,
  required,
  section,
} from './kinds.js';
import { setting, shaped, text, texts } from './kinds.js';
import type { Setting } from './kinds.js';

/** Who may call: one line for each setting. */

const AUTH_MODES = ['none', 'apiKey', 'oidc'] as const;

/** Asymmetric ones only: with HMAC whoever can check a token can also make one. */
const TOKEN_ALGORITHMS = [
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

/** What a person types; nothing that could break a line of a log. */
const NAME = /^[^\p{C}]{1,100}$/u;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** What is kept of an API key: enough to recognize it, not to use it. */
export interface ApiKey {
  readonly id: string;
  /** base64url, as `digest`. */
  readonly salt: string;
  /** HMAC-SHA256 of the key's secret under the salt. */
  readonly digest: string;
  readonly caller: Caller;
}

// prettier-ignore
const API_KEY = section({
  id: required(shaped(/^[0-9a-f]{12}$/, 'twelve hexadecimal digits, as npm run key prints them'), 'As `npm run key` prints it'),
  name: required(shaped(NAME, 'a name of at most 100 characters, in one line'), 'Who holds it: for logs and audit'),
  role: required(oneOf(ROLES), '`VIEWER` reads; `OPERATOR` also starts, stops, enables, disables, rescans; `ADMIN` also creates, edits, removes and puts into maintenance'),
  servers: optional(texts('a list of server keys'), 'Keys of the servers that exist for the holder; all unless given'),
  tags: optional(tagScope(), 'Tags that a server must have, each with one of the values: `{ tenant: [acme, globex] }`. With `servers` both must hold'),
  expires: optional(instant(), 'When the key ends; a date means its beginning in UTC. Never unless given'),
  hash: required(shaped(/^sha256:[\w-]{22}:[\w-]{43}$/, 'what npm run key prints: sha256:…', { secret: true }), 'As `npm run key` prints it: a salted hash, from which nobody gets the key'),
});

const KEYS = listOf(v.pipe(API_KEY, v.transform(apiKeyOf)), 'a list of keys');

/** The file of API keys. */
// prettier-ignore
export const KEYS_FILE = section({
  keys: required(KEYS, 'The keys; `[]` where there are none'),
});

// prettier-ignore
const API_KEYS = section({
  file: optional(text('the path of a file of keys'), 'A file of keys, relative to this file. A change counts within a second; a file with mistakes changes nothing and is reported in the log'),
  keys: optional(KEYS, 'Keys in the configuration itself, read once at start. The same as below `keys:` in the file'),
});

// prettier-ignore
const SCOPE = section({
  serversClaim: optional(text('the name of the claim that lists server keys'), 'The claim that lists the keys of the servers that exist for the caller'),
  tagClaims: setting(namesWith(text(), { what: 'tags with the claims that hold the values to see, such as { tenant: tenants }' }), {}, 'By tag the claim that holds the values a server may have. A caller without the claim sees no server'),
  unscopedRoles: setting(manyOf(ROLES, 'a list of roles', 0), [], 'Callers with these roles see every server, whatever their claims'),
});

// prettier-ignore
const OIDC = section({
  issuer: required(address('the address of an OpenID provider such as https://login.example.org/realms/backup', issuerProblem), 'Address of the provider, exactly as its tokens spell it. `/.well-known/openid-configuration` below it leads to its keys. Own authorities: `NODE_EXTRA_CA_CERTS`'),
  audience: required(text('the audience that tokens for this gateway carry'), 'The audience that access tokens for this gateway carry; tokens for others are refused'),
  algorithms: setting(manyOf(TOKEN_ALGORITHMS, `a list of ${TOKEN_ALGORITHMS.join(', ')}`), ['RS256', 'PS256', 'ES256', 'EdDSA'], 'How tokens may be signed: asymmetrically only'),
  clockTolerance: setting(duration('PT0S', 'PT5M', 'PT30S'), 'PT30S', "How far the provider's clock may be off"),
  nameClaim: setting(text('the name of the claim that names the caller'), 'sub', 'The claim that names the caller in logs and audit'),
  roleClaim: required(text('the name of the claim that holds roles or groups'), 'The claim that holds roles or groups, as a text or a list; `realm_access.roles` for one inside another. `scope` and `scp` are read word by word'),
  roles: required(namesWith(oneOf(ROLES), { what: `values of the claim with roles (${ROLES.join(', ')}), such as { backup-admins: ADMIN }` }, 1), 'Values of that claim with roles. The highest counts; a token with none of them is refused'),
  scope: setting(SCOPE, {}, 'Which claims bound what a caller sees; without any, every caller sees every server'),
});

// prettier-ignore
export const AUTH = section({
  mode: required(modes(), '`none`: whoever reaches the gateway may do everything; only while it listens on a loopback address'),
  apiKeys: optional(API_KEYS, 'Required when `mode` names `apiKey`: `file`, `keys` or both'),
  oidc: optional(OIDC, 'Required when `mode` names `oidc`'),
});

/** How callers with tokens are known. */
export type OidcConfig = v.InferOutput<typeof OIDC>;

/** Which claims bound what a caller sees. Neither: every caller sees every server. */
export type OidcScope = OidcConfig['scope'];

/** Reads a date (its beginning in UTC) or a date and time with an offset; null: it is neither. */
function instantOf(text: string): Instant | null {
  if (!DATE.test(text) && !DATE_TIME.test(text)) return null;
  const at = DateTime.fromISO(text, { zone: 'utc' }).toMillis();
  return Number.isNaN(at) ? null : at;
}

function instant(): Setting<Instant> {
  const what = 'a date such as 2027-01-31, or a date and time such as 2027-01-31T12:00:00Z';
  return kind(v.pipe(v.string(), v.transform(instantOf), v.number()), { what, schema: { type: 'string' } });
}

function tagScope(): Setting<ReadonlyMap<string, readonly string[]>> {
  const what = 'tags with the values to see, such as { tenant: acme } or { tenant: [acme, globex] }';
  const values = v.pipe(
    v.union([text(), texts('')]),
    v.transform((value) => [value].flat()),
  );
  return namesWith(values, { what });
}

function modes(): Setting<string | readonly string[]> {
  const several = manyOf(['apiKey', 'oidc'], '');
  return kind(v.union([v.picklist(AUTH_MODES), several]), {
    what: 'none, apiKey, oidc or [apiKey, oidc]',
    words: AUTH_MODES,
    schema: { anyOf: [{ enum: AUTH_MODES }, { type: 'array', items: { enum: ['apiKey', 'oidc'] } }] },
  });
}

function issuerProblem(issuer: string): string | undefined {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
  return isSafe && url.search === '' && url.hash === ''
    ? undefined
    : 'expected an address that begins with https:// and has no "?" and "#"';
}

function apiKeyOf(entry: v.InferOutput<typeof API_KEY>): ApiKey {
  const [, salt = '', digest = ''] = entry.hash.split(':');
  const caller = callerOf({
    id: `key ${entry.id}`,
    name: entry.name,
    role: entry.role,
    scope: scopeOf(entry),
    expiresAt: entry.expires,
  });
  return { id: entry.id, salt, digest, caller };
}

function scopeOf({ servers, tags }: v.InferOutput<typeof API_KEY>): CallerScope {
  if (!servers && !tags) return EVERY_SERVER;
  return { servers, tags: [...(tags ?? [])].map(([key, values]) => ({ key, values })) };
}
