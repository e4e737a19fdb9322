import {
  canonicalRepositoryType,
  isAppliance,
  isRepositoryType,
  knowsRepositoryType,
  since,
} from '../revisions.js';
import type { RepositoryType, Revision } from '../revisions.js';
import type { View } from '../wire/view.js';
import type { RepositoryRecord } from '../world/records.js';
import type { JsonBody } from './json-body.js';
import { SHAPES } from './repository-shapes.js';
import type { Shape } from './repository-shapes.js';
import { badRequest } from './problem.js';

/** Properties that every type has or that only creation knows; the rest are settings. */
const BASE = ['id', 'name', 'description', 'type', 'uniqueId', 'importBackup', 'importIndex'];

/** The part of a repository record that a body of create or edit decides. */
export type RepositoryChange = Pick<
  RepositoryRecord,
  'name' | 'description' | 'type' | 'hostId' | 'path' | 'location' | 'bucket' | 'immutableDays' | 'taskLimit'
> & { uniqueId?: string; settings: Record<string, unknown> };

/** Reads the body of create or edit; refuses (400) what is incomplete or names unknown hosts. */
export function readRepository(view: View, body: JsonBody): RepositoryChange {
  const type = readType(view.revision, body);
  const shape = SHAPES[type];
  for (const path of shape.objects) body.object(path);
  for (const path of shape.texts) body.text(path);
  for (const [path, isNeeded] of shape.sometimes ?? []) if (isNeeded(view.revision)) body.text(path);
  if (needsMountServer(view.revision, type)) body.object('mountServer');
  const path = body.value(shape.path) === undefined && isOptional(shape) ? '' : body.text(shape.path);
  const bucket = /^(bucket|container)\./.test(shape.path) ? path : null;
  return {
    name: body.name(),
    description: body.text('description'),
    ...(body.value('uniqueId') !== undefined && { uniqueId: body.text('uniqueId') }),
    type,
    hostId: shape.texts.includes('hostId') ? readHost(view, body) : null,
    path,
    location: typeof body.value('share.sharePath') === 'string' ? body.text('share.sharePath') : '',
    bucket,
    immutableDays: readImmutability(body),
    taskLimit: body.optionalCount('repository.maxTaskCount') ?? body.optionalCount('maxTaskCount') ?? 4,
    settings: Object.fromEntries(Object.entries(body.all).filter(([key]) => !BASE.includes(key))),
  };
}

/** The contract lets some storage go without a bucket or container. */
function isOptional({ texts, path }: Shape): boolean {
  return !texts.includes(path);
}

function readType(revision: Revision, body: JsonBody): RepositoryType {
  const type = canonicalRepositoryType(body.text('type'));
  if (
    !isRepositoryType(type) ||
    !knowsRepositoryType(revision, type) ||
    (isAppliance(type) && !since(revision, '1.3-rev2'))
  )
    throw badRequest(`Repositories of type ${type} cannot be managed through this version`);
  return type;
}

/** Storage that has no mount server of its own. */
const WITHOUT_MOUNT_SERVER: readonly RepositoryType[] = ['AmazonS3Glacier', 'AzureArchive', 'AzureDataBox'];

/** Required until 1.3-rev1, for all but archive storage; appliances came later. */
function needsMountServer(revision: Revision, type: RepositoryType): boolean {
  return !since(revision, '1.3-rev2') && !WITHOUT_MOUNT_SERVER.includes(type);
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
