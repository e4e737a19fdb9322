import { canonicalRepositoryType, knowsRepositoryType, repositoryTypeWord, since } from '../revisions.js';
import { membershipOf, repositoryBody, repositoryStateBody } from '../wire/repositories.js';
import { scaleOutBody } from '../wire/scale-out.js';
import type { View } from '../wire/view.js';
import type { RepositoryRecord, ScaleOutRecord } from '../world/records.js';
import type { AddRoute } from './context.js';
import { page, sorted } from './listing.js';
import type { Columns } from './listing.js';
import { notFound } from './problem.js';
import { nameMatcher, wordMatcher } from './query.js';
import type { Query } from './query.js';

const ROOT = '/api/v1/backupInfrastructure';

export function registerRepositories(add: AddRoute): void {
  add('GET', `${ROOT}/repositories`, ({ view, query }) => {
    const found = visibleRepositories(view).filter(settingsFilter(view, query));
    return page(sorted(found, query, settingsColumns(view)), query, (row) => repositoryBody(view, row));
  });

  add('GET', `${ROOT}/repositories/states`, ({ view, query }) => {
    const found = visibleRepositories(view).filter(stateFilter(view, query));
    return page(sorted(found, query, stateColumns(view)), query, (row) => repositoryStateBody(view, row));
  });

  add('GET', `${ROOT}/repositories/:id`, ({ view, id }) => repositoryBody(view, findRepository(view, id)));

  add('GET', `${ROOT}/scaleOutRepositories`, ({ view, query }) => {
    const isName = nameMatcher(query.text('nameFilter'));
    const found = view.world.scaleOutRepositories.filter(({ name }) => isName(name));
    return page(sorted(found, query, scaleOutColumns(view)), query, (row) => scaleOutBody(view, row));
  });

  add('GET', `${ROOT}/scaleOutRepositories/:id`, ({ view, id }) =>
    scaleOutBody(view, findScaleOut(view, id)),
  );
}

/** Repositories whose type the revision can express, extents included. */
function visibleRepositories({ world, revision }: View): RepositoryRecord[] {
  return world.repositories.filter(({ type }) => knowsRepositoryType(revision, type));
}

export function findRepository(view: View, id: string): RepositoryRecord {
  const repository = visibleRepositories(view).find((candidate) => candidate.id === id);
  if (!repository) throw notFound('repository', id);
  return repository;
}

export function findScaleOut({ world }: View, id: string): ScaleOutRecord {
  const scaleOut = world.scaleOutRepositories.find((candidate) => candidate.id === id);
  if (!scaleOut) throw notFound('scale-out repository', id);
  return scaleOut;
}

function typeWord({ revision }: View, repository: RepositoryRecord): string {
  return repository.strangeType ?? repositoryTypeWord(revision, repository.type);
}

function hostName({ world }: View, repository: RepositoryRecord): string | null {
  return world.managedServers.find(({ id }) => id === repository.hostId)?.name ?? null;
}

/** The filters both lists share. */
function commonFilter(
  view: View,
  query: Query,
  typesRepeatable: boolean,
): (repository: RepositoryRecord) => boolean {
  const isName = nameMatcher(query.text('nameFilter'));
  const isType = wordMatcher(query.words('typeFilter', typesRepeatable).map(canonicalRepositoryType));
  const extentsToo = query.boolean('excludeExtents') !== true;
  return (repository) =>
    isName(repository.name) &&
    isType(repository.strangeType ?? repository.type) &&
    (extentsToo || !membershipOf(view.world.scaleOutRepositories, repository.id));
}

function settingsFilter(view: View, query: Query): (repository: RepositoryRecord) => boolean {
  const isCommon = commonFilter(view, query, since(view.revision, '1.3-rev0'));
  const hostId = query.id('hostIdFilter');
  const isPath = nameMatcher(query.text('pathFilter'));
  return (repository) =>
    isCommon(repository) &&
    (hostId === undefined || repository.hostId === hostId) &&
    isPath(repository.path ?? '');
}

function stateFilter(view: View, query: Query): (repository: RepositoryRecord) => boolean {
  const isCommon = commonFilter(view, query, since(view.revision, '1.3-rev2'));
  const isMembership = nameMatcher(query.text('sobrMembershipFilter'));
  const isExtentType = wordMatcher(query.texts('sobrExtentTypeFilter'));
  const scaleOutId = query.id('sobrIdFilter');
  const asksMembership =
    scaleOutId !== undefined ||
    query.text('sobrMembershipFilter') !== undefined ||
    query.texts('sobrExtentTypeFilter').length > 0;
  const isMember = (repository: RepositoryRecord): boolean => {
    const membership = membershipOf(view.world.scaleOutRepositories, repository.id);
    return (
      membership !== undefined &&
      isMembership(membership.scaleOut.name) &&
      isExtentType(membership.extentType) &&
      (scaleOutId === undefined || membership.scaleOut.id === scaleOutId)
    );
  };
  const wanted = {
    id: query.id('idFilter'),
    capacityGB: query.number('capacityFilter'),
    freeGB: query.number('freeSpaceFilter'),
    usedSpaceGB: query.number('usedSpaceFilter'),
    online: query.boolean('isOnlineFilter'),
    outOfDate: query.boolean('isOutOfDateFilter'),
  };
  return (repository) =>
    isCommon(repository) &&
    (Object.keys(wanted) as (keyof typeof wanted)[]).every(
      (key) => wanted[key] === undefined || wanted[key] === repository[key],
    ) &&
    (!asksMembership || isMember(repository));
}

function settingsColumns(view: View): Columns<RepositoryRecord> {
  return {
    Name: ({ name }) => name,
    Description: ({ description }) => description,
    Type: (repository) => typeWord(view, repository),
    Host: (repository) => hostName(view, repository),
    Path: ({ path }) => path,
  };
}

function stateColumns(view: View): Columns<RepositoryRecord> {
  return {
    ...settingsColumns(view),
    CapacityGB: ({ capacityGB }) => capacityGB,
    FreeGB: ({ freeGB }) => freeGB,
    UsedSpaceGB: ({ usedSpaceGB }) => usedSpaceGB,
    ...(since(view.revision, '1.3-rev0') && {
      Membership: ({ id }: RepositoryRecord) =>
        membershipOf(view.world.scaleOutRepositories, id)?.scaleOut.name ?? null,
    }),
    ...(since(view.revision, '1.3-rev2') && { Status: ({ online }: RepositoryRecord) => online }),
  };
}

function scaleOutColumns({ world, revision }: View): Columns<ScaleOutRecord> {
  const firstExtent = (scaleOut: ScaleOutRecord): RepositoryRecord | undefined =>
    world.repositories.find(({ id }) => id === scaleOut.performance[0]?.repositoryId);
  return {
    Name: ({ name }) => name,
    Description: ({ description }) => description,
    Type: () => 'ExtendableRepository',
    Host: (scaleOut) => firstExtent(scaleOut)?.hostId ?? null,
    Path: (scaleOut) => firstExtent(scaleOut)?.path ?? null,
    ...(since(revision, '1.3-rev0') && { EncryptionState: () => false }),
  };
}
