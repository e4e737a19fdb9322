import { dirname, resolve } from 'node:path';
import type { Milliseconds } from '../../core/model/instant.js';
import type { GatewayConfig, HistoryConfig, LimitsConfig } from './gateway-config.js';
import { keyWarnings } from './key-warnings.js';
import type { NamedFiles } from './named-files.js';
import { postgresAddress } from './postgres-address.js';
import type { Settings } from './settings.js';
import { withBoardDocuments } from './trusted-documents.js';
import type { Server, Tag } from '../../core/model/server.js';
import type { ServerConnection, TlsTrust } from './server-connection.js';

const USUAL_ACTIVITY: Milliseconds = 10_000;

/** The configuration from settings without mistakes; paths are relative to the folder of `file`, `odd` are warnings of how it is written. */
export function buildConfig(
  settings: Settings,
  { trust, documents, keys }: NamedFiles,
  file: string,
  odd: readonly string[],
): GatewayConfig {
  const at = (path: string): string => resolve(dirname(file), path);
  const {
    servers: entries,
    objectives,
    auth,
    listen,
    limits,
    trustedDocuments,
    telemetry,
    audit,
    cache,
    history,
    ...rest
  } = settings;
  const connections = entries.map((server, index) =>
    buildConnection(server, trust.get(index) ?? { kind: 'system' }, objectives),
  );
  const servers = connections.map(({ server }) => server);
  return deepFreeze({
    ...rest,
    listen: { ...listen, tls: listen.tls && { cert: at(listen.tls.cert), key: at(listen.tls.key) } },
    auth: {
      apiKeys: auth.apiKeys && {
        keys: auth.apiKeys.keys ?? [],
        file: auth.apiKeys.file === null ? null : at(auth.apiKeys.file),
      },
      oidc: auth.oidc,
    },
    limits: buildLimits(limits, auth.apiKeys !== null || auth.oidc !== null),
    trustedDocuments: trustedDocuments && {
      documents: rest.board === 'on' ? withBoardDocuments(documents) : documents,
      roles: trustedDocuments.roles,
    },
    telemetry: telemetry.otlp,
    cache: { ...cache, activity: cache.activity ?? Math.min(USUAL_ACTIVITY, cache.inventory) },
    history: history === 'off' ? null : buildHistory(history, at),
    audit:
      audit.to === 'file' && audit.path !== null ? { to: 'file', path: at(audit.path) } : { to: 'stdout' },
    connections,
    servers,
    warnings: [
      ...serverWarnings(connections, objectives),
      ...keyWarnings([...(auth.apiKeys?.keys ?? []), ...keys], servers),
      ...odd,
    ],
  });
}

function buildHistory(
  { path, url, ...rest }: Exclude<Settings['history'], 'off'>,
  at: (path: string) => string,
): HistoryConfig {
  return {
    ...rest,
    path: at(path ?? './data'),
    isRequired: path !== null,
    database: url && postgresAddress(url.reveal(), at),
  };
}

/**
 * What is not given follows from the rest. Where nobody is asked who they are, all callers are on this machine, and one process may well stand for all of them: rates count
 * only if they are configured.
 */
function buildLimits(limits: Settings['limits'], isAsking: boolean): LimitsConfig {
  const requestsPerSecond = limits.requestsPerSecond ?? (isAsking ? 500 : Infinity);
  return {
    ...limits,
    connectionsPerAddress: limits.connectionsPerAddress ?? Math.ceil(limits.connections * 0.8),
    requestsPerSecond,
    refusedPerSecond: limits.refusedPerSecond ?? requestsPerSecond,
    socketsPerCaller: limits.socketsPerCaller ?? limits.streamsPerCaller,
    concurrencyPerCaller: limits.concurrencyPerCaller ?? (isAsking ? 200 : Infinity),
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

type ServerSettings = Settings['servers'][number];
type Objective = Settings['objectives'][number];

/** What is needed to talk to one server. */
function buildConnection(
  settings: ServerSettings,
  tls: TlsTrust,
  objectives: readonly Objective[],
): ServerConnection {
  const { key, name, product, url, apiVersion, username, password, limits } = settings;
  const tags = [...settings.tags].map(([tag, value]) => ({ key: tag, value }));
  const objective = objectives.find((one) => fits(one, tags)) ?? null;
  const server: Server = {
    key,
    name: name ?? key,
    product,
    url,
    tags,
    timeout: limits.timeout,
    concurrency: limits.concurrency,
    recoveryPointObjective: settings.recoveryPointObjective ?? objective?.recoveryPointObjective ?? null,
    timeZone: settings.timeZone,
  };
  const { callTimeout } = limits;
  return { server, apiVersion, username, password, tls, ...(callTimeout !== null && { callTimeout }) };
}

/** What is allowed in servers and objectives but deserves a line in the log. */
function serverWarnings(
  connections: readonly ServerConnection[],
  objectives: readonly Objective[],
): readonly string[] {
  const insecure = connections.filter(({ tls }) => tls.kind === 'insecure');
  return [
    ...insecure.map(
      ({ server }) =>
        `${server.key}: tls.insecure is set: its certificate is not checked, so whoever stands in between can read the password; pin the certificate with tls.fingerprint256 instead`,
    ),
    ...objectives.flatMap((objective, index) =>
      connections.some(({ server }) => fits(objective, server.tags))
        ? []
        : [`objectives[${index}]: no server has these tags`],
    ),
  ];
}

/** Every tag of the objective must be there. */
function fits({ tag }: Objective, tags: readonly Tag[]): boolean {
  return [...tag].every(([wanted, text]) => tags.some(({ key, value }) => key === wanted && value === text));
}
