import { Field, ObjectType } from '@nestjs/graphql';
import { BackupServerType } from '../servers/backup-server.type.js';
import type { Operation } from './operation.js';
import type { NamedRecord } from './product-list.js';

/** Something of a server that forms choose from. */
@ObjectType({ isAbstract: true })
export abstract class LookupType<R extends NamedRecord> {
  constructor(
    protected readonly record: R,
    protected readonly operation: Operation,
  ) {}

  @Field(() => String, {
    description: "The server's own id of it (id): what inputs for the same server take.",
  })
  get nativeId(): string {
    return this.record.nativeId;
  }

  @Field(() => BackupServerType, { description: 'The server that knows it under this id.' })
  get server(): BackupServerType {
    return this.operation.server(this.operation.fleet.of(this.record));
  }
}
