import type { Json } from './records.js';

/** The address the appliance believes it has: unreachable on purpose, as behind NAT, so that nobody follows links. */
const APPLIANCE = 'https://10.66.0.12:11005/api/v1';

export type Link = { rel: string; href: string; method: string };

export function link(rel: string, path: string): Link {
  return { rel, href: `${APPLIANCE}${path}`, method: 'GET' };
}

export function self(path: string): { _links: Link[] } {
  return { _links: [link('self', path)] };
}

export type Wire = Record<string, Json | undefined>;

/** Without the fields that are undefined. */
export function compact(wire: Wire): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(wire).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}
