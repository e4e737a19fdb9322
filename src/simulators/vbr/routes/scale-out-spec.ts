import { membershipOf } from '../wire/repositories.js';
import type { View } from '../wire/view.js';
import type { RepositoryRecord, ScaleOutRecord } from '../world/records.js';
import type { JsonBody } from './json-body.js';
import { badRequest } from './problem.js';

/** The part of a scale-out repository that a body of create or edit decides. */
export type ScaleOutChange = Omit<ScaleOutRecord, 'id'>;

/** Reads the body of create or edit; refuses (400) unknown, unsuitable or taken extents. */
export function readScaleOut(view: View, body: JsonBody, existing?: ScaleOutRecord): ScaleOutChange {
  const extentIds = body.ids('performanceTier.performanceExtents', 'id');
  for (const id of extentIds) checkExtent(view, id, false, existing);
  const statusesOf = (id: string): ScaleOutRecord['performance'][number]['statuses'] =>
    existing?.performance.find(({ repositoryId }) => repositoryId === id)?.statuses ?? ['Normal'];
  return {
    name: body.name(),
    description: body.text('description'),
    placement: readPlacement(body),
    perVmBackup: body.optionalBoolean('performanceTier.advancedSettings.perVmBackup') ?? true,
    fullWhenExtentOffline:
      body.optionalBoolean('performanceTier.advancedSettings.fullWhenExtentOffline') ?? false,
    ...(body.value('uniqueId') !== undefined && { uniqueId: body.text('uniqueId') }),
    performance: extentIds.map((id) => ({ repositoryId: id, statuses: statusesOf(id) })),
    capacity: readCapacity(view, body, existing),
    archive: readArchive(view, body, existing),
    settings: readSettings(body),
  };
}

function readSettings(body: JsonBody): NonNullable<ScaleOutRecord['settings']> {
  const parts = ['placementPolicy', 'capacityTier', 'archiveTier'] as const;
  return Object.fromEntries(
    parts.filter((part) => body.value(part) !== undefined).map((part) => [part, body.object(part)]),
  );
}

function readPlacement(body: JsonBody): ScaleOutRecord['placement'] {
  const type =
    body.value('placementPolicy') === undefined ? 'DataLocality' : body.text('placementPolicy.type');
  if (type !== 'DataLocality' && type !== 'Performance')
    throw badRequest('placementPolicy.type must be DataLocality or Performance');
  return type;
}

function readCapacity(view: View, body: JsonBody, existing?: ScaleOutRecord): ScaleOutRecord['capacity'] {
  if (body.value('capacityTier') === undefined || !body.boolean('capacityTier.isEnabled')) return null;
  const repositoryIds = body.ids('capacityTier.extents', 'id');
  for (const id of repositoryIds) checkExtent(view, id, true, existing);
  return {
    repositoryIds,
    copy: body.optionalBoolean('capacityTier.copyPolicyEnabled') ?? false,
    move: body.optionalBoolean('capacityTier.movePolicyEnabled') ?? false,
    operationalRestoreDays: body.optionalCount('capacityTier.operationalRestorePeriodDays') ?? 14,
  };
}

function readArchive(view: View, body: JsonBody, existing?: ScaleOutRecord): ScaleOutRecord['archive'] {
  if (body.value('archiveTier') === undefined || !body.boolean('archiveTier.isEnabled')) return null;
  const repositoryId = body.id('archiveTier.extentId');
  checkExtent(view, repositoryId, true, existing);
  return { repositoryId, archiveAfterDays: body.optionalCount('archiveTier.archivePeriodDays') ?? 90 };
}

function checkExtent({ world }: View, id: string, mustBeBucket: boolean, existing?: ScaleOutRecord): void {
  const repository: RepositoryRecord | undefined = world.repositories.find(
    (candidate) => candidate.id === id,
  );
  if (!repository) throw badRequest(`There is no repository with the ID ${id}`);
  if (mustBeBucket && repository.bucket === null)
    throw badRequest(`${repository.name} is not object storage`);
  const owner = membershipOf(world.scaleOutRepositories, id)?.scaleOut;
  if (owner && owner.id !== existing?.id)
    throw badRequest(`${repository.name} belongs to ${owner.name} already`);
}
