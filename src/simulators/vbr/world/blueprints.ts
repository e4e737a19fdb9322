import type { RepositoryType } from '../revisions.js';

/** A repository before its id, host and sizes are drawn. */
export interface Blueprint {
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

export const STANDALONE: Blueprint[] = [
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

export const PERFORMANCE_EXTENTS: Blueprint[] = [
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
export const CAPACITY_EXTENTS: Blueprint[] = [
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
export const ARCHIVE_EXTENTS: Blueprint[] = [
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
export const SMALL_EXTENTS: Blueprint[] = [
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
export const SMALL_CAPACITY: Blueprint[] = [
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
