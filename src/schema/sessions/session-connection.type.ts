import { Field, ObjectType } from '@nestjs/graphql';
import type { SessionRecord } from '../../core/model/session.js';
import type { Edge } from '../shared/connection.type.js';
import { ConnectionType } from '../shared/connection.type.js';
import { SessionType } from './session.type.js';

@ObjectType('SessionEdge', { description: 'A session with its place in a list.' })
class SessionEdgeType {
  @Field(() => String, { description: 'Its place, for `after`.' })
  readonly cursor!: string;

  @Field(() => SessionType, { description: 'The session.' })
  readonly node!: SessionType;
}

@ObjectType('SessionConnection', {
  description: 'One page of sessions over all asked servers, in one order, and what is known of its sources.',
})
export class SessionConnectionType extends ConnectionType<SessionRecord, SessionType> {
  @Field(() => [SessionEdgeType], { description: 'The sessions with their cursors.' })
  get edges(): readonly Edge<SessionType>[] {
    return this.rows;
  }

  @Field(() => [SessionType], { description: 'The sessions.' })
  get nodes(): readonly SessionType[] {
    return this.rows.map(({ node }) => node);
  }
}
