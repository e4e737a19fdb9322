import { canonicalRepositoryType, isRepositoryType, knowsRepositoryType, since } from '../revisions.js';
import type { RepositoryType, Revision } from '../revisions.js';
import type { View } from '../wire/view.js';
import type { RepositoryRecord } from '../world/records.js';
import type { JsonBody } from './json-body.js';
import { badRequest } from './problem.js';

/** Properties that every type has or that only creation knows; the rest are settings. */
const BASE = ['id', 'name', 'description', 'type', 'uniqueId', 'importBackup', 'importIndex'];

/** What the settings of each type must hold, and where its path or bucket stands. */
const SHAPES: Record<RepositoryType, { objects: string[]; texts: string[]; path: string }> = {
  WinLocal: { objects: ['repository'], texts: ['hostId', 'repository.path'], path: 'repository.path' },
  LinuxLocal: { objects: ['repository'], texts: ['hostId', 'repository.path'], path: 'repository.path' },
  LinuxHardened: { objects: ['repository'], texts: ['hostId', 'repository.path'], path: 'repository.path' },
  Smb: {
    objects: ['repository'],
    texts: ['share.sharePath', 'share.credentialsId'],
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
};

/** The part of a repository record that a body of create or edit decides. */
export type RepositoryChange = Pick<
  RepositoryRecord,
  'name' | 'description' | 'type' | 'hostId' | 'path' | 'location' | 'bucket' | 'immutableDays' | 'taskLimit'
> & { settings: Record<string, unknown> };

/** Reads the body of create or edit; refuses (400) what is incomplete or names unknown hosts. */
export function readRepository(view: View, body: JsonBody): RepositoryChange {
  const type = readType(view.revision, body);
  const shape = SHAPES[type];
  for (const path of shape.objects) body.object(path);
  for (const path of shape.texts) body.text(path);
  if (needsMountServer(view.revision, type)) body.object('mountServer');
  const bucket = /^(bucket|container)\./.test(shape.path) ? body.text(shape.path) : null;
  return {
    name: body.name(),
    description: body.text('description'),
    type,
    hostId: shape.texts.includes('hostId') ? readHost(view, body) : null,
    path: body.text(shape.path),
    location: typeof body.value('share.sharePath') === 'string' ? body.text('share.sharePath') : '',
    bucket,
    immutableDays: readImmutability(body),
    taskLimit: body.optionalCount('repository.maxTaskCount') ?? body.optionalCount('maxTaskCount') ?? 4,
    settings: Object.fromEntries(Object.entries(body.all).filter(([key]) => !BASE.includes(key))),
  };
}

function readType(revision: Revision, body: JsonBody): RepositoryType {
  const type = canonicalRepositoryType(body.text('type'));
  const isMapped = type !== 'DellDataDomain' || since(revision, '1.3-rev2');
  if (!isRepositoryType(type) || !knowsRepositoryType(revision, type) || !isMapped)
    throw badRequest(`Repositories of type ${type} cannot be managed through this version`);
  return type;
}

/** Required until 1.3-rev1, for all but archive storage and appliances. */
function needsMountServer(revision: Revision, type: RepositoryType): boolean {
  return !since(revision, '1.3-rev2') && type !== 'AmazonS3Glacier' && type !== 'DellDataDomain';
}

function readHost({ world }: View, body: JsonBody): string {
  const hostId = body.id('hostId');
  if (!world.managedServers.some(({ id }) => id === hostId))
    throw badRequest(`There is no managed server with the ID ${hostId}`);
  return hostId;
}

function readImmutability(body: JsonBody): number {
  if (body.optionalBoolean('bucket.immutabilityEnabled')) return 90;
  for (const owner of ['bucket', 'container', 'repository'])
    if (body.optionalBoolean(`${owner}.immutability.isEnabled`))
      return body.optionalCount(`${owner}.immutability.daysCount`) ?? 30;
  return body.optionalCount('repository.makeRecentBackupsImmutableDays') ?? 0;
}
