import { Field, ObjectType } from '@nestjs/graphql';
import type { FleetEvent } from '../../core/federation/fleet-events.js';
import { HistoryEventType } from '../repositories/capacity-forecast.type.js';
import { RepositoryType } from '../repositories/repository.type.js';
import { BackupServerType } from '../servers/backup-server.type.js';
import type { Operation } from '../shared/operation.js';

@ObjectType('FleetEvent', { description: 'Something that changed on a day of the past, and where.' })
export class FleetEventType extends HistoryEventType {
  constructor(
    private readonly event: FleetEvent,
    private readonly operation: Operation,
  ) {
    super();
    Object.assign(this, { time: event.time, kind: event.kind, text: event.text });
  }

  @Field(() => BackupServerType, { description: 'The server that it happened on.' })
  get server(): BackupServerType {
    return this.operation.server(this.operation.fleet.of(this.event.repository));
  }

  @Field(() => RepositoryType, {
    nullable: true,
    description: 'The repository that changed. null: something else did.',
  })
  get repository(): RepositoryType {
    return this.operation.repository(this.event.repository);
  }
}
