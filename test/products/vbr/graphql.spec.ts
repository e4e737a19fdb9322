import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { getNamedType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { createApp } from '../../../src/create-app.js';
import { DEFAULT_TIMING } from '../../../src/fleet.module.js';
import { parseConfig } from '../../../src/platform/config/parse-config.js';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { NOW } from './support.js';

let simulator: VbrSimulator;
let app: NestFastifyApplication;

beforeAll(async () => {
  simulator = await startVbrSimulator({ now: () => NOW, sessions: 600 });
  const file = `servers: [{ key: vbr-1, name: VBR, product: VBR, url: "${simulator.url}", apiVersion: 1.3-rev2, username: svc-gateway, password: simulated }]
cache: { inventory: PT0S, staleIfError: PT0S }
history: off`;
  const config = parseConfig(file, { file: '/gateway.yaml', env: {} });
  app = await createApp(config, { quiet: true, timing: { ...DEFAULT_TIMING, following: false } });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});

afterAll(async () => {
  await app.close();
  await simulator.close();
});

interface Answer<T> {
  data: T;
  errors?: unknown;
  extensions: { cost: { upstreamCalls: number } };
}

async function ask<T>(query: string): Promise<Answer<T>> {
  const response = await app.inject({ method: 'POST', url: '/graphql', payload: { query } });
  return response.json<Answer<T>>();
}

describe('the GraphQL types of VBR', () => {
  it('show schedule, storage, retention, objects and sources of jobs in four calls', async () => {
    const { data, errors, extensions } = await ask<{ policies: { nodes: Record<string, unknown>[] } }>(`{
      policies(first: 100) { nodes { nativeId name ... on VbrJob {
        nativeStatus objectsCount highPriority progress { processed bottleneck } targetName runsAfter { nativeId }
        schedule: vbrSchedule { summary automatic daily { time days } window { day hours } retryCount }
        storage { encrypted archiveRepository { nativeId } secondaryRepositories { name } }
        retention: vbrRetention { quantity unit gfs { weeks } archive { quantity } }
        selectedObjects { name platform } excludedObjects { name }
        sourcePolicies { nativeId } copyPolicies { nativeId } sourceRepositories { name }
      } } } }`);
    expect(errors).toBeUndefined();
    const { jobs } = simulator.world;
    const nodes = new Map(data.policies.nodes.map((node) => [node['nativeId'], node]));
    expect(nodes.size).toBe(jobs.length);
    for (const job of jobs) {
      const after = job.schedule.kind === 'after' ? jobs[job.schedule.jobIndex] : undefined;
      const isCopy = ['BackupCopy', 'FileBackupCopy'].includes(job.type);
      const copies = jobs.filter(
        ({ type, sourceJobIds }) =>
          ['BackupCopy', 'FileBackupCopy'].includes(type) && sourceJobIds.includes(job.id),
      );
      expect(nodes.get(job.id)).toMatchObject({
        name: job.name,
        objectsCount: job.objects.length,
        highPriority: job.highPriority,
        runsAfter: after ? { nativeId: after.id } : null,
        sourcePolicies: isCopy ? job.sourceJobIds.map((nativeId) => ({ nativeId })) : [],
        storage: {
          archiveRepository: job.archiveRepositoryId ? { nativeId: job.archiveRepositoryId } : null,
        },
      });
      const shown = nodes.get(job.id)?.['copyPolicies'] as { nativeId: string }[];
      expect(shown.map(({ nativeId }) => nativeId).sort()).toEqual(copies.map(({ id }) => id).sort());
    }
    // Job states, jobs, and the two lists of repositories for the archive edge.
    expect(extensions.cost.upstreamCalls).toBe(4);
  });

  it('show a scale-out repository with tiers, extents and their repositories', async () => {
    const { data, errors, extensions } = await ask<{ repositories: { nodes: Record<string, unknown>[] } }>(`{
      repositories(first: 100) { nodes { nativeId ... on VbrScaleOutRepository {
        placementPolicy { type } capacityTier { enabled operationalRestoreDays offloadWindow { day } } archiveTier { enabled archiveAfterDays }
        extents { nativeId tier statuses repository { name used ... on VbrRepository { tier scaleOutRepository { nativeId } } } }
      } ... on VbrRepository { hostName path online tier extentStatuses settings { taskLimit container immutabilityMode } } } } }`);
    expect(errors).toBeUndefined();
    const [main] = simulator.world.scaleOutRepositories;
    const node = data.repositories.nodes.find(({ nativeId }) => nativeId === main?.id);
    const nameOf = (id: string) => simulator.world.repositories.find((storage) => storage.id === id)?.name;
    expect(node).toMatchObject({
      capacityTier: { enabled: true, operationalRestoreDays: 14 },
      archiveTier: { enabled: true, archiveAfterDays: 90 },
    });
    expect((node?.['extents'] as object[]).slice(0, main?.performance.length)).toEqual(
      main?.performance.map(({ repositoryId, statuses }) => ({
        nativeId: repositoryId,
        tier: 'PERFORMANCE',
        statuses,
        repository: expect.objectContaining({
          name: nameOf(repositoryId),
          tier: 'PERFORMANCE',
          scaleOutRepository: { nativeId: main.id },
        }),
      })),
    );
    const s3 = simulator.world.repositories.find(({ type }) => type === 'AmazonS3');
    expect(data.repositories.nodes.find(({ nativeId }) => nativeId === s3?.id)).toMatchObject({
      settings: { container: s3?.bucket, taskLimit: s3?.taskLimit },
    });
    expect(extensions.cost.upstreamCalls).toBe(3);
  });

  it('show what a session moved and which retry it is', async () => {
    const { data, errors, extensions } = await ask<{ sessions: { nodes: Record<string, unknown>[] } }>(`{
      sessions(first: 50) { nodes { nativeId ... on VbrSession {
        nativeState platform algorithm retryNumber healthCheckRetry backupId parentSession { nativeId } relatedSession { nativeId }
        progress { duration processingRate bottleneck processed read transferred }
      } } } }`);
    expect(errors).toBeUndefined();
    expect(data.sessions.nodes).toHaveLength(50);
    for (const node of data.sessions.nodes) {
      const session = simulator.world.sessions.find(String(node['nativeId']));
      if (session?.jobIndex == null) continue;
      expect(node).toMatchObject({
        algorithm: session.full ? 'Full' : 'Increment',
        retryNumber: session.retryNumber,
        backupId: expect.any(String),
        progress: { processed: expect.any(Number) },
      });
    }
    expect(extensions.cost.upstreamCalls).toBe(1);
  });

  it('keep the jobs when their full list cannot be read, and say so', async () => {
    simulator.faults.add({ match: 'GET /api/v1/jobs?', fault: { kind: 'status', status: 500 } });
    const { data, errors } = await ask<{ policies: { nodes: Record<string, unknown>[] } }>(
      '{ policies(first: 3) { nodes { name ... on VbrJob { schedule: vbrSchedule { summary } } } } }',
    );
    simulator.faults.clear();
    expect(data.policies.nodes).toEqual([0, 1, 2].map(() => ({ name: expect.any(String), schedule: null })));
    expect(errors).toContainEqual(
      expect.objectContaining({
        extensions: expect.objectContaining({ code: 'UPSTREAM_ERROR', server: 'vbr-1' }),
      }),
    );
  });

  it('describe every type, field and enum value', () => {
    const { schema } = app.get(GraphQLSchemaHost);
    expect(undescribed(schema)).toEqual([]);
  });
});

function undescribed(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter(({ name }) => name.startsWith('Vbr'))
    .flatMap((type) => {
      const fields =
        isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
          ? Object.values(type.getFields())
          : [];
      const own = type.description ? [] : [type.name];
      return [
        ...own,
        ...fields
          .filter(({ description }) => !description)
          .map(({ name }) => `${type.name}.${name}: ${getNamedType(type).toString()}`),
      ];
    });
}
