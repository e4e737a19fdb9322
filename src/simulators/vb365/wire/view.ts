import type { Vb365World } from '../world.js';

/** API versions this simulator can serve. Version 3 serves sign-in and proxies only. */
export type Version = 3 | 6 | 7 | 8;

export type Json = Record<string, unknown>;

/** What decides how a record looks on the wire. */
export interface View {
  version: Version;
  world: Vb365World;
  /** What version 6 sends as the end of work that has not ended. */
  missingEnd: string | null;
}

/** `fields` when the view speaks one of the versions from `first` to `last`, else nothing. */
export function versioned({ version }: View, first: Version, last: Version, fields: Json): Json {
  return version >= first && version <= last ? fields : {};
}

/** ISO 8601 in UTC, trailing zeros of the fraction left out, as .NET writes it. */
export function wireTime(epochMs: number): string;
export function wireTime(epochMs: number | null): string | null;
export function wireTime(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString().replace(/\.?0*Z$/, 'Z');
}

/** HAL links, relative to the server: `links(view, { self: 'Jobs/1' })`. */
export function links({ version }: View, targets: Record<string, string | undefined>): Json {
  const entries = Object.entries(targets).filter(([, target]) => target !== undefined);
  return Object.fromEntries(entries.map(([name, target]) => [name, { href: `/v${version}/${target}` }]));
}
