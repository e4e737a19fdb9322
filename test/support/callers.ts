import type { Role } from '../../src/core/model/caller.js';
import { makeKey } from '../../src/platform/auth/callers/key-secret.js';
import type { GraphQLFault } from './gateway.js';

/** What a test says of a key; the rest is made up. */
export interface KeyWish {
  name?: string;
  role?: Role;
  servers?: string[];
  tags?: Record<string, string | string[]>;
  expires?: string;
}

/** A key as a caller holds it and as it stands in the configuration. */
export interface TestKey {
  credential: string;
  entry: Record<string, unknown>;
}

export function testKey({ name = 'somebody', role = 'VIEWER', ...rest }: KeyWish = {}): TestKey {
  const { id, credential, hash } = makeKey();
  return { credential, entry: { id, name, role, hash, ...rest } };
}

/** The `auth` section that accepts these keys. */
export function keyAuth(...keys: TestKey[]): Record<string, unknown> {
  return { mode: 'apiKey', apiKeys: { keys: keys.map(({ entry }) => entry) } };
}

export interface Reply<T> {
  status: number;
  headers: Headers;
  data: T;
  errors: GraphQLFault[];
  text: string;
}

/** Asks as whoever holds a key or token; undefined: as nobody. */
export async function askAs<T = Record<string, unknown>>(
  credential: string | undefined,
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Reply<T>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(credential) },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const { data, errors = [] } = JSON.parse(text) as { data: T; errors?: GraphQLFault[] };
  return { status: response.status, headers: response.headers, data, errors, text };
}

export function bearer(credential: string | undefined): Record<string, string> {
  return credential === undefined ? {} : { authorization: `Bearer ${credential}` };
}
