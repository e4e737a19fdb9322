import { mapJobSession } from '../../../src/products/vb365/mappers/job-session.js';
import { mapLog } from '../../../src/products/vb365/mappers/log.js';
import { mapPolicies } from '../../../src/products/vb365/mappers/policy.js';
import { mapRepository } from '../../../src/products/vb365/mappers/repository.js';
import { mapRestoreSession } from '../../../src/products/vb365/mappers/restore-session.js';
import { readCopyJob, readJob } from '../../../src/products/vb365/wire/job.js';
import { readObjectStorage, readRepository } from '../../../src/products/vb365/wire/repository.js';
import { readRestoreSession } from '../../../src/products/vb365/wire/restore.js';
import { readJobSession, readLogItem } from '../../../src/products/vb365/wire/session.js';
import { readInstant } from '../../../src/platform/products-kit/instants.js';
import { present } from './support.js';

const HOUR = 3_600_000;
const GIB = 1024 ** 3;
const START = '2026-01-02T03:04:05Z';

describe('times', () => {
  it.each<[unknown, string | null]>([
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05.1Z', '2026-01-02T03:04:05.100Z'],
    ['2026-01-02T03:04:05.1239999Z', '2026-01-02T03:04:05.123Z'],
    ['2026-01-02T03:04:05.1234567+02:00', '2026-01-02T01:04:05.123Z'],
    ['2026-01-02T03:04:05-0530', '2026-01-02T08:34:05.000Z'],
    ['2026-01-02T03:04:05', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02 03:04', '2026-01-02T03:04:00.000Z'],
    ['0001-01-01T00:00:00', null],
    ['0001-01-01T00:00:00Z', null],
    ['1970-01-01T00:00:00Z', null],
    ['2026-13-02T03:04:05Z', null],
    ['yesterday', null],
    ['', null],
    [null, null],
    [1767323045, null],
  ])('%j is %s', (text, expected) => {
    const instant = readInstant(text);
    expect(instant === null ? null : new Date(instant).toISOString()).toBe(expected);
  });
});

describe('policies', () => {
  const daily = { type: 'Daily', dailyType: 'Everyday', dailyTime: '21:00:00' };

  it('an immediate copy job promises what its source promises', () => {
    const jobs = [present(readJob({ id: 'j', schedulePolicy: daily }))];
    const copy = (backupJobId: string) =>
      present(readCopyJob({ id: 'c', backupJobId, schedulePolicy: { type: 'Immediate' } }));
    const promise = (backupJobId: string) => mapPolicies('s', jobs, [copy(backupJobId)])[1]?.schedule;
    expect(promise('j')).toEqual({ scheduled: true, longestGap: 24 * HOUR });
    expect(promise('gone')).toEqual({ scheduled: false, longestGap: null });
  });

  it('takes ids from links where fields are missing', () => {
    const links = {
      organization: { href: '/v6/Organizations/org-1' },
      backupRepository: { href: 'https://host:4443/v6/BackupRepositories/repo-1?x=1' },
    };
    const [policy] = mapPolicies('s', [present(readJob({ id: 'j', _links: links }))], []);
    expect(policy).toMatchObject({ repositoryIds: ['repo-1'], native: { organizationId: 'org-1' } });
  });

  it.each([
    ['Running', true, 'RUNNING', 'NONE'],
    ['queued', true, 'RUNNING', 'NONE'],
    ['Running', false, 'RUNNING', 'NONE'],
    ['SUCCESS', true, 'IDLE', 'SUCCESS'],
    ['Stopped', false, 'DISABLED', 'CANCELLED'],
    ['Disconnected', true, 'IDLE', 'UNKNOWN'],
    ['Hibernated', null, 'UNKNOWN', 'UNKNOWN'],
    [null, 'true', 'IDLE', 'UNKNOWN'],
  ])('last status %s, enabled %s: %s, %s', (lastStatus, isEnabled, status, lastResult) => {
    const row = present(readJob({ id: 'j', lastStatus, isEnabled, lastRun: START }));
    expect(mapPolicies('s', [row], [])[0]).toMatchObject({ status, lastResult });
  });

  it('never ran: no result, whatever the status says; v6 does not tell the last success', () => {
    const policy = (fields: object) => mapPolicies('s', [present(readJob({ id: 'j', ...fields }))], [])[0];
    expect(policy({ lastStatus: 'Success' })).toMatchObject({ lastRun: null, lastResult: 'NONE' });
    expect(policy({})?.lastSuccess).toBeUndefined();
    expect(policy({ lastBackup: null })?.lastSuccess).toBeNull();
    expect(policy({ lastBackup: START })?.lastSuccess).toBe(Date.parse(START));
  });
});

describe('repositories', () => {
  const NONE = new Map<string, never>();
  const local = { id: 'r', path: 'D:\\Repo', proxyId: 'p', capacityBytes: 100, freeSpaceBytes: 40 };

  it.each<[string, object, object]>([
    ['a disk', local, { kind: 'LOCAL', capacity: 100, free: 40, used: 60, storageKey: 'p D: 100' }],
    ['sizes as text', { ...local, capacityBytes: '100' }, { capacity: 100, used: 60 }],
    ['no free space told', { ...local, freeSpaceBytes: null }, { capacity: 100, free: null, used: null }],
    ['a negative size', { ...local, freeSpaceBytes: -1 }, { free: null, used: null }],
    ['a path without a drive', { ...local, path: '/data/repo' }, { storageKey: null }],
    [
      'object storage without a limit',
      { ...local, objectStorage: { type: 'AmazonS3', usedSpaceBytes: 7, sizeLimitGB: 3, freeSpaceBytes: 1 } },
      {
        kind: 'OBJECT_STORAGE',
        nativeType: 'AmazonS3',
        capacity: null,
        free: null,
        used: 7,
        storageKey: null,
      },
    ],
    [
      'object storage with a limit',
      { ...local, objectStorage: { type: 'X', usedSpaceBytes: 7, sizeLimitEnabled: true, sizeLimitGB: '2' } },
      { capacity: 2 * GIB, free: 2 * GIB - 7, used: 7, immutability: { enabled: null, periodDays: null } },
    ],
    [
      'immutable storage',
      { ...local, objectStorage: { enableImmutability: true, immutabilityPeriodDays: 30 } },
      { immutability: { enabled: true, periodDays: 30 }, nativeType: 'ObjectStorage' },
    ],
    [
      'immutable for the retention period',
      { ...local, objectStorage: { enableImmutability: true, immutabilityPeriodDays: 0 } },
      { immutability: { enabled: true, periodDays: null } },
    ],
    [
      'mutable storage',
      { ...local, objectStorage: { enableImmutability: false, immutabilityPeriodDays: 30 } },
      { immutability: { enabled: false, periodDays: null } },
    ],
    [
      'an entry that the object storage list lacks',
      { ...local, objectStorageId: 'gone' },
      { kind: 'OBJECT_STORAGE', nativeType: 'ObjectStorage', capacity: null, free: null, used: null },
    ],
    ['no flags (v6, v7)', local, { status: 'UNKNOWN' }],
    ['all well', { ...local, isOutOfOrder: false, isOutdated: false }, { status: 'ONLINE' }],
    ['out of order', { ...local, isOutOfOrder: true, isOutdated: true }, { status: 'OFFLINE' }],
    ['out of date', { ...local, isOutOfOrder: false, isOutdated: true }, { status: 'OUT_OF_DATE' }],
    ['being moved', { ...local, isOutOfOrder: false, isMigrationLocked: true }, { status: 'MAINTENANCE' }],
  ])('%s', (_title, fields, expected) => {
    expect(mapRepository('s', present(readRepository(fields)), NONE)).toMatchObject(expected);
  });

  it('finds its entry in the object storage list by id', () => {
    const storage = present(readObjectStorage({ id: 'os', type: 'AzureBlob', usedSpaceBytes: 5 }));
    const row = present(readRepository({ ...local, objectStorageId: 'os' }));
    expect(mapRepository('s', row, new Map([['os', storage]]))).toMatchObject({
      nativeType: 'AzureBlob',
      used: 5,
      native: { cache: { capacity: 100, free: 40 } },
    });
  });
});

describe('sessions', () => {
  const base = { id: 's1', creationTime: START };
  const map = (fields: object) =>
    mapJobSession('s', present(readJobSession({ ...base, ...fields })), undefined);

  it.each<[string, object, object]>([
    ['a field wins over a link', { jobId: 'f', _links: { job: { href: '/v8/Jobs/l' } } }, { policyId: 'f' }],
    ['a link to a job', { _links: { job: { href: '/v6/Jobs/j1' } } }, { policyId: 'j1', kind: 'BACKUP' }],
    [
      'a link to a copy job',
      { _links: { job: { href: '/v6/CopyJobs/c1/' } } },
      { policyId: 'c1', kind: 'BACKUP_COPY', nativeType: 'Copy' },
    ],
    [
      'a link of its own',
      { _links: { copyJob: { href: '/v6/x/c1' } } },
      { policyId: 'c1', kind: 'BACKUP_COPY' },
    ],
    ['an unknown type', { jobType: 'Retrieval' }, { kind: 'OTHER', nativeType: 'Retrieval', policyId: null }],
    ['running', { status: 'Running', endTime: '0001-01-01T00:00:00' }, { state: 'RUNNING', endTime: null }],
    ['waiting', { status: 'Queued', endTime: null }, { state: 'PENDING', result: 'NONE', endTime: null }],
    ['an unknown status', { status: 'Hibernated' }, { state: 'UNKNOWN', result: 'UNKNOWN' }],
    ['an unknown status with an end', { status: 'Hibernated', endTime: START }, { state: 'FINISHED' }],
    ['a retry', { mainSessionId: 's0' }, { retryOf: 's0' }],
    ['a main session that names itself', { mainSessionId: 's1' }, { retryOf: null }],
    ['a retry of a version that only counts them', { retryCount: 2 }, { retryOf: undefined, retryNumber: 2 }],
    ['a first attempt', { retryCount: 0, jobWillBeRetried: true }, { retryOf: null }],
    ['a zero main session', { mainSessionId: '00000000-0000-0000-0000-000000000000' }, { retryOf: null }],
    [
      'progress is no percentage',
      { progress: 240 },
      { progressPercent: null, native: { processedObjects: 240 } },
    ],
  ])('%s', (_title, fields, expected) => {
    expect(map(fields)).toMatchObject(expected);
  });

  it.each([
    [null],
    ['s1'],
    [{}],
    [{ id: 's1' }],
    [{ creationTime: START }],
    [{ id: 's1', creationTime: 'x' }],
  ])('%j cannot be read', (value) => expect(readJobSession(value)).toBeUndefined());

  it.each([
    ['Working', 'Success', 'RUNNING', 'NONE'],
    ['Stopped', 'warning', 'FINISHED', 'WARNING'],
    ['Stopped', 'Odd', 'FINISHED', 'UNKNOWN'],
    ['Odd', 'Failed', 'UNKNOWN', 'FAILED'],
  ])('a restore that is %s with %s: %s, %s', (state, result, expectedState, expectedResult) => {
    const row = present(readRestoreSession({ ...base, state, result }));
    expect(mapRestoreSession('s', row)).toMatchObject({ state: expectedState, result: expectedResult });
  });
});

describe('log lines', () => {
  it.each<[object, string, string]>([
    [{ title: '[Success] Connected' }, 'SUCCESS', 'Connected'],
    [{ title: '[Error]Broken' }, 'FAILED', 'Broken'],
    [{ title: '[42] objects' }, 'UNKNOWN', '[42] objects'],
    [{ title: '[Teams] found' }, 'UNKNOWN', '[Teams] found'],
    [{ title: 'plain' }, 'UNKNOWN', 'plain'],
    [{ type: 'Stop', message: 'Stopped' }, 'CANCELLED', 'Stopped'],
    [{ type: 'Running', message: '[Success] is a word' }, 'NONE', '[Success] is a word'],
    [{ type: 'Odd', message: 'x' }, 'UNKNOWN', 'x'],
    [{}, 'UNKNOWN', ''],
  ])('%j', (fields, status, title) => {
    expect(mapLog([present(readLogItem(fields))])).toEqual([
      { time: null, status, title, description: null },
    ]);
  });

  it('come in the order they were written', () => {
    const rows = [3, 1, 2].map((usn) => present(readLogItem({ usn, title: String(usn) })));
    expect(mapLog(rows).map(({ title }) => title)).toEqual(['1', '2', '3']);
  });
});
