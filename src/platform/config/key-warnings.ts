import { readText } from '../files/read-text.js';
import type { CallerScope } from '../../core/model/caller.js';
import type { Server } from '../../core/model/server.js';
import type { ApiKey } from './auth-settings.js';
import { groupIn, groupsIn } from './cross-checks.js';
import { isMapping } from './kinds.js';
import { nearest } from './nearest.js';
import { YamlSource } from './yaml-source.js';

type Known = Pick<Server, 'key' | 'tags'>;

/** Keys that speak of servers or tags that are not there: a slip of the pen, or a server that was removed. */
export function keyWarnings(keys: readonly ApiKey[], servers: readonly Known[]): readonly string[] {
  return keys.flatMap(({ caller }) =>
    scopeWarnings(caller.scope, servers).map((what) => `the API key ${JSON.stringify(caller.name)}: ${what}`),
  );
}

/** What of a scope fits no server. */
export function scopeWarnings(scope: CallerScope, servers: readonly Known[]): readonly string[] {
  const known = servers.map(({ key }) => key);
  const unknown = (scope.servers ?? []).filter((key) => !known.includes(key));
  const values = scope.tags.flatMap(({ key, values }) => values.map((value) => ({ key, value })));
  const idle = values.filter(
    (wanted) => !servers.some(({ tags }) => tags.some((tag) => isSame(tag, wanted))),
  );
  return [
    ...unknown.map((key) => {
      const near = nearest(key, known);
      return `there is no server ${JSON.stringify(key)}${near === undefined ? '' : `; did you mean ${near}?`}`;
    }),
    ...idle.map(({ key, value }) => `no server has the tag ${JSON.stringify(`${key}=${value}`)}`),
  ];
}

/** Servers as a configuration file names them, which may be wrong in other places; null: nothing can be read. */
export function serversNamedIn(file: string): readonly Known[] | null {
  try {
    const written = YamlSource.read(readText(file), file).toPlain();
    if (!isMapping(written)) return null;
    return groupsIn(written['servers']).map(([, server]) => ({
      key: String(server['key']),
      tags: Object.entries(groupIn(server, 'tags')).map(([key, value]) => ({ key, value: String(value) })),
    }));
  } catch {
    return null;
  }
}

function isSame(a: Known['tags'][number], b: Known['tags'][number]): boolean {
  return a.key === b.key && a.value === b.value;
}
