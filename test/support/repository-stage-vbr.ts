import { encodeId } from '../../src/core/model/ids.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { RepositoryRecord, VbrSimulator, VbrSimulatorOptions } from '../../src/simulators/vbr/index.js';
import { startGateway } from './gateway.js';
import type { Answer } from './gateway.js';

interface UserErrorSeen {
  code: string;
  message: string;
  field: string[] | null;
  upstream: { status: number; code: string | null; message: string | null } | null;
}

interface RepositoryPayload {
  repository: {
    id: string;
    nativeId: string;
    name: string;
    description: string | null;
    settings: object;
  } | null;
  session: { id: string; nativeId: string; state: string } | null;
  userErrors: UserErrorSeen[];
}

const SELECTION = `repository { id nativeId name description }
  session { id nativeId state }
  userErrors { code message field upstream { status code message } }`;

/** One VBR server with the gateway over it. */
export interface VbrStage {
  simulator: VbrSimulator;
  serverId: string;
  /** Runs a mutation of one `input` argument; GraphQL errors fail the test. */
  change(mutation: string, input: object): Promise<RepositoryPayload>;
  ask<T>(query: string, variables?: Record<string, unknown>): Promise<Answer<T>>;
  /** "POST /api/…" of every change that reached the server, without sign-in. */
  sent(): string[];
  idOf(repository: RepositoryRecord): string;
  /** A repository of this type, after which nothing uses it any more. */
  unused(type: string): RepositoryRecord;
  close(): Promise<void>;
}

export async function startVbrStage(revision: string, options: VbrSimulatorOptions = {}): Promise<VbrStage> {
  const simulator = await startVbrSimulator({
    revisions: [revision],
    policies: 24,
    sessions: 200,
    workSeconds: 0,
    ...options,
  });
  const gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: simulator.url }]);
  return {
    simulator,
    serverId: encodeId({ type: 'BackupServer', server: 'vbr', nativeId: 'vbr' }),
    ask: (query, variables) => gateway.ask(query, variables),
    change: async (mutation, input) => {
      const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
      const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${SELECTION} } }`;
      const { data, errors } = await gateway.ask<Record<string, RepositoryPayload>>(document, { input });
      expect(errors).toEqual([]);
      const payload = data[mutation];
      if (payload === undefined) throw new Error(`${mutation} answered nothing`);
      return payload;
    },
    sent: () =>
      simulator.requests
        .filter(({ method, url }) => method !== 'GET' && !url.includes('/oauth2/'))
        .map(({ method, url }) => `${method} ${url}`),
    idOf: ({ id }) => encodeId({ type: 'VbrRepository', server: 'vbr', nativeId: id }),
    unused: (type) => unused(simulator, type),
    close: async () => {
      await gateway.close();
      await simulator.close();
    },
  };
}

function unused({ world }: VbrSimulator, type: string): RepositoryRecord {
  const found = world.repositories.find((row) => row.type === type && !row.strangeType);
  if (found === undefined) throw new Error(`the simulated server has no repository of type ${type}`);
  for (const job of world.jobs) {
    if (job.repositoryId === found.id) job.repositoryId = null;
    if (job.archiveRepositoryId === found.id) job.archiveRepositoryId = null;
  }
  for (const scaleOut of world.scaleOutRepositories) {
    scaleOut.performance = scaleOut.performance.filter(({ repositoryId }) => repositoryId !== found.id);
    if (scaleOut.capacity?.repositoryIds.includes(found.id)) scaleOut.capacity = null;
    if (scaleOut.archive?.repositoryId === found.id) scaleOut.archive = null;
  }
  return found;
}
