import { combineImmutability } from '../../../src/products/vbr/mappers/immutability.js';
import { readJob } from '../../../src/products/vbr/wire/job.js';
import { readRepository } from '../../../src/products/vbr/wire/repository.js';
import { toRepositoryDetails } from '../../../src/products/vbr/mappers/repository-details.js';
import { toJobDetails } from '../../../src/products/vbr/mappers/job-details.js';
import { knowsJobType } from '../../../src/simulators/vbr/revisions.js';
import { REVISIONS, closePairs, scope, startPair } from './support.js';

afterEach(closePairs);

const MACHINES = new Set([
  'VSphereBackup',
  'HyperVBackup',
  'VSphereReplica',
  'WindowsAgentBackup',
  'LinuxAgentBackup',
]);

describe.each(REVISIONS)('the details of jobs at revision %s', (revision) => {
  it('come from one list: retention, storage, selected objects, sources', async () => {
    const { simulator, adapter, calls } = await startPair({ policies: 60 }, { apiVersion: revision });
    const details = await adapter.jobs(scope());
    const { jobs } = simulator.world;
    for (const job of jobs.filter(({ type }) => knowsJobType(revision, type))) {
      const found = details.get(job.id);
      expect(found?.sourceJobIds).toEqual(
        ['BackupCopy', 'FileBackupCopy'].includes(job.type) ? job.sourceJobIds : [],
      );
      expect(found?.storage.archiveRepositoryId).toBe(job.archiveRepositoryId);
      if (MACHINES.has(job.type))
        expect(found?.selectedObjects.map(({ name }) => name)).toEqual(job.objects.map(({ name }) => name));
      if (job.type === 'VSphereBackup')
        expect(found).toMatchObject({
          storage: { repositoryId: job.repositoryId, encrypted: job.encrypted, backupMode: 'Incremental' },
          retention: {
            quantity: job.retention.quantity,
            unit: job.retention.type,
            gfs: job.gfsWeeks === null ? null : { weeks: job.gfsWeeks, months: null, years: null },
          },
          applicationAware: true,
          guestIndexing: false,
        });
    }
    expect(calls()).toHaveLength(1);
  });

  it('name the days and times of schedules', async () => {
    const { simulator, adapter } = await startPair({ policies: 40 }, { apiVersion: revision });
    const details = await adapter.jobs(scope());
    const summaryOf = (index: number): string | undefined =>
      details.get(simulator.world.jobs[index]?.id ?? '')?.schedule?.summary;
    expect(summaryOf(0)).toBe('Daily at 22:00');
    expect(summaryOf(8)).toBe('Saturday at 03:00');
    expect(summaryOf(11)).toBe('Not scheduled');
    expect(summaryOf(13)).toBe('Continuously');
    expect(summaryOf(17)).toBe('Monthly, first Sunday at 04:00');
    expect(summaryOf(18)).toBe(`After job ${simulator.world.jobs[0]?.name}`);
    expect(summaryOf(22)).toMatch(/^Every (hour|60 minutes)$/);
  });
});

describe('the details of repositories', () => {
  it('come from one list', async () => {
    const { simulator, adapter, calls } = await startPair();
    const details = await adapter.repositoryDetails(scope());
    for (const storage of simulator.world.repositories)
      expect(details.get(storage.id)).toMatchObject({
        container: storage.type.startsWith('Veeam') ? null : storage.bucket,
      });
    expect(calls()).toHaveLength(1);
  });

  it.each<[string, object, object]>([
    [
      'a consumption limit',
      {
        bucket: {
          storageConsumptionLimit: { isEnabled: true, consumptionLimitCount: 2, consumptionLimitKind: 'TB' },
        },
      },
      { consumptionLimit: { count: 2, unit: 'TB', bytes: 2 * 1024 ** 4 } },
    ],
    [
      'a limit that is off',
      {
        bucket: {
          storageConsumptionLimit: { isEnabled: false, consumptionLimitCount: 2, consumptionLimitKind: 'TB' },
        },
      },
      { consumptionLimit: null },
    ],
    [
      'tasks without a limit',
      { repository: { taskLimitEnabled: false, maxTaskCount: 4 } },
      { taskLimit: null },
    ],
    [
      'a limit under its other name',
      { repository: { enableTaskLimit: true, maxTaskCount: 4 } },
      { taskLimit: 4 },
    ],
    ['a flat mount server', { mountServer: { mountServerId: 'm' } }, { mountServerIds: ['m'] }],
    [
      'mount servers by platform',
      { mountServer: { windows: { mountServerId: 'w' }, linux: { mountServerId: 'l' } } },
      { mountServerIds: ['w', 'l'] },
    ],
    [
      'a container',
      { container: { containerName: 'c', folderName: 'f' }, account: { regionId: 'eu' } },
      { container: 'c', folder: 'f', region: 'eu' },
    ],
    ['nothing at all', {}, { uniqueId: null, container: null, mountServerIds: [] }],
  ])('understand %s', (_title, fields, expected) => {
    const row = readRepository({ id: 'r1', type: 'S3Compatible', ...fields });
    expect(row && toRepositoryDetails(row)).toMatchObject(expected);
  });
});

describe('jobs', () => {
  it.each<[string, object, object]>([
    [
      'an object as the samples nest it',
      {
        virtualMachines: {
          includes: [{ inventoryObject: { name: 'vm', type: 'VirtualMachine' }, size: '4 GB' }],
        },
      },
      { selectedObjects: [expect.objectContaining({ name: 'vm', size: '4 GB' })] },
    ],
    [
      'a bucket',
      { objects: [{ type: 'Container', container: 'logs', path: '2026' }] },
      { selectedObjects: [expect.objectContaining({ name: 'logs/2026' })] },
    ],
    [
      'a tenant',
      { tenant: { tenantId: 't1' } },
      { selectedObjects: [expect.objectContaining({ type: 'EntraIDTenant', objectId: 't1' })] },
    ],
    [
      'a copy of jobs and repositories',
      { sourceObjects: { includes: { jobs: [{ id: 'a' }, { id: 'a' }, {}], repositories: [{ id: 'r' }] } } },
      { sourceJobIds: ['a'], sourceRepositoryIds: ['r'] },
    ],
    ['a scan of linked jobs', { linkedJobs: { includes: [{ id: 'a' }] } }, { sourceJobIds: ['a'] }],
    [
      'an archive',
      {
        archiveRepository: {
          archiveRepositoryId: 'x',
          archiveRetentionPolicy: { type: 'Years', quantity: 3 },
        },
        backupRepository: { retentionPolicy: { type: 'Months', quantity: 6 } },
      },
      {
        storage: expect.objectContaining({ archiveRepositoryId: 'x' }),
        retention: expect.objectContaining({
          quantity: 6,
          unit: 'Months',
          archive: { quantity: 3, unit: 'Years' },
        }),
      },
    ],
    [
      'a replica',
      {
        destination: { host: { name: 'esx' }, datastore: { name: 'ds' } },
        jobSettings: { replicaNameSuffix: '_dr', restorePointsToKeep: 5 },
      },
      {
        storage: expect.objectContaining({
          replicaHost: 'esx',
          replicaDatastore: 'ds',
          replicaNameSuffix: '_dr',
        }),
        retention: expect.objectContaining({ quantity: 5, unit: 'RestorePoints' }),
      },
    ],
    [
      'an agent policy',
      { storage: { destination: { destinationType: 'BackupRepository', backupRepositoryId: 'r' } } },
      { storage: expect.objectContaining({ repositoryId: 'r' }) },
    ],
    ['nothing at all', {}, { schedule: null, retention: null, selectedObjects: [], sourceJobIds: [] }],
  ])('understand %s', (_title, fields, expected) => {
    const row = readJob({ id: 'j1', name: 'Job', type: 'Strange', ...fields });
    expect(row && toJobDetails(row)).toMatchObject(expected);
  });
});

describe('the immutability of a scale-out repository', () => {
  const on = (periodDays: number | null) => ({ enabled: true, periodDays });
  const off = { enabled: false, periodDays: null };
  const unsaid = { enabled: null, periodDays: null };
  it.each([
    ['all for as long as the shortest', [on(14), on(7)], on(7)],
    ['one that is not', [on(14), off, unsaid], off],
    ['one that does not say', [on(14), unsaid], unsaid],
    ['one that is missing', [on(14), undefined], unsaid],
    ['one without a period', [on(14), on(null)], on(null)],
    ['no extents', [], unsaid],
  ])('is that of its extents: %s', (_title, extents, expected) => {
    expect(combineImmutability(extents)).toEqual(expected);
  });
});
