import { since } from '../revisions.js';
import type { RepositoryType, Revision } from '../revisions.js';

export interface Shape {
  objects: string[];
  texts: string[];
  /** Texts that only some revisions need. */
  sometimes?: [path: string, isNeeded: (revision: Revision) => boolean][];
  path: string;
}

/** What the settings of each type must hold, and where its path or bucket stands. */
export const SHAPES: Record<RepositoryType, Shape> = {
  WinLocal: {
    objects: ['repository'],
    texts: ['hostId'],
    sometimes: [['repository.path', (revision) => since(revision, '1.3-rev2')]],
    path: 'repository.path',
  },
  LinuxLocal: {
    objects: ['repository'],
    texts: ['hostId'],
    sometimes: [['repository.path', (revision) => since(revision, '1.3-rev2')]],
    path: 'repository.path',
  },
  LinuxHardened: { objects: ['repository'], texts: ['hostId'], path: 'repository.path' },
  Smb: {
    objects: ['repository'],
    texts: ['share.sharePath'],
    sometimes: [['share.credentialsId', (revision) => !since(revision, '1.3-rev1')]],
    path: 'share.sharePath',
  },
  Nfs: { objects: ['repository'], texts: ['share.sharePath'], path: 'share.sharePath' },
  AmazonS3: {
    objects: ['account'],
    texts: [
      'account.credentialsId',
      'account.regionType',
      'bucket.regionId',
      'bucket.bucketName',
      'bucket.folderName',
    ],
    path: 'bucket.bucketName',
  },
  AmazonS3Glacier: {
    objects: ['account'],
    texts: [
      'account.credentialsId',
      'account.regionType',
      'bucket.regionId',
      'bucket.bucketName',
      'bucket.folderName',
    ],
    path: 'bucket.bucketName',
  },
  S3Compatible: {
    objects: ['account'],
    texts: [
      'account.servicePoint',
      'account.regionId',
      'account.credentialsId',
      'bucket.bucketName',
      'bucket.folderName',
    ],
    path: 'bucket.bucketName',
  },
  WasabiCloud: {
    objects: ['account.connectionSettings'],
    texts: ['account.regionId', 'account.credentialsId', 'bucket.bucketName', 'bucket.folderName'],
    path: 'bucket.bucketName',
  },
  AzureBlob: {
    objects: ['account.connectionSettings'],
    texts: ['account.credentialsId', 'account.regionType', 'container.containerName', 'container.folderName'],
    path: 'container.containerName',
  },
  VeeamDataCloudVault: {
    objects: ['account.vault', 'container.immutability'],
    texts: ['account.vault.vaultId', 'container.folder'],
    path: 'container.folder',
  },
  DellDataDomain: {
    objects: ['dellDataDomain'],
    texts: ['dellDataDomain.credentialsId', 'repository.path'],
    path: 'repository.path',
  },
  AzureDataBox: {
    objects: ['account', 'container'],
    texts: ['account.serviceEndpoint', 'account.credentialsId'],
    path: 'container.containerName',
  },
  AzureArchive: {
    objects: ['account.connectionSettings', 'proxyAppliance'],
    texts: [
      'account.credentialsId',
      'account.regionType',
      'container.containerName',
      'container.folderName',
      'proxyAppliance.subscriptionId',
    ],
    path: 'container.containerName',
  },
  AmazonSnowballEdge: {
    objects: ['account', 'bucket'],
    texts: ['account.servicePoint', 'account.regionId', 'account.credentialsId'],
    path: 'bucket.bucketName',
  },
  GoogleCloud: {
    objects: ['account.connectionSettings'],
    texts: ['account.credentialsId', 'account.regionId', 'bucket.bucketName', 'bucket.folderName'],
    path: 'bucket.bucketName',
  },
  IBMCloud: {
    objects: ['account.connectionSettings'],
    texts: [
      'account.servicePoint',
      'account.regionId',
      'account.credentialsId',
      'bucket.bucketName',
      'bucket.folderName',
    ],
    path: 'bucket.bucketName',
  },
  VeeamDataCloudVaultArchive: {
    objects: ['account.vault', 'container.immutability'],
    texts: ['account.vault.vaultId', 'container.folder'],
    path: 'container.folder',
  },
  HPEStoreOnce: {
    objects: ['hpeStoreOnce'],
    texts: ['hpeStoreOnce.storeOnceServerName', 'hpeStoreOnce.credentialsId', 'repository.path'],
    path: 'repository.path',
  },
  ExaGrid: { objects: ['repository'], texts: ['hostId', 'repository.path'], path: 'repository.path' },
  QuantumDXi: { objects: ['repository'], texts: ['hostId', 'repository.path'], path: 'repository.path' },
  Infinidat: { objects: ['repository'], texts: ['hostId', 'repository.path'], path: 'repository.path' },
  Fujitsu: { objects: ['repository'], texts: ['hostId', 'repository.path'], path: 'repository.path' },
};
