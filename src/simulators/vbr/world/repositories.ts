import type { Random } from '../../kit/random.js';
import type { Revision } from '../revisions.js';
import { knowsRepositoryType, since } from '../revisions.js';
import {
  ARCHIVE_EXTENTS,
  CAPACITY_EXTENTS,
  PERFORMANCE_EXTENTS,
  SMALL_CAPACITY,
  SMALL_EXTENTS,
  STANDALONE,
} from './blueprints.js';
import type { Blueprint } from './blueprints.js';
import { BACKUP_SERVER_ID, DEFAULT_REPOSITORY_ID } from './ids.js';
import type { ManagedServerRecord, RepositoryRecord, ScaleOutRecord } from './records.js';

export interface Infrastructure {
  managedServers: ManagedServerRecord[];
  repositories: RepositoryRecord[];
  scaleOutRepositories: ScaleOutRecord[];
}

/** Hosts, repositories and two scale-out repositories: one large with three tiers, one small with two. */
export function buildInfrastructure(random: Random, serverName: string, newest: Revision): Infrastructure {
  const managedServers = buildManagedServers(random.fork('hosts'), serverName, newest);
  const hostOf = (wanted: Blueprint['host']): string | null => {
    if (wanted === undefined) return null;
    const names = { server: serverName, windows: 'bkp-win01', linux: 'bkp-lnx01', hardened: 'bkp-hard01' };
    return managedServers.find(({ name }) => name === names[wanted])?.id ?? null;
  };
  const build = (blueprints: Blueprint[]): RepositoryRecord[] =>
    blueprints
      .filter(({ type }) => knowsRepositoryType(newest, type))
      .map((blueprint) => buildRepository(random.fork(blueprint.name), blueprint, hostOf(blueprint.host)));
  const standalone = build(STANDALONE);
  const [large, capacity, archive] = [
    build(PERFORMANCE_EXTENTS),
    build(CAPACITY_EXTENTS),
    build(ARCHIVE_EXTENTS),
  ];
  const [small, smallCapacity] = [build(SMALL_EXTENTS), build(SMALL_CAPACITY)];
  const extents = [...large, ...capacity, ...archive, ...small, ...smallCapacity];
  return {
    managedServers,
    repositories: [...standalone, ...extents],
    scaleOutRepositories: [
      {
        ...emptyScaleOut(
          random.fork('SOBR-Main').uuid(),
          'SOBR-Main',
          'Primary backups with offload to the cloud',
        ),
        performance: large.map(({ id }, index) => ({
          repositoryId: id,
          statuses: index === 2 ? ['Sealed'] : ['Normal'],
        })),
        capacity: { repositoryIds: idsOf(capacity), copy: true, move: true, operationalRestoreDays: 14 },
        archive: { repositoryId: idsOf(archive)[0] ?? '', archiveAfterDays: 90 },
      },
      {
        ...emptyScaleOut(random.fork('SOBR-Branches').uuid(), 'SOBR-Branches', 'Branch offices'),
        placement: 'Performance',
        performance: small.map(({ id }, index) => ({
          repositoryId: id,
          statuses: index === 1 ? ['Maintenance'] : ['Normal'],
        })),
        capacity: {
          repositoryIds: idsOf(smallCapacity),
          copy: false,
          move: true,
          operationalRestoreDays: 30,
        },
      },
    ],
  };
}

function emptyScaleOut(id: string, name: string, description: string): ScaleOutRecord {
  return {
    id,
    name,
    description,
    placement: 'DataLocality',
    perVmBackup: true,
    performance: [],
    capacity: null,
    archive: null,
  };
}

function idsOf(repositories: RepositoryRecord[]): string[] {
  return repositories.map(({ id }) => id);
}

function buildManagedServers(random: Random, serverName: string, newest: Revision): ManagedServerRecord[] {
  const host = (
    name: string,
    type: ManagedServerRecord['type'],
    description: string,
  ): ManagedServerRecord => ({
    id: random.uuid(),
    name,
    description,
    type,
    available: true,
  });
  const hosts = [
    { ...host(serverName, 'WindowsHost', 'Backup server'), id: BACKUP_SERVER_ID },
    host('bkp-win01', 'WindowsHost', 'Repository server'),
    host('bkp-lnx01', 'LinuxHost', 'Repository server'),
    host('bkp-hard01', 'LinuxHost', 'Hardened repository'),
    host('vcenter01', 'ViHost', 'Production vCenter'),
    { ...host('esx-robo01', 'ViHost', 'Branch office host'), available: false },
  ];
  return since(newest, '1.3-rev0') ? [...hosts, host('hv-cluster01', 'HvServer', 'Hyper-V host')] : hosts;
}

function buildRepository(random: Random, blueprint: Blueprint, hostId: string | null): RepositoryRecord {
  const { capacityGB } = blueprint;
  const unlimited = capacityGB === 0;
  const taken = unlimited ? 0 : capacityGB * Math.min(0.98, blueprint.fill * (0.92 + random.next() * 0.1));
  // Block cloning lets backups take more than the disk has.
  const used = unlimited
    ? blueprint.fill * (0.9 + random.next() * 0.2)
    : taken * (0.95 + random.next() * 0.5);
  return {
    id: blueprint.host === 'server' ? DEFAULT_REPOSITORY_ID : random.uuid(),
    name: blueprint.name,
    description: blueprint.description ?? '',
    type: blueprint.type,
    hostId,
    path: blueprint.path ?? null,
    location: blueprint.location ?? '',
    bucket: blueprint.bucket ?? null,
    capacityGB,
    freeGB: round(capacityGB - taken),
    usedSpaceGB: round(used),
    online: !blueprint.offline,
    outOfDate: blueprint.outOfDate ?? false,
    taskLimit: random.pick([4, 8, 16]),
    immutableDays: blueprint.immutableDays ?? 0,
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
