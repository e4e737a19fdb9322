import { Refusal } from '../../../core/errors/refusal.js';
import type { VbrRegionType } from '../repository-words.js';
import { productWord } from '../product-words.js';
import { isAtLeast } from '../revision.js';
import { plain, put, switched } from './repository-setting.js';
import type { Body, Revision } from './repository-setting.js';
import {
  applianceServer,
  connection,
  consumptionLimit,
  diskFormat,
  diskLimits,
  fastClone,
  gateways,
  immutability,
  inFlightEncryption,
  merged,
  mountServers,
  objectImmutability,
  taskLimit,
} from './repository-settings.js';
import type { Settings } from './repository-settings.js';

/** One type of storage: the product's word for it and what it lets one set. */
export interface Layout {
  readonly type: string;
  /** First revision in which repositories of this type can be made and edited. */
  readonly since: Revision;
  readonly settings: Settings;
  /** What a new body holds whatever is asked for. */
  readonly fresh?: (body: Body) => void;
}

const host: Settings = { hostId: plain('hostId'), path: plain('repository.path') };
const hardened: Settings = { ...host, ...diskLimits('old'), ...diskFormat, ...mountServers('mountServer') };
const disk: Settings = { ...hardened, path: plain('repository.path', { needed: { since: '1.3-rev2' } }) };
const share: Settings = {
  sharePath: plain('share.sharePath'),
  ...gateways('share.gatewayServer', 'autoSelectEnabled'),
  ...diskLimits('old'),
  ...diskFormat,
  ...mountServers('mountServer'),
};
const credentials: Settings = { credentialsId: plain('account.credentialsId') };
const amazonRegion: Settings = {
  regionType: {
    write: (body: Body, region: VbrRegionType) => writeRegion(body, region, region === 'GERMANY'),
  },
  region: plain('bucket.regionId'),
};
const azureRegion: Settings = {
  regionType: {
    write: (body: Body, region: VbrRegionType, revision: string) =>
      writeRegion(body, region, region === 'GERMANY' && isAtLeast(revision, '1.3-rev0')),
  },
};
const service: Settings = { servicePoint: plain('account.servicePoint'), region: plain('account.regionId') };
const bucket: Settings = { container: plain('bucket.bucketName'), folder: plain('bucket.folderName') };
const container: Settings = {
  container: plain('container.containerName'),
  folder: plain('container.folderName'),
};
const s3: Settings = {
  ...credentials,
  ...connection,
  ...bucket,
  ...consumptionLimit('bucket'),
  ...taskLimit,
  ...mountServers('mountServer'),
};
const immutableBucket = objectImmutability('bucket');
const azureAppliance: Settings = { azureAppliance: merged('proxyAppliance') };
const amazonAppliance: Settings = { amazonAppliance: merged('proxyAppliance') };
const vault: Settings = {
  vault: merged('account.vault', { partsSince: { regionId: '1.3-rev2' } }),
  ...connection,
  folder: plain('container.folder'),
  ...objectImmutability('container'),
  ...taskLimit,
};
const appliance: Settings = {
  path: plain('repository.path'),
  ...diskLimits('new'),
  ...diskFormat,
  ...mountServers('mountServers'),
};

/** Accounts of some clouds must say how they are reached. */
function direct(body: Body): void {
  put(body, 'account.connectionSettings', { connectionType: 'Direct' });
}

export const LAYOUTS = {
  winLocal: layout('WinLocal', disk, { fresh: diskBody }),
  linuxLocal: layout(
    'LinuxLocal',
    {
      ...disk,
      ...fastClone,
      governanceDays: switched('repository.enableGovernanceMode', 'repository.governanceModeRetentionDays', {
        since: '1.3-rev2',
      }),
    },
    { fresh: diskBody },
  ),
  linuxHardened: layout(
    'LinuxHardened',
    {
      ...hardened,
      ...fastClone,
      immutabilityDays: plain('repository.makeRecentBackupsImmutableDays'),
    },
    { fresh: diskBody },
  ),
  smb: layout(
    'Smb',
    { ...share, credentialsId: plain('share.credentialsId', { needed: { before: '1.3-rev1' } }) },
    { fresh: diskBody },
  ),
  nfs: layout('Nfs', share, { fresh: diskBody }),
  azureBlob: layout(
    'AzureBlob',
    {
      ...credentials,
      ...azureRegion,
      ...connection,
      ...container,
      ...consumptionLimit('container'),
      ...objectImmutability('container', '1.3-rev0'),
      ...azureAppliance,
      ...taskLimit,
      ...mountServers('mountServer'),
    },
    { fresh: direct },
  ),
  azureDataBox: layout(
    'AzureDataBox',
    {
      ...credentials,
      servicePoint: plain('account.serviceEndpoint'),
      ...connection,
      ...container,
      ...taskLimit,
    },
    { fresh: (body) => put(body, 'container', {}) },
  ),
  azureArchive: layout(
    'AzureArchive',
    {
      ...credentials,
      ...azureRegion,
      ...connection,
      ...container,
      immutable: plain('container.immutabilityEnabled', { since: '1.3-rev0' }),
      ...azureAppliance,
    },
    { fresh: direct },
  ),
  amazonS3: layout('AmazonS3', {
    ...s3,
    ...amazonRegion,
    ...immutableBucket,
    infrequentAccess: plain('bucket.infrequentAccessStorage.isEnabled'),
    singleZone: plain('bucket.infrequentAccessStorage.singleZoneEnabled'),
    ...amazonAppliance,
  }),
  amazonSnowballEdge: layout(
    'AmazonSnowballEdge',
    { ...s3, ...service },
    { fresh: (body) => put(body, 'bucket', {}) },
  ),
  amazonS3Glacier: layout('AmazonS3Glacier', {
    ...credentials,
    ...amazonRegion,
    ...connection,
    ...bucket,
    immutable: plain('bucket.immutabilityEnabled'),
    deepArchive: plain('bucket.useDeepArchive'),
    ...amazonAppliance,
  }),
  s3Compatible: layout('S3Compatible', {
    ...s3,
    ...service,
    ...immutableBucket,
    workloadsPerBucket: switched('bucket.enableAutoProvision', 'bucket.workloadsPerBucketLimit', {
      since: '1.3-rev1',
    }),
    ...applianceServer,
  }),
  googleCloud: layout(
    'GoogleCloud',
    {
      ...s3,
      region: plain('account.regionId'),
      ...objectImmutability('bucket', '1.3-rev0'),
      nearline: plain('bucket.nearlineStorageEnabled'),
    },
    { fresh: direct },
  ),
  ibmCloud: layout(
    'IBMCloud',
    { ...s3, ...service, ...immutableBucket, ...applianceServer },
    { fresh: direct },
  ),
  wasabiCloud: layout(
    'WasabiCloud',
    { ...s3, region: plain('account.regionId'), ...immutableBucket, ...applianceServer },
    { fresh: direct },
  ),
  veeamDataCloudVault: layout(
    'VeeamDataCloudVault',
    { ...vault, ...consumptionLimit('container'), ...mountServers('mountServer') },
    { since: '1.3-rev0', fresh: (body) => put(body, 'container.immutability', { isEnabled: false }) },
  ),
  veeamDataCloudVaultArchive: layout('VeeamDataCloudVaultArchive', vault, {
    since: '1.3-rev2',
    fresh: (body) => put(body, 'container.immutability', { isEnabled: false }),
  }),
  dellDataDomain: layout(
    'DellDataDomain',
    {
      ...appliance,
      ...immutability('repository.immutability'),
      deviceName: plain('dellDataDomain.ddServername'),
      credentialsId: plain('dellDataDomain.credentialsId'),
      fibreChannel: plain('dellDataDomain.useFCConnectivity'),
      ...gateways('dellDataDomain.gatewayServer', 'autoSelection'),
      ...inFlightEncryption,
    },
    { since: '1.3-rev2' },
  ),
  hpeStoreOnce: layout(
    'HPEStoreOnce',
    {
      ...appliance,
      ...immutability('repository.immutability'),
      deviceName: plain('hpeStoreOnce.storeOnceServerName'),
      credentialsId: plain('hpeStoreOnce.credentialsId'),
      fibreChannel: plain('hpeStoreOnce.useFCConnectivity'),
      ...gateways('hpeStoreOnce.gatewayServer', 'autoSelection'),
      wanLink: plain('hpeStoreOnce.useStoreOnceWanLink'),
    },
    { since: '1.3-rev2' },
  ),
  exaGrid: layout('ExaGrid', { ...appliance, ...host }, { since: '1.3-rev2' }),
  quantumDxi: layout('QuantumDXi', { ...appliance, ...host, ...fastClone }, { since: '1.3-rev2' }),
  infinidat: layout('Infinidat', { ...appliance, ...host, ...fastClone }, { since: '1.3-rev2' }),
  fujitsu: layout('Fujitsu', { ...appliance, ...host, ...fastClone }, { since: '1.3-rev2' }),
} as const;

export type StorageKind = keyof typeof LAYOUTS;

const BY_WORD: ReadonlyMap<string, Layout> = new Map([
  ...Object.values(LAYOUTS).map((entry): [string, Layout] => [entry.type.toLowerCase(), entry]),
  // Since 1.3-rev2 appliances that offer S3 have a type of their own with the same settings.
  ['s3integrated', { ...LAYOUTS.s3Compatible, since: '1.3-rev2' }],
]);

/** undefined: the product lets nobody set up this type through its API. */
export function layoutOf(type: string | null): Layout | undefined {
  return type === null ? undefined : BY_WORD.get(type.toLowerCase());
}

function layout(type: string, settings: Settings, more: Partial<Layout> = {}): Layout {
  return { type, since: '1.2-rev1', ...more, settings };
}

function diskBody(body: Body): void {
  put(body, 'repository', {});
}

function writeRegion(body: Body, region: VbrRegionType, isUnknown: boolean): void {
  if (isUnknown)
    throw Refusal.of('UNSUPPORTED', `this storage has no region type ${region} at the server's revision`);
  put(body, 'account.regionType', productWord(region));
}
