import { encodeId } from '../../src/core/model/ids.js';
import { startVbrSimulator } from '../../src/simulators/vbr/index.js';
import type { ScaleOutRecord, VbrSimulator, VbrSimulatorOptions } from '../../src/simulators/vbr/index.js';
import { startGateway } from './gateway.js';
import type { RunningGateway } from './gateway.js';
import { startRecordingProxy } from './recording-proxy.js';
import type { Exchange } from './recording-proxy.js';

interface SeenError {
  code: string;
  message: string;
  field: string[] | null;
  upstream: { status: number; code: string | null; message: string | null } | null;
}

export interface SeenPayload {
  policy?: { name: string; enabled: boolean; status: string } | null;
  repository?: { id: string; nativeId: string; name: string; description: string | null } | null;
  session?: { id: string; nativeId: string; kind: string; state: string; result: string } | null;
  sessions?: { id: string; nativeId: string; kind: string; state: string }[];
  userErrors: SeenError[];
}

/** What every payload of this product's changes can show. */
const SELECTIONS = {
  policy: 'policy { name enabled status } session { id nativeId kind state result }',
  repository: 'repository { id nativeId name description } session { id nativeId kind state result }',
  session: 'session { id nativeId kind state result }',
  sessions: 'sessions { id nativeId kind state }',
};

/** One VBR server, what the gateway says to it, and the gateway. */
export interface ScaleOutStage {
  simulator: VbrSimulator;
  gateway: RunningGateway;
  /** The scale-out repository with all three tiers. */
  main: ScaleOutRecord;
  serverId: string;
  clock: { now: number };
  id(type: string, nativeId: string): string;
  extentId(nativeId: string | undefined): string;
  change(
    mutation: string,
    inputType: string,
    shows: keyof typeof SELECTIONS,
    input: object,
  ): Promise<SeenPayload>;
  ask<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** Requests other than reads, with their bodies. */
  sent(): Exchange[];
  exchanges: Exchange[];
  /** Native ids of repositories that no scale-out repository has: first disks, then buckets. */
  free: { disks: string[]; buckets: string[] };
  close(): Promise<void>;
}

export async function startScaleOutStage(
  revision: string,
  options: VbrSimulatorOptions = {},
): Promise<ScaleOutStage> {
  const clock = { now: Date.parse('2026-03-18T10:30:00Z') };
  const simulator = await startVbrSimulator({
    revisions: [revision],
    policies: 24,
    sessions: 200,
    workSeconds: 0,
    now: () => clock.now,
    ...options,
  });
  const proxy = await startRecordingProxy(simulator.url);
  const gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: proxy.url, apiVersion: revision }]);
  const id = (type: string, nativeId: string): string => encodeId({ type, server: 'vbr', nativeId });
  const ask = async <T>(query: string, variables?: Record<string, unknown>): Promise<T> => {
    const { data, errors } = await gateway.ask<T>(query, variables);
    expect(errors).toEqual([]);
    return data;
  };
  const [main] = simulator.world.scaleOutRepositories;
  if (main === undefined) throw new Error('the simulated server has no scale-out repository');
  return {
    simulator,
    gateway,
    main,
    clock,
    id,
    ask,
    serverId: id('BackupServer', 'vbr'),
    extentId: (nativeId) => id('VbrRepository', nativeId ?? 'none'),
    change: async (mutation, inputType, shows, input) => {
      const errors = 'userErrors { code message field upstream { status code message } }';
      const document = `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { ${SELECTIONS[shows]} ${errors} } }`;
      const data = await ask<Record<string, SeenPayload>>(document, { input });
      const payload = data[mutation];
      if (payload === undefined) throw new Error(`${mutation} answered nothing`);
      return payload;
    },
    exchanges: proxy.exchanges,
    sent: () => proxy.exchanges.filter(({ method }) => method !== 'GET'),
    free: freeRepositories(simulator),
    close: async () => {
      await gateway.close();
      await proxy.close();
      await simulator.close();
    },
  };
}

/** Everything a scale-out repository says of itself. */
const DETAILS = `query ($id: ID!) { node(id: $id) { ... on VbrScaleOutRepository {
  name description uniqueId
  extents { id nativeId tier cryptoKeyId }
  placementPolicy { type strict settings { extentId allowedBackups extent { id } } }
  performanceTier { extents { id } perVmBackup fullWhenExtentOffline }
  capacityTier { enabled copyPolicy movePolicy operationalRestoreDays overridePolicy { enabled thresholdPercent }
    extents { repository { id } cryptoKeyId }
    offloadWindow { day hours } encryption { enabled type passwordId passwordUniqueId kmsServerId }
    backupHealth { enabled weekly { enabled days time }
      monthly { enabled dayNumberInMonth dayOfWeek dayOfMonth lastDayOfMonth months time } } }
  archiveTier { enabled extent { id } cryptoKeyId archiveAfterDays costOptimized deduplication copyPolicy movePolicy
    encryption { enabled type passwordId passwordUniqueId kmsServerId } }
} } }`;

export async function scaleOutDetails(
  stage: ScaleOutStage,
  id: string | undefined,
): Promise<Record<string, unknown>> {
  const { node } = await stage.ask<{ node: Record<string, unknown> }>(DETAILS, { id });
  return node;
}

/** A new scale-out repository on one disk, unless `more` says otherwise. */
export function createScaleOut(stage: ScaleOutStage, more: object = {}): Promise<SeenPayload> {
  return stage.change('vbrCreateScaleOutRepository', 'VbrCreateScaleOutRepositoryInput', 'repository', {
    server: stage.serverId,
    name: 'SOBR-New',
    performanceTier: { extents: [stage.extentId(stage.free.disks[0])] },
    ...more,
  });
}

/** Edits the main one, unless `more` names another. */
export function editScaleOut(stage: ScaleOutStage, more: object): Promise<SeenPayload> {
  const input = { repository: mainId(stage), ...more };
  return stage.change('vbrEditScaleOutRepository', 'VbrEditScaleOutRepositoryInput', 'repository', input);
}

/** Removes the main one, unless `more` names another. */
export function removeScaleOut(stage: ScaleOutStage, more: object = {}): Promise<SeenPayload> {
  const input = { repository: mainId(stage), confirmName: 'SOBR-Main', ...more };
  return stage.change('vbrRemoveScaleOutRepository', 'VbrRemoveScaleOutRepositoryInput', 'repository', input);
}

export function mainId(stage: ScaleOutStage): string {
  return stage.id('VbrScaleOutRepository', stage.main.id);
}

export const PASSWORD = '0a1b2c3d-0000-4000-8000-000000000001';

/** Everything that an input can say at the revision. */
export function wholeWish(
  { free, extentId }: Pick<ScaleOutStage, 'free' | 'extentId'>,
  revision: string,
): Record<string, unknown> {
  const [first, second] = free.disks;
  const newest = revision === '1.3-rev2';
  return {
    description: 'For tests',
    uniqueId: 'abc',
    performanceTier: {
      extents: [extentId(first), extentId(second)],
      perVmBackup: true,
      fullWhenExtentOffline: true,
    },
    placementPolicy: {
      type: 'PERFORMANCE',
      strict: true,
      settings: [
        { extent: extentId(first), allowedBackups: 'FULLS_ONLY' },
        { extent: extentId(second), allowedBackups: 'INCREMENTS_ONLY' },
      ],
    },
    capacityTier: {
      enabled: true,
      extents: [{ repository: extentId(free.buckets[0]), ...(newest && { cryptoKeyId: PASSWORD }) }],
      offloadWindow: WEEK.map((day) => ({ day, hours: day === 'MONDAY' ? [0, 22, 23] : [] })),
      copyPolicy: true,
      movePolicy: true,
      operationalRestoreDays: 7,
      overridePolicy: { enabled: true, thresholdPercent: 80 },
      encryption: { ...ENCRYPTION, type: 'BY_USER_PASSWORD' },
      ...(revision !== '1.2-rev1' && { backupHealth: HEALTH }),
    },
    archiveTier: {
      enabled: true,
      extent: extentId(free.buckets[1]),
      archiveAfterDays: 0,
      costOptimized: true,
      deduplication: false,
      ...(newest && {
        cryptoKeyId: PASSWORD,
        copyPolicy: true,
        movePolicy: false,
        encryption: { ...ENCRYPTION, type: 'BY_KMS' },
      }),
    },
  };
}

const ENCRYPTION = {
  enabled: true,
  passwordId: PASSWORD,
  passwordUniqueId: 'password',
  kmsServerId: PASSWORD,
};
const WEEK = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];
export const HEALTH = {
  enabled: true,
  weekly: { enabled: false, days: ['SUNDAY'], time: '03:00' },
  monthly: {
    enabled: true,
    dayNumberInMonth: 'LAST',
    dayOfWeek: 'FRIDAY',
    dayOfMonth: 5,
    lastDayOfMonth: false,
    months: ['MAY'],
    time: '04:30',
  },
};

export function freeRepositories({ world }: VbrSimulator): ScaleOutStage['free'] {
  const taken = new Set(
    world.scaleOutRepositories.flatMap(({ performance, capacity, archive }) => [
      ...performance.map(({ repositoryId }) => repositoryId),
      ...(capacity?.repositoryIds ?? []),
      archive?.repositoryId ?? '',
    ]),
  );
  const free = world.repositories.filter(({ id, type }) => !taken.has(id) && KNOWN.has(type));
  return {
    disks: free.filter(({ bucket }) => bucket === null).map(({ id }) => id),
    buckets: free.filter(({ bucket }) => bucket !== null).map(({ id }) => id),
  };
}

/** Types that every revision shows. */
const KNOWN = new Set([
  'WinLocal',
  'LinuxLocal',
  'LinuxHardened',
  'Smb',
  'Nfs',
  'AmazonS3',
  'S3Compatible',
  'WasabiCloud',
  'AzureBlob',
  'AmazonS3Glacier',
  'AzureArchive',
]);
