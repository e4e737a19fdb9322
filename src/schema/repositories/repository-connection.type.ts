import { Field, ObjectType } from '@nestjs/graphql';
import type { RepositoryRecord } from '../../core/model/repository.js';
import type { Edge } from '../shared/connection.type.js';
import { ConnectionType } from '../shared/connection.type.js';
import { RepositoryType } from './repository.type.js';

@ObjectType('RepositoryEdge', { description: 'A repository with its place in a list.' })
class RepositoryEdgeType {
  @Field(() => String, { description: 'Its place, for `after`.' })
  readonly cursor!: string;

  @Field(() => RepositoryType, { description: 'The repository.' })
  readonly node!: RepositoryType;
}

@ObjectType('RepositoryConnection', {
  description:
    'One page of repositories over all asked servers, in one order, and what is known of its sources.',
})
export class RepositoryConnectionType extends ConnectionType<RepositoryRecord, RepositoryType> {
  @Field(() => [RepositoryEdgeType], { description: 'The repositories with their cursors.' })
  get edges(): readonly Edge<RepositoryType>[] {
    return this.rows;
  }

  @Field(() => [RepositoryType], { description: 'The repositories.' })
  get nodes(): readonly RepositoryType[] {
    return this.rows.map(({ node }) => node);
  }
}
