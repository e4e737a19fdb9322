import * as v from 'valibot';
import { isMapping } from './kinds.js';
import type { Facts, Setting } from './kinds.js';
import type { ConfigPath } from './problem-list.js';

type Node = Setting<unknown>;

/** The settings of a group, by key; null: this is a single setting. */
export function entriesOf(setting: Node): Readonly<Record<string, Node>> | null {
  const bare = unwrap(setting);
  return 'entries' in bare ? (bare.entries as Record<string, Node>) : null;
}

/** What each item of a list of groups is; null: this is no such list. */
export function itemOf(setting: Node): Node | null {
  const bare = unwrap(setting);
  const item = 'item' in bare ? (bare.item as Node) : null;
  return item !== null && entriesOf(item) !== null ? item : null;
}

export function factsOf(setting: Node): Partial<Facts> {
  return v.getMetadata(unwrap(setting) as v.SchemaWithPipe<[Node, v.MetadataAction<unknown, Facts>]>);
}

/** What it means, for documentation and editors. */
export function aboutOf(setting: Node): string {
  return v.getDescription(unwrap(setting)) ?? '';
}

/** The default as written in a file, or null where nothing takes the place; undefined: it has to be there. */
export function defaultOf(setting: Node): unknown {
  return 'wrapped' in setting && 'default' in setting ? setting.default : undefined;
}

/** Where a mistake is told: the setting on the way to `path` beyond which there are no settings, and the value there. */
export interface Place {
  readonly setting: Node;
  readonly path: ConfigPath;
  readonly value: unknown;
}

/** Follows a path as far as the settings go, or until the value has another shape than they. */
export function placeAt(root: Node, value: unknown, path: ConfigPath): Place {
  let place: Place = { setting: root, path: [], value };
  for (const step of path) {
    const next = stepInto(place, step);
    if (next === null) break;
    place = next;
  }
  return place;
}

function stepInto({ setting, path, value }: Place, step: string | number): Place | null {
  const entries = entriesOf(setting);
  const item = itemOf(setting);
  const below = [...path, step];
  if (entries !== null && isMapping(value) && Object.hasOwn(entries, step)) {
    const found = entries[step];
    return found === undefined ? null : { setting: found, path: below, value: value[step] };
  }
  if (item !== null && Array.isArray(value))
    return { setting: item, path: below, value: value[Number(step)] as unknown };
  return null;
}

function unwrap(setting: Node): Node {
  return 'wrapped' in setting ? (setting.wrapped as Node) : setting;
}
