import type { RepositoryRecord } from '../../../src/core/model/repository.js';
import type { VbrScaleOut } from '../../../src/products/vbr/model.js';
import { jobTypeWord, knowsJobType, repositoryTypeWord } from '../../../src/simulators/vbr/revisions.js';
import type { Revision } from '../../../src/simulators/vbr/revisions.js';
import type { VbrWorld } from '../../../src/simulators/vbr/index.js';
import type { JobRecord, RepositoryRecord as Storage } from '../../../src/simulators/vbr/world/records.js';
import { GIB, HOUR, NOW, REVISIONS, closePairs, scope, startPair } from './support.js';

afterEach(closePairs);

const LOCAL = new Set(['WinLocal', 'LinuxLocal', 'LinuxHardened']);
const KINDS: Record<string, string> = {
  Smb: 'NETWORK_SHARE',
  Nfs: 'NETWORK_SHARE',
  DellDataDomain: 'DEDUPE_APPLIANCE',
  VeeamDataCloudVault: 'VAULT',
};
const WORKLOADS: Record<string, string> = {
  WindowsAgentBackup: 'PHYSICAL_MACHINE',
  LinuxAgentBackup: 'PHYSICAL_MACHINE',
  FileBackup: 'FILE_SYSTEM',
  FileBackupCopy: 'FILE_SYSTEM',
  ObjectStorageBackup: 'OBJECT_STORAGE',
  EntraIDTenantBackup: 'IDENTITY',
  EntraIDAuditLogBackup: 'IDENTITY',
  CloudBackupAWS: 'CLOUD_INSTANCE',
};

function expectedPolicy(world: VbrWorld, job: JobRecord, revision: Revision) {
  const last = world.sessions.lastOf(job.index);
  const isRunning = last !== undefined && (last.endTime === null || last.endTime > NOW);
  return {
    type: 'VbrJob',
    server: 'vbr-1',
    nativeId: job.id,
    nativeType: jobTypeWord(revision, job.type),
    name: job.name,
    description: job.description === '' ? null : job.description,
    kind: job.type.endsWith('Copy')
      ? 'BACKUP_COPY'
      : job.type === 'VSphereReplica'
        ? 'REPLICATION'
        : 'BACKUP',
    workload: WORKLOADS[job.type] ?? 'VIRTUAL_MACHINE',
    enabled: !job.disabled,
    status: isRunning ? 'RUNNING' : job.disabled ? 'DISABLED' : 'IDLE',
    lastRun: last?.creationTime ?? null,
    lastResult: last === undefined || isRunning ? 'NONE' : last.result.toUpperCase(),
    lastSessionId: last?.id ?? null,
    lastSuccess: undefined,
    repositoryIds: job.repositoryId === null ? [] : [job.repositoryId],
    schedule: undefined,
  };
}

function bytes(gib: number): number {
  return Math.round(gib * GIB);
}

function expectedRepository(world: VbrWorld, storage: Storage, revision: Revision) {
  const holder = world.scaleOutRepositories.find(({ performance }) =>
    performance.some(({ repositoryId }) => repositoryId === storage.id),
  );
  const statuses =
    holder?.performance.find(({ repositoryId }) => repositoryId === storage.id)?.statuses ?? [];
  const hasCapacity = storage.capacityGB > 0;
  const isOld = revision === '1.2-rev1';
  return {
    type: 'VbrRepository',
    server: 'vbr-1',
    nativeId: storage.id,
    nativeType: repositoryTypeWord(revision, storage.type),
    name: storage.name,
    kind: LOCAL.has(storage.type) ? 'LOCAL' : (KINDS[storage.type] ?? 'OBJECT_STORAGE'),
    status: !storage.online
      ? 'OFFLINE'
      : statuses.includes('Maintenance')
        ? 'MAINTENANCE'
        : statuses.includes('Sealed')
          ? 'SEALED'
          : storage.outOfDate && !isOld
            ? 'OUT_OF_DATE'
            : 'ONLINE',
    capacity: hasCapacity ? bytes(storage.capacityGB) : null,
    free: hasCapacity ? bytes(storage.freeGB) : null,
    used: bytes(storage.usedSpaceGB),
    immutability: undefined,
    partOf: holder?.id ?? null,
  };
}

function byId<T extends { readonly nativeId: string }>(records: readonly T[]): ReadonlyMap<string, T> {
  return new Map(records.map((record) => [record.nativeId, record]));
}

describe.each(REVISIONS)('the inventory at revision %s', (revision) => {
  it('gives every job the revision can express as a policy, in one call', async () => {
    const { simulator, adapter, calls } = await startPair({ policies: 60 }, { apiVersion: revision });
    const { items, unreadable, truncated } = await adapter.inventory.policies(scope());
    const { world } = simulator;
    const known = world.jobs.filter(({ type }) => knowsJobType(revision, type));
    expect({ unreadable, truncated, count: items.length }).toEqual({
      unreadable: 0,
      truncated: false,
      count: known.length,
    });
    for (const job of known)
      expect(byId(items).get(job.id)).toMatchObject(expectedPolicy(world, job, revision));
    expect(calls()).toEqual(['GET /api/v1/jobs/states?orderColumn=Name&orderAsc=true&skip=0&limit=1000']);
  });

  it('gives repositories and scale-out repositories, in two calls', async () => {
    const { simulator, adapter, calls } = await startPair({ revisions: [revision] });
    const callScope = scope();
    const { items } = await adapter.inventory.repositories(callScope);
    const { world } = simulator;
    expect(items).toHaveLength(world.repositories.length + world.scaleOutRepositories.length);
    for (const storage of world.repositories)
      expect(byId(items).get(storage.id)).toMatchObject(expectedRepository(world, storage, revision));
    for (const scaleOut of world.scaleOutRepositories) {
      const extents = world.repositories.filter(({ id }) =>
        scaleOut.performance.some(({ repositoryId }) => repositoryId === id),
      );
      const total = (size: (storage: Storage) => number): number =>
        extents.reduce((sum, storage) => sum + bytes(size(storage)), 0);
      expect(byId(items).get(scaleOut.id)).toMatchObject({
        type: 'VbrScaleOutRepository',
        name: scaleOut.name,
        kind: 'SCALE_OUT',
        status: 'ONLINE',
        capacity: total(({ capacityGB }) => capacityGB),
        free: total(({ freeGB }) => freeGB),
        used: total(({ usedSpaceGB }) => usedSpaceGB),
        partOf: null,
      });
    }
    expect(callScope.tally.calls).toBe(2);
    expect(calls()).toHaveLength(2);
  });

  it('lists the extents of every tier with their status words', async () => {
    const { simulator, adapter } = await startPair({ revisions: [revision] });
    const { items } = await adapter.inventory.repositories(scope());
    const [main] = simulator.world.scaleOutRepositories;
    const record = byId(items).get(main?.id ?? '') as RepositoryRecord<VbrScaleOut> | undefined;
    expect(record?.native.extents).toEqual([
      ...(main?.performance ?? []).map(({ repositoryId, statuses }) =>
        expect.objectContaining({ id: repositoryId, tier: 'PERFORMANCE', statuses }),
      ),
      ...(main?.capacity?.repositoryIds ?? []).map((id) =>
        expect.objectContaining({ id, name: 'Capacity-Wasabi', tier: 'CAPACITY', statuses: [] }),
      ),
      expect.objectContaining({ id: main?.archive?.repositoryId, tier: 'ARCHIVE' }),
    ]);
    expect(record?.native).toMatchObject({
      placementPolicy: { type: 'DATA_LOCALITY' },
      capacityTier: { enabled: true, copyPolicy: true, movePolicy: true, operationalRestoreDays: 14 },
      archiveTier: { enabled: true, archiveAfterDays: 90 },
    });
  });

  it('reads schedules from one list of jobs, for all that have one', async () => {
    const { simulator, adapter, calls } = await startPair({ policies: 60 }, { apiVersion: revision });
    const schedules = await adapter.inventory.schedules(scope());
    for (const job of simulator.world.jobs.filter(({ type }) => knowsJobType(revision, type))) {
      const unmapped = ['CloudBackupAWS', 'NutanixAHVBackupJob', 'ProxmoxBackupJob'].includes(job.type);
      expect([job.name, schedules.get(job.id)]).toEqual([job.name, unmapped ? undefined : promised(job)]);
    }
    expect(calls()).toHaveLength(1);
  });

  it('reads immutability from one list of repositories and one of scale-out repositories', async () => {
    const { simulator, adapter, calls } = await startPair({ revisions: [revision] });
    const immutability = await adapter.inventory.immutability(scope());
    const told = (storage: Storage): { enabled: boolean | null; periodDays: number | null } => {
      const { type, immutableDays } = storage;
      const bare = ['WinLocal', 'LinuxLocal', 'Smb', 'Nfs'].includes(type);
      const unsaid = bare || (type === 'DellDataDomain' && revision !== '1.3-rev2');
      if (unsaid || (type === 'AzureBlob' && revision === '1.2-rev1'))
        return { enabled: null, periodDays: null };
      const period = type === 'AmazonS3Glacier' || immutableDays === 0 ? null : immutableDays;
      return { enabled: immutableDays > 0, periodDays: period };
    };
    for (const storage of simulator.world.repositories)
      expect([storage.name, immutability.get(storage.id)]).toEqual([storage.name, told(storage)]);
    // One of its extents does not say, so nobody knows it of the whole.
    for (const { id } of simulator.world.scaleOutRepositories)
      expect(immutability.get(id)).toEqual({ enabled: null, periodDays: null });
    expect(calls()).toHaveLength(2);
  });
});

function promised({ schedule, ...job }: JobRecord): { scheduled: boolean; longestGap: number | null } {
  switch (schedule.kind) {
    case 'manual':
    case 'after':
      return { scheduled: false, longestGap: null };
    case 'continuous':
      return { scheduled: true, longestGap: null };
    case 'periodic':
      return { scheduled: true, longestGap: schedule.minutes * 60_000 };
    case 'monthly':
      return { scheduled: true, longestGap: 35 * 24 * HOUR };
    case 'daily': {
      const isContinuousCopy = job.type === 'FileBackupCopy' || job.copyMode === 'Immediate';
      const gaps: Record<number, number> = { 7: 24, 5: 72, 1: 168 };
      return {
        scheduled: true,
        longestGap: isContinuousCopy ? null : (gaps[schedule.days.length] ?? 0) * HOUR,
      };
    }
  }
}

describe('the inventory', () => {
  it('shares one heavy list between schedules and details of one operation', async () => {
    const { adapter, calls } = await startPair();
    const operation = scope();
    await Promise.all([adapter.inventory.schedules(operation), adapter.jobs(operation)]);
    expect(calls()).toHaveLength(1);
    await adapter.jobs(scope());
    expect(calls()).toHaveLength(1);
  });

  it('falls back to the full list of jobs where the states fail as a whole', async () => {
    const { simulator, adapter, calls } = await startPair({ policies: 60 }, { apiVersion: '1.3-rev0' });
    simulator.switches.failOldJobStates = true;
    const { items } = await adapter.inventory.policies(scope());
    const known = simulator.world.jobs.filter(({ type }) => knowsJobType('1.3-rev0', type));
    expect(items).toHaveLength(known.length);
    for (const job of known)
      expect(byId(items).get(job.id)).toMatchObject({
        name: job.name,
        enabled: !job.disabled,
        status: job.disabled ? 'DISABLED' : 'UNKNOWN',
        lastRun: undefined,
        lastResult: undefined,
        repositoryIds: job.repositoryId === null ? [] : [job.repositoryId],
      });
    expect(calls().map((line) => line.split('?')[0])).toEqual([
      'GET /api/v1/jobs/states',
      'GET /api/v1/jobs',
    ]);
  });

  it('keeps strange rows with their native words', async () => {
    const { simulator, adapter } = await startPair({ oddities: true });
    const { jobId = '', repositoryId = '' } = simulator.world.oddities ?? {};
    const policies = await adapter.inventory.policies(scope());
    const repositories = await adapter.inventory.repositories(scope());
    expect(byId(policies.items).get(jobId)).toMatchObject({ kind: 'OTHER', nativeType: 'HolographicBackup' });
    expect(byId(repositories.items).get(repositoryId)).toMatchObject({
      kind: 'OTHER',
      nativeType: 'CrystalStorage',
    });
  });

  it('gives extents that share a volume the same storage key', async () => {
    const { simulator, adapter } = await startPair();
    const { repositories } = simulator.world;
    const [first, second] = repositories.filter(({ name }) => name.startsWith('ROBO-Extent'));
    if (!first || !second) throw new Error('the world has no such extents');
    Object.assign(second, { path: 'F:\\More', capacityGB: first.capacityGB, freeGB: first.freeGB - 1 });
    const { items } = await adapter.inventory.repositories(scope());
    const [one, two] = [first.id, second.id].map((id) => byId(items).get(id));
    expect(one?.storageKey).not.toBeNull();
    expect(two?.storageKey).toBe(one?.storageKey);
    const holder = byId(items).get(one?.partOf ?? '');
    expect(holder).toMatchObject({ capacity: one?.capacity, free: two?.free });
    const keys = items.map(({ storageKey }) => storageKey).filter((key) => key !== null);
    expect(keys.length - new Set(keys).size).toBe(1);
  });
});
