import { Field, ObjectType } from '@nestjs/graphql';
import { RepositoryType } from '../../../schema/repositories/repository.type.js';
import type { VbrJobStorage } from '../model.js';
import { repositoriesById, repositoryById } from './edges.js';
import type { Origin } from './edges.js';

@ObjectType('VbrJobStorage', { description: 'Where and how a VBR job stores what it writes.' })
export class VbrJobStorageType {
  constructor(
    private readonly storage: VbrJobStorage,
    private readonly origin: Origin,
  ) {}

  @Field(() => RepositoryType, {
    nullable: true,
    description:
      'The repository it writes to, linked by id; may be a scale-out repository. null: it writes to none (replicas), or it is no longer there.',
  })
  get repository(): Promise<RepositoryType | null> {
    return repositoryById(this.origin, this.storage.repositoryId);
  }

  @Field(() => RepositoryType, {
    nullable: true,
    description:
      'Where a job for files or object storage archives old versions (archiveRepositoryId), linked by id. null: it archives none.',
  })
  get archiveRepository(): Promise<RepositoryType | null> {
    return repositoryById(this.origin, this.storage.archiveRepositoryId);
  }

  @Field(() => [RepositoryType], {
    nullable: true,
    description:
      'Where further copies of its backups go (secondaryTargets), linked by id. null, with an entry in errors: it could not be read.',
  })
  get secondaryRepositories(): Promise<readonly RepositoryType[]> {
    return repositoriesById(this.origin, this.storage.secondaryRepositoryIds);
  }

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the server chooses the backup proxies (autoSelectEnabled). null: not told.',
  })
  get proxiesAutoSelected(): boolean | null {
    return this.storage.proxiesAutoSelected;
  }

  @Field(() => [String], {
    description: "The product's own ids of the chosen backup proxies; [] when it chooses.",
  })
  get proxyIds(): readonly string[] {
    return this.storage.proxyIds;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for how backup chains are built (backupModeType): Full, Incremental, ReverseIncremental, Transform … null: not told.",
  })
  get backupMode(): string | null {
    return this.storage.backupMode;
  }

  @Field(() => String, {
    nullable: true,
    description: "The product's word for how hard data is compressed (compressionLevel). null: not told.",
  })
  get compressionLevel(): string | null {
    return this.storage.compressionLevel;
  }

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether backups are encrypted (encryption.isEnabled). null: not told.',
  })
  get encrypted(): boolean | null {
    return this.storage.encrypted;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Name of the host that replicas run on (destination.host). null: no replica job.',
  })
  get replicaHost(): string | null {
    return this.storage.replicaHost;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'Name of the datastore of replicas (destination.datastore). null: no replica job, or not told.',
  })
  get replicaDatastore(): string | null {
    return this.storage.replicaDatastore;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'What is appended to the names of replicas (replicaNameSuffix). null: no replica job, or not told.',
  })
  get replicaNameSuffix(): string | null {
    return this.storage.replicaNameSuffix;
  }
}
