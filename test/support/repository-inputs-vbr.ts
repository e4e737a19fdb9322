/** The backup server itself, the one host that every installation has. */
export const HOST = '6745a759-2205-4cd2-b172-8ec8f7e60ef8';
export const KEY = '0a1b2c3d-0000-4000-8000-000000000001';

export const MOUNT = {
  mountServers: {
    windows: {
      serverId: HOST,
      writeCacheFolder: 'C:\\Cache',
      vPowerNfs: true,
      mountPort: 1058,
      nfsPort: 2049,
    },
  },
};

const DISK = {
  taskLimit: 6,
  readWriteRate: 100,
  perVmBackup: true,
  alignDataBlocks: true,
  decompressBeforeStoring: false,
  rotatedDrives: true,
  rotatedDriveCleanup: 'CLEAR_BACKUP_FOLDER',
  ...MOUNT,
};
const FOLDER = { hostId: HOST, path: '/backups', ...DISK };
const BUCKET = { container: 'bucket-one', folder: 'veeam' };
const DAYS = { immutable: true, immutabilityDays: 30 };
const MODE = { immutabilityMode: 'REPOSITORY_SETTINGS' };
const LIMIT = { consumptionLimit: { count: 3, unit: 'PB' } };
const GATEWAYS = { gatewayServerIds: [HOST] };
const S3 = { ...GATEWAYS, ...LIMIT, taskLimit: 4, ...MOUNT };
const SERVICE = { servicePoint: 's3.example.org:443', region: 'eu-1', credentialsId: KEY };
const AZURE_MACHINE = {
  azureAppliance: {
    subscriptionId: KEY,
    instanceSize: 'Standard_D2',
    resourceGroup: 'group',
    virtualNetwork: 'net',
    subnet: 'subnet',
    redirectorPort: 443,
  },
};
const EC2 = {
  amazonAppliance: {
    ec2InstanceType: 'c5.large',
    vpcName: 'net',
    vpcId: 'vpc-1',
    subnetName: 'subnet',
    subnetId: 'subnet-1',
    securityGroup: 'sg',
    redirectorPort: 443,
  },
};
const VAULT = {
  vaultId: 'v-1',
  vaultName: 'Vault',
  storageContainerName: 'box',
  isInitialized: true,
  folders: ['veeam'],
};

/** A storage with everything that can be said of it; the second part needs the revision that follows. */
export interface FullStorage {
  readonly type: string;
  /** First revision in which it can be made. */
  readonly since: string;
  readonly always: Record<string, unknown>;
  readonly since130?: Record<string, unknown>;
  readonly since131?: Record<string, unknown>;
  readonly since132?: Record<string, unknown>;
}

/** Every kind of storage of the creation input with all its settings. */
export const STORAGES: Readonly<Record<string, FullStorage>> = {
  winLocal: { type: 'WinLocal', since: '1.2-rev1', always: FOLDER },
  linuxLocal: {
    type: 'LinuxLocal',
    since: '1.2-rev1',
    always: { ...FOLDER, fastClone: true },
    since132: { governanceDays: 7 },
  },
  linuxHardened: {
    type: 'LinuxHardened',
    since: '1.2-rev1',
    always: { ...FOLDER, fastClone: true, immutabilityDays: 14 },
  },
  smb: {
    type: 'Smb',
    since: '1.2-rev1',
    always: { sharePath: '\\\\nas\\share', credentialsId: KEY, ...DISK, ...GATEWAYS },
  },
  nfs: {
    type: 'Nfs',
    since: '1.2-rev1',
    always: { sharePath: 'nas:/share', ...DISK, gatewayServerIds: null },
  },
  azureBlob: {
    type: 'AzureBlob',
    since: '1.2-rev1',
    always: { credentialsId: KEY, regionType: 'GLOBAL', ...BUCKET, ...S3, ...AZURE_MACHINE },
    since130: { ...DAYS, ...MODE },
  },
  azureDataBox: {
    type: 'AzureDataBox',
    since: '1.2-rev1',
    always: { servicePoint: 'box.local:443', credentialsId: KEY, ...BUCKET, ...GATEWAYS, taskLimit: 2 },
  },
  azureArchive: {
    type: 'AzureArchive',
    since: '1.2-rev1',
    always: { credentialsId: KEY, regionType: 'CHINA', ...BUCKET, ...GATEWAYS, ...AZURE_MACHINE },
    since130: { immutable: true },
  },
  amazonS3: {
    type: 'AmazonS3',
    since: '1.2-rev1',
    always: {
      credentialsId: KEY,
      regionType: 'GOVERNMENT',
      region: 'us-gov-west-1',
      ...BUCKET,
      ...S3,
      ...DAYS,
      infrequentAccess: true,
      singleZone: false,
      ...EC2,
    },
    since130: MODE,
  },
  amazonSnowballEdge: {
    type: 'AmazonSnowballEdge',
    since: '1.2-rev1',
    always: { ...SERVICE, ...BUCKET, ...S3 },
  },
  amazonS3Glacier: {
    type: 'AmazonS3Glacier',
    since: '1.2-rev1',
    always: {
      credentialsId: KEY,
      regionType: 'GLOBAL',
      region: 'eu-central-1',
      ...BUCKET,
      ...GATEWAYS,
      immutable: true,
      deepArchive: true,
      ...EC2,
    },
  },
  s3Compatible: {
    type: 'S3Compatible',
    since: '1.2-rev1',
    always: { ...SERVICE, ...BUCKET, ...S3, ...DAYS, applianceServerId: HOST },
    since130: MODE,
    since131: { workloadsPerBucket: 100 },
  },
  googleCloud: {
    type: 'GoogleCloud',
    since: '1.2-rev1',
    always: { credentialsId: KEY, region: 'europe-west3', ...BUCKET, ...S3, nearline: true },
    since130: { ...DAYS, ...MODE },
  },
  ibmCloud: {
    type: 'IBMCloud',
    since: '1.2-rev1',
    always: { ...SERVICE, ...BUCKET, ...S3, ...DAYS, applianceServerId: HOST },
    since130: MODE,
  },
  wasabiCloud: {
    type: 'WasabiCloud',
    since: '1.2-rev1',
    always: { region: 'eu-1', credentialsId: KEY, ...BUCKET, ...S3, ...DAYS, applianceServerId: HOST },
    since130: MODE,
  },
  veeamDataCloudVault: {
    type: 'VeeamDataCloudVault',
    since: '1.3-rev0',
    always: { vault: VAULT, folder: 'veeam', ...S3, ...DAYS, ...MODE },
    since132: { vault: { ...VAULT, regionId: 'eu-1' } },
  },
  veeamDataCloudVaultArchive: {
    type: 'VeeamDataCloudVaultArchive',
    since: '1.3-rev2',
    always: {
      vault: { ...VAULT, regionId: 'eu-1' },
      folder: 'veeam',
      ...GATEWAYS,
      taskLimit: 2,
      ...DAYS,
      ...MODE,
    },
  },
  dellDataDomain: {
    type: 'DellDataDomain',
    since: '1.3-rev2',
    always: {
      deviceName: 'dd01',
      credentialsId: KEY,
      path: '/backups',
      ...DISK,
      ...GATEWAYS,
      ...DAYS,
      fibreChannel: true,
      inFlightEncryption: 'HIGH',
    },
  },
  hpeStoreOnce: {
    type: 'HPEStoreOnce',
    since: '1.3-rev2',
    always: {
      deviceName: 'so01',
      credentialsId: KEY,
      path: '/backups',
      ...DISK,
      gatewayServerIds: null,
      ...DAYS,
      fibreChannel: false,
      wanLink: true,
    },
  },
  exaGrid: { type: 'ExaGrid', since: '1.3-rev2', always: FOLDER },
  quantumDxi: { type: 'QuantumDXi', since: '1.3-rev2', always: { ...FOLDER, fastClone: true } },
  infinidat: { type: 'Infinidat', since: '1.3-rev2', always: { ...FOLDER, fastClone: true } },
  fujitsu: { type: 'Fujitsu', since: '1.3-rev2', always: { ...FOLDER, fastClone: true } },
};

/** What can be said of a storage at a revision; revisions are compared as texts, which sorts them. */
export function fullInput(
  { always, since130, since131, since132 }: FullStorage,
  revision: string,
): Record<string, unknown> {
  return {
    ...always,
    ...(revision >= '1.3-rev0' && since130),
    ...(revision >= '1.3-rev1' && since131),
    ...(revision >= '1.3-rev2' && since132),
  };
}
