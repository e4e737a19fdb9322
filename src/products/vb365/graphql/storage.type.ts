import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { BytesScalar } from '../../../platform/graphql/scalars.js';
import type { M365Retention } from '../native.js';
import type { SynchronizationRow } from '../wire/infrastructure.js';
import type { ObjectStorageRow } from '../wire/repository.js';

@ObjectType('VbM365ObjectStorage', {
  description:
    'Object storage behind a VB_M365 repository (objectstoragerepositories, since API version v8 a part of the repository).',
})
export class VbM365ObjectStorage implements Pick<
  ObjectStorageRow,
  | 'id'
  | 'name'
  | 'type'
  | 'bucket'
  | 'folder'
  | 'region'
  | 'servicePoint'
  | 'sizeLimitEnabled'
  | 'sizeLimitGB'
> {
  @Field(() => String, {
    name: 'nativeId',
    nullable: true,
    description: "The product's own id of the object storage. null: not told.",
  })
  readonly id!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its own name. null: API version v8, where it is a part of the repository.',
  })
  readonly name!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word: AzureBlob, AzureBlobArchive, AmazonS3, AmazonS3Glacier, AmazonS3Compatible, WasabiCloud or IBMCloud. null: not told.",
  })
  readonly type!: string | null;

  @Field(() => String, { nullable: true, description: 'Bucket or container. null: not told.' })
  readonly bucket!: string | null;

  @Field(() => String, { nullable: true, description: 'Folder in the bucket or container. null: not told.' })
  readonly folder!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Region of the bucket, or the Azure cloud of the container. null: not told.',
  })
  readonly region!: string | null;

  @Field(() => String, {
    name: 'endpoint',
    nullable: true,
    description: 'Address of S3 compatible storage (servicePoint). null: of other storage.',
  })
  readonly servicePoint!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a size limit is set; only then the repository has a capacity. null: not told.',
  })
  readonly sizeLimitEnabled!: boolean | null;

  @Field(() => Float, {
    name: 'sizeLimitGigabytes',
    nullable: true,
    description: 'The size limit in units of 1024³ bytes (sizeLimitGB). null: none is set.',
  })
  readonly sizeLimitGB!: number | null;
}

@ObjectType('VbM365Cache', {
  description: 'The disk on the proxy that holds the cache of a VB_M365 repository on object storage.',
})
export class VbM365Cache {
  @Field(() => BytesScalar, {
    nullable: true,
    description: 'Size of the whole disk (capacityBytes). null: not told.',
  })
  readonly capacity!: number | null;

  @Field(() => BytesScalar, {
    nullable: true,
    description: 'Space left on the disk (freeSpaceBytes). null: not told.',
  })
  readonly free!: number | null;
}

@ObjectType('VbM365Synchronization', {
  description:
    'A synchronization of the cache of a VB_M365 repository with its object storage (RepositorySynchronizeSessions). No session: the product gives it neither a start nor an end.',
})
export class VbM365Synchronization implements Omit<SynchronizationRow, 'repositoryId'> {
  @Field(() => String, { name: 'nativeId', description: "The product's own id of the synchronization." })
  readonly id!: string;

  @Field(() => String, {
    nullable: true,
    description: "The product's word: Synchronizing, None (at rest) or Failed. null: not told.",
  })
  readonly state!: string | null;

  @Field(() => Int, { nullable: true, description: 'Progress in percent. null: not told.' })
  readonly progressPercent!: number | null;

  @Field(() => String, { nullable: true, description: 'What went wrong. null: nothing.' })
  readonly error!: string | null;
}

@ObjectType('VbM365Retention', {
  description: 'How long a VB_M365 repository keeps backups. One of days, months, years and forever is set.',
})
export class VbM365Retention implements M365Retention {
  @Field(() => String, { description: 'The period in English words, for people.' })
  readonly summary!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for what the period counts for: ItemLevel (each item by its own age) or SnapshotBased (each restore point). null: not told.",
  })
  readonly type!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Days kept (dailyRetentionPeriod). null: not counted in days.',
  })
  readonly days!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Months kept (monthlyRetentionPeriod). null: not counted in months.',
  })
  readonly months!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Years kept (yearlyRetentionPeriod). null: not counted in years, or kept forever.',
  })
  readonly years!: number | null;

  @Field(() => Boolean, { name: 'forever', description: 'Whether backups are kept for good.' })
  readonly isForever!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      "The product's word for how often outdated backups are removed (retentionFrequencyType): Daily or Monthly. null: not told.",
  })
  readonly cleanUp!: string | null;
}
