import { Field, ObjectType } from '@nestjs/graphql';
import type { PolicyRecord } from '../../core/model/policy.js';
import type { Edge } from '../shared/connection.type.js';
import { ConnectionType } from '../shared/connection.type.js';
import { PolicyType } from './policy.type.js';

@ObjectType('PolicyEdge', { description: 'A policy with its place in a list.' })
class PolicyEdgeType {
  @Field(() => String, { description: 'Its place, for `after`.' })
  readonly cursor!: string;

  @Field(() => PolicyType, { description: 'The policy.' })
  readonly node!: PolicyType;
}

@ObjectType('PolicyConnection', {
  description: 'One page of policies over all asked servers, in one order, and what is known of its sources.',
})
export class PolicyConnectionType extends ConnectionType<PolicyRecord, PolicyType> {
  @Field(() => [PolicyEdgeType], { description: 'The policies with their cursors.' })
  get edges(): readonly Edge<PolicyType>[] {
    return this.rows;
  }

  @Field(() => [PolicyType], { description: 'The policies.' })
  get nodes(): readonly PolicyType[] {
    return this.rows.map(({ node }) => node);
  }
}
