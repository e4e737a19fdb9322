import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import type { RepositoryRecord } from '../../../core/model/repository.js';
import { Checked } from '../../../platform/graphql/checks/argument-check.js';
import type { GatewayContext } from '../../../schema/shared/operation.js';
import { ProductList, narrowed } from '../../../schema/shared/product-list.js';
import { VBR_REPOSITORY } from '../model.js';
import type { VbrRepositoryRecord } from '../model.js';
import { toRepositoryChoice } from './repository-choice.js';
import { VbrRepositoryArgs, VbrRepositoryConnection } from './repository-list.type.js';
import { VbrRepository } from './repository.type.js';

const REPOSITORIES = new ProductList({
  field: 'vbrRepositories',
  product: 'VBR',
  read: async (reader) => narrowed(await reader.repositories(), isRepository),
  toChoice: toRepositoryChoice,
  connection: (page, operation) =>
    new VbrRepositoryConnection(page, (record) => new VbrRepository(record, operation), operation),
});

function isRepository(record: RepositoryRecord): record is VbrRepositoryRecord {
  return record.type === VBR_REPOSITORY;
}

@Resolver()
export class VbrRepositoriesResolver {
  @Query(() => VbrRepositoryConnection, {
    description:
      'Repositories of all VBR servers as one list, by name, with the filters of that product; scale-out repositories are not in it, their extents are. Read as `repositories` is: GET /backupInfrastructure/repositories/states and scaleOutRepositories, one upstream call a server each.',
  })
  @Checked(REPOSITORIES.toRequest)
  vbrRepositories(
    @Args() args: VbrRepositoryArgs,
    @Context() { operation }: GatewayContext,
  ): Promise<InstanceType<typeof VbrRepositoryConnection>> {
    return REPOSITORIES.answer(args, operation);
  }
}
