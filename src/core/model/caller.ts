import type { Instant } from './instant.js';
import type { Server } from './server.js';

export const ROLES = ['VIEWER', 'OPERATOR', 'ADMIN'] as const;

/** What a caller may do. Each role may do what the ones before it may. */
export type Role = (typeof ROLES)[number];

export function isRoleEnough(held: Role, needed: Role): boolean {
  return ROLES.indexOf(held) >= ROLES.indexOf(needed);
}

/** Which servers exist for a caller: those that meet every condition. */
export interface CallerScope {
  /** Keys of servers; null: whichever. An empty list: none. */
  readonly servers: readonly string[] | null;
  /** A server must carry each of these tags with one of the values. */
  readonly tags: readonly { readonly key: string; readonly values: readonly string[] }[];
}

export const EVERY_SERVER: CallerScope = { servers: null, tags: [] };

export function isVisible(server: Server, { servers, tags }: CallerScope): boolean {
  return (
    (servers?.includes(server.key) ?? true) &&
    tags.every(({ key, values }) => server.tags.some((tag) => tag.key === key && values.includes(tag.value)))
  );
}

/** Whoever sent a request: who it is, what it may do, what exists for it, and until when. */
export interface Caller {
  /** Stable over the tokens of one identity, and never that of another: what belongs to a caller is kept under it. */
  readonly id: string;
  /** For people: logs, audit. Chosen by whoever issued the key or token, so it may be any text. */
  readonly name: string;
  readonly role: Role;
  readonly scope: CallerScope;
  /** Equal for equal scopes only: part of the key of whatever is kept of an answer. */
  readonly scopeKey: string;
  /** When the key or token ends; null: never. */
  readonly expiresAt: Instant | null;
}

export function callerOf(facts: Omit<Caller, 'scopeKey'>): Caller {
  return { ...facts, scopeKey: scopeKeyOf(facts.scope) };
}

/** The caller of a gateway that asks nobody who they are (`auth.mode: none`). */
export const ANYBODY: Caller = callerOf({
  id: 'anybody',
  name: 'anybody',
  role: 'ADMIN',
  scope: EVERY_SERVER,
  expiresAt: null,
});

function scopeKeyOf({ servers, tags }: CallerScope): string {
  const sortedTags = tags.map(({ key, values }) => [key, values.toSorted()] as const);
  return JSON.stringify([
    servers?.toSorted() ?? null,
    sortedTags.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))),
  ]);
}
