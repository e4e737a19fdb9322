import { sessionBody } from '../wire/sessions.js';
import type { Json } from '../wire/view.js';
import { mix, NumberedIds } from '../world/ids.js';
import type { RepositoryRecord } from '../world/records.js';
import { membershipOf } from '../wire/repositories.js';
import { requireAdministrator } from './context.js';
import type { AddRoute, Call, Context } from './context.js';
import { JsonBody } from './json-body.js';
import { badRequest, inUse } from './problem.js';
import { findRepository } from './repositories.js';
import { readRepository } from './repository-spec.js';

const ROOT = '/api/v1/backupInfrastructure/repositories';

export function registerRepositoryChanges(add: AddRoute, context: Context): void {
  const { world, work } = context;

  add('POST', ROOT, (call) => {
    requireAdministrator(context);
    const change = readRepository(call.view, new JsonBody(call.body));
    refuseTakenName(context, change.name);
    const id = newId(context);
    const isUnlimited = change.bucket !== null;
    const repository: RepositoryRecord = {
      ...change,
      id,
      capacityGB: isUnlimited ? 0 : 2048,
      freeGB: isUnlimited ? 0 : 2047.9,
      usedSpaceGB: 0,
      online: true,
      outOfDate: false,
    };
    return accepted(
      call,
      context,
      `Adding ${change.name}`,
      id,
      () => void world.repositories.push(repository),
    );
  });

  add('PUT', `${ROOT}/:id`, (call) => {
    requireAdministrator(context);
    const repository = findRepository(call.view, call.id);
    const body = new JsonBody(call.body);
    const change = readRepository(call.view, body);
    if (body.value('id') !== undefined && body.id('id') !== call.id)
      throw badRequest('id must be that of the path');
    if (change.type !== repository.type) throw badRequest('The type of a repository cannot be changed');
    if (change.name !== repository.name) refuseTakenName(context, change.name);
    return accepted(
      call,
      context,
      `Saving ${change.name}`,
      call.id,
      () => void Object.assign(repository, change),
    );
  });

  add('DELETE', `${ROOT}/:id`, ({ view, id, query, reply }) => {
    requireAdministrator(context);
    query.boolean('deleteBackups');
    const repository = findRepository(view, id);
    refuseUsed(context, repository);
    world.repositories.splice(world.repositories.indexOf(repository), 1);
    work.accept({
      type: 'InfrastructureItemDeletion',
      note: { name: `Removing ${repository.name}`, initiatedBy: context.account },
    });
    return reply.code(204).send();
  });

  add('POST', `${ROOT}/rescan`, ({ view, body, reply }) => {
    requireAdministrator(context);
    const repositories = new JsonBody(body).ids('repositoryIds').map((id) => findRepository(view, id));
    const offline = repositories.filter(({ online }) => !online).map(({ name }) => name);
    const session = work.accept({
      type: 'ConfigurationResynchronize',
      result: offline.length > 0 ? 'Failed' : 'Success',
      note: {
        name: 'Repository rescan',
        initiatedBy: context.account,
        ...(offline.length > 0 && { message: `Cannot reach ${offline.join(', ')}` }),
      },
      effect: () => {
        for (const repository of repositories) repository.outOfDate = false;
      },
    });
    return reply.code(201).send(sessionBody(view, session));
  });
}

/** Answers 201 with the session that makes a change to a repository or scale-out repository. */
export function accepted(
  { view, reply }: Call,
  { work, account }: Context,
  name: string,
  id: string,
  effect: () => void,
  collection = ROOT,
): Json {
  const note = { name, initiatedBy: account, resource: { id, reference: `${collection}/${id}` } };
  reply.code(201);
  return sessionBody(view, work.accept({ type: 'Infrastructure', note, effect }));
}

/** Names are shared between repositories and scale-out repositories. */
export function refuseTakenName({ world }: Context, name: string): void {
  const wanted = name.toLowerCase();
  const all = [...world.repositories, ...world.scaleOutRepositories];
  if (all.some((existing) => existing.name.toLowerCase() === wanted))
    throw badRequest(`A repository with the name ${name} already exists`);
}

/** An id for a new object that no generated one has. */
export function newId({ world }: Context): string {
  return new NumberedIds(mix(world.seed, 0xadd)).encode(world.sessions.length);
}

function refuseUsed({ world }: Context, repository: RepositoryRecord): void {
  const membership = membershipOf(world.scaleOutRepositories, repository.id);
  if (membership) throw inUse(repository.name, membership.scaleOut.name, repository.id);
  const job = world.jobs.find(
    ({ repositoryId, archiveRepositoryId }) =>
      repositoryId === repository.id || archiveRepositoryId === repository.id,
  );
  if (job) throw inUse(repository.name, job.name, repository.id);
}
