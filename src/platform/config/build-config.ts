import { parseDuration } from '../../core/model/duration.js';
import type { Milliseconds } from '../../core/model/instant.js';
import type { Server, Tag } from '../../core/model/server.js';
import { buildTrustedDocuments } from './access-config.js';
import { baseAddress } from './addresses.js';
import { buildAuth } from './build-auth.js';
import { buildObservability } from './build-observability.js';
import type { GatewayEntry, ObjectiveEntry, ServerEntry } from './config-entries.js';
import { buildCors } from './cors-config.js';
import type { GatewayConfig } from './gateway-config.js';
import { buildListenTls } from './listen-tls.js';
import { buildLimits } from './limits-config.js';
import { buildRedis } from './redis-config.js';
import { Secret } from './secret.js';
import type { ServerConnection, TlsTrust } from './server-connection.js';

/**
 * The configuration from an entry without mistakes; `trust` is by position of the server, the system's where absent, and paths are
 * relative to the folder of `file`.
 */
export function buildConfig(
  entry: GatewayEntry,
  trust: ReadonlyMap<number, TlsTrust>,
  file: string,
): GatewayConfig {
  const objectives = entry.objectives ?? [];
  const connections = entry.servers.map((server, index) =>
    buildConnection(server, trust.get(index) ?? { kind: 'system' }, objectives),
  );
  const servers = connections.map(({ server }) => server);
  const auth = buildAuth(entry.auth ?? {}, file);
  return deepFreeze({
    listen: {
      host: entry.listen?.host ?? '127.0.0.1',
      port: entry.listen?.port ?? 4000,
      trustedProxies: entry.listen?.trustedProxies ?? [],
      tls: entry.listen?.tls ? buildListenTls(entry.listen.tls, file) : null,
    },
    ...buildObservability(entry, file),
    auth,
    cache: {
      inventory: milliseconds(entry.cache?.inventory ?? 'PT30S'),
      staleIfError: milliseconds(entry.cache?.staleIfError ?? 'PT1H'),
    },
    redis: buildRedis(entry.redis),
    limits: buildLimits(entry.limits, auth.apiKeys !== null || auth.oidc !== null),
    cors: buildCors(entry.cors),
    introspection: entry.introspection ?? 'ADMIN',
    trustedDocuments: buildTrustedDocuments(entry.trustedDocuments, file),
    connections,
    servers,
    warnings: [...connections.flatMap(trustWarnings), ...objectiveWarnings(objectives, servers)],
  });
}

function buildConnection(
  entry: ServerEntry,
  tls: TlsTrust,
  objectives: readonly ObjectiveEntry[],
): ServerConnection {
  const tags = tagList(entry.tags);
  const objective =
    entry.recoveryPointObjective ?? objectives.find((one) => matches(one, tags))?.recoveryPointObjective;
  const server: Server = {
    key: entry.key,
    name: entry.name ?? entry.key,
    product: entry.product,
    url: baseAddress(entry.url),
    tags,
    timeout: milliseconds(entry.limits?.timeout ?? 'PT30S'),
    concurrency: entry.limits?.concurrency ?? 8,
    recoveryPointObjective: objective === undefined ? null : milliseconds(objective),
  };
  return {
    server,
    apiVersion: entry.apiVersion ?? null,
    username: entry.username,
    password: new Secret(entry.password),
    tls,
    ...(entry.limits?.callTimeout !== undefined && { callTimeout: milliseconds(entry.limits.callTimeout) }),
  };
}

function trustWarnings({ server, tls }: ServerConnection): readonly string[] {
  return tls.kind === 'insecure'
    ? [
        `${server.key}: tls.insecure is set: its certificate is not checked, so whoever stands in between can read the password; pin the certificate with tls.fingerprint256 instead`,
      ]
    : [];
}

function objectiveWarnings(
  objectives: readonly ObjectiveEntry[],
  servers: readonly Server[],
): readonly string[] {
  return objectives.flatMap((objective, index) =>
    servers.some(({ tags }) => matches(objective, tags))
      ? []
      : [`objectives[${index}]: no server has these tags`],
  );
}

/** Every tag of the objective must be there. */
function matches({ tag }: ObjectiveEntry, tags: readonly Tag[]): boolean {
  return tagList(tag).every((wanted) =>
    tags.some(({ key, value }) => key === wanted.key && value === wanted.value),
  );
}

function tagList(tags: Record<string, unknown> | undefined): readonly Tag[] {
  return Object.entries(tags ?? {}).map(([key, value]) => ({ key, value: String(value) }));
}

function milliseconds(duration: string): Milliseconds {
  return parseDuration(duration) ?? 0;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
