import { object } from '../../../platform/products-kit/values.js';
import { productWord } from '../product-words.js';
import type { REVISIONS } from '../revision.js';

export type Revision = (typeof REVISIONS)[number];

/** A body under construction. Fields are named by dotted paths from its root. */
export type Body = Record<string, unknown>;

/** How one setting stands in the body of one storage type. */
export interface Setting<V> {
  /** First revision that has it; absent: all have it. */
  readonly since?: Revision;
  /** Revisions from `since` and up to before `before` in which creation cannot do without it; absent: it can. */
  readonly needed?: { readonly since?: Revision; readonly before?: Revision };
  /** First revisions of parts that came later than the whole. */
  readonly partsSince?: Readonly<Record<string, Revision>>;
  /** Whether null says something: that there is no limit, no appliance … */
  readonly nullable?: boolean;
  write(body: Body, value: V, revision: string): void;
}

/** Puts a value in its place; undefined takes what is there away. */
export function put(body: Body, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop() ?? path;
  let place = body;
  for (const name of names) {
    const next: Body = { ...object(place[name]) };
    place[name] = next;
    place = next;
  }
  if (value === undefined) delete place[last];
  else place[last] = value;
}

/** Puts several values into one object, which keeps what else is in it; undefined as above. */
export function putAll(body: Body, path: string, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) put(body, `${path}.${name}`, value);
}

/** A value that stands in the body as it is given. */
export function plain<V>(path: string, more: Pick<Setting<V>, 'since' | 'needed'> = {}): Setting<V> {
  return { ...more, write: (body, value) => put(body, path, value) };
}

export function word<V extends string>(path: string, more: { since?: Revision } = {}): Setting<V> {
  return { ...more, write: (body, value) => put(body, path, productWord(value)) };
}

/** A number that counts only while its switch is on; null switches it off. */
export function switched(
  switchPath: string,
  path: string,
  more: { since?: Revision } = {},
): Setting<number | null> {
  return {
    ...more,
    nullable: true,
    write: (body, value) => {
      put(body, switchPath, value !== null);
      if (value !== null) put(body, path, value);
    },
  };
}
