import type { RepositoryRecord } from '../../../src/core/model/repository.js';
import type { SessionRecord } from '../../../src/core/model/session.js';
import type { Upstream } from '../../../src/simulators/kit/upstream.js';
import { adapterFor, scope } from './support.js';
import { pageOf, startScripted } from './scripted.js';
import type { Asked, Reply, Script } from './scripted.js';
import { isIdentification } from '../../support/identification.js';

const REPOSITORIES = '/api/v1/backupInfrastructure/repositories/states';
const SCALE_OUT = '/api/v1/backupInfrastructure/scaleOutRepositories';
const JOB = { id: 'j1', name: 'Nightly', type: 'VSphereBackup', status: 'inactive', lastResult: 'Success' };
const STORAGE = {
  id: 'r1',
  name: 'Main',
  type: 'WinLocal',
  capacityGB: 10,
  freeGB: 4,
  usedSpaceGB: 7,
  isOnline: true,
};

let upstream: Upstream;
afterEach(() => upstream.close());

async function adapterOver(script: Script): Promise<ReturnType<typeof adapterFor>> {
  upstream = await startScripted(script);
  return adapterFor(upstream.url, { apiVersion: '1.3-rev0' });
}

const answering =
  (rows: Record<string, readonly unknown[]>): Script =>
  (asked) =>
    pageOf(rows[asked.path] ?? [], asked);

async function policiesOf(...rows: readonly unknown[]) {
  const adapter = await adapterOver(answering({ '/api/v1/jobs/states': rows }));
  return adapter.inventory.policies(scope());
}

async function repositoriesOf(states: readonly unknown[], scaleOuts: readonly unknown[] = []) {
  const adapter = await adapterOver(answering({ [REPOSITORIES]: states, [SCALE_OUT]: scaleOuts }));
  const { items } = await adapter.inventory.repositories(scope());
  return new Map<string, RepositoryRecord>(items.map((record) => [record.nativeId, record]));
}

describe('rows of job states', () => {
  it.each<[string, object, object]>([
    [
      'seven fraction digits',
      { lastRun: '2025-10-02T22:00:05.1234567+02:00' },
      { lastRun: Date.UTC(2025, 9, 2, 20, 0, 5, 123) },
    ],
    ['no seconds', { nextRun: '2025-10-02T22:00Z' }, { nextRun: Date.UTC(2025, 9, 2, 22) }],
    ['the smallest date', { lastRun: '0001-01-01T00:00:00' }, { lastRun: null }],
    [
      'null where it is not declared',
      { lastRun: null, description: null },
      { lastRun: null, description: null },
    ],
    ['a zero repository', { repositoryId: '00000000-0000-0000-0000-000000000000' }, { repositoryIds: [] }],
    [
      'capitalised words',
      { status: 'Running', workload: 'Vm' },
      { status: 'RUNNING', workload: 'VIRTUAL_MACHINE' },
    ],
    ['small words', { status: 'disabled' }, { status: 'DISABLED', enabled: false }],
    ['an unknown status', { status: 'Dreaming' }, { status: 'UNKNOWN', enabled: true }],
    ['an unknown result', { lastResult: 'Splendid' }, { lastResult: 'UNKNOWN' }],
    [
      'an unknown type',
      { type: 'Holographic', workload: 'cloudVm' },
      { kind: 'OTHER', workload: 'CLOUD_INSTANCE', nativeType: 'Holographic' },
    ],
    ['the old name of VMware jobs', { type: 'Backup' }, { kind: 'BACKUP', nativeType: 'Backup' }],
    ['a snapshot target', { isStorageSnapshot: true }, { kind: 'SNAPSHOT' }],
    ['a number as a text', { objectsCount: '12' }, { native: expect.objectContaining({ objectsCount: 12 }) }],
    ['fields nobody knows', { entanglement: { depth: 3 } }, { name: 'Nightly' }],
  ])('understand %s', async (_title, fields, expected) => {
    const { items, unreadable } = await policiesOf({ ...JOB, ...fields });
    expect(unreadable).toBe(0);
    expect(items[0]).toMatchObject(expected);
  });

  it('count what cannot be read and keep the rest', async () => {
    const { items, unreadable } = await policiesOf(JOB, null, 'text', { name: 'no id' }, [], {
      ...JOB,
      id: 'j2',
    });
    expect(items.map(({ nativeId }) => nativeId)).toEqual(['j1', 'j2']);
    expect(unreadable).toBe(4);
  });
});

describe('rows of repository states', () => {
  it.each<[string, object, object]>([
    [
      'object storage without a limit',
      { type: 'AmazonS3', capacityGB: 0, freeGB: 0 },
      { capacity: null, free: null, used: 7 * 1024 ** 3 },
    ],
    ['more used than there is', { usedSpaceGB: 25.5 }, { capacity: 10 * 1024 ** 3, used: 27380416512 }],
    ['negative figures', { freeGB: -1 }, { free: null }],
    ['out of date as a word', { isOutOfDate: 'true' }, { status: 'OUT_OF_DATE' }],
    ['not out of date as a word', { isOutOfDate: 'false' }, { status: 'ONLINE' }],
    ['no word on whether it is online', { isOnline: null }, { status: 'UNKNOWN' }],
    ['an old name', { type: 'DDBoost' }, { kind: 'DEDUPE_APPLIANCE', nativeType: 'DDBoost' }],
    ['a new name', { type: 'HPEStoreOnce' }, { kind: 'DEDUPE_APPLIANCE' }],
    ['an unknown type', { type: 'Crystal' }, { kind: 'OTHER', nativeType: 'Crystal' }],
    ['a vault', { type: 'VeeamDataCloudVaultArchive' }, { kind: 'VAULT' }],
  ])('understand %s', async (_title, fields, expected) => {
    const repositories = await repositoriesOf([{ ...STORAGE, ...fields }]);
    expect(repositories.get('r1')).toMatchObject(expected);
  });

  it('show a scale-out repository once, though the states list it too', async () => {
    const shadow = {
      id: 's1',
      name: 'SOBR',
      type: 'ExtendableRepository',
      description: 'from its state',
      isOnline: true,
    };
    const scaleOut = {
      id: 's1',
      name: 'SOBR',
      performanceTier: { performanceExtents: [{ id: 'r1', status: 'Normal' }] },
    };
    const repositories = await repositoriesOf([STORAGE, { ...shadow, capacityGB: 99 }], [scaleOut]);
    expect(repositories.size).toBe(2);
    expect(repositories.get('s1')).toMatchObject({
      type: 'VbrScaleOutRepository',
      description: 'from its state',
      capacity: 10 * 1024 ** 3,
      native: { extents: [{ id: 'r1', name: 'Main', statuses: ['Normal'] }] },
    });
  });

  it('keep a scale-out repository that only the states list', async () => {
    const shadow = {
      id: 's1',
      name: 'SOBR',
      type: 'ExtendableRepository',
      capacityGB: 99,
      freeGB: 9,
      usedSpaceGB: 80,
      isOnline: false,
    };
    const repositories = await repositoriesOf([shadow]);
    expect(repositories.get('s1')).toMatchObject({
      type: 'VbrScaleOutRepository',
      status: 'OFFLINE',
      capacity: 99 * 1024 ** 3,
      free: 9 * 1024 ** 3,
    });
  });

  it('count the space of performance extents only', async () => {
    const details = (extentType: string) => ({
      scaleOutRepositoryDetails: { scaleOutRepositoryId: 's1', membership: 'SOBR', extentType },
    });
    const repositories = await repositoriesOf(
      [
        { ...STORAGE, ...details('Performance') },
        { ...STORAGE, id: 'r2', type: 'S3Compatible', ...details('Capacity') },
      ],
      [{ id: 's1', name: 'SOBR', capacityTier: { isEnabled: true, extents: [{ id: 'r2' }] } }],
    );
    expect(repositories.get('s1')).toMatchObject({ capacity: 10 * 1024 ** 3 });
    expect(repositories.get('r1')).toMatchObject({ partOf: 's1' });
    expect(repositories.get('r2')).toMatchObject({
      partOf: null,
      native: { tier: 'CAPACITY', scaleOutRepositoryId: 's1' },
    });
  });
});

describe('lists', () => {
  const rows = Array.from({ length: 450 }, (_, index) => ({ ...JOB, id: `j${index}` }));
  const skips = (): (string | null)[] =>
    upstream.requests
      .filter((request) => request.method === 'GET' && !isIdentification(request))
      .map(({ url }) => new URL(url, upstream.url).searchParams.get('skip'));

  it('are walked in the pages the server gives, however many rows were asked for', async () => {
    const adapter = await adapterOver((asked) => pageOf(rows, asked, 200));
    expect((await adapter.inventory.policies(scope())).items).toHaveLength(450);
    expect(skips()).toEqual(['0', '200', '400']);
  });

  it('are walked until a page is empty where the total is not told', async () => {
    const adapter = await adapterOver((asked) => untold(pageOf(rows, asked, 200)));
    expect((await adapter.inventory.policies(scope())).items).toHaveLength(450);
    expect(skips()).toEqual(['0', '200', '400', '450']);
  });

  it('end, truncated, where the server answers the same page again and again', async () => {
    const adapter = await adapterOver(({ path }) => pageOf(rows, { path, query: {}, headers: {} }));
    const { items, truncated } = await adapter.inventory.policies(scope());
    expect(items).toHaveLength(200);
    expect(truncated).toMatch(/same rows again/);
  });

  it('say so where the answer is that of another product', async () => {
    const adapter = await adapterOver(() => [200, { results: [] }]);
    await expect(adapter.inventory.policies(scope())).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
      message: expect.stringContaining('another product'),
    });
  });

  function untold([status, body]: Reply): Reply {
    return [status, { ...(body as object), pagination: null }];
  }
});

function sessionAt(startTime: number): SessionRecord {
  return {
    type: 'VbrSession',
    server: 'vbr-1',
    nativeId: 's1',
    nativeType: 'BackupJob',
    name: 'Nightly',
    kind: 'BACKUP',
    state: 'FINISHED',
    result: 'SUCCESS',
    message: null,
    startTime,
    endTime: null,
    progressPercent: null,
    initiatedBy: null,
    retryOf: null,
    partOfRun: false,
    policyId: 'j1',
    native: null,
  };
}

describe('the items of a session', () => {
  it('are asked for on the paged path where an old revision stops at its default', async () => {
    const tasks = Array.from({ length: 230 }, (_, index) => ({
      id: `t${index}`,
      name: `vm-${index}`,
      type: 'Backup',
      creationTime: '2025-11-13T22:00:49Z',
    }));
    const adapter = await adapterOver((asked) =>
      asked.path.startsWith('/api/v1/sessions/')
        ? pageOf(tasks, { ...asked, query: {} })
        : pageOf(tasks, asked, 200),
    );
    const session = sessionAt(Date.UTC(2025, 10, 13, 22));
    expect(await adapter.activity.items(session, scope())).toHaveLength(230);
    const [, ...paged] = upstream.requests
      .filter((request) => request.method === 'GET' && !isIdentification(request))
      .map(({ url }) => decodeURIComponent(url));
    expect(paged).toEqual([
      expect.stringContaining(
        '/api/v1/taskSessions?sessionIdFilter=s1&createdAfterFilter=2025-11-13T21:00:00.000Z',
      ),
      expect.stringContaining('skip=200'),
    ]);
  });
});

describe('times without an offset', () => {
  const task = {
    id: 't1',
    name: 'vm-1',
    type: 'Backup',
    creationTime: '2025-11-13T22:00:49.893878',
    result: null,
  };
  const session = sessionAt(Date.UTC(2025, 10, 13));

  it.each<[string, object, number]>([
    ['the zone it names', { serverTime: '2026-07-01T12:00:00+02:00', ianaTimeZoneId: 'Europe/Prague' }, 21],
    [
      'the offset of its own time',
      { serverTime: '2026-07-01T12:00:00.1234567+02:00', timeZone: '(UTC+01:00) Prague' },
      20,
    ],
  ])('are read where the server stands: %s', async (_title, serverTime, hour) => {
    const adapter = await adapterOver((asked: Asked) =>
      asked.path === '/api/v1/serverTime' ? [200, serverTime] : pageOf([task], asked),
    );
    const callScope = scope();
    const [[item]] = await Promise.all([
      adapter.activity.items(session, callScope),
      adapter.activity.items(session, callScope),
    ]);
    expect(item?.startTime).toBe(Date.UTC(2025, 10, 13, hour, 0, 49, 893));
    await adapter.activity.items(session, callScope);
    expect(upstream.requests.filter(({ url }) => url.includes('serverTime'))).toHaveLength(1);
    expect(callScope.tally.calls).toBe(3);
  });
});
