import type { Product, TagInput } from './documents/documents.js';

export const VIEWS = ['needs', 'days', 'running', 'repositories', 'servers'] as const;
type View = (typeof VIEWS)[number];

const PRODUCTS: readonly Product[] = ['VBR', 'VB_AWS', 'VB_M365'];

/** What a link holds: whoever opens it sees what its sender saw. A key is never in it. */
export interface Address {
  readonly view: View;
  /** It hangs on a wall: nothing but figures, in large letters. */
  readonly wall: boolean;
  /** IANA name. */
  readonly zone: string;
  /** Keys of servers; empty: all. */
  readonly servers: readonly string[];
  readonly products: readonly Product[];
  readonly tags: readonly TagInput[];
  /** Id of the policy whose details are open. */
  readonly policy: string | null;
  /** The day whose runs of that policy are open, "2026-03-29". */
  readonly day: string | null;
  /** Id of the session whose details are open. */
  readonly session: string | null;
}

/** Reads the query of an address; what it does not know is left out. `ownZone` counts where none is named. */
export function readAddress(query: string, ownZone: string): Address {
  const given = new URLSearchParams(query);
  return {
    view: VIEWS.find((view) => view === given.get('view')) ?? 'needs',
    wall: given.has('wall'),
    zone: zoneIn(given.get('zone')) ?? ownZone,
    servers: given.getAll('server'),
    products: PRODUCTS.filter((product) => given.getAll('product').includes(product)),
    tags: given.getAll('tag').flatMap(tagIn),
    policy: given.get('policy'),
    day: /^\d{4}-\d\d-\d\d$/.exec(given.get('day') ?? '')?.[0] ?? null,
    session: given.get('session'),
  };
}

/** The query of an address, with its question mark. */
export function writeAddress(address: Address): string {
  const { view, wall, zone, servers, products, tags, policy, day, session } = address;
  const query = new URLSearchParams();
  if (view !== 'needs') query.set('view', view);
  if (wall) query.set('wall', '');
  for (const server of servers) query.append('server', server);
  for (const product of products) query.append('product', product);
  for (const tag of tags) query.append('tag', tagText(tag));
  if (policy !== null) query.set('policy', policy);
  if (day !== null) query.set('day', day);
  if (session !== null) query.set('session', session);
  query.set('zone', zone);
  return `?${query}`;
}

/** Which servers the address speaks of, as documents take it; what is not narrowed is absent. */
export function scopeOf({ servers, products, tags }: Address): {
  servers?: readonly string[];
  products?: readonly Product[];
  tags?: readonly TagInput[];
} {
  return {
    ...(servers.length > 0 && { servers }),
    ...(products.length > 0 && { products }),
    ...(tags.length > 0 && { tags }),
  };
}

/** With no details open. */
export const NO_DETAILS = { policy: null, day: null, session: null } as const;

export function tagText({ key, value }: TagInput): string {
  return `${key}:${value}`;
}

function tagIn(text: string): TagInput[] {
  const end = text.indexOf(':');
  return end < 1 ? [] : [{ key: text.slice(0, end), value: text.slice(end + 1) }];
}

function zoneIn(name: string | null): string | undefined {
  if (name === null) return undefined;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    return undefined;
  }
}
