import { combineImmutability } from '../../../src/products/vbr/mappers/immutability.js';
import { toSchedule } from '../../../src/products/vbr/mappers/schedule.js';
import { toScheduleDetails } from '../../../src/products/vbr/mappers/schedule-details.js';
import { readJob } from '../../../src/products/vbr/wire/job.js';
import { readRepository } from '../../../src/products/vbr/wire/repository.js';
import { readSchedule } from '../../../src/products/vbr/wire/schedule.js';
import { toRepositoryDetails } from '../../../src/products/vbr/mappers/repository-details.js';
import { toJobDetails } from '../../../src/products/vbr/mappers/job-details.js';
import { knowsJobType } from '../../../src/simulators/vbr/revisions.js';
import { DAY, HOUR, REVISIONS, closePairs, scope, startPair } from './support.js';

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
      { consumptionLimit: 2 * 1024 ** 4 },
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

const week = (hours: (day: number) => string) => ({
  days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day, index) => ({
    day,
    hours: hours(index),
  })),
});
const ALL = Array(24).fill(1).join(',');
const NIGHT = [...Array(6).fill(1), ...Array(12).fill(0), ...Array(6).fill(1)].join(',');
const NONE = Array(24).fill(0).join(',');
const daily = (fields: object) => ({
  runAutomatically: true,
  daily: { isEnabled: true, localTime: '22:00', ...fields },
});
const monthly = (fields: object) => ({
  runAutomatically: true,
  monthly: { isEnabled: true, localTime: '03:30:00', ...fields },
});
const every = (fields: object) => ({ runAutomatically: true, periodically: { isEnabled: true, ...fields } });

describe('schedules', () => {
  it.each<[string, object, boolean, number | null, string]>([
    ['every day', daily({ dailyKind: 'Everyday' }), true, DAY, 'Daily at 22:00'],
    [
      'week days',
      daily({ dailyKind: 'WeekDays' }),
      true,
      3 * DAY,
      'Monday, Tuesday, Wednesday, Thursday, Friday at 22:00',
    ],
    [
      'chosen days in small letters',
      daily({ dailyKind: 'SelectedDays', days: ['monday', 'thursday'] }),
      true,
      4 * DAY,
      'Monday, Thursday at 22:00',
    ],
    ['one day', daily({ dailyKind: 'SelectedDays', days: ['Sunday'] }), true, 7 * DAY, 'Sunday at 22:00'],
    [
      'switched off',
      { ...daily({ dailyKind: 'Everyday' }), runAutomatically: false },
      false,
      null,
      'Not scheduled',
    ],
    [
      'first Saturday',
      monthly({ dayNumberInMonth: 'First', dayOfWeek: 'saturday' }),
      true,
      35 * DAY,
      'Monthly, first Saturday at 03:30',
    ],
    [
      'last Friday',
      monthly({ dayNumberInMonth: 'Last', dayOfWeek: 'Friday' }),
      true,
      35 * DAY,
      'Monthly, last Friday at 03:30',
    ],
    [
      'the 15th',
      monthly({ dayNumberInMonth: 'OnDay', dayOfMonth: 15 }),
      true,
      31 * DAY,
      'Monthly, day 15 at 03:30',
    ],
    [
      'the 31st, where there is one',
      monthly({ dayNumberInMonth: 'OnDay', dayOfMonth: 31 }),
      true,
      61 * DAY,
      'Monthly, day 31 at 03:30',
    ],
    [
      'the last day',
      monthly({ isLastDayOfMonth: true, dayNumberInMonth: 'OnDay', dayOfMonth: 1 }),
      true,
      31 * DAY,
      'Monthly, last day at 03:30',
    ],
    [
      'twice a year',
      monthly({ dayNumberInMonth: 'OnDay', dayOfMonth: 1, months: ['June', 'December'] }),
      true,
      183 * DAY,
      'Monthly, day 1 of June, December at 03:30',
    ],
    ['every four hours', every({ periodicallyKind: 'Hours', frequency: 4 }), true, 4 * HOUR, 'Every 4 hours'],
    ['every three days', every({ periodicallyKind: 'Days', frequency: 3 }), true, 3 * DAY, 'Every 3 days'],
    [
      'every hour at night',
      every({ periodicallyKind: 'Hours', frequency: 1, backupWindow: week(() => NIGHT) }),
      true,
      13 * HOUR,
      'Every hour',
    ],
    [
      'every hour on work days',
      every({ periodicallyKind: 'Hours', frequency: 1, backupWindow: week((day) => (day < 5 ? ALL : NONE)) }),
      true,
      49 * HOUR,
      'Every hour',
    ],
    ['an unknown unit', every({ periodicallyKind: 'Moons', frequency: 1 }), true, null, 'Every moon'],
    [
      'all the time',
      { runAutomatically: true, continuously: { isEnabled: true } },
      true,
      null,
      'Continuously',
    ],
    [
      'after another job',
      { runAutomatically: true, afterThisJob: { isEnabled: true, jobName: 'First' } },
      false,
      null,
      'After job First',
    ],
    ['an immediate copy', { type: 'Immediate', scheduleMode: 'Continuous' }, true, null, 'Continuously'],
    [
      'a file copy',
      { type: 'Custom', customWindow: { isEnabled: true, backupWindow: week(() => NIGHT) } },
      true,
      null,
      'Continuously',
    ],
    [
      'a periodic copy',
      { type: 'Periodic', ...daily({ dailyKind: 'Everyday' }) },
      true,
      DAY,
      'Daily at 22:00',
    ],
    [
      'events of a workstation',
      { runAutomatically: true, atEvents: { backupAtLock: true } },
      true,
      null,
      'On events of the computer',
    ],
    ['nothing switched on', { runAutomatically: true }, false, null, 'Not scheduled'],
  ])('understand %s', (_title, wire, scheduled, longestGap, summary) => {
    const schedule = readSchedule(wire);
    if (schedule === null) throw new Error('not read');
    expect(toSchedule(schedule)).toEqual({ scheduled, longestGap });
    expect(toScheduleDetails(schedule).summary).toBe(summary);
  });

  it('show window, retries and parts', () => {
    const schedule = readSchedule({
      ...daily({ dailyKind: 'SelectedDays', days: ['friday'] }),
      retry: { isEnabled: true, retryCount: 3, awaitMinutes: 10 },
      backupWindow: { isEnabled: true, backupWindow: { days: [{ day: 'friday', hours: NIGHT }] } },
    });
    expect(schedule && toScheduleDetails(schedule)).toMatchObject({
      automatic: true,
      daily: { time: '22:00', days: ['Friday'] },
      retryCount: 3,
      retryWaitMinutes: 10,
      window: [{ day: 'Friday', hours: [0, 1, 2, 3, 4, 5, 18, 19, 20, 21, 22, 23] }],
    });
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
