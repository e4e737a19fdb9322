import {
  createScaleOut,
  editScaleOut,
  mainId,
  scaleOutDetails,
  startScaleOutStage,
} from '../../support/scale-out-stage.js';
import type { ScaleOutStage, SeenPayload } from '../../support/scale-out-stage.js';

const REVISIONS = ['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'];
const PASSWORD = '0a1b2c3d-0000-4000-8000-000000000001';

let stage: ScaleOutStage;

afterEach(() => stage.close());

const create = (more?: object): Promise<SeenPayload> => createScaleOut(stage, more);
const edit = (more: object): Promise<SeenPayload> => editScaleOut(stage, more);
const details = (id: string | undefined) => scaleOutDetails(stage, id);

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
    const { archiveTier, extents } = await details(mainId(stage));
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
