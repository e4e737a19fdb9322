import type { Product } from '../../core/model/server.js';
import { isLoopbackHost } from './addresses.js';
import { isMapping } from './kinds.js';
import type { ConfigPath, ProblemList } from './problem-list.js';

const REVISIONS: Readonly<Record<Product, { readonly shape: RegExp; readonly example: string }>> = {
  VBR: { shape: /^\d+\.\d+-rev\d+$/, example: '1.3-rev1' },
  VB_AWS: { shape: /^\d+\.\d+-rev\d+$/, example: '1.8-rev0' },
  VB_M365: { shape: /^v\d+$/, example: 'v8' },
};

/** A group of keys as written: any of them may be anything. */
type Group = Readonly<Record<string, unknown>>;

/** What the line of one setting cannot say: settings that contradict each other, or depend on others. */
export function crossCheck(written: Group, problems: ProblemList): void {
  checkListening(written, problems);
  checkAuth(written, problems);
  checkAudit(groupIn(written, 'audit'), problems);
  checkHistory(groupIn(written, 'history'), problems);
  const servers = groupsIn(written['servers']);
  checkOwn('key', servers, ['servers'], 'servers', problems);
  for (const [index, server] of servers) checkServer(server, ['servers', index], problems);
}

/** Adds a problem for every key of a list of API keys whose id another one has. */
export function checkKeyIds(keys: unknown, path: ConfigPath, problems: ProblemList): void {
  checkOwn('id', groupsIn(keys), path, null, problems);
}

/** The items of a list that are groups, with their positions; the list may be anything. */
export function groupsIn(list: unknown): readonly (readonly [number, Group])[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, index) => (isMapping(item) ? [[index, item] as const] : []));
}

/** A group inside another; empty where there is none. */
export function groupIn(group: Group, key: string): Group {
  const value = Object.hasOwn(group, key) ? group[key] : undefined;
  return isMapping(value) ? value : {};
}

function checkListening(written: Group, problems: ProblemList): void {
  const path = ['listen', 'host'];
  const { host } = groupIn(written, 'listen');
  const { mode = 'none' } = groupIn(written, 'auth');
  if (mode !== 'none' || typeof host !== 'string' || isLoopbackHost(host)) return;
  problems.add(
    path,
    `expected a loopback address such as 127.0.0.1, because auth.mode is none, found ${problems.quote(path, host)}`,
  );
}

function checkAuth(written: Group, problems: ProblemList): void {
  const auth = groupIn(written, 'auth');
  if (auth['mode'] === undefined || !problems.isSound(['auth', 'mode'])) return;
  checkSection(auth, 'apiKeys', 'apiKey', problems);
  checkSection(auth, 'oidc', 'oidc', problems);
  const path = ['auth', 'apiKeys'];
  if (!isMapping(auth['apiKeys']) || !problems.isSound(path)) return;
  const { keys, file } = auth['apiKeys'];
  if (isAbsent(keys) && isAbsent(file))
    problems.add(path, 'expected file (the path of a file of keys) or keys (a list), found neither');
  checkKeyIds(keys, [...path, 'keys'], problems);
}

function checkSection(auth: Group, key: string, mode: string, problems: ProblemList): void {
  const isWanted = [auth['mode']].flat().includes(mode);
  if (isWanted && isAbsent(auth[key]))
    problems.add(['auth', key], `expected a group of keys, because auth.mode names ${mode}, found nothing`);
  if (!isWanted && !isAbsent(auth[key]))
    problems.add(['auth', key], `expected nothing here, because auth.mode does not name ${mode}`);
}

function checkAudit(audit: Group, problems: ProblemList): void {
  const path = ['audit', 'path'];
  if (audit['to'] === 'file' && isAbsent(audit['path']))
    problems.add(path, 'expected the path of a file, because audit.to is file, found nothing');
  if (audit['to'] === 'stdout' && !isAbsent(audit['path']))
    problems.add(path, 'expected no path, because audit.to is stdout');
}

function checkHistory({ path, url }: Group, problems: ProblemList): void {
  if (!isAbsent(path) && !isAbsent(url))
    problems.add(['history', 'path'], 'expected no path, because history.url names a PostgreSQL');
}

/** `key` must be another one in each group. `listName` is that of the list where messages name the earlier one. */
function checkOwn(
  key: string,
  groups: readonly (readonly [number, Group])[],
  path: ConfigPath,
  listName: string | null,
  problems: ProblemList,
): void {
  const first = new Map<unknown, number>();
  for (const [index, group] of groups) {
    const own = group[key];
    const earlier = first.get(own);
    if (earlier === undefined) first.set(own, index);
    else if (typeof own === 'string')
      problems.add(
        [...path, index, key],
        listName === null
          ? `expected an ${key} of its own; a key above has this one`
          : `expected a ${key} of its own; ${listName}[${earlier}] has this one already`,
      );
  }
}

function checkServer(server: Group, path: ConfigPath, problems: ProblemList): void {
  checkRevision(server, path, problems);
  const { url, tls } = server;
  if (
    typeof url === 'string' &&
    url.startsWith('http:') &&
    isMapping(tls) &&
    problems.isSound([...path, 'url'])
  )
    problems.add([...path, 'tls'], 'expected no tls keys, because url begins with http://');
}

function checkRevision({ product, apiVersion }: Group, path: ConfigPath, problems: ProblemList): void {
  if (typeof apiVersion !== 'string' || !isProduct(product)) return;
  const { shape, example } = REVISIONS[product];
  const at = [...path, 'apiVersion'];
  if (!shape.test(apiVersion))
    problems.add(
      at,
      `expected a revision of ${product} such as ${example}, found ${problems.quote(at, apiVersion)}`,
    );
}

function isProduct(value: unknown): value is Product {
  return typeof value === 'string' && Object.hasOwn(REVISIONS, value);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
