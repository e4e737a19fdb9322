import type { CopyJobRecord, JobRecord, M365RepositoryRecord } from '../../../src/products/vb365/native.js';
import type { BackupJob, CopyJob, Job, Repository } from '../../../src/simulators/vb365/world/records.js';
import { startPair, scope, VERSIONS } from './support.js';
import type { Pair, TestedVersion } from './support.js';

const HOUR = 3_600_000;
const RESULTS: Record<string, string> = {
  Success: 'SUCCESS',
  Warning: 'WARNING',
  Failed: 'FAILED',
  Stopped: 'CANCELLED',
  Running: 'NONE',
  Queued: 'NONE',
};
const DAY_GAPS = { Everyday: 24, Workdays: 72, Weekends: 144, Saturday: 168, Sunday: 168 };
const EVERY = { Minutes30: 0.5, Hours1: 1, Hours4: 4, Hours8: 8 };

let pair: Pair;
afterEach(async () => pair.close());

/** What a schedule of the world promises, in hours; null: nothing. */
function promised({ schedule, ...job }: Job): number | null {
  switch (schedule.type) {
    case 'ManualOnly':
      return null;
    case 'Immediate':
      return 'source' in job ? promised(job.source) : null;
    case 'Daily':
      return DAY_GAPS[schedule.days];
    case 'Periodically':
      // The simulator closes jobs that run hourly for the first hour of each day; copy jobs have no window.
      return EVERY[schedule.every] + (schedule.every === 'Hours1' && !('source' in job) ? 1 : 0);
  }
}

function expectedPolicy(job: BackupJob | CopyJob, version: TestedVersion) {
  const isCopy = job.kind === 'Copy';
  const gap = promised(job);
  const isBusy = job.lastStatus === 'Running' || job.lastStatus === 'Queued';
  return {
    type: isCopy ? 'VbM365CopyJob' : 'VbM365Job',
    server: 'm365',
    nativeId: job.id,
    nativeType: isCopy ? 'Copy' : job.backupType,
    name: job.name,
    description: isCopy || job.description === '' ? null : job.description,
    kind: isCopy ? 'BACKUP_COPY' : 'BACKUP',
    workload: 'M365',
    enabled: job.isEnabled,
    status: isBusy ? 'RUNNING' : job.isEnabled ? 'IDLE' : 'DISABLED',
    lastRun: job.lastRun,
    nextRun: job.nextRun,
    lastResult: job.lastRun === null ? 'NONE' : (RESULTS[job.lastStatus] ?? 'UNKNOWN'),
    lastSessionId: null,
    lastSuccess: version === 'v6' ? undefined : job.lastBackup,
    repositoryIds: [job.repository.id],
    schedule: { scheduled: gap !== null, longestGap: gap === null ? null : gap * HOUR },
  };
}

function expectedRepository(record: Repository, version: TestedVersion) {
  const { objectStorage: storage, capacityBytes: capacity, freeBytes: free } = record;
  const limit = storage?.sizeLimitGB == null ? null : storage.sizeLimitGB * 1024 ** 3;
  const isV8 = version === 'v8';
  const wasabiInV6 = version === 'v6' && storage?.type === 'WasabiCloud';
  return {
    type: 'VbM365Repository',
    nativeId: record.id,
    nativeType: wasabiInV6 ? 'AmazonS3Compatible' : (storage?.type ?? 'JET'),
    name: record.name,
    kind: storage ? 'OBJECT_STORAGE' : 'LOCAL',
    status: !isV8
      ? 'UNKNOWN'
      : record.outOfOrderReason !== null
        ? 'OFFLINE'
        : record.outdated
          ? 'OUT_OF_DATE'
          : 'ONLINE',
    capacity: storage ? limit : capacity,
    free: storage ? (limit === null ? null : Math.max(0, limit - storage.usedBytes)) : free,
    used: storage ? storage.usedBytes : capacity === null || free === null ? null : capacity - free,
    immutability:
      isV8 && storage
        ? { enabled: storage.immutabilityDays !== null, periodDays: storage.immutabilityDays }
        : { enabled: null, periodDays: null },
    partOf: null,
  };
}

describe.each(VERSIONS)('the inventory of %s', (version) => {
  it('gives jobs and copy jobs as they are, in two calls', async () => {
    pair = await startPair(version, { policies: 60 });
    const { items, unreadable, truncated } = await pair.adapter.inventory.policies(scope());
    const { jobs, copyJobs } = pair.simulator.world;
    expect({ unreadable, truncated }).toEqual({ unreadable: 0, truncated: false });
    expect(items.map(({ native: _native, ...policy }) => policy)).toEqual(
      [...jobs, ...copyJobs].map((job) => expectedPolicy(job, version)),
    );
    expect(pair.calls()).toHaveLength(2);
  });

  it('links jobs with their organization and copy job, and copy jobs with their source', async () => {
    pair = await startPair(version);
    const { items } = await pair.adapter.inventory.policies(scope());
    const { jobs, copyJobs } = pair.simulator.world;
    const byId = new Map(items.map((policy) => [policy.nativeId, policy]));
    for (const job of jobs) {
      const { native } = byId.get(job.id) as JobRecord;
      expect(native.organizationId).toBe(job.organization.id);
      const copies = copyJobs.filter(({ source }) => source === job).map(({ id }) => id);
      expect(copies.length === 0 ? [null] : copies).toContain(native.copyJobId);
    }
    for (const copy of copyJobs)
      expect((byId.get(copy.id) as CopyJobRecord).native.sourcePolicyId).toBe(copy.source.id);
  });

  it('gives repositories with their space, in a fixed number of calls', async () => {
    pair = await startPair(version, { policies: 60 });
    const { items } = await pair.adapter.inventory.repositories(scope());
    const { repositories } = pair.simulator.world;
    expect(items).toHaveLength(repositories.length);
    items.forEach((item, index) => {
      const record = repositories[index];
      expect(record && item).toMatchObject(record ? expectedRepository(record, version) : {});
      const { native } = item as M365RepositoryRecord;
      expect(native.proxyId).toBe(record?.proxy?.id ?? null);
      expect(native.proxyPoolId).toBe(version === 'v8' ? (record?.pool?.id ?? null) : null);
      expect(native.cache).toEqual(
        record?.objectStorage ? { capacity: record.capacityBytes, free: record.freeBytes } : null,
      );
    });
    expect(repositories.some(({ objectStorage }) => objectStorage?.sizeLimitGB === null)).toBe(true);
    expect(pair.calls()).toHaveLength(version === 'v8' ? 1 : 2);
  });

  it('walks long lists to their end', async () => {
    pair = await startPair(version, { policies: 2600, sessions: 50 });
    const { items } = await pair.adapter.inventory.policies(scope());
    expect(new Set(items.map(({ nativeId }) => nativeId)).size).toBe(2600);
    // 1,950 jobs and 650 copy jobs: v8 gives pages of 1,000.
    expect(pair.calls()).toHaveLength(version === 'v8' ? 3 : 2);
  });

  it('survives words, nulls and fields that no contract knows', async () => {
    pair = await startPair(version, { oddities: true });
    const { world, oddIds } = pair.simulator;
    const policies = await pair.adapter.inventory.policies(scope());
    const repositories = await pair.adapter.inventory.repositories(scope());
    expect(policies.unreadable + repositories.unreadable).toBe(0);
    expect(policies.items).toHaveLength(world.jobs.length + world.copyJobs.length);
    expect(repositories.items).toHaveLength(world.repositories.length);
    const odd = policies.items.find(({ nativeId }) => nativeId === world.jobs[0]?.id);
    expect(oddIds.has(odd?.nativeId ?? '')).toBe(true);
    expect(odd).toMatchObject({
      nativeType: 'PolicyDriven',
      description: null,
      lastRun: world.jobs[0]?.lastRun,
      native: { lastStatus: 'Hibernated', schedule: null },
    });
  });
});

describe('lists in unexpected shapes', () => {
  const raw = (body: unknown) => ({ kind: 'raw', body: JSON.stringify(body) }) as const;

  it('takes a bare array from v8', async () => {
    pair = await startPair('v8');
    pair.simulator.faults.add({ match: 'GET /v8/jobs', fault: raw([{ id: 'one', name: 'A' }]) });
    pair.simulator.faults.add({ match: 'GET /v8/copyjobs', fault: raw([]) });
    const { items } = await pair.adapter.inventory.policies(scope());
    expect(items).toMatchObject([{ nativeId: 'one', name: 'A', repositoryIds: [], lastResult: 'NONE' }]);
  });

  it('takes pages from v6, and asks on where the server cut the list', async () => {
    pair = await startPair('v6');
    const row = (id: string) => ({ id, name: id });
    const page = (offset: number, ...rows: string[]) =>
      raw({ offset, limit: 2, results: rows.map(row), _links: { self: { href: '/v6/Jobs' } } });
    pair.simulator.faults.add({ match: 'GET /v6/copyjobs', fault: raw([]) });
    pair.simulator.faults.add({ match: 'GET /v6/jobs', times: 1, fault: page(0, 'a', 'b') });
    pair.simulator.faults.add({ match: 'offset=2', fault: page(2, 'c') });
    const { items } = await pair.adapter.inventory.policies(scope());
    expect(items.map(({ nativeId }) => nativeId)).toEqual(['a', 'b', 'c']);
  });

  it('counts rows that cannot be read and keeps the others', async () => {
    pair = await startPair('v8');
    const results = [null, 'job', {}, { id: '00000000-0000-0000-0000-000000000000' }, { id: 'good' }];
    pair.simulator.faults.add({ match: 'GET /v8/jobs', fault: raw({ offset: 0, limit: 1000, results }) });
    pair.simulator.faults.add({ match: 'GET /v8/copyjobs', fault: raw([]) });
    const { items, unreadable } = await pair.adapter.inventory.policies(scope());
    expect(items.map(({ nativeId }) => nativeId)).toEqual(['good']);
    expect(unreadable).toBe(4);
  });

  it('stops at a server that ignores the offset, and says so', async () => {
    pair = await startPair('v8');
    const same = {
      offset: 0,
      limit: 1,
      results: [{ id: 'a' }],
      _links: { next: { href: '/v8/Jobs?offset=1' } },
    };
    pair.simulator.faults.add({ match: 'GET /v8/jobs', fault: raw(same) });
    const { items, truncated } = await pair.adapter.inventory.policies(scope());
    expect(truncated).toMatch(/other rows/);
    expect(items.filter(({ nativeId }) => nativeId === 'a')).toHaveLength(1);
  });

  it('refuses an answer that is no list', async () => {
    pair = await startPair('v8');
    pair.simulator.faults.add({ match: 'GET /v8/jobs', fault: raw({ data: [] }) });
    const { missing } = await pair.adapter.inventory.policies(scope());
    expect(missing).toMatchObject([{ list: 'Jobs', code: 'BAD_RESPONSE', types: ['VbM365Job'] }]);
  });
});
