import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import { BadInputError } from '../../core/errors/bad-input.js';
import { policyById, repositoryById } from '../../core/federation/inventory-lookup.js';
import type { EntityRef } from '../../core/model/ids.js';
import { Checked } from '../../platform/graphql/checks/argument-check.js';
import { Estimated } from '../../platform/graphql/checks/estimate.js';
import { idArgument } from '../shared/id-arguments.js';
import { NodeType } from '../shared/node.type.js';
import type { GatewayContext, Operation } from '../shared/operation.js';

const LARGEST_BATCH = 500;

const checkId = ({ id }: { id?: string }): void => {
  idArgument(id ?? '', ['id']);
};

const checkIds = ({ ids = [] }: { ids?: string[] }): void => {
  if (ids.length > LARGEST_BATCH)
    throw new BadInputError(`expected at most ${LARGEST_BATCH} ids, got ${ids.length}`, ['ids']);
  ids.forEach((id, index) => idArgument(id, ['ids', String(index)]));
};

@Resolver()
export class NodesResolver {
  @Query(() => NodeType, {
    nullable: true,
    description:
      'The object with this id. null: it does not exist (any more), or is on no server of this gateway; with an entry in errors: the list that would hold it could not be read (in full).',
  })
  @Checked(checkId)
  node(
    @Args('id', { type: () => ID, description: 'A global id, as `id` fields return them.' }) id: string,
    @Context() { operation }: GatewayContext,
  ): Promise<NodeType | null> {
    return find(idArgument(id, ['id']), operation);
  }

  @Query(() => [NodeType], {
    nullable: 'items',
    description:
      'The objects with these ids, in their order; null where one does not exist or, with an entry in errors, could not be looked for. Policies and repositories cost one list a server, however many are asked.',
  })
  @Checked(checkIds)
  @Estimated({ rows: ({ ids }) => (Array.isArray(ids) ? ids.length : 0) })
  nodes(
    @Args('ids', { type: () => [ID], description: 'Global ids, at most 500.' }) ids: string[],
    @Context() { operation }: GatewayContext,
  ): Promise<NodeType | null>[] {
    return ids.map((id, index) => find(idArgument(id, ['ids', String(index)]), operation));
  }
}

async function find(ref: EntityRef, operation: Operation): Promise<NodeType | null> {
  const reader = operation.fleet.find(ref.server);
  if (reader === undefined) return null;
  switch (operation.types.kindOf(ref.type)) {
    case 'server':
      return ref.nativeId === ref.server ? operation.server(reader) : null;
    case 'policy': {
      const policy = await policyById(reader, ref.nativeId, ref.type);
      return policy && operation.policy(policy);
    }
    case 'repository': {
      const repository = await repositoryById(reader, ref.nativeId, ref.type);
      return repository && operation.repository(repository);
    }
    case 'session': {
      const session = await reader.session(ref.type, ref.nativeId);
      return session && operation.session(session);
    }
    case undefined:
      return (await operation.types.finderOf(ref.type)?.(reader, ref.nativeId, operation)) ?? null;
  }
}
