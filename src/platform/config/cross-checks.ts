import type { Product } from '../../core/model/server.js';
import { addressProblem } from './addresses.js';
import type { GatewayEntry, ServerEntry } from './config-entries.js';
import { isMapping } from './expectations.js';
import type { ConfigPath, ProblemList } from './problem-list.js';
import { checkRedis } from './redis-config.js';

const REVISIONS: Readonly<Record<Product, { readonly shape: RegExp; readonly example: string }>> = {
  VBR: { shape: /^\d+\.\d+-rev\d+$/, example: '1.3-rev1' },
  VB_AWS: { shape: /^\d+\.\d+-rev\d+$/, example: '1.8-rev0' },
  VB_M365: { shape: /^v\d+$/, example: 'v8' },
};

/** What one rule for one key cannot see: keys that contradict each other, and values that depend on others. */
export function crossCheck(entry: GatewayEntry, problems: ProblemList): void {
  checkAudit(entry, problems);
  checkRedis(entry.redis, ['redis'], problems);
  const servers = itemsOf(entry.servers);
  checkDuplicateKeys(servers, problems);
  for (const [index, server] of servers) checkServer(server, ['servers', index], problems);
  for (const [index, { tag }] of itemsOf(entry.objectives))
    checkTags(tag, ['objectives', index, 'tag'], problems);
}

/** The items of a list that are groups of keys, with their positions; the list may be anything. */
export function itemsOf<T extends object>(list: readonly T[] | undefined): readonly (readonly [number, T])[] {
  return Array.isArray(list)
    ? list.map((item: T, index) => [index, item] as const).filter(([, item]) => isMapping(item))
    : [];
}

function checkAudit({ audit }: GatewayEntry, problems: ProblemList): void {
  const path = ['audit', 'path'];
  if (audit?.to === 'file' && audit.path === undefined)
    problems.add(path, 'expected the path of a file, because audit.to is file, found nothing');
  if (audit?.to === 'stdout' && audit.path !== undefined)
    problems.add(path, 'expected no path, because audit.to is stdout');
}

function checkDuplicateKeys(
  servers: readonly (readonly [number, ServerEntry])[],
  problems: ProblemList,
): void {
  const first = new Map<string, number>();
  for (const [index, { key }] of servers) {
    const earlier = first.get(key);
    if (earlier !== undefined && typeof key === 'string')
      problems.add(
        ['servers', index, 'key'],
        `expected a key of its own; servers[${earlier}] has this one already`,
      );
    else first.set(key, index);
  }
}

function checkServer(server: ServerEntry, path: ConfigPath, problems: ProblemList): void {
  checkTags(server.tags, [...path, 'tags'], problems);
  checkRevision(server, [...path, 'apiVersion'], problems);
  if (typeof server.url !== 'string') return;
  const problem = addressProblem(server.url);
  const at = [...path, 'url'];
  if (problem !== undefined) problems.add(at, `${problem}, found ${problems.quote(at, server.url)}`);
  else if (server.tls && server.url.startsWith('http:'))
    problems.add([...path, 'tls'], 'expected no tls keys, because url begins with http://');
}

function checkRevision({ product, apiVersion }: ServerEntry, path: ConfigPath, problems: ProblemList): void {
  if (typeof apiVersion !== 'string' || !problems.isSound([...path.slice(0, -1), 'product'])) return;
  const { shape, example } = REVISIONS[product];
  if (!shape.test(apiVersion))
    problems.add(
      path,
      `expected a revision of ${product} such as ${example}, found ${problems.quote(path, apiVersion)}`,
    );
}

function checkTags(tags: Record<string, unknown> | undefined, path: ConfigPath, problems: ProblemList): void {
  if (!problems.isSound(path)) return;
  for (const [name, value] of Object.entries(tags ?? {}))
    if (typeof value !== 'string' || value === '')
      problems.add(
        [...path, name],
        `expected a text; put numbers, dates, true and false in quotes, found ${value === null || value === '' ? 'nothing' : typeof value}`,
      );
}
