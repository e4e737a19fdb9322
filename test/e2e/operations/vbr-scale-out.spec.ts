import { startScaleOutStage } from '../../support/scale-out-stage.js';
import type { ScaleOutStage, SeenPayload } from '../../support/scale-out-stage.js';

const REVISIONS = ['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'];
const PASSWORD = '0a1b2c3d-0000-4000-8000-000000000001';

const DETAILS = `query ($id: ID!) { node(id: $id) { ... on VbrScaleOutRepository {
  name description uniqueId placementPolicy strictPlacement perVmBackup fullWhenExtentOffline
  placementSettings { extentId allowedBackups extent { nativeId } }
  extents { nativeId tier cryptoKeyId }
  capacityTier { enabled copyPolicy movePolicy operationalRestoreDays overrideThresholdPercent
    offloadWindow { day hours } encryption { enabled type passwordId passwordUniqueId kmsServerId }
    backupHealth { enabled weekly { time days } monthly { time day months } } }
  archiveTier { enabled archiveAfterDays costOptimized deduplication copyPolicy movePolicy encryption { enabled type kmsServerId } }
} } }`;

let stage: ScaleOutStage;

afterEach(() => stage.close());

function create(more: object = {}): Promise<SeenPayload> {
  return stage.change('vbrCreateScaleOutRepository', 'VbrCreateScaleOutRepositoryInput', 'repository', {
    server: stage.serverId,
    name: 'SOBR-New',
    performanceTier: { extents: [stage.extentId(stage.free.disks[0])] },
    ...more,
  });
}

function edit(more: object): Promise<SeenPayload> {
  return stage.change('vbrEditScaleOutRepository', 'VbrEditScaleOutRepositoryInput', 'repository', {
    repository: mainId(),
    ...more,
  });
}

function remove(more: object = {}): Promise<SeenPayload> {
  return stage.change('vbrRemoveScaleOutRepository', 'VbrRemoveScaleOutRepositoryInput', 'repository', {
    repository: mainId(),
    confirmName: 'SOBR-Main',
    ...more,
  });
}

function mainId(): string {
  return stage.id('VbrScaleOutRepository', stage.main.id);
}

async function details(id: string | undefined): Promise<Record<string, unknown>> {
  const { node } = await stage.ask<{ node: Record<string, unknown> }>(DETAILS, { id });
  return node;
}

function fail(times = 1): void {
  const body = JSON.stringify({ errorCode: 'UnexpectedContent', message: 'Not like this' });
  const fault = { kind: 'status', status: 400, body, contentType: 'application/json' } as const;
  for (const method of ['POST', 'PUT', 'DELETE'])
    stage.simulator.faults.add({ match: `${method} /api/v1/backupInfrastructure`, times, fault });
}

describe.each(REVISIONS)('a new scale-out repository at revision %s', (revision) => {
  it('is there with everything that was said, once its session has ended', async () => {
    stage = await startScaleOutStage(revision);
    const [first, second] = stage.free.disks;
    const { repository, session, userErrors } = await create({
      description: 'For tests',
      uniqueId: 'abc',
      performanceTier: {
        extents: [stage.extentId(first), stage.extentId(second)],
        perVmBackup: true,
        fullWhenExtentOffline: true,
      },
      placementPolicy: {
        type: 'PERFORMANCE',
        strict: true,
        settings: [
          { extent: stage.extentId(first), allowedBackups: 'FULLS_ONLY' },
          { extent: stage.extentId(second), allowedBackups: 'INCREMENTS_ONLY' },
        ],
      },
      capacityTier: {
        enabled: true,
        extents: [{ repository: stage.extentId(stage.free.buckets[0]) }],
        offloadWindow: [{ day: 'MONDAY', hours: [0, 22, 23] }],
        copyPolicy: true,
        movePolicy: true,
        operationalRestoreDays: 7,
        overridePolicy: { enabled: true, thresholdPercent: 80 },
        encryption: { enabled: true, type: 'BY_USER_PASSWORD', passwordId: PASSWORD },
      },
    });
    expect(userErrors).toEqual([]);
    expect(session).toMatchObject({ state: 'FINISHED', result: 'SUCCESS' });
    expect(repository).toMatchObject({ name: 'SOBR-New', description: 'For tests' });
    expect(await details(repository?.id)).toMatchObject({
      uniqueId: 'abc',
      placementPolicy: 'Performance',
      strictPlacement: true,
      perVmBackup: true,
      fullWhenExtentOffline: true,
      placementSettings: [
        { extentId: first, allowedBackups: 'FullsOnly', extent: { nativeId: first } },
        { extentId: second, allowedBackups: 'IncrementsOnly' },
      ],
      extents: [
        { nativeId: first, tier: 'PERFORMANCE', cryptoKeyId: null },
        { nativeId: second, tier: 'PERFORMANCE' },
        { nativeId: stage.free.buckets[0], tier: 'CAPACITY' },
      ],
      capacityTier: {
        enabled: true,
        copyPolicy: true,
        movePolicy: true,
        operationalRestoreDays: 7,
        overrideThresholdPercent: 80,
        encryption: { enabled: true, type: 'ByUserPassword', passwordId: PASSWORD, kmsServerId: null },
      },
      archiveTier: { enabled: false },
    });
    const window = (await details(repository?.id))['capacityTier'] as { offloadWindow: { day: string }[] };
    expect(window.offloadWindow.find(({ day }) => day === 'Monday')).toEqual({
      day: 'Monday',
      hours: [0, 22, 23],
    });
    expect(window.offloadWindow.find(({ day }) => day === 'Tuesday')).toEqual({ day: 'Tuesday', hours: [] });
  });

  it('is not there while its session runs', async () => {
    stage = await startScaleOutStage(revision, { workSeconds: 60 });
    const { repository, session, userErrors } = await create();
    expect(userErrors).toEqual([]);
    expect(repository).toBeNull();
    expect(session?.state).not.toBe('FINISHED');
    stage.clock.now += 61_000;
    const { repositories } = await stage.ask<{ repositories: { nodes: { name: string }[] } }>(
      '{ repositories(first: 100) { nodes { name } } }',
    );
    expect(repositories.nodes.map(({ name }) => name)).toContain('SOBR-New');
  });
});

describe('what only some revisions take', () => {
  const health = {
    enabled: true,
    weekly: { enabled: true, days: ['SUNDAY'], time: '03:00' },
    monthly: { enabled: true, dayNumberInMonth: 'LAST', dayOfWeek: 'FRIDAY', months: ['MAY'], time: '04:30' },
  };
  const capacity = (): object => ({
    enabled: true,
    extents: [{ repository: stage.extentId(stage.free.buckets[0]) }],
    backupHealth: health,
  });

  it.each(['1.3-rev0', '1.3-rev1', '1.3-rev2'])('health checks at %s', async (revision) => {
    stage = await startScaleOutStage(revision);
    const { repository, userErrors } = await create({ capacityTier: capacity() });
    expect(userErrors).toEqual([]);
    expect(await details(repository?.id)).toMatchObject({
      capacityTier: {
        backupHealth: {
          enabled: true,
          weekly: { days: ['Sunday'], time: '03:00' },
          monthly: { day: 'Last Friday', months: ['May'], time: '04:30' },
        },
      },
    });
  });

  it('health checks at 1.2-rev1 are told to be unsupported', async () => {
    stage = await startScaleOutStage('1.2-rev1');
    const { userErrors } = await create({ capacityTier: capacity() });
    expect(userErrors).toMatchObject([
      { code: 'UNSUPPORTED', field: ['input', 'capacityTier', 'backupHealth'], upstream: null },
    ]);
    expect(userErrors[0]?.message).toContain('1.2-rev1');
    expect(stage.sent()).toEqual([]);
  });

  const archive = (): object => ({
    enabled: true,
    extent: stage.extentId(stage.main.archive?.repositoryId),
    cryptoKeyId: PASSWORD,
    copyPolicy: true,
    movePolicy: false,
    archiveAfterDays: 0,
    encryption: { enabled: true, type: 'BY_KMS', kmsServerId: PASSWORD },
  });

  it('archive copies and encryption at 1.3-rev2', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    expect((await edit({ archiveTier: archive() })).userErrors).toEqual([]);
    const { archiveTier, extents } = await details(mainId());
    expect(archiveTier).toEqual({
      enabled: true,
      archiveAfterDays: 0,
      costOptimized: true,
      deduplication: true,
      copyPolicy: true,
      movePolicy: false,
      encryption: { enabled: true, type: 'ByKms', kmsServerId: PASSWORD },
    });
    expect((extents as { cryptoKeyId: string }[]).at(-1)?.cryptoKeyId).toBe(PASSWORD);
  });

  it('archive copies and encryption are unsupported before', async () => {
    stage = await startScaleOutStage('1.3-rev1');
    const { userErrors } = await edit({ archiveTier: archive() });
    expect(userErrors.map(({ code, field }) => [code, field?.at(-1)])).toEqual([
      ['UNSUPPORTED', 'cryptoKeyId'],
      ['UNSUPPORTED', 'copyPolicy'],
      ['UNSUPPORTED', 'movePolicy'],
      ['UNSUPPORTED', 'encryption'],
    ]);
    expect(stage.sent()).toEqual([]);
  });
});

describe('a new scale-out repository that cannot be', () => {
  const disk = (index = 0): string => stage.extentId(stage.free.disks[index]);
  const bucket = (): string => stage.extentId(stage.free.buckets[0]);

  it.each<[string, () => object, string[]]>([
    ['a blank name', () => ({ name: '  ' }), ['name']],
    ['no extents', () => ({ performanceTier: { extents: [] } }), ['performanceTier.extents']],
    ['unsaid extents', () => ({ performanceTier: {} }), ['performanceTier.extents']],
    [
      'an extent twice',
      () => ({ performanceTier: { extents: [disk(), disk()] } }),
      ['performanceTier.extents'],
    ],
    [
      'an id of something else',
      () => ({ performanceTier: { extents: [stage.serverId] } }),
      ['performanceTier.extents.0'],
    ],
    ['no id at all', () => ({ performanceTier: { extents: ['nonsense'] } }), ['performanceTier.extents.0']],
    ['a server that is a repository', () => ({ server: disk() }), ['server']],
    [
      'a capacity tier without storage',
      () => ({ capacityTier: { enabled: true } }),
      ['capacityTier.extents'],
    ],
    ['an archive tier without storage', () => ({ archiveTier: { enabled: true } }), ['archiveTier.extent']],
    [
      'one repository in two tiers',
      () => ({ capacityTier: { enabled: true, extents: [{ repository: disk() }] } }),
      ['capacityTier.extents'],
    ],
    [
      'placement on a stranger',
      () => ({
        placementPolicy: { type: 'PERFORMANCE', settings: [{ extent: disk(1), allowedBackups: 'ALL' }] },
      }),
      ['placementPolicy.settings.0.extent'],
    ],
    [
      'values out of range',
      () => ({
        capacityTier: {
          enabled: true,
          extents: [{ repository: bucket(), cryptoKeyId: 'key' }],
          operationalRestoreDays: -1,
          offloadWindow: [{ day: 'MONDAY', hours: [24] }],
          overridePolicy: { enabled: true, thresholdPercent: 101 },
          backupHealth: { enabled: true, weekly: { enabled: true, days: ['MONDAY'], time: '24:00' } },
        },
      }),
      [
        'capacityTier.extents.0.cryptoKeyId',
        'capacityTier.offloadWindow.0.hours',
        'capacityTier.backupHealth.weekly.time',
        'capacityTier.operationalRestoreDays',
        'capacityTier.overridePolicy.thresholdPercent',
      ],
    ],
    [
      'settings that lack what they need',
      () => ({
        capacityTier: {
          enabled: true,
          extents: [{ repository: bucket() }],
          overridePolicy: { enabled: true },
          encryption: { enabled: true, type: 'BY_KMS' },
          backupHealth: { enabled: true, weekly: { enabled: true }, monthly: { enabled: true } },
        },
      }),
      [
        'capacityTier.overridePolicy.thresholdPercent',
        'capacityTier.encryption.kmsServerId',
        'capacityTier.backupHealth.weekly.days',
        'capacityTier.backupHealth.monthly.dayNumberInMonth',
      ],
    ],
  ])('for %s is refused before anything is sent', async (_title, wrong, fields) => {
    stage = await startScaleOutStage('1.3-rev2');
    const before = stage.exchanges.length;
    const { repository, session, userErrors } = await create(wrong());
    expect({ repository, session }).toEqual({ repository: null, session: null });
    expect(userErrors.map(({ code }) => code)).toEqual(fields.map(() => 'INVALID_INPUT'));
    expect(userErrors.map(({ field }) => field?.slice(1).join('.')).sort()).toEqual([...fields].sort());
    expect(stage.exchanges.slice(before).filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('for extents and servers that do not exist is told so', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const unknown = stage.extentId('11111111-2222-4333-8444-555555555555');
    expect((await create({ performanceTier: { extents: [disk(), unknown] } })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['input', 'performanceTier', 'extents', '1'] },
    ]);
    expect(stage.sent()).toEqual([]);
  });

  it('for a name that is taken is refused by the server', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    expect((await create({ name: 'SOBR-Main' })).userErrors).toMatchObject([
      { code: 'UPSTREAM_REJECTED', field: null, upstream: { status: 400, code: 'UnexpectedContent' } },
    ]);
  });
});

describe('a scale-out repository', () => {
  it.each(REVISIONS)('changes in what is said and in nothing else, at %s', async (revision) => {
    stage = await startScaleOutStage(revision);
    const before = await details(mainId());
    const { repository, userErrors, session } = await edit({
      description: 'Changed',
      capacityTier: { enabled: true, operationalRestoreDays: 3 },
    });
    expect(userErrors).toEqual([]);
    expect(session).not.toBeNull();
    expect(repository).toMatchObject({ name: 'SOBR-Main', description: 'Changed' });
    expect(await details(mainId())).toEqual({
      ...before,
      description: 'Changed',
      capacityTier: { ...(before['capacityTier'] as object), operationalRestoreDays: 3 },
    });
  });

  it('gets and loses extents; what stays keeps its status', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const extents = stage.main.performance.map(({ repositoryId }) => repositoryId);
    const [, ...staying] = extents;
    const [added] = stage.free.disks;
    const { userErrors } = await edit({
      performanceTier: { extents: [...staying, added].map((id) => stage.extentId(id)) },
    });
    expect(userErrors).toEqual([]);
    expect(stage.main.performance.map(({ repositoryId }) => repositoryId)).toEqual([...staying, added]);
    expect(stage.main.performance.find(({ repositoryId }) => repositoryId === extents[2])?.statuses).toEqual([
      'Sealed',
    ]);
    const put = stage.sent().find(({ method }) => method === 'PUT')?.request as {
      performanceTier: { performanceExtents: { name: string }[] };
    };
    const name = stage.simulator.world.repositories.find(({ id }) => id === added)?.name;
    expect(put.performanceTier.performanceExtents.at(-1)).toEqual({ id: added, name });
  });

  it('takes a placement setting away with its extent', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const [, branches] = stage.simulator.world.scaleOutRepositories;
    const [gone, ...staying] = (branches?.performance ?? []).map(({ repositoryId }) => repositoryId);
    const id = stage.id('VbrScaleOutRepository', branches?.id ?? '');
    const { userErrors } = await edit({
      repository: id,
      performanceTier: { extents: staying.map((extent) => stage.extentId(extent)) },
    });
    expect(userErrors).toEqual([]);
    const { placementSettings } = await details(id);
    const ids = (placementSettings as { extentId: string }[]).map(({ extentId }) => extentId);
    expect(ids).toEqual(staying);
    expect(ids).not.toContain(gone);
  });

  it.each<[string, object, string[], string]>([
    ['nothing to change', {}, ['input'], 'INVALID_INPUT'],
    ['a blank name', { name: '' }, ['input', 'name'], 'INVALID_INPUT'],
    [
      'a day below 0',
      { archiveTier: { enabled: true, archiveAfterDays: -1 } },
      ['input', 'archiveTier', 'archiveAfterDays'],
      'INVALID_INPUT',
    ],
    ['an id that is none', { repository: 'x' }, ['input', 'repository'], 'INVALID_INPUT'],
  ])('is not written for %s', async (_title, wrong, field, code) => {
    stage = await startScaleOutStage('1.3-rev2');
    expect((await edit(wrong)).userErrors).toMatchObject([{ code, field }]);
    expect(stage.sent()).toEqual([]);
  });

  it('that does not exist cannot be changed or removed', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const repository = stage.id('VbrScaleOutRepository', '11111111-2222-4333-8444-555555555555');
    const unknown = [{ code: 'NOT_FOUND', field: ['input', 'repository'] }];
    expect((await edit({ repository, name: 'x' })).userErrors).toMatchObject(unknown);
    expect((await remove({ repository })).userErrors).toMatchObject(unknown);
    expect(stage.sent()).toEqual([]);
  });

  it('that somebody else changes meanwhile is not written', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    let reads = 0;
    const { main } = stage;
    Object.defineProperty(main, 'description', { get: () => `Read ${(reads += 1)} times` });
    const { userErrors } = await edit({ name: 'Renamed' });
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', upstream: null }]);
    expect(stage.sent()).toEqual([]);
  });

  it('is removed when its name is said again; its backups stay unless told otherwise', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    stage.simulator.world.jobs.length = 0;
    const wrong = await remove({ confirmName: 'sobr-main' });
    expect(wrong.userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'confirmName'] }]);
    expect(stage.sent()).toEqual([]);
    expect(await remove()).toMatchObject({ repository: null, session: null, userErrors: [] });
    expect(stage.sent().map(({ query }) => query)).toEqual(['deleteBackups=false']);
    expect(stage.simulator.world.scaleOutRepositories.map(({ name }) => name)).toEqual(['SOBR-Branches']);
  });

  it('takes its backups along only when told to', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    stage.simulator.world.jobs.length = 0;
    expect((await remove({ deleteBackups: true })).userErrors).toEqual([]);
    expect(stage.sent().map(({ query }) => query)).toEqual(['deleteBackups=true']);
  });

  it('that a job uses is not removed', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const { repository, userErrors } = await remove();
    expect(repository).toMatchObject({ name: 'SOBR-Main' });
    expect(userErrors).toMatchObject([{ code: 'UPSTREAM_REJECTED', upstream: { status: 500 } }]);
  });
});

describe('any change of a scale-out repository', () => {
  const all = (): [string, Promise<SeenPayload>][] => [
    ['create', create()],
    ['edit', edit({ name: 'Renamed' })],
    ['remove', remove()],
  ];

  it('tells why the server refuses', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    fail();
    for (const [, answer] of all())
      expect((await answer).userErrors).toEqual([
        {
          code: 'UPSTREAM_REJECTED',
          message: 'Not like this',
          field: null,
          upstream: { status: 400, code: 'UnexpectedContent', message: 'Not like this' },
        },
      ]);
  });

  it('tells that the account may not', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    stage.simulator.switches.administrator = false;
    for (const [, answer] of all())
      expect((await answer).userErrors).toMatchObject([{ code: 'FORBIDDEN', upstream: { status: 403 } }]);
  });

  it('tells that the server gave no answer, and does not send again', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    for (const method of ['POST', 'PUT', 'DELETE'])
      stage.simulator.faults.add({
        match: `${method} /api/v1/backupInfrastructure`,
        fault: { kind: 'status', status: 502 },
      });
    for (const [, answer] of all())
      expect((await answer).userErrors).toMatchObject([{ code: 'UPSTREAM_UNAVAILABLE' }]);
    expect(stage.sent()).toHaveLength(3);
  });

  it('is made once for one idempotency key', async () => {
    stage = await startScaleOutStage('1.3-rev2');
    const first = await create({ idempotencyKey: 'k' });
    const again = await create({ idempotencyKey: 'k' });
    expect(again.session?.id).toBe(first.session?.id);
    expect(stage.sent()).toHaveLength(1);
    const other = await create({ idempotencyKey: 'k', name: 'Other' });
    expect(other.userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', 'idempotencyKey'] }]);
  });
});
