import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { RepositoryRecord, VbrSimulator, VbrWorld } from '../../../src/simulators/vbr/index.js';
import { freezeClock } from '../../support/clock.js';
import type { FrozenClock } from '../../support/clock.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { rowsOf } from '../../support/inventory-lists.js';
import type { InventoryNode } from '../../support/inventory-lists.js';

type RepositoryNode = InventoryNode & Record<string, unknown>;

const FIELDS = `__typename nativeType
  ... on VbrRepository {
    hostId hostName path online tier extentStatuses scaleOutRepository { nativeId }
    uniqueId
    settings { taskLimit perVmBackup fastClone container folder region servicePoint sharePath
      consumptionLimit { bytes } mountServerIds }
  }
  ... on VbrScaleOutRepository {
    uniqueId placementPolicy { type } performanceTier { perVmBackup fullWhenExtentOffline }
    capacityTier { enabled overridePolicy { enabled thresholdPercent } offloadWindow { day hours } }
    archiveTier { enabled costOptimized deduplication }
  }`;

const WEEK = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const PLACEMENTS: Record<string, string> = { DataLocality: 'DATA_LOCALITY', Performance: 'PERFORMANCE' };
const OLD_WORDS: Record<string, string> = { DellDataDomain: 'DDBoost' };
/** The backup server itself has this id on every installation. */
const BACKUP_SERVER = '6745a759-2205-4cd2-b172-8ec8f7e60ef8';

describe.each(['1.2-rev1', '1.3-rev0', '1.3-rev1', '1.3-rev2'])('repositories of VBR %s', (revision) => {
  let clock: FrozenClock;
  let simulator: VbrSimulator;
  let gateway: RunningGateway;
  let nodes: Map<string, RepositoryNode>;

  beforeAll(async () => {
    clock = freezeClock();
    simulator = await startVbrSimulator({ policies: 5, sessions: 20, revisions: [revision] });
    gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: simulator.url }]);
    const rows = await rowsOf<RepositoryNode>(gateway, 'repositories', {}, FIELDS);
    nodes = new Map(rows.map((row) => [row.nativeId, row]));
  });

  afterAll(async () => {
    await gateway.close();
    await simulator.close();
    clock.release();
  });

  const nodeOf = (id: string): RepositoryNode => {
    const node = nodes.get(id);
    if (!node) throw new Error(`repository ${id} is not shown`);
    return node;
  };

  it('show host, path, state and place in a scale-out repository', () => {
    const { repositories, managedServers } = simulator.world;
    expect(repositories.length).toBeGreaterThan(12);
    for (const repository of repositories) {
      const { id, type, hostId, path, online } = repository;
      const { hostName, tier, extentStatuses, scaleOutRepository, ...node } = nodeOf(id);
      expect(node).toMatchObject({
        __typename: 'VbrRepository',
        nativeType: revision === '1.3-rev2' ? type : (OLD_WORDS[type] ?? type),
        ...{ hostId, path, online },
      });
      expect({ hostName, tier, extentStatuses, scaleOutRepository }).toEqual({
        hostName: managedServers.find((server) => server.id === hostId)?.name ?? null,
        ...placeOf(simulator.world, id),
      });
    }
  });

  it('show how they are set up, as far as their type has it', () => {
    for (const repository of simulator.world.repositories) {
      const { settings, uniqueId } = nodeOf(repository.id);
      expect({ name: repository.name, uniqueId, settings }).toEqual({
        name: repository.name,
        uniqueId: repository.id.replaceAll('-', '').toUpperCase(),
        settings: settingsOf(repository, revision),
      });
    }
  });

  it('show the policies and tiers of scale-out repositories', () => {
    for (const { id, placement, perVmBackup, capacity, archive } of simulator.world.scaleOutRepositories) {
      expect(nodeOf(id)).toMatchObject({
        __typename: 'VbrScaleOutRepository',
        uniqueId: id.replaceAll('-', ''),
        placementPolicy: { type: PLACEMENTS[placement] },
        performanceTier: { perVmBackup, fullWhenExtentOffline: false },
        capacityTier: {
          enabled: capacity !== null,
          overridePolicy: { enabled: true, thresholdPercent: 90 },
          offloadWindow: WEEK.map((day) => ({ day, hours: Array.from({ length: 24 }, (_, hour) => hour) })),
        },
        archiveTier: {
          enabled: archive !== null,
          costOptimized: archive ? true : null,
          deduplication: archive ? true : null,
        },
      });
    }
  });
});

function placeOf({ scaleOutRepositories }: VbrWorld, id: string): object {
  for (const { id: nativeId, performance, capacity, archive } of scaleOutRepositories) {
    const scaleOutRepository = { nativeId };
    const extent = performance.find(({ repositoryId }) => repositoryId === id);
    if (extent) return { tier: 'PERFORMANCE', extentStatuses: extent.statuses, scaleOutRepository };
    if (capacity?.repositoryIds.includes(id))
      return { tier: 'CAPACITY', extentStatuses: [], scaleOutRepository };
    if (archive?.repositoryId === id) return { tier: 'ARCHIVE', extentStatuses: [], scaleOutRepository };
  }
  return { tier: null, extentStatuses: [], scaleOutRepository: null };
}

function settingsOf({ type, taskLimit, location, bucket }: RepositoryRecord, revision: string): unknown {
  const none = {
    taskLimit: null,
    perVmBackup: null,
    fastClone: null,
    container: null,
    folder: null,
    region: null,
    servicePoint: null,
    sharePath: null,
    consumptionLimit: null,
    mountServerIds: [] as string[],
  };
  const working = { ...none, taskLimit, mountServerIds: [BACKUP_SERVER] };
  const inBucket = { ...working, container: bucket, folder: 'veeam' };
  switch (type) {
    case 'WinLocal':
    case 'LinuxLocal':
      return { ...working, perVmBackup: true };
    case 'LinuxHardened':
      return { ...working, perVmBackup: true, fastClone: true };
    case 'Smb':
    case 'Nfs':
      return { ...working, perVmBackup: true, sharePath: location };
    case 'AmazonS3':
    case 'WasabiCloud':
      return { ...inBucket, region: location };
    case 'S3Compatible':
      return { ...inBucket, region: 'us-east-1', servicePoint: location };
    case 'AzureBlob':
      return inBucket;
    case 'AmazonS3Glacier':
      return { ...none, container: bucket, folder: 'veeam', region: location };
    case 'VeeamDataCloudVault':
      return { ...none, folder: 'veeam', mountServerIds: [BACKUP_SERVER] };
    case 'DellDataDomain':
      return revision === '1.3-rev2' ? working : none;
    default:
      return none;
  }
}
