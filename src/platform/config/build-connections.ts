import type { Server, Tag } from '../../core/model/server.js';
import type { ServerConnection, TlsTrust } from './server-connection.js';
import type { Settings } from './settings.js';

type ServerSettings = Settings['servers'][number];
type Objective = Settings['objectives'][number];

/** What is needed to talk to one server. */
export function buildConnection(
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
export function serverWarnings(
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
