import { Field, Float, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import { SourceFailure } from '../../core/errors/source-failure.js';
import { usedRatio } from '../../core/federation/repository-list.js';
import type {
  Immutability,
  RepositoryKind,
  RepositoryRecord,
  RepositoryStatus,
} from '../../core/model/repository.js';
import { BytesScalar } from '../../platform/graphql/scalars.js';
import { BackupServerType } from '../servers/backup-server.type.js';
import { NodeType } from '../shared/node.type.js';
import { RecordType } from '../shared/record.type.js';
import { RepositoryKindEnum, RepositoryStatusEnum } from './repository.enums.js';

const UNTOLD: Immutability = { enabled: null, periodDays: null };

function untoldOnFailure(error: unknown): Immutability {
  if (error instanceof SourceFailure) return UNTOLD;
  throw error;
}

@ObjectType('Immutability', {
  description: 'Whether backups are protected against change and deletion for a time.',
})
class ImmutabilityType {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is on. null: the product does not say; never a stand-in for false.',
  })
  readonly enabled!: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many days. null: off, or the product does not say.',
  })
  readonly periodDays!: number | null;
}

/** A repository of any product; subclasses add what only theirs has. */
@InterfaceType('Repository', {
  implements: () => [NodeType],
  description: 'A place backups are written to.',
  resolveType: (value: RepositoryType) => value.typeName,
})
export abstract class RepositoryType<R extends RepositoryRecord = RepositoryRecord> extends RecordType<R> {
  @Field(() => String, { description: "The product's own id; the same one may exist on other servers." })
  get nativeId(): string {
    return this.record.nativeId;
  }

  @Field(() => String, {
    description:
      "The product's own type word (VBR repository type, VB_AWS storage class, VB_M365 object storage type).",
  })
  get nativeType(): string {
    return this.record.nativeType;
  }

  @Field(() => String, { description: 'Name shown in the product.' })
  get name(): string {
    return this.record.name;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What an administrator noted about it. null: nothing.',
  })
  get description(): string | null {
    return this.record.description;
  }

  @Field(() => BackupServerType, { description: 'The server it belongs to.' })
  get server(): BackupServerType {
    return this.operation.server(this.reader);
  }

  @Field(() => RepositoryKindEnum, {
    description: 'What sort of storage it is, in words all products share.',
  })
  get kind(): RepositoryKind {
    return this.record.kind;
  }

  @Field(() => RepositoryStatusEnum, { description: 'Whether it can be used.' })
  get status(): RepositoryStatus {
    return this.record.status;
  }

  @Field(() => BytesScalar, {
    nullable: true,
    description:
      'Its size. null: none is given (object storage without a limit, all of VB_AWS). Scale-out: the sum of its performance extents.',
  })
  get capacity(): number | null {
    return this.record.capacity;
  }

  @Field(() => BytesScalar, {
    nullable: true,
    description: 'Space left. null: not given. Two repositories on one volume each show the whole volume.',
  })
  get free(): number | null {
    return this.record.free;
  }

  @Field(() => BytesScalar, {
    nullable: true,
    description:
      'Space taken by backups. null: not given. May exceed the capacity where the file system shares blocks, so use `usedRatio` for a fill rate.',
  })
  get used(): number | null {
    return this.record.used;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'Part of the capacity that is not free, 0 to 1. null: capacity or free space is not given.',
  })
  get usedRatio(): number | null {
    return usedRatio(this.record);
  }

  @Field(() => ImmutabilityType, {
    description:
      'Whether backups in it are immutable. Unknown is null inside, also when the server could not be asked.',
  })
  get immutability(): Immutability | Promise<Immutability> {
    const { immutability, nativeId } = this.record;
    if (immutability !== undefined) return immutability;
    return this.reader.immutability().then((known) => known.get(nativeId) ?? UNTOLD, untoldOnFailure);
  }
}
