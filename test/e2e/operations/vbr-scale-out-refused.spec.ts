import { createScaleOut, startScaleOutStage } from '../../support/scale-out-stage.js';
import type { ScaleOutStage, SeenPayload } from '../../support/scale-out-stage.js';

describe('a new scale-out repository that cannot be', () => {
  let stage: ScaleOutStage;

  beforeAll(async () => {
    stage = await startScaleOutStage('1.3-rev2');
  });

  afterAll(() => stage.close());

  const create = (more: object): Promise<SeenPayload> => createScaleOut(stage, more);
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
    const before = stage.exchanges.length;
    const { repository, session, userErrors } = await create(wrong());
    expect({ repository, session }).toEqual({ repository: null, session: null });
    expect(userErrors.map(({ code }) => code)).toEqual(fields.map(() => 'INVALID_INPUT'));
    expect(userErrors.map(({ field }) => field?.slice(1).join('.')).sort()).toEqual([...fields].sort());
    expect(stage.exchanges.slice(before).filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('for extents and servers that do not exist is told so', async () => {
    const unknown = stage.extentId('11111111-2222-4333-8444-555555555555');
    expect((await create({ performanceTier: { extents: [disk(), unknown] } })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: ['input', 'performanceTier', 'extents', '1'] },
    ]);
    expect(stage.sent()).toEqual([]);
  });

  it('for a name that is taken is refused by the server', async () => {
    expect((await create({ name: 'SOBR-Main' })).userErrors).toMatchObject([
      {
        code: 'UPSTREAM_REJECTED',
        field: ['input', 'server'],
        upstream: { status: 400, code: 'UnexpectedContent' },
      },
    ]);
  });
});
