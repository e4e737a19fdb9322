import { GraphQLSchemaHost } from '@nestjs/graphql';
import { startVb365Simulator } from '../../../src/simulators/vb365/index.js';
import type { Vb365Simulator } from '../../../src/simulators/vb365/index.js';
import type { Answer, RunningGateway } from '../../support/gateway.js';
import { startGateway } from '../../support/gateway.js';
import type { TestedVersion } from './support.js';
import { VERSIONS } from './support.js';

interface Named {
  nativeId: string;
  name: string;
}
interface PolicyNode extends Named {
  schedule: { summary: string; type: string; interval: string | null; timeOfDay: string | null } | null;
  organization?: { nativeId: string; name: string; region: string; msid: string | null } | null;
  copyJob?: (Named & { sourcePolicy: Named }) | null;
  sourcePolicy?: Named | null;
  sourcePolicyId?: string;
}

let simulator: Vb365Simulator;
let gateway: RunningGateway;

async function start(version: TestedVersion): Promise<void> {
  simulator = await startVb365Simulator({ servedVersions: [version], sessions: 400 });
  const server = { key: 'm365', product: 'VB_M365', url: simulator.url, apiVersion: version };
  gateway = await startGateway([server]);
}

afterEach(async () => {
  await gateway.close();
  await simulator.close();
});

async function ask<T>(query: string): Promise<Answer<T>> {
  const answer = await gateway.ask<T>(query);
  expect(answer.errors).toEqual([]);
  return answer;
}

describe.each(VERSIONS)('M365 policies of %s', (version) => {
  it('show their schedule, organization, copy job and source', async () => {
    await start(version);
    const { data, cost } = await ask<{ policies: { nodes: PolicyNode[] } }>(`{
      policies(first: 100) { nodes { nativeId name
        ... on VbM365Job {
          schedule: vbM365Schedule { summary type interval timeOfDay }
          organization { nativeId name region msid }
          copyJob { nativeId name sourcePolicy { nativeId name } }
        }
        ... on VbM365CopyJob { schedule: vbM365Schedule { summary type interval timeOfDay } sourcePolicyId sourcePolicy { nativeId name } }
      } }
    }`);
    const { jobs, copyJobs } = simulator.world;
    const nodes = new Map(data.policies.nodes.map((node) => [node.nativeId, node]));
    expect(nodes.size).toBe(jobs.length + copyJobs.length);
    for (const job of jobs) {
      const { id, name, region, msid } = job.organization;
      const node = nodes.get(job.id);
      expect(node?.organization).toEqual({
        nativeId: id,
        name,
        region,
        msid: version === 'v8' ? msid : null,
      });
      expect(node?.schedule?.type).toBe(job.schedule.type);
      if (job.schedule.type === 'Daily') expect(node?.schedule?.timeOfDay).toBe(job.schedule.time);
      const copies = copyJobs.filter(({ source }) => source === job);
      expect(node?.copyJob == null).toBe(copies.length === 0);
      if (node?.copyJob) {
        expect(copies.map((copy) => copy.id)).toContain(node.copyJob.nativeId);
        expect(node.copyJob.sourcePolicy).toEqual({ nativeId: job.id, name: job.name });
      }
    }
    for (const { id, source } of copyJobs)
      expect(nodes.get(id)).toMatchObject({
        sourcePolicyId: source.id,
        sourcePolicy: { nativeId: source.id, name: source.name },
      });
    // Jobs, CopyJobs, Organizations.
    expect(cost.upstreamCalls).toBe(3);
  });

  it('show repositories with storage, retention and proxies', async () => {
    await start(version);
    const { data, cost } = await ask<{ repositories: { nodes: (Named & Record<string, unknown>)[] } }>(`{
      repositories(first: 100) { nodes { nativeId name
        ... on VbM365Repository {
          path longTerm outOfSync indexed encrypted outOfOrderReason
          cache { capacity free }
          objectStorage { nativeId type bucket folder endpoint sizeLimitEnabled sizeLimitGigabytes }
          retention: vbM365Retention { summary type days months years forever cleanUp }
          proxy { nativeId hostName status type threads throttling { value unit } pool { nativeId name } }
          proxyPool { nativeId name }
        }
      } }
    }`);
    const nodes = new Map(data.repositories.nodes.map((node) => [node.nativeId, node]));
    for (const record of simulator.world.repositories) {
      const { objectStorage: storage, proxy, pool, retention } = record;
      const isV8 = version === 'v8';
      expect(nodes.get(record.id)).toMatchObject({
        longTerm: record.longTerm,
        cache: storage && { capacity: record.capacityBytes, free: record.freeBytes },
        objectStorage: storage && {
          nativeId: storage.id,
          bucket: storage.bucket,
          sizeLimitGigabytes: storage.sizeLimitGB,
        },
        retention: {
          days: 'days' in retention ? retention.days : null,
          months: 'months' in retention ? retention.months : null,
          forever: 'years' in retention && retention.years === 'Keep',
        },
        proxy: proxy && {
          nativeId: proxy.id,
          hostName: proxy.hostName,
          status: proxy.status,
          throttling: proxy.throttlingMbps === null ? null : { value: proxy.throttlingMbps, unit: 'Mbps' },
          pool: isV8 && proxy.pool ? { nativeId: proxy.pool.id, name: proxy.pool.name } : null,
        },
        proxyPool: isV8 && pool ? { nativeId: pool.id, name: pool.name } : null,
      });
    }
    // BackupRepositories, Proxies; before v8 the object storage list, since v8 the pools.
    expect(cost.upstreamCalls).toBe(3);
  });

  it('show sessions under the name of their job, with what they moved and where to', async () => {
    await start(version);
    const { data, cost } = await ask<{ sessions: { nodes: (Named & Record<string, unknown>)[] } }>(`{
      sessions(first: 60) { nodes { nativeId name policy { nativeId }
        ... on VbM365JobSession { status processedObjects syncType retryCount willBeRetried
          statistics { transferredBytes bottleneck } repository { nativeId } }
        ... on VbM365RestoreSession { organizationName reason clientHost }
      } }
    }`);
    const jobSessions = new Map(simulator.world.sessions.map((session) => [session.id, session]));
    expect(data.sessions.nodes.some(({ nativeId }) => jobSessions.has(nativeId))).toBe(true);
    for (const node of data.sessions.nodes) {
      const session = jobSessions.get(node.nativeId);
      const restore = simulator.world.restores.find(({ id }) => id === node.nativeId);
      if (session)
        expect(node).toMatchObject({
          name: session.job.name,
          policy: { nativeId: session.job.id },
          repository: { nativeId: session.job.repository.id },
          status: session.status,
          retryCount: session.retryCount,
          syncType: version === 'v8' ? (session.full ? 'Full' : 'Incremental') : null,
        });
      else
        expect(node).toMatchObject({
          name: `Restore of ${restore?.organization.name}`,
          policy: null,
          organizationName: restore?.organization.name,
        });
    }
    // JobSessions, RestoreSessions, Jobs, CopyJobs, BackupRepositories; before v8 the object storage list.
    expect(cost.upstreamCalls).toBe(version === 'v8' ? 5 : 6);
  });

  it('cost nothing for what is not selected', async () => {
    await start(version);
    const { cost } = await ask('{ sessions(first: 10) { nodes { nativeId result startTime } } }');
    expect(cost.upstreamCalls).toBe(2);
    const policies = await ask(
      '{ policies { nodes { name ... on VbM365Job { vbM365Schedule { summary } } } } }',
    );
    expect(policies.cost.upstreamCalls).toBe(2);
  });
});

it('what a job takes in costs one call a job, and only where it is asked for', async () => {
  await start('v8');
  interface Items {
    nativeId: string;
    selectedItems: { nativeId: string; type: string; name: string | null }[];
    excludedItems: { nativeId: string }[];
  }
  const { data, cost } = await ask<{ policies: { nodes: Items[] } }>(`{
    policies(first: 5, filter: { kinds: [BACKUP] }) { nodes { nativeId
      ... on VbM365Job { selectedItems: vbM365SelectedItems { nativeId type name address folders } excludedItems: vbM365ExcludedItems { nativeId } } } }
  }`);
  for (const node of data.policies.nodes) {
    const job = simulator.world.jobs.find(({ id }) => id === node.nativeId);
    expect(node.selectedItems.map(({ nativeId }) => nativeId)).toEqual(
      job?.selectedItems.map(({ id }) => id),
    );
    expect(node.excludedItems.map(({ nativeId }) => nativeId)).toEqual(
      job?.excludedItems.map(({ id }) => id),
    );
  }
  expect(cost.upstreamCalls).toBe(2 + 2 * 5);
});

it('every type and field of this product is described', async () => {
  await start('v8');
  const { schema } = gateway.app.get(GraphQLSchemaHost, { strict: false });
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => name.startsWith('VbM365'));
  expect(types.length).toBeGreaterThanOrEqual(16);
  const undescribed = types.flatMap((type) => {
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    return [type, ...fields]
      .filter(({ description }) => !description)
      .map(({ name }) => `${type.name} ${name}`);
  });
  expect(undescribed).toEqual([]);
});
