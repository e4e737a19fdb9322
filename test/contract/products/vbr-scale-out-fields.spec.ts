import { readFileSync } from 'node:fs';
import type { VbrScaleOutRepositoryRecord } from '../../../src/products/vbr/model.js';
import { contractPath, describeContract } from '../../support/openapi.js';
import { adapterFor, scope } from '../../products/vbr/support.js';
import { pageOf, startScripted } from '../../products/vbr/scripted.js';

interface Schema {
  $ref?: string;
  type?: string;
  enum?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
}
type Schemas = Record<string, Schema>;
type Show = (record: VbrScaleOutRepositoryRecord) => unknown;

const UUID = '0a1b2c3d-0000-4000-8000-0000000000';

/** An answer with a value of its own at every field that the oldest and the newest contract know. */
const ROW = {
  id: `${UUID}01`,
  name: 'SOBR',
  description: 'Words',
  uniqueId: 'unique',
  performanceTier: {
    performanceExtents: [{ id: `${UUID}02`, name: 'Extent', status: ['Sealed'] }],
    advancedSettings: { perVmBackup: true, fullWhenExtentOffline: false },
  },
  placementPolicy: {
    type: 'Performance',
    settings: [{ extentId: `${UUID}02`, name: 'Extent', allowedBackups: 'FullsOnly' }],
    enforceStrictPlacementPolicy: true,
  },
  capacityTier: {
    isEnabled: true,
    extents: [{ id: `${UUID}03`, cryptoKeyId: `${UUID}04` }],
    offloadWindow: { days: [{ day: 'Monday', hours: `1,${Array(23).fill(0).join(',')}` }] },
    backupHealth: {
      isEnabled: true,
      weekly: { isEnabled: true, days: ['Sunday'], localTime: '01:00' },
      monthly: {
        isEnabled: true,
        dayOfWeek: 'Friday',
        dayNumberInMonth: 'Second',
        dayOfMonth: 5,
        months: ['May'],
        localTime: '02:00',
        isLastDayOfMonth: false,
      },
    },
    copyPolicyEnabled: true,
    movePolicyEnabled: false,
    operationalRestorePeriodDays: 7,
    overridePolicy: { isEnabled: true, overrideSpaceThresholdPercents: 80 },
    encryption: {
      isEnabled: true,
      encryptionType: 'ByUserPassword',
      encryptionPasswordId: `${UUID}05`,
      encryptionPasswordUniqueId: 'p',
      kmsServerId: `${UUID}06`,
    },
  },
  archiveTier: {
    isEnabled: true,
    extentId: `${UUID}07`,
    extentCryptoKeyId: `${UUID}08`,
    archivePeriodDays: 9,
    copyPolicyEnabled: false,
    movePolicyEnabled: true,
    advancedSettings: { costOptimizedArchiveEnabled: true, archiveDeduplicationEnabled: false },
    encryption: {
      isEnabled: true,
      encryptionType: 'ByKms',
      encryptionPasswordId: `${UUID}09`,
      encryptionPasswordUniqueId: 'q',
      kmsServerId: `${UUID}10`,
    },
  },
};

const extent =
  (tier: string): Show =>
  ({ native }) =>
    native.extents.find((candidate) => candidate.tier === tier);
const window = { day: 'MONDAY', hours: [0] };
const health: [Show, unknown] = [
  ({ native }) => native.capacityTier.backupHealth,
  {
    enabled: true,
    weekly: { enabled: true, days: ['SUNDAY'], time: '01:00' },
    monthly: {
      enabled: true,
      dayNumberInMonth: 'SECOND',
      dayOfWeek: 'FRIDAY',
      dayOfMonth: 5,
      lastDayOfMonth: false,
      months: ['MAY'],
      time: '02:00',
    },
  },
];
const placement: [Show, unknown] = [
  ({ native }) => native.placementPolicy.settings,
  [{ extentId: `${UUID}02`, allowedBackups: 'FULLS_ONLY' }],
];
const performance: [Show, unknown] = [
  extent('PERFORMANCE'),
  { id: `${UUID}02`, name: 'Extent', tier: 'PERFORMANCE', statuses: ['Sealed'], cryptoKeyId: null },
];
const encryption = (last: string, type: string, uniqueId: string, kms: string): unknown => ({
  enabled: true,
  type,
  passwordId: `${UUID}${last}`,
  passwordUniqueId: uniqueId,
  kmsServerId: `${UUID}${kms}`,
});
const capacityKey: [Show, unknown] = [
  ({ native }) => native.capacityTier.encryption,
  encryption('05', 'BY_USER_PASSWORD', 'p', '06'),
];
const archiveKey: [Show, unknown] = [
  ({ native }) => native.archiveTier.encryption,
  encryption('09', 'BY_KMS', 'q', '10'),
];

/** Where each field of the answer is shown; a path stands for everything below it. */
const SHOWN: Record<string, [Show, unknown]> = {
  id: [({ nativeId }) => nativeId, ROW.id],
  name: [({ name }) => name, 'SOBR'],
  description: [({ description }) => description, 'Words'],
  uniqueId: [({ native }) => native.uniqueId, 'unique'],
  'performanceTier.performanceExtents': performance,
  'performanceTier.advancedSettings.perVmBackup': [({ native }) => native.performanceTier.perVmBackup, true],
  'performanceTier.advancedSettings.fullWhenExtentOffline': [
    ({ native }) => native.performanceTier.fullWhenExtentOffline,
    false,
  ],
  'placementPolicy.type': [({ native }) => native.placementPolicy.type, 'PERFORMANCE'],
  'placementPolicy.enforceStrictPlacementPolicy': [({ native }) => native.placementPolicy.strict, true],
  'placementPolicy.settings': placement,
  'capacityTier.isEnabled': [({ native }) => native.capacityTier.enabled, true],
  'capacityTier.extents': [
    extent('CAPACITY'),
    { id: `${UUID}03`, name: `${UUID}03`, tier: 'CAPACITY', statuses: [], cryptoKeyId: `${UUID}04` },
  ],
  'capacityTier.offloadWindow': [({ native }) => native.capacityTier.offloadWindow, [window]],
  'capacityTier.backupHealth': health,
  'capacityTier.copyPolicyEnabled': [({ native }) => native.capacityTier.copyPolicy, true],
  'capacityTier.movePolicyEnabled': [({ native }) => native.capacityTier.movePolicy, false],
  'capacityTier.operationalRestorePeriodDays': [
    ({ native }) => native.capacityTier.operationalRestoreDays,
    7,
  ],
  'capacityTier.overridePolicy': [
    ({ native }) => native.capacityTier.overridePolicy,
    { enabled: true, thresholdPercent: 80 },
  ],
  'capacityTier.encryption': capacityKey,
  'archiveTier.isEnabled': [({ native }) => native.archiveTier.enabled, true],
  'archiveTier.extent': [
    extent('ARCHIVE'),
    { id: `${UUID}07`, name: `${UUID}07`, tier: 'ARCHIVE', statuses: [], cryptoKeyId: `${UUID}08` },
  ],
  'archiveTier.archivePeriodDays': [({ native }) => native.archiveTier.archiveAfterDays, 9],
  'archiveTier.copyPolicyEnabled': [({ native }) => native.archiveTier.copyPolicy, false],
  'archiveTier.movePolicyEnabled': [({ native }) => native.archiveTier.movePolicy, true],
  'archiveTier.advancedSettings.costOptimizedArchiveEnabled': [
    ({ native }) => native.archiveTier.costOptimized,
    true,
  ],
  'archiveTier.advancedSettings.archiveDeduplicationEnabled': [
    ({ native }) => native.archiveTier.deduplication,
    false,
  ],
  'archiveTier.encryption': archiveKey,
};

describe('a scale-out repository as the contract tells it', () => {
  it('shows every value', async () => {
    const upstream = await startScripted((asked) =>
      pageOf(asked.path.endsWith('/scaleOutRepositories') ? [ROW] : [], asked),
    );
    const adapter = adapterFor(upstream.url, { apiVersion: '1.3-rev2' });
    const { items } = await adapter.inventory.repositories(scope());
    const record = items[0] as VbrScaleOutRepositoryRecord;
    const seen = Object.entries(SHOWN).map(([path, [show]]) => [path, show(record)]);
    expect(seen).toEqual(Object.entries(SHOWN).map(([path, [, expected]]) => [path, expected]));
    await adapter.close();
    await upstream.close();
  });

  describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev2'])('at %s', (revision) => {
    const file = `vbr_rest_${revision}.json`;
    describeContract(file, (contract) => {
      it('has no field that is not shown', () => {
        const document = JSON.parse(readFileSync(contractPath(file), 'utf8')) as {
          components: { schemas: Schemas };
        };
        const paths = leaves(document.components.schemas, { $ref: '#/ScaleOutRepositoryModel' });
        expect(paths.length).toBeGreaterThan(25);
        const isShown = (path: string): boolean => Object.keys(SHOWN).some((known) => path.startsWith(known));
        expect(paths.filter((path) => !isShown(path))).toEqual([]);
        // Lists hold every field of their elements, so that none of them goes unread.
        expect(paths.filter((path) => !hasValue(ROW, path.split('.')))).toEqual([]);
      });

      if (revision === '1.3-rev2')
        it('is well told by the answer above', () => {
          const path = '/api/v1/backupInfrastructure/scaleOutRepositories/{id}';
          expect(contract.validateResponse('GET', path, 200, ROW)).toEqual([]);
        });
    });
  });
});

/** The dotted paths of all values; lists are passed through. */
function leaves(schemas: Schemas, schema: Schema, path: readonly string[] = []): string[] {
  const { properties, items } = resolve(schemas, schema);
  if (properties !== undefined)
    return Object.entries(properties).flatMap(([name, inner]) => leaves(schemas, inner, [...path, name]));
  return items === undefined ? [path.join('.')] : leaves(schemas, items, path);
}

function resolve(schemas: Schemas, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (schemas[name] ?? {});
}

function hasValue(value: unknown, [name, ...rest]: readonly string[]): boolean {
  const element: unknown = Array.isArray(value) ? value[0] : value;
  if (name === undefined) return element !== undefined;
  return hasValue((element as Record<string, unknown> | undefined)?.[name], rest);
}
