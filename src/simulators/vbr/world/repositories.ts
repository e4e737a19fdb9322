import type { Random } from '../../kit/random.js';
import type { Revision, RepositoryType } from '../revisions.js';
import { knowsRepositoryType, since } from '../revisions.js';
import { BACKUP_SERVER_ID, DEFAULT_REPOSITORY_ID } from './ids.js';
import type { ManagedServerRecord, RepositoryRecord, ScaleOutRecord } from './records.js';

export interface Infrastructure {
  managedServers: ManagedServerRecord[];
  repositories: RepositoryRecord[];
  scaleOutRepositories: ScaleOutRecord[];
}

/** A repository before its id, host and sizes are drawn. */
interface Blueprint {
  name: string;
  type: RepositoryType;
  description?: string;
  /** Index into the Windows or Linux hosts; absent: no host. */
  host?: 'server' | 'windows' | 'linux' | 'hardened';
  path?: string;
  location?: string;
  bucket?: string;
  /** 0: without a limit. */
  capacityGB: number;
  /** Share of the capacity that is taken. */
  fill: number;
  immutableDays?: number;
  offline?: boolean;
  outOfDate?: boolean;
}

const STANDALONE: Blueprint[] = [
  {
    name: 'Default Backup Repository',
    type: 'WinLocal',
    description: 'Created by Veeam Backup',
    host: 'server',
    path: 'C:\\Backup',
    capacityGB: 511.4,
    fill: 0.38,
  },
  {
    name: 'Hardened-01',
    type: 'LinuxHardened',
    host: 'hardened',
    path: '/mnt/xfs01/backups',
    capacityGB: 40_960,
    fill: 0.71,
    immutableDays: 14,
  },
  {
    name: 'NAS-SMB',
    type: 'Smb',
    location: '\\\\nas01\\veeam',
    path: '\\\\nas01\\veeam',
    capacityGB: 20_480,
    fill: 0.93,
  },
  {
    name: 'NAS-NFS',
    type: 'Nfs',
    location: 'nas02:/export/veeam',
    path: 'nas02:/export/veeam',
    capacityGB: 10_240,
    fill: 0.42,
    offline: true,
  },
  {
    name: 'Linux-Archive',
    type: 'LinuxLocal',
    host: 'linux',
    path: '/srv/veeam',
    capacityGB: 8_192,
    fill: 0.55,
    outOfDate: true,
  },
  {
    name: 'S3-Offsite',
    type: 'AmazonS3',
    location: 'eu-central-1',
    bucket: 'offsite-copies',
    path: 'amazonS3://offsite-copies/veeam',
    capacityGB: 0,
    fill: 38_112,
    immutableDays: 30,
  },
  {
    name: 'MinIO-Lab',
    type: 'S3Compatible',
    location: 'https://minio.lab.example:9000',
    bucket: 'lab',
    path: 's3://lab/veeam',
    capacityGB: 0,
    fill: 812.7,
  },
  {
    name: 'DataDomain',
    type: 'DellDataDomain',
    location: 'dd01.example',
    path: 'dd01.example:/veeam-su',
    capacityGB: 61_440,
    fill: 0.64,
    immutableDays: 7,
  },
  {
    name: 'Vault',
    type: 'VeeamDataCloudVault',
    location: 'westeurope',
    bucket: 'vault-one',
    path: 'vault-one/veeam',
    capacityGB: 0,
    fill: 5_120.25,
    immutableDays: 21,
  },
];

const PERFORMANCE_EXTENTS: Blueprint[] = [
  {
    name: 'SOBR-Extent-A',
    type: 'WinLocal',
    host: 'windows',
    path: 'E:\\Backups',
    capacityGB: 30_720,
    fill: 0.77,
  },
  {
    name: 'SOBR-Extent-B',
    type: 'LinuxHardened',
    host: 'hardened',
    path: '/mnt/xfs02/backups',
    capacityGB: 30_720,
    fill: 0.69,
    immutableDays: 7,
  },
  {
    name: 'SOBR-Extent-C',
    type: 'LinuxLocal',
    host: 'linux',
    path: '/mnt/pool/backups',
    capacityGB: 15_360,
    fill: 0.88,
  },
];
const CAPACITY_EXTENTS: Blueprint[] = [
  {
    name: 'Capacity-Wasabi',
    type: 'WasabiCloud',
    location: 'eu-central-2',
    bucket: 'capacity-tier',
    path: 'wasabi://capacity-tier/veeam',
    capacityGB: 0,
    fill: 91_204.5,
    immutableDays: 30,
  },
];
const ARCHIVE_EXTENTS: Blueprint[] = [
  {
    name: 'Archive-Glacier',
    type: 'AmazonS3Glacier',
    location: 'eu-central-1',
    bucket: 'archive-tier',
    path: 'amazonS3://archive-tier/veeam',
    capacityGB: 0,
    fill: 204_800,
    immutableDays: 90,
  },
];
const SMALL_EXTENTS: Blueprint[] = [
  {
    name: 'ROBO-Extent-1',
    type: 'WinLocal',
    host: 'windows',
    path: 'F:\\Backups',
    capacityGB: 4_096,
    fill: 0.5,
  },
  {
    name: 'ROBO-Extent-2',
    type: 'WinLocal',
    host: 'windows',
    path: 'G:\\Backups',
    capacityGB: 4_096,
    fill: 0.61,
  },
];
const SMALL_CAPACITY: Blueprint[] = [
  {
    name: 'Capacity-Azure',
    type: 'AzureBlob',
    location: 'Global',
    bucket: 'robo-capacity',
    path: 'azureBlob://robo-capacity/veeam',
    capacityGB: 0,
    fill: 2_048,
  },
];

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
