import { statusOf } from '../../../src/simulators/vbaws/index.js';
import type {
  PolicyRecord as SimulatedPolicy,
  VbAwsWorld,
  Workload,
} from '../../../src/simulators/vbaws/index.js';
import { DAY, HOUR, startRig, withRig } from './support.js';
import type { Rig } from './support.js';

const TYPES: Record<Workload, [type: string, workload: string]> = {
  ec2: ['VbAwsEc2Policy', 'CLOUD_INSTANCE'],
  ec2Sla: ['VbAwsSlaPolicy', 'CLOUD_INSTANCE'],
  rds: ['VbAwsRdsPolicy', 'DATABASE'],
  efs: ['VbAwsEfsPolicy', 'FILE_SYSTEM'],
  dynamoDb: ['VbAwsDynamoDbPolicy', 'NOSQL_DATABASE'],
  fsx: ['VbAwsFsxPolicy', 'FILE_SYSTEM'],
  redshift: ['VbAwsRedshiftPolicy', 'DATA_WAREHOUSE'],
  redshiftServerless: ['VbAwsRedshiftServerlessPolicy', 'DATA_WAREHOUSE'],
  vpc: ['VbAwsVpcPolicy', 'NETWORK_CONFIGURATION'],
};
const RESULTS = {
  Succeeded: 'SUCCESS',
  Warning: 'WARNING',
  Failed: 'FAILED',
  Canceled: 'CANCELLED',
  Running: 'NONE',
};

const policyPaths = [
  '/virtualMachines/policies',
  '/policy/ec2SlaBasedPolicies',
  '/rds/policies',
  '/efs/policies',
  '/dynamoDb/policies',
  '/fsx/policies',
  '/redshift/policies',
  '/redshiftServerless/policies',
  '/vpc/policy',
];

/** What the appliance's world says of a policy that its list names, in the gateway's terms. */
function expected(world: VbAwsWorld, policy: SimulatedPolicy) {
  const template = world.storageTemplates.find(({ id }) => id === policy.storageTemplateId);
  const stores = policy.workload === 'ec2Sla' ? template : policy;
  const repositoryIds = [stores?.repositoryId, stores?.archiveRepositoryId].filter((id) => id != null);
  const last = world.sessions.findLast(({ policyId }) => policyId === policy.id);
  const lastStatus = last && statusOf(last, world.now());
  const runs = lastStatus === 'Running';
  const isListed = policy.workload !== 'ec2Sla' && policy.workload !== 'vpc';
  return {
    type: TYPES[policy.workload][0],
    workload: TYPES[policy.workload][1],
    nativeId: policy.workload === 'vpc' ? 'vpc' : policy.id,
    description: policy.description === '' || policy.workload === 'vpc' ? null : policy.description,
    enabled: policy.enabled,
    status: isListed && runs ? 'RUNNING' : !policy.enabled ? 'DISABLED' : isListed ? 'IDLE' : 'UNKNOWN',
    lastResult: isListed ? (lastStatus ? RESULTS[lastStatus] : 'NONE') : undefined,
    lastSessionId: isListed ? (last?.id ?? null) : null,
    neverRan: isListed && !last ? null : undefined,
    repositoryIds,
    isSnapshot: ['ec2', 'ec2Sla', 'rds'].includes(policy.workload) && repositoryIds.length === 0,
  };
}

describe.each(['1.8-rev0', '1.7-rev1'])('the inventory of an appliance of %s', (apiVersion) => {
  let rig: Rig;

  beforeAll(async () => {
    rig = await startRig({ apiVersion, revisions: [apiVersion], policies: 60, sessions: 1500 });
  });
  afterAll(() => rig.close());

  it('holds every policy of every workload as the appliance knows it', async () => {
    const { world } = rig.simulator;
    const { items, unreadable, truncated } = await rig.adapter.inventory.policies(rig.scope());
    expect({ unreadable, truncated }).toEqual({ unreadable: 0, truncated: false });
    const targets = await rig.adapter.inventory.targets?.(items, rig.scope());
    const told = items.map((policy) => ({
      type: policy.type,
      workload: policy.workload,
      nativeId: policy.nativeId,
      description: policy.description,
      enabled: policy.enabled,
      status: policy.status,
      lastResult: policy.lastResult,
      lastSessionId: policy.lastSessionId,
      neverRan: policy.lastRun,
      repositoryIds: policy.repositoryIds ?? targets?.get(policy.nativeId),
      isSnapshot: policy.kind === 'SNAPSHOT',
    }));
    const truth = world.policies.map((policy) => expected(world, policy));
    expect(sorted(told)).toEqual(sorted(truth));
    expect(new Set(items.map(({ server }) => server))).toEqual(new Set(['aws-test']));
    expect(world.policies.some(({ workload }) => workload === 'ec2Sla')).toBe(apiVersion === '1.8-rev0');
  });

  it('asks each list once, all at the same time', async () => {
    const asked = await rig.asked(() => rig.adapter.inventory.policies(rig.scope()));
    const paths = asked.map((url) => url.split('?')[0]);
    expect(paths.sort()).toEqual(policyPaths.map((path) => `/api/v1${path}`).sort());
  });

  it('knows how long each schedule may leave a policy without a run', async () => {
    const { items } = await rig.adapter.inventory.policies(rig.scope());
    const schedules = new Map(items.map(({ nativeId, schedule }) => [nativeId, schedule]));
    const policies = rig.simulator.world.policies.filter(({ workload }) => workload !== 'ec2Sla');
    const promised = policies.map((policy) => [
      policy.name,
      schedules.get(policy.workload === 'vpc' ? 'vpc' : policy.id),
    ]);
    expect(promised).toEqual(policies.map((policy) => [policy.name, promiseOf(policy)]));
    expect(new Set(policies.map(({ cadence }) => cadence.kind)).size).toBe(4);
  });

  it('holds every repository, without sizes', async () => {
    const { world } = rig.simulator;
    const asked = await rig.asked(async () => {
      const { items } = await rig.adapter.inventory.repositories(rig.scope());
      expect(items).toEqual(
        world.repositories.map((repository) =>
          expect.objectContaining({
            type: 'VbAwsRepository',
            nativeId: repository.id,
            name: repository.name,
            kind: 'OBJECT_STORAGE',
            capacity: null,
            free: null,
            used: null,
            immutability: {
              enabled: repository.immutableDays !== null,
              periodDays: repository.immutableDays,
            },
            storageKey: repository.bucketId,
            native: expect.objectContaining({
              folder: repository.folder,
              encrypted: repository.encrypted,
              storageClass: repository.storageClass,
              bucket: {
                id: repository.bucketId,
                name: world.buckets.find(({ id }) => id === repository.bucketId)?.name,
              },
            }),
          }),
        ),
      );
    });
    expect(asked).toHaveLength(1);
  });
});

describe('the traps of policy lists', () => {
  it.each([404, 501] as const)('takes a workload that answers %i for not set up', (missingRouteStatus) =>
    withRig({ missingRoutes: ['/fsx/policies', '/vpc/policy'], missingRouteStatus }, async (rig) => {
      const { items } = await rig.adapter.inventory.policies(rig.scope());
      const there = rig.simulator.world.policies.filter(
        ({ workload }) => workload !== 'fsx' && workload !== 'vpc',
      );
      expect(items).toHaveLength(there.length);
      expect(items.some(({ type }) => type === 'VbAwsFsxPolicy')).toBe(false);
    }),
  );

  it('does not call it an empty list when no route is there at all', () =>
    withRig({ missingRoutes: policyPaths }, async (rig) => {
      await expect(rig.adapter.inventory.policies(rig.scope())).rejects.toMatchObject({
        code: 'BAD_RESPONSE',
        message: expect.stringContaining('1.8-rev0'),
      });
    }));

  it('does not take a failing workload for an empty one', () =>
    withRig({}, async (rig) => {
      rig.simulator.faults.add({ match: '/efs/policies', fault: { kind: 'status', status: 500 } });
      const { missing } = await rig.adapter.inventory.policies(rig.scope());
      expect(missing).toMatchObject([{ list: 'efs/policies', upstreamStatus: 500 }]);
    }));

  it('keeps words it does not know and reads the rest of the row', () =>
    withRig({ oddities: true }, async (rig) => {
      const odd = rig.simulator.world.policies.find(({ workload }) => workload === 'ec2');
      const { items } = await rig.adapter.inventory.policies(rig.scope());
      expect(items.find(({ nativeId }) => nativeId === odd?.id)).toMatchObject({
        name: odd?.name,
        description: null,
        status: odd?.enabled === true ? 'UNKNOWN' : 'DISABLED',
        lastResult: undefined,
        native: { backupType: null, retryTimes: null, lastStatus: 'Hibernating' },
      });
      const [repository] = (await rig.adapter.inventory.repositories(rig.scope())).items;
      expect(repository).toMatchObject({ nativeType: 'DeepFreeze', native: { encrypted: null } });
    }));

  it('keeps SLA-based policies when the account may not read the templates that say where they store to', () =>
    withRig({ policies: 60 }, async (rig) => {
      rig.simulator.faults.add({ match: '/storageTemplates', fault: { kind: 'status', status: 403 } });
      const { inventory } = rig.adapter;
      const { items } = await inventory.policies(rig.scope());
      const sla = items.filter(({ type }) => type === 'VbAwsSlaPolicy');
      expect(sla.length).toBeGreaterThan(0);
      await expect(inventory.targets?.(items, rig.scope())).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }));
});

describe('what only the product has', () => {
  it('reads templates, regions and compliance with one call each', () =>
    withRig({ policies: 60 }, async (rig) => {
      const { adapter } = rig;
      const { world } = rig.simulator;
      const [sla] = world.policies.filter(({ workload }) => workload === 'ec2Sla');
      const asked = await rig.asked(async () => {
        const { items: slaTemplates } = await adapter.lookups.slaTemplates(rig.scope());
        expect(slaTemplates.map(({ name }) => name)).toEqual(world.slaTemplates.map(({ name }) => name));
        const { items: storageTemplates } = await adapter.lookups.storageTemplates(rig.scope());
        expect(storageTemplates.map(({ repositoryIds }) => repositoryIds)).toEqual(
          world.storageTemplates.map(({ repositoryId, archiveRepositoryId }) =>
            [repositoryId, archiveRepositoryId].filter((id) => id !== null),
          ),
        );
        const { items: regions } = await adapter.lookups.regions(rig.scope());
        expect(regions.map(({ nativeId, name }) => [nativeId, name])).toEqual(
          world.regions.map(({ id, code }) => [id, code]),
        );
        expect(await adapter.slaCompliance(sla?.id ?? '', rig.scope())).toMatchObject({
          policyId: sla?.id,
          snapshots: { status: expect.stringMatching(/^(MetSla|MissedSla|None)$/) },
        });
      });
      expect(asked).toHaveLength(4);
      expect(await adapter.slaCompliance('00000000-0000-4000-8000-000000000000', rig.scope())).toBeNull();
    }));
});

function promiseOf({ cadence, workload }: SimulatedPolicy): {
  scheduled: boolean;
  longestGap: number | null;
} {
  switch (cadence.kind) {
    case 'daily': {
      if (workload === 'vpc') return { scheduled: true, longestGap: DAY / cadence.runsPerDay };
      const first = cadence.hour % (24 / cadence.runsPerDay);
      const runs = Array.from(
        { length: cadence.runsPerDay },
        (_, run) => first + (run * 24) / cadence.runsPerDay,
      );
      const hours = [...new Set(runs.map(Math.floor))].sort((a, b) => a - b);
      const gaps = hours.map((hour, index) => (hours[index + 1] ?? (hours[0] ?? 0) + 24) - hour);
      const within = Math.max(1, Math.ceil(cadence.runsPerDay / 24));
      return { scheduled: true, longestGap: Math.max(...gaps) * HOUR - ((within - 1) * HOUR) / within };
    }
    case 'weekly':
      return { scheduled: true, longestGap: 7 * DAY };
    case 'monthly':
      return { scheduled: true, longestGap: 31 * DAY };
    case 'none':
      return { scheduled: workload === 'vpc', longestGap: workload === 'vpc' ? DAY : null };
  }
}

function sorted<T extends { nativeId: string }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => (a.nativeId < b.nativeId ? -1 : 1));
}
